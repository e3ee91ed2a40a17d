-- P1: posts messages, each with an idempotency key that was never used.
local folder = debug.getinfo(1, "S").source:match("^@(.*/)") or "./"
package.path = folder .. "?.lua;" .. package.path
local common = require("common")

function init(args)
  common.setup(args)
end

function request()
  local n, token, room = common.next()
  return table.concat({
    "POST /v1/rooms/", room, "/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ", token,
    "\r\nRenkei-Device: ", common.device, "\r\nIdempotency-Key: ", common.run, string.format("-4000-8000-%012x", n),
    "\r\nContent-Type: application/json\r\nContent-Length: ", #common.message, "\r\n\r\n", common.message})
end

function done(summary, latency)
  common.report(summary, latency)
end
