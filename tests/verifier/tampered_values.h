// Every kind of thing that DATA consists of, with (b) a value replaced, (c) two values swapped, (d) one
// deleted, so that every checksum below Renkei's own is right; and what the verifier must name then.
#pragma once

#include "tests/verifier/damaged_city.h"

namespace renkei::testing {

struct Tampering {
  char letter = 0;
  std::string what;
  const char* base = "sst";
  std::function<void(const DamagedCity&)> damage;
  int exit_code = 2;
  std::vector<Named> named;           // by position; all of them must be found
  std::optional<std::uint64_t> at{};  // nothing may be found before it; else before the first that is named
};

// What is missing of what had to be named; empty: nothing.
inline std::string not_noticed(const Tampering& row, const Said& said) {
  std::string missing;
  if (said.exit_code != row.exit_code) missing += " exit code " + std::to_string(row.exit_code);
  for (const Named& named : row.named) {
    if (!said.names(named)) missing += " " + named.kind + " at " + std::to_string(named.position);
  }
  if (!said.findings.empty() && said.findings.front().position < row.at.value_or(row.named.front().position))
    missing += " that all before is sound";
  return missing;
}

namespace tampering {

inline Tampering edited(char letter, const std::string& what, const char* base,
                        std::function<void(DatabaseEdit&)> edit, std::vector<Named> named, int exit_code = 2) {
  return {letter,
          what,
          base,
          [edit = std::move(edit)](const DamagedCity& city) {
            DatabaseEdit database(city.ledger());
            edit(database);
          },
          exit_code,
          std::move(named)};
}
inline Tampering filed(char letter, const std::string& what, std::function<void(const DamagedCity&)> damage,
                       std::vector<Named> named, int exit_code = 2) {
  return {letter, what, "wal", std::move(damage), exit_code, std::move(named)};
}

// A changed entry no longer is what the next one, its tile and the head state of it.
inline std::vector<Named> changed_entry(std::uint64_t position) {
  std::vector<Named> named;
  if (position < 512) named.push_back({position, "tile"});
  if (position + 1 < kSize) named.push_back({position + 1, "chain"});
  if (position + 1 == kSize) named.push_back({kSize, "head-leaf"});
  named.push_back({kSize, "head-root"});
  return named;
}

// As somebody would hide an entry: all behind it move up, with their positions, and the head counts one less.
inline void close_the_gap(DatabaseEdit& edit, std::uint64_t deleted) {
  for (std::uint64_t p = deleted + 1; p < kSize; ++p) {
    Bytes entry = edit.get("entries", position_key(p)).value();
    for (std::size_t i = 0; i < 8; ++i) entry.at(24 + i) = static_cast<char>((p - 1) >> (8 * i) & 0xFF);
    edit.put("entries", position_key(p - 1), entry);
    const auto payload = edit.get("payloads", position_key(p));
    payload ? edit.put("payloads", position_key(p - 1), *payload) : edit.erase("payloads", position_key(p - 1));
  }
  edit.erase("entries", position_key(kSize - 1));
  edit.erase("payloads", position_key(kSize - 1));
  edit.put("heads", "head", position_key(kSize - 1) + edit.get("heads", "head").value().substr(8));
}

inline void add_replaced(std::vector<Tampering>& rows) {
  for (const char* base : {"wal", "sst"}) {
    const auto replaced = [&](const std::string& what, std::function<void(DatabaseEdit&)> edit,
                              std::vector<Named> named) {
      rows.push_back(edited('b', what + " replaced, " + base, base, std::move(edit), std::move(named)));
    };
    for (const std::uint64_t p : {0u, 400u, 600u, 639u}) {
      for (const std::size_t at : {100u, 200u, 380u}) {
        replaced(
            "entry " + std::to_string(p) + " octet " + std::to_string(at),
            [=](DatabaseEdit& edit) { edit.flip("entries", position_key(p), at); }, changed_entry(p));
        rows.back().at = p;
      }
    }
    replaced("payload", [](DatabaseEdit& edit) { edit.flip("payloads", position_key(401), 50); },
             {{401, "payload-digest"}});
    replaced("tile", [](DatabaseEdit& edit) { edit.flip("tiles", tile_position_key(0, 1), 32 * 7); },
             {{256 + 7, "tile"}});
    replaced("head's root", [](DatabaseEdit& edit) { edit.flip("heads", "head", 20); }, {{kSize, "head-root"}});
    replaced("head's last leaf", [](DatabaseEdit& edit) { edit.flip("heads", "head", 60); },
             {{kSize, "head-leaf"}});
    replaced("head by a short one", [](DatabaseEdit& edit) { edit.put("heads", "head", "short"); },
             {{kSize, "head-root"}});
  }
  rows.push_back(filed('b', "blob replaced", [](const DamagedCity& c) { put_octets(c.blob(0), "other"); },
                       {{DamagedCity::blob_at[0], "blob"}}));
  rows.push_back(filed('b', "mark replaced by another city's",
                       [](const DamagedCity& c) {
                         put_octets(c.mark(), octets_of(DamagedCity::other("checkpoints/high-water")));
                       },
                       {{kSize, "high-water-signature"}}));
  rows.push_back(filed('b', "kept checkpoint replaced by another city's",
                       [](const DamagedCity& c) {
                         const Bytes own = octets_of(c.kept()),
                                     others = octets_of(DamagedCity::other("checkpoints/kept/000"));
                         put_octets(c.kept(), others.substr(0, 512) + own.substr(512));
                       },
                       {{0, "kept-signature"}}));
}

inline void add_swapped(std::vector<Tampering>& rows) {
  const auto swapped = [&](const std::string& what, const char* family, Bytes a, Bytes b,
                           std::vector<Named> named) {
    rows.push_back(edited(
        'c', what + " swapped", "sst", [=](DatabaseEdit& edit) { edit.swap(family, a, b); }, std::move(named)));
  };
  swapped("entries", "entries", position_key(310), position_key(420),
          {{310, "position"},
           {310, "chain"},
           {310, "tile"},
           {311, "chain"},
           {420, "position"},
           {420, "chain"},
           {420, "tile"},
           {421, "chain"},
           {kSize, "head-root"}});
  swapped("payloads", "payloads", position_key(401), position_key(403),
          {{401, "payload-digest"}, {403, "payload-digest"}});
  swapped("tiles", "tiles", tile_position_key(0, 0), tile_position_key(0, 1), {{0, "tile"}, {256, "tile"}});
  rows.push_back(edited('c', "root and last leaf of the head swapped", "sst",
                        [](DatabaseEdit& edit) {
                          const Bytes head = *edit.get("heads", "head");
                          edit.put("heads", "head", head.substr(0, 8) + head.substr(40) + head.substr(8, 32));
                        },
                        {{kSize, "head-root"}, {kSize, "head-leaf"}}));
  rows.push_back(filed('c', "blobs swapped",
                       [](const DamagedCity& c) {
                         const Bytes first = octets_of(c.blob(0)), second = octets_of(c.blob(1));
                         put_octets(c.blob(0), second);
                         put_octets(c.blob(1), first);
                       },
                       {{DamagedCity::blob_at[0], "blob"}, {DamagedCity::blob_at[1], "blob"}}));
  rows.push_back(filed('c', "kept checkpoints swapped",
                       [](const DamagedCity& c) {
                         const Bytes own = octets_of(c.kept());
                         put_octets(c.kept(), own.substr(512) + own.substr(0, 512));
                       },
                       {{0, "kept-slot"}}));
}

inline void add_deleted(std::vector<Tampering>& rows) {
  const auto deleted = [&](const std::string& what, const char* family, Bytes key, const Named& named,
                           int exit_code = 2) {
    rows.push_back(edited(
        'd', what + " deleted", "sst", [=](DatabaseEdit& edit) { edit.erase(family, key); }, {named},
        exit_code));
  };
  deleted("entry", "entries", position_key(400), {400, "entry-missing"});
  deleted("entry without a full tile", "entries", position_key(600), {600, "entry-missing"});
  deleted("last entry", "entries", position_key(kSize - 1), {kSize - 1, "head-size"}, 3);
  rows.push_back(edited('d', "entry deleted and the gap closed", "sst",
                        [](DatabaseEdit& edit) { close_the_gap(edit, 400); },
                        {{400, "chain"}, {400, "tile"}, {401, "chain"}, {kSize - 1, "head-root"}}));
  deleted("payload", "payloads", position_key(401), {401, "payload-missing"});
  deleted("tile", "tiles", tile_position_key(0, 1), {256, "tile-missing"});
  deleted("head", "heads", "head", {0, "head-size"});
  rows.push_back(filed('d', "blob deleted", [](const DamagedCity& c) { fs::remove(c.blob(1)); },
                       {{DamagedCity::blob_at[1], "blob"}}));
  rows.push_back(filed('d', "mark deleted", [](const DamagedCity& c) { fs::remove(c.mark()); },
                       {{kSize, "high-water-missing"}}));
  const auto kept = [&](const std::string& what, std::function<Bytes(const Bytes&)> left, const Named& named,
                        int exit_code) {
    rows.push_back(filed(
        'd', what, [=](const DamagedCity& c) { put_octets(c.kept(), left(octets_of(c.kept()))); }, {named},
        exit_code));
  };
  kept(
      "kept checkpoint deleted", [](const Bytes& own) { return own.substr(512); }, {0, "kept-slot"}, 2);
  kept(
      "newest kept checkpoint deleted", [](const Bytes& own) { return own.substr(0, 512); },
      {kFirstSize, "kept-missing"}, 3);
  kept(
      "all kept checkpoints deleted", [](const Bytes&) { return Bytes(); }, {0, "kept-missing"}, 3);
}

}  // namespace tampering

inline std::vector<Tampering> tampered_values() {
  std::vector<Tampering> rows;
  tampering::add_replaced(rows);
  tampering::add_swapped(rows);
  tampering::add_deleted(rows);
  return rows;
}

}  // namespace renkei::testing
