// The checkpoints that must be found again: every one handed out, and one per hour. They are appended to
// DATA/checkpoints/kept/<file>, 4,096 slots to a file, slot n of all files holding number n. A city that nobody
// asks fills a file in 170 days; one asked for its checkpoint every second, 22 files of 2 MiB in a day. Each
// has a size of its own, so there are never more of them than entries.
#pragma once

#include <functional>
#include <memory>

#include "eventstore/checkpoint_slot.h"
#include "eventstore/files/files.h"

namespace renkei {

class KeptCheckpoints {
 public:
  static constexpr std::uint64_t kSlotsInAFile = 4'096;

  // Opens or makes `directory`. `stated`: how many there are at least; the place of one that is lost stays
  // empty, for a verifier to find.
  static Result<std::unique_ptr<KeptCheckpoints>, FileError> open(Files& files, const std::string& directory,
                                                                  std::uint64_t stated);

  Result<void, FileError> append(const std::string& note);  // durable on return
  std::uint64_t count() const { return next_; }
  const std::string& newest() const { return newest_; }  // empty: none, or the last slot is not intact

 private:
  KeptCheckpoints(Files& files, std::string directory) : files_(files), directory_(std::move(directory)) {}
  Result<void, FileError> find_end(std::uint64_t stated);
  Result<void, FileError> open_file(std::uint64_t index);

  Files& files_;
  const std::string directory_;
  std::uint64_t next_ = 0;
  std::uint64_t file_index_ = UINT64_MAX;  // of file_
  std::unique_ptr<File> file_;
  std::string newest_;
};

// One place of a kept checkpoint, as a verifier finds it.
struct KeptPlace {
  std::uint64_t number = 0;
  std::optional<std::string> note;  // nullopt: the slot is not intact or holds another number
};
// Gives them in order, one per call, then nullopt. A last slot that was never written (nothing or zeros) is no
// place: a power cut leaves it. Reads one file at a time.
using KeptWalk = std::function<std::optional<KeptPlace>()>;
KeptWalk kept_checkpoints(Files& files, const std::string& directory);

std::string kept_file(const std::string& directory, std::uint64_t index);  // directory/000

}  // namespace renkei
