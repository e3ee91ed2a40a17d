#include "replay/verify_heads.h"

#include <algorithm>

#include "eventstore/crypto/base64.h"
#include "replay/packet/subject_heads.h"

namespace renkei {

void HeadsCheck::before(std::uint64_t position, const CareRecipientId& subject,
                        const std::pair<std::uint64_t, Digest>& head) {
  if (ring_.size() < kLookedBackMax) {
    ring_.push_back({position, subject, head});
  } else {
    ring_[next_] = {position, subject, head};
  }
  next_ = (next_ + 1) % kLookedBackMax;
}

void HeadsCheck::check(std::uint64_t position, const ledger::SubjectHeadsSealed& sealed) {
  const bool all_there = ring_.size() < kLookedBackMax || ring_[next_].position < sealed.as_of;
  if (sealed.as_of > position || !all_there)
    return find_(position, "subject-heads", "a point a little before it", std::to_string(sealed.as_of));
  std::unordered_map<CareRecipientId, std::pair<std::uint64_t, Digest>>
      former;  // the earliest at or behind as_of
  for (std::size_t i = 0; i < ring_.size(); ++i) {
    const Former& f = ring_[(next_ + i) % ring_.size()];  // oldest first
    if (f.position >= sealed.as_of) former.try_emplace(f.subject, f.head);
  }
  std::vector<packet::PersonHead> persons;
  for (const auto& [subject, head] : heads_) {
    const auto before = former.find(subject);
    const auto& [ordinal, leaf] = before == former.end() ? head : before->second;
    if (ordinal > 0) persons.push_back({subject, ordinal, leaf});
  }
  std::sort(persons.begin(), persons.end(),
            [](const packet::PersonHead& a, const packet::PersonHead& b) { return a.subject < b.subject; });
  std::vector<Digest> leaves;
  leaves.reserve(persons.size());
  for (const packet::PersonHead& person : persons) leaves.push_back(packet::heads_leaf(person));
  const Digest root = packet::heads_root(leaves);
  if (sealed.count != leaves.size() || sealed.root != root) {
    find_(position, "subject-heads", std::to_string(leaves.size()) + " persons, root " + hex(root.view()),
          std::to_string(sealed.count) + " persons, root " + hex(sealed.root.view()));
  }
}

}  // namespace renkei
