// The story goes on: from the city's usage report to the packet that Haru takes home (docs/story.md, steps
// 40–47).
#include <chrono>
#include <thread>

#include "replay/cli/story_steps.h"

namespace renkei::cli {
namespace {

constexpr int kMakingTriesMax = 1'200;
constexpr auto kBetweenTries = std::chrono::milliseconds(50);

// The case as the story takes it on: its version counts what is done to it.
class CaseAtHand {
 public:
  CaseAtHand(StoryClient& client, StoryResult& result) : c(client), r(result) {}

  void look() {
    const client::Answer answer = c.get(r.kono, path());
    c.expect(answer, 200);
    ++r.views_counted;
    const std::string& tag = answer.headers.at("etag");
    version_ = std::stoull(tag.substr(1, tag.size() - 2));
  }
  void act(const std::string& verb, const std::string& body) {
    c.done(r.kono, path() + "/" + verb, body, 200, match(std::to_string(version_)));
    ++version_;
  }
  void refused(const std::string& verb, const std::string& body, const std::string& code) {
    c.expect(c.post(r.kono, path() + "/" + verb, body, match(std::to_string(version_))), 409, code);
  }
  void others_act() { ++version_; }
  std::string path() const { return "/v1/disclosure-requests/" + r.disclosure_id; }

  StoryClient& c;
  StoryResult& r;

 private:
  std::uint64_t version_ = 0;
};

std::string decision(const std::string& result) {
  return "{\"result\":" + json_string(result) + ",\"ground\":\"\",\"staff_named\":false,\"fee_yen\":300}";
}

std::string packet_for_the_person(const StoryResult& r) {
  return "{\"disclosure_request_id\":" + json_string(r.disclosure_id) +
         ",\"audience\":\"person\",\"large_print\":false}";
}

void clarify_and_ask(CaseAtHand& at_hand) {
  StoryClient& c = at_hand.c;
  StoryResult& r = at_hand.r;
  c.at(40);
  c.expect(c.post(r.kono, "/v1/packets", packet_for_the_person(r)), 409, "decision-required");
  at_hand.look();
  at_hand.act("clarify-scope",
              "{\"records\":\"room\",\"period\":{\"from_on\":null,\"to_on\":null},"
              "\"kinds\":[\"records\",\"usage\"]}");
  at_hand.refused("decide", decision("part"), "opinions-missing");
  c.tell("範囲は部屋の記録全体としました。記録したうちわの里にも意見を尋ねます。");
  c.at(41);
  c.done(r.fujikawa, at_hand.path() + "/opinions",
         "{\"answer\":\"agree\",\"ground\":\"\",\"staff_named\":false,\"note\":\"差し支えありません。\"}");
  at_hand.others_act();
  c.expect(c.get(r.fujikawa, at_hand.path()), 404, "not-found");
  c.tell("藤川介護支援専門員が、開示に差し支えないと答えました。");
}

void decide_and_tell(CaseAtHand& at_hand) {
  StoryClient& c = at_hand.c;
  c.at(42);
  at_hand.refused("decide", decision("full"), "result-contradicts-withholdings");
  at_hand.act("decide", decision("part"));
  at_hand.refused("withholdings",
                  "{\"items\":[{\"ordinal\":19,\"ground\":\"business_hindrance\",\"ground_display\":null,"
                  "\"row_display\":null}],\"lifted\":[],\"private_reason\":\"\"}",
                  "already-decided");
  c.tell(
      "一部開示と決定しました。別の方の情報1件のほかは、すべて開示します。決定のあとに変えることはできません"
      "。");
  c.at(43);
  at_hand.act("notice", "{\"method\":\"counter\",\"sent_on\":" + json_string(to_text(c.today())) + "}");
  c.tell("決定をハルさんに通知しました。");
}

void make_packet(StoryClient& c, StoryResult& r) {
  c.at(44);
  r.packet_id = field(c.done(r.kono, "/v1/packets", packet_for_the_person(r), 201), "data.id");
  const JsonValue made = wait_until_made(c, r.kono, r.packet_id);
  c.expect_equal("開示しない項目", field(made, "data.withheld"), "1");
  r.packet_rows = std::stoull(field(made, "data.rows"));
  c.tell("開示書面を作成しました（" + field(made, "data.rows") + "行のうち" + field(made, "data.shown") +
         "行を開示、署名済みの台帳 " + field(made, "data.checkpoint_size") + "件、" +
         field(made, "data.bytes") + "バイト）。");
}

void hand_over(CaseAtHand& at_hand) {
  StoryClient& c = at_hand.c;
  StoryResult& r = at_hand.r;
  const std::string content = "/v1/packets/" + r.packet_id + "/content";
  c.at(45);
  const client::Answer packet = c.get(r.kono, content);
  c.expect(packet, 200);
  r.packet = packet.body;
  c.expect(c.get(r.miki, content), 403, "role-required");
  c.expect(c.get(r.fujikawa, content), 404, "not-found");
  c.tell("河野医師（貴事業所のシステム管理担当者）が開示書面を受け取りました。");
  c.at(46);
  at_hand.act("deliver", "{\"packet_id\":" + json_string(r.packet_id) +
                             ",\"method\":\"counter\",\"delivered_on\":" + json_string(to_text(c.today())) +
                             "}");
  at_hand.act("close", "{\"closure\":\"completed\"}");
  c.tell("ハルさんに手渡し、開示請求 " + r.case_number + " を終えました。");
}

}  // namespace

JsonValue wait_until_made(StoryClient& c, const Person& who, const std::string& packet_id) {
  for (int i = 0; i < kMakingTriesMax; ++i) {
    const client::Answer answer = c.get(who, "/v1/packets/" + packet_id);
    c.expect(answer, 200);
    const JsonValue json = parsed(answer);
    if (field(json, "data.state") == "made") return json;
    if (field(json, "data.progress.step") == "failed") break;
    std::this_thread::sleep_for(kBetweenTries);
  }
  throw StoryFailure("開示書面を作成できませんでした");
}

void play_packet(const StorySetup& setup, StoryResult& r) {
  StoryClient c(setup);
  for (Person* who : {&r.kono, &r.miki, &r.fujikawa}) c.log_in(*who);
  CaseAtHand at_hand(c, r);
  clarify_and_ask(at_hand);
  decide_and_tell(at_hand);
  make_packet(c, r);
  hand_over(at_hand);
}

}  // namespace renkei::cli
