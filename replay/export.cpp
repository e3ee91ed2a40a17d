#include "replay/export.h"

#include <set>

#include "domain/attachments.h"
#include "eventstore/codec/event_codec.h"
#include "eventstore/crypto/base64.h"

namespace renkei {
namespace {

constexpr std::size_t kPieceBytes = 1u << 20;
constexpr unsigned kTileBits = 8, kTileLevels = 8;

Unexpected<CityError> failed(const FileError& error) { return {CityError{error.to_string()}}; }
Unexpected<CityError> failed(std::string what, int exit_code = 5) {
  return {CityError{std::move(what), exit_code}};
}

Bytes big_endian(std::size_t value, std::size_t octets) {
  Bytes text(octets, '\0');
  for (std::size_t i = octets; i-- > 0; value >>= 8) text[i] = static_cast<char>(value & 0xFF);
  return text;
}

// New files below one folder, with the folders on the way.
class Folder {
 public:
  Folder(Files& files, std::string root) : files_(files), root_(std::move(root)) {}

  Result<std::unique_ptr<File>, FileError> make(const std::string& path) {
    if (auto r = make_parents(root_ + "/" + path); !r) return Unexpected{r.error()};
    return files_.open(root_ + "/" + path, OpenMode::create_new);
  }
  Result<void, FileError> write(const std::string& path, BytesView octets) {
    auto file = make(path);
    if (!file) return Unexpected{file.error()};
    if (auto r = (*file)->pwrite(0, octets); !r) return r;
    return (*file)->sync();
  }
  Result<void, FileError> sync() {
    for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) {
      if (auto r = files_.sync_directory(*folder); !r) return r;
    }
    return files_.sync_directory(parent_directory(root_));
  }
  Result<void, FileError> begin() {
    made_.insert(root_);
    return files_.create_directory(root_);
  }

 private:
  Result<void, FileError> make_parents(const std::string& path) {
    const std::string parent = parent_directory(path);
    if (!made_.insert(parent).second) return {};
    if (auto r = make_parents(parent); !r) return r;
    return files_.create_directory(parent);
  }

  Files& files_;
  const std::string root_;
  std::set<std::string> made_;
};

class Exporter {
 public:
  Exporter(Files& files, const CityPaths& data, const LedgerEngine& engine, const Checkpoint& signed_tree,
           const std::string& out, bool with_payloads)
      : files_(files),
        data_(data),
        engine_(engine),
        signed_(signed_tree),
        folder_(files, out),
        with_payloads_(with_payloads) {}

  Result<ExportSummary, CityError> run(const std::string& note,
                                       const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    if (auto r = folder_.begin(); !r) return failed(r.error());
    try {
      for (std::uint64_t p = 0; p < signed_.size; ++p) {
        if (auto r = add(p); !r) return Unexpected{r.error()};
        if ((p + 1) % kTileWidth == 0 || p + 1 == signed_.size) {
          if (auto r = write_bundles(p); !r) return failed(r.error());
          if (progress) progress(p + 1, signed_.size);
        }
      }
    } catch (const CorruptHistory& e) {
      return failed(e.what(), 2);
    }
    if (edge_.root() != signed_.root) return failed("the ledger's tree is not the one that was signed", 2);
    if (auto r = write_partial_tiles(); !r) return failed(r.error());
    if (auto r = folder_.write("checkpoint", note); !r) return failed(r.error());
    if (auto r = write_kept(note); !r) return Unexpected{r.error()};
    if (auto r = folder_.sync(); !r) return failed(r.error());
    if (auto r = copy(data_.format(), "FORMAT"); !r) return failed(r.error());
    if (auto r = folder_.sync(); !r) return failed(r.error());
    return summary_;
  }

 private:
  Result<void, CityError> add(std::uint64_t position) {
    const auto entry = engine_.entry(position);
    if (!entry) return failed("no entry at position " + std::to_string(position), 3);
    if (entry->size() > kEntryBytesMax)
      return failed("no entry at position " + std::to_string(position) + ": too long", 2);
    entries_ += big_endian(entry->size(), 2) + *entry;
    ++summary_.entries;
    completed_.clear();
    edge_.append(leaf_hash(*entry), completed_);
    for (const FullTile& tile : completed_) {
      if (auto r = write_tile({false, tile.level, tile.index}, tile.hashes); !r) return failed(r.error());
    }
    if (!with_payloads_) return {};
    const auto payload = engine_.payload(position);
    payloads_ += big_endian(payload ? payload->size() : 0, 4);
    if (payload) payloads_ += *payload;
    summary_.payloads += payload ? 1 : 0;
    return copy_blobs(*entry);
  }

