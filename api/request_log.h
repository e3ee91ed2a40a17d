// One JSON line per answered request on standard error, for operators: the route's pattern, never a path, a
// query, a body or who asked. The ledger is the audit; this log may be thinned out, that one may not.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "domain/values/codes.h"
#include "domain/values/time.h"

namespace renkei::api {

// debug: every request. info: answers from 400 on. warning: from 500 on. off: none.
#define LIST(X) X(off, 0, "off") X(warning, 1, "warning") X(info, 2, "info") X(debug, 3, "debug")
RENKEI_CODES(LogLevel, LIST)
#undef LIST

class RequestLog {
 public:
  using Write = std::function<void(const std::string& line)>;
  RequestLog(LogLevel level, Write write) : level_(level), write_(std::move(write)) {}

  void answered(Instant at, std::string_view request_id, std::string_view route, int status,
                std::int64_t microseconds) const;

 private:
  LogLevel level_;
  Write write_;
};

}  // namespace renkei::api
