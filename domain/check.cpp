#include "domain/check.h"

#include <cstdio>
#include <cstdlib>

namespace renkei {

void ensure_failed(const char* expression, const char* file, int line) noexcept {
  std::fprintf(stderr, "renkei: %s:%d: broken invariant: %s\n", file, line, expression);
  std::abort();
}

}  // namespace renkei
