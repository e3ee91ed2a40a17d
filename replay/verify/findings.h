// What a verifier found, at most kFindingsMax of it. Part of verify.h.
#pragma once

#include <vector>

#include "replay/verify/verify.h"

namespace renkei {

inline constexpr std::string_view kPolicyFinding =
    "policy";  // the one kind that leaves the history itself whole

class FindingList {
 public:
  static constexpr std::size_t kFindingsMax = 1'000;

  void add(Finding finding);
  void add_all(std::vector<Finding> findings);

  bool whole() const { return broken_at_ == UINT64_MAX; }
  // Whether nothing is wrong with the history up to this position; findings need not be added in order.
  bool whole_at(std::uint64_t position) const { return position < broken_at_; }
  bool empty() const { return findings_.empty(); }
  std::vector<Finding> by_position();  // ends the list

 private:
  std::vector<Finding> findings_;
  std::uint64_t broken_at_ = UINT64_MAX;  // the first
  bool tampered_ = false;
};

}  // namespace renkei
