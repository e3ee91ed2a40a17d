#include "eventstore/kept_checkpoints.h"

#include <algorithm>

#include "eventstore/crypto/decimal.h"

namespace renkei {
namespace {

constexpr std::size_t kSlot = CheckpointSlot::kBytes;

// One more than the highest number of a file; 0 when there is none.
std::uint64_t files_in(Files& files, const std::string& directory) {
  std::uint64_t end = 0;
  const auto names = files.list(directory);
  if (!names) return 0;
  for (const std::string& name : *names) {
    const std::size_t zeros = std::min(name.find_first_not_of('0'), name.size() - 1);
    const auto index =
        name.size() < 3 ? std::nullopt : parse_decimal(std::string_view(name).substr(zeros), UINT32_MAX);
    if (index && kept_file({}, *index) == "/" + name) end = std::max(end, *index + 1);
  }
  return end;
}

bool never_written(BytesView slot) {
  return std::all_of(slot.begin(), slot.end(), [](char c) { return c == '\0'; });
}

}  // namespace

std::string kept_file(const std::string& directory, std::uint64_t index) {
  std::string name = std::to_string(index);
  if (name.size() < 3) name.insert(0, 3 - name.size(), '0');
  return directory + "/" + name;
}

Result<std::unique_ptr<KeptCheckpoints>, FileError> KeptCheckpoints::open(Files& files,
                                                                          const std::string& directory,
                                                                          std::uint64_t stated) {
  if (auto r = files.create_directory(directory); !r) return Unexpected{r.error()};
  if (auto r = files.sync_directory(parent_directory(directory)); !r) return Unexpected{r.error()};
  std::unique_ptr<KeptCheckpoints> kept(new KeptCheckpoints(files, directory));
  if (auto r = kept->find_end(stated); !r) return Unexpected{r.error()};
  return kept;
}

Result<void, FileError> KeptCheckpoints::find_end(std::uint64_t stated) {
  next_ = stated;
  const std::uint64_t end = files_in(files_, directory_);
  if (end == 0) return {};
  const auto octets = read_file(files_, kept_file(directory_, end - 1));
  if (!octets) return Unexpected{octets.error()};
  const std::uint64_t first = (end - 1) * kSlotsInAFile;
  std::uint64_t slots = octets->size() / kSlot;
  // The last one may be torn: it was not told to anybody, unless the mark counts it.
  while (slots > 0 && first + slots > stated &&
         !CheckpointSlot::parse(BytesView(*octets).substr((slots - 1) * kSlot, kSlot))) {
    --slots;
  }
  next_ = std::max(next_, first + slots);
  if (slots == 0 || next_ != first + slots) return {};
  if (const auto last = CheckpointSlot::parse(BytesView(*octets).substr((slots - 1) * kSlot, kSlot)))
    newest_ = last->note;
  return {};
}

Result<void, FileError> KeptCheckpoints::open_file(std::uint64_t index) {
  if (file_ != nullptr && file_index_ == index) return {};
  auto file = files_.open(kept_file(directory_, index), OpenMode::create);
  if (!file) return Unexpected{file.error()};
  if (auto r = files_.sync_directory(directory_); !r) return r;
  file_ = std::move(*file);
  file_index_ = index;
  return {};
}

Result<void, FileError> KeptCheckpoints::append(const std::string& note) {
  if (auto r = open_file(next_ / kSlotsInAFile); !r) return r;
  const Bytes slot = CheckpointSlot{note, next_}.octets();
  if (auto r = file_->pwrite(next_ % kSlotsInAFile * kSlot, slot); !r) return r;
  if (auto r = file_->sync(); !r) return r;
  ++next_;
  newest_ = note;
  return {};
}

KeptWalk kept_checkpoints(Files& files, const std::string& directory) {
  struct Walk {
    std::uint64_t files = 0, next = 0;
    std::uint64_t loaded = UINT64_MAX;
    Bytes octets;
  };
  auto walk = std::make_shared<Walk>();
  walk->files = files_in(files, directory);
  return [&files, directory, walk]() -> std::optional<KeptPlace> {
    constexpr std::uint64_t kFull = KeptCheckpoints::kSlotsInAFile;
    const std::uint64_t index = walk->next / kFull;
    if (index >= walk->files) return std::nullopt;
    if (walk->loaded != index) {
      const auto octets = read_file(files, kept_file(directory, index));
      walk->octets = octets ? *octets : Bytes();
      walk->loaded = index;
    }
    const BytesView octets = walk->octets;
    const std::uint64_t at = walk->next % kFull * kSlot;
    const BytesView slot = octets.substr(std::min<std::size_t>(at, octets.size()), kSlot);
    const bool last_file = index + 1 == walk->files;
    // Every file but the last is full.
    if (last_file && (slot.empty() || (at + kSlot >= octets.size() && never_written(slot))))
      return std::nullopt;
    KeptPlace place{walk->next++, std::nullopt};
    auto found = CheckpointSlot::parse(slot);
    if (found && found->number == place.number) place.note = std::move(found->note);
    return place;
  };
}

}  // namespace renkei
