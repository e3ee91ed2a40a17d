#include "replay/verify/contents.h"

#include "domain/check.h"

namespace renkei {
namespace {

constexpr std::size_t kPieceBytes = 128 * 1024, kPieceEntriesMax = SubjectsCheck::kAheadMax;

}  // namespace

ContentsCheck::ContentsCheck(const VerifyInput& input)
    : streams_(findings_),
      subjects_(findings_),
      payloads_(input.engine, payload_findings_),
      facts_(input, subjects_, findings_),
      thread_([this] { run(); }) {}

ContentsCheck::~ContentsCheck() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = given_up_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ContentsCheck::add(std::uint64_t position, BytesView octets, const Digest& leaf, bool whole) {
  Piece& piece = pieces_[filled_ % kPieces];
  piece.octets += octets;
  piece.places.push_back({position, piece.octets.size(), leaf, whole});
  if (piece.octets.size() >= kPieceBytes || piece.places.size() >= kPieceEntriesMax) hand_over();
}

void ContentsCheck::hand_over() {
  std::unique_lock lock(mutex_);
  ++filled_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return filled_ - checked_ < kPieces; });
}

void ContentsCheck::finish(VerifyReport& report, FindingList& findings) {
  hand_over();
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
  report.subjects = subjects_.count();
  report.payloads = payloads_.count();
  report.blobs = facts_.blobs();
  report.by_type = facts_.by_type();
  findings.add_all(findings_.by_position());
  findings.add_all(payload_findings_.by_position());
}

void ContentsCheck::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ended_ || checked_ < filled_; });
    if (given_up_ || checked_ == filled_) return;
    Piece& piece = pieces_[checked_ % kPieces];
    lock.unlock();
    check(piece);
    piece.places.clear();
    piece.octets.clear();
    lock.lock();
    ++checked_;
    changed_.notify_all();
  }
}

void ContentsCheck::check(const Piece& piece) {
  entries_.clear();
  std::size_t begin = 0;
  for (const Piece::Place& place : piece.places) {
    const BytesView octets = BytesView(piece.octets).substr(begin, place.end - begin);
    begin = place.end;
    Entry& entry = entries_.emplace_back();
    entry.octets = octets;
    entry.view = read_entry(octets);
    ENSURE(entry.view.has_value());
  }
  // Each of these looks somewhere else in a large table; one after the other, the processor waits for several
  // of them together.
  for (std::size_t i = 0; i < entries_.size(); ++i) streams_.check(piece.places[i].position, *entries_[i].view);
  for (std::size_t i = 0; i < entries_.size(); ++i)
    subjects_.check(piece.places[i].position, *entries_[i].view, piece.places[i].leaf);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto& [view, octets] = entries_[i];
    payloads_.check(piece.places[i].position, *view);
    facts_.check(piece.places[i].position, *view, octets, piece.places[i].whole);
  }
}

}  // namespace renkei
