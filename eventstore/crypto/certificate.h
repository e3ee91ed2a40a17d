// A self-signed server certificate (ECDSA P-256) for a city that has none from an authority yet.
#pragma once

#include <string>

namespace renkei {

struct SelfSigned {
  std::string certificate_pem, private_key_pem;
};

// For `host` and the loopback names; valid for `days` from the system's time.
SelfSigned make_self_signed(const std::string& host, int days);

}  // namespace renkei
