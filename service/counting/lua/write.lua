-- Writes a batch at most once per sequence number: what hits add to their counters together,
-- and then single operations, each with an answer of its own.
--
-- KEYS[1]  the writer's last sequence number and the answer it got. The keys of counters are
--          made from their names, which one server allows, and one slot of a Cluster.
-- ARGV     sequence, seconds until what the writer did is forgotten, hour, day, hours kept,
--          days kept, how many counters strangers may create; the number of counters and for
--          each its name, what to add (0 reads), whether it may be created, and its visitors;
--          the number of operations and for each its JSON and its blobs.
--
-- Returns {'counted', value or '!value refusal', …, operation's answer, …} or, where some keys
-- are no counters and nothing was done, {'refused', reason or '', …}.

local memory, sequence, memory_seconds = KEYS[1], next_argument(), next_argument()
clock.hour, clock.day, clock.hours_kept, clock.days_kept =
  next_number(), next_number(), next_number(), next_number()
limits.strangers_may_create = next_number()

local remembered = redis.call('GET', memory)
if remembered then
  local answer = cjson.decode(remembered)
  local last = table.remove(answer, 1)
  if last == sequence then
    if #answer > 0 then return answer end
    return redis.error_reply('UNKNOWN the write broke off')
  end
  if tonumber(last) > tonumber(sequence) then
    return redis.error_reply('STALE the writer has gone on to ' .. last)
  end
end

local function remember(answer)
  local kept = { sequence }
  for index, part in ipairs(answer) do kept[index + 1] = part end
  return redis.pcall('SET', memory, cjson.encode(kept), 'EX', memory_seconds)
end

local totals, reasons, refused, writes = {}, { 'refused' }, false, false

for index = 1, next_number() do
  local total = {
    name = next_argument(),
    amount = next_argument(),
    may_create = next_argument() == '1',
    visitors = next_list(),
  }
  local reason
  total.before, reason = read_value(total.name)
  totals[index] = total
  reasons[index + 1] = reason or ''
  refused = refused or reason ~= nil
  writes = writes or total.amount ~= '0'
end

local todo, frees = {}, not writes
for index = 1, next_number() do
  local op = cjson.decode(next_argument())
  todo[index] = { op = op, blobs = next_list() }
  frees = frees and (op.kind == 'delete' or op.kind == 'reset')
end
writes = writes or #todo > 0

-- A refusal is remembered as well. Its other hits come again under the next number, so
-- a copy of this write that arrives late must not be done because the key was mended.
-- Every write is remembered before it is done: what Redis refuses for want of memory or
-- of rights, it refuses here, while there is nothing to undo. What only makes room is done
-- without any: once a script has written, as DEL does, Redis refuses it nothing more.
if refused or writes then
  if frees and #todo > 0 then redis.pcall('DEL', memory) end
  local kept = remember(refused and reasons or {})
  if kept.err then return kept end
end
if refused then return reasons end

local answer = { 'counted' }
for _, total in ipairs(totals) do
  local value, refusal = total.before, nil
  if total.amount ~= '0' then
    value, refusal = hit(total.name, total.amount, total.before, total.may_create, total.visitors)
  elseif not value and not built_in[total.name] then
    refusal = 'missing'
  end
  answer[#answer + 1] = refusal and '!' .. (total.before or '0') .. ' ' .. refusal or value or '0'
end
for _, each in ipairs(todo) do
  answer[#answer + 1] = run_once(each.op, each.blobs)
end

if writes then
  local kept = remember(answer)
  if kept.err then return kept end
end
return answer
