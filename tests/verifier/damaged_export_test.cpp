// Two verifiers that share no code read the same export: on a sound one both say so, on every damaged one both
// give the same exit code and the same first position. Prints a table.
#include <gtest/gtest.h>

#include <iostream>

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/ed25519.h"
#include "tests/support/folders.h"
#include "tests/support/programs.h"
#include "tests/verifier/export_edit.h"

namespace renkei::testing {
namespace {

constexpr std::uint64_t kOldSize = 300, kSize = 640;

struct Answer {
  int exit_code = 0;
  std::string first;  // position of the first finding; "-": none
  std::string kind;
};

Answer ask_renkei(const fs::path& out) {
  PosixFiles files;
  const auto engine = ExportEngine::open(files, out);
  if (!engine) return {engine.error().exit_code, "-", "unreadable"};
  const ExportEngine& e = **engine;
  VerifyInput input{e, e.log_key(), e.format().origin, e.checkpoint_note(), nullptr, {}, {}};
  input.check_blob = [&](const Digest& blob, std::string& problem) { return e.check_blob(blob, problem); };
  input.packet_key = e.format().packet_key;
  input.city = e.format().city;
  input.ledger_id = e.format().ledger_id;
  input.kept = {kept_checkpoints(files, out.string() + "/checkpoints"), 0, true};
  const VerifyReport report = verify_ledger(input);
  if (report.findings.empty()) return {report.exit_code(), "-", ""};
  return {report.exit_code(), std::to_string(report.findings[0].position), report.findings[0].kind};
}

Answer ask_python(const fs::path& out) {
  const std::string command = std::string("python3 -B ") + source_folder() +
                              "/tests/verifier/verify_export.py " + out.string() + " 2>/dev/null";
  const Ran ran = run(command);
  std::stringstream line(ran.output);
  Answer answer{ran.exit_code, "-", ""};
  line >> answer.first >> answer.kind;
  if (answer.first.empty()) answer.first = "-";
  return answer;
}

struct DamagedExport : ::testing::Test {
  static void SetUpTestSuite() {
    folder = new TemporaryFolder;
    city = new CityWithHistory(folder->path / "city", "丸亀市");
    city->grow(kOldSize);
    write(*city, "old", true);
    city->grow(kSize);
    write(*city, "new", true);
    write(*city, "bare", false);
    CityWithHistory other(folder->path / "other-city", "坂出市");
    other.grow(kSize);
    write(other, "other", true);
  }
  static void TearDownTestSuite() {
    std::cout << table.str();
    delete city;
    delete folder;
  }
  static void write(CityWithHistory& of, const char* name, bool with_payloads) {
    auto engine = RocksEngine::open_read_only(of.files, of.paths.data);
    if (!engine) throw std::runtime_error(engine.error().what);
    const auto done = export_ledger(of.files, of.paths, **engine, of.note(), *read_format(of.files, of.paths),
                                    folder->path / name, with_payloads, {});
    if (!done) throw std::runtime_error(done.error().what);
  }

  // Damages a copy of the new export and compares the verifiers; `code` and `first` are what both must say.
  void expect_both(const std::string& what, int code, const std::string& first,
                   const std::function<void(const ExportEdit&)>& damage) {
    const fs::path work = folder->path / "work";
    copy_tree(folder->path / "new", work);
    damage(ExportEdit(work, kSize));
    const Answer renkei = ask_renkei(work), python = ask_python(work);
    EXPECT_EQ(renkei.exit_code, code) << what << ": " << renkei.kind;
    EXPECT_EQ(renkei.first, first) << what << ": " << renkei.kind;
    EXPECT_EQ(python.exit_code, renkei.exit_code) << what << ": " << python.kind;
    EXPECT_EQ(python.first, renkei.first) << what << ": " << renkei.kind << " and " << python.kind;
    table << what << " | exit " << renkei.exit_code << " " << python.exit_code << " | " << renkei.first << " "
          << renkei.kind << " | " << python.first << " " << python.kind << "\n";
  }
  static fs::path old(const std::string& path) { return folder->path / "old" / path; }

