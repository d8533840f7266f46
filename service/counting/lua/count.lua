-- Adds to a counter, its buckets and its visitors: all of them, or none.

local function refusal_of(message)
  return string.find(message, 'would overflow') and 'overflow' or message
end

local function counts_visitors(name)
  if built_in[name] then return true end
  return redis.pcall('HGET', settings_key(name), 'uniqueVisitors') == '1'
end

-- Returns nothing, or what is wrong with the key.
local function add_visitors(key, visitors)
  -- Lua's stack holds some thousand arguments.
  for first = 1, #visitors, 1000 do
    local last = math.min(first + 999, #visitors)
    local reply = redis.pcall('PFADD', key, unpack(visitors, first, last))
    if is_failure(reply) then return reply.err end
  end
end

local function count_visitors(name, visitors)
  local of_day = day_uniques_key(name, clock.day)
  local failure = add_visitors(uniques_key(name), visitors) or add_visitors(of_day, visitors)
  if failure then return failure end
  local lifetime = redis.pcall('TTL', of_day)
  -- EXPIRE itself knows NX only from version 7 of Redis.
  if lifetime == -1 then lifetime = redis.pcall('EXPIRE', of_day, (clock.days_kept + 1) * 86400) end
  return is_failure(lifetime) and lifetime.err or nil
end

-- `hourly` and `daily` are what their buckets replied, if they were asked.
local function undo(name, amount, before, hourly, hour, daily, day)
  local key = value_key(name)
  if before then redis.call('SET', key, before, 'KEEPTTL') else redis.call('DEL', key) end
  if type(hourly) == 'number' then take_from_bucket(name, 'h' .. hour, amount) end
  if type(daily) == 'number' then take_from_bucket(name, 'd' .. day, amount) end
end

-- Returns the digits of the new value, or nil and the refusal. `before` is what the key
-- holds, false for nothing; `hour` and `day` are when it was counted.
local function add(name, amount, before, hour, day, visitors)
  local key, history = value_key(name), history_key(name)
  if not before then forget_history(name) end

  local value, hourly, daily, failure = redis.pcall('INCRBY', key, amount), nil, nil, nil
  if is_failure(value) then return nil, refusal_of(value.err) end
  hourly = redis.pcall('HINCRBY', history, 'h' .. hour, amount)
  if is_failure(hourly) then
    failure = hourly.err
  else
    daily = redis.pcall('HINCRBY', history, 'd' .. day, amount)
    if is_failure(daily) then failure = daily.err end
  end
  if not failure and visitors and #visitors > 0 and counts_visitors(name) then
    failure = count_visitors(name, visitors)
  end
  if failure then
    undo(name, amount, before, hourly, hour, daily, day)
    return nil, refusal_of(failure)
  end

  -- A bucket that holds no more than this has just been opened.
  if before and (hourly == tonumber(amount) or daily == tonumber(amount)) then drop_old_buckets(name) end
  return digits_of(key, value)
end
