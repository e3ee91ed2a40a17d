// Resolves, once per described type, where each described member stands in its Cap'n Proto struct, so that
// values are read and written there without asking the schema each time. Private to the codec.
#pragma once

#include <capnp/any.h>
#include <capnp/list.h>
#include <capnp/schema.h>

#include <vector>

#include "domain/check.h"
#include "domain/describe.h"

namespace renkei::codec {

inline std::string camel_case(std::string_view snake) {
  std::string camel;
  bool upper = false;
  for (const char c : snake) {
    if (c == '_') {
      upper = true;
      continue;
    }
    camel += upper ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return camel;
}

// ---- what stands in the octets for a member's type
template <class T>
concept NumberLike = NumberType<T> || CodeType<T> || std::is_same_v<T, Instant> || std::is_same_v<T, CivilDate>;
template <class T>
concept OctetsLike = IdType<T> || FixedBytesType<T>;

template <class T>
struct WireTypeOf {
  static_assert(NumberType<T> || std::is_same_v<T, bool>);
  using Type = T;
};
template <>
struct WireTypeOf<std::string> {
  using Type = capnp::Text;
};
template <OctetsLike T>
struct WireTypeOf<T> {
  using Type = capnp::Data;
};
template <>
struct WireTypeOf<Instant> {
  using Type = std::int64_t;
};
template <>
struct WireTypeOf<CivilDate> {
  using Type = std::int32_t;
};
template <CodeType T>
struct WireTypeOf<T> {
  using Type = std::uint16_t;
};
template <class T>
using WireType = typename WireTypeOf<T>::Type;
template <class T>
using Wire = capnp::ReaderFor<WireType<T>>;  // a number, bool, Text::Reader or Data::Reader

// ---- where
struct StructSize {
  std::uint16_t data_words = 0, pointers = 0;
};
struct FieldPlace {
  std::uint32_t offset = 0;  // in multiples of the value's own size, bits for bool; of pointers their number
  std::uint64_t preset = 0;  // what absence means: numbers are stored XORed with it
  StructSize size;           // of the struct, or of each in the list
  capnp::StructSchema of_struct;  // likewise
};
using FieldPlaces = std::vector<FieldPlace>;

inline StructSize size_of(capnp::StructSchema schema) {
  const auto node = schema.getProto().getStruct();
  return {node.getDataWordCount(), node.getPointerCount()};
}

inline std::uint64_t preset_of(capnp::schema::Value::Reader value) {
  using capnp::schema::Value;
  switch (value.which()) {
    case Value::BOOL:
      return value.getBool() ? 1 : 0;
    case Value::INT32:
      return static_cast<std::uint32_t>(value.getInt32());
    case Value::INT64:
      return static_cast<std::uint64_t>(value.getInt64());
    case Value::UINT8:
      return value.getUint8();
    case Value::UINT16:
      return value.getUint16();
    case Value::UINT32:
      return value.getUint32();
    case Value::UINT64:
      return value.getUint64();
    default:
      return 0;  // pointers: absence is empty, as no field of ours says otherwise
  }
}

// That a member of type T may stand in a field of this type.
template <class T>
bool fits(capnp::Type type) {
  if constexpr (OptionalType<T> || VectorType<T>) {
    return type.isList() && fits<typename T::value_type>(type.asList().getElementType());
  } else if constexpr (Described<T>) {
    return type.isStruct();
  } else {
    return type == capnp::Type::from<WireType<T>>();
  }
}

template <class T>
capnp::StructSchema struct_in(capnp::Type type) {
  if constexpr (OptionalType<T> || VectorType<T>) {
    return struct_in<typename T::value_type>(type.asList().getElementType());
  } else if constexpr (Described<T>) {
    return type.asStruct();
  } else {
    return {};
  }
}

template <class T>
FieldPlace place_of_member(capnp::StructSchema schema, std::string_view name) {
  const auto field = schema.getFieldByName(camel_case(name));  // throws: caught by a test
  const auto slot = field.getProto().getSlot();
  ENSURE(fits<T>(field.getType()));
  FieldPlace place{slot.getOffset(), preset_of(slot.getDefaultValue()), {}, struct_in<T>(field.getType())};
  place.size = size_of(place.of_struct);
  return place;
}

// Collects places of one part: of values every field, of events only the clear or only the sealed ones.
struct PlaceCollector {
  capnp::StructSchema schema;
  bool sealed_part = false;
  FieldPlaces places;

  template <class T, class C>
  void field(std::string_view name, T C::*, Limits = {}) {
    places.push_back(place_of_member<T>(schema, name));
  }
  template <class T, class C>
  void clear(std::string_view name, T C::*member, Limits = {}) {
    if (!sealed_part) field(name, member);
  }
  template <class T, class C>
  void sealed(std::string_view name, T C::*member, Limits = {}) {
    if (sealed_part) field(name, member);
  }
  template <class M>
  void stream(std::string_view, M) {}
  template <class M>
  void subject(std::string_view, M) {}
  template <class M>
  void room(std::string_view, M) {}
};

template <class T>
FieldPlaces resolve(capnp::StructSchema schema, bool sealed_part = false) {
  PlaceCollector collector{schema, sealed_part, {}};
  T::describe(collector);
  return collector.places;
}

// Of a value type, whose struct is the same wherever it stands.
template <class T>
const FieldPlaces& value_places(const FieldPlace& place) {
  static const FieldPlaces places = resolve<T>(place.of_struct);
  return places;
}

}  // namespace renkei::codec
