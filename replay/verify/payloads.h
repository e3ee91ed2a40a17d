// Payload digests, in the order of the entries. Part of verify.h.
#pragma once

#include "eventstore/codec/entry_view.h"
#include "eventstore/ledger_engine.h"
#include "replay/verify/findings.h"

namespace renkei {

class PayloadCheck {
 public:
  PayloadCheck(const LedgerEngine& engine, FindingList& findings);

  void check(std::uint64_t position, const EntryView& entry);  // in order
  std::uint64_t count() const { return count_; }

 private:
  void check_held(std::uint64_t position, const EntryView& entry);

  const LedgerEngine& engine_;
  FindingList& findings_;
  const bool held_;  // an export may leave payloads out
  bool told_not_held_ = false;
  LedgerEngine::PayloadWalk walk_;
  std::uint64_t count_ = 0;
};

}  // namespace renkei
