// One member ↔ one Cap'n Proto value, by type. Private to the codec.
#pragma once

#include "domain/check.h"
#include "eventstore/codec/field_table.h"

namespace renkei::codec {

using capnp::DynamicList;
using capnp::DynamicStruct;
using capnp::DynamicValue;

[[noreturn]] inline void corrupt(const char* what) { throw CorruptHistory(what); }

// ---- writing
// ----------------------------------------------------------------------------------------------------
template <class T>
DynamicValue::Reader scalar(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return capnp::Text::Reader(value.c_str(), value.size());
  } else if constexpr (IdType<T> || FixedBytesType<T>) {
    return capnp::Data::Reader(value.octets.data(), value.octets.size());
  } else if constexpr (std::is_same_v<T, Instant>) {
    return value.microseconds;
  } else if constexpr (std::is_same_v<T, CivilDate>) {
    return value.days;
  } else if constexpr (CodeType<T>) {
    return static_cast<std::uint16_t>(value);
  } else {
    return value;
  }
}

template <class T>
void write_struct(const T& value, DynamicStruct::Builder builder);

template <class T>
void write_list(const T* first, std::size_t count, DynamicList::Builder list) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<capnp::uint>(i);
    if constexpr (Described<T>) {
      write_struct(first[i], list[at].template as<DynamicStruct>());
    } else {
      list.set(at, scalar(first[i]));
    }
  }
}

template <class T>
void write_member(const T& value, DynamicStruct::Builder builder, capnp::StructSchema::Field field) {
  if constexpr (OptionalType<T>) {
    if (!value) return;
    write_list(&*value, 1, builder.init(field, 1).template as<DynamicList>());
  } else if constexpr (VectorType<T>) {
    if (value.empty()) return;
    write_list(value.data(), value.size(),
               builder.init(field, static_cast<capnp::uint>(value.size())).template as<DynamicList>());
  } else if constexpr (Described<T>) {
    write_struct(value, builder.init(field).template as<DynamicStruct>());
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!value.empty()) builder.set(field, scalar(value));
  } else {
    builder.set(field, scalar(value));
  }
}

// Walks T's description in step with the resolved fields.
template <class T>
struct StructWriter : FieldVisitor<StructWriter<T>> {
  const T& value;
  DynamicStruct::Builder builder;
  const FieldList& fields;
  std::size_t next = 0;

  StructWriter(const T& v, DynamicStruct::Builder b, const FieldList& f) : value(v), builder(b), fields(f) {}
  template <class M>
  void any(std::string_view, M member, Limits) {
    write_member(value.*member, builder, fields[next++]);
  }
};

template <class T>
void write_struct(const T& value, DynamicStruct::Builder builder) {
  StructWriter<T> writer(value, builder, value_fields<T>(builder.getSchema()));
  T::describe(writer);
}

// ---- reading
// ----------------------------------------------------------------------------------------------------
template <class T>
void read_scalar(DynamicValue::Reader from, T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    const auto text = from.as<capnp::Text>();
    value.assign(text.begin(), text.size());
  } else if constexpr (IdType<T> || FixedBytesType<T>) {
    const auto data = from.as<capnp::Data>();
    if (data.size() == 0) return;  // never set: zero
    if (data.size() != value.octets.size()) corrupt("an id or digest of the wrong length in an event");
    std::memcpy(value.octets.data(), data.begin(), data.size());
  } else if constexpr (std::is_same_v<T, Instant>) {
    value.microseconds = from.as<std::int64_t>();
  } else if constexpr (std::is_same_v<T, CivilDate>) {
    value.days = from.as<std::int32_t>();
  } else if constexpr (CodeType<T>) {
    const auto number = from.as<std::uint16_t>();
    if (!is_code<T>(number)) corrupt("an unknown code in an event");
    value = static_cast<T>(number);
  } else {
    value = from.as<T>();
  }
}

template <class T>
void read_struct(T& value, DynamicStruct::Reader reader);

template <class T>
void read_element(DynamicValue::Reader from, T& value) {
  if constexpr (Described<T>) {
    read_struct(value, from.as<DynamicStruct>());
  } else {
    read_scalar(from, value);
  }
}

template <class T>
void read_member(T& value, DynamicStruct::Reader reader, capnp::StructSchema::Field field) {
  if constexpr (OptionalType<T>) {
    const auto list = reader.get(field).as<DynamicList>();
    if (list.size() > 1) corrupt("an optional value that occurs twice in an event");
    value.reset();
    if (list.size() == 1) read_element(list[0], value.emplace());
  } else if constexpr (VectorType<T>) {
    const auto list = reader.get(field).as<DynamicList>();
    value.clear();
    value.resize(list.size());
    for (capnp::uint i = 0; i < list.size(); ++i) read_element(list[i], value[i]);
  } else {
    read_element(reader.get(field), value);
  }
}

template <class T>
struct StructReader : FieldVisitor<StructReader<T>> {
  T& value;
  DynamicStruct::Reader reader;
  const FieldList& fields;
  std::size_t next = 0;

  StructReader(T& v, DynamicStruct::Reader r, const FieldList& f) : value(v), reader(r), fields(f) {}
  template <class M>
  void any(std::string_view, M member, Limits) {
    read_member(value.*member, reader, fields[next++]);
  }
};

template <class T>
void read_struct(T& value, DynamicStruct::Reader from) {
  StructReader<T> reader(value, from, value_fields<T>(from.getSchema()));
  T::describe(reader);
}

}  // namespace renkei::codec
