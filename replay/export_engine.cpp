#include "replay/export_engine.h"

#include "eventstore/blob_store.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/decimal.h"
#include "replay/export.h"

namespace renkei {
namespace {

const std::string kEntries = "tile/entries", kPayloads = "payloads";

std::size_t length_octets(const std::string& folder) { return folder == kEntries ? 2 : 4; }

}  // namespace

ExportEngine::ExportEngine(Files& files, std::string directory, CityFormat format, VerificationKey log_key)
    : files_(files),
      directory_(std::move(directory)),
      format_(std::move(format)),
      log_key_(std::move(log_key)),
      has_payloads_(files.exists(directory_ + "/" + kPayloads)) {}

Result<std::unique_ptr<ExportEngine>, CityError> ExportEngine::open(Files& files,
                                                                    const std::string& directory) {
  CityPaths paths;
  paths.data = directory;
  auto format = read_format(files, paths);
  if (!format) return Unexpected{format.error()};
  auto key = VerificationKey::parse(format->log_key);
  if (!key) return Unexpected{CityError{paths.format() + ": malformed log key"}};
  std::unique_ptr<ExportEngine> engine(new ExportEngine(files, directory, std::move(*format), std::move(*key)));
  if (auto note = read_file(files, directory + "/checkpoint")) engine->note_ = std::move(*note);
  engine->bundles_ = engine->bundles();
  engine->load_head();
  return engine;
}

// The size and root that the checkpoint states; its signature is the verifier's business. Nothing is stored
// about the last leaf, and without a checkpoint nothing about the rest: then it is what the entries make.
void ExportEngine::load_head() {
  RightEdge edge;
  std::vector<FullTile> completed;
  std::uint64_t end = 0;
  const auto note = parse_note(note_);
  const auto stated = note ? Checkpoint::parse(note->text) : std::nullopt;
  const auto visit = [&](std::uint64_t position, BytesView octets) {
    head_.last_leaf = leaf_hash(octets);
    end = position + 1;
    if (!stated) edge.append(head_.last_leaf, completed);
    completed.clear();
    return true;
  };
  const std::uint64_t tail = bundles_ == 0 || !stated ? 0 : (bundles_ - 1) * kTileWidth;
  for (std::uint64_t from = tail; from < bundles_ * kTileWidth; from = end + 1) {
    try {
      scan(from, visit);
      break;
    } catch (const CorruptHistory&) {
      end = std::max(end, from);  // verified later; here the next one counts
    }
  }
  head_.size = stated ? stated->size : end;
  head_.root = stated ? stated->root : edge.root();
}

// The full file, or the widest partial one. Empty: neither is there.
std::string ExportEngine::widest(const std::string& full_path, unsigned& width) const {
  width = kTileWidth;
  if (files_.exists(full_path)) return full_path;
  unsigned best = 0;
  if (const auto names = files_.list(full_path + ".p")) {
    for (const std::string& name : *names) {
      const auto found = parse_decimal(name, kTileWidth - 1);
      if (found && *found > best) best = static_cast<unsigned>(*found);
    }
  }
  width = best;
  return best == 0 ? std::string() : full_path + ".p/" + std::to_string(best);
}

// One more than the highest number of a bundle: what the checkpoint's size needs, and what lies right behind
// it.
std::uint64_t ExportEngine::bundles() const {
  const auto note = parse_note(note_);
  const auto stated = note ? Checkpoint::parse(note->text) : std::nullopt;
  const auto there = [&](std::uint64_t index) {
    unsigned width = 0;
    return !widest(directory_ + "/" + bundle_path(kEntries, index, kTileWidth), width).empty();
  };
  std::uint64_t count = 0;
  while (there(count)) ++count;
  // A hole is no end: what the checkpoint counts on is looked for behind it, as far as there is anything.
  if (!stated || stated->size / kTileWidth < count) return count;
  const std::uint64_t hole = count;
  for (std::uint64_t index = hole + 1; index <= stated->size / kTileWidth && index <= hole * 2 + 1'000;
       ++index) {
    if (there(index)) count = index + 1;
  }
  return count;
}

const ExportEngine::Bundle& ExportEngine::bundle(const std::string& folder, std::uint64_t index,
                                                 Bundle& cache) const {
  if (cache.index == index) return cache;
  cache = {index, {}, {}};
  unsigned width = 0;
  const std::string path = widest(directory_ + "/" + bundle_path(folder, index, kTileWidth), width);
  if (path.empty()) return cache;
  const auto octets = read_file(files_, path);
  if (!octets) return cache;
  BytesView rest = *octets;
  const std::size_t prefix = length_octets(folder);
  while (cache.items.size() < width && rest.size() >= prefix) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < prefix; ++i) length = length << 8 | static_cast<std::uint8_t>(rest[i]);
    if (rest.size() - prefix < length) return cache;  // ends here: the rest is missing
    cache.items.emplace_back(rest.substr(prefix, length));
    rest.remove_prefix(prefix + length);
  }
  if (!rest.empty() && cache.items.size() == width)
    cache.damage =
        std::to_string(rest.size()) + " octets behind the end of " + path.substr(directory_.size() + 1);
  return cache;
}

std::optional<Bytes> ExportEngine::item(const std::string& folder, std::uint64_t position,
                                        Bundle& cache) const {
  const std::lock_guard lock(mutex_);
  const Bundle& b = bundle(folder, position / kTileWidth, cache);
  const std::size_t place = position % kTileWidth;
  if (place >= b.items.size()) return std::nullopt;
  if (!b.damage.empty() && place + 1 == b.items.size()) throw CorruptHistory(b.damage);
  return b.items[place];
}

std::optional<Bytes> ExportEngine::entry(std::uint64_t position) const {
  return item(kEntries, position, entries_);
}

std::optional<Bytes> ExportEngine::payload(std::uint64_t position) const {
  auto payload = item(kPayloads, position, payloads_);
  return payload && payload->empty() ? std::nullopt : payload;
}

std::optional<Bytes> ExportEngine::tile(unsigned level, std::uint64_t index) const {
  unsigned width = 0;
  const std::string path = widest(directory_ + "/" + tile_path({false, level, index}), width);
  const auto octets =
      path.empty() ? Result<Bytes, FileError>(Unexpected{FileError{}}) : read_file(files_, path);
  return octets ? std::optional(*octets) : std::nullopt;
}

void ExportEngine::scan(std::uint64_t first, const std::function<bool(std::uint64_t, BytesView)>& visit) const {
  for (std::uint64_t position = first; position < bundles_ * kTileWidth; ++position) {
    const auto octets = entry(position);
    if (octets && !visit(position, *octets)) return;
  }
}

LedgerEngine::Kept ExportEngine::kept() const { return {has_payloads_, true}; }

Result<void, EngineError> ExportEngine::append(const CommitBundle&) {
  return Unexpected{EngineError{"an export is read only", false}};
}

bool ExportEngine::check_blob(const Digest& blob, std::string& problem) const {
  return blob_is_whole(files_, directory_ + "/blobs", blob, problem);
}

}  // namespace renkei
