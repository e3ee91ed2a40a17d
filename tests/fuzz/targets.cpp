#include "tests/fuzz/targets.h"

namespace renkei::fuzz {

const std::vector<FuzzTarget>& all_targets() {
  static const std::vector<FuzzTarget> all{http_head(),       request_target(), json(),      entry(),
                                           payload(),         compact(),        note(),      checkpoint(),
                                           checkpoint_slot(), tile_path(),      keyring(),   octet_texts(),
                                           decimal(),         times(),          identifier()};
  return all;
}

}  // namespace renkei::fuzz
