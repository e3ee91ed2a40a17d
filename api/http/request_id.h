// Request ids: UUIDv4 from OpenSSL's generator. Not thread-safe: one source per I/O thread.
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace renkei::http {

class RequestIds {
 public:
  std::string next();

 private:
  static constexpr std::size_t kIdOctets = 16;

  // Random octets are drawn for many ids at once: a draw costs as much for 16 octets as for 1024.
  std::array<unsigned char, 64 * kIdOctets> octets_{};
  std::size_t used_ = octets_.size();
};

}  // namespace renkei::http
