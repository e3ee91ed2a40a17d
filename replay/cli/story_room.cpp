// Steps 15–35: the room, its records, a withdrawal and the disclosure case.
#include "replay/cli/story_steps.h"

namespace renkei::cli {
namespace {

// Days of the story, from the day it is played on: the last Friday, the next one, and the one after.
struct Days {
  CivilDate visit, conference, next_visit, reply_by;
};
Days days_of(CivilDate today) {
  std::int32_t back = static_cast<std::int32_t>((weekday(today) + 2) % 7);  // Friday is 5
  if (back == 0) back = 7;
  const CivilDate visit = today.plus_days(-back);
  return {visit, visit.plus_days(7), visit.plus_days(14), visit.plus_days(5)};
}

std::string month_day(CivilDate date) {
  const std::string text = month_day_weekday_text(date);
  return text;
}
std::string day_only(CivilDate date) {
  const std::string text = month_day_weekday_text(date);
  return text.substr(text.find("月") + 3);
}

std::string message_body(const std::string& kind, const std::string& text, const std::string& about,
                         CivilDate on, const std::string& attachment = "") {
  return "{\"kind\":" + json_string(kind) + ",\"text\":" + json_string(text) +
         ",\"about\":" + json_string(about) + ",\"sensitivity\":\"normal\",\"attachment_ids\":[" +
         (attachment.empty() ? "" : json_string(attachment)) + "],\"occurred_on\":" + json_string(to_text(on)) +
         ",\"urgent\":false}";
}

std::string consent_sheet(const StoryResult& r, bool family, const std::string& attachment,
                          const std::string& on) {
  const std::string grantor =
      family ? "{\"kind\":\"family_representative\",\"name\":\"香川 修\",\"relation\":\"長男\"}"
             : "{\"kind\":\"self\",\"name\":\"香川 ハル\"}";
  return "{\"type\":\"written\",\"grantor\":" + grantor +
         ",\"scribe\":null,\"family_data\":\"present\",\"scope\":{\"recipient_kinds\":[\"clinic\",\"home_care_"
         "support_office\"],\"facilities\":[" +
         json_string(r.clinic_id) + "," + json_string(r.office_id) +
         "],\"data_kinds\":[\"all\"]},\"signed_on\":" + json_string(on) +
         (family ? "" : ",\"explained_by\":" + json_string(r.kono.account_id)) +
         ",\"material_version\":\"2026-04\",\"attachment_id\":" + json_string(attachment) + "}";
}

void count_messages(const StoryClient& c, const client::Answer& answer, std::size_t expected) {
  c.expect(answer, 200);
  c.expect_equal("記録の件数", field(parsed(answer), "data"), "[" + std::to_string(expected) + "]");
}

}  // namespace

void open_room(StoryClient& c, StoryResult& r) {
  c.at(15);
  const std::string signed_on = to_text(c.today().plus_days(-3));
  const std::string self = c.upload(r.kono, sample_scan("同意書（ご本人）"), "application/pdf");
  const std::string family = c.upload(r.kono, sample_scan("同意書（ご家族）"), "application/pdf");
  const JsonValue requested = c.done(
      r.kono, "/v1/room-requests",
      "{\"form_version\":\"2026-04\",\"care_recipient\":{\"name\":\"香川 ハル\",\"kana\":\"かがわ "
      "はる\",\"sex\":\"female\",\"born_on\":\"昭和10年3月3日\",\"address\":{\"postal_code\":\"763-0000\","
      "\"text\":\"丸亀市（架空）7-8-9\"},"
      "\"tel\":\"0877-00-0009\",\"care_level\":\"要介護2\"},\"main_doctor\":{\"account_id\":" +
          json_string(r.kono.account_id) + ",\"agreed\":true},\"facilities\":[{\"facility_id\":" +
          json_string(r.clinic_id) + ",\"accounts\":[" + json_string(r.kono.account_id) + "," +
          json_string(r.miki.account_id) + "]},{\"facility_id\":" + json_string(r.office_id) +
          ",\"accounts\":[" + json_string(r.fujikawa.account_id) + "," + json_string(r.takagi.account_id) +
          "]}],\"consent_forms\":[" + consent_sheet(r, false, self, signed_on) + "," +
          consent_sheet(r, true, family, signed_on) + "]}",
      201);
  c.expect_equal("defects", field(requested, "data.defects"), "[0]");
  r.care_recipient_id = field(requested, "data.care_recipient_id");
  r.self_consent_id = field(requested, "data.consent_form_ids.0");
  r.family_consent_id = field(requested, "data.consent_form_ids.1");
  c.tell("様式5-1と同意書2通を提出しました。");
  c.at(16);
  const std::string request = "/v1/room-requests/" + field(requested, "data.id");
  c.expect(c.post(r.city2, request + "/approve", "{}", match("1")), 409, "consent-not-verified");
  c.tell("同意書の確認前は承認できません（409 consent-not-verified）。");
  c.at(17);
  const client::Answer tasks = c.get(r.city1, "/v1/tasks?tray=intake");
  c.expect(tasks, 200);
  if (tasks.body.find("しらさぎ在宅クリニック") == std::string::npos ||
      tasks.body.find("香川") != std::string::npos) {
    throw StoryFailure("受付の一覧は事業所名を示し、療養者名を示しません");
  }
  for (const std::string& scan : {self, family}) {
    c.expect(c.get(r.city1, "/v1/attachments/" + scan + "/content"), 200);
    ++r.views_counted;
  }
  c.tell("丸亀市が同意書を閲覧しました（療養者の利用履歴に残ります）。");
  c.at(18);
  // The person's own form is received and explained, the family's received only.
  for (const auto& [id, version] : {std::pair{r.self_consent_id, "2"}, std::pair{r.family_consent_id, "1"}}) {
    c.done(r.city1, "/v1/consent-forms/" + id + "/verify",
           "{\"checks\":[\"signature\",\"date\",\"explainer\",\"scope\"]}", 200, match(version));
  }
  c.tell("同意書2通を確認しました。");
  c.at(19);
  r.room_id = field(c.done(r.city2, request + "/approve", "{}", 200, match("1")), "data.room_id");
  c.tell("部屋を開設しました: " + r.room_id);
}

void share_records(StoryClient& c, StoryResult& r) {
  const Days days = days_of(c.today());
  const std::string messages = "/v1/rooms/" + r.room_id + "/messages";
  c.at(20);
  r.texts.push_back(month_day(days.visit) +
                    "訪問診療。血圧138/76、脈拍72・整、SpO₂ "
                    "96％。右下腿のむくみは軽くなっています。フロセミド20mgを朝1回1錠に減らします。次回は" +
                    month_day(days.next_visit) + "です。");
  const JsonValue posted =
      c.done(r.kono, messages, message_body("visit_record", r.texts.back(), "recipient", days.visit), 201);
  r.first_message_id = field(posted, "data.id");
  r.first_message_position = std::stoull(field(posted, "receipt.position"));
  c.prove(r.kono, receipt_of(posted).value());
  c.tell("河野医師が訪問診療を記入しました（台帳位置 " + field(posted, "receipt.position") + "）。");
  c.at(21);
  const std::string photo = sample_photo();
  const client::Answer uploaded = c.post_file(r.miki, photo, "image/jpeg");
  c.expect(uploaded, 201);
  c.expect_equal("notice", field(parsed(uploaded), "data.notices.0.code"), "photo-has-position");
  r.photo_attachment_id = field(parsed(uploaded), "data.id");
  r.texts.push_back(
      "足浴後に右下腿を撮影しました。発赤なし、圧痕は軽度です。保湿剤を塗りました。ご本人は『靴下の跡が減ってう"
      "れしい』とのこと。");
  c.done(r.miki, messages,
         message_body("photo_document", r.texts.back(), "recipient", c.today(), r.photo_attachment_id), 201);
  c.tell("三木看護師が写真（" + std::to_string(photo.size()) + "バイト）を添えて記入しました。");
  c.at(22);
  const client::Answer rooms = c.get(r.fujikawa, "/v1/rooms");
  c.expect(rooms, 200);
  c.expect_equal("未読", field(parsed(rooms), "data.0.unread"), "2");
  c.expect(c.get(r.fujikawa, "/v1/rooms"), 200);
  ++r.lists_counted;
  c.tell("藤川介護支援専門員の部屋一覧: 未読2件");
  c.at(23);
  const client::Answer page = c.get(r.fujikawa, messages);
  count_messages(c, page, 2);
  ++r.views_counted;
  c.tell("記録2件を閲覧しました。");
  const client::Answer content = c.get(r.fujikawa, "/v1/attachments/" + r.photo_attachment_id + "/content");
  c.expect(content, 200);
  ++r.views_counted;
  if (content.body != photo) throw StoryFailure("写真が送ったものと違います");
  c.expect(c.get(r.fujikawa, messages, {{"If-None-Match", page.headers.at("etag")}}), 304);
  c.tell("藤川介護支援専門員が記録2件と写真を閲覧しました。");
  c.at(24);
  r.texts.push_back(month_day(days.conference) +
                    "14時から、ご自宅でサービス担当者会議を行います。議題は手すりの追加と通所リハビリの回数です"
                    "。長男の修さんも同席されます。ご都合の悪い方は" +
                    day_only(days.reply_by) + "までにご連絡ください。");
  c.done(r.fujikawa, messages, message_body("conference", r.texts.back(), "family", c.today()), 201);
  c.tell("サービス担当者会議の案内を記入しました（ご家族の同意が有効）。");
}

void correct_and_retract(StoryClient& c, StoryResult& r) {
  const Days days = days_of(c.today());
  const std::string messages = "/v1/rooms/" + r.room_id + "/messages";
  c.at(25);
  r.texts.push_back(
      month_day(days.visit) +
      "訪問診療。血圧138/76、脈拍72・整、SpO₂ "
      "96％。右下腿のむくみは軽くなっています。フロセミド20mgを朝1回半錠（10mg）に減らします。次回は" +
      month_day(days.next_visit) + "です。");
  const std::string correction = "{\"text\":" + json_string(r.texts.back()) + ",\"reason\":\"用量の誤記\"}";
  const std::string correct = "/v1/messages/" + r.first_message_id + "/correct";
  c.expect(c.post(r.kono, correct, correction, match("7")), 412, "stale-version");
  const JsonValue corrected = c.done(r.kono, correct, correction, 200, match("1"));
  c.expect_equal("version", field(corrected, "data.version"), "2");
  r.corrected_position = std::stoull(field(corrected, "receipt.position"));
  c.tell("用量の誤記を訂正しました（前の内容も残ります）。");
  c.at(26);
  r.texts.push_back("山田様、明日のデイサービスはお休みとのご連絡がありました。");
  r.wrong_message_id =
      field(c.done(r.takagi, messages, message_body("notice", r.texts.back(), "recipient", c.today()), 201),
            "data.id");
  c.tell("高木介護支援専門員が別の方の連絡を誤って記入しました。");
  c.at(27);
  const client::Answer seen = c.get(r.miki, messages);
  count_messages(c, seen, 4);
  ++r.views_counted;
  if (seen.body.find("半錠（10mg）") == std::string::npos || seen.body.find("山田様") == std::string::npos)
    throw StoryFailure("訂正後の内容と4件の記録が見えるはずです");
  c.tell("三木看護師が4件を閲覧しました。");
  c.at(28);
  const JsonValue retracted = c.done(r.takagi, "/v1/messages/" + r.wrong_message_id + "/retract",
                                     "{\"reason_code\":\"wrong_care_recipient\"}", 200, match("1"));
  c.expect_equal("読んだ人", field(retracted, "data.read_by.0.account_id"), r.miki.account_id);
  c.expect_equal("読んだ人数", field(retracted, "data.read_by"), "[1]");
  c.tell("取り消しました。読んだ方: 1名。漏えい等のおそれとして届け出ました。");
  c.at(29);
  const client::Answer after = c.get(r.miki, messages);
  count_messages(c, after, 4);
  ++r.views_counted;
  if (after.body.find("別の方の情報が誤って投稿され、取り消されました") == std::string::npos ||
      after.body.find("山田") != std::string::npos) {
    throw StoryFailure("取り消した記録の内容が残っています");
  }
  c.tell("別の方の情報は、もう表示されません。");
}

void be_refused(StoryClient& c, StoryResult& r) {
  c.at(30);
  const client::Answer outside = c.get(r.nishioka, "/v1/rooms/" + r.room_id + "/messages");
  c.expect(outside, 404, "not-found");
  ++r.denials_counted;
  const client::Answer nowhere = c.get(r.nishioka, "/v1/rooms/room_00000000000000000000000000/messages");
  c.expect(nowhere, 404, "not-found");
  const auto without_instance = [](const client::Answer& a) {
    const std::size_t at = a.body.find("urn:uuid:");
    return a.body.substr(0, at) + a.body.substr(at + 45);
  };
  c.expect_equal("答え", without_instance(outside), without_instance(nowhere));
  const client::Answer rooms = c.get(r.nishioka, "/v1/rooms");
  c.expect_equal("部屋の一覧", field(parsed(rooms), "data"), "[0]");
  c.tell("担当でない西岡事務員には、部屋があることも分かりません（404）。");
}

void withdraw_consent(StoryClient& c, StoryResult& r) {
  const std::string messages = "/v1/rooms/" + r.room_id + "/messages";
  c.at(31);
  const std::string scan = c.upload(r.city1, sample_scan("同意撤回書"), "application/pdf");
  const JsonValue document =
      c.done(r.city1, "/v1/intake-documents",
             "{\"channel\":\"counter\",\"received_on\":" + json_string(to_text(c.today())) +
                 ",\"kind\":\"withdrawal_notice\",\"attachment_ids\":[" + json_string(scan) +
                 "],\"sender\":\"香川 ハル\"}",
             201);
  const JsonValue withdrawn = c.done(r.city1, "/v1/consent-forms/" + r.self_consent_id + "/withdraw",
                                     "{\"scope\":\"all\",\"facility_id\":null,\"intake_document_id\":" +
                                         json_string(field(document, "data.id")) +
                                         ",\"received_on\":" + json_string(to_text(c.today())) +
                                         ",\"requested_by\":{\"kind\":\"self\"},\"handover_until\":null}",
                                     200, match("3"));
  c.expect_equal("部屋", field(withdrawn, "data.rooms.0.state"), "sharing_stopped");
  r.position_before_withdrawal = std::stoull(field(withdrawn, "data.position")) - 1;
  c.tell("ハルさんが同意を撤回しました。共有停止。P = " + std::to_string(r.position_before_withdrawal));
  c.at(32);
  const client::Answer stopped = c.get(r.fujikawa, messages);
  c.expect(stopped, 403, "sharing-stopped");
  ++r.denials_counted;
  const client::Answer own = c.get(r.fujikawa, messages + "?author_facility=own");
  count_messages(c, own, 2);
  ++r.views_counted;
  c.expect(c.post(r.fujikawa, messages, message_body("notice", "共有停止後の連絡", "recipient", c.today())),
           403, "sharing-stopped");
  ++r.denials_counted;
  c.tell(field(parsed(stopped), "detail"));
}

void disclose(StoryClient& c, StoryResult& r) {
  c.at(33);
  c.expect(c.post(r.kono, "/v1/usage-reports", "{\"disclosure_request_id\":null}"), 409,
           "disclosure-request-required");
  const std::string today = to_text(c.today());
  const std::string request =
      "{\"requester\":{\"kind\":\"self\"},\"care_recipient_id\":" + json_string(r.care_recipient_id) +
      ",\"received_on\":" + json_string(today) +
      ",\"period\":{\"from_on\":null,\"to_on\":null},\"kinds\":[\"records\",\"usage\"],\"method\":\"paper\","
      "\"intake_document_id\":null";
  c.expect(c.post(r.kono, "/v1/disclosure-requests", request + ",\"reason\":\"知りたい\"}"), 400,
           "unknown-field");
  const JsonValue opened = c.done(r.kono, "/v1/disclosure-requests", request + "}", 201);
  r.disclosure_id = field(opened, "data.id");
  r.case_number = field(opened, "data.case_number");
  c.expect_equal("due_on", field(opened, "data.due_on"), to_text(c.today().plus_days(14)));
  c.done(r.kono, "/v1/disclosure-requests/" + r.disclosure_id + "/verify-identity",
         "{\"documents\":[\"my_number_card_face\"],\"representative_proof\":null}", 200, match("1"));
  c.tell("開示請求 " + r.case_number + " を受け付けました（期限 " + field(opened, "data.due_on") +
         "）。理由は尋ねません。");
  c.at(34);
  const JsonValue asked = c.done(r.kono, "/v1/usage-reports",
                                 "{\"disclosure_request_id\":" + json_string(r.disclosure_id) + "}", 201);
  r.usage_report_id = field(asked, "data.id");
  const std::string report = "/v1/usage-reports/" + r.usage_report_id;
  const JsonValue generated = c.done(r.city2, report + "/generate", "{}", 200, match("1"));
  r.rows = std::stoull(field(generated, "data.rows"));
  c.expect(c.post(r.city2, report + "/provide", "{}", match("2")), 403, "step-up-required");
  c.step_up(r.city2);
  c.done(r.city2, report + "/provide", "{}", 200, match("2"));
  c.tell("丸亀市が利用状況報告を作成し提供しました（" + field(generated, "data.rows") + "行、署名済みの台帳 " +
         field(generated, "data.checkpoint_size") + "件）。");
  c.at(35);
  const client::Answer csv = c.get(r.kono, report + "/content?format=csv");
  c.expect(csv, 200);
  r.csv = csv.body;
  c.expect(c.get(r.kono, report + "/content?format=json"), 200);
  c.expect(c.get(r.miki, report + "/content?format=csv"), 403, "role-required");
  c.tell("河野医師（貴事業所のシステム管理担当者）が報告を受け取りました。");
}

}  // namespace renkei::cli
