-- P1: posts messages, each with an idempotency key that was never used.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local common = require("common")

function request()
  local n, token, room = common.next()
  return common.head("POST", "/v1/rooms/" .. room .. "/messages", token) ..
    string.format("Idempotency-Key: %s-4000-8000-%012x\r\n", common.run, n) ..
    "Content-Type: application/json\r\nContent-Length: " .. #common.message .. "\r\n\r\n" .. common.message
end
