#include "eventstore/tail_index.h"

namespace renkei {
namespace {

constexpr std::size_t kKnownHeadsMax = 20'000;

}  // namespace

void TailIndex::add(const TailFact& fact) {
  facts_.push_back(fact);
  streams_[fact.stream].push_back({fact.stream_version, fact.position});
  if (fact.subject_head.ordinal != 0) {
    subjects_[fact.subject] = {fact.subject_head, fact.position};
    remember(fact.subject, fact.subject_head);
  }
  if (fact.first_of_request) requests_[fact.request] = fact.position;
  if (fact.changed_message) messages_[*fact.changed_message].push_back(fact.position);
}

void TailIndex::forget_below(std::uint64_t applied) {
  while (!facts_.empty() && facts_.front().position < applied) {
    const TailFact& fact = facts_.front();
    if (const auto stream = streams_.find(fact.stream); stream != streams_.end()) {
      stream->second.pop_front();
      if (stream->second.empty()) streams_.erase(stream);
    }
    if (const auto head = subjects_.find(fact.subject);
        head != subjects_.end() && head->second.second == fact.position) {
      subjects_.erase(head);
    }
    if (fact.first_of_request) requests_.erase(fact.request);
    if (fact.changed_message) {
      const auto changes = messages_.find(*fact.changed_message);
      changes->second.pop_front();
      if (changes->second.empty()) messages_.erase(changes);
    }
    facts_.pop_front();
  }
}

std::vector<std::uint64_t> TailIndex::positions(const StreamKey& stream, std::uint64_t after_version) const {
  std::vector<std::uint64_t> found;
  if (const auto versions = streams_.find(stream); versions != streams_.end()) {
    for (const Versioned& v : versions->second) {
      if (v.version > after_version) found.push_back(v.position);
    }
  }
  return found;
}

std::optional<SubjectHead> TailIndex::subject_head(const CareRecipientId& subject) const {
  const auto head = subjects_.find(subject);
  if (head != subjects_.end()) return head->second.first;
  const auto known = known_heads_.find(subject);
  return known == known_heads_.end() ? std::nullopt : std::optional(known->second);
}

void TailIndex::remember(const CareRecipientId& subject, const SubjectHead& head) {
  if (known_heads_.size() >= kKnownHeadsMax && !known_heads_.contains(subject)) known_heads_.clear();
  known_heads_[subject] = head;
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

}  // namespace renkei
