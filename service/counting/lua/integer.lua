-- Lua's numbers have 53 bits, so 64-bit integers travel as strings of digits.

-- Whether INCRBY would take the text for a number, without trying.
local function is_integer(text)
  if text == '0' then return true end
  local sign, digits = string.match(text, '^(%-?)([1-9]%d*)$')
  if not digits then return false end
  if #digits ~= 19 then return #digits < 19 end
  return digits <= (sign == '' and '9223372036854775807' or '9223372036854775808')
end

-- The value of a counter after INCRBY replied with a Lua number.
local function digits_of(key, reply)
  if math.abs(reply) < 2 ^ 53 then return string.format('%.0f', reply) end
  return redis.call('GET', key)
end

-- The counter's digits, false where it is missing; or nil and what is wrong with it.
local function read_value(name)
  local text = redis.pcall('GET', value_key(name))
  if is_failure(text) then return nil, text.err end
  if not text or is_integer(text) then return text end
  return nil, 'ERR value is not an integer'
end
