// The octets of a connection up to the end of a request head: framing, rules of fields, the second reader.
#include "api/http/framing.h"
#include "api/http/second_reader.h"
#include "tests/fuzz/targets.h"
#include "tests/http/malformed_requests.h"

namespace renkei::fuzz {
namespace {

using http::Scan;

struct Scanned {
  Scan scan = Scan::kMore;
  std::size_t length = 0;
  bool operator==(const Scanned&) const = default;
};

// As the octets arrive one by one; the end is the same as when they come all at once.
Scanned scan_dripping(BytesView octets) {
  Scanned scanned;
  for (std::size_t seen = 0; seen <= octets.size() && scanned.scan == Scan::kMore; ++seen)
    scanned.scan = http::scan_head(octets.substr(0, seen), scanned.length);
  return scanned;
}

// What both readers took says the same when it is written down in the plainest way.
void check_plain_form(const http::RawHead& head) {
  std::string plain = std::string(head.method) + " " + std::string(head.target) + " HTTP/1.1\r\n";
  for (const auto& [name, value] : head.fields) plain.append(name).append(": ").append(value).append("\r\n");
  plain += "\r\n";
  http::RawHead again;
  must_hold(!http::read_head(plain, again), "a head reads again in its plain form");
  must_hold(http::second_reader_agrees(plain, again), "the second reader agrees on the plain form");
  must_hold(again.method == head.method && again.target == head.target && again.fields == head.fields &&
                again.content_length == head.content_length && again.close == head.close,
            "the plain form says the same");
}

void run_http_head(BytesView octets) {
  Scanned scanned;
  scanned.scan = http::scan_head(octets, scanned.length);
  if (scanned.scan != Scan::kBroken)
    must_hold(scanned == scan_dripping(octets), "a head ends at the same octet however it arrives");
  if (scanned.scan != Scan::kComplete) return;
  const BytesView raw = octets.substr(0, scanned.length);
  http::RawHead head;
  if (http::read_head(raw, head)) return;
  must_hold(head.content_length == 0 || (head.method != "GET" && head.method != "HEAD"),
            "no body where none may be");
  if (http::second_reader_agrees(raw, head)) check_plain_form(head);
}

std::vector<Bytes> http_head_seeds() {
  std::vector<Bytes> seeds{
      "GET /v1/rooms/room_x/messages?author_facility=own HTTP/1.1\r\nHost: renkei.example:8443\r\n"
      "Authorization: Bearer abc\r\nIf-None-Match: \"4\"\r\nConnection: keep-alive, close\r\n\r\n",
      "POST /v1/sessions HTTP/1.1\r\nHost: [2001:db8::1]\r\nContent-Type: application/json\r\n"
      "Renkei-Device: dev_x.y\r\nIdempotency-Key: 1\r\nContent-Length: 2\r\n\r\n{}"};
  for (const auto& rows : {http::test::malformed_lines(), http::test::malformed_hosts(),
                           http::test::malformed_fields(), http::test::malformed_combinations(),
                           http::test::malformed_lengths(), http::test::transfer_encodings()}) {
    for (const auto& row : rows) seeds.push_back(row.octets);
  }
  return seeds;
}

}  // namespace

FuzzTarget http_head() { return {"http_head", run_http_head, http_head_seeds}; }

}  // namespace renkei::fuzz
