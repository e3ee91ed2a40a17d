// The octets of one response on their way out: head and body from memory, or pieces from a BodySource, one at a
// time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/http/framing.h"
#include "api/http/server.h"

namespace renkei::http {

struct ResponseFrame {
  std::string_view request_id;
  bool head_only = false;  // the answer to HEAD
  bool close = false;
};

// Aborts on a header that would break the framing: such a response is a bug, never a client's doing.
std::string response_head(const Response& response, const ResponseFrame& frame);
std::string stream_head(const Fields& headers, std::string_view request_id);

class Outgoing {
 public:
  enum class Refill { kMore, kDone, kFailed };

  void start(Response response, const ResponseFrame& frame);
  void start(std::string octets);

  bool empty() const { return pending_.empty(); }
  std::string_view pending() const { return pending_; }
  void consume(std::size_t size) { pending_.remove_prefix(size); }
  // Call when empty: brings the next piece.
  Refill refill();

 private:
  Refill next_from_source();

  std::string piece_;  // what pending_ points into
  std::string body_;   // follows the first piece when it was too long to be joined to it
  std::unique_ptr<BodySource> source_;
  std::uint64_t source_left_ = 0;
  std::string_view pending_;
};

}  // namespace renkei::http
