// A right that ends while a read is under way: whatever is committed before the read's own record denies it.
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct Revocation : PlayedTest {
  // What ends the rights is recorded here as it stands, by nobody: no policy is kept so.
  static void TearDownTestSuite() { city.reset(); }
  using End = std::function<std::vector<Draft>(Situation&)>;

  // Holds the committer inside the revoking act until the read has been sent, so that the read was prepared
  // while the right still stood and is decided after it has ended.
  static Answer read_during(const Person& who, const std::string& path, const End& end) {
    std::promise<void> held, go;
    std::promise<Committed> committed;
    auto done = committed.get_future();
    auto decide = [&](Situation& s) {
      held.set_value();
      go.get_future().wait();
      return Verdict{{}, end(s), {}};
    };
    EXPECT_TRUE(city->service->committer->submit(std::make_unique<Act1>(decide, std::move(committed))));
    held.get_future().wait();
    Answer answer;
    std::thread reader([&] { answer = client::ApiClient(city->url(), "").get(path, city->as(&who)); });
    for (int i = 0; i < 2'000 && city->service->committer->queue_length() == 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    go.set_value();
    reader.join();
    EXPECT_FALSE(done.get().rejection);
    return answer;
  }
  static void expect_denied(Person& who, const std::string& path, const End& end, const std::string& code) {
    city->log_in_again(who);
    ASSERT_EQ(city->get(&who, path).status, 200) << path;
    const std::uint64_t before = city->size();
    const Answer answer = read_during(who, path, end);
    EXPECT_EQ(code_of(answer), code) << answer.body;
    EXPECT_EQ(answer.body.find("フロセミド"), std::string::npos);
    const auto types = city->since(before);
    EXPECT_EQ(std::count(types.begin(), types.end(), "RecordViewed"), 0) << path;
    EXPECT_EQ(code_of(city->get(&who, path)), code);
  }
  static std::vector<std::string> reads() {
    return {city->messages(), "/v1/attachments/" + city->r.photo_attachment_id + "/content"};
  }
  static AccountId account(const Person& who) { return *id_from_text<AccountId>(who.account_id); }
};

// Answered as if there were no such room; the person is told who tried.
void assigning_stands_in_the_history(Person& manager, const Person& whom) {
  auto& city = *PlayedTest::city;
  city.log_in_again(manager);
  city.close_denial_windows();
  const std::uint64_t before = city.size();
  EXPECT_EQ(code_of(city.post(&manager, "/v1/rooms/" + city.r.room_id + "/assignments",
                              "{\"account_id\":" + cli::json_string(whom.account_id) +
                                  R"(,"from_on":"2026-11-22","basis":"x"})")),
            "404 not-found");
  ASSERT_GT(city.size(), before);
  const Recorded last = city.service->history.read(city.size() - 1);
  EXPECT_TRUE(std::holds_alternative<access::AccessDenied>(last.event));
  EXPECT_EQ(to_text(last.act.actor.account), manager.account_id);
  EXPECT_EQ(to_text(last.subject), city.r.care_recipient_id);
}

TEST_F(Revocation, OfTheAccountDeniesTheRead) {
  for (const std::string& path : reads()) {
    const auto id = account(city->r.takagi);
    expect_denied(
        city->r.takagi, path, [&](Situation&) { return std::vector{draft(account::AccountLocked{id})}; },
        "403 account-suspended");
    city->record({draft(account::AccountUnlocked{id})});
  }
}

TEST_F(Revocation, OfTheFacilityDeniesTheRead) {
  for (const std::string& path : reads()) {
    const auto id = *id_from_text<FacilityId>(city->r.office_id);
    expect_denied(
        city->r.takagi, path,
        [&](Situation&) {
          return std::vector{draft(facility::FacilitySuspended{id, "x"})};
        },
        "403 facility-suspended");
    city->record({draft(facility::FacilityReinstated{id})});
  }
}

TEST_F(Revocation, OfTheFacilitysPartDeniesTheRead) {
  const auto room = *id_from_text<RoomId>(city->r.room_id);
  const auto office = *id_from_text<FacilityId>(city->r.office_id);
  const auto subject = *id_from_text<CareRecipientId>(city->r.care_recipient_id);
  for (const std::string& path : reads()) {
    expect_denied(
        city->r.takagi, path,
        [&](Situation&) {
          return std::vector{draft(room::RoomFacilityEnded{room, subject, office})};
        },
        "403 facility-not-in-room");
    assigning_stands_in_the_history(city->r.fujikawa, city->r.takagi);
    city->record({draft(room::RoomFacilityAdded{room, subject, office, "home_care_support_office", {}})});
  }
}

TEST_F(Revocation, OfTheAssignmentDeniesTheRead) {
  const auto id = account(city->r.miki);
  const auto room = *id_from_text<RoomId>(city->r.room_id);
  expect_denied(
      city->r.miki, city->messages(),
      [&](Situation& s) {
        std::vector<Draft> drafts;
        const auto& state = s.state<room::State>(room);
        for (const room::Assignment& a : state.assignments) {
          if (a.account == id)
            drafts.push_back(draft(room::RoomAssignmentEnded{room, state.subject, a.id, id}));
        }
        return drafts;
      },
      "403 not-assigned");
}

// Until a message names it, an upload is its uploader's alone and no read of it is recorded; from then on it is
// a room's.
TEST_F(Revocation, OfAnUploadByTheMessageThatNamesItDeniesTheUnrecordedRead) {
  const Person& who = city->r.kono;
  city->close_denial_windows();
  city->log_in_again(city->r.kono);
  const std::string file = city->story.upload(who, cli::sample_scan("処方箋"), "application/pdf");
  const std::string path = "/v1/attachments/" + file + "/content";
  ASSERT_EQ(city->get(&who, path).status, 200);
  const auto id = *id_from_text<AttachmentId>(file);
  const Answer answer = read_during(who, path, [&](Situation&) {
    room::MessagePosted posted;
    posted.room = *id_from_text<RoomId>(city->r.room_id);
    posted.subject = *id_from_text<CareRecipientId>(city->r.care_recipient_id);
    posted.message = test_id<MessageId>(0x5A);
    Attachment named;
    named.id = id;
    posted.attachments = {named};
    posted.attachment_keys = {AttachmentKey{}};
    return std::vector{draft(posted)};
  });
  EXPECT_EQ(code_of(answer), "404 not-found");
}

struct PledgeRevocation : Revocation {};  // these two cannot be taken back: a city of their own

TEST_F(PledgeRevocation, DeniesTheRead) {
  const auto id = account(city->r.takagi);
  expect_denied(
      city->r.takagi, city->messages(),
      [&](Situation& s) {
        return std::vector{draft(pledge::PledgeRevoked{s.state<account::State>(id).pledge, "x"})};
      },
      "403 pledge-not-in-force");
}

TEST_F(Revocation, OfTheDeviceDeniesTheRead) {
  const std::string& proof = city->r.fujikawa.device;
  const auto device = *id_from_text<DeviceId>(proof.substr(0, proof.find('.')));
  expect_denied(
      city->r.fujikawa, city->messages(),
      [&](Situation&) { return std::vector{draft(device::DeviceLost{device})}; }, "403 device-not-registered");
}

struct Withdrawal : Revocation {};

TEST_F(Withdrawal, DeniesTheReadButNotOfOnesOwn) {
  const auto room = *id_from_text<RoomId>(city->r.room_id);
  const auto form = *id_from_text<ConsentFormId>(city->r.self_consent_id);
  const auto subject = *id_from_text<CareRecipientId>(city->r.care_recipient_id);
  expect_denied(
      city->r.kono, city->messages(),
      [&](Situation&) {
        consent::ConsentWithdrawn withdrawn;
        withdrawn.consent_form = form;
        withdrawn.subject = subject;
        return std::vector{draft(withdrawn), draft(room::RoomSharingStopped{room, subject, form})};
      },
      "403 sharing-stopped");
  const std::string own = city->messages() + "?author_facility=own";
  EXPECT_EQ(city->get(&city->r.kono, own).status, 200);
}

struct FamilyWithdrawal : PlayedTest {};

TEST_F(FamilyWithdrawal, ClosesTextsAndFilesAboutTheFamily) {  // product.md no. 24
  cli::StoryResult& r = city->r;
  for (Person* who : {&r.city1, &r.kono, &r.miki, &r.fujikawa}) city->log_in_again(*who);
  const std::string file =
      city->story.upload(r.fujikawa, cli::sample_scan("ご家族の連絡先"), "application/pdf");
  const Answer posted = city->post(
      &r.fujikawa, city->messages(),
      R"({"kind":"notice","text":"ご家族の都合","about":"family","sensitivity":"normal","attachment_ids":[)" +
          cli::json_string(file) + "]}");
  ASSERT_EQ(posted.status, 201) << posted.body;
  city->story.receipts.push_back({city->size() - 1, {}, {}});
  const std::string path = "/v1/attachments/" + file + "/content";
  EXPECT_EQ(city->story.get(r.miki, path).status, 200);
  const Headers seen{{"If-None-Match", city->get(&r.miki, city->messages()).headers.at("etag")}};
  EXPECT_EQ(city->get(&r.miki, city->messages(), seen).status, 304);
  const Answer notice =
      city->post(&r.city1, "/v1/intake-documents",
                 R"({"channel":"counter","received_on":"2026-11-22","kind":"withdrawal_notice","sender":"x"})");
  const Answer withdrawn = city->post(
      &r.city1, "/v1/consent-forms/" + r.family_consent_id + "/withdraw",
      "{\"scope\":\"family\",\"intake_document_id\":" + cli::json_string(field(parsed(notice), "data.id")) +
          R"(,"received_on":"2026-11-22","requested_by":{"kind":"family_representative"}})",
      cli::match("2"));
  ASSERT_EQ(withdrawn.status, 200) << withdrawn.body;
  const Answer after = city->get(&r.miki, city->messages(), seen);  // what it closed is not "unchanged"
  EXPECT_EQ(after.status, 200);
  EXPECT_EQ(after.body.find("ご家族の都合"), std::string::npos);
  EXPECT_EQ(code_of(city->post(&r.fujikawa, "/v1/messages/" + field(parsed(posted), "data.id") + "/correct",
                               R"({"text":"ご家族の新しい都合","reason":"x"})", cli::match("1"))),
            "409 family-consent-required");
  EXPECT_EQ(code_of(city->get(&r.miki, path)), "403 consent-not-effective");
  EXPECT_EQ(city->get(&r.fujikawa, path).status, 200);  // its own facility's
}

struct KindWithdrawal : PlayedTest {};

TEST_F(KindWithdrawal, ClosesRecordsOfThatKindToOtherFacilities) {  // product.md no. 24
  cli::StoryResult& r = city->r;
  for (Person* who : {&r.city1, &r.kono, &r.miki, &r.fujikawa}) city->log_in_again(*who);
  const auto post = [&](const Person& who, const std::string& kind) {
    return city->post(
        &who, city->messages(),
        "{\"kind\":\"" + kind + R"(","text":"朝の薬を変更","about":"recipient","sensitivity":"normal"})");
  };
  const Answer posted = post(r.fujikawa, "medication");
  ASSERT_EQ(posted.status, 201) << posted.body;
  const std::string one = "/v1/messages/" + field(parsed(posted), "data.id");
  EXPECT_NE(city->get(&r.miki, city->messages()).body.find("朝の薬"), std::string::npos);
  const Answer notice =
      city->post(&r.city1, "/v1/intake-documents",
                 R"({"channel":"counter","received_on":"2026-11-22","kind":"withdrawal_notice","sender":"x"})");
  const std::string form = "/v1/consent-forms/" + r.self_consent_id;
  const Answer withdrawn =
      city->post(&r.city1, form + "/withdraw",
                 "{\"scope\":\"data_kind\",\"data_kind\":\"medication\",\"intake_document_id\":" +
                     cli::json_string(field(parsed(notice), "data.id")) +
                     R"(,"received_on":"2026-11-22","requested_by":{"kind":"self"}})",
                 city->current(&r.city1, form));
  ASSERT_EQ(withdrawn.status, 200) << withdrawn.body;
  for (const std::string& path : {city->messages(), one}) {
    const Answer shown = city->get(&r.miki, path);
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.body.find("朝の薬"), std::string::npos) << path;
    EXPECT_NE(city->get(&r.fujikawa, path + (path == one ? "" : "?author_facility=own")).body.find("朝の薬"),
              std::string::npos);
  }
  EXPECT_EQ(code_of(post(r.miki, "medication")), "403 consent-not-effective");
  EXPECT_EQ(post(r.miki, "measurement").status, 201);
}

}  // namespace
}  // namespace renkei::testing
