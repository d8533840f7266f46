-- All of one counter.
--
-- KEYS[1]  the key of its value
-- ARGV[1]  its name
--
-- Returns nothing where it is missing, or {value, settings, history, sketch or false,
-- {day, sketch, …}}.

local name = ARGV[1]

-- Counting brings the estimate that the sketch carries up to date: whoever reads it later
-- does not change it, and two exports are the same.
local function sketch(key)
  if redis.call('EXISTS', key) == 0 then return false end
  redis.call('PFCOUNT', key)
  return redis.call('GET', key)
end

local value = redis.call('GET', value_key(name))
if not value then
  if built_in[name] then return { '0', {}, {}, false, {} } end
  return false
end

local sketches = {}
for _, day in ipairs(days_of(name)) do
  local of_day = sketch(day_uniques_key(name, day))
  if of_day then
    sketches[#sketches + 1] = day
    sketches[#sketches + 1] = of_day
  end
end
return {
  value,
  redis.call('HGETALL', settings_key(name)),
  redis.call('HGETALL', history_key(name)),
  sketch(uniques_key(name)),
  sketches,
}
