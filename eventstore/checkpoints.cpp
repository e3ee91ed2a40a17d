#include "eventstore/checkpoints.h"

#include <array>

#include "eventstore/crypto/sha256.h"

namespace renkei {
namespace {

// Slot: length u16 BE of the note · note · zero … · check (first 8 octets of SHA-256 over the 504 before). Two
// slots, written alternately, each one sector: a torn write spoils one, never both. DO NOT CHANGE: these are on
// disk.
constexpr std::size_t kSlotBytes = 512, kCheckAt = 504;

Bytes slot_octets(const std::string& note) {
  Bytes slot(kSlotBytes, '\0');
  ENSURE(note.size() <= kCheckAt - 2);
  slot[0] = static_cast<char>(note.size() >> 8);
  slot[1] = static_cast<char>(note.size() & 0xFF);
  std::copy(note.begin(), note.end(), slot.begin() + 2);
  const Digest check = sha256({BytesView(slot).substr(0, kCheckAt)});
  std::copy_n(check.octets.begin(), 8, slot.begin() + kCheckAt);
  return slot;
}

std::optional<std::string> note_of(BytesView slot) {
  if (slot.size() != kSlotBytes) return std::nullopt;
  if (sha256({slot.substr(0, kCheckAt)}).view().substr(0, 8) != slot.substr(kCheckAt)) return std::nullopt;
  const std::size_t length =
      static_cast<std::size_t>(static_cast<std::uint8_t>(slot[0])) << 8 | static_cast<std::uint8_t>(slot[1]);
  if (length == 0 || length > kCheckAt - 2) return std::nullopt;
  return std::string(slot.substr(2, length));
}

struct Found {
  std::string note;
  Checkpoint checkpoint;
  unsigned slot = 0;
};

std::optional<Found> newest(File& file) {
  std::optional<Found> best;
  for (unsigned slot = 0; slot < 2; ++slot) {
    const auto octets = file.pread(slot * kSlotBytes, kSlotBytes);
    const auto note = octets ? note_of(*octets) : std::nullopt;
    const auto parsed = note ? parse_note(*note) : std::nullopt;
    const auto checkpoint = parsed ? Checkpoint::parse(parsed->text) : std::nullopt;
    if (checkpoint && (!best || checkpoint->size > best->checkpoint.size))
      best = Found{*note, *checkpoint, slot};
  }
  return best;
}

std::string slots_path(const std::string& directory) { return directory + "/high-water"; }

}  // namespace

Checkpoints::Checkpoints(Files& files, std::string directory, VerificationKey key, Secret seed,
                         std::unique_ptr<File> slots)
    : files_(files),
      directory_(std::move(directory)),
      key_(std::move(key)),
      seed_(std::move(seed)),
      slots_(std::move(slots)) {}

Result<std::unique_ptr<Checkpoints>, Checkpoints::Error> Checkpoints::open(Files& files,
                                                                           const std::string& directory,
                                                                           VerificationKey key, Secret seed) {
  if (auto r = files.create_directory(directory); !r) return Unexpected{Error{r.error().to_string()}};
  auto slots = files.open(slots_path(directory), OpenMode::create);
  if (!slots) return Unexpected{Error{slots.error().to_string()}};
  if (auto r = files.sync_directory(directory); !r) return Unexpected{Error{r.error().to_string()}};
  std::unique_ptr<Checkpoints> checkpoints(
      new Checkpoints(files, directory, std::move(key), std::move(seed), std::move(*slots)));
  checkpoints->load();
  const auto length = checkpoints->slots_->length();
  if (length && *length > 0 && !checkpoints->high_water_) {
    // The very first slot may be torn before anything was published; both damaged is not that.
    if (*length > kSlotBytes) return Unexpected{Error{"both high-water marks are damaged"}};
  }
  return checkpoints;
}

void Checkpoints::load() {
  if (auto found = newest(*slots_); found && open_checkpoint(found->note, key_)) {
    high_water_ = signed_ = found->checkpoint;
    latest_ = std::move(found->note);
    next_slot_ = 1 - found->slot;
  }
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
  if (auto r = slots_->pwrite(next_slot_ * kSlotBytes, slot_octets(note)); !r)
    return Unexpected{Error{r.error().to_string()}};
  if (auto r = slots_->sync(); !r) return Unexpected{Error{r.error().to_string()}};
  next_slot_ = 1 - next_slot_;
  signed_ = checkpoint;
  return latest_ = note;
}

std::string Checkpoints::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

std::optional<std::string> read_high_water(Files& files, const std::string& directory) {
  auto file = files.open(slots_path(directory), OpenMode::read_only);
  if (!file) return std::nullopt;
  auto found = newest(**file);
  return found ? std::optional(std::move(found->note)) : std::nullopt;
}

std::string high_water_problem(Files& files, const std::string& directory) {
  const auto octets = read_file(files, slots_path(directory));
  if (!octets) return octets.error().to_string();
  if (octets->empty() || octets->size() % kSlotBytes != 0 || octets->size() > 2 * kSlotBytes) {
    return std::to_string(octets->size()) + " octets";
  }
  for (std::size_t at = 0; at < octets->size(); at += kSlotBytes) {
    if (!note_of(BytesView(*octets).substr(at, kSlotBytes)))
      return "slot " + std::to_string(at / kSlotBytes) + " is damaged";
  }
  return {};
}

}  // namespace renkei
