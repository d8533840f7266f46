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
  redis.call('EXPIRE', of_day, (clock.days_kept + 1) * 86400, 'NX')
end

-- Returns the digits of the new value, or nil and the refusal. `before` is what the key
-- holds, false for nothing; `hour` and `day` are when it was counted.
local function add(name, amount, before, hour, day, visitors)
  local key = value_key(name)
  local in_hour, in_day = 'h' .. hour, 'd' .. day
  if not before then forget_history(name) end

  local reply = redis.pcall('INCRBY', key, amount)
  if is_failure(reply) then return nil, refusal_of(reply.err) end

  local undo = {}
  local function undone(message)
    if before then redis.call('SET', key, before, 'KEEPTTL') else redis.call('DEL', key) end
    for _, field in ipairs(undo) do take_from_bucket(name, field, amount) end
    return nil, refusal_of(message)
  end

  clock.opened = false
  for _, field in ipairs({ in_hour, in_day }) do
    local failure = add_to_bucket(name, field, amount)
    if failure then return undone(failure) end
    undo[#undo + 1] = field
  end
  if visitors and #visitors > 0 and counts_visitors(name) then
    local failure = count_visitors(name, visitors)
    if failure then return undone(failure) end
  end
  if clock.opened and before then drop_old_buckets(name) end
  return digits_of(key, reply)
end
