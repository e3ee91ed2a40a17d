// The city's signed statements of where each person's history ends (SubjectHeadsSealed), made anew from the
// entries.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "domain/ledger/events.h"

namespace renkei {

class HeadsCheck {
 public:
  // Where histories end, up to the entry looked at; kept by the caller: ordinal and leaf hash.
  using Heads = std::unordered_map<CareRecipientId, std::pair<std::uint64_t, Digest>>;
  using Find =
      std::function<void(std::uint64_t position, std::string kind, std::string expected, std::string found)>;

  // A statement tells of a point this many entries of persons before it, at most.
  static constexpr std::size_t kLookedBackMax = 65'536;

  HeadsCheck(const Heads& heads, Find find) : heads_(heads), find_(std::move(find)) {}

  // Before an entry changes the head of its subject.
  void before(std::uint64_t position, const CareRecipientId& subject,
              const std::pair<std::uint64_t, Digest>& head);
  void check(std::uint64_t position, const ledger::SubjectHeadsSealed& sealed);

 private:
  struct Former {
    std::uint64_t position = 0;
    CareRecipientId subject;
    std::pair<std::uint64_t, Digest> head;
  };
  const Heads& heads_;
  Find find_;
  std::vector<Former> ring_;  // the last kLookedBackMax, oldest overwritten
  std::size_t next_ = 0;
};

}  // namespace renkei
