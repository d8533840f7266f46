-- Adds a batch to its counters, all or nothing, at most once per sequence number.
--
-- KEYS[1]  the writer's last sequence number and the answer it got
-- KEYS[n]  a counter
-- ARGV[1]  the sequence number
-- ARGV[2]  seconds until what the writer did is forgotten
-- ARGV[n+1]  what to add to KEYS[n]; 0 reads
--
-- Returns {'counted', value, …} or, where some keys are no counters and nothing
-- was added, {'refused', reason or '', …}. Numbers travel as strings, because Lua's
-- have 53 bits.

local memory, sequence, memory_seconds = KEYS[1], ARGV[1], ARGV[2]

local remembered = redis.call('GET', memory)
if remembered then
  local answer = cjson.decode(remembered)
  local last = table.remove(answer, 1)
  if last == sequence then return answer end
  if tonumber(last) > tonumber(sequence) then
    return redis.error_reply('STALE the writer has gone on to ' .. last)
  end
end

local added = {}

local function undo()
  for _, change in ipairs(added) do
    if change.existed then
      redis.call('DECRBY', change.key, change.amount)
    else
      redis.call('DEL', change.key)
    end
  end
  added = {}
end

local function is_no_counter(message)
  return string.find(message, '^WRONGTYPE') or string.find(message, 'not an integer')
    or string.find(message, 'would overflow')
end

local values, reasons, refused = { 'counted' }, { 'refused' }, false

local function refuse(position, reason)
  reasons[position] = reason
  refused = true
end

for position = 2, #KEYS do
  local key, amount = KEYS[position], ARGV[position + 1]
  reasons[position] = ''

  local before = redis.pcall('GET', key)
  local reply = before
  if type(before) ~= 'table' and amount ~= '0' then
    reply = redis.pcall('INCRBY', key, amount)
  end

  if type(reply) == 'table' and reply.err then
    if not is_no_counter(reply.err) then
      undo()
      return reply
    end
    refuse(position, reply.err)
  elseif amount ~= '0' then
    added[#added + 1] = { key = key, amount = amount, existed = before }
    values[position] = redis.call('GET', key)
  elseif before and before ~= '0' and not string.find(before, '^%-?[1-9]%d*$') then
    refuse(position, 'ERR value is not an integer')
  else
    values[position] = before or '0'
  end
end

local answer = values
if refused then
  undo()
  answer = reasons
end

-- A refusal is remembered as well. Its other hits come again under the next number, so
-- a copy of this write that arrives late must not be done because the key was mended.
if refused or #added > 0 then
  local kept = redis.pcall('SET', memory, cjson.encode({ sequence, unpack(answer) }), 'EX', memory_seconds)
  if kept.err then
    undo()
    return kept
  end
end

return answer
