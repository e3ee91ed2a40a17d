// Each person's own history: ordinals, links, and the city's signed statements of where histories end
// (SubjectHeadsSealed), made anew from the entries. Part of verify.h.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <vector>

#include "domain/ledger/events.h"
#include "eventstore/codec/entry_view.h"
#include "replay/verify/findings.h"

namespace renkei {

class SubjectsCheck {
 public:
  // A statement tells of a point this many entries of persons before it, at most; up to so many behind it may
  // have been checked before it.
  static constexpr std::size_t kLookedBackMax = 65'536, kAheadMax = 1'024;

  explicit SubjectsCheck(FindingList& findings) : findings_(findings) {}

  void check(std::uint64_t position, const EntryView& entry, const Digest& leaf);  // in order
  void check_sealed(std::uint64_t position, const ledger::SubjectHeadsSealed& sealed);
  std::uint64_t count() const { return heads_.size(); }

 private:
  static constexpr std::size_t kRing = kLookedBackMax + kAheadMax;
  struct Head {
    std::uint64_t ordinal = 0;
    Digest leaf;
  };
  struct Former {
    std::uint64_t position = 0;
    CareRecipientId subject;
    Head head;
  };
  void remember(const Former& former);
  void find(std::uint64_t position, const char* kind, std::string expected, std::string found);

  FindingList& findings_;
  boost::unordered_flat_map<CareRecipientId, Head, std::hash<CareRecipientId>> heads_;
  std::vector<Former> ring_;  // heads before they changed, the last kRing, oldest overwritten
  std::size_t next_ = 0;
};

}  // namespace renkei
