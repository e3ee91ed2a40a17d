// Makes the city that is measured: FOLDER/data and FOLDER/secrets, one nurse's login (logins.txt), the rooms in
// which the nurse may write (rooms.txt). The way in is the story's, through the real API; the bulk is recorded
// by the real committer.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "api/router.h"
#include "benchmarks/open_stores.h"
#include "benchmarks/producers.h"
#include "benchmarks/sample.h"
#include "replay/cli/story_steps.h"

namespace renkei::bench {
namespace {

constexpr std::size_t kInFlight = 1'000;
constexpr std::uint64_t kRoomsMax = 1'000;

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The story up to the first open room, played against a server in this process.
cli::StoryResult play_beginning(const std::string& root) {
  PosixFiles files;
  SystemClock clock;
  std::filesystem::create_directories(root);
  auto made = init_city(files, paths_of(root),
                        {"丸亀市",
                         "renkei.example/marugame",
                         text_of(std::string(RENKEI_SOURCE) + "/replay/data/marugame-2026-04.json"),
                         {"森本 由紀", "大西 健"},
                         clock.now()});
  if (!made) throw std::runtime_error(made.error().what);
  auto city = open_city(files, paths_of(root));
  if (!city) throw std::runtime_error(city.error().what);
  const auto fatal = [](const std::string& what) { throw std::runtime_error(what); };
  api::CityService service(files, paths_of(root), std::move(*city), clock, {}, fatal);
  api::Application application(service);
  http::ServerOptions options;
  options.port = 0;
  http::Server server(options, application);
  std::jthread serving([&] { server.run(); });
  cli::StorySetup setup{"http://127.0.0.1:" + std::to_string(server.port()),
                        "",
                        made->format.log_key,
                        made->admins[0].login_id,
                        made->admins[0].one_time_code,
                        made->admins[1].login_id,
                        made->admins[1].one_time_code,
                        [&] { return clock.now(); },
                        [] {},
                        [](int, const std::string&) {}};
  cli::StoryResult result;
  {
    cli::StoryClient client(setup);
    cli::set_up_city(client, result);
    cli::admit_clinic(client, result);
    cli::admit_office(client, result);
    cli::first_logins(client, result);
    cli::open_room(client, result);
  }
  server.stop(1);
  serving.join();
  service.stop();
  return result;
}

class Filling {
 public:
  Filling(OpenStores& stores, const cli::StoryResult& story, std::uint64_t entries)
      : stores_(stores),
        rooms_(std::min(kRoomsMax, entries / 100)),
        persons_(std::max(rooms_, entries / 10)),
        accounts_(accounts_of(entries)),
        nurse_(*id_from_text<AccountId>(story.miki.account_id)),
        clinic_(*id_from_text<FacilityId>(story.clinic_id)),
        today_(date_in_japan(SystemClock().now())) {}

  void fill(std::uint64_t entries) {
    run(accounts_, [this](std::uint64_t n, auto done) { register_author(n, std::move(done)); });
    run(persons_ + 1, [this](std::uint64_t n, auto done) { admit(n, std::move(done)); });
    const std::uint64_t left = entries - std::min(entries, stores_.committer->durable_head().size);
    const std::uint64_t measured = kMeasuredRows - 2, stride = std::max<std::uint64_t>(1, left / measured);
    run(left, [&, this](std::uint64_t n, auto done) {
      const bool for_measured = n % stride == 0 && n / stride < measured;
      // Every other message goes to the rooms that are read and written to later, so that each has a full page.
      const std::uint64_t person = n * 7'919 % (n % 2 == 0 ? rooms_ : persons_);
      SampleMessage m = for_measured ? sample_message(measured_person(), nth_room(persons_), accounts_, n)
                                     : sample_message(nth_person(person), nth_room(person), accounts_, n);
      submit_drafts(*stores_.committer, m.act, {std::move(m.draft)}, m.request, std::move(done));
    });
    stores_.wait_for_views(0);
  }
  void write_rooms(const std::string& file) const {
    std::ofstream out(file);
    for (std::uint64_t n = 0; n < rooms_; ++n) out << to_text(nth_room(n)) << "\n";
  }

