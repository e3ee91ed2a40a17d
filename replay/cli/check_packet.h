// `renkei check-packet` and the stand-alone `renkei-check-packet`: the same check, the second linked without a
// store.
#pragma once

#include <string>

namespace renkei::cli {

// Exit codes of docs/formats/packet.md. `policy_file` may be empty: internal check only.
int run_check_packet(const std::string& file, const std::string& policy_file, bool as_json);

}  // namespace renkei::cli
