#include "replay/verify/subjects.h"

#include <algorithm>
#include <unordered_map>

#include "eventstore/crypto/base64.h"
#include "replay/packet/subject_heads.h"

namespace renkei {

void SubjectsCheck::find(std::uint64_t position, const char* kind, std::string expected, std::string found) {
  findings_.add({position, kind, std::move(expected), std::move(found)});
}

void SubjectsCheck::check(std::uint64_t position, const EntryView& entry, const Digest& leaf) {
  if (entry.subject.is_zero() != (entry.subject_ordinal == 0))
    find(position, "subject", "subject and ordinal together", "one of them");
  if (!entry.has_subject()) return;
  Head& head = heads_[entry.subject];
  remember({position, entry.subject, head});
  if (entry.subject_ordinal != head.ordinal + 1) {
    find(position, "subject-ordinal", std::to_string(head.ordinal + 1), std::to_string(entry.subject_ordinal));
  }
  if (entry.subject_previous != head.leaf)
    find(position, "subject-chain", hex(head.leaf.view()), hex(entry.subject_previous.view()));
  head = {entry.subject_ordinal, leaf};
}

void SubjectsCheck::remember(const Former& former) {
  if (ring_.size() < kRing) {
    ring_.push_back(former);
  } else {
    ring_[next_] = former;
  }
  next_ = (next_ + 1) % kRing;
}

void SubjectsCheck::check_sealed(std::uint64_t position, const ledger::SubjectHeadsSealed& sealed) {
  const bool all_there = ring_.size() < kRing || ring_[next_].position < sealed.as_of;
  if (sealed.as_of > position || !all_there)
    return find(position, "subject-heads", "a point a little before it", std::to_string(sealed.as_of));
  std::unordered_map<CareRecipientId, Head> former;  // the earliest at or behind as_of
  for (std::size_t i = 0; i < ring_.size(); ++i) {
    const Former& f = ring_[(next_ + i) % ring_.size()];  // oldest first
    if (f.position >= sealed.as_of) former.try_emplace(f.subject, f.head);
  }
  std::vector<packet::PersonHead> persons;
  for (const auto& [subject, newest] : heads_) {
    const auto before = former.find(subject);
    const Head& head = before == former.end() ? newest : before->second;
    if (head.ordinal > 0) persons.push_back({subject, head.ordinal, head.leaf});
  }
  std::sort(persons.begin(), persons.end(),
            [](const packet::PersonHead& a, const packet::PersonHead& b) { return a.subject < b.subject; });
  std::vector<Digest> leaves;
  leaves.reserve(persons.size());
  for (const packet::PersonHead& person : persons) leaves.push_back(packet::heads_leaf(person));
  const Digest root = packet::heads_root(leaves);
  if (sealed.count != leaves.size() || sealed.root != root) {
    find(position, "subject-heads", std::to_string(leaves.size()) + " persons, root " + hex(root.view()),
         std::to_string(sealed.count) + " persons, root " + hex(sealed.root.view()));
  }
}

}  // namespace renkei
