// The subset of std::expected that Renkei uses, under the same names (GCC 12 in C++20 mode and clang-tidy 14
// have none). A Result holds a value or an error; dropping one is a compiler warning.
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "domain/check.h"

namespace renkei {

template <class E>
struct Unexpected {
  E error;
};
template <class E>
Unexpected(E) -> Unexpected<E>;

template <class T, class E>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = E;

  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  template <class G>
  Result(Unexpected<G> u)  // NOLINT(google-explicit-constructor)
      : content_(std::in_place_index<1>, std::move(u.error)) {}

  bool has_value() const { return content_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // Reading the side that is not there is a bug and aborts.
  T& value() & {
    ENSURE(has_value());
    return *std::get_if<0>(&content_);
  }
  const T& value() const& {
    ENSURE(has_value());
    return *std::get_if<0>(&content_);
  }
  T&& value() && {
    ENSURE(has_value());
    return std::move(*std::get_if<0>(&content_));
  }
  const E& error() const {
    ENSURE(!has_value());
    return *std::get_if<1>(&content_);
  }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, E> content_;
};

// A Result without a value: success, or an error.
template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  using error_type = E;

  Result() = default;
  template <class G>
  Result(Unexpected<G> u) : error_(std::move(u.error)) {}  // NOLINT(google-explicit-constructor)

  bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  const E& error() const {
    ENSURE(error_.has_value());
    return *error_;
  }

 private:
  std::optional<E> error_;
};

}  // namespace renkei
