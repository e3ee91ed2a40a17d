// Checks a ledger without keys and without a network: every entry's form, leaf, chain, position, stream
// versions, subject ordinals and links, times and ids; payload digests; tiles; the stored root; the high-water
// mark and every kept checkpoint; the policy's guarantees; that views equal a fresh fold. Damage that keeps
// something from being read is a finding like any other. Never stops at the first finding.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "eventstore/kept_checkpoints.h"
#include "eventstore/ledger_engine.h"
#include "eventstore/merkle/checkpoint.h"
#include "eventstore/view_store.h"

namespace renkei {

struct Finding {
  std::uint64_t position = 0;
  std::string kind, expected, found;
  int exit_code = 2;  // 2 tampered, 3 truncated or stale, 4 incomplete evidence
  template <class V>
  static void describe(V& v) {
    v.field("position", &Finding::position);
    v.field("kind", &Finding::kind);
    v.field("expected", &Finding::expected);
    v.field("found", &Finding::found);
  }
};

struct VerifyReport {
  std::uint64_t entries = 0, payloads = 0, blobs = 0, tiles = 0, subjects = 0, checkpoints = 0;
  Digest root;
  std::map<std::string, std::uint64_t> by_type;
  std::vector<Finding> findings;  // by position; at most FindingList::kFindingsMax
  int exit_code() const;          // 0 sound
};

// The checkpoints that were handed out or kept by the hour.
struct KeptEvidence {
  KeptWalk walk;                // empty: not checked
  std::uint64_t stated = 0;     // how many the high-water mark counts
  bool ends_with_mark = false;  // in an export the last one is the exported checkpoint
};

struct VerifyInput {
  const LedgerEngine& engine;
  VerificationKey log_key;
  std::string origin;
  std::string high_water_note;                                               // empty: none kept
  const ViewStore* views = nullptr;                                          // null: not checked
  std::function<bool(const Digest& blob, std::string& problem)> check_blob;  // empty: not checked
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;     // may be empty
  std::string high_water_problem{};  // of high_water_problem(): what is wrong with the slots
  KeptEvidence kept{};
  bool policy = false;  // also the standing rules of policy_rules.h
  // As FORMAT says; empty: not compared.
  std::string packet_key{}, city{};
  KeyId ledger_id{};
  std::string known_checkpoint{};  // a signed note that the reader kept elsewhere; empty: none
  std::string views_problem{};     // why the views don't open; empty: they do, or there are none
};

VerifyReport verify_ledger(const VerifyInput& input);

}  // namespace renkei
