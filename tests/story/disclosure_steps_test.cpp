// Steps 31 to 35 of docs/story.md: the withdrawal, and the report that the city gives in the disclosure case.
// And the tasks that the story leaves.
#include <cstring>

#include "eventstore/checkpoints.h"
#include "eventstore/merkle/checkpoint.h"
#include "eventstore/merkle/note.h"
#include "eventstore/merkle/utf8.h"
#include "replay/cli/story_client.h"
#include "tests/story/played_story.h"

namespace renkei::testing {
namespace {

using Types = std::vector<std::string>;

constexpr const char* kMessages = "GET /v1/rooms/.*/messages";

// The refusal of an act in the room, as the person's history has it.
void expect_denied(std::uint64_t ordinal, const cli::Person& who, const std::string& operation) {
  const auto denied = event_of<access::AccessDenied>(StoryTest::of_history(ordinal));
  EXPECT_EQ(code_text(denied.rule), "sharing-stopped") << "#" << ordinal;
  EXPECT_EQ(code_text(denied.operation), operation) << "#" << ordinal;
  EXPECT_EQ(to_text(denied.room), StoryTest::result.room_id);
  EXPECT_EQ(actor(StoryTest::of_history(ordinal)), who.account_id);
}

// The sizes of all checkpoints that the city signed and kept.
std::set<std::uint64_t> signed_sizes(ServedCity& city) {
  std::set<std::uint64_t> sizes;
  const KeptWalk walk = kept_checkpoints(city.files, kept_directory(city.paths.checkpoints()));
  while (const auto place = walk()) {
    const auto note = parse_note(place->note.value_or(""));
    EXPECT_TRUE(note) << place->number;
    if (!note) continue;
    const auto checkpoint = Checkpoint::parse(note->text);
    EXPECT_TRUE(checkpoint) << note->text;
    if (checkpoint) sizes.insert(checkpoint->size);
  }
  return sizes;
}

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

// RFC 4180, every cell in quotes.
Table table_of(const std::string& csv) {
  std::vector<std::vector<std::string>> lines{{}};
  for (std::size_t at = std::strlen("\xEF\xBB\xBF"); at < csv.size();) {
    EXPECT_EQ(csv.at(at), '"') << at;
    std::string cell;
    for (++at; at < csv.size(); ++at) {
      if (csv[at] == '"' && csv[at + 1] != '"') break;
      if (csv[at] == '"') ++at;
      cell += csv[at];
    }
    lines.back().push_back(cell);
    const bool last = csv.compare(++at, 2, "\r\n") == 0;
    EXPECT_TRUE(last || csv.at(at) == ',') << at;
    at += last ? 2 : 1;
    if (last) lines.emplace_back();
  }
  EXPECT_TRUE(lines.back().empty());
  lines.pop_back();
  Table table{lines.front(), {lines.begin() + 1, lines.end()}};
  return table;
}

}  // namespace

TEST_F(StoryTest, Step31StopsSharingOnThePersonsOwnWithdrawal) {
  const auto done = entries_of(31);
  ASSERT_EQ(types(done), (Types{"IntakeDocumentReceived", "ConsentWithdrawn", "RoomSharingStopped"}));
  const auto paper = event_of<intake::IntakeDocumentReceived>(done[0]);
  EXPECT_EQ(code_text(paper.kind), "withdrawal_notice");
  EXPECT_EQ(code_text(paper.channel), "counter");
  EXPECT_TRUE(done[0].subject.is_zero()) << "what comes in at the counter is not in the person's history";
  const auto withdrawn = event_of<consent::ConsentWithdrawn>(done[1]);
  EXPECT_EQ(to_text(withdrawn.consent_form), result.self_consent_id);
  EXPECT_EQ(code_text(withdrawn.scope), "all");
  EXPECT_EQ(code_text(withdrawn.requested_by), "self");
  EXPECT_EQ(withdrawn.document, paper.document);
  EXPECT_EQ(to_text(event_of<room::RoomSharingStopped>(done[2]).room), result.room_id);
  // P, at which an auditor finds the room open still.
  EXPECT_EQ(result.position_before_withdrawal, of_history(31).position - 1);
  EXPECT_EQ(of_history(31).position, done[1].position);
}

TEST_F(StoryTest, Step32LeavesAFacilityItsOwnRecordsOnly) {
  expect_denied(33, result.fujikawa, "read");
  const Exchange refused = answered(32, kMessages, 403);
  EXPECT_EQ(refused.field("remedy"), "author_facility=own") << "the way out";
  EXPECT_EQ(refused.field("data"), "");
  // When she asks for her own facility's, she is given two, one of them retracted.
  const auto own = event_of<access::RecordViewed>(of_history(34));
  EXPECT_TRUE(own.own_facility_only);
  EXPECT_EQ(own.count, 2u);
  const Exchange page = answered(32, R"(GET /v1/rooms/.*/messages\?author_facility=own)", 200);
  ASSERT_EQ(page.field("data"), "[2]");
  EXPECT_EQ(page.field("data.0.state"), "retracted");
  EXPECT_EQ(page.field("data.1.state"), "posted");
  for (const char* message : {"data.0", "data.1"})
    EXPECT_EQ(page.field(std::string(message) + ".author.facility_id"), result.office_id);
  // When she writes, that is refused too, and nothing of it is kept.
  expect_denied(35, result.fujikawa, "post");
  EXPECT_EQ(types(entries_of(32)), (Types{"AccessDenied", "RecordViewed", "AccessDenied"}));
}

TEST_F(StoryTest, Step33OpensACaseThatHasANumberAndADayAndNoReason) {
  EXPECT_EQ(answered(33, "POST /v1/disclosure-requests", 400).field("errors.0.pointer"), "/reason");
  const auto asked_for = event_of<disclosure::DisclosureRequested>(of_history(36));
  EXPECT_EQ(asked_for.case_number, "開R8-001");
  EXPECT_EQ(code_text(asked_for.requester), "self");
  EXPECT_EQ(code_text(asked_for.method), "paper");
  EXPECT_EQ(to_text(asked_for.received_on), "2026-11-22");
  EXPECT_EQ(to_text(asked_for.due_on), "2026-12-06") << "fourteen days";
  EXPECT_EQ(to_text(asked_for.facility), result.clinic_id);
  const auto identity = event_of<disclosure::IdentityVerified>(of_history(37));
  EXPECT_EQ(identity.disclosure_request, asked_for.disclosure_request);
  EXPECT_EQ(actor(of_history(36)), result.kono.account_id);
  EXPECT_EQ(code_text(of_history(36).act.purpose), "SUBJECT_REQUEST");
}

TEST_F(StoryTest, Step34MakesTheReportAtACheckpointThatWasSignedBefore) {
  const auto generated = event_of<usage_report::UsageReportGenerated>(of_history(39));
  EXPECT_EQ(generated.rows, 38u);
  // The checkpoint ends with the last row: no entry of the person's between it and the report.
  EXPECT_EQ(generated.checkpoint_size, of_history(38).position + 1);
  EXPECT_EQ(generated.checkpoint_size, of_history(39).position)
      << "it was taken before the report was recorded";
  EXPECT_TRUE(signed_sizes(*city).contains(generated.checkpoint_size));
  EXPECT_EQ(actor(of_history(38)), result.kono.account_id);
  EXPECT_EQ(actor(of_history(39)), result.city2.account_id);
  EXPECT_EQ(actor(of_history(40)), result.city2.account_id);
  // Providing it takes proving again who acts; that refusal is the officer's own.
  EXPECT_EQ(types(entries_of(34)), (Types{"UsageReportRequested", "UsageReportGenerated", "ActionDenied",
                                          "LoginSucceeded", "UsageReportProvided"}));
}

TEST_F(StoryTest, Step35RecordsEachDownloadBeforeItIsAnswered) {
  const Exchange csv = answered(35, R"(GET /v1/usage-reports/.*format=csv)", 200);
  const Exchange json = answered(35, R"(GET /v1/usage-reports/.*format=json)", 200);
  EXPECT_EQ(csv.before.size, of_history(41).position);
  EXPECT_EQ(code_text(event_of<usage_report::UsageReportDownloaded>(of_history(41)).format), "csv");
  EXPECT_EQ(json.before.size, of_history(42).position);
  EXPECT_EQ(code_text(event_of<usage_report::UsageReportDownloaded>(of_history(42)).format), "json");
  EXPECT_EQ(cli::field(json.json(), ""), "[38]");
  // When 三木 asks for it, then the refusal is in her stream and not in the person's history.
  const auto refused = entries_of(answered(35, R"(GET /v1/usage-reports/.*format=csv)", 403));
  ASSERT_EQ(types(refused), Types{"ActionDenied"});
  EXPECT_EQ(to_text(event_of<account::ActionDenied>(refused[0]).account), result.miki.account_id);
  EXPECT_EQ(code_text(event_of<account::ActionDenied>(refused[0]).rule), "role-required");
  EXPECT_TRUE(refused[0].subject.is_zero());
}

TEST_F(StoryTest, Step35TellsEachActInThePolicysWords) {
  const Table table = table_of(result.csv);
  ASSERT_EQ(table.columns,
            (std::vector<std::string>{"番号", "台帳位置", "日時（日本時間）", "書面の日付", "事業所", "職種",
                                      "利用者", "操作", "対象", "件数", "利用目的", "利用目的の判定", "根拠",
                                      "結果", "拒否の理由"}));
  ASSERT_EQ(table.rows.size(), 38u);
  const auto row = [&](std::uint64_t n) {  // without its number and position
    return std::vector(table.rows[n - 1].begin() + 2, table.rows[n - 1].end());
  };
  const std::string now = "2026-11-22 09:00:00", care = "療養者等に提供する医療サービス及び介護サービス",
                    by_operation = "システムが操作から判定", clinic = "しらさぎ在宅クリニック",
                    office = "居宅介護支援事業所うちわの里", manager = "介護支援専門員",
                    manager1 = "介護支援専門員1";
  using Row = std::vector<std::string>;
  EXPECT_EQ(row(7), (Row{now, "", "丸亀市（システム管理者）", "", "職員1", "閲覧", "同意書", "1",
                         "丸亀市（システム管理者）としての確認", by_operation, "同意書1", "実施", ""}));
  EXPECT_EQ(row(19), (Row{now, "2026-11-20", clinic, "医師", "医師1", "記入", "記録", "", care, by_operation,
                          "同意書1", "実施", ""}));
  EXPECT_EQ(row(22), (Row{now, "", office, manager, manager1, "閲覧", "部屋の記録", "2", care, by_operation,
                          "同意書1", "実施", ""}));
  EXPECT_EQ(row(24),
            (Row{now, "2026-11-22", office, manager, manager1, "記入", "記録", "",
                 "サービス担当者会議等によるサービス事業者等との連携", by_operation, "同意書2", "実施", ""}));
  EXPECT_EQ(row(25), (Row{now, "", clinic, "医師", "医師1", "訂正", "記録", "", care, by_operation, "同意書1",
                          "実施", ""}));
  EXPECT_EQ(row(30), (Row{now, "", clinic, "事務員", "事務員1", "拒否", "部屋の記録", "1", care, by_operation,
                          "", "拒否", "担当になっていない"}));
  for (const std::uint64_t n : {33u, 35u}) {
    EXPECT_EQ(row(n), (Row{now, "", office, manager, manager1, "拒否", "部屋の記録", "1", care, by_operation,
                           "", "拒否", "同意撤回により共有停止中"}))
        << n;
  }
  EXPECT_EQ(row(38), (Row{now, "", clinic, "医師", "医師1", "請求", "利用状況報告", "",
                          "ご本人からの求めへの対応", by_operation, "開示請求1", "実施", ""}));
}

TEST_F(StoryTest, Step35HasEveryRowFromTheFirstOnAndThreeDenials) {
  const Table table = table_of(result.csv);
  const std::vector<UsageRow> rows = history();
  std::vector<std::string> denied;
  ASSERT_EQ(table.rows.size(), 38u);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    ASSERT_EQ(table.rows[i].size(), table.columns.size());
    EXPECT_EQ(table.rows[i][0], std::to_string(i + 1));
    EXPECT_EQ(table.rows[i][1], std::to_string(rows[i].position));
    EXPECT_EQ(table.rows[i][13] == "拒否", table.rows[i][14] != "") << "a reason for each, and for none else";
    if (table.rows[i][13] == "拒否") denied.push_back(table.rows[i][0]);
  }
  EXPECT_EQ(denied, (std::vector<std::string>{"30", "33", "35"}));
}

