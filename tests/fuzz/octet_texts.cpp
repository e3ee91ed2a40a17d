// Base64, base64url and hex.
#include "eventstore/crypto/base64.h"
#include "tests/fuzz/targets.h"

namespace renkei::fuzz {
namespace {

void run_octet_texts(BytesView octets) {
  if (const auto decoded = base64_decode(octets))
    must_hold(base64(*decoded) == octets, "base64 has one spelling");
  if (const auto decoded = base64url_decode(octets))
    must_hold(base64url(*decoded) == octets, "base64url has one spelling");
  if (const auto decoded = hex_decode(octets)) must_hold(hex(*decoded) == octets, "hex has one spelling");
  must_hold(base64_decode(base64(octets)) == octets, "base64 comes back");
  must_hold(base64url_decode(base64url(octets)) == octets, "base64url comes back");
  must_hold(hex_decode(hex(octets)) == octets, "hex comes back");
}

std::vector<Bytes> octet_texts_seeds() {
  return {"",     "AA==", "AAA=", "AAAA", "+/+/",   "-_-_",     "AB==", "A===", "AA",
          "A A=", "0a1f", "0A",   "0",    "AAAA==", "AAAAAAA=", "\xff", "AA=A"};
}

}  // namespace

FuzzTarget octet_texts() { return {"octet_texts", run_octet_texts, octet_texts_seeds}; }

}  // namespace renkei::fuzz
