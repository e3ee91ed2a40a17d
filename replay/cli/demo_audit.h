// Steps 37 and 38: an auditor works on a copy. Private to the demo.
#pragma once

#include "replay/cli/story.h"

namespace renkei::cli {

struct AuditCase {
  std::string data, secrets, out;
  const StoryResult& story;
  std::function<void(int step, const std::string& line)> tell;
};

// Throws StoryFailure when the copy does not tell what the story says.
void audit_a_copy(const AuditCase& audit);
// Step 47: what the person can do at home with the packet and the city's published keys.
void take_home(const AuditCase& audit);

}  // namespace renkei::cli
