-- Sends one request again and again, or, where its path has a `{n}`, one of so many in random
-- order. At the end it writes what came of it, as a line of JSON.
--
-- args  method, path, how many counters there are

local threads = 0

function setup(thread)
  -- Each thread has an order of its own.
  threads = threads + 1
  thread:set('seed', threads)
end

function init(args)
  local path, counters = args[2], tonumber(args[3])
  wrk.method, wrk.path = args[1], path
  if not path:find('{n}', 1, true) then return end
  math.randomseed(seed)
  local before, after = wrk.format():match('^(.-){n}(.*)$')
  request = function() return before .. math.random(0, counters - 1) .. after end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%.6f,"p50Ms":%.3f,"p99Ms":%.3f,"errors":'
      .. '{"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout
  ))
end
