// Octets that must not outlive their use: overwritten when destroyed, not copyable by accident, never
// printable.
#pragma once

#include <cstddef>
#include <string>

#include "domain/values/bytes.h"

namespace renkei {

class Secret {
 public:
  Secret() = default;
  explicit Secret(BytesView octets);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  static Secret random(std::size_t length);  // from OpenSSL's DRBG
  Secret clone() const { return Secret(view()); }
  BytesView view() const { return octets_; }
  bool empty() const { return octets_.empty(); }

 private:
  std::string octets_;
};

// Overwrites octets in a way the compiler keeps.
void cleanse(std::string& octets);
// Compares in time that depends on the lengths only.
bool equal_in_constant_time(BytesView a, BytesView b);

}  // namespace renkei
