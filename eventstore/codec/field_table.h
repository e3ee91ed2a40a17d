// Resolves, once per described type, the Cap'n Proto field of every described member. Private to the codec.
#pragma once

#include <capnp/dynamic.h>
#include <capnp/schema.h>

#include <vector>

#include "domain/describe.h"

namespace renkei::codec {

using FieldList = std::vector<capnp::StructSchema::Field>;

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

// Collects names of one part: of values every field, of events only the clear or only the sealed ones.
struct NameCollector {
  bool sealed_part = false;
  std::vector<std::string> names;

  template <class M>
  void field(std::string_view name, M, Limits = {}) {
    names.push_back(camel_case(name));
  }
  template <class M>
  void clear(std::string_view name, M, Limits = {}) {
    if (!sealed_part) names.push_back(camel_case(name));
  }
  template <class M>
  void sealed(std::string_view name, M, Limits = {}) {
    if (sealed_part) names.push_back(camel_case(name));
  }
  template <class M>
  void stream(std::string_view, M) {}
  template <class M>
  void subject(std::string_view, M) {}
  template <class M>
  void room(std::string_view, M) {}
};

template <class T>
std::vector<std::string> field_names(bool sealed_part) {
  NameCollector collector{sealed_part, {}};
  T::describe(collector);
  return collector.names;
}

inline FieldList resolve(capnp::StructSchema schema, const std::vector<std::string>& names) {
  FieldList fields;
  for (const std::string& name : names)
    fields.push_back(schema.getFieldByName(name));  // throws: caught by a test
  return fields;
}

// Of a value type, whose struct is the same wherever it stands.
template <class T>
const FieldList& value_fields(capnp::StructSchema schema) {
  static const FieldList fields = resolve(schema, field_names<T>(false));
  return fields;
}

}  // namespace renkei::codec
