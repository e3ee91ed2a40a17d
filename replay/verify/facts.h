// What each entry says: facts of its type, the first entry against FORMAT, attachments against their files, the
// policy's guarantees over all of it. Part of verify.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/attachments.h"
#include "domain/ledger/events.h"
#include "eventstore/codec/entry_view.h"
#include "replay/verify/policy_rules.h"
#include "replay/verify/subjects.h"

namespace renkei {

class FactsCheck {
 public:
  FactsCheck(const VerifyInput& input, SubjectsCheck& subjects, FindingList& findings);

  // In order, after the subject's. `whole`: nothing was found in the history up to here; neither rules over one
  // with holes nor the ends of its histories prove anything.
  void check(std::uint64_t position, const EntryView& entry, BytesView octets, bool whole);

  std::map<std::string, std::uint64_t> by_type() const;
  std::uint64_t blobs() const { return blobs_; }

 private:
  void check_format(std::uint64_t position, const ledger::LedgerInitialised& first);
  void check_blobs(std::uint64_t position, const std::vector<Attachment>& attachments);
  void find(std::uint64_t position, std::string kind, std::string expected, std::string found);

  const VerifyInput& input_;
  SubjectsCheck& subjects_;
  FindingList& findings_;
  const bool blobs_held_;
  PolicyRules rules_;
  std::vector<std::uint64_t> by_number_;  // how many of each type
  std::uint64_t blobs_ = 0;
};

}  // namespace renkei
