-- What the wrk scripts share. wrk … -- TOKENS ROOMS DEVICE MESSAGE: files with one session token or room per line, the device
-- header's text, the file with the message. Each connection is, in effect, a session of its own: tokens are taken in turn.
local common = {}

local function lines(path)
  local found = {}
  for line in io.lines(path) do found[#found + 1] = line end
  return found
end

-- wrk calls init, request and done; a script of this folder adds the request.
function init(args)
  common.tokens = lines(args[1])
  common.rooms = lines(args[2])
  common.device = args[3]
  common.message = lines(args[4])[1]
  common.sent = 0
  math.randomseed(os.time())
  common.run = string.format("%08x-%04x", os.time() % 0x100000000, math.random(0, 0xffff))
end

function common.next()
  common.sent = common.sent + 1
  local n = common.sent
  return n, common.tokens[n % #common.tokens + 1], common.rooms[n * 7 % #common.rooms + 1]
end

-- One line of JSON for benchmarks/run.
function done(summary, latency)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('RESULT {"per_second":%.1f,"errors":%d,"p50_ms":%.3f,"p99_ms":%.3f}\n',
    summary.requests * 1e6 / summary.duration, errors, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end

-- A request's head up to the headers that all share.
function common.head(method, path, token)
  return table.concat({method, " ", path, " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ", token,
    "\r\nRenkei-Device: ", common.device, "\r\n"})
end

return common
