// What must hold over the whole story, whichever step it is: what is refused changes nothing but the history of
// who asked, and nothing that is shown goes unrecorded.
#include <algorithm>
#include <fstream>
#include <regex>

#include "tests/story/played_story.h"

namespace renkei::testing {
namespace {

// An exchange without ids: "25 POST /v1/messages/{id}/correct: 412".
std::string without_ids(const Exchange& exchange) {
  static const std::regex kId("/([a-z]+_[0-9a-z]{26}|[0-9]+)");
  return std::regex_replace(std::to_string(exchange.step) + " " + exchange.text(), kId, "/{id}");
}

bool is_read(const Exchange& e) { return e.asked.method == "GET" && e.answer.status == 200; }

}  // namespace

TEST_F(StoryTest, LeavesTheLedgerAsItWasWhenItRefusesWhatIsAsked) {
  std::vector<std::string> refused;
  for (const Exchange& e : exchanges) {
    if (e.answer.status != 400 && e.answer.status != 409 && e.answer.status != 412 && e.answer.status != 422)
      continue;
    refused.push_back(without_ids(e));
    EXPECT_EQ(e.after.root, e.before.root) << e.text();
    EXPECT_EQ(e.after.size, e.before.size) << e.text();
  }
  std::vector<std::string> expected{"5 POST /v1/registration-requests/{id}/approve: 409",
                                    "10 POST /v1/registration-requests/{id}/approve: 422"};
  for (const auto& [step, people] : {std::pair{"11", 3}, {"12", 2}}) {
    expected.push_back(std::string(step) + " POST /v1/credentials: 409");
    for (int i = 0; i < people; ++i)
      expected.push_back(std::string(step) + " GET /v1/credentials/{id}/letter: 409");
  }
  for (const char* later :
       {"16 POST /v1/room-requests/{id}/approve: 409", "25 POST /v1/messages/{id}/correct: 412",
        "33 POST /v1/usage-reports: 409", "33 POST /v1/disclosure-requests: 400", "40 POST /v1/packets: 409",
        "40 POST /v1/disclosure-requests/{id}/decide: 409", "42 POST /v1/disclosure-requests/{id}/decide: 409",
        "42 POST /v1/disclosure-requests/{id}/withholdings: 409"})
    expected.push_back(later);
  EXPECT_EQ(refused, expected);
}

TEST_F(StoryTest, RecordsATechnicalRefusalInTheStreamOfWhoAskedAlone) {
  std::size_t refusals = 0;
  for (const Exchange& e : exchanges) {
    if (e.answer.status != 401 && e.answer.status != 403) continue;
    if (e.field("code") == "sharing-stopped") continue;  // of the person's data: theirs to know
    SCOPED_TRACE(without_ids(e));
    ++refusals;
    const auto recorded = entries_of(e);
    ASSERT_EQ(recorded.size(), 1u);
    EXPECT_TRUE(recorded[0].subject.is_zero());
    EXPECT_EQ(recorded[0].subject_ordinal, 0u);
    if (e.answer.status == 401) {
      EXPECT_EQ(types(recorded), std::vector<std::string>{"LoginFailed"});
    } else {
      const auto denied = event_of<account::ActionDenied>(recorded[0]);
      EXPECT_EQ(denied.account, recorded[0].act.actor.account);
      EXPECT_EQ(code_text(denied.rule), e.field("code"));
      EXPECT_EQ(code_text(recorded[0].outcome), "denied");
    }
  }
  EXPECT_EQ(refusals, 2u + 1 + 5 * 2 + 1 + 1 + 1) << "steps 2, 9, 13 and 14, 34, 35, 45";
}

// Of what shows or changes nothing that is a person's: the list is whole, so that a new one must be thought
// about.
TEST_F(StoryTest, GivesNoDataOfAPersonWithoutAnEvent) {
  std::set<std::string> unrecorded;
  for (const Exchange& e : exchanges) {
    if (e.answer.status / 100 != 2 || e.has_written()) continue;
    if (e.step == 44) continue;  // asks how far the packet is, while its maker writes
    std::string what = without_ids(e);
    unrecorded.insert(what.substr(what.find(' ') + 1));
    // The list of rooms is recorded once in a session and day; the others know of no person.
    if (e.step == 22 && e.asked.path == "/v1/rooms") continue;
    for (const char* of_a_person : {"香川", "ハル", "フロセミド", "山田"})
      EXPECT_EQ(e.answer.body.find(of_a_person), std::string::npos) << what << ": " << of_a_person;
  }
  EXPECT_EQ(unrecorded,
            (std::set<std::string>{
                "POST /v1/attachments: 201",                         // recorded with what it is attached to
                "POST /v1/registration-requests/{id}/approve: 200",  // again, with the same key
                "GET /v1/credentials/{id}/letter: 200",              // recorded as issued and delivered
                "GET /v1/rooms: 200",
                "GET /v1/tasks?tray=intake: 200",
                "GET /v1/entries/{id}/proof: 200",
            }));
}

TEST_F(StoryTest, RecordsAsManyReadsListsAndDenialsAsTheClientsSaw) {
  std::uint64_t viewed = 0, listed = 0, denied = 0;
  for (const Exchange& e : exchanges) {
    const std::string& path = e.asked.path;
    const bool refused = e.answer.status == 403 || e.answer.status == 404;
    const bool in_the_room = path.starts_with("/v1/rooms/" + result.room_id);
    const bool attachment = path.starts_with("/v1/attachments/");
    const bool the_case = path == "/v1/disclosure-requests/" + result.disclosure_id;
    viewed += is_read(e) && (in_the_room || attachment || the_case);
    denied += refused && in_the_room;
    listed += is_read(e) && path == "/v1/rooms" && e.field("data") != "[0]";
  }
  EXPECT_EQ(viewed, 8u);
  EXPECT_EQ(denied, 3u);
  EXPECT_EQ(listed, 2u) << "in one session and on one day: recorded once";
  std::map<std::string, std::uint64_t> rows;
  for (const UsageRow& row : history()) ++rows[std::string(event_type(row.type)->name)];
  EXPECT_EQ(rows["RecordViewed"], viewed);
  EXPECT_EQ(rows["AccessDenied"], denied);
  EXPECT_EQ(rows["RecordListed"], listed - 1);
  EXPECT_EQ(viewed, result.views_counted);
  EXPECT_EQ(denied, result.denials_counted);
  EXPECT_EQ(listed - 1, result.lists_counted);
}

TEST_F(StoryTest, PutsIntoThePersonsHistoryWhatConcernsHerAndNothingElse) {
  std::uint64_t with_subject = 0;
  for (const Recorded& entry : entries(0, ended)) {
    const std::string type(event_type(entry.event).name);
    if (entry.subject_ordinal == 0) {
      EXPECT_TRUE(entry.subject.is_zero()) << type;
      continue;
    }
    EXPECT_EQ(entry.subject_ordinal, ++with_subject) << type << " at " << entry.position;
    EXPECT_EQ(to_text(entry.subject), result.care_recipient_id) << type;
  }
  EXPECT_EQ(with_subject, 52u) << "42 up to the usage report, ten of the packet";
}

TEST_F(StoryTest, LeavesNoTextOrSecretOfTheStoryInAnyFile) {
  std::vector<std::string> wanted(result.texts.begin(), result.texts.end());
  ASSERT_EQ(wanted.size(), 5u);
  // Passwords first shown or first chosen, device codes, sessions, and keys of second factors.
  for (const Exchange& e : exchanges) {
    const JsonValue sent = cli::parsed({200, {}, e.asked.body, {}});
    for (const char* name : {"password", "new", "enrolment_code"}) wanted.push_back(cli::field(sent, name));
    for (const char* name : {"data.token", "data.device.token", "data.second_factor.secret"})
      wanted.push_back(e.field(name));
  }
  std::erase_if(wanted, [](const std::string& text) { return text.size() < 10; });
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  EXPECT_EQ(wanted.size(), 5u + 14 + 5 + 11 + 5 + 2)
      << "texts; passwords; device codes; sessions and one renewed; devices; second factors";
  for (const char* of_a_person : {"フロセミド", "靴下の跡", "山田様", "香川 ハル", "かがわ はる",
                                  "昭和10年3月3日", "0877-00-0009", "西岡 亮", "手すりの追加"})
    wanted.push_back(of_a_person);
  std::size_t files = 0, with_the_origin = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(city->root)) {
    if (!file.is_regular_file()) continue;
    ++files;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string octets((std::istreambuf_iterator<char>(in)), {});
    with_the_origin += octets.find("renkei.example/marugame") != std::string::npos;
    for (const std::string& text : wanted)
      EXPECT_EQ(octets.find(text), std::string::npos) << text << " in " << file.path();
  }
  EXPECT_GT(files, 10u);
  EXPECT_GT(with_the_origin, 1u) << "what stands in clear is found";
}

}  // namespace renkei::testing
