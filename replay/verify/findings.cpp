#include "replay/verify/findings.h"

#include <algorithm>

namespace renkei {

void FindingList::add(Finding finding) {
  if (finding.kind != kPolicyFinding) broken_at_ = std::min(broken_at_, finding.position);
  const bool full = findings_.size() >= kFindingsMax;
  if (full && tampered_) return;
  if (full) findings_.pop_back();  // a worse one must not be lost behind many
  tampered_ = tampered_ || finding.exit_code == 2;
  findings_.push_back(std::move(finding));
}

void FindingList::add_all(std::vector<Finding> findings) {
  for (Finding& finding : findings) add(std::move(finding));
}

std::vector<Finding> FindingList::by_position() {
  std::stable_sort(findings_.begin(), findings_.end(),
                   [](const Finding& a, const Finding& b) { return a.position < b.position; });
  return std::move(findings_);
}

}  // namespace renkei
