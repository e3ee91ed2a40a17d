#include "tests/golden/event_page.h"

#include <cxxabi.h>

#include <cstdlib>
#include <map>
#include <memory>

#include "domain/domain_event.h"

namespace renkei::testing {
namespace {

constexpr const char* kIntroduction = R"(# Events

Made from the descriptions in `domain/` by `tests/golden/event_page.cpp`; a test fails when this page and they differ.

Everything that Renkei records is one of these events. Its number is stored and never used again. The *stream* names what
the event is about and orders it; an event with a *subject* also stands in that care recipient's own history. *Clear* fields
stand in the entry, which everyone who holds a copy of the ledger can read; they are codes, ids, numbers and dates. What a
person wrote or what names a person is *sealed*: it stands in the payload only, under the key of the person, the account or
the city. Limits are characters of a text, elements of a list, or values of a number. The octets of each event are in
`tests/golden/events/`, those around it in [formats/ledger.md](formats/ledger.md).

)";

std::string name_of_type(const char* mangled) {
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(mangled, nullptr, nullptr, nullptr), &std::free);
  std::string text = name ? name.get() : mangled;
  const std::size_t colon = text.rfind("::");
  return colon == std::string::npos ? text : text.substr(colon + 2);
}

std::string range_text(Limits limits) {
  const Limits any;
  if (limits.max == any.max && limits.min == 0) return {};
  if (limits.min == 0) return " ≤ " + std::to_string(limits.max);
  return " " + std::to_string(limits.min) + "…" + std::to_string(limits.max);
}

class Page {
 public:
  template <class E>
  void add_event() {
    std::string& section = sections_[E::kType.number];
    section = "### " + std::to_string(E::kType.number) + " " + std::string(E::kType.name) + "\n\n" +
              std::string(code_text(E::kType.aggregate));
    if (E::kType.schema_version != 1) section += ", schema version " + std::to_string(E::kType.schema_version);
    EventFields fields{*this, {}, {}, {}};
    E::describe(fields);
    section += fields.place + "\n\n" + list("Clear", fields.clear_fields) +
               list(sealed_title(E::kType.payload_multiple), fields.sealed_fields);
  }

  std::string text() const {
    std::string page = std::string(kIntroduction) + "## Events\n\n";
    for (const auto& [number, section] : sections_) page += section;
    page += "## Values\n\n";
    for (const auto& [name, fields] : values_) page += "**" + name + "**: " + fields + "\n\n";
    page += "## Codes\n\n";
    for (const auto& [name, codes] : codes_) page += "**" + name + "**: " + codes + "\n\n";
    page.pop_back();
    return page;
  }

 private:
  static std::string sealed_title(std::uint16_t multiple) {
    return multiple == 8 ? "Sealed"
                         : "Sealed, filled up to a multiple of " + std::to_string(multiple) + " octets";
  }
  template <class T>
  std::string type_text(Limits limits) {
    if constexpr (OptionalType<T>) {
      return type_text<typename T::value_type>(limits) + ", optional";
    } else if constexpr (VectorType<T>) {
      return "list" + range_text(limits) + " of " + type_text<typename T::value_type>({});
    } else if constexpr (Described<T>) {
      return value_name<T>();
    } else if constexpr (CodeType<T>) {
      return code_name<T>();
    } else if constexpr (std::is_same_v<T, std::string>) {
      return "text" + range_text(limits);
    } else if constexpr (std::is_same_v<T, bool>) {
      return "flag";
    } else if constexpr (NumberType<T>) {
      return "number" + range_text(limits);
    } else if constexpr (IdType<T>) {
      return "`" + std::string(T::prefix) + "_…`";
    } else if constexpr (FixedBytesType<T>) {
      return std::to_string(T::size) + " octets";
    } else {
      return std::is_same_v<T, CivilDate> ? "date" : "instant";
    }
  }

  template <class T>
  std::string value_name() {
    const std::string name = name_of_type(typeid(T).name());
    if (!values_.contains(name)) {
      values_[name];  // a value may hold itself
      ValueFields<T> fields{{}, *this, {}};
      T::describe(fields);
      values_[name] = fields.text;
    }
    return name;
  }
  template <class T>
  std::string code_name() {
    const std::string name = name_of_type(typeid(T).name());
    std::string all;
    for (const auto& [code, text] : codes(T{}))
      all +=
          (all.empty() ? "`" : ", `") + std::string(text) + "` " + std::to_string(static_cast<unsigned>(code));
    codes_[name] = all;
    return name;
  }

  template <class T>
  struct ValueFields : FieldVisitor<ValueFields<T>> {
    Page& page;
    std::string text;
    ValueFields(FieldVisitor<ValueFields<T>>, Page& p, std::string t) : page(p), text(std::move(t)) {}
    template <class M, class C>
    void any(std::string_view name, M C::*, Limits limits) {
      text += (text.empty() ? "`" : "; `") + std::string(name) + "` " + page.type_text<M>(limits);
    }
  };

  struct EventFields {
    Page& page;
    std::string place, clear_fields, sealed_fields;
    template <class M, class C>
    void stream(std::string_view name, M C::*) {
      place += ", stream `" + std::string(name) + "`";
    }
    template <class M, class C>
    void subject(std::string_view, M C::*) {
      place += ", with a subject";
    }
    template <class M, class C>
    void room(std::string_view, M C::*) {
      place += ", with a room";
    }
    template <class M, class C>
    void clear(std::string_view name, M C::*, Limits limits = {}) {
      clear_fields += page.row<M>(name, limits);
    }
    template <class M, class C>
    void sealed(std::string_view name, M C::*, Limits limits = {}) {
      sealed_fields += page.row<M>(name, limits);
    }
  };

  template <class M>
  std::string row(std::string_view name, Limits limits) {
    return "- `" + std::string(name) + "`: " + type_text<M>(limits) + "\n";
  }
  static std::string list(const std::string& title, const std::string& rows) {
    return rows.empty() ? "" : title + ":\n" + rows + "\n";
  }

  std::map<std::uint16_t, std::string> sections_;
  std::map<std::string, std::string> values_, codes_;
};

}  // namespace

std::string event_page() {
  Page page;
  for_each_event_type([&]<class E>() { page.add_event<E>(); });
  return page.text();
}

}  // namespace renkei::testing
