// Canaries: texts that occur nowhere else, put where personal data goes in, and looked for wherever octets come
// to rest. Each is looked for in every form in which it might have been kept.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/describe.h"

namespace renkei::testing {

class Canaries {
 public:
  // Six characters that fit into every text field; the same for the same name. The number stands in the middle:
  // base64 may share its first and last octets with the neighbours.
  std::string text(const std::string& name);
  std::string ascii(const std::string& name);  // for header fields and paths
  void secret(const std::string& name, const std::string& octets) {
    by_name_[name] = octets;
  }  // made by the server
  const std::map<std::string, std::string>& all() const { return by_name_; }

 private:
  std::map<std::string, std::string> by_name_;
};

struct Form {
  std::string name;
  Bytes octets;
};
// UTF-8, UTF-16 in both orders, JSON escapes, percent-encoding, base64 in its three alignments, hex. What the
// neighbours of the text would change is left out of the base64 forms.
std::vector<Form> forms_of(BytesView text);

// Finds every form of every canary in one pass.
class Scanner {
 public:
  explicit Scanner(const std::map<std::string, std::string>& canaries);
  void scan(BytesView octets,
            const std::function<void(const std::string& canary, const std::string& form)>& found) const;
  std::size_t longest() const { return longest_; }

 private:
  struct Pattern {
    std::string canary;
    Form form;
  };
  static std::uint32_t first_word(const char* at);
  static std::size_t slot(std::uint32_t word) { return (word * 2'654'435'761u) >> 12; }

  std::unordered_map<std::uint32_t, std::vector<Pattern>> by_first_word_;
  std::vector<bool> maybe_;  // by slot: worth looking up
  std::size_t longest_ = 0;
};

// Puts a canary into every text of a described value, one element into every list of texts or of described
// values.
template <class T>
void fill(T& value, Canaries& canaries, const std::string& at);

template <class T>
struct Filler : FieldVisitor<Filler<T>> {
  T& value;
  Canaries& canaries;
  std::string at;
  Filler(T& v, Canaries& c, std::string a) : value(v), canaries(c), at(std::move(a)) {}
  template <class M>
  void any(std::string_view name, M member, Limits) {
    fill(value.*member, canaries, at + "/" + std::string(name));
  }
};

template <class T>
void fill(T& value, Canaries& canaries, const std::string& at) {
  if constexpr (std::is_same_v<T, std::string>) {
    value = canaries.text(at);
  } else if constexpr (OptionalType<T>) {
    fill(value.emplace(), canaries, at);
  } else if constexpr (VectorType<T>) {
    using Element = typename T::value_type;
    if constexpr (std::is_same_v<Element, std::string> || Described<Element>)
      fill(value.emplace_back(), canaries, at);
  } else if constexpr (Described<T>) {
    Filler<T> filler(value, canaries, at);
    T::describe(filler);
  }
}

template <class T>
T filled(Canaries& canaries, const std::string& name) {
  T value;
  fill(value, canaries, name);
  return value;
}

}  // namespace renkei::testing
