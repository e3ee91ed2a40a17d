// Paths and queries of requests.
#include "api/http/uri.h"
#include "tests/fuzz/targets.h"
#include "tests/http/malformed_requests.h"

namespace renkei::fuzz {
namespace {

bool has_control(std::string_view text) {
  for (const char c : text) {
    if ((c >= 0 && c < 0x20) || c == 0x7f) return true;
  }
  return false;
}

// Every octet escaped, but for the slashes of a path.
std::string escaped(std::string_view text, bool keep_slashes) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (c == '/' && keep_slashes) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    (out += '%') += kHex[octet >> 4];
    out += kHex[octet & 15];
  }
  return out;
}

void run_request_target(BytesView octets) {
  http::RequestTarget target;
  if (!http::read_target(octets, target)) return;
  must_hold(target.path.starts_with('/') && !has_control(target.path) && http::is_utf8(target.path),
            "a path is clean text");
  must_hold(target.path.find("//") == std::string::npos && target.path.find('\\') == std::string::npos,
            "a path has one reading");
  std::string text = escaped(target.path, true);
  for (std::size_t i = 0; i < target.query.size(); ++i) {
    const auto& [name, value] = target.query[i];
    must_hold(!name.empty() && !has_control(name + value) && http::is_utf8(name) && http::is_utf8(value),
              "a parameter is clean text");
    text += (i == 0 ? "?" : "&") + escaped(name, false) + "=" + escaped(value, false);
  }
  http::RequestTarget again;
  must_hold(http::read_target(text, again), "a target reads again with all escaped");
  must_hold(again.path == target.path && again.query == target.query, "an escape means its octet");
}

std::vector<Bytes> request_target_seeds() {
  std::vector<Bytes> seeds{"/", "/v1/rooms/room_0000/messages?limit=50&cursor=a-b_c", "/a;b=c/@:!$&'()*+,",
                           "/v1/care-recipients?name=%E7%9D%A6%E6%9C%88&born=", "/a?b=c%2Fd%3F?"};
  for (const auto& rows : {http::test::malformed_targets(), http::test::malformed_characters()}) {
    for (const auto& row : rows) {  // each stands in "GET … HTTP/1.1"
      const std::string& line = row.octets;
      seeds.push_back(line.substr(4, line.find(" HTTP/1.1") - 4));
    }
  }
  return seeds;
}

}  // namespace

FuzzTarget request_target() { return {"request_target", run_request_target, request_target_seeds}; }

}  // namespace renkei::fuzz
