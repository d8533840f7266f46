-- Replaces a counter by what an export wrote.

-- Redis says only of a key whether it holds a sketch.
local function is_sketch(blob)
  local key = prefix .. 'tally:import'
  redis.call('SET', key, blob)
  local reply = redis.pcall('PFCOUNT', key)
  redis.call('DEL', key)
  return not is_failure(reply)
end

function operations.import(op, blobs)
  for _, blob in ipairs(blobs) do
    if not is_sketch(blob) then return { refused = 'sketch' } end
  end
  local failure = index_failure()
  if failure then return { refused = failure } end

  forget_history(op.counter)
  redis.call('SET', value_key(op.counter), op.value)
  store_settings(op.counter, op.settings)
  for field, amount in pairs(op.buckets) do redis.call('HSET', history_key(op.counter), field, amount) end
  if blobs[1] then redis.call('SET', uniques_key(op.counter), blobs[1]) end
  for position, day in ipairs(op.sketchDays) do
    local seconds = (day + clock.days_kept + 1 - clock.day) * 86400
    if seconds > 0 then
      redis.call('SET', day_uniques_key(op.counter, day), blobs[position + 1], 'EX', seconds)
    end
  end
  if not built_in[op.counter] then redis.call('ZADD', index_key, 0, op.counter) end
  return { value = op.value }
end
