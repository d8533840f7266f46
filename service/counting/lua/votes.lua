-- Votes that their voter can take back. A voter's key holds [[hour, votes, era], …], oldest first.

local function votes_cast(key)
  local text = redis.pcall('GET', key)
  local is_list, cast = pcall(cjson.decode, text)
  return is_list and type(cast) == 'table' and cast or {}
end

local function undoable(cast)
  local sum = 0
  for _, entry in ipairs(cast) do sum = sum + entry[2] end
  return sum
end

local function day_of(entry)
  return math.floor(entry[1] / 24)
end

-- Whether the votes cast are still in the value. Who took one back that a reset has taken
-- out already would take another's.
local function are_kept(cast, before)
  local last = cast[#cast]
  return last and before and (last[3] or '0') == era_of_votes()
end

local function remember_votes(key, cast, seconds)
  if #cast == 0 then
    redis.call('DEL', key)
  elseif seconds then
    redis.call('SET', key, cjson.encode(cast), 'EX', seconds)
  else
    redis.call('SET', key, cjson.encode(cast), 'KEEPTTL')
  end
end

-- One more in this hour. Hours before the window go, or a voter who never rests would fill Redis.
local function with_vote(cast, seconds)
  local kept, oldest = {}, clock.hour - math.ceil(seconds / 3600)
  for _, entry in ipairs(cast) do
    if entry[1] >= oldest then kept[#kept + 1] = entry end
  end
  local last = kept[#kept]
  if last and last[1] == clock.hour then
    last[2] = last[2] + 1
  else
    kept[#kept + 1] = { clock.hour, 1, era_of_votes() }
  end
  return kept
end

function operations.vote(op)
  local before, failure = read_value(votes_name)
  if failure then return { refused = failure } end
  local key = op.voter and voter_key(op.voter)
  local cast = key and votes_cast(key) or {}
  if not are_kept(cast, before) then cast = {} end
  if op.once and #cast > 0 then
    return { value = before or '0', counted = false, undoable = undoable(cast) }
  end

  if key and #cast == 0 and not has_room() then
    if op.once then return { refused = 'crowded' } end
    -- It counts all the same, and cannot be taken back.
    key = nil
  end

  local value, refusal = hit(votes_name, '1', before)
  if not value then return { refused = refusal } end
  if key then
    cast = with_vote(cast, op.seconds)
    remember_votes(key, cast, op.seconds)
  end
  return { value = value, counted = true, undoable = undoable(cast) }
end

-- The vote leaves the buckets that it was counted in.
function operations.undoVote(op)
  local before, failure = read_value(votes_name)
  if failure then return { refused = failure } end
  local key = voter_key(op.voter)
  local cast = votes_cast(key)
  local last = cast[#cast]
  if not last then return { value = before or '0', counted = false, undoable = 0 } end

  if not are_kept(cast, before) or tonumber(before) <= 0 then
    redis.call('DEL', key)
    return { value = before or '0', counted = false, undoable = 0 }
  end

  local value, refusal = add(votes_name, '-1', before, last[1], day_of(last))
  if not value then return { refused = refusal } end
  last[2] = last[2] - 1
  if last[2] == 0 then cast[#cast] = nil end
  remember_votes(key, cast)
  return { value = value, counted = true, undoable = undoable(cast) }
end
