// Changes to an exported ledger's files, down to a whole forged one with every hash made anew.
#pragma once

#include <map>

#include "eventstore/codec/entry_view.h"
#include "replay/export.h"
#include "replay/export_engine.h"
#include "tests/verifier/city_with_history.h"

namespace renkei::testing {

class ExportEdit {
 public:
  ExportEdit(fs::path out, std::uint64_t size) : out_(std::move(out)), size_(size) {}

  fs::path bundle(const std::string& folder, std::uint64_t position) const {
    const std::uint64_t index = position / kTileWidth;
    const auto width = static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, size_ - index * kTileWidth));
    return out_ / bundle_path(folder, index, width);
  }
  fs::path entries(std::uint64_t position) const { return bundle("tile/entries", position); }
  fs::path payloads(std::uint64_t position) const { return bundle("payloads", position); }
  fs::path file(const std::string& path) const { return out_ / path; }

  static std::vector<Bytes> items(const fs::path& path, std::size_t prefix) {
    const Bytes octets = octets_of(path);
    std::vector<Bytes> all;
    for (std::size_t at = 0; at < octets.size();) {
      std::size_t length = 0;
      for (std::size_t i = 0; i < prefix; ++i) length = length << 8 | static_cast<std::uint8_t>(octets[at + i]);
      all.push_back(octets.substr(at + prefix, length));
      at += prefix + length;
    }
    return all;
  }
  static void put_items(const fs::path& path, std::size_t prefix, const std::vector<Bytes>& all) {
    Bytes octets;
    for (const Bytes& item : all) {
      for (std::size_t i = prefix; i-- > 0;) octets += static_cast<char>(item.size() >> (8 * i) & 0xFF);
      octets += item;
    }
    put_octets(path, octets);
  }
  using Change = std::function<void(std::vector<Bytes>&)>;
  void change_entries(std::uint64_t position, const Change& change) const {
    change_items(entries(position), 2, change);
  }
  void change_payloads(std::uint64_t position, const Change& change) const {
    change_items(payloads(position), 4, change);
  }
  void flip_entry(std::uint64_t position, std::size_t at) const {
    change_entries(position, [&](std::vector<Bytes>& all) { flip(all.at(position % kTileWidth), at); });
  }
  static void flip(Bytes& octets, std::size_t at) { octets.at(at) = static_cast<char>(octets[at] ^ 1); }
  static void flip_file(const fs::path& path, std::size_t at) {
    Bytes octets = octets_of(path);
    flip(octets, at);
    put_octets(path, octets);
  }
  static void cut(const fs::path& path, std::size_t octets) {
    put_octets(path, octets_of(path).substr(0, octets));
  }
  static void swap_files(const fs::path& a, const fs::path& b) {
    const Bytes first = octets_of(a), second = octets_of(b);
    put_octets(a, second);
    put_octets(b, first);
  }

  // Applies `change` to all entries, then makes every link, tile and the checkpoint's root anew; `sign` gives
  // the note.
  void forge(const Change& change, const std::function<std::string(const Checkpoint&)>& sign) const {
    std::vector<Bytes> all;
    for (std::uint64_t p = 0; p < size_; p += kTileWidth) {
      for (Bytes& entry : items(entries(p), 2)) all.push_back(std::move(entry));
    }
    change(all);
    RightEdge edge;
    std::vector<FullTile> full;
    Digest previous;
    std::map<Bytes, Digest> subjects;
    for (Bytes& entry : all) {
      entry.replace(32, 32, previous.view());
      auto& person = subjects[entry.substr(160, 16)];
      if (read_entry(entry)->has_subject()) entry.replace(184, 32, person.view());
      previous = leaf_hash(entry);
      if (read_entry(entry)->has_subject()) person = previous;
      edge.append(previous, full);
    }
    fs::remove_all(out_ / "tile");
    const ExportEdit forged(out_, all.size());
    for (std::size_t p = 0; p < all.size(); p += kTileWidth) {
      const auto end = std::min(p + kTileWidth, all.size());
      put_items(forged.entries(p), 2,
                {all.begin() + static_cast<std::ptrdiff_t>(p), all.begin() + static_cast<std::ptrdiff_t>(end)});
    }
    for (const FullTile& tile : full)
      put_octets(out_ / tile_path({false, tile.level, tile.index}), tile.hashes);
    for (unsigned level = 0; level < 2; ++level) {
      Bytes hashes;
      for (const Digest& hash : edge.partial(level)) hashes += hash.view();
      const auto width = static_cast<unsigned>(edge.partial(level).size());
      if (width != 0)
        put_octets(out_ / tile_path({false, level, edge.size() >> (8 * level) >> 8, width}), hashes);
    }
    put_octets(out_ / "checkpoint", sign({"renkei.example/marugame", edge.size(), edge.root()}));
  }

 private:
  static void change_items(const fs::path& path, std::size_t prefix, const Change& change) {
    std::vector<Bytes> all = items(path, prefix);
    change(all);
    put_items(path, prefix, all);
  }

  const fs::path out_;
  const std::uint64_t size_;
};

}  // namespace renkei::testing
