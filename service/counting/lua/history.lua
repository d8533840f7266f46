-- The buckets of a counter: fields h<hour> and d<day>, numbered since the epoch.

local clock = {}

-- Whatever was counted before: for a counter that is new, reset or deleted.
local function forget_history(name)
  if name == votes_name then begin_era_of_votes() end
  local keys = { history_key(name), uniques_key(name) }
  for _, day in ipairs(days_of(name)) do keys[#keys + 1] = day_uniques_key(name, day) end
  for _, key in ipairs(keys) do redis.call('DEL', key) end
end

-- Done whenever a bucket is opened, and so at most once an hour. What a hand has written there
-- and is no bucket stays.
local function drop_old_buckets(name)
  local history = history_key(name)
  for _, field in ipairs(redis.call('HKEYS', history)) do
    local kind, number = string.match(field, '^([hd])(%d+)$')
    if kind == 'd' and tonumber(number) <= clock.day - clock.days_kept then
      redis.call('HDEL', history, field)
      redis.call('DEL', day_uniques_key(name, number))
    elseif kind == 'h' and tonumber(number) <= clock.hour - clock.hours_kept then
      redis.call('HDEL', history, field)
    end
  end
end

local function take_from_bucket(name, field, amount)
  local opposite = string.sub(amount, 1, 1) == '-' and string.sub(amount, 2) or '-' .. amount
  redis.call('HINCRBY', history_key(name), field, opposite)
  if redis.call('HGET', history_key(name), field) == '0' then
    redis.call('HDEL', history_key(name), field)
  end
end
