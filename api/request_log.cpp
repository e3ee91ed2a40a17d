#include "api/request_log.h"

#include "eventstore/json/json_write.h"

namespace renkei::api {

void RequestLog::answered(Instant at, std::string_view request_id, std::string_view route, int status,
                          std::int64_t microseconds) const {
  const LogLevel wanted = status >= 500 ? LogLevel::warning : status >= 400 ? LogLevel::info : LogLevel::debug;
  if (wanted > level_ || !write_) return;
  JsonWriter json;
  json.begin_object().member("at", at).member("level", wanted).member("request_id", request_id);
  json.member("route", route).member("status", status).member("microseconds", microseconds).end_object();
  write_(json.take() + "\n");
}

}  // namespace renkei::api
