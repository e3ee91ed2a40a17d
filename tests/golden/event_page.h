// docs/events.md from the descriptions: every event with its fields, what stands in clear and what is sealed.
#pragma once

#include <string>

namespace renkei::testing {

std::string event_page();

}  // namespace renkei::testing
