// A packet's file: kept sealed, built again octet for octet, handed over only once that is recorded, and to
// nobody after its last day.
#include "eventstore/crypto/sha256.h"
#include "tests/api/played_case.h"
#include "tests/support/held_sync.h"
#include "tests/support/raw_download.h"
#include "tests/support/unzipped.h"

namespace renkei::testing {
namespace {

constexpr std::int64_t kDay = 86'400'000;

std::string sha256_of(const Answer& answer) { return json_detail::hex_of(sha256({answer.body}).view()); }

struct PacketDownload : PlayedTest {
  static void SetUpTestSuite() {
    PlayedTest::SetUpTestSuite();
    for (Person* who : {&city->r.city2, &city->r.kono}) city->log_in_again(*who);
  }
  static std::string bearer(const Person& who) {
    std::string head;
    for (const auto& [name, value] : city->as(&who)) head += name + ": " + value + "\r\n";
    return head;
  }
  // The first entry of this kind from this size on, once it is there.
  template <class Event>
  static Event wait_for(std::uint64_t from) {
    for (const auto begun = std::chrono::steady_clock::now();
         std::chrono::steady_clock::now() - begun < patience(std::chrono::seconds(20));) {
      for (std::uint64_t p = from; p < city->size(); ++p) {
        const Recorded recorded = city->service->history.read(p);
        if (const auto* event = std::get_if<Event>(&recorded.event)) return *event;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("no " + std::string(Event::kType.name) + " was recorded");
  }
  static std::size_t files_kept() {
    std::size_t files = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(city->paths.packets()))
      files += file.is_regular_file() ? 1 : 0;
    return files;
  }
};

TEST_F(PacketDownload, GivesTheSameOctetsTwiceAndRecordsEach) {
  PlayedCase c(*city, city->r.kono);
  c.decide("full");
  const std::string packet = c.packet();
  const std::uint64_t before = city->size();
  const Answer first = c.content(city->r.kono, packet), second = c.content(city->r.kono, packet);
  EXPECT_EQ(first.headers.at("content-type"), "application/zip");
  EXPECT_EQ(first.headers.at("content-disposition"), "attachment; filename=\"packet.zip\"");
  EXPECT_EQ(sha256_of(first), field(c.made, "data.sha256"));
  EXPECT_EQ(std::to_string(first.body.size()), field(c.made, "data.bytes"));
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(city->since(before), std::vector<std::string>(2, "PacketDownloaded"));
}

// Who takes the request back gets nothing more of it.
TEST_F(PacketDownload, EndsWithAWithdrawnRequest) {
  PlayedCase c(*city, city->r.kono);
  c.decide("full");
  const std::string packet = c.packet();
  ASSERT_EQ(c.content(city->r.kono, packet).status, 200);
  c.act("close", R"({"closure":"request_withdrawn"})");
  const std::uint64_t before = city->size();
  EXPECT_EQ(code_of(c.content(city->r.kono, packet)), "409 wrong-state");
  EXPECT_EQ(city->since(before), std::vector<std::string>{});
}

TEST_F(PacketDownload, ThatIsCutInTheMiddleIsRecordedWithTheOctetsSent) {
  PlayedCase c(*city, city->r.kono);
  c.decide("full");
  const std::string packet = c.packet();
  const std::uint64_t before = city->size();
  {
    RawDownload download(city->server->port(), "/v1/packets/" + packet + "/content", bearer(city->r.kono));
    EXPECT_TRUE(download.read_some().starts_with("HTTP/1.1 200 "));
  }
  const auto failed = wait_for<packet::PacketDownloadFailed>(before);
  EXPECT_EQ(to_text(failed.packet), packet);
  EXPECT_GT(failed.sent_bytes, 0u);
  EXPECT_LT(failed.sent_bytes, std::stoull(field(c.made, "data.bytes")));
  EXPECT_EQ(city->since(before), (std::vector<std::string>{"PacketDownloaded", "PacketDownloadFailed"}));
  // Nobody has it in hand, so nobody can hand it over; a later download that is whole can be.
  EXPECT_EQ(
      code_of(city->post(&city->r.kono, c.path() + "/deliver", PlayedCase::delivery(packet), c.current())),
      "409 packet-required");
  ASSERT_EQ(c.content(city->r.kono, packet).status, 200);
  c.act("deliver", PlayedCase::delivery(packet));
}

// What was done with the first packet stands in the person's later history, and so in the second packet.
TEST_F(PacketDownload, StandsInThePersonsLaterPacket) {
  PlayedCase first(*city, city->r.kono);
  first.decide("full");
  const std::string packet = first.packet();
  ASSERT_EQ(first.content(city->r.kono, packet).status, 200);
  first.act("deliver", PlayedCase::delivery(packet));
  first.act("close", PlayedCase::kCompleted);
  PlayedCase second(*city, city->r.kono);
  second.decide("full");
  const std::string later = second.packet();
  const Members members = unzipped(second.content(city->r.kono, later).body);
  const std::string& lines = members.at("usage.jsonl");
  for (const char* operation : {"作成の開始", "作成", "ダウンロード", "交付"}) {
    const std::string said = "\"operation\":\"" + std::string(operation) + "\",\"object\":\"開示書面\"";
    EXPECT_NE(lines.find(said), std::string::npos) << operation;
  }
  EXPECT_GT(std::stoull(field(second.made, "data.rows")), std::stoull(field(first.made, "data.rows")));
}

TEST_F(PacketDownload, IsBuiltAgainOctetForOctetAfterARestart) {
  PlayedCase c(*city, city->r.kono);
  c.decide("part");
  const std::string packet = c.packet();
  EXPECT_EQ(c.content(city->r.kono, packet).status, 200);
  c.act("deliver", PlayedCase::delivery(packet));
  c.act("close", PlayedCase::kCompleted);
  EXPECT_GT(files_kept(), 0u);
  city->restart();
  EXPECT_EQ(files_kept(), 0u);  // nobody holds their keys
  for (Person* who : {&city->r.city2, &city->r.kono}) city->log_in_again(*who);
  EXPECT_EQ(field(c.made_packet(city->r.kono, packet), "data.progress.step"), "done");
  const std::uint64_t before = city->size();
  const Answer again = c.content(city->r.kono, packet);
  EXPECT_EQ(sha256_of(again), field(c.made, "data.sha256"));
  EXPECT_EQ(city->since(before), std::vector<std::string>{"PacketDownloaded"});
  EXPECT_EQ(files_kept(), 1u);
}

struct ExpiredPacket : PacketDownload {};

TEST_F(ExpiredPacket, IsGivenOnItsLastDayAndMadeAnewAfterIt) {
  PlayedCase c(*city, city->r.kono);
  c.decide("full");
  const std::string packet = c.packet();
  city->clock.advance_milliseconds(15 * kDay);
  city->log_in_again(city->r.kono);
  const std::string fresh = "Shiwaku-Kaze-2026";  // the password's month would end with the packet's
  ASSERT_EQ(city->post(&city->r.kono, "/v1/password-changes",
                       "{\"current\":" + cli::json_string(city->r.kono.password) +
                           ",\"new\":" + cli::json_string(fresh) + "}")
                .status,
            200);
  city->r.kono.password = fresh;
  city->clock.advance_milliseconds(15 * kDay);
  city->log_in_again(city->r.kono);
  EXPECT_EQ(c.content(city->r.kono, packet).status, 200);
  city->clock.advance_milliseconds(kDay);
  city->log_in_again(city->r.kono);
  const std::uint64_t before = city->size();
  EXPECT_EQ(code_of(c.content(city->r.kono, packet)), "409 packet-expired");
  EXPECT_EQ(city->since(before), std::vector<std::string>{});
  const std::string another = c.packet();
  EXPECT_EQ(c.content(city->r.kono, another).status, 200);
}

// On a disk that holds back the sync of the ledger: not one octet of the file comes before it.
TEST(RecordedDownload, IsDurableBeforeTheFirstOctetLeaves) {
  SimulatedFiles disk;
  PlayedCity city(ServedCity::cheap_limits(), &disk);
  for (Person* who : {&city.r.city2, &city.r.kono}) city.log_in_again(*who);
  PlayedCase c(city, city.r.kono);
  c.decide("full");
  const std::string packet = c.packet();
  std::string head;
  for (const auto& [name, value] : city.as(&city.r.kono)) head += name + ": " + value + "\r\n";
  const std::uint64_t before = city.size();
  HeldLedgerSync gate(disk);
  RawDownload download(city.server->port(), "/v1/packets/" + packet + "/content", head);
  gate.wait_for(1);
  EXPECT_TRUE(download.nothing_came());
  EXPECT_EQ(city.size(), before);
  gate.let_through(1);
  EXPECT_TRUE(download.read_some().starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(city.since(before), std::vector<std::string>{"PacketDownloaded"});
  gate.let_through(1'000);
  EXPECT_EQ(city.failure, "");
}

}  // namespace
}  // namespace renkei::testing
