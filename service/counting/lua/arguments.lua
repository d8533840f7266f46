-- Reads the script's arguments one after the other; batch.ts writes them.

local position = 0

local function next_argument()
  position = position + 1
  return ARGV[position]
end

local function next_number()
  return tonumber(next_argument())
end

local function next_list()
  local list = {}
  for index = 1, next_number() do list[index] = next_argument() end
  return list
end
