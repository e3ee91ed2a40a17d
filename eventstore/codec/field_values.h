// One member ↔ its place in a Cap'n Proto struct, by type. Private to the codec.
#pragma once

#include <cstring>

#include "eventstore/codec/field_table.h"

namespace renkei::codec {

using StructReader = capnp::AnyStruct::Reader;
using StructBuilder = capnp::AnyStruct::Builder;

[[noreturn]] inline void corrupt(const char* what) { throw CorruptHistory(what); }

// ---- writing
// ----------------------------------------------------------------------------------------------------
template <class T>
Wire<T> to_wire(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return {value.c_str(), value.size()};
  } else if constexpr (OctetsLike<T>) {
    return {value.octets.data(), value.octets.size()};
  } else if constexpr (std::is_same_v<T, Instant>) {
    return value.microseconds;
  } else if constexpr (std::is_same_v<T, CivilDate>) {
    return value.days;
  } else {
    return static_cast<Wire<T>>(value);
  }
}

template <class T>
void write_struct(const T& value, StructBuilder builder, const FieldPlaces& places);

template <class T>
void write_list(const T* first, std::size_t count, capnp::AnyPointer::Builder pointer,
                const FieldPlace& place) {
  const auto size = static_cast<capnp::uint>(count);
  if constexpr (Described<T>) {
    auto list = pointer.initAsListOfAnyStruct(place.size.data_words, place.size.pointers, size);
    for (capnp::uint i = 0; i < size; ++i) write_struct(first[i], list[i], value_places<T>(place));
  } else {
    auto list = pointer.initAs<capnp::List<WireType<T>>>(size);
    for (capnp::uint i = 0; i < size; ++i) list.set(i, to_wire(first[i]));
  }
}

// Little-endian, as the octets are and every processor we build for.
template <class W>
void write_number(W value, StructBuilder builder, const FieldPlace& place) {
  value = static_cast<W>(value ^ static_cast<W>(place.preset));
  auto data = builder.getDataSection();
  ENSURE((place.offset + 1) * sizeof value <= data.size());
  std::memcpy(&data[place.offset * sizeof value], &value, sizeof value);
}

inline void write_bit(bool value, StructBuilder builder, const FieldPlace& place) {
  auto data = builder.getDataSection();
  ENSURE(place.offset / 8 < data.size());
  if (value != (place.preset == 1)) {
    auto& octet = data[place.offset / 8];
    octet = static_cast<std::uint8_t>(octet | 1u << place.offset % 8);
  }
}

template <class T>
void write_member(const T& value, StructBuilder builder, const FieldPlace& place) {
  if constexpr (std::is_same_v<T, bool>) {
    write_bit(value, builder, place);
  } else if constexpr (NumberLike<T>) {
    write_number(to_wire(value), builder, place);
  } else if constexpr (OptionalType<T>) {
    if (value) write_list(&*value, 1, builder.getPointerSection()[place.offset], place);
  } else if constexpr (VectorType<T>) {
    if (!value.empty())
      write_list(value.data(), value.size(), builder.getPointerSection()[place.offset], place);
  } else if constexpr (Described<T>) {
    write_struct(
        value,
        builder.getPointerSection()[place.offset].initAsAnyStruct(place.size.data_words, place.size.pointers),
        value_places<T>(place));
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!value.empty()) builder.getPointerSection()[place.offset].template setAs<capnp::Text>(to_wire(value));
  } else {
    builder.getPointerSection()[place.offset].template setAs<capnp::Data>(to_wire(value));
  }
}

// Walks T's description in step with the resolved places.
template <class T>
struct ValueWriter : FieldVisitor<ValueWriter<T>> {
  const T& value;
  StructBuilder builder;
  const FieldPlaces& places;
  std::size_t next = 0;

  ValueWriter(const T& v, StructBuilder b, const FieldPlaces& p) : value(v), builder(b), places(p) {}
  template <class M>
  void any(std::string_view, M member, Limits) {
    write_member(value.*member, builder, places[next++]);
  }
};

template <class T>
void write_struct(const T& value, StructBuilder builder, const FieldPlaces& places) {
  ValueWriter<T> writer(value, builder, places);
  T::describe(writer);
}

