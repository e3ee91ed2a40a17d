// Describe once: every event, command, state and value is a plain struct with one static `describe(visitor)`.
// From that single list come the Cap'n Proto codec, strict JSON, the compact codec of the views, OpenAPI
// schemas, the canonical dump and docs/events.md. A visitor offers, each taking (name, member pointer, Limits):
//   field   a member of a command, state or value
//   stream  the event's stream id      — stands in the entry's fixed part, exactly one per event
//   subject the care recipient         — fixed part; puts the event into that person's history
//   room    the room, when not the stream — fixed part
//   clear   a non-personal fact        — stands in the entry
//   sealed  personal content           — stands in the sealed payload only
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "domain/values/bytes.h"
#include "domain/values/codes.h"
#include "domain/values/ids.h"
#include "domain/values/time.h"

namespace renkei {

// Bounds of one field: characters (Unicode code points) of a text, elements of a list, value of a number.
struct Limits {
  std::uint64_t min = 0;
  std::uint64_t max = 1'000'000'000'000;
  bool code = false;  // a text, or the texts of a list, of the letters of codes only: what stands in clear
                      // takes nothing else
};
constexpr Limits text(std::uint64_t max) { return {0, max}; }
constexpr Limits required_text(std::uint64_t max) { return {1, max}; }
constexpr Limits code_word(std::uint64_t max) { return {0, max, true}; }  // a-z 0-9 _ . -
constexpr Limits code_words(std::uint64_t min, std::uint64_t max) { return {min, max, true}; }
constexpr Limits items(std::uint64_t max) { return {0, max}; }
constexpr Limits some_items(std::uint64_t max) { return {1, max}; }
constexpr Limits number(std::uint64_t min, std::uint64_t max) { return {min, max}; }

namespace describe_detail {
struct Probe {
  template <class... Args>
  void field(Args&&...) {}
  template <class... Args>
  void stream(Args&&...) {}
  template <class... Args>
  void subject(Args&&...) {}
  template <class... Args>
  void room(Args&&...) {}
  template <class... Args>
  void clear(Args&&...) {}
  template <class... Args>
  void sealed(Args&&...) {}
};
template <class T>
struct IsId : std::false_type {};
template <class K>
struct IsId<Id<K>> : std::true_type {};
template <class T>
struct IsFixedBytes : std::false_type {};
template <std::size_t N, class Tag>
struct IsFixedBytes<FixedBytes<N, Tag>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
}  // namespace describe_detail

template <class T>
concept Described = requires(describe_detail::Probe& probe) {
  T::describe(probe);
};
template <class T>
concept IdType = describe_detail::IsId<T>::value;
template <class T>
concept FixedBytesType = describe_detail::IsFixedBytes<T>::value;
template <class T>
concept OptionalType = describe_detail::IsOptional<T>::value;
template <class T>
concept VectorType = describe_detail::IsVector<T>::value;
template <class T>
concept CodeType = std::is_enum_v<T> && requires(T code) {
  codes(code);
};
template <class T>
concept NumberType = std::is_integral_v<T> && !std::is_same_v<T, bool>;

// A visitor that treats every kind of field alike: derives from this and offers `any`.
template <class Derived>
struct FieldVisitor {
  template <class M>
  void field(std::string_view name, M member, Limits limits = {}) {
    self().any(name, member, limits);
  }
  template <class M>
  void stream(std::string_view name, M member) {
    self().any(name, member, {});
  }
  template <class M>
  void subject(std::string_view name, M member) {
    self().any(name, member, {});
  }
  template <class M>
  void room(std::string_view name, M member) {
    self().any(name, member, {});
  }
  template <class M>
  void clear(std::string_view name, M member, Limits limits = {}) {
    self().any(name, member, limits);
  }
  template <class M>
  void sealed(std::string_view name, M member, Limits limits = {}) {
    self().any(name, member, limits);
  }

 private:
  Derived& self() { return static_cast<Derived&>(*this); }
};

}  // namespace renkei
