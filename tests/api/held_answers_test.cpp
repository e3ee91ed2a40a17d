// While the sync of a batch is held, not one octet of an answer to anything decided in it leaves, whether it
// was recorded or only decided on what is not durable yet; then all do.
#include "tests/api/played_case.h"
#include "tests/support/held_sync.h"
#include "tests/support/raw_download.h"

namespace renkei::testing {
namespace {

struct Question {
  const char* what;
  const Person* who;
  std::string path;
  int status;
  std::string body = {};  // of a POST
  Headers more = {};
};

struct HeldAnswers : ::testing::Test {
  static void SetUpTestSuite() {
    disk = std::make_unique<SimulatedFiles>();
    city = std::make_unique<PlayedCity>(ServedCity::cheap_limits(), disk.get());
    cli::StoryResult& r = city->r;
    for (Person* who : {&r.city1, &r.city2, &r.kono, &r.miki, &r.nishioka}) city->log_in_again(*who);
    PlayedCase c(*city, r.kono);
    c.act("verify-identity", PlayedCase::kIdentity);
    c.get_report();
    report = c.report_path;
  }
  static void TearDownTestSuite() {
    city.reset();
    disk.reset();
  }
  void TearDown() override { EXPECT_EQ(city->failure, ""); }

  static std::string note(const std::string& text) {
    return "{\"kind\":\"notice\",\"text\":" + cli::json_string(text) +
           R"(,"about":"recipient","sensitivity":"normal"})";
  }
  static RawDownload ask(const Question& q) {
    Headers headers = q.more;
    headers.merge(city->as(q.who));
    std::string head;
    if (!q.body.empty()) {
      headers.emplace("Idempotency-Key", client::new_idempotency_key());
      headers.emplace("Content-Type", "application/json");
      headers.emplace("Content-Length", std::to_string(q.body.size()));
    }
    for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
    return RawDownload(city->server->port(), q.path, head, q.body.empty() ? "GET" : "POST", q.body);
  }
  static RawDownload post(const std::string& text) {
    return ask({"a message", &city->r.kono, city->messages(), 201, note(text)});
  }
  static void wait_until_waiting(std::size_t requests) {
    for (const auto begun = std::chrono::steady_clock::now();
         city->service->committer->queue_length() < requests &&
         std::chrono::steady_clock::now() - begun < patience(std::chrono::seconds(10));)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_GE(city->service->committer->queue_length(), requests) << "it does not come to the committer";
  }
  // New connections go to the server's I/O threads in turn: what each was given before, it has written by then.
  static void let_it_write() {
    for (unsigned i = 0; i < http::ServerOptions().io_threads; ++i)
      EXPECT_EQ(client::ApiClient(city->url(), "").get("/healthz").status, 200);
  }
  static void expect_held(const Question& q) {
    HeldLedgerSync gate(*disk);
    RawDownload first = post("手前の一件");
    gate.wait_for(1);
    RawDownload before = post("同じ束の一件");  // makes the batch one that is synced
    wait_until_waiting(1);
    RawDownload asked = ask(q);
    wait_until_waiting(2);
    gate.let_through(1);
    gate.wait_for(2);
    const std::uint64_t size = city->size();
    let_it_write();
    EXPECT_FALSE(first.nothing_came()) << q.what;
    EXPECT_TRUE(before.nothing_came()) << q.what;
    EXPECT_TRUE(asked.nothing_came()) << q.what;
    EXPECT_EQ(city->size(), size) << q.what;
    gate.let_through(1'000'000);
    const std::string came = asked.read_some();
    EXPECT_TRUE(came.starts_with("HTTP/1.1 " + std::to_string(q.status) + " ")) << q.what << " " << came;
    EXPECT_TRUE(before.read_some().starts_with("HTTP/1.1 201 ")) << q.what;
  }

