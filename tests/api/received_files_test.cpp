// Paper that the city received: what a command names must be there, and stays as long as something names it.
#include "tests/api/played_city.h"

namespace renkei::testing {
namespace {

struct ReceivedFiles : PlayedTest {
  static std::string document() {
    return field(
        parsed(city->post(&city->r.city1, "/v1/intake-documents",
                          R"({"channel":"fax","received_on":"2026-11-22","kind":"other","sender":"x"})")),
        "data.id");
  }
  static std::string form(const std::string& file) {
    return R"({"kind":"add_users","form_id":"1-2","form_version":"2026-04","intake_document_id":)" +
           cli::json_string(document()) + ",\"facility_id\":" + cli::json_string(city->r.clinic_id) +
           R"(,"pledges":[{"scope":"user","user_index":0,"text_version":"2026-04","attachment_id":)" +
           cli::json_string(file) + "}]}";
  }
  static std::string case_from(const std::string& paper) {
    return "{\"requester\":{\"kind\":\"self\"},\"care_recipient_id\":" +
           cli::json_string(city->r.care_recipient_id) +
           R"(,"received_on":"2026-11-22","period":{},"kinds":["usage"],"method":"paper","intake_document_id":)" +
           cli::json_string(paper) + "}";
  }
};

TEST_F(ReceivedFiles, OfAPledgeStayWithIt) {
  const std::string scan = cli::sample_scan("誓約書");
  const std::string file = city->story.upload(city->r.city1, scan, "application/pdf");
  const Answer entered = city->post(&city->r.city1, "/v1/registration-requests", form(file));
  ASSERT_EQ(entered.status, 201) << entered.body;
  city->service->uploads.destroy_unreferenced(city->clock.now().plus_seconds(26 * 3'600), city->service->blobs,
                                              [](const AttachmentId&) { return false; });
  const std::string content = "/v1/attachments/" + file + "/content";
  EXPECT_EQ(city->get(&city->r.city1, content).body, scan);
  EXPECT_EQ(code_of(city->get(&city->r.kono, content)), "404 not-found");
  const Answer again = city->post(&city->r.city1, "/v1/registration-requests", form(file));
  EXPECT_EQ(again.status, 201) << again.body;  // the city has it already
}

TEST_F(ReceivedFiles, OfAPledgeMustBeThere) {
  const std::string others = city->story.upload(city->r.kono, cli::sample_scan("誓約書"), "application/pdf");
  for (const std::string& file : {to_text(test_id<AttachmentId>(7)), others, city->r.photo_attachment_id}) {
    const Answer answer = city->post(&city->r.city1, "/v1/registration-requests", form(file));
    EXPECT_EQ(code_of(answer), "400 invalid-value") << answer.body;
    EXPECT_EQ(field(parsed(answer), "errors.0.pointer"), "/pledges/0/attachment_id");
  }
}

TEST_F(ReceivedFiles, OfADisclosureRequestAreKeptWithIt) {
  const std::string paper = document(), cases = "/v1/disclosure-requests";
  const Answer unknown = city->post(&city->r.kono, cases, case_from(to_text(test_id<DocumentId>(7))));
  EXPECT_EQ(code_of(unknown), "400 invalid-value");
  EXPECT_EQ(field(parsed(unknown), "errors.0.pointer"), "/intake_document_id");
  const JsonValue opened = parsed(city->post(&city->r.kono, cases, case_from(paper)));
  const JsonValue shown = parsed(city->get(&city->r.kono, cases + "/" + field(opened, "data.id")));
  EXPECT_EQ(field(shown, "data.intake_document_id"), paper);
}

}  // namespace
}  // namespace renkei::testing
