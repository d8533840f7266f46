-- What the owner does to a counter. Nothing fails half-way: what may be wrong is looked at
-- first, and what follows takes keys of any type.

local function is_missing(name)
  return not built_in[name] and redis.call('EXISTS', value_key(name)) == 0
end

local function store_settings(name, settings)
  redis.call('DEL', settings_key(name))
  if settings.uniqueVisitors then redis.call('HSET', settings_key(name), 'uniqueVisitors', '1') end
end

function operations.create(op)
  if not is_missing(op.counter) then return { refused = 'exists' } end
  local failure = index_failure()
  if failure then return { refused = failure } end

  forget_history(op.counter)
  redis.call('SET', value_key(op.counter), op.value)
  store_settings(op.counter, op.settings)
  redis.call('ZADD', index_key, 0, op.counter)
  return { value = op.value }
end

function operations.set(op)
  if is_missing(op.counter) then return { refused = 'missing' } end
  if redis.call('EXISTS', value_key(op.counter)) == 0 then forget_history(op.counter) end
  redis.call('SET', value_key(op.counter), op.value)
  return { value = op.value }
end

function operations.reset(op)
  if is_missing(op.counter) then return { refused = 'missing' } end
  forget_history(op.counter)
  redis.call('SET', value_key(op.counter), '0')
  return { value = '0' }
end

function operations.delete(op)
  if is_missing(op.counter) then return { refused = 'missing' } end
  local failure = index_failure()
  if failure then return { refused = failure } end

  forget_history(op.counter)
  redis.call('DEL', value_key(op.counter), settings_key(op.counter))
  redis.call('ZREM', index_key, op.counter)
  return {}
end