 private:
  void run(std::uint64_t count, Producers::Submit submit) {
    Producers(kInFlight, std::move(submit)).run(0, count);
  }

  void register_author(std::uint64_t n, std::function<void()> done) {
    const AccountId id = nth_account(n);
    const FacilityId home = nth_facility(n / kAccountsPerFacility);
    if (!stores_.city.keyring->create_key(KeyKind::account, KeyId{id.octets}))
      throw std::runtime_error("no key");
    std::vector<Draft> drafts;
    if (n % kAccountsPerFacility == 0) {
      facility::FacilityRegistered registered;
      registered.facility = home;
      registered.facility_kind = "clinic";
      registered.sheet.name = "試験用クリニック" + std::to_string(n / kAccountsPerFacility);
      drafts.push_back({registered, {}, {}});
    }
    account::AccountCreated created;
    created.account = id;
    created.facility = home;
    created.profession = 1;
    created.name = "試験 利用者" + std::to_string(n);
    drafts.push_back({created, {}, {}});
    submit_drafts(*stores_.committer, {}, std::move(drafts), {}, std::move(done));
  }

  // A person's key and room; the first ones also have a consent and the nurse assigned. The last one is the
  // measured one.
  void admit(std::uint64_t n, std::function<void()> done) {
    const CareRecipientId person = n == persons_ ? measured_person() : nth_person(n);
    const RoomId room = nth_room(n);
    if (!stores_.city.keyring->create_key(KeyKind::care_recipient, KeyId{person.octets}))
      throw std::runtime_error("no key");
    std::vector<Draft> drafts{{care_recipient::SubjectKeyCreated{person, person}, {}, {}}};
    const auto consent = nth_id<ConsentFormId>("consent ", n);
    if (n < rooms_) {
      consent::ConsentFormReceived form;
      form.consent_form = consent;
      form.subject = person;
      form.scope = {{"clinic"}, {clinic_}, {"all"}};
      form.signed_on = today_;
      drafts.push_back({form, {}, {}});
      drafts.push_back({consent::ConsentVerified{consent, person, {"signature"}}, {}, {}});
    }
    drafts.push_back(
        {room::RoomOpened{room, person, {}, n < rooms_ ? std::vector{consent} : std::vector<ConsentFormId>{}},
         {},
         {}});
    if (n < rooms_) {
      drafts.push_back({room::RoomFacilityAdded{room, person, clinic_, "clinic", {}}, {}, {}});
      drafts.push_back({room::RoomMemberAssigned{room,
                                                 person,
                                                 nth_id<AssignmentId>("assignment ", n),
                                                 nurse_,
                                                 clinic_,
                                                 today_.plus_days(-1),
                                                 {},
                                                 {},
                                                 "担当"},
                        {},
                        {}});
    }
    submit_drafts(*stores_.committer, {}, std::move(drafts), {}, std::move(done));
  }

  OpenStores& stores_;
  const std::uint64_t rooms_, persons_, accounts_;
  const AccountId nurse_;
  const FacilityId clinic_;
  const CivilDate today_;
};

int prepare(const std::string& root, std::uint64_t entries) {
  const cli::StoryResult story = play_beginning(root);
  std::ofstream(root + "/logins.txt") << story.miki.login_id << "\n"
                                      << story.miki.password << "\n"
                                      << story.miki.device << "\n";
  OpenStores stores(root);
  Filling filling(stores, story, entries);
  filling.fill(entries);
  filling.write_rooms(root + "/rooms.txt");
  std::cout << stores.committer->durable_head().size << " entries\n";
  return 0;
}

}  // namespace
}  // namespace renkei::bench

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "bench_prepare_city FOLDER ENTRIES\n", 64;
  try {
    return renkei::bench::prepare(argv[1], std::strtoull(argv[2], nullptr, 10));
  } catch (const std::exception& e) {
    std::cerr << "bench_prepare_city: " << e.what() << "\n";
    return 1;
  }
}
