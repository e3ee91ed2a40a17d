// A body for every route that takes one, and a path for every route: of what is refused wherever it is sent.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/canary/canaries.h"

namespace renkei::testing {

// The route's pattern, and a body with a canary in each of its texts.
std::vector<std::pair<std::string, std::string>> every_body(Canaries& canaries);
// The patterns of the acts that say everything by their path.
std::set<std::string> routes_without_body();

// The pattern with this one id wherever ids belong.
std::string with_id(std::string_view pattern, const std::string& id);
// The pattern with well-formed ids of what there is not, but for those that are given, by the segment before
// them ("rooms").
std::string with_ids(std::string_view pattern, const std::map<std::string, std::string>& known = {});

}  // namespace renkei::testing
