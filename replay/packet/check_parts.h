// The checker's parts, each a section of docs/formats/packet.md. Private to check*.cpp.
#pragma once

#include <map>
#include <set>

#include "domain/envelope.h"
#include "replay/packet/check.h"
#include "replay/packet/multi_proof.h"
#include "replay/packet/subject_heads.h"

namespace renkei::packet {

inline constexpr std::size_t kFindingsMax = 1'000;

// What the shown entries tell of the packet's own case; the last of each counts.
struct CaseActs {
  std::optional<disclosure::DisclosureRequested> requested;
  std::optional<disclosure::DisclosureScopeClarified> scope;
  std::optional<disclosure::DisclosureDecided> decided;
  CivilDate decided_on;
  void take(const Recorded& recorded, const DisclosureRequestId& id);
};

// A packet under examination: what is read of it, and what is found.
struct Examined {
  const CheckInput& input;
  const ZipReader& zip;
  const Manifest& manifest;
  PacketReport& report;

  std::optional<HeadsProof> heads;
  std::vector<Row> rows;  // rebuilt from entries, payloads and manifest
  KnownLeaves leaves;     // of everything whose entry is here
  bool rows_whole = true;
  CaseActs case_acts;
  std::map<std::uint64_t, CivilDate> days;             // in Japan, by ordinal: of each row whose entry is here
  std::map<std::string, Digest, std::less<>> digests;  // of the members
  std::set<std::string> named;                         // the bundles, attachments and receipts that rows have

  void find(std::string kind, std::string where, std::string found) const {
    // Nobody reads more, and a hostile file has millions; who signed is told of every one.
    if (report.findings.size() >= kFindingsMax && kind != "signature") return;
    report.findings.push_back({std::move(kind), std::move(where), std::move(found)});
  }
};

void check_manifest(Examined& x);    // check_manifest.cpp: what must agree within it
void check_files(Examined& x);       // check_files.cpp
void check_signatures(Examined& x);  // check_signatures.cpp: the two notes, and entry 0
void check_rows(Examined& x);        // check_rows.cpp: entries, chain, payloads, attachments
void check_case(Examined& x);        // check_case.cpp: the case, against the acts of it that are shown
void check_period(Examined& x);      // check_period.cpp: which rows are outside it
void check_tree(Examined& x);        // check_tree.cpp: proof nodes, heads, receipts
void check_words(Examined& x);       // check_words.cpp: the readable formats, made anew
void check_strangers(Examined& x);   // check_files.cpp: members that no row and no format has

inline constexpr std::uint64_t kTextBytesMax = 256u << 20;  // of a member that is read whole

}  // namespace renkei::packet
