-- What the keys hold: digits, false where there is nothing, '' for what is no string.
--
-- ARGV  the keys, without the prefix

local keys, values = {}, {}
for index, key in ipairs(ARGV) do keys[index] = prefix .. key end
-- Lua's stack holds some thousand arguments.
for first = 1, #keys, 1000 do
  local texts = redis.call('MGET', unpack(keys, first, math.min(first + 999, #keys)))
  for index, text in ipairs(texts) do
    local position = first + index - 1
    values[position] = text or redis.call('EXISTS', keys[position]) == 1 and ''
  end
end
return values
