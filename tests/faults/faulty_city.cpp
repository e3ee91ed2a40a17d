#include "tests/faults/faulty_city.h"

#include "domain/check.h"
#include "tests/support/policy_file.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kSeedsAtOnce = 4;

void make_folders(SimulatedFiles& disk, const std::string& path) {
  const std::string parent = parent_directory(path);
  if (parent != "." && parent != "/") make_folders(disk, parent);
  ENSURE(disk.create_directory(path).has_value());
  ENSURE(disk.sync_directory(parent).has_value());
}

DiskImage make_city() {
  SimulatedFiles disk;
  const auto made = init_city(disk, kPaths, init_options());
  ENSURE(made.has_value());
  return disk.snapshot();
}

}  // namespace

InitOptions init_options() {
  return {
      .city = "丸亀市", .policy_json = policy_text(), .admins = {"情報 太郎", "福祉 花子"}, .now = kStoryStart};
}

const DiskImage& fresh_city() {
  static const DiskImage image = make_city();
  return image;
}

void lay_out(SimulatedFiles& disk, const DiskImage& image) {
  for (const std::string& folder : {kPaths.secrets, kPaths.blobs(), kPaths.uploads()})
    make_folders(disk, folder);
  for (const auto& [path, octets] : image) {
    make_folders(disk, parent_directory(path));
    auto file = disk.open(path, OpenMode::create);
    ENSURE(file && (*file)->truncate(0) && (*file)->pwrite(0, octets) && (*file)->sync());
    ENSURE(disk.sync_directory(parent_directory(path)).has_value());
  }
}

Result<OpenCity, CityError> open_on(SimulatedFiles& disk) {
  try {
    return open_city(disk, kPaths);
  } catch (const CorruptHistory& e) {
    return Unexpected{CityError{std::string("thrown: ") + e.what()}};
  }
}

RequestKey request_key(std::uint64_t number) {
  RequestKey key;
  key.id = numbered<RequestId>(0x5E, number);
  key.utc_day = static_cast<std::int32_t>(kStoryStart.microseconds / 86'400'000'000);
  key.tags[0] = numbered<RequestTag>(0x7A, number);
  return key;
}

std::vector<Draft> open_room(const CareRecipientId& subject, const RoomId& room) {
  return {Draft{care_recipient::SubjectKeyCreated{subject, subject}, {}, {}},
          Draft{room::RoomOpened{room, subject, {}, {}}, {}, {}}};
}

Draft message(const CareRecipientId& subject, const RoomId& room, std::uint64_t number, std::size_t length) {
  room::MessagePosted posted;
  posted.room = room;
  posted.subject = subject;
  posted.message = numbered<MessageId>(0x3E, number);
  posted.text = std::string(length, static_cast<char>('a' + number % 26));
  return {posted, {}, {}};
}

RunningCity::RunningCity(OpenCity opened, CommitterLimits limits, ViewsLimits view_limits)
    : city(std::move(opened)) {
  const auto fatal = [this](const std::string&) { failed_ = true; };
  views = std::make_unique<Views>(city.view_store, *city.engine, view_limits, fatal);
  committer =
      std::make_unique<Committer>(Committer::Parts{*city.engine, *views, *views, *city.keyring, clock,
                                                   city.format.ledger_id, restore_edge(*city.engine), fatal},
                                  limits);
}

void RunningCity::stop() {
  if (failed_ && views) views->stop();  // wakes a committer that waits for room
  if (committer) committer->stop();
  if (views) views->stop();
}

std::optional<Committed> RunningCity::record(std::vector<Draft> drafts, const RequestKey& request) {
  std::promise<Committed> promise;
  auto future = promise.get_future();
  auto decide = [drafts = std::move(drafts)](Situation&) { return Verdict{{}, drafts, {}}; };
  auto proposal = std::make_unique<Act1>(std::move(decide), std::move(promise));
  proposal->request = request;
  if (!committer->submit(std::move(proposal))) return std::nullopt;
  try {
    return future.get();
  } catch (const std::future_error&) {  // dropped unanswered
    return std::nullopt;
  }
}

std::map<std::uint64_t, std::string> run_seeds(std::uint64_t count,
                                               const std::function<std::string(std::uint64_t)>& test,
                                               SeedsUntil until) {
  std::map<std::uint64_t, std::string> problems;
  std::mutex mutex;  // guards problems
  std::atomic<std::uint64_t> next = 2;
  const auto run = [&](std::uint64_t seed) {
    std::string problem = test(seed);
    const std::lock_guard lock(mutex);
    if (problem.empty()) return;
    problems[seed] = std::move(problem);
    if (until == SeedsUntil::a_problem) next = count + 1;
  };
  run(1);  // alone: RocksDB fills tables in its first opening, behind guards that a sanitizer does not see
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kSeedsAtOnce; ++i) {
    threads.emplace_back([&] {
      for (std::uint64_t seed = next++; seed <= count; seed = next++) run(seed);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return problems;
}

std::string to_text(const std::map<std::uint64_t, std::string>& problems) {
  std::string text;
  for (const auto& [seed, problem] : problems) text += "seed " + std::to_string(seed) + ": " + problem + "\n";
  return text;
}

}  // namespace renkei::testing