  Result<void, CityError> copy_blobs(BytesView entry) {
    const Recorded recorded = decode_entry(entry);
    const auto* attachments = attachments_of(recorded.event);
    if (attachments == nullptr) return {};
    for (const Attachment& a : *attachments) {
      const std::string name = hex(a.blob.view()), place = name.substr(0, 2) + "/" + name;
      if (!copied_.insert(name).second) continue;
      if (!files_.exists(data_.blobs() + "/" + place)) {
        ++summary_.blobs_missing;
        continue;
      }
      if (auto r = copy(data_.blobs() + "/" + place, "blobs/" + place); !r) return failed(r.error());
      ++summary_.blobs;
    }
    return {};
  }

  Result<void, FileError> copy(const std::string& from, const std::string& to) {
    auto source = files_.open(from, OpenMode::read_only);
    if (!source) return Unexpected{source.error()};
    auto target = folder_.make(to);
    if (!target) return Unexpected{target.error()};
    for (std::uint64_t at = 0;;) {
      const auto piece = (*source)->pread(at, kPieceBytes);
      if (!piece) return Unexpected{piece.error()};
      if (piece->empty()) return (*target)->sync();
      if (auto r = (*target)->pwrite(at, *piece); !r) return r;
      at += piece->size();
    }
  }

  Result<void, FileError> write_bundles(std::uint64_t last) {
    const auto width = static_cast<unsigned>(last % kTileWidth + 1);
    if (auto r = folder_.write(bundle_path("tile/entries", last / kTileWidth, width), entries_); !r) return r;
    entries_.clear();
    if (!with_payloads_) return {};
    auto r = folder_.write(bundle_path("payloads", last / kTileWidth, width), payloads_);
    payloads_.clear();
    return r;
  }

  Result<void, FileError> write_tile(const TilePath& tile, BytesView hashes) {
    ++summary_.tiles;
    return folder_.write(tile_path(tile), hashes);
  }

  Result<void, FileError> write_partial_tiles() {
    for (unsigned level = 0; level < kTileLevels; ++level) {
      const auto& partial = edge_.partial(level);
      if (partial.empty()) continue;
      Bytes hashes;
      for (const Digest& hash : partial) hashes += hash.view();
      const TilePath tile{false, level, (signed_.size >> (kTileBits * level)) / kTileWidth,
                          static_cast<unsigned>(partial.size())};
      if (auto r = write_tile(tile, hashes); !r) return r;
    }
    return {};
  }

  // All that were kept, and this one, which is handed out here.
  Result<void, CityError> write_kept(const std::string& note) {
    const KeptWalk walk = kept_checkpoints(files_, kept_directory(data_.checkpoints()));
    Bytes slots;
    std::uint64_t number = 0;
    std::string last;
    const auto add_slot = [&](const std::string& kept) -> Result<void, FileError> {
      slots += CheckpointSlot{last = kept, number}.octets();
      if (++number % KeptCheckpoints::kSlotsInAFile != 0) return {};
      return folder_.write(kept_file("checkpoints", (number - 1) / KeptCheckpoints::kSlotsInAFile),
                           std::exchange(slots, {}));
    };
    while (const auto place = walk()) {
      if (!place->note) return failed("kept checkpoint " + std::to_string(place->number) + " is damaged", 2);
      if (auto r = add_slot(*place->note); !r) return failed(r.error());
    }
    if (last != note) {
      if (auto r = add_slot(note); !r) return failed(r.error());
    }
    if (slots.empty()) return {};
    if (auto r = folder_.write(kept_file("checkpoints", number / KeptCheckpoints::kSlotsInAFile), slots); !r)
      return failed(r.error());
    return {};
  }

  Files& files_;
  const CityPaths& data_;
  const LedgerEngine& engine_;
  const Checkpoint signed_;
  Folder folder_;
  const bool with_payloads_;
  Bytes entries_, payloads_;  // of the bundle that is being filled
  RightEdge edge_;
  std::vector<FullTile> completed_;
  std::set<std::string> copied_;
  ExportSummary summary_;
};

}  // namespace

std::string bundle_path(const std::string& folder, std::uint64_t index, unsigned width) {
  constexpr std::string_view kEntries = "tile/entries";
  return folder + tile_path({true, 0, index, width}).substr(kEntries.size());
}

Result<ExportSummary, CityError> export_ledger(
    Files& files, const CityPaths& data, const LedgerEngine& engine, const std::string& checkpoint_note,
    const CityFormat& format, const std::string& out, bool with_payloads,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  const auto key = VerificationKey::parse(format.log_key);
  const auto checkpoint = key ? open_checkpoint(checkpoint_note, *key) : std::nullopt;
  if (!checkpoint || checkpoint->origin != format.origin)
    return failed("the checkpoint is not signed by this city", 2);
  if (checkpoint->size > engine.head().size) {
    return failed(std::to_string(checkpoint->size) + " entries were signed, the ledger holds " +
                      std::to_string(engine.head().size),
                  3);
  }
  if (files.exists(out)) {
    const auto names = files.list(out);
    if (!names || !names->empty()) return failed(out + " is not an empty folder");
  }
  return Exporter(files, data, engine, *checkpoint, out, with_payloads).run(checkpoint_note, progress);
}

}  // namespace renkei
