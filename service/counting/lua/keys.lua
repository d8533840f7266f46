-- The Redis keys of a counter, by its name namespace/key. keys.ts says the same, without
-- the `prefix`, which script.ts writes above this.

local index_key = prefix .. 'tally:counters'
local votes_name = 'tally/votes'
local votes_era_key = prefix .. 'tally:votes:era'

local built_in = {
  ['tally/visits'] = 'visits',
  ['tally/total_visitors'] = 'total_visitors',
  ['tally/votes'] = 'votes',
}

local function value_key(name)
  return prefix .. (built_in[name] or 'tally:counter:' .. name)
end

local function history_key(name)
  return prefix .. 'tally:history:' .. name
end

local function settings_key(name)
  return prefix .. 'tally:settings:' .. name
end

local function uniques_key(name)
  return prefix .. 'tally:uniques:' .. name
end

local function day_uniques_key(name, day)
  return prefix .. 'tally:uniques:' .. name .. ':' .. day
end

local function voter_key(hash)
  return prefix .. 'tally:voter:' .. hash
end

-- Every day that counted a visitor has a bucket, so the buckets tell which keys there are.
local function days_of(name)
  local fields, days = redis.pcall('HKEYS', history_key(name)), {}
  if fields.err then return days end
  for _, field in ipairs(fields) do
    -- Nothing where a hand has written there what is no day.
    days[#days + 1] = string.match(field, '^d(%d+)$')
  end
  return days
end

local function is_failure(reply)
  return type(reply) == 'table' and reply.err ~= nil
end

-- What is wrong with the index, if anything: to be asked before a counter is made or deleted.
local function index_failure()
  local size = redis.pcall('ZCARD', index_key)
  return is_failure(size) and size.err or nil
end

-- How often the votes have begun anew.
local function era_of_votes()
  local era = redis.pcall('GET', votes_era_key)
  return type(era) == 'string' and era or '0'
end

local function begin_era_of_votes()
  -- A hand may have written there what is no number.
  if is_failure(redis.pcall('INCR', votes_era_key)) then redis.call('SET', votes_era_key, '1') end
end
