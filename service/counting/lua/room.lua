-- Room for what anybody may have Redis remember: it must not take that of the counters.

local room_for_strangers = 0.8
local known_room

-- Asked once in a write: many hits may share it. Where Redis does not say, there is room.
local function has_room()
  if known_room == nil then
    local info = redis.pcall('INFO', 'memory')
    local text = type(info) == 'string' and info or ''
    local used = tonumber(string.match(text, 'used_memory:(%d+)')) or 0
    local most = tonumber(string.match(text, 'maxmemory:(%d+)')) or 0
    known_room = most == 0 or used < room_for_strangers * most
  end
  return known_room
end
