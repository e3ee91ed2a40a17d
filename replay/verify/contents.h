// What entries hold (streams' versions, persons' histories, payloads, facts), checked on a thread of its own
// while their chain is walked: about half of the work each. Part of verify.h.
#pragma once

#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "replay/verify/facts.h"
#include "replay/verify/payloads.h"
#include "replay/verify/streams.h"

namespace renkei {

class ContentsCheck {
 public:
  explicit ContentsCheck(const VerifyInput& input);
  ~ContentsCheck();  // gives up what is left

  // In order; octets that read_entry accepts. `whole` as FactsCheck says. Waits while the thread is
  // kPieces behind.
  void add(std::uint64_t position, BytesView octets, const Digest& leaf, bool whole);
  // Waits for all that was added, then gives what was counted and found to the report and the list; once.
  void finish(VerifyReport& report, FindingList& findings);

 private:
  struct Piece {
    struct Place {
      std::uint64_t position = 0;
      std::size_t end = 0;  // of its octets
      Digest leaf;
      bool whole = false;
    };
    std::vector<Place> places;
    Bytes octets;  // one entry behind the other
  };
  struct Entry {
    std::optional<EntryView> view;
    BytesView octets;
  };
  void run();
  void check(const Piece& piece);
  void hand_over();

  // The check's thread's, until it ended.
  FindingList findings_, payload_findings_;  // a history without its payloads is whole as to facts
  StreamsCheck streams_;
  SubjectsCheck subjects_;
  PayloadCheck payloads_;
  FactsCheck facts_;
  std::vector<Entry> entries_;  // of the piece being checked

  static constexpr std::size_t kPieces = 64;  // some 8 MiB
  // Those from checked_ to filled_ are the check's thread's, the next one is being filled.
  std::array<Piece, kPieces> pieces_;

  std::mutex mutex_;  // guards those below; filled_ is changed by the caller's thread alone
  std::condition_variable changed_;
  std::uint64_t filled_ = 0, checked_ = 0;
  bool ended_ = false, given_up_ = false;
  std::thread thread_;
};

}  // namespace renkei
