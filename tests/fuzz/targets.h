// One target per parser that meets octets from outside: it reads them, and what it took must hold. Each is run
// by libFuzzer (preset `fuzz`) and, in every build, over its seeds and mutations of them (replay_test.cpp).
#pragma once

#include <stdexcept>
#include <string_view>
#include <vector>

#include "domain/values/bytes.h"

namespace renkei::fuzz {

struct FuzzTarget {
  std::string_view name;
  void (*run)(BytesView octets);  // throws BrokenProperty; crashes where the parser does
  std::vector<Bytes> (*seeds)();  // made of our own golden data, the same in every run
};

class BrokenProperty : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void must_hold(bool property, const char* what) {
  if (!property) throw BrokenProperty(what);
}

FuzzTarget http_head();
FuzzTarget request_target();
FuzzTarget json();
FuzzTarget entry();
FuzzTarget payload();
FuzzTarget compact();
FuzzTarget note();
FuzzTarget checkpoint();
FuzzTarget checkpoint_slot();
FuzzTarget tile_path();
FuzzTarget keyring();
FuzzTarget octet_texts();
FuzzTarget decimal();
FuzzTarget times();
FuzzTarget identifier();

const std::vector<FuzzTarget>& all_targets();

}  // namespace renkei::fuzz
