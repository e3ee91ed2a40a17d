#include "api/http/request_id.h"

#include <openssl/rand.h>

#include "domain/check.h"

namespace renkei::http {

std::string RequestIds::next() {
  if (used_ == octets_.size()) {
    ENSURE(RAND_bytes(octets_.data(), static_cast<int>(octets_.size())) == 1);
    used_ = 0;
  }
  unsigned char* id = octets_.data() + used_;
  used_ += kIdOctets;
  id[6] = static_cast<unsigned char>((id[6] & 0x0fU) | 0x40U);  // version 4
  id[8] = static_cast<unsigned char>((id[8] & 0x3fU) | 0x80U);  // variant 1

  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < kIdOctets; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    text.push_back(kDigits[id[i] >> 4U]);
    text.push_back(kDigits[id[i] & 0x0fU]);
  }
  return text;
}

}  // namespace renkei::http
