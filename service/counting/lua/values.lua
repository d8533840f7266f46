-- What the keys hold: digits, false where there is nothing, '' for what is no string.
--
-- KEYS  the keys

local values = {}
-- Lua's stack holds some thousand arguments.
for first = 1, #KEYS, 1000 do
  local texts = redis.call('MGET', unpack(KEYS, first, math.min(first + 999, #KEYS)))
  for index, text in ipairs(texts) do
    local position = first + index - 1
    values[position] = text or redis.call('EXISTS', KEYS[position]) == 1 and ''
  end
end
return values