// ---- reading: a struct written before a field was appended is shorter, and what it lacks is preset or empty
// ----------------------------------------------------------------------------------------------------
template <class T>
void from_wire(Wire<T> from, T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    value.assign(from.begin(), from.size());
  } else if constexpr (OctetsLike<T>) {
    if (from.size() == 0) return;  // never set: zero
    if (from.size() != value.octets.size()) corrupt("an id or digest of the wrong length in an event");
    std::memcpy(value.octets.data(), from.begin(), from.size());
  } else if constexpr (std::is_same_v<T, Instant>) {
    value.microseconds = from;
  } else if constexpr (std::is_same_v<T, CivilDate>) {
    value.days = from;
  } else if constexpr (CodeType<T>) {
    if (!is_code<T>(from)) corrupt("an unknown code in an event");
    value = static_cast<T>(from);
  } else {
    value = from;
  }
}

template <class W>
W read_number(StructReader reader, const FieldPlace& place) {
  W value{};
  const auto data = reader.getDataSection();
  if ((place.offset + 1) * sizeof value <= data.size())
    std::memcpy(&value, &data[place.offset * sizeof value], sizeof value);
  return static_cast<W>(value ^ static_cast<W>(place.preset));
}

inline bool read_bit(StructReader reader, const FieldPlace& place) {
  const auto data = reader.getDataSection();
  const bool bit = place.offset / 8 < data.size() && (data[place.offset / 8] >> place.offset % 8 & 1) != 0;
  return bit != (place.preset == 1);
}

inline capnp::AnyPointer::Reader pointer_in(StructReader reader, const FieldPlace& place) {
  const auto pointers = reader.getPointerSection();
  return place.offset < pointers.size() ? pointers[place.offset] : capnp::AnyPointer::Reader();
}

template <class T>
void read_struct(T& value, StructReader reader, const FieldPlaces& places);

// Reads the elements into `room_for(their number)`.
template <class T, class Room>
void read_list(capnp::AnyPointer::Reader pointer, const FieldPlace& place, Room&& room_for) {
  if constexpr (Described<T>) {
    const auto any = pointer.getAs<capnp::AnyList>();
    if (any.size() > 0 && any.getElementSize() != capnp::ElementSize::INLINE_COMPOSITE)
      corrupt("a list of other things in an event");
    const auto list = any.as<capnp::List<capnp::AnyStruct>>();
    T* const values = room_for(list.size());
    for (capnp::uint i = 0; i < list.size(); ++i) read_struct(values[i], list[i], value_places<T>(place));
  } else {
    const auto list = pointer.getAs<capnp::List<WireType<T>>>();
    T* const values = room_for(list.size());
    for (capnp::uint i = 0; i < list.size(); ++i) from_wire<T>(list[i], values[i]);
  }
}

template <class T>
void read_member(T& value, StructReader reader, const FieldPlace& place) {
  if constexpr (std::is_same_v<T, bool>) {
    value = read_bit(reader, place);
  } else if constexpr (NumberLike<T>) {
    from_wire(read_number<Wire<T>>(reader, place), value);
  } else if constexpr (OptionalType<T>) {
    value.reset();
    read_list<typename T::value_type>(pointer_in(reader, place), place, [&](std::size_t count) {
      if (count > 1) corrupt("an optional value that occurs twice in an event");
      return count == 1 ? &value.emplace() : nullptr;
    });
  } else if constexpr (VectorType<T>) {
    value.clear();
    read_list<typename T::value_type>(pointer_in(reader, place), place, [&](std::size_t count) {
      value.resize(count);
      return value.data();
    });
  } else if constexpr (Described<T>) {
    read_struct(value, pointer_in(reader, place).getAs<capnp::AnyStruct>(), value_places<T>(place));
  } else {
    from_wire(pointer_in(reader, place).template getAs<WireType<T>>(), value);
  }
}

template <class T>
struct ValueReader : FieldVisitor<ValueReader<T>> {
  T& value;
  StructReader reader;
  const FieldPlaces& places;
  std::size_t next = 0;

  ValueReader(T& v, StructReader r, const FieldPlaces& p) : value(v), reader(r), places(p) {}
  template <class M>
  void any(std::string_view, M member, Limits) {
    read_member(value.*member, reader, places[next++]);
  }
};

template <class T>
void read_struct(T& value, StructReader from, const FieldPlaces& places) {
  ValueReader<T> reader(value, from, places);
  T::describe(reader);
}

}  // namespace renkei::codec
