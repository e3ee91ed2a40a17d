// The answers of api/openapi.yaml that depend on the state of things: each act done, done again where it no
// longer fits, and its key used for something else.
#include "tests/api/contract_states.h"

namespace renkei::testing {
namespace {

TEST_F(States, OfARegistrationRequest) {
  const cli::StoryResult& r = city->r;
  const std::string form = registration();
  refused("403 role-required", r.kono, "/v1/registration-requests", form);
  const JsonValue entered = done(r.city1, "/v1/registration-requests", form);
  const std::string path = "/v1/registration-requests/" + field(entered, "data.id");
  shown(r.city1, path);
  shown(r.city1, "/v1/intake-documents/" + document("other"));
  const std::map<std::string, std::string> bodies{{"/return", "{}"},
                                                  {"/resubmit", form},
                                                  {"/approve", "{}"},
                                                  {"/reject", R"({"reason":"x"})"},
                                                  {"/withdraw", "{}"}};
  for (const auto& [act, body] : bodies) {
    const Person& who = act == "/approve" ? r.city2 : r.city1;
    refused("428 precondition-required", who, path + act, body);
    refused("400 invalid-value", who, path + act, body, {{"If-Match", "x"}});
    refused("412 stale-version", who, path + act, body, at("77"));
    refused("404 not-found", who, "/v1/registration-requests/req_00000000000000000000000000" + act, body,
            at("1"));
    refused("403 role-required", r.kono, path + act, body, at("1"));
  }
  std::string version = field(entered, "data.version");
  refused("409 wrong-state", r.city1, path + "/resubmit", form, at(version));
  version = field(done(r.city1, path + "/return", R"({"note":"x"})", at(version)), "data.version");
  refused("409 wrong-state", r.city1, path + "/return", "{}", at(version));
  version = field(done(r.city1, path + "/resubmit", form, at(version)), "data.version");
  done(r.city1, path + "/reject", R"({"reason":"x"})", at(version));
  const Answer after = city->get(&r.city1, path);
  const Headers now{{"If-Match", after.headers.at("etag")}};
  for (const char* act : {"/reject", "/withdraw", "/approve"})
    refused("409 wrong-state", r.city2, path + act, bodies.at(act), now);
  const JsonValue second = done(r.city1, "/v1/registration-requests", form);
  done(r.city1, "/v1/registration-requests/" + field(second, "data.id") + "/withdraw", "{}",
       at(field(second, "data.version")));
}

TEST_F(States, OfARoomRequest) {
  const cli::StoryResult& r = city->r;
  refused("403 role-required", r.city1, "/v1/room-requests", room_request(""));
  const std::string path =
      "/v1/room-requests/" + field(done(r.kono, "/v1/room-requests", room_request("")), "data.id");
  shown(r.kono, path);
  refused("409 request-has-defects", r.city2, path + "/approve", "{}", city->current(&r.city2, path));
  changed(r.city1, path + "/return", R"({"note":"x"})", at("1"));
  refused("409 wrong-state", r.city1, path + "/return", R"({"note":"x"})", at("2"));
  changed(r.city1, path + "/reject", R"({"reason":"x"})", at("2"));
  refused("409 wrong-state", r.city1, path + "/reject", R"({"reason":"x"})", at("3"));
  refused("409 wrong-state", r.city2, path + "/approve", "{}", city->current(&r.city2, path));
}

TEST_F(States, OfCredentialsAndAccounts) {
  const cli::StoryResult& r = city->r;
  const auto issue = [](const std::string& account) {
    return "{\"account_ids\":[" + cli::json_string(account) + R"(],"kind":"reissue"})";
  };
  refused("403 step-up-required", r.city1, "/v1/credentials", issue(r.takagi.account_id));
  city->step_up(city->r.city1);
  refused("404 not-found", r.city1, "/v1/credentials", issue(to_text(test_id<AccountId>(7))));
  refused("403 second-person-required", r.city1, "/v1/credentials", issue(r.city1.account_id));
  const std::string credential =
      "/v1/credentials/" + field(done(r.city1, "/v1/credentials", issue(r.takagi.account_id)), "data.0.id");
  refused_letter("404 not-found", to_text(test_id<CredentialId>(7)));
  refused_letter("404 not-found", "crd_" + r.kono.account_id.substr(4));  // the id of something else
  EXPECT_EQ(city->get(&r.city1, credential + "/letter").status, 200);
  refused_letter("409 secret-already-shown", credential.substr(credential.rfind('/') + 1));
  const std::string delivery = R"({"method":"counter","handed_to":"x","on":"2026-11-22"})";
  changed(r.city1, credential + "/deliver", delivery, at("1"));
  refused("409 wrong-state", r.city1, credential + "/deliver", delivery, at("2"));
  const std::string own = "/v1/accounts/" + r.kono.account_id, other = "/v1/accounts/" + r.takagi.account_id;
  for (const auto& [act, body] : std::map<std::string, std::string>{
           {"/lock", "{}"}, {"/suspend", R"({"reason":"x"})"}, {"/close", R"({"left_on":"2026-11-22"})"}}) {
    refused("409 last-system-manager", r.kono, own + act, body, city->current(&r.kono, own));
  }
  const std::vector<std::tuple<const Person*, std::string, std::string, std::string>> acts{
      {&r.city1, "/lock", "{}", "locked"},
      {&r.city1, "/unlock", "{}", "active"},
      {&r.city2, "/suspend", R"({"reason":"x"})", "suspended"},
      {&r.city2, "/reinstate", "{}", "active"},
      {&r.city1, "/close", R"({"left_on":"2026-11-22"})", "closed"}};
  for (const auto& [who, act, body, state] : acts) {
    EXPECT_EQ(field(changed(*who, other + act, body, city->current(who, other)), "data.state"), state);
    refused("409 wrong-state", *who, other + act, body, city->current(who, other));
  }
  refused("409 wrong-state", r.city1, "/v1/credentials", issue(r.takagi.account_id));
  const std::string office = "/v1/facilities/" + r.office_id;
  for (const auto& [act, body] :
       std::map<std::string, std::string>{{"/suspend", R"({"reason":"x","acknowledge_impact":true})"}}) {
    const JsonValue done = changed(r.city2, office + act, body, city->current(&r.city2, office));
    EXPECT_EQ(field(done, "data.state"), "suspended");
    refused("409 wrong-state", r.city2, office + act, body, city->current(&r.city2, office));
  }
  const JsonValue done = changed(r.city2, office + "/reinstate", "{}", city->current(&r.city2, office));
  EXPECT_EQ(field(done, "data.state"), "active");
  refused("409 wrong-state", r.city2, office + "/reinstate", "{}", city->current(&r.city2, office));
}

TEST_F(States, OfMessagesAndFiles) {
  const cli::StoryResult& r = city->r;
  const std::string path = "/v1/messages/" + field(done(r.kono, city->messages(), note()), "data.id");
  const std::string text = R"({"text":"x","reason":"y"})", why = R"({"reason_code":"duplicate"})";
  for (const auto& [act, body] : std::map<std::string, std::string>{{"/correct", text}, {"/retract", why}})
    refused("403 not-author", r.miki, path + act, body, at("1"));
  const auto counts = [&] {
    const JsonValue shown = parsed(city->get(&r.kono, path));
    return field(shown, "data.version") + " " + field(shown, "data.versions");
  };
  EXPECT_EQ(counts(), "1 1");
  done(r.kono, path + "/correct", text, at("1"));
  EXPECT_EQ(counts(), "2 2");
  done(r.kono, path + "/retract", why, at("2"));
  EXPECT_EQ(counts(), "3 2");  // a retraction changes the message and adds no text
  for (const auto& [act, body] : std::map<std::string, std::string>{{"/correct", text}, {"/retract", why}})
    refused("409 already-retracted", r.kono, path + act, body, at("3"));
  Headers headers = city->as(&r.kono);
  headers["Idempotency-Key"] = client::new_idempotency_key();
  const Answer uploaded = city->http.post("/v1/attachments", "\x89PNG", headers, "image/png");
  const std::string file = field(parsed(uploaded), "data.id");
  done(r.kono, city->messages(), note(",\"attachment_ids\":[" + cli::json_string(file) + "]"));
  const Answer again = city->http.post("/v1/attachments", "\x89PNG", headers, "image/png");
  EXPECT_EQ(again.body, uploaded.body);  // also when the file belongs to an event
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  for (const auto& [octets, media] : {std::pair{"\x89PNH", "image/png"}, std::pair{"\x89PNG", "image/jpeg"}}) {
    EXPECT_EQ(code_of(city->http.post("/v1/attachments", octets, headers, media)),
              "422 idempotency-key-reused");
  }
  shown(r.kono, "/v1/attachments/" + file + "/content");
  Answer stream;
  std::thread listener([&] {
    stream = client::ApiClient(city->url(), "").get("/v1/rooms/" + r.room_id + "/events", city->as(&r.kono));
  });
  while (city->service->streams.size() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  city->service->streams.close_all();
  listener.join();
  EXPECT_EQ(stream.status, 200);
}

TEST_F(States, OfARoomAndItsConsents) {
  const cli::StoryResult& r = city->r;
  const std::string room = "/v1/rooms/" + r.room_id, today = R"(,"from_on":"2026-11-22","basis":"x"})";
  const std::string nishioka = "{\"account_id\":" + cli::json_string(r.nishioka.account_id) + today;
  const std::string assignment = field(done(r.kono, room + "/assignments", nishioka), "data.id");
  refused("409 already-exists", r.kono, room + "/assignments", nishioka);
  refused("409 already-exists", r.nishioka, room + "/self-assign", R"({"reason":"x"})");
  changed(r.kono, room + "/assignments/" + assignment + "/end", "{}", at("1"));
  refused("409 wrong-state", r.kono, room + "/assignments/" + assignment + "/end", "{}", at("2"));
  done(r.nishioka, room + "/self-assign", R"({"reason":"x"})");
  const std::string office = "{\"facility_id\":" + cli::json_string(r.office_id) + "}",
                    part = room + "/facilities/" + r.office_id + "/end";
  refused("409 already-exists", r.city2, room + "/facilities", office);
  changed(r.city2, part, "{}", at("1"));
  refused("409 wrong-state", r.city2, part, "{}", at("2"));
  const std::uint64_t before = city->size();
  const Answer added = city->post(&r.city2, room + "/facilities", office);
  ASSERT_EQ(added.status, 201) << added.body;
  const auto recorded = city->since(before);
  EXPECT_EQ(recorded.front(), "RoomFacilityAdded");
  EXPECT_EQ(recorded.back(), "RoomAssignmentEnded") << "whom it had assigned before its part ended";
  const std::string there = added.headers.at("location");  // which the approver may read
  EXPECT_EQ(city->current(&r.city2, there), at("1"));
  EXPECT_EQ(field(parsed(city->get(&r.city2, there)), "data.facility_id"), r.office_id);
  EXPECT_EQ(field(parsed(city->get(&r.city2, room + "/facilities")), "data"), "[3]")
      << "once ended, then added";
  EXPECT_EQ(city->get(&r.kono, there).status, 200);
  changed(r.city1, "/v1/consent-forms/" + r.self_consent_id + "/withdraw",
          withdrawal("facility", ",\"facility_id\":" + cli::json_string(r.office_id)), at("3"));
  refused("403 consent-not-effective", r.city2, room + "/facilities", office);
  const std::string family = "/v1/consent-forms/" + r.family_consent_id;
  done(r.city1, family + "/withdraw", withdrawal("all"), city->current(&r.city1, family));
  refused("409 wrong-state", r.city1, family + "/withdraw", withdrawal("all"), city->current(&r.city1, family));
  refused("409 family-consent-required", r.kono, city->messages(),
          R"({"kind":"notice","text":"x","about":"family","sensitivity":"normal"})");
  const auto [second, form] = room_of_electronic_consent();
  const std::string messages = "/v1/rooms/" + second + "/messages";
  refused("409 explicit-consent-required", r.kono, messages,
          R"({"kind":"notice","text":"x","about":"recipient","sensitivity":"high"})");
  EXPECT_NE(field(parsed(city->get(&r.kono, "/v1/rooms?limit=1")), "next_cursor"), "null");
  done(r.city1, "/v1/consent-forms/" + form + "/withdraw", withdrawal("data_kind", R"(,"data_kind":"all")"),
       at("3"));
  EXPECT_EQ(code_of(city->get(&r.kono, messages)), "403 consent-not-effective");
  done(r.city1, "/v1/consent-forms/" + form + "/withdraw", withdrawal("all"), at("4"));
  for (const std::string& path :
       {std::string("/facilities"), std::string("/self-assign"), std::string("/assignments")}) {
    const Person& who = path == "/facilities" ? r.city2 : path == "/self-assign" ? r.nishioka : r.kono;
    refused("403 room-not-open", who, "/v1/rooms/" + second + path,
            path == "/facilities"    ? office
            : path == "/self-assign" ? R"({"reason":"x"})"
                                     : nishioka);
  }
  done(r.city2, "/v1/rooms/" + second + "/close", R"({"reason":"終了"})");
  EXPECT_EQ(code_of(city->get(&r.kono, messages)), "403 room-closed");
}

TEST_F(States, OfTwoFormsThatSpeakForOnePerson) {
  const cli::StoryResult& r = city->r;
  const auto [second, form] = room_of_electronic_consent(true);
  const std::string messages = "/v1/rooms/" + second + "/messages";
  shown(r.kono, messages);
  const std::uint64_t before = city->size();
  done(r.city1, "/v1/consent-forms/" + form + "/withdraw", withdrawal("data_kind", R"(,"data_kind":"all")"),
       at("3"));
  const auto recorded = city->since(before);
  EXPECT_EQ(std::count(recorded.begin(), recorded.end(), "ConsentWithdrawn"), 2);
  EXPECT_EQ(code_of(city->get(&r.kono, messages)), "403 consent-not-effective");
}

TEST_F(States, OfADisclosureCase) {
  const cli::StoryResult& r = city->r;
  const auto asking = [](const std::string& person) {
    return "{\"requester\":{\"kind\":\"self\"},\"care_recipient_id\":" + cli::json_string(person) +
           R"(,"received_on":"2026-11-22","period":{},"kinds":["usage"],"method":"paper"})";
  };
  refused("404 not-found", r.kono, "/v1/disclosure-requests", asking(to_text(test_id<CareRecipientId>(7))));
  const std::string id = field(done(r.kono, "/v1/disclosure-requests", asking(r.care_recipient_id)), "data.id"),
                    path = "/v1/disclosure-requests/" + id;
  shown(r.kono, path);
  changed(r.kono, path + "/verify-identity", R"({"documents":["passport"]})", city->current(&r.kono, path));
  refused("409 wrong-state", r.kono, path + "/verify-identity", R"({"documents":["passport"]})",
          city->current(&r.kono, path));
  const std::string report =
      "/v1/usage-reports/" +
      field(done(r.kono, "/v1/usage-reports", "{\"disclosure_request_id\":" + cli::json_string(id) + "}"),
            "data.id");
  shown(r.kono, report);
  EXPECT_EQ(code_of(city->get(&r.kono, report + "/content?format=csv")), "409 wrong-state");
  refused("403 step-up-required", r.city2, report + "/provide", "{}", city->current(&r.city2, report));
  city->step_up(city->r.city2);
  refused("409 wrong-state", r.city2, report + "/provide", "{}", city->current(&r.city2, report));
  changed(r.city2, report + "/generate", "{}", at("1"));
  refused("409 wrong-state", r.city2, report + "/generate", "{}", city->current(&r.city2, report));
  changed(r.city2, report + "/provide", "{}", at("2"));
  shown(r.kono, report + "/content?format=jsonl");
}

TEST_F(States, OfALockedAccountWithAnOpenSession) {
  city->record({draft(account::AccountLocked{*id_from_text<AccountId>(city->r.fujikawa.account_id)})});
  refused("409 wrong-state", city->r.fujikawa, "/v1/password-changes",
          "{\"current\":" + cli::json_string(city->r.fujikawa.password) + R"(,"new":"Yama-no-ue-33"})");
}

TEST_F(States, OfAPledgeAndATreeWithAFullTile) {
  const cli::StoryResult& r = city->r;
  std::string pledge;
  for (std::uint64_t p = 0; p < city->size(); ++p) {
    const Recorded recorded = city->service->history.read(p);
    if (const auto* e = std::get_if<pledge::PledgeSubmitted>(&recorded.event))
      pledge = "/v1/pledges/" + to_text(e->pledge);
  }
  shown(r.city1, pledge);
  refused("409 wrong-state", r.city1, pledge + "/verify", R"({"checks":["x"]})",
          city->current(&r.city1, pledge));
  refused("412 stale-version", r.city1, pledge + "/verify", R"({"checks":["x"]})", at("77"));
  changed(r.city2, pledge + "/revoke", R"({"reason":"x"})", city->current(&r.city2, pledge));
  refused("409 wrong-state", r.city2, pledge + "/revoke", R"({"reason":"x"})", city->current(&r.city2, pledge));
  city->record(
      std::vector<Draft>(256, draft(account::LoginFailed{*id_from_text<AccountId>(r.miki.account_id), 1})));
  ASSERT_TRUE(city->service->sign_checkpoint());
  EXPECT_EQ(city->get(nullptr, "/ledger/tile/0/000").body.size(), 256u * 32);
}

}  // namespace
}  // namespace renkei::testing
