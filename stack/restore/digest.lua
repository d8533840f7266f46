-- Sums up every key that does not expire: how many there are, and a checksum of
-- their names and contents that no order and no encoding changes.

local function pairs_of(reply)
  local found = {}
  for index = 1, #reply, 2 do found[#found + 1] = reply[index] .. '\0' .. reply[index + 1] end
  table.sort(found)
  return table.concat(found, '\0')
end

local function sorted(reply)
  table.sort(reply)
  return table.concat(reply, '\0')
end

-- A page at a time: there may be a million members.
local function ranked(key)
  local checksum, from = '', 0
  repeat
    local page = redis.call('ZRANGE', key, from, from + 999, 'WITHSCORES')
    checksum = redis.sha1hex(checksum .. table.concat(page, '\0'))
    from = from + 1000
  until #page == 0
  return checksum
end

local contents = {
  string = function(key) return redis.call('GET', key) end,
  hash = function(key) return pairs_of(redis.call('HGETALL', key)) end,
  zset = ranked,
  set = function(key) return sorted(redis.call('SMEMBERS', key)) end,
  list = function(key) return table.concat(redis.call('LRANGE', key, 0, -1), '\0') end,
}

local cursor, keys, sum = '0', 0, 0
repeat
  local page = redis.call('SCAN', cursor, 'COUNT', 1000)
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    if redis.call('TTL', key) == -1 then
      local kind = redis.call('TYPE', key).ok
      local content = contents[kind] and contents[kind](key) or ''
      local checksum = redis.sha1hex(#key .. kind .. key .. content)
      keys = keys + 1
      sum = (sum + tonumber(string.sub(checksum, 1, 12), 16)) % 281474976710656
    end
  end
until cursor == '0'
return keys .. ' ' .. string.format('%.0f', sum)
