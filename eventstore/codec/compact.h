// A compact binary form of described values for what can be thrown away and made anew: view rows and state
// snapshots. Not a format of record: its version is the views' fold version. Integers are LEB128, texts and
// lists length-prefixed.
#pragma once

#include "domain/check.h"
#include "domain/describe.h"

namespace renkei {

namespace compact_detail {

constexpr std::size_t kUsualBytes = 120;  // holds nearly every row

inline void put_number(Bytes& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

inline std::uint64_t take_number(BytesView& in) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (in.empty()) break;
    const auto octet = static_cast<std::uint8_t>(in[0]);
    in.remove_prefix(1);
    if (shift == 63 && octet > 1) break;  // more than 64 bits
    value |= static_cast<std::uint64_t>(octet & 0x7F) << shift;
    if (octet < 0x80) return value;
  }
  throw CorruptHistory("a malformed number in a view row");
}

template <class T>
T take_number_as(BytesView& in) {
  const std::uint64_t number = take_number(in);
  const auto value = static_cast<T>(number);
  if (static_cast<std::uint64_t>(value) != number) throw CorruptHistory("a number in a view row is too large");
  return value;
}

inline BytesView take_octets(BytesView& in, std::uint64_t length) {
  if (length > in.size()) throw CorruptHistory("a truncated view row");
  const BytesView taken = in.substr(0, length);
  in.remove_prefix(length);
  return taken;
}

inline bool take_flag(BytesView& in) {
  const char flag = take_octets(in, 1)[0];
  if (flag != '\0' && flag != '\1') throw CorruptHistory("a malformed flag in a view row");
  return flag == '\1';
}

template <class T>
void put(Bytes& out, const T& value);
template <class T>
void take(BytesView& in, T& value);

template <class T>
struct Putter : FieldVisitor<Putter<T>> {
  Bytes& out;
  const T& value;
  Putter(Bytes& o, const T& v) : out(o), value(v) {}
  template <class M>
  void any(std::string_view, M member, Limits) {
    put(out, value.*member);
  }
};
template <class T>
struct Taker : FieldVisitor<Taker<T>> {
  BytesView& in;
  T& value;
  Taker(BytesView& i, T& v) : in(i), value(v) {}
  template <class M>
  void any(std::string_view, M member, Limits) {
    take(in, value.*member);
  }
};

template <class T>
void put(Bytes& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? '\1' : '\0';
  } else if constexpr (CodeType<T> || NumberType<T>) {
    put_number(out, static_cast<std::uint64_t>(value));
  } else if constexpr (std::is_same_v<T, Instant>) {
    put_number(out, static_cast<std::uint64_t>(value.microseconds));
  } else if constexpr (std::is_same_v<T, CivilDate>) {
    put_number(out, static_cast<std::uint64_t>(static_cast<std::int64_t>(value.days) + (1LL << 31)));
  } else if constexpr (std::is_same_v<T, std::string>) {
    put_number(out, value.size());
    out += value;
  } else if constexpr (IdType<T> || FixedBytesType<T>) {
    out += value.view();
  } else if constexpr (OptionalType<T>) {
    out += value ? '\1' : '\0';
    if (value) put(out, *value);
  } else if constexpr (VectorType<T>) {
    put_number(out, value.size());
    for (const auto& element : value) put(out, element);
  } else {
    Putter<T> putter(out, value);
    T::describe(putter);
  }
}

template <class T>
void take(BytesView& in, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    value = take_flag(in);
  } else if constexpr (CodeType<T> || NumberType<T>) {
    value = take_number_as<T>(in);
  } else if constexpr (std::is_same_v<T, Instant>) {
    value.microseconds = static_cast<std::int64_t>(take_number(in));
  } else if constexpr (std::is_same_v<T, CivilDate>) {
    value.days = static_cast<std::int32_t>(std::int64_t{take_number_as<std::uint32_t>(in)} - (1LL << 31));
  } else if constexpr (std::is_same_v<T, std::string>) {
    value = std::string(take_octets(in, take_number(in)));
  } else if constexpr (IdType<T> || FixedBytesType<T>) {
    value = T::from(take_octets(in, value.octets.size()));
  } else if constexpr (OptionalType<T>) {
    value.reset();
    if (take_flag(in)) take(in, value.emplace());
  } else if constexpr (VectorType<T>) {
    const std::uint64_t count = take_number(in);
    if (count > in.size()) throw CorruptHistory("a malformed list in a view row");
    value.clear();
    value.resize(count);
    for (auto& element : value) take(in, element);
  } else {
    Taker<T> taker(in, value);
    T::describe(taker);
  }
}

}  // namespace compact_detail

template <class T>
Bytes to_compact(const T& value) {
  Bytes out;
  out.reserve(compact_detail::kUsualBytes);
  compact_detail::put(out, value);
  return out;
}
// Throws CorruptHistory for octets that to_compact never writes.
template <class T>
T from_compact(BytesView octets) {
  T value;
  compact_detail::take(octets, value);
  if (!octets.empty()) throw CorruptHistory("octets after the end of a view row");
  return value;
}

}  // namespace renkei
