-- P2: reads the newest 20 messages of one room after another.
local folder = debug.getinfo(1, "S").source:match("^@(.*/)") or "./"
package.path = folder .. "?.lua;" .. package.path
local common = require("common")

function init(args)
  common.setup(args)
end

function request()
  local _, token, room = common.next()
  return table.concat({
    "GET /v1/rooms/", room, "/messages?limit=20 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ", token,
    "\r\nRenkei-Device: ", common.device, "\r\n\r\n"})
end

function done(summary, latency)
  common.report(summary, latency)
end
