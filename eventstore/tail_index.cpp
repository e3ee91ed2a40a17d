#include "eventstore/tail_index.h"

#include <algorithm>

#include "domain/check.h"

namespace renkei {
namespace {

constexpr std::size_t kKnownHeadsMax = 20'000;

}  // namespace

TailIndex::TailIndex() : heads_max_(kKnownHeadsMax) {}

void TailIndex::add(TailFact fact) {
  ENSURE(facts_.empty() || fact.position == facts_.back().fact.position + 1);
  const auto [newest, first] = newest_.try_emplace(fact.stream, fact.position);
  const std::uint64_t before = first ? fact.position : newest->second;
  newest->second = fact.position;
  if (fact.subject_head.ordinal != 0) know(fact.subject, {fact.subject_head, fact.position});
  if (fact.first_of_request) requests_[fact.request] = fact.position;
  if (fact.changed_message) messages_[*fact.changed_message].push_back(fact.position);
  if (fact.opened_room) rooms_[fact.subject] = *fact.opened_room;
  files_.insert(fact.files.begin(), fact.files.end());
  facts_.push_back({std::move(fact), before});
}

void TailIndex::forget_below(std::uint64_t applied) {
  while (!facts_.empty() && facts_.front().fact.position < applied) {
    const TailFact& fact = facts_.front().fact;
    if (const auto newest = newest_.find(fact.stream); newest->second == fact.position) newest_.erase(newest);
    if (fact.first_of_request) requests_.erase(fact.request);
    if (fact.changed_message) {
      const auto changes = messages_.find(*fact.changed_message);
      changes->second.pop_front();
      if (changes->second.empty()) messages_.erase(changes);
    }
    if (fact.opened_room) {
      if (const auto known = rooms_.find(fact.subject);
          known != rooms_.end() && known->second == fact.opened_room)
        rooms_.erase(known);
    }
    for (const AttachmentId& file : fact.files) files_.erase(file);
    facts_.pop_front();
  }
}

std::vector<std::uint64_t> TailIndex::positions(const StreamKey& stream, std::uint64_t after_version) const {
  std::vector<std::uint64_t> found;
  const auto newest = newest_.find(stream);
  if (newest == newest_.end()) return found;
  for (std::uint64_t position = newest->second;; position = held(position).before) {
    if (held(position).fact.stream_version <= after_version) break;
    found.push_back(position);
    const std::uint64_t before = held(position).before;
    if (before == position || before < facts_.front().fact.position) break;  // the first, or forgotten
  }
  std::reverse(found.begin(), found.end());
  return found;
}

std::optional<SubjectHead> TailIndex::subject_head(const CareRecipientId& subject) const {
  const auto known = heads_.find(subject);
  return known == heads_.end() ? std::nullopt : std::optional(known->second.head);
}

void TailIndex::remember(const CareRecipientId& subject, const SubjectHead& head) { know(subject, {head, 0}); }

void TailIndex::know(const CareRecipientId& subject, const KnownHead& head) {
  heads_[subject] = head;
  if (heads_.size() <= heads_max_) return;
  // Only the views know what is folded better than this; what is not folded nobody else knows.
  const std::uint64_t folded = facts_.empty() ? UINT64_MAX : facts_.front().fact.position;
  std::erase_if(heads_, [&](const auto& known) { return known.second.position < folded; });
  heads_max_ = std::max(kKnownHeadsMax, 2 * heads_.size());
}

std::optional<std::uint64_t> TailIndex::request(const RequestId& request) const {
  const auto found = requests_.find(request);
  return found == requests_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::uint64_t> TailIndex::message_changes(const MessageId& message) const {
  const auto found = messages_.find(message);
  if (found == messages_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

std::optional<RoomId> TailIndex::room_of(const CareRecipientId& person) const {
  const auto found = rooms_.find(person);
  return found == rooms_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace renkei
