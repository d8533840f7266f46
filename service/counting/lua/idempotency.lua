-- Runs an operation, or says what it answered to the same request before.
-- The key holds a fingerprint of the request, a newline and the answer.

local function run(op, blobs)
  local done, answer = pcall(operations[op.kind], op, blobs)
  -- The other operations and hits of the write have nothing to do with it.
  if not done then answer = { refused = type(answer) == 'table' and answer.err or tostring(answer) } end
  return cjson.encode(answer), answer.refused ~= nil
end

local function run_once(op, blobs)
  if not op.idempotency then return (run(op, blobs)) end
  local key = prefix .. 'tally:idempotency:' .. op.idempotency.key
  local stored = redis.pcall('GET', key)
  if type(stored) == 'string' then
    local fingerprint, answer = string.match(stored, '^([^\n]*)\n(.*)$')
    if fingerprint == op.idempotency.fingerprint then
      local again = cjson.decode(answer)
      again.again = true
      return cjson.encode(again)
    end
    return cjson.encode({ refused = 'reused' })
  end
  if op.idempotency.byStranger and not has_room() then
    return cjson.encode({ refused = 'crowded' })
  end

  local answer, refused = run(op, blobs)
  if not refused then
    redis.call('SET', key, op.idempotency.fingerprint .. '\n' .. answer, 'EX', op.idempotency.seconds)
  end
  return answer
end
