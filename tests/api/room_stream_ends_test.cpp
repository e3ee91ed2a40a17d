// Each act that ends somebody's right to a room ends his stream of its events: soon, with a word, and with
// nothing of the room behind that.
#include "tests/api/room_listener.h"

namespace renkei::testing {
namespace {

using Drafts = std::vector<Draft>;

RoomId room_id(const PlayedCity& c) { return *id_from_text<RoomId>(c.r.room_id); }
CareRecipientId subject(const PlayedCity& c) { return *id_from_text<CareRecipientId>(c.r.care_recipient_id); }
FacilityId clinic(const PlayedCity& c) { return *id_from_text<FacilityId>(c.r.clinic_id); }
FacilityId office(const PlayedCity& c) { return *id_from_text<FacilityId>(c.r.office_id); }
AccountId account(const Person& who) { return *id_from_text<AccountId>(who.account_id); }
DeviceId device(const Person& who) {
  return *id_from_text<DeviceId>(who.device.substr(0, who.device.find('.')));
}

Draft message(const PlayedCity& c, std::uint8_t number) {
  room::MessagePosted posted;
  posted.room = room_id(c);
  posted.subject = subject(c);
  posted.message = test_id<MessageId>(number);
  return draft(posted);
}
Draft assigned(const PlayedCity& c, const Person& who, std::uint8_t number) {
  room::RoomMemberAssigned e;
  e.room = room_id(c);
  e.subject = subject(c);
  e.assignment = test_id<AssignmentId>(number);
  e.account = account(who);
  e.facility = clinic(c);
  e.from_on = date_in_japan(c.clock.now());
  return draft(e);
}
// What stands in the room's own words: nobody is assigned twice.
Draft assignment_ended(const PlayedCity& c, Situation& s, const Person& who) {
  const auto& room = s.state<room::State>(room_id(c));
  for (const room::Assignment& a : room.assignments) {
    if (a.account == account(who) && !a.ended)
      return draft(room::RoomAssignmentEnded{room.id, room.subject, a.id, a.account});
  }
  throw std::runtime_error("not assigned");
}

// An act as it is recorded, and what undoes it for the next, where there is such a thing.
struct EndOfRight {
  const char* name;
  Person cli::StoryResult::*listener;
  std::function<Drafts(const PlayedCity&, Situation&)> act;
  std::function<Drafts(const PlayedCity&, Situation&)> undo = {};
  bool at_once = true;  // else it is found within a second that the right has ended
};

// The last ones end for good what the ones before need.
std::vector<EndOfRight> ends_of_right() {
  using City = const PlayedCity;
  using R = cli::StoryResult;
  return {
      {"RoomClosed", &R::kono,
       [](City& c, Situation&) {
         return Drafts{draft(room::RoomClosed{room_id(c), subject(c), "x"})};
       },
       [](City& c, Situation&) {
         return Drafts{draft(room::RoomReopened{room_id(c), subject(c), "x"})};
       }},
      {"FacilitysPartEnded", &R::takagi,
       [](City& c, Situation&) {
         return Drafts{draft(room::RoomFacilityEnded{room_id(c), subject(c), office(c)})};
       },
       [](City& c, Situation&) {
         return Drafts{
             draft(room::RoomFacilityAdded{room_id(c), subject(c), office(c), "home_care_support_office", {}})};
       }},
      {"AssignmentEnded", &R::miki,
       [](City& c, Situation& s) { return Drafts{assignment_ended(c, s, c.r.miki)}; },
       [](City& c, Situation&) { return Drafts{assigned(c, c.r.miki, 0xB1)}; }},
      {"AccountLocked", &R::miki,
       [](City& c, Situation&) { return Drafts{draft(account::AccountLocked{account(c.r.miki)})}; },
       [](City& c, Situation&) { return Drafts{draft(account::AccountUnlocked{account(c.r.miki)})}; }},
      {"AccountSuspended", &R::miki,
       [](City& c, Situation&) {
         return Drafts{draft(account::AccountSuspended{account(c.r.miki), "x"})};
       },
       [](City& c, Situation&) { return Drafts{draft(account::AccountReinstated{account(c.r.miki)})}; }},
      {"FacilitySuspended", &R::fujikawa,
       [](City& c, Situation&) {
         return Drafts{draft(facility::FacilitySuspended{office(c), "x"})};
       },
       [](City& c, Situation&) { return Drafts{draft(facility::FacilityReinstated{office(c)})}; }},
      {"AccountClosed", &R::miki,
       [](City& c, Situation&) {
         return Drafts{draft(account::AccountClosed{account(c.r.miki), date_in_japan(c.clock.now())})};
       }},
      {"DeviceLost", &R::fujikawa,
       [](City& c, Situation&) { return Drafts{draft(device::DeviceLost{device(c.r.fujikawa)})}; }},
      {"DeviceRetired", &R::nishioka,
       [](City& c, Situation&) { return Drafts{draft(device::DeviceRetired{device(c.r.nishioka)})}; }},
      {"FacilitysPledgeRevoked",
       &R::takagi,
       [](City& c, Situation& s) {
         return Drafts{draft(pledge::PledgeRevoked{s.state<facility::State>(office(c)).pledge, "x"})};
       },
       {},
       false},
      {"EnvironmentObjected", &R::kono,
       [](City& c, Situation& s) {
         const auto& state = s.state<facility::State>(clinic(c));
         return Drafts{draft(facility::EnvironmentObjected{state.id, state.environments.front().id, "x"})};
       }},
  };
}

// A city for all of them. They are recorded as they stand: that the API records them so is for other tests.
struct RoomStream : PlayedTest, ::testing::WithParamInterface<EndOfRight> {
  static void SetUpTestSuite() {
    PlayedTest::SetUpTestSuite();
    city->record({assigned(*city, city->r.nishioka, 0xB2)});
  }
  static void TearDownTestSuite() { city.reset(); }
  static void record(const std::function<Drafts(const PlayedCity&, Situation&)>& drafts,
                     const Drafts& more = {}) {
    city->record([&](Situation& s) {
      Drafts all = drafts(*city, s);
      all.insert(all.end(), more.begin(), more.end());
      return Verdict{{}, all, {}};
    });
  }
  static std::string named(const Draft& message) {
    return to_text(std::get<room::MessagePosted>(message.event).message);
  }
  static Draft next_message() { return message(*city, ++messages); }
  static inline std::uint8_t messages = 0;
};

const std::string kLastWord = "event: access_ended\ndata: {}\n\n";

TEST_P(RoomStream, EndsWithTheRight) {
  const EndOfRight& end = GetParam();
  Person& who = city->r.*end.listener;
  city->log_in_again(who);
  auto stream = listen(*city, who);
  const Draft told = next_message(), behind = next_message();
  city->record({told});
  record(end.act, {behind});  // in one batch, so that nothing comes between them
  const std::string heard = heard_until_ended(*city, stream);
  EXPECT_NE(heard.find(named(told)), std::string::npos) << heard;
  EXPECT_TRUE(heard.ends_with(kLastWord)) << heard;
  EXPECT_EQ(heard.find("access_ended"), heard.rfind("access_ended")) << heard;
  if (end.at_once) {
    EXPECT_EQ(heard.find(named(behind)), std::string::npos) << heard;
  }
  if (end.undo) record(end.undo);
}

INSTANTIATE_TEST_SUITE_P(Each, RoomStream, ::testing::ValuesIn(ends_of_right()),
                         [](const auto& end) { return std::string(end.param.name); });

// A session that has ended is no right that has: its client logs in again.
struct RoomStreamOfASession : PlayedTest {
  static void expect_ended_by(const std::function<void(Person& who)>& act) {
    Person& who = city->r.miki;
    city->log_in_again(who);
    auto stream = listen(*city, who);
    auto others = listen(*city, city->r.kono);
    act(who);
    const std::string heard = heard_until_ended(*city, stream);
    EXPECT_TRUE(heard.starts_with("event: listening\n")) << heard;
    EXPECT_EQ(heard.find("access_ended"), std::string::npos) << heard;
    EXPECT_EQ(others.wait_for(std::chrono::seconds(0)), std::future_status::timeout) << "another's session";
    city->service->streams.close_all();
  }
  static void SetUpTestSuite() {
    PlayedTest::SetUpTestSuite();
    for (Person* who : {&city->r.city1, &city->r.kono}) city->log_in_again(*who);
  }
  static std::string change(const std::string& current, const std::string& fresh) {
    return "{\"current\":" + cli::json_string(current) + ",\"new\":" + cli::json_string(fresh) + "}";
  }
};

TEST_F(RoomStreamOfASession, EndsWithALogout) {
  expect_ended_by(
      [](Person& who) { EXPECT_EQ(code_of(city->post(&who, "/v1/sessions/current/end", "{}")), "200 "); });
}

TEST_F(RoomStreamOfASession, EndsWithAPasswordChangedElsewhere) {
  expect_ended_by([](Person& who) {
    city->log_in_again(who);  // another session of the same account
    const std::string fresh = "Shinonome-Kawara-52";
    EXPECT_EQ(code_of(city->post(&who, "/v1/password-changes", change(who.password, fresh))), "200 ");
    who.password = fresh;
  });
}

TEST_F(RoomStreamOfASession, EndsWithANewCredential) {
  std::string initial;
  expect_ended_by([&](Person& who) {
    city->step_up(city->r.city1);
    const Answer issued =
        city->post(&city->r.city1, "/v1/credentials",
                   "{\"account_ids\":[" + cli::json_string(who.account_id) + R"(],"kind":"reissue"})");
    EXPECT_EQ(issued.status, 201) << issued.body;
    initial = field(parsed(issued), "data.0.initial_password");
  });
  Person& who = city->r.miki;
  who.password = initial;
  city->log_in_again(who);
  const std::string fresh = "Asagiri-Minato-73";
  EXPECT_EQ(code_of(city->post(&who, "/v1/password-changes", change(initial, fresh))), "200 ");
  who.password = fresh;
}

struct RoomStreamAfterAWithdrawal : RoomStreamOfASession {
  static std::string withdrawal(const std::string& scope) {
    const Answer notice = city->post(
        &city->r.city1, "/v1/intake-documents",
        R"({"channel":"counter","received_on":"2026-11-22","kind":"withdrawal_notice","sender":"x"})");
    return "{" + scope + ",\"intake_document_id\":" + cli::json_string(field(parsed(notice), "data.id")) +
           R"(,"received_on":"2026-11-22","requested_by":{"kind":"self"}})";
  }
  static void withdraw(const std::string& scope) {
    const std::string form = "/v1/consent-forms/" + city->r.self_consent_id, body = withdrawal(scope);
    const Answer withdrawn =
        city->post(&city->r.city1, form + "/withdraw", body, city->current(&city->r.city1, form));
    EXPECT_EQ(withdrawn.status, 200) << withdrawn.body;
  }
};

TEST_F(RoomStreamAfterAWithdrawal, EndsForThatFacilityThenForAll) {
  city->log_in_again(city->r.takagi);
  auto of_office = listen(*city, city->r.takagi), of_clinic = listen(*city, city->r.kono);
  withdraw("\"scope\":\"facility\",\"facility_id\":" + cli::json_string(city->r.office_id));
  EXPECT_TRUE(heard_until_ended(*city, of_office).ends_with(kLastWord));
  EXPECT_EQ(of_clinic.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  withdraw("\"scope\":\"all\"");
  EXPECT_TRUE(heard_until_ended(*city, of_clinic).ends_with(kLastWord));
}

// Of a consent that is left with no kind of record nothing is shared any more.
struct RoomStreamAfterTheLastKindIsWithdrawn : RoomStreamAfterAWithdrawal {};

TEST_F(RoomStreamAfterTheLastKindIsWithdrawn, Ends) {
  auto stream = listen(*city, city->r.kono);
  withdraw(R"("scope":"data_kind","data_kind":"all")");
  ASSERT_EQ(code_of(city->get(&city->r.kono, city->messages())), "403 consent-not-effective");
  EXPECT_TRUE(heard_until_ended(*city, stream).ends_with(kLastWord));
}

}  // namespace
}  // namespace renkei::testing
