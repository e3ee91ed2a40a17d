// Steps 2–14: the city, the clinic, the care office and their first logins.
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/random.h"
#include "eventstore/crypto/totp.h"
#include "replay/cli/story_steps.h"

namespace renkei::cli {
namespace {

std::string pledge(const std::string& scope, int user, const std::string& signer, const std::string& on,
                   const std::string& attachment) {
  return "{\"scope\":" + json_string(scope) + (user < 0 ? "" : ",\"user_index\":" + std::to_string(user)) +
         ",\"signer\":" + json_string(signer) + ",\"signed_on\":" + json_string(on) +
         ",\"text_version\":\"2026-04\",\"attachment_id\":" + json_string(attachment) + "}";
}

std::string user(const std::string& name, const std::string& kana, const std::string& profession,
                 bool manager) {
  return "{\"name\":" + json_string(name) + ",\"kana\":" + json_string(kana) +
         ",\"profession\":" + json_string(profession) +
         ",\"is_system_manager\":" + (manager ? "true" : "false") + ",\"starts_on\":\"2026-11-24\"}";
}

std::string clinic_form(const std::string& document, const std::string& scan, const std::string& code,
                        bool all_pledges, const std::string& on) {
  std::string pledges = pledge("facility", -1, "河野 真一", on, scan) + "," +
                        pledge("user", 0, "河野 真一", on, scan) + "," + pledge("user", 1, "三木 恵", on, scan);
  if (all_pledges) pledges += "," + pledge("user", 2, "西岡 亮", on, scan);
  return "{\"kind\":\"new_facility\",\"form_id\":\"1-1\",\"form_version\":\"2026-04\",\"intake_document_id\":" +
         json_string(document) +
         ",\"facility\":{\"name\":\"しらさぎ在宅クリニック\",\"kana\":\"しらさぎざいたくくりにっく\","
         "\"facility_kind\":\"clinic\",\"codes\":[{\"system\":\"medical\",\"value\":" +
         json_string(code) +
         "}],\"address\":{\"postal_code\":\"763-0000\",\"text\":\"丸亀市（架空）1-2-3\"},\"tel\":\"0877-00-"
         "0001\",\"fax\":\"0877-00-0002\",\"mail\":\"\",\"head\":{\"name\":\"河野 真一\"}},"
         "\"users\":[" +
         user("河野 真一", "こうの しんいち", "physician", true) + "," +
         user("三木 恵", "みき めぐみ", "nurse", false) + "," +
         user("西岡 亮", "にしおか りょう", "clerk", false) +
         "],\"environment\":{\"network\":\"wired_private\",\"antivirus\":\"導入済み（自動更新）\",\"devices\":["
         "{\"kind\":\"tablet\",\"os\":\"iOS 18\",\"browser\":\"Safari\"},"
         "{\"kind\":\"tablet\",\"os\":\"iOS 18\",\"browser\":\"Safari\"},{\"kind\":\"pc\",\"os\":\"Windows "
         "11\",\"browser\":\"Edge\"}]},\"pledges\":[" +
         pledges + "]}";
}

std::string office_form(const std::string& document, const std::string& scan, const std::string& on) {
  return "{\"kind\":\"new_facility\",\"form_id\":\"2-1\",\"form_version\":\"2026-04\",\"intake_document_id\":" +
         json_string(document) +
         ",\"facility\":{\"name\":\"居宅介護支援事業所うちわの里\",\"kana\":\"うちわのさと\",\"facility_kind\":"
         "\"home_care_support_office\",\"codes\":[{\"system\":\"care\",\"value\":\"3799999999\"}],"
         "\"address\":{\"postal_code\":\"763-0000\",\"text\":\"丸亀市（架空）4-5-6\"},\"tel\":\"0877-00-0003\","
         "\"fax\":\"\",\"mail\":\"\",\"head\":{\"name\":\"藤川 和子\"}},"
         "\"users\":[" +
         user("藤川 和子", "ふじかわ かずこ", "care_manager", true) + "," +
         user("高木 誠", "たかぎ まこと", "care_manager", false) +
         "],\"environment\":{\"network\":\"wired_private\",\"antivirus\":\"導入済み\",\"devices\":[{\"kind\":"
         "\"tablet\",\"os\":\"iOS 18\",\"browser\":\"Safari\"},{\"kind\":\"pc\",\"os\":\"Windows "
         "11\",\"browser\":\"Chrome\"}]},"
         "\"pledges\":[" +
         pledge("facility", -1, "藤川 和子", on, scan) + "," + pledge("user", 0, "藤川 和子", on, scan) + "," +
         pledge("user", 1, "高木 誠", on, scan) + "]}";
}

std::string intake_body(const StoryClient& c, const std::string& channel, const std::string& kind,
                        const std::string& scan, const std::string& sender) {
  return "{\"channel\":" + json_string(channel) + ",\"received_on\":" + json_string(to_text(c.today())) +
         ",\"kind\":" + json_string(kind) + ",\"attachment_ids\":[" + json_string(scan) +
         "],\"sender\":" + json_string(sender) + "}";
}

std::vector<std::string> texts_of(const JsonValue& json, const std::string& path) {
  std::vector<std::string> texts;
  for (int i = 0;; ++i) {
    const std::string text = field(json, path + "." + std::to_string(i));
    if (text.empty()) return texts;
    texts.push_back(text);
  }
}

void verify_pledges(StoryClient& c, const Person& officer, const std::vector<std::string>& pledges) {
  for (const std::string& id : pledges)
    c.done(officer, "/v1/pledges/" + id + "/verify", "{\"checks\":[\"signature\",\"date\",\"text_version\"]}",
           200, match("1"));
}

// Step 11: ids and initial passwords, the letter once, delivery in a sealed letter.
void hand_out(StoryClient& c, const Person& officer, const std::vector<std::string>& accounts,
              std::vector<Person*> people) {
  std::string ids;
  for (const std::string& id : accounts) ids += (ids.empty() ? "" : ",") + json_string(id);
  const std::string body = "{\"account_ids\":[" + ids + "],\"kind\":\"initial\"}";
  const JsonValue issued = c.done(officer, "/v1/credentials", body, 201);
  c.expect(c.post(officer, "/v1/credentials", body), 409, "secret-already-shown");
  for (std::size_t i = 0; i < people.size(); ++i) {
    const std::string at = "data." + std::to_string(i) + ".";
    people[i]->login_id = field(issued, at + "login_id");
    people[i]->password = field(issued, at + "initial_password");
    people[i]->enrolment_code = field(issued, at + "device_enrolment_code");
    people[i]->account_id = field(issued, at + "account_id");
    const std::string credential = "/v1/credentials/" + field(issued, at + "id");
    c.expect(c.get(officer, credential + "/letter"), 200);
    c.expect(c.get(officer, credential + "/letter"), 409, "secret-already-shown");
    c.done(
        officer, credential + "/deliver",
        "{\"method\":\"sealed_letter\",\"handed_to\":\"本人\",\"on\":" + json_string(to_text(c.today())) + "}",
        200, match("1"));
  }
}

void first_city_login(StoryClient& c, Person& officer) {
  c.log_in(officer);
  c.expect(c.get(officer, "/v1/tasks?tray=intake"), 403, "password-change-required");
  const std::string fresh = "Mizu-" + base64url(random_bytes(9)) + "-7";
  const JsonValue changed =
      c.done(officer, "/v1/password-changes",
             "{\"current\":" + json_string(officer.password) + ",\"new\":" + json_string(fresh) + "}");
  officer.password = fresh;
  officer.totp_seed = field(changed, "data.second_factor.secret");
  const auto seed = base64url_decode(officer.totp_seed);
  const std::string code = totp_code(*seed, totp_step(c.setup().now().microseconds / 1'000'000));
  const JsonValue enrolled = c.done(officer, "/v1/second-factors", "{\"code\":" + json_string(code) + "}", 201);
  c.expect_equal("scope", field(enrolled, "data.scope"), "full");
}

void first_staff_login(StoryClient& c, Person& who) {
  c.log_in(who);
  const std::string old = who.password;
  c.expect(c.get(who, "/v1/rooms"), 403, "password-change-required");
  who.password = "Nagi-" + base64url(random_bytes(9)) + "-5";
  const JsonValue changed =
      c.done(who, "/v1/password-changes",
             "{\"current\":" + json_string(old) + ",\"new\":" + json_string(who.password) + "}");
  c.expect_equal("password_expires_on", field(changed, "data.password_expires_on"),
                 to_text(same_day_next_month(c.today())));
  const client::Answer rooms = c.get(who, "/v1/rooms");
  c.expect(rooms, 200);
  c.expect_equal("部屋の一覧", field(parsed(rooms), "data"), "[0]");
  Person with_old = who;
  with_old.password = old;
  with_old.token.clear();
  c.expect(c.post(with_old, "/v1/sessions",
                  "{\"login_id\":" + json_string(who.login_id) + ",\"password\":" + json_string(old) + "}"),
           401, "credentials-rejected");
}

void expect_defects_named(const std::string& letter) {
  for (const char* part : {"しらさぎ在宅クリニック 御中", "丸亀市地域包括支援センター",
                           "医療機関コードは7桁です。", "西岡 亮 様の誓約書が添付されていません。"}) {
    if (letter.find(part) == std::string::npos)
      throw StoryFailure(std::string("補正依頼に「") + part + "」がありません");
  }
}

}  // namespace

void set_up_city(StoryClient& c, StoryResult& r) {
  c.at(2);
  const StorySetup& s = c.setup();
  r.city1 = {"森本 由紀", s.city1_login, s.city1_code, {}, {}, {}, {}, {}};
  r.city2 = {"大西 健", s.city2_login, s.city2_code, {}, {}, {}, {}, {}};
  first_city_login(c, r.city1);
  first_city_login(c, r.city2);
  c.tell("丸亀市の職員2名がログインし、パスワードを変更し、確認コードを登録しました。");
}

void admit_clinic(StoryClient& c, StoryResult& r) {
  const std::string signed_on = to_text(c.today().plus_days(-9));
  c.at(3);
  std::string scan = c.upload(r.city1, sample_scan("様式1-1・1-2・誓約書"), "application/pdf");
  const JsonValue document =
      c.done(r.city1, "/v1/intake-documents",
             intake_body(c, "counter", "registration", scan, "しらさぎ在宅クリニック"), 201);
  c.tell("受付番号 " + field(document, "data.receipt_number"));
  c.at(4);
  const JsonValue first =
      c.done(r.city1, "/v1/registration-requests",
             clinic_form(field(document, "data.id"), scan, "999999", false, signed_on), 201);
  const std::string request = "/v1/registration-requests/" + field(first, "data.id");
  c.expect_equal("defects", field(first, "data.defects"), "[2]");
  c.expect_equal("defect", field(first, "data.defects.0.ja"), "医療機関コードは7桁です。");
  c.expect_equal("defect", field(first, "data.defects.1.ja"), "西岡 亮 様の誓約書が添付されていません。");
  c.expect_equal("due_on", field(first, "data.due_on"), "null");
  c.tell("補正事項: " + field(first, "data.defects.0.ja") + field(first, "data.defects.1.ja"));
  c.at(5);
  c.expect(c.post(r.city2, request + "/approve", "{}", match(field(first, "data.version"))), 409,
           "request-has-defects");
  c.tell("補正が済むまで承認できません（409 request-has-defects）。");
  c.at(6);
  const JsonValue returned =
      c.done(r.city1, request + "/return", "{\"note\":\"\"}", 200, match(field(first, "data.version")));
  expect_defects_named(field(returned, "data.letter"));
  c.tell("補正依頼を作成しました。");
  c.at(7);
  scan = c.upload(r.city1, sample_scan("補正後の書類（FAX）"), "application/pdf");
  const JsonValue by_fax =
      c.done(r.city1, "/v1/intake-documents",
             intake_body(c, "fax", "registration_defect_correction", scan, "しらさぎ在宅クリニック"), 201);
  const JsonValue second = c.done(r.city1, request + "/resubmit",
                                  clinic_form(field(by_fax, "data.id"), scan, "9999999", true, signed_on), 200,
                                  match(field(returned, "data.version")));
  c.expect_equal("due_on", field(second, "data.due_on"), to_text(c.today().plus_days(7)));
  c.tell("補正済み。発行の目安: " + field(second, "data.due_on"));
  c.at(8);
  verify_pledges(c, r.city1, texts_of(second, "data.pledge_ids"));
  c.tell("誓約書4通を確認しました。");
  c.at(9);
  c.expect(c.post(r.city1, request + "/approve", "{}", match(field(second, "data.version"))), 403,
           "second-person-required");
  c.tell("入力した本人は承認できません（403 second-person-required）。");
  c.at(10);
  client::Headers headers = match(field(second, "data.version"));
  headers["Idempotency-Key"] = client::new_idempotency_key();
  const JsonValue approved = c.done(r.city2, request + "/approve", "{}", 200, headers);
  const client::Answer again = c.post(r.city2, request + "/approve", "{}", headers);
  c.expect(again, 200);
  c.expect_equal("同じ受領証", field(parsed(again), "receipt.leaf_hash"), field(approved, "receipt.leaf_hash"));
  c.expect(c.post(r.city2, request + "/approve", "{ }", headers), 422, "idempotency-key-reused");
  r.clinic_id = field(approved, "data.facility_id");
  c.tell("しらさぎ在宅クリニックを登録しました（利用者3名）。");
  c.at(11);
  hand_out(c, r.city1, texts_of(approved, "data.account_ids"), {&r.kono, &r.miki, &r.nishioka});
  c.tell("ID・パスワード通知書を封書で本人に渡しました。");
}

void admit_office(StoryClient& c, StoryResult& r) {
  c.at(12);
  const std::string scan = c.upload(r.city1, sample_scan("様式2-1・2-2・誓約書"), "application/pdf");
  const JsonValue document =
      c.done(r.city1, "/v1/intake-documents",
             intake_body(c, "post", "registration", scan, "居宅介護支援事業所うちわの里"), 201);
  const JsonValue submitted =
      c.done(r.city1, "/v1/registration-requests",
             office_form(field(document, "data.id"), scan, to_text(c.today().plus_days(-5))), 201);
  c.expect_equal("complete", field(submitted, "data.complete"), "true");
  verify_pledges(c, r.city1, texts_of(submitted, "data.pledge_ids"));
  const JsonValue approved =
      c.done(r.city2, "/v1/registration-requests/" + field(submitted, "data.id") + "/approve", "{}", 200,
             match(field(submitted, "data.version")));
  r.office_id = field(approved, "data.facility_id");
  hand_out(c, r.city1, texts_of(approved, "data.account_ids"), {&r.fujikawa, &r.takagi});
  c.tell("居宅介護支援事業所うちわの里を登録しました（利用者2名）。");
}

void first_logins(StoryClient& c, StoryResult& r) {
  c.at(13);
  first_staff_login(c, r.kono);
  c.tell("河野医師が最初のログインでパスワードを変更しました。");
  c.at(14);
  for (Person* who : {&r.miki, &r.nishioka, &r.fujikawa, &r.takagi}) first_staff_login(c, *who);
  c.tell("ほか4名も同じく。以前の初期パスワードは使えません。");
}

}  // namespace renkei::cli
