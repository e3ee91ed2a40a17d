// Signed checkpoints of the durable tree. Order: durable batch → high-water slot → kept → high-water slot,
// which now counts it (each synced) → handed out. The mark outlives the ledger's own word for its size: at
// start a tree that is smaller, or has another root, is refused. It also counts the kept ones, so that none
// goes missing unseen.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "eventstore/kept_checkpoints.h"
#include "eventstore/merkle/checkpoint.h"

namespace renkei {

class Checkpoints {
 public:
  struct Error {
    std::string what;
    bool stale = false;  // an older mark was put back
  };
  // Opens or makes DATA/checkpoints. A damaged newer slot is a torn write: the older one is in force, unless
  // a checkpoint beyond it was handed out: what is kept was marked before.
  static Result<std::unique_ptr<Checkpoints>, Error> open(Files& files, const std::string& directory,
                                                          VerificationKey key, Secret seed);

  const std::optional<Checkpoint>& high_water() const { return high_water_; }  // as found at open
  // Signs (size, root) and makes the mark durable. The newest note again when nothing was added. Never goes
  // back: a smaller size, or another root for the same one, is a bug and aborts.
  Result<std::string, Error> sign(std::uint64_t size, const Digest& root);
  std::string latest() const;  // the newest signed note; empty before the first
  // The newest signed note, kept for ever: only what this gave may be handed out or built upon.
  Result<std::string, Error> keep();
  std::uint64_t kept() const;

 private:
  Checkpoints(VerificationKey key, Secret seed, std::unique_ptr<File> slots);
  std::uint64_t load();  // gives how many the mark says were kept
  bool mark_is_stale() const;
  Result<void, FileError> write_mark(const std::string& note);  // under mutex_; durable on return

  VerificationKey key_;
  Secret seed_;
  std::optional<Checkpoint> high_water_;
  mutable std::mutex mutex_;  // guards everything below
  std::unique_ptr<File> slots_;
  unsigned next_slot_ = 0;
  std::optional<Checkpoint> signed_;
  std::string latest_;
  std::unique_ptr<KeptCheckpoints> kept_;
};

// The newest intact mark of DATA/checkpoints, for tools that hold no key; nullopt when there is none.
std::optional<std::string> read_high_water(Files& files, const std::string& directory);
std::optional<CheckpointSlot> read_high_water_slot(Files& files, const std::string& directory);
// Where an opened city, or DATA, keeps the others.
std::string kept_directory(const std::string& checkpoints);
// What is wrong with the slots themselves, for a verifier; empty when each written one is intact. A slot is one
// sector, so a damaged one is hardly ever a torn write, and the mark it held may have been the newer.
std::string high_water_problem(Files& files, const std::string& directory);

}  // namespace renkei
