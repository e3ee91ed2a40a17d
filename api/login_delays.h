// Growing delays per login id, known or not (security.md §2.4): five failures are free, then one second
// doubling to fifteen minutes. In memory only. Safe from any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "domain/values/bytes.h"
#include "eventstore/crypto/random.h"
#include "eventstore/crypto/secret.h"

namespace renkei::api {

class LoginDelays {
 public:
  std::int64_t wait(const std::string& login_id,
                    std::int64_t now_milliseconds) const;  // milliseconds; 0 or less: none
  void note(const std::string& login_id, bool success, std::int64_t now_milliseconds);

 private:
  struct Delay {
    std::uint32_t failures = 0;
    std::int64_t not_before = 0;
  };
  Digest key_of(const std::string& login_id) const;

  // A password typed into the wrong field must not stay here: only a digest is kept, under a key of this
  // process.
  const Secret key_{random_bytes(32)};
  mutable std::mutex mutex_;  // guards delays_
  std::unordered_map<Digest, Delay> delays_;
};

}  // namespace renkei::api
