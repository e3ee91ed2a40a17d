-- P2: reads the newest 20 messages of one room after another.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local common = require("common")

function request()
  local _, token, room = common.next()
  return common.head("GET", "/v1/rooms/" .. room .. "/messages?limit=20", token) .. "\r\n"
end
