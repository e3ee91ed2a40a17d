// The ledger of a killed city, read while nobody serves it and compared with what its users heard. It remembers
// what it read before: nothing of that may ever change.
#pragma once

#include <map>
#include <set>
#include <unordered_map>

#include "domain/envelope.h"
#include "eventstore/merkle/tiles.h"
#include "replay/city.h"
#include "tests/kills/outside_record.h"

namespace renkei::testing {

class StoppedLedger {
 public:
  explicit StoppedLedger(CityPaths paths) : paths_(std::move(paths)) {}

  // Empty, or the first thing in which the ledger on disk and the record differ.
  std::string differs_from(const OutsideRecord& record);
  std::uint64_t size() const { return entries_.size(); }

 private:
  struct Memo {
    Digest leaf;
    RequestId request;
    EventId causation;
  };
  struct View {
    SessionId session;
    std::uint64_t first = 0, last = 0;
    std::uint32_t count = 0;
    bool of_file = false;
  };
  struct Counted {
    std::uint64_t pages = 0, files = 0, lists = 0, forbidden = 0;
  };

  std::string read();
  void remember(const Recorded& r, BytesView octets);
  void remember_mark(const std::string& text, std::uint64_t position);
  std::string broken_command(const Asked& asked) const;
  std::string broken_refusals(const OutsideRecord& record) const;
  std::string broken_pages(const OutsideRecord& record) const;
  std::string broken_checkpoints(const OutsideRecord& record) const;
  std::string broken_sessions(const OutsideRecord& record) const;

  CityPaths paths_;
  std::vector<Memo> entries_;
  std::vector<Digest> roots_;  // by the number of entries less one
  RightEdge edge_;
  std::unordered_map<std::string, std::vector<std::uint64_t>> marks_;
  std::unordered_map<RequestId, std::uint64_t> requests_;  // how many entries
  std::unordered_map<EventId, std::uint64_t> acts_;        // how many entries
  std::map<std::uint64_t, View> views_;
  std::map<SessionId, Counted> sessions_;
  std::map<AccountId, std::uint64_t> denied_;
  std::set<AccountId> forbidden_;
};

}  // namespace renkei::testing
