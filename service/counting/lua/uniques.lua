-- About how many visitors a counter had.
--
-- KEYS[1]  the key of its value
-- ARGV[1]  its name
-- ARGV[2]  the first day wanted, numbered since the epoch
--
-- Returns {'missing'}, {'uncounted'} or {'counted', total, day, visitors, …}.

local name, first_day = ARGV[1], tonumber(ARGV[2])

if not built_in[name] then
  if redis.call('EXISTS', value_key(name)) == 0 then return { 'missing' } end
  if redis.call('HGET', settings_key(name), 'uniqueVisitors') ~= '1' then return { 'uncounted' } end
elseif redis.call('EXISTS', value_key(name)) == 0 then
  return { 'counted', 0 }
end

local answer = { 'counted', redis.call('PFCOUNT', uniques_key(name)) }
for _, day in ipairs(days_of(name)) do
  local visitors = tonumber(day) >= first_day and redis.call('PFCOUNT', day_uniques_key(name, day)) or 0
  if visitors > 0 then
    answer[#answer + 1] = day
    answer[#answer + 1] = visitors
  end
end
return answer
