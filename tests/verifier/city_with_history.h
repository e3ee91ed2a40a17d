// A small city on disk with a real history: a few hundred entries about several persons, sealed payloads, two
// attachments, signed checkpoints. Made once; tests copy its folders and damage the copies.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>

#include "eventstore/blob_store.h"
#include "eventstore/files/posix_files.h"
#include "replay/city.h"
#include "replay/verify.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/policy_file.h"
#include "tests/support/temporary_folder.h"

namespace renkei::testing {

namespace fs = std::filesystem;

inline Bytes octets_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}
inline void put_octets(const fs::path& path, BytesView octets) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(octets.data(), static_cast<std::streamsize>(octets.size()));
}
inline void copy_tree(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

// Copies a tree that is in use: a file that its owner removes meanwhile is left out.
inline void copy_live_tree(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    const fs::path target = to / entry.path().filename();
    if (entry.is_directory()) {
      copy_live_tree(entry.path(), target);
      continue;
    }
    std::error_code error;
    fs::copy_file(entry.path(), target, error);
    if (error && error != std::errc::no_such_file_or_directory)
      throw fs::filesystem_error("copy", target, error);
  }
}

class CityWithHistory {
 public:
  static constexpr int kPersons = 5;

  CityWithHistory(fs::path root, const std::string& city) : root_(std::move(root)) {
    fs::create_directories(root_);
    paths = {root_ / "data", root_ / "secrets"};
    const Bytes policy = policy_text();
    const auto made = init_city(
        files, paths, {city, "renkei.example/marugame", policy, {"森本 由紀", "大西 健"}, clock.now()});
    if (!made) throw std::runtime_error(made.error().what);
  }

  // Opens the city, records until it has `size` entries, signs and closes. `midway` runs with everything open,
  // at half.
  void grow(std::uint64_t size, const std::function<void()>& midway = {}) {
    auto opened = open_city(files, paths);
    if (!opened) throw std::runtime_error(opened.error().what);
    std::string failure;
    const auto fatal = [&](const std::string& what) { failure = what; };
    Views views(opened->view_store, *opened->engine, {}, fatal);
    Committer committer({*opened->engine, views, views, *opened->keyring, clock, opened->format.ledger_id,
                         restore_edge(*opened->engine), fatal},
                        {});
    const std::uint64_t half = (opened->engine->head().size + size) / 2;
    bool told = !midway;
    while (committer.durable_head().size < size) {
      clock.advance_milliseconds(1'500);
      record(committer, next_drafts(*opened, size - committer.durable_head().size));
      if (!told && committer.durable_head().size >= half) {
        told = true;
        sign(*opened, committer.durable_head());
        midway();
      }
    }
    committer.stop();
    sign(*opened, committer.durable_head());
    if (!opened->checkpoints->keep()) throw std::runtime_error("not kept");
    views.stop();
    if (!failure.empty()) throw std::runtime_error(failure);
  }

  std::string note() { return read_high_water(files, paths.checkpoints()).value_or(""); }

  PosixFiles files;
  ManualClock clock{kStoryStart};
  CityPaths paths;
  std::vector<Digest> blobs;

 private:
  static void sign(const OpenCity& city, const Head& head) {
    const auto signed_note = city.checkpoints->sign(head.size, head.root);
    if (!signed_note) throw std::runtime_error(signed_note.error().what);
  }
  static void record(Committer& committer, std::vector<Draft> drafts) {
    std::promise<Committed> promise;
    auto done = promise.get_future();
    auto decide = [drafts = std::move(drafts)](Situation&) { return Verdict{{}, drafts, {}}; };
    ENSURE(committer.submit(std::make_unique<Act1>(std::move(decide), std::move(promise))));
    if (done.get().rejection) throw std::runtime_error("refused");
  }

  std::vector<Draft> next_drafts(const OpenCity& city, std::uint64_t room) {
    std::vector<Draft> drafts;
    for (; persons_ < kPersons; ++persons_) {
      const auto person = test_id<CareRecipientId>(static_cast<std::uint8_t>(0x11 + persons_));
      if (!city.keyring->create_key(KeyKind::care_recipient, KeyId{person.octets}))
        throw std::runtime_error("no key");
      drafts.push_back({care_recipient::SubjectKeyCreated{person, person}, {}, {}});
      drafts.push_back(
          {room::RoomOpened{test_id<RoomId>(static_cast<std::uint8_t>(0x31 + persons_)), person, {}, {}},
           {},
           {}});
    }
    while (drafts.size() < 12 && drafts.size() < room) drafts.push_back({message(), {}, {}});
    return drafts;
  }

  room::MessagePosted message() {
    room::MessagePosted e;
    const auto n = static_cast<std::uint8_t>(posted_ % kPersons);
    e.room = test_id<RoomId>(static_cast<std::uint8_t>(0x31 + n));
    e.subject = test_id<CareRecipientId>(static_cast<std::uint8_t>(0x11 + n));
    e.message.octets[14] = static_cast<std::uint8_t>(posted_ >> 8);
    e.message.octets[15] = static_cast<std::uint8_t>(posted_ & 0xFF);
    e.message.octets[0] = 0x4D;
    if (posted_ % 3 != 0) e.text = "訪問 " + std::to_string(posted_) + "：血圧 138/76、足浴をしました。";
    if (posted_ == 20 || posted_ == 290) e.attachments.push_back(attach(e));
    ++posted_;
    return e;
  }
  Attachment attach(room::MessagePosted& e) {
    BlobStore store(files, paths.blobs());
    auto writer = std::move(*store.begin());
    const Bytes picture(100'000 + static_cast<std::size_t>(posted_), 'x');
    if (!writer->write(picture)) throw std::runtime_error("blob");
    const auto stored = writer->finish();
    if (!stored) throw std::runtime_error("blob");
    blobs.push_back(stored->blob);
    e.attachment_keys.push_back(stored->key);
    return {test_id<AttachmentId>(static_cast<std::uint8_t>(blobs.size())), MediaType::jpeg, stored->bytes,
            stored->blob};
  }

  const fs::path root_;
  int persons_ = 0, posted_ = 0;
};

}  // namespace renkei::testing
