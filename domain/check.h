// Two of the three kinds of error (the third, an expected outcome, is a Result):
// broken code aborts at ENSURE, in release builds too; broken history throws CorruptHistory, caught only in the
// two mains, at the request boundary and in the verifier. Bytes from outside never reach ENSURE.
#pragma once

#include <stdexcept>
#include <string>

namespace renkei {

[[noreturn]] void ensure_failed(const char* expression, const char* file, int line) noexcept;

// Stored history that no correct program can have written. The message names the place, never a person's data.
class CorruptHistory : public std::runtime_error {
 public:
  explicit CorruptHistory(const std::string& what) : std::runtime_error(what) {}
};

}  // namespace renkei

#define ENSURE(expression) \
  ((expression) ? static_cast<void>(0) : ::renkei::ensure_failed(#expression, __FILE__, __LINE__))
