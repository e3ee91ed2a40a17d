#include "tests/kills/user.h"

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/random.h"
#include "replay/cli/story_client.h"

namespace renkei::testing {
namespace {

using cli::field;
using cli::json_string;

constexpr std::size_t kFileBytesMax = 3'000;

bool refusal_of_time(int status) { return status == 503; }  // asked again later, nothing is stored

Answered answered_by(const Heard& heard) {
  Answered answered;
  if (!heard.whole) return answered;
  answered.status = heard.status;
  answered.repeated = heard.head.find("Idempotency-Replayed: true") != std::string::npos;
  const auto json = parse_json(heard.body);
  if (!json) return answered;
  answered.code = field(*json, "code");
  if (heard.status != 201 && heard.status != 200) return answered;
  const std::string last = field(*json, "receipt.position"), first = field(*json, "receipt.positions.0");
  if (last.empty()) return answered;
  answered.receipt = {std::stoull(first.empty() ? last : first), std::stoull(last),
                      field(*json, "receipt.leaf_hash"), heard.body.substr(0, heard.body.find("\"receipt\":"))};
  return answered;
}

}  // namespace

User::User(const UsedCity& city, OutsideRecord& record, std::size_t person, int boot, std::uint64_t seed)
    : city_(city),
      record_(record),
      person_(person),
      boot_(boot),
      random_(seed),
      client_(city.port(), city.reachable()),
      second_client_(city.port(), city.reachable()),
      messages_("/v1/rooms/" + city.story().room_id + "/messages") {}

void User::work(const std::atomic<bool>& stop) {
  while (!stop && act()) {
  }
}

bool User::act() {
  if (person_ == UsedCity::kOutsider) return pick(3) == 0 ? be_forbidden() : be_unknown();
  const std::uint64_t chance = pick(100);
  if (chance < 38) return ask(message());
  if (chance < 42) return ask_twice_at_once(message());
  if (chance < 45) return read_checkpoint();
  if (chance < 62) return read_page();
  if (chance < 66) return list_rooms();
  if (chance < 74) return repeat();
  if (chance < 77) return repeat_with_another_body();
  if (chance < 80) return be_forbidden();
  if (chance < 83) return be_in_conflict();
  if (chance < 91) return post_file();
  return request_room();
}

std::string User::mark() { return base64url(random_bytes(12)); }

std::string User::message_body(const std::string& mark, const std::string& attachment) const {
  return "{\"kind\":\"visit_record\",\"text\":" + json_string("体温36.5。" + mark) +
         ",\"about\":\"recipient\",\"sensitivity\":\"normal\",\"attachment_ids\":[" +
         (attachment.empty() ? "" : json_string(attachment)) + "],\"occurred_on\":null,\"urgent\":false}";
}

Answered User::send(const std::string& path, const std::string& body, const std::string& key) {
  auto headers = city_.headers_of(person_);
  if (!key.empty()) headers["Idempotency-Key"] = key;
  return answered_by(client_.ask(key.empty() ? "GET" : "POST", path, headers, body));
}

Answered User::send(const Asked& asked) { return send(asked.path, asked.body, asked.key); }
Answered User::send(const Refused& refused) { return send(refused.path, refused.body, refused.key); }

Asked& User::begin(Asked asked) {
  asked.person = person_;
  asked.key = client::new_idempotency_key();
  asked.boot = boot_;
  const std::lock_guard lock(record_.mutex);
  return record_.asked.emplace_back(std::move(asked));
}

void User::note(Asked& asked, const Answered& answered) {
  if (answered.status == 0 || refusal_of_time(answered.status)) return;
  record_.change([&] {
    if (answered.status != 201 || !answered.receipt) {
      record_.surprises.push_back(asked.path + " was answered " + std::to_string(answered.status) + " " +
                                  answered.code);
    } else if (asked.receipt && asked.receipt != answered.receipt) {
      record_.surprises.push_back(asked.path + " was answered with two receipts");
    } else {
      asked.receipt = answered.receipt;
    }
  });
}

bool User::ask(Asked given) {
  Asked& asked = begin(std::move(given));
  const Answered answered = send(asked);
  note(asked, answered);
  return answered.status != 0;
}

// One command on two connections, as after a time-out: one entry, one receipt.
bool User::ask_twice_at_once(Asked given) {
  Asked& asked = begin(std::move(given));
  auto headers = city_.headers_of(person_);
  headers["Idempotency-Key"] = asked.key;
  for (WireClient* client : {&client_, &second_client_}) client->say("POST", asked.path, headers, asked.body);
  const Answered first = answered_by(client_.hear()), second = answered_by(second_client_.hear());
  note(asked, first);
  note(asked, second);
  return first.status != 0 && second.status != 0;
}

Asked User::message(const std::string& attachment) {
  Asked asked;
  asked.path = messages_;
  asked.mark = mark();
  asked.body = message_body(asked.mark, attachment);
  return asked;
}

bool User::request_room() {
  const cli::StoryResult& story = city_.story();
  Asked asked;
  asked.path = "/v1/room-requests";
  asked.mark = mark();
  asked.makes_key = true;
  asked.body =
      "{\"form_version\":\"2026-04\",\"care_recipient\":{\"name\":" + json_string("架空 " + asked.mark) +
      ",\"kana\":\"かくう\",\"sex\":\"female\",\"born_on\":\"昭和10年3月3日\",\"address\":{\"postal_code\":"
      "\"763-0000\","
      "\"text\":\"丸亀市（架空）\"},\"tel\":\"\",\"care_level\":\"要介護2\"},\"main_doctor\":{\"account_id\":" +
      json_string(story.kono.account_id) +
      ",\"agreed\":true},\"facilities\":[{\"facility_id\":" + json_string(story.clinic_id) + ",\"accounts\":[" +
      json_string(story.kono.account_id) +
      "]}],\"consent_forms\":[{\"type\":\"written\",\"grantor\":{\"kind\":\"self\",\"name\":\"架空\"},"
      "\"scribe\":null,"
      "\"family_data\":\"none\",\"scope\":{\"recipient_kinds\":[\"clinic\"],\"facilities\":[],\"data_kinds\":["
      "\"all\"]},"
      "\"signed_on\":\"2026-11-01\",\"explained_by\":" +
      json_string(story.kono.account_id) + ",\"material_version\":\"2026-04\",\"attachment_id\":null}]}";
  return ask(std::move(asked));
}

// The same key and body again, while the load goes on: the same receipt.
bool User::repeat() {
  std::optional<Asked> chosen;
  record_.change([&] {
    if (record_.asked.empty()) return;
    const Asked& any = record_.asked[pick(record_.asked.size())];
    if (any.receipt && any.person == person_) chosen = any;
  });
  if (!chosen) return true;
  const Answered answered = send(*chosen);
  if (answered.status == 0) return false;
  record_.change([&] {
    ++record_.repeats;
    if (refusal_of_time(answered.status)) return;
    if (!answered.repeated || answered.receipt != chosen->receipt) {
      record_.surprises.push_back(chosen->path + " repeated was answered " + std::to_string(answered.status) +
                                  " " + answered.code + " and not with its receipt");
    }
  });
  return true;
}

bool User::refused(Refused refusal, int status, const std::string& code, std::uint64_t SessionCounts::*heard) {
  refusal.person = person_;
  refusal.boot = boot_;
  const Answered answered = send(refusal);
  if (answered.status == 0) return false;
  refusal.status = answered.status;
  refusal.code = answered.code;
  record_.change([&] {
    if (refusal_of_time(answered.status)) return;
    if (heard != nullptr) ++(counts().*heard);
    if (answered.status != status || answered.code != code) {
      record_.surprises.push_back(refusal.path + " was answered " + std::to_string(answered.status) + " " +
                                  answered.code + ", not " + code);
    }
    record_.refused.push_back(refusal);
  });
  return true;
}

bool User::repeat_with_another_body() {
  std::optional<Asked> chosen;
  record_.change([&] {
    if (record_.asked.empty()) return;
    const Asked& any = record_.asked[pick(record_.asked.size())];
    if (any.receipt && any.person == person_ && !any.makes_key) chosen = any;
  });
  if (!chosen) return true;
  Refused refusal;
  refusal.path = chosen->path;
  refusal.key = chosen->key;
  refusal.mark = mark();
  refusal.body = message_body(refusal.mark);
  return refused(std::move(refusal), 422, "idempotency-key-reused");
}

bool User::be_forbidden() {
  Refused refusal;
  refusal.path = "/v1/intake-documents";
  refusal.key = client::new_idempotency_key();
  refusal.mark = mark();
  refusal.body =
      "{\"channel\":\"post\",\"received_on\":\"2026-11-01\",\"kind\":\"other\",\"attachment_ids\":[],"
      "\"sender\":" +
      cli::json_string(refusal.mark) + "}";
  record_.change([&] { ++counts().forbidden_asked; });
  return refused(std::move(refusal), 403, "role-required", &SessionCounts::forbidden_heard);
}

bool User::be_unknown() {
  Refused refusal;
  refusal.path = messages_;
  if (pick(2) == 0) {
    refusal.key = client::new_idempotency_key();
    refusal.mark = mark();
    refusal.body = message_body(refusal.mark);
  }
  return refused(std::move(refusal), 404, "not-found", &SessionCounts::not_found_heard);
}

bool User::be_in_conflict() {
  if (person_ != 0) return be_forbidden();  // one facility's manager may ask for reports
  Refused refusal;
  refusal.path = "/v1/usage-reports";
  refusal.key = client::new_idempotency_key();
  refusal.body = "{\"disclosure_request_id\":null}";
  return refused(std::move(refusal), 409, "disclosure-request-required");
}

std::optional<Uploaded> User::upload() {
  Uploaded upload;
  upload.person = person_;
  upload.boot = boot_;
  upload.octets = "%PDF-1.4\n" + random_bytes(1 + pick(kFileBytesMax)) + "\n%%EOF\n";
  auto headers = city_.headers_of(person_);
  headers["Idempotency-Key"] = client::new_idempotency_key();
  const Heard heard = client_.ask("POST", "/v1/attachments", headers, upload.octets, "application/pdf");
  if (!heard.whole) return std::nullopt;
  const auto json = parse_json(heard.body);
  if (json) upload.id = field(*json, "data.id");
  return upload;
}

bool User::post_file() {
  const auto uploaded = upload();
  if (!uploaded) return false;
  if (uploaded->id.empty()) return true;  // put off
  Uploaded* kept = nullptr;
  record_.change([&] { kept = &record_.uploads.emplace_back(*uploaded); });
  const std::string problem = use(*kept);
  if (!problem.empty() && problem != "gone") record_.change([&] { record_.surprises.push_back(problem); });
  return problem.empty();
}

bool User::read_checkpoint() {
  const Heard heard = client_.ask("GET", "/ledger/checkpoint", {});
  std::stringstream note(heard.body);
  std::string origin;
  Signed checkpoint;
  note >> origin >> checkpoint.size >> checkpoint.root;
  if (heard.whole && heard.status == 200) record_.change([&] { record_.checkpoints.push_back(checkpoint); });
  return heard.whole;
}

std::string User::use(Uploaded& upload) {
  // Asked for under one key: whether it was recorded before a kill, its retry tells.
  record_.change([&] { upload.posted = true; });
  Asked asked = message(upload.id);
  const bool going = pick(2) == 0 ? ask_twice_at_once(std::move(asked)) : ask(std::move(asked));
  if (!going) return "gone";
  return read_back(upload);
}

std::string User::read_back(const Uploaded& upload) {
  record_.change([&] { ++counts().files_asked; });
  const Heard heard =
      client_.ask("GET", "/v1/attachments/" + upload.id + "/content", city_.headers_of(person_));
  if (heard.status == 200) record_.change([&] { ++counts().files_heard; });
  if (!heard.whole) return "gone";
  if (refusal_of_time(heard.status)) return "";
  if (heard.status == 200 && heard.body == upload.octets) return "";
  return "a file did not come back as it was sent: " + std::to_string(heard.status);
}

bool User::read_page() {
  record_.change([&] { ++counts().pages_asked; });
  const Heard heard =
      client_.ask("GET", messages_ + "?limit=" + std::to_string(1 + pick(30)), city_.headers_of(person_));
  if (heard.status == 200) record_.change([&] { ++counts().pages_heard; });
  if (!heard.whole) return false;
  const auto json = parse_json(heard.body);
  if (heard.status != 200 || !json) return refusal_of_time(heard.status);
  Page page{city_.session_of(person_), 0, UINT64_MAX, 0, 0};
  const std::string access = field(*json, "access.position");
  for (;; ++page.count) {
    const std::string position = field(*json, "data." + std::to_string(page.count) + ".position");
    if (position.empty()) break;
    page.first = std::min<std::uint64_t>(page.first, std::stoull(position));
    page.last = std::max<std::uint64_t>(page.last, std::stoull(position));
  }
  record_.change([&] {
    if (access.empty() || access == "null") {
      record_.surprises.push_back("a page names no access entry");
    } else {
      page.access = std::stoull(access);
      record_.pages.push_back(page);
    }
  });
  return true;
}

bool User::list_rooms() {
  const Heard heard = client_.ask("GET", "/v1/rooms", city_.headers_of(person_));
  if (heard.status == 200) record_.change([&] { ++counts().lists_heard; });
  return heard.whole;
}

}  // namespace renkei::testing
