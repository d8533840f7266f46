local limits = {}
local operations = {}

-- A hit on a counter that may be missing. Returns as `add` does.
local function hit(name, amount, before, may_create, visitors)
  local is_new = not before and not built_in[name]
  if is_new then
    if not may_create and limits.strangers_may_create == 0 then return nil, 'missing' end
    local failure = index_failure()
    if failure then return nil, failure end
    if not may_create and redis.call('ZCARD', index_key) >= limits.strangers_may_create then
      return nil, 'full'
    end
  end
  local value, refusal = add(name, amount, before, clock.hour, clock.day, visitors)
  if value and is_new then redis.call('ZADD', index_key, 0, name) end
  return value, refusal
end

-- A hit that does not share its counter's total: it has its own answer, or is too large.
function operations.hit(op)
  local before, failure = read_value(op.counter)
  if failure then return { refused = failure } end
  for _, name in ipairs(op.reads) do
    local _, reason = read_value(name)
    if reason then return { refused = reason } end
  end

  local value, refusal = hit(op.counter, op.by, before, op.mayCreate, op.visitors)
  if not value then return { refused = refusal } end
  local values = { value }
  for _, name in ipairs(op.reads) do values[#values + 1] = read_value(name) or '0' end
  return { values = values }
end
