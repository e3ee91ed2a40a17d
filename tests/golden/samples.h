// One fixed value of every event type: every field filled, each differently, the same in every run.
#pragma once

#include <algorithm>

#include "domain/domain_event.h"

namespace renkei::testing {

// How many codes a list had when the samples were made: one that has grown since still gives the same ones.
template <class T>
inline constexpr std::size_t codes_then = codes(T{}).size();
template <>
inline constexpr std::size_t codes_then<Rejection> = 36;
template <>
inline constexpr std::size_t codes_then<ObjectKind> = 10;

class Sample {
 public:
  template <class T>
  void fill(T& value, std::string_view name, Limits limits) {
    if constexpr (std::is_same_v<T, std::string>) {
      value = text(name, limits);
    } else if constexpr (OptionalType<T>) {
      fill(value.emplace(), name, limits);
    } else if constexpr (VectorType<T>) {
      for (std::uint64_t i = 0; i < std::min<std::uint64_t>(2, limits.max); ++i)
        fill(value.emplace_back(), name, Limits{0, 300});
    } else if constexpr (Described<T>) {
      Members<T> members{*this, value};
      T::describe(members);
    } else if constexpr (CodeType<T>) {
      value = codes(value)[next() % codes_then<T>].first;
    } else if constexpr (std::is_same_v<T, bool>) {
      value = true;
    } else if constexpr (NumberType<T>) {
      value = static_cast<T>(limits.min + 1 + next() % 7);
    } else if constexpr (std::is_same_v<T, CivilDate>) {
      value.days = 20'000 + static_cast<std::int32_t>(next());
    } else if constexpr (std::is_same_v<T, Instant>) {
      value.microseconds = 1'795'305'600'000'000 + static_cast<std::int64_t>(next());
    } else {  // ids, digests, keys
      for (auto& octet : value.octets) octet = static_cast<std::uint8_t>(next());
    }
  }

 private:
  template <class T>
  struct Members : FieldVisitor<Members<T>> {
    Sample& sample;
    T& value;
    Members(Sample& s, T& v) : sample(s), value(v) {}
    template <class M>
    void any(std::string_view name, M member, Limits limits) {
      sample.fill(value.*member, name, limits);
    }
  };

  std::uint32_t next() { return ++count_; }
  std::string text(std::string_view name, Limits limits) {
    std::string value = std::to_string(next());
    if (limits.max >= 20) value += " 連携" + std::string(name.substr(0, 12));
    return value;
  }

  std::uint32_t count_ = 0;
};

template <class E>
E filled_event() {
  E event;
  Sample().fill(event, "", {});
  return event;
}

}  // namespace renkei::testing
