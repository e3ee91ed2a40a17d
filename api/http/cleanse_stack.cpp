#include "api/http/cleanse_stack.h"

#include <openssl/crypto.h>

#include <array>

namespace renkei::http {

[[gnu::noinline]] void cleanse_stack() {
  std::array<char, 128 * 1024> below;
  OPENSSL_cleanse(below.data(), below.size());
}

}  // namespace renkei::http