  static inline std::unique_ptr<SimulatedFiles> disk;
  static inline std::unique_ptr<PlayedCity> city;
  static inline std::string report;
};

TEST_F(HeldAnswers, AreThoseThatOweARecord) {
  const cli::StoryResult& r = city->r;
  const std::string login = "{\"login_id\":" + cli::json_string(r.miki.login_id) +
                            ",\"password\":" + cli::json_string(r.miki.password) + "}",
                    wrong_login =
                        "{\"login_id\":" + cli::json_string(r.takagi.login_id) + ",\"password\":\"x\"}";
  const std::vector<Question> questions{
      {"the receipt of a message", &r.kono, city->messages(), 201, note("x")},
      {"a page of messages", &r.miki, city->messages(), 200},
      {"one message", &r.miki, "/v1/messages/" + r.first_message_id, 200},
      {"a file", &r.miki, "/v1/attachments/" + r.photo_attachment_id + "/content", 200},
      {"a person's particulars", &r.kono, "/v1/care-recipients/" + r.care_recipient_id, 200},
      {"a list of rooms", &r.kono, "/v1/rooms", 200},
      {"a usage report", &r.kono, report + "/content?format=csv", 200},
      {"a login", nullptr, "/v1/sessions", 201, login, {{"Renkei-Device", r.miki.device}}},
      {"a refused login", nullptr, "/v1/sessions", 401, wrong_login},
      {"a refused read of the actor's means", &r.kono, "/v1/tasks?tray=intake", 403},
      {"a refused read of a room", &r.nishioka, city->messages(), 404},
  };
  for (const Question& q : questions) expect_held(q);
}

// What records nothing is decided on what others in the batch record.
TEST_F(HeldAnswers, AreThoseThatAreOnlyDecidedToo) {
  const cli::StoryResult& r = city->r;
  const std::string key = client::new_idempotency_key(), message = "/v1/messages/" + r.first_message_id;
  ASSERT_EQ(city->post(&r.kono, city->messages(), note("一度だけ"), {{"Idempotency-Key", key}}).status, 201);
  const std::vector<Question> questions{
      {"the opening of a room's events", &r.miki, "/v1/rooms/" + r.room_id + "/events", 200},
      {"a version that is stale",
       &r.kono,
       message + "/correct",
       412,
       R"({"text":"x","reason":"y"})",
       {{"If-Match", "\"77\""}}},
      {"a value that is wrong", &r.kono, city->messages(), 400,
       R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"normal","occurred_on":"2026-11-30"})"},
      {"somebody else's message",
       &r.miki,
       message + "/retract",
       403,
       R"({"reason_code":"mistake"})",
       {{"If-Match", "\"1\""}}},
      {"a receipt once more", &r.kono, city->messages(), 201, note("一度だけ"), {{"Idempotency-Key", key}}},
      {"an unknown room", &r.kono, "/v1/rooms/room_00000000000000000000000001/messages", 404},
  };
  for (const Question& q : questions) expect_held(q);
}

TEST_F(HeldAnswers, AreTheNewsOfARoomToo) {
  RawDownload stream = ask({"events", &city->r.miki, "/v1/rooms/" + city->r.room_id + "/events", 200});
  const auto read_until = [&stream](const std::string& word) {
    std::string came;
    for (std::string piece = "x"; !piece.empty() && came.find(word) == std::string::npos;)
      came += piece = stream.read_some();
    return came.find(word) != std::string::npos;
  };
  ASSERT_TRUE(read_until("event: listening\n"));
  let_it_write();
  HeldLedgerSync gate(*disk);
  RawDownload posted = post("知らせ");
  gate.wait_for(1);
  let_it_write();
  EXPECT_TRUE(stream.nothing_came());
  EXPECT_TRUE(posted.nothing_came());
  gate.let_through(1'000'000);
  EXPECT_TRUE(read_until("event: message_posted\n"));
}

}  // namespace
}  // namespace renkei::testing
