// A small city on disk with a lawful history: a few hundred entries about several persons, sealed payloads, two
// attachments, signed checkpoints. Made once; tests copy its folders and damage the copies.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>

#include "eventstore/blob_store.h"
#include "eventstore/files/posix_files.h"
#include "replay/city.h"
#include "replay/verify/verify.h"
#include "tests/support/policy_file.h"
#include "tests/support/temporary_folder.h"
#include "tests/verifier/lawful_city.h"

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
      record(committer, next_step(*opened, size - committer.durable_head().size));
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
  static void record(Committer& committer, const Step& step) {
    std::promise<Committed> promise;
    auto done = promise.get_future();
    auto decide = [&](Situation&) {
      Verdict verdict{step.act, {}, {}};
      for (const DomainEvent& event : step.events) verdict.drafts.push_back({event, {}, {}});
      return verdict;
    };
    ENSURE(committer.submit(std::make_unique<Act1>(std::move(decide), std::move(promise))));
    if (done.get().rejection) throw std::runtime_error("refused");
  }

  // Everybody is admitted and every room opened first, then there are messages, `left` of them at most.
  Step next_step(const OpenCity& city, std::uint64_t left) {
    if (!begun_) begin(city);
    if (begun_ < prologue_.size()) return prologue_[begun_++];
    Step step{"post", kByDoctor, {}};
    while (step.events.size() < std::min<std::uint64_t>(12, left)) step.events.emplace_back(message());
    return step;
  }
  void begin(const OpenCity& city) {
    const auto make_key = [&](KeyKind kind, const auto& id) {
      if (!city.keyring->create_key(kind, KeyId{id.octets})) throw std::runtime_error("no key");
    };
    for (const AccountId& id : {kOfficer, kApprover, kDoctor, kNurse}) make_key(KeyKind::account, id);
    prologue_ = admission();
    // This city was made by init: its first officers are in office already, and appoint those of the steps.
    auto& init = prologue_.front();
    init.events.erase(init.events.begin(), init.events.begin() + 2);
    for (std::uint8_t n = 0; n < kPersons; ++n) {
      const auto at = [n](std::uint8_t first) { return static_cast<std::uint8_t>(first + n); };
      const RoomToOpen opening{person(n), test_id<RoomRequestId>(at(0x71)), test_id<ConsentFormId>(at(0x81)),
                               room(n), static_cast<std::uint8_t>(0x91 + 2 * n)};
      make_key(KeyKind::care_recipient, opening.person);
      for (Step& step : opened(opening)) prologue_.push_back(std::move(step));
    }
  }
  static CareRecipientId person(int n) { return test_id<CareRecipientId>(static_cast<std::uint8_t>(0xA1 + n)); }
  static RoomId room(int n) { return test_id<RoomId>(static_cast<std::uint8_t>(0xB1 + n)); }

  room::MessagePosted message() {
    room::MessagePosted e;
    e.room = room(posted_ % kPersons);
    e.subject = person(posted_ % kPersons);
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
  Steps prologue_;
  std::size_t begun_ = 0;  // steps of the prologue that were taken
  int posted_ = 0;
};

}  // namespace renkei::testing
