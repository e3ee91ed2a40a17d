#include "api/http/outgoing.h"

#include <array>
#include <utility>

#include "domain/check.h"

namespace renkei::http {
namespace {

// Up to here one copy is cheaper than a second system call and TLS record.
constexpr std::size_t kJoinedBodyMax = 16 * 1024;

struct Reason {
  int status;
  std::string_view text;
};

constexpr std::array<Reason, 30> kReasons = {{{200, "OK"},
                                              {201, "Created"},
                                              {202, "Accepted"},
                                              {204, "No Content"},
                                              {206, "Partial Content"},
                                              {303, "See Other"},
                                              {304, "Not Modified"},
                                              {400, "Bad Request"},
                                              {401, "Unauthorized"},
                                              {403, "Forbidden"},
                                              {404, "Not Found"},
                                              {405, "Method Not Allowed"},
                                              {406, "Not Acceptable"},
                                              {408, "Request Timeout"},
                                              {409, "Conflict"},
                                              {410, "Gone"},
                                              {411, "Length Required"},
                                              {412, "Precondition Failed"},
                                              {413, "Content Too Large"},
                                              {415, "Unsupported Media Type"},
                                              {416, "Range Not Satisfiable"},
                                              {422, "Unprocessable Content"},
                                              {428, "Precondition Required"},
                                              {429, "Too Many Requests"},
                                              {431, "Request Header Fields Too Large"},
                                              {500, "Internal Server Error"},
                                              {501, "Not Implemented"},
                                              {503, "Service Unavailable"},
                                              {504, "Gateway Timeout"},
                                              {507, "Insufficient Storage"}}};

std::string_view reason_of(int status) {
  for (const auto& [known, text] : kReasons) {
    if (known == status) return text;
  }
  return "";
}

bool framed_here(std::string_view lower_name) {
  return lower_name == "content-length" || lower_name == "connection" || lower_name == "transfer-encoding" ||
         lower_name == "renkei-request-id";
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

void append_fields(std::string& head, const Fields& fields) {
  for (const auto& [name, value] : fields) {
    ENSURE(is_token(name));
    ENSURE(!framed_here(lower_case(name)));
    ENSURE(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
    append_field(head, name, value);
  }
}

std::string begin_head(int status) {
  ENSURE(status >= 200 && status <= 599);
  std::string head;
  head.reserve(512);
  head.append("HTTP/1.1 ").append(std::to_string(status)).append(" ").append(reason_of(status)).append("\r\n");
  return head;
}

bool has_no_content(int status) { return status == 204 || status == 304; }

}  // namespace

std::string response_head(const Response& response, const ResponseFrame& frame) {
  std::string head = begin_head(response.status);
  append_fields(head, response.headers);
  if (!has_no_content(response.status)) {
    const std::uint64_t length = response.source ? response.source_length : response.body.size();
    append_field(head, "Content-Length", std::to_string(length));
  }
  append_field(head, "Renkei-Request-Id", frame.request_id);
  if (frame.close) append_field(head, "Connection", "close");
  return head.append("\r\n");
}

std::string stream_head(const Fields& headers, std::string_view request_id) {
  std::string head = begin_head(200);
  append_field(head, "Content-Type", "text/event-stream");
  append_fields(head, headers);
  append_field(head, "Renkei-Request-Id", request_id);
  append_field(head, "Connection", "close");
  return head.append("\r\n");
}

void Outgoing::start(Response response, const ResponseFrame& frame) {
  ENSURE(response.source == nullptr || response.body.empty());
  piece_ = response_head(response, frame);
  body_.clear();
  source_.reset();
  if (!frame.head_only && !has_no_content(response.status)) {
    if (response.body.size() <= kJoinedBodyMax) {
      piece_.append(response.body);
    } else {
      body_ = std::move(response.body);
    }
    source_ = std::move(response.source);
    source_left_ = response.source_length;
  }
  pending_ = piece_;
}

void Outgoing::start(std::string octets) {
  piece_ = std::move(octets);
  body_.clear();
  source_.reset();
  pending_ = piece_;
}

Outgoing::Refill Outgoing::refill() {
  if (source_) return next_from_source();
  piece_ = std::exchange(body_, {});  // also frees the memory of the last piece
  pending_ = piece_;
  return pending_.empty() ? Refill::kDone : Refill::kMore;
}

Outgoing::Refill Outgoing::next_from_source() {
  bool failed = false;
  piece_.clear();
  const bool more = source_->next(piece_, failed);
  if (failed || piece_.size() > source_left_ || more == piece_.empty()) return Refill::kFailed;
  source_left_ -= piece_.size();
  pending_ = piece_;
  if (more) return Refill::kMore;
  source_.reset();
  piece_ = {};
  pending_ = {};
  return source_left_ == 0 ? Refill::kDone : Refill::kFailed;
}

}  // namespace renkei::http
