#include "replay/verify_payloads.h"

#include "eventstore/crypto/base64.h"
#include "eventstore/sealing.h"

namespace renkei {
namespace {

constexpr std::size_t kPiece = 2'048, kWaitingMax = 8, kFindingsMax = 1'000;

}  // namespace

PayloadCheck::PayloadCheck(const LedgerEngine& engine)
    : engine_(engine), walk_(engine.payload_walk(0)), thread_([this] { run(); }) {}

PayloadCheck::~PayloadCheck() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = given_up_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void PayloadCheck::add(std::uint64_t position, const EntryView& entry) {
  filling_.push_back({position, entry.has_payload(), entry.payload_length, entry.payload_digest});
  if (filling_.size() == kPiece) hand_over();
}

void PayloadCheck::hand_over() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < kWaitingMax; });
  waiting_.push_back(std::exchange(filling_, {}));
  changed_.notify_all();
}

std::vector<Finding> PayloadCheck::finish() {
  hand_over();
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
  return std::move(findings_);
}

void PayloadCheck::run() {
  while (true) {
    std::vector<Stated> piece;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
      if (given_up_ || waiting_.empty()) return;
      piece = std::move(waiting_.front());
      waiting_.erase(waiting_.begin());
    }
    changed_.notify_all();
    for (const Stated& stated : piece) check(stated);
  }
}

void PayloadCheck::check(const Stated& stated) {
  if (findings_.size() >= kFindingsMax) return;
  const auto find = [&](const char* kind, std::string expected, std::string found) {
    findings_.push_back({stated.position, kind, std::move(expected), std::move(found), 2});
  };
  std::optional<Bytes> payload;
  try {
    payload = walk_(stated.position);
  } catch (const CorruptHistory& damage) {
    // What lies in the damaged block is named each by itself; what lies behind it is read from there.
    walk_ = engine_.payload_walk(stated.position + 1);
    return find("storage", "a readable payload", damage.what());
  }
  if (!stated.has_payload) {
    if (payload) find("payload-unexpected", "no payload", std::to_string(payload->size()) + " octets");
  } else if (!payload) {
    find("payload-missing", std::to_string(stated.length) + " octets", "nothing");
  } else if (const Digest digest = payload_digest(*payload);
             payload->size() != stated.length || digest != stated.digest) {
    find("payload-digest", hex(stated.digest.view()), hex(digest.view()));
  }
}

}  // namespace renkei