TEST_F(StoryTest, Step35GivesASpreadsheetNoFormulaAndNoBrokenCharacter) {
  const Table table = table_of(result.csv);
  std::size_t cells = 0;
  for (const auto& row : table.rows) {
    for (const std::string& cell : row) {
      ++cells;
      EXPECT_EQ(std::string("=+-@\t\r").find(cell.empty() ? 'x' : cell.front()), std::string::npos) << cell;
    }
  }
  EXPECT_EQ(cells, 38u * 15u);
  for (std::string_view rest = result.csv; !rest.empty();) {
    const auto character = take_utf8(rest);
    ASSERT_TRUE(character) << "not UTF-8, " << rest.size() << " octets before the end";
    EXPECT_NE(*character, U'\uFFFD') << rest.size() << " octets before the end";
  }
}

TEST_F(StoryTest, Step28LeavesATaskForTheFacilitysManagerAndOneForTheCity) {
  const auto incident = event_of<incident::IncidentReported>(entries_of(28).at(1));
  const cli::StorySetup setup = city->story_setup();
  cli::StoryClient client(setup);
  for (const auto& [person, tray] : {std::pair{result.fujikawa, "facility"}, {result.city1, "incident"}}) {
    // Given the story's end, at which the incident is still to be looked at.
    cli::Person who = person;
    client.log_in(who);
    const JsonValue tasks = cli::parsed(client.get(who, std::string("/v1/tasks?tray=") + tray));
    EXPECT_EQ(cli::field(tasks, "count"), "1") << tray;
    EXPECT_EQ(cli::field(tasks, "data.0.kind"), "review_incident") << tray;
    EXPECT_EQ(cli::field(tasks, "data.0.ref"), to_text(incident.incident)) << tray;
    EXPECT_EQ(cli::field(tasks, "data.0.label"), "漏えい等のおそれの確認（居宅介護支援事業所うちわの里）")
        << tray;
    EXPECT_EQ(cli::field(tasks, "data.0.due_on"), "2026-11-22") << tray;
  }
}

}  // namespace renkei::testing