  static inline TemporaryFolder* folder = nullptr;
  static inline CityWithHistory* city = nullptr;
  static inline std::stringstream table;
};

TEST_F(DamagedExport, IsSoundUntilItIsDamaged) {
  for (const char* name : {"old", "new", "other"}) {
    const Answer renkei = ask_renkei(folder->path / name), python = ask_python(folder->path / name);
    EXPECT_EQ(renkei.exit_code, 0) << name << " " << renkei.first << " " << renkei.kind;
    EXPECT_EQ(python.exit_code, 0) << name << " " << python.first << " " << python.kind;
  }
}

TEST_F(DamagedExport, IsIncompleteWithoutPayloads) {
  const Answer renkei = ask_renkei(folder->path / "bare"), python = ask_python(folder->path / "bare");
  EXPECT_EQ(renkei.exit_code, 4);
  EXPECT_EQ(renkei.kind, "payloads-not-held");
  EXPECT_EQ(python.exit_code, 4);
  EXPECT_EQ(python.first, renkei.first);
}

TEST_F(DamagedExport, IsRefusedOverAnotherOneAndForAForeignCheckpoint) {
  auto engine = RocksEngine::open_read_only(city->files, city->paths.data);
  ASSERT_TRUE(engine);
  const CityFormat format = *read_format(city->files, city->paths);
  EXPECT_FALSE(
      export_ledger(city->files, city->paths, **engine, city->note(), format, folder->path / "new", true, {}));
  const auto foreign =
      export_ledger(city->files, city->paths, **engine, octets_of(folder->path / "other/checkpoint"), format,
                    folder->path / "none", true, {});
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().exit_code, 2);
}

TEST_F(DamagedExport, ShowsAFlippedByteInAnEntry) {
  for (const std::uint64_t p : {0u, 255u, 256u, 400u, 639u}) {
    for (const std::size_t at : {3u, 18u, 24u, 40u, 70u, 104u, 200u, 330u, 390u}) {
      expect_both("entry " + std::to_string(p) + " octet " + std::to_string(at), 2, std::to_string(p),
                  [&](const ExportEdit& e) { e.flip_entry(p, at); });
    }
  }
  expect_both("entry of no length", 2, "5",
              [](const ExportEdit& e) { e.change_entries(5, [](auto& all) { all[5].clear(); }); });
  expect_both("entry cut by a word", 2, "5", [](const ExportEdit& e) {
    e.change_entries(5, [](auto& all) { all[5].resize(all[5].size() - 8); });
  });
}

TEST_F(DamagedExport, ShowsAFlippedByteInAPayloadABlobOrATile) {
  expect_both("payload", 2, "401", [](const ExportEdit& e) {
    e.change_payloads(401, [](auto& all) { ExportEdit::flip(all[401 - 256], 60); });
  });
  expect_both("payload emptied", 2, "401",
              [](const ExportEdit& e) { e.change_payloads(401, [](auto& all) { all[401 - 256].clear(); }); });
  expect_both("payloads swapped", 2, "401", [](const ExportEdit& e) {
    e.change_payloads(401, [](auto& all) { std::swap(all[145], all[147]); });
  });
  expect_both("payload bundle cut", 2, "639", [](const ExportEdit& e) {
    ExportEdit::cut(e.payloads(600), octets_of(e.payloads(600)).size() - 1);
  });
  expect_both("payload bundle with more", 2, "639",
              [](const ExportEdit& e) { put_octets(e.payloads(600), octets_of(e.payloads(600)) + "x"); });
  const std::string blob = hex(city->blobs[0].view()), path = "blobs/" + blob.substr(0, 2) + "/" + blob;
  const std::string second = hex(city->blobs[1].view()),
                    second_path = "blobs/" + second.substr(0, 2) + "/" + second;
  const Answer at = [&] {
    copy_tree(folder->path / "new", folder->path / "work");
    fs::remove(folder->path / "work" / path);
    return ask_renkei(folder->path / "work");
  }();
  ASSERT_EQ(at.kind, "blob");
  expect_both("blob", 2, at.first, [&](const ExportEdit& e) { ExportEdit::flip_file(e.file(path), 70'000); });
  expect_both("blob deleted", 2, at.first, [&](const ExportEdit& e) { fs::remove(e.file(path)); });
  expect_both("blobs swapped", 2, at.first,
              [&](const ExportEdit& e) { ExportEdit::swap_files(e.file(path), e.file(second_path)); });
  expect_both("tile/0/000", 2, "7",
              [](const ExportEdit& e) { ExportEdit::flip_file(e.file("tile/0/000"), 7 * 32); });
  expect_both("tile/0/002.p/128", 2, "519",
              [](const ExportEdit& e) { ExportEdit::flip_file(e.file("tile/0/002.p/128"), 7 * 32); });
  expect_both("tile/1/000.p/2", 2, "256",
              [](const ExportEdit& e) { ExportEdit::flip_file(e.file("tile/1/000.p/2"), 40); });
  expect_both("tile deleted", 2, "256", [](const ExportEdit& e) { fs::remove(e.file("tile/0/001")); });
  expect_both("tile cut", 2, "256", [](const ExportEdit& e) { ExportEdit::cut(e.file("tile/0/001"), 8'160); });
  expect_both("tiles swapped", 2, "0",
              [](const ExportEdit& e) { ExportEdit::swap_files(e.file("tile/0/000"), e.file("tile/0/001")); });
}

TEST_F(DamagedExport, ShowsEntriesThatAreMovedMissingOrTwice) {
  expect_both("two entries swapped", 2, "310", [](const ExportEdit& e) {
    e.change_entries(310, [](auto& all) { std::swap(all[54], all[154]); });
  });
  expect_both("one entry deleted", 2, "310", [](const ExportEdit& e) {
    e.change_entries(310, [](auto& all) { all.erase(all.begin() + 54); });
  });
  expect_both("one entry twice", 2, "311", [](const ExportEdit& e) {
    e.change_entries(310, [](auto& all) { all.insert(all.begin() + 54, all[54]); });
  });
  expect_both("one entry over the next", 2, "311",
              [](const ExportEdit& e) { e.change_entries(310, [](auto& all) { all[55] = all[54]; }); });
  expect_both("the last three cut off", 3, "637", [](const ExportEdit& e) {
    e.change_entries(639, [](auto& all) { all.resize(all.size() - 3); });
  });
  expect_both("cut within an entry", 3, "639", [](const ExportEdit& e) {
    ExportEdit::cut(e.entries(639), octets_of(e.entries(639)).size() - 5);
  });
  expect_both("the last bundle deleted", 3, "512", [](const ExportEdit& e) { fs::remove(e.entries(639)); });
  expect_both("a middle bundle deleted", 2, "256", [](const ExportEdit& e) { fs::remove(e.entries(256)); });
  expect_both("a bundle emptied", 2, "0", [](const ExportEdit& e) { ExportEdit::cut(e.entries(0), 0); });
  expect_both("all entries deleted", 3, "0",
              [](const ExportEdit& e) { fs::remove_all(e.file("tile/entries")); });
  expect_both("octets behind a bundle", 2, "639",
              [](const ExportEdit& e) { put_octets(e.entries(639), octets_of(e.entries(639)) + "more"); });
  expect_both("octets behind a middle bundle", 2, "255",
              [](const ExportEdit& e) { put_octets(e.entries(0), octets_of(e.entries(0)) + "more"); });
  expect_both("a length too great", 2, "256",
              [](const ExportEdit& e) { ExportEdit::flip_file(e.entries(256), 0); });
  expect_both("bundles swapped", 2, "0",
              [](const ExportEdit& e) { ExportEdit::swap_files(e.entries(0), e.entries(256)); });
}

TEST_F(DamagedExport, ShowsFilesFromAnotherTimeOrPlace) {
  expect_both("older entry bundle", 2, "300",
              [](const ExportEdit& e) { put_octets(e.entries(256), octets_of(old("tile/entries/001.p/44"))); });
  expect_both("older payload bundle", 2, "300",
              [](const ExportEdit& e) { put_octets(e.payloads(256), octets_of(old("payloads/001.p/44"))); });
  expect_both("older tile", 2, "256",
              [](const ExportEdit& e) { put_octets(e.file("tile/0/001"), octets_of(old("tile/0/001.p/44"))); });
  expect_both("older checkpoint", 2, "300",
              [](const ExportEdit& e) { put_octets(e.file("checkpoint"), octets_of(old("checkpoint"))); });
  expect_both("newer checkpoint over older files", 3, "300", [](const ExportEdit& e) {
    fs::remove_all(e.file("tile"));
    fs::copy(old("tile"), e.file("tile"), fs::copy_options::recursive);
  });
  const auto other = [](const std::string& path) { return octets_of(folder->path / "other" / path); };
  expect_both("another city's checkpoint", 2, "640",
              [&](const ExportEdit& e) { put_octets(e.file("checkpoint"), other("checkpoint")); });
  expect_both("another city's FORMAT", 2, "0",
              [&](const ExportEdit& e) { put_octets(e.file("FORMAT"), other("FORMAT")); });
  expect_both("another city's bundle", 2, "256",
              [&](const ExportEdit& e) { put_octets(e.entries(256), other("tile/entries/001")); });
}

TEST_F(DamagedExport, ShowsDamageToTheCheckpointAndTheFormat) {
  const auto replace = [](const ExportEdit& e, const std::string& what, const std::string& with) {
    std::string note = octets_of(e.file("checkpoint"));
    note.replace(note.find(what), what.size(), with);
    put_octets(e.file("checkpoint"), note);
  };
  expect_both("checkpoint: another origin", 2, "640",
              [&](const ExportEdit& e) { replace(e, "marugame\n", "sakaide\n"); });
  expect_both("checkpoint: a greater size", 2, "640",
              [&](const ExportEdit& e) { replace(e, "\n640\n", "\n641\n"); });
  expect_both("checkpoint: a smaller size", 2, "639",
              [&](const ExportEdit& e) { replace(e, "\n640\n", "\n639\n"); });
  expect_both("checkpoint: a size with a zero before", 2, "640",
              [&](const ExportEdit& e) { replace(e, "\n640\n", "\n0640\n"); });
  expect_both("checkpoint: a flipped signature", 2, "640", [](const ExportEdit& e) {
    ExportEdit::flip_file(e.file("checkpoint"), octets_of(e.file("checkpoint")).size() - 20);
  });
  expect_both("checkpoint: no signature", 2, "640", [](const ExportEdit& e) {
    const Bytes note = octets_of(e.file("checkpoint"));
    put_octets(e.file("checkpoint"), note.substr(0, note.find("\n\n") + 2));
  });
  expect_both("checkpoint: not text", 2, "640",
              [](const ExportEdit& e) { put_octets(e.file("checkpoint"), Bytes("\xFF\x00\x01", 3)); });
  expect_both("checkpoint deleted", 2, "640", [](const ExportEdit& e) { fs::remove(e.file("checkpoint")); });
  for (const auto& [what, with] : {std::pair("丸亀市", "坂出市"), std::pair("/packets+", "/packages+"),
                                   std::pair("\"ledger_id\":\"", "")}) {
    expect_both(std::string("FORMAT: another ") + what, 2, "0", [&](const ExportEdit& e) {
      std::string format = octets_of(e.file("FORMAT"));
      const std::size_t at = format.find(what);
      if (*with != '\0') {
        format.replace(at, std::strlen(what), with);
      } else {
        char& digit = format[at + std::strlen(what)];
        digit = digit == '0' ? '1' : '0';
      }
      put_octets(e.file("FORMAT"), format);
    });
  }
  expect_both("FORMAT deleted", 5, "-", [](const ExportEdit& e) { fs::remove(e.file("FORMAT")); });
  expect_both("FORMAT emptied", 5, "-", [](const ExportEdit& e) { put_octets(e.file("FORMAT"), "{}"); });
}

TEST_F(DamagedExport, ShowsDamageToTheKeptCheckpoints) {
  const std::string kept = "checkpoints/000";
  const std::size_t slot = CheckpointSlot::kBytes;
  const auto other = octets_of(folder->path / "other" / kept);
  const auto change = [&](const char* what, int code, const std::string& first,
                          const std::function<void(Bytes&)>& damage) {
    expect_both(std::string("kept checkpoints: ") + what, code, first, [&](const ExportEdit& e) {
      Bytes octets = octets_of(e.file(kept));
      damage(octets);
      put_octets(e.file(kept), octets);
    });
  };
  change("flipped in the first", 2, "0", [](Bytes& all) { ExportEdit::flip(all, 60); });
  change("flipped in the last", 2, "300", [&](Bytes& all) { ExportEdit::flip(all, slot + 60); });
  change("flipped behind the note", 2, "300", [&](Bytes& all) { ExportEdit::flip(all, slot + 490); });
  change("swapped", 2, "0", [&](Bytes& all) { all = all.substr(slot) + all.substr(0, slot); });
  change("the first deleted", 2, "0", [&](Bytes& all) { all.erase(0, slot); });
  change("the last deleted", 3, "300", [&](Bytes& all) { all.resize(slot); });
  change("the last cut within", 2, "300", [&](Bytes& all) { all.resize(2 * slot - 1); });
  change("the last emptied", 3, "300", [&](Bytes& all) { all.replace(slot, slot, Bytes(slot, '\0')); });
  change("the first emptied", 2, "0", [&](Bytes& all) { all.replace(0, slot, Bytes(slot, '\0')); });
  change("all of another city", 2, "0", [&](Bytes& all) { all = other; });
  expect_both("kept checkpoints: an older copy", 3, "300",
              [&](const ExportEdit& e) { put_octets(e.file(kept), octets_of(old(kept))); });
  expect_both("kept checkpoints: deleted", 3, "0", [&](const ExportEdit& e) { fs::remove(e.file(kept)); });
  const auto note = [&](std::uint64_t number, const std::string& text) {
    return CheckpointSlot{text, number}.octets();
  };
  const std::string last = octets_of(folder->path / "new/checkpoint"), first = octets_of(old("checkpoint"));
  change("a later one before", 2, "300", [&](Bytes& all) { all = note(0, last) + note(1, first); });
  const auto forged = [](std::vector<Bytes>& all) { ExportEdit::flip(all[200], 16 + 768 / 8); };
  const auto signature = [&](const Checkpoint& c) { return c.text() + last.substr(last.find("\n\n") + 1); };
  expect_both("kept checkpoints: the entries before one forged", 2, "300",
              [&](const ExportEdit& e) { e.forge(forged, signature); });
}

TEST_F(DamagedExport, ShowsAForgeryWithEveryHashMadeAnew) {
  const std::string note = octets_of(folder->path / "new/checkpoint");
  const auto old_signature = [&](const Checkpoint& c) { return c.text() + note.substr(note.find("\n\n") + 1); };
  const Bytes seed(32, 's');
  const auto own_key = [&](const Checkpoint& c) {
    return sign_checkpoint(c, VerificationKey::of(c.origin, 0x01, ed25519_public_key(seed)), seed);
  };
  const auto another_actor = [](std::vector<Bytes>& all) { ExportEdit::flip(all[333], 16 + 768 / 8); };
  expect_both("forged actor, old signature", 2, "640",
              [&](const ExportEdit& e) { e.forge(another_actor, old_signature); });
  expect_both("forged actor, own key", 2, "640", [&](const ExportEdit& e) { e.forge(another_actor, own_key); });
  const auto later = [](std::vector<Bytes>& all) {
    all[333][16 + 704 / 8 + 5] = static_cast<char>(all[333][16 + 704 / 8 + 5] + 1);
  };
  expect_both("forged time", 2, "334", [&](const ExportEdit& e) { e.forge(later, own_key); });
  // The last eight octets of an id are what is compared first; only all sixteen make it the same.
  const auto with_id_of = [](std::size_t from, std::size_t octets) {
    return [=](std::vector<Bytes>& all) {
      const std::size_t end = 16 + 384 / 8 + 16;
      all[333].replace(end - octets, octets, all[from].substr(end - octets, octets));
    };
  };
  expect_both("id of another entry", 2, "333",
              [&](const ExportEdit& e) { e.forge(with_id_of(100, 16), own_key); });
  expect_both("second half of another's id", 2, "640",
              [&](const ExportEdit& e) { e.forge(with_id_of(100, 8), own_key); });
  const auto version = [](std::vector<Bytes>& all) { ExportEdit::flip(all[333], 16 + 640 / 8); };
  expect_both("another version of the stream", 2, "333",
              [&](const ExportEdit& e) { e.forge(version, own_key); });
  const auto without_last = [](std::vector<Bytes>& all) { all.pop_back(); };
  expect_both("without the last entry, own key", 2, "639",
              [&](const ExportEdit& e) { e.forge(without_last, own_key); });
  const auto gap = [](std::vector<Bytes>& all) { all.erase(all.begin() + 333); };
  expect_both("without one entry", 2, "333", [&](const ExportEdit& e) { e.forge(gap, own_key); });
  expect_both("nothing forged, own key", 2, "640",
              [&](const ExportEdit& e) { e.forge([](std::vector<Bytes>&) {}, own_key); });
  expect_both("nothing forged, nothing signed anew", 0, "-",
              [&](const ExportEdit& e) { e.forge([](std::vector<Bytes>&) {}, old_signature); });
}

}  // namespace
}  // namespace renkei::testing
