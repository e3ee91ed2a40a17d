// Described values as JSON text, and a small writer for everything else. Names and spelling follow api.md:
// snake_case, ids with prefix, instants in RFC 3339 with Z, dates in ISO, codes by their text, an absent
// optional as null.
#pragma once

#include "domain/describe.h"

namespace renkei {

void append_json_string(std::string& out, std::string_view text);
std::string json_string(std::string_view text);

class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& name(std::string_view name);
  JsonWriter& raw(std::string_view json);  // an already encoded value
  JsonWriter& null() { return raw("null"); }

  template <class T>
  JsonWriter& value(const T& value);
  template <class T>
  JsonWriter& member(std::string_view key, const T& v) {
    return name(key).value(v);
  }

  const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string out_;
  bool first_ = true;  // nothing stands in the innermost open bracket yet
};

namespace json_detail {
template <class T>
struct MemberWriter : FieldVisitor<MemberWriter<T>> {
  JsonWriter& writer;
  const T& value;
  MemberWriter(JsonWriter& w, const T& v) : writer(w), value(v) {}
  template <class M>
  void any(std::string_view name, M member, Limits) {
    writer.member(name, value.*member);
  }
};
std::string hex_of(BytesView octets);
}  // namespace json_detail

template <class T>
JsonWriter& JsonWriter::value(const T& v) {
  if constexpr (std::is_same_v<T, bool>) {
    return raw(v ? "true" : "false");
  } else if constexpr (NumberType<T>) {
    return raw(std::to_string(v));
  } else if constexpr (OptionalType<T>) {
    return v ? value(*v) : null();
  } else if constexpr (VectorType<T>) {
    begin_array();
    for (const auto& element : v) value(element);
    return end_array();
  } else if constexpr (Described<T>) {
    begin_object();
    json_detail::MemberWriter<T> writer(*this, v);
    T::describe(writer);
    return end_object();
  } else {
    std::string text;
    if constexpr (CodeType<T>) {
      append_json_string(text, code_text(v));
    } else if constexpr (IdType<T> || std::is_same_v<T, CivilDate> || std::is_same_v<T, Instant>) {
      append_json_string(text, to_text(v));
    } else if constexpr (FixedBytesType<T>) {
      append_json_string(text, json_detail::hex_of(v.view()));
    } else {
      append_json_string(text, std::string_view(v));
    }
    return raw(text);
  }
}

template <class T>
std::string to_json(const T& value) {
  JsonWriter writer;
  writer.value(value);
  return writer.take();
}

}  // namespace renkei
