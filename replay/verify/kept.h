// The kept checkpoints against the tree that the entries make: each one's place, signature, order and root. As
// all of them are roots of the one tree, they are consistent with each other. Part of verify.h.
#pragma once

#include "replay/verify/tree.h"
#include "replay/verify/verify.h"

namespace renkei {

class KeptCheck {
 public:
  using Find = std::function<void(std::uint64_t position, std::string kind, std::string expected,
                                  std::string found, int exit_code)>;
  KeptCheck(const VerifyInput& input, Find find);

  void compare(const TreeCheck& tree);  // after each leaf
  void finish(std::uint64_t size,
              const std::optional<Checkpoint>& mark);  // those beyond the tree, those missing
  std::uint64_t count() const { return count_; }

 private:
  void advance();  // to the next one whose root can be compared

  const VerifyInput& input_;
  Find find_;
  std::uint64_t count_ = 0;
  std::uint64_t last_size_ = 0;  // of the last intact one
  std::optional<Checkpoint> waiting_;
};

}  // namespace renkei
