#include "eventstore/checkpoints.h"

namespace renkei {
namespace {

// Two slots, written alternately: a torn write spoils one, never both.
constexpr std::size_t kSlotBytes = CheckpointSlot::kBytes;

struct Found {
  CheckpointSlot mark;
  Checkpoint checkpoint;
  unsigned slot = 0;
};

std::optional<Found> newest(File& file) {
  std::optional<Found> best;
  for (unsigned slot = 0; slot < 2; ++slot) {
    const auto octets = file.pread(slot * kSlotBytes, kSlotBytes);
    const auto mark = octets ? CheckpointSlot::parse(*octets) : std::nullopt;
    const auto parsed = mark ? parse_note(mark->note) : std::nullopt;
    const auto checkpoint = parsed ? Checkpoint::parse(parsed->text) : std::nullopt;
    if (!checkpoint) continue;
    const auto order = [](const CheckpointSlot& m, const Checkpoint& c) { return std::pair(c.size, m.number); };
    if (!best || order(*mark, *checkpoint) > order(best->mark, best->checkpoint))
      best = Found{*mark, *checkpoint, slot};
  }
  return best;
}

std::string slots_path(const std::string& directory) { return directory + "/high-water"; }

}  // namespace

Checkpoints::Checkpoints(VerificationKey key, Secret seed, std::unique_ptr<File> slots)
    : key_(std::move(key)), seed_(std::move(seed)), slots_(std::move(slots)) {}

Result<std::unique_ptr<Checkpoints>, Checkpoints::Error> Checkpoints::open(Files& files,
                                                                           const std::string& directory,
                                                                           VerificationKey key, Secret seed) {
  if (auto r = files.create_directory(directory); !r) return Unexpected{Error{r.error().to_string()}};
  auto slots = files.open(slots_path(directory), OpenMode::create);
  if (!slots) return Unexpected{Error{slots.error().to_string()}};
  if (auto r = files.sync_directory(directory); !r) return Unexpected{Error{r.error().to_string()}};
  std::unique_ptr<Checkpoints> checkpoints(new Checkpoints(std::move(key), std::move(seed), std::move(*slots)));
  const std::uint64_t stated = checkpoints->load();
  const auto length = checkpoints->slots_->length();
  if (length && *length > 0 && !checkpoints->high_water_) {
    // The very first slot may be torn before anything was published; both damaged is not that.
    if (*length > kSlotBytes) return Unexpected{Error{"both high-water marks are damaged"}};
  }
  auto kept = KeptCheckpoints::open(files, kept_directory(directory), stated);
  if (!kept) return Unexpected{Error{kept.error().to_string()}};
  checkpoints->kept_ = std::move(*kept);
  if (checkpoints->mark_is_stale())
    return Unexpected{Error{"the signed high-water mark is older than a checkpoint that was handed out", true}};
  return checkpoints;
}

bool Checkpoints::mark_is_stale() const {
  const auto handed_out = open_checkpoint(kept_->newest(), key_);
  if (!handed_out) return false;
  return !high_water_ || handed_out->size > high_water_->size ||
         (handed_out->size == high_water_->size && handed_out->root != high_water_->root);
}

std::uint64_t Checkpoints::load() {
  auto found = newest(*slots_);
  if (!found || !open_checkpoint(found->mark.note, key_)) return 0;
  high_water_ = signed_ = found->checkpoint;
  latest_ = std::move(found->mark.note);
  next_slot_ = 1 - found->slot;
  return found->mark.number;
}

Result<std::string, Checkpoints::Error> Checkpoints::sign(std::uint64_t size, const Digest& root) {
  const std::lock_guard lock(mutex_);
  if (signed_ && signed_->size == size) {
    ENSURE(signed_->root == root);  // never two roots for one size
    return latest_;
  }
  ENSURE(!signed_ || signed_->size < size);
  const Checkpoint checkpoint{key_.name, size, root};
  const std::string note = sign_checkpoint(checkpoint, key_, seed_.view());
  if (auto r = write_mark(note); !r) return Unexpected{Error{r.error().to_string()}};
  signed_ = checkpoint;
  return latest_ = note;
}

Result<void, FileError> Checkpoints::write_mark(const std::string& note) {
  const Bytes slot = CheckpointSlot{note, kept_->count()}.octets();
  if (auto r = slots_->pwrite(next_slot_ * kSlotBytes, slot); !r) return r;
  if (auto r = slots_->sync(); !r) return r;
  next_slot_ = 1 - next_slot_;
  return {};
}

std::string Checkpoints::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

Result<std::string, Checkpoints::Error> Checkpoints::keep() {
  const std::lock_guard lock(mutex_);
  if (latest_ == kept_->newest()) return latest_;
  if (auto r = kept_->append(latest_); !r) return Unexpected{Error{r.error().to_string()}};
  // Counted before anybody has it: a quiet city may not sign again for hours.
  if (auto r = write_mark(latest_); !r) return Unexpected{Error{r.error().to_string()}};
  return latest_;
}

std::uint64_t Checkpoints::kept() const {
  const std::lock_guard lock(mutex_);
  return kept_->count();
}

std::string kept_directory(const std::string& checkpoints) { return checkpoints + "/kept"; }

std::optional<CheckpointSlot> read_high_water_slot(Files& files, const std::string& directory) {
  auto file = files.open(slots_path(directory), OpenMode::read_only);
  if (!file) return std::nullopt;
  auto found = newest(**file);
  return found ? std::optional(std::move(found->mark)) : std::nullopt;
}

std::optional<std::string> read_high_water(Files& files, const std::string& directory) {
  auto slot = read_high_water_slot(files, directory);
  return slot ? std::optional(std::move(slot->note)) : std::nullopt;
}

std::string high_water_problem(Files& files, const std::string& directory) {
  const auto octets = read_file(files, slots_path(directory));
  if (!octets) return octets.error().to_string();
  if (octets->empty() || octets->size() % kSlotBytes != 0 || octets->size() > 2 * kSlotBytes) {
    return std::to_string(octets->size()) + " octets";
  }
  for (std::size_t at = 0; at < octets->size(); at += kSlotBytes) {
    if (!CheckpointSlot::parse(BytesView(*octets).substr(at, kSlotBytes)))
      return "slot " + std::to_string(at / kSlotBytes) + " is damaged";
  }
  return {};
}

}  // namespace renkei
