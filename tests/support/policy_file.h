// The policy as the city of the tests publishes it.
#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "domain/policy/policy_file.h"
#include "eventstore/json/json_read.h"
#include "tests/support/folders.h"

namespace renkei::testing {

inline std::string policy_text() {
  std::ifstream file(source_folder() + "/replay/data/marugame-2026-04.json");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline const policy::PolicyFile& policy_file() {
  static const policy::PolicyFile kFile = [] {
    auto parsed = from_json_text<policy::PolicyFile>(policy_text());
    if (!parsed) throw std::logic_error("the policy: " + parsed.error().front().pointer);
    return *parsed;
  }();
  return kFile;
}

}  // namespace renkei::testing
