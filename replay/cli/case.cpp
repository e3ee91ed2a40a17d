// renkei case: a disclosure case from the paper to the packet in hand, as the system manager of a provider (or
// the city's privacy officer) takes it, one act at a time, and the city's part in it: the usage report, the
// auditor's copy (policy III.3(5); docs/disclosure.md).
#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <thread>

#include "eventstore/files/posix_files.h"
#include "replay/cli/command.h"
#include "replay/cli/signed_in.h"

namespace renkei::cli {
namespace {

constexpr int kUsage = 64, kUnreadable = 5;
constexpr auto kBetweenLooks = std::chrono::milliseconds(200);
constexpr const char* kCases = "/v1/disclosure-requests";

struct Step {
  std::string_view act, verb;  // on the command line, in the API
  bool needs_body, from_case;  // from_case: by who sees the case, in its newest version
};
constexpr std::array kSteps{
    Step{"verify-identity", "verify-identity", true, true},
    Step{"scope", "clarify-scope", true, true},
    Step{"opinion", "opinions", true, false},
    Step{"withhold", "withholdings", true, true},
    Step{"decide", "decide", true, true},
    Step{"notice", "notice", true, true},
    Step{"deliver", "deliver", true, true},
    Step{"close", "close", true, true},
};

struct ReportStep {  // of the usage report, by the city
  std::string_view act, verb, words;
};
constexpr std::array kReportSteps{
    ReportStep{"generate-report", "generate",
               "作成しました。次は provide-report（提供。その前に renkei login --step-up）"},
    ReportStep{"provide-report", "provide", "提供しました。請求を受けた事業所が決定できます。"},
};

struct AtWork {
  const po::variables_map& given;
  SignedIn session;
  client::ApiClient server;
  std::string id;

  std::string path() const { return std::string(kCases) + "/" + id; }
  client::Answer get(const std::string& from) { return server.get(from, session.headers()); }
  client::Answer post(const std::string& to, const std::string& body, client::Headers more = {}) {
    more.merge(session.headers());
    more.emplace("Idempotency-Key", client::new_idempotency_key());
    return server.post(to, body, more);
  }
};

// As the act's request of the API: from a file, or typed and ended by Ctrl-D.
std::optional<std::string> body_of(const po::variables_map& given) {
  const std::string file = given["body"].as<std::string>();
  std::stringstream text;
  if (file == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  std::ifstream in(file);
  text << in.rdbuf();
  return in ? std::optional(text.str()) : std::nullopt;
}

int tell(const AtWork& work, const client::Answer& answer, int expected, const std::string& words) {
  if (answer.status != expected) return tell_problem("case", answer);
  std::cout << (work.given.contains("json") ? answer.body : words) << "\n";
  return 0;
}

std::string state_words(const std::string& state) {
  const std::map<std::string, std::string> words{
      {"received", "受付。次は verify-identity（本人確認）"},
      {"identity_verified", "本人確認済み。次は report（利用状況報告の請求）と scope（範囲の確認）"},
      {"scope_clarified", "範囲を確認。次は withhold（開示しない項目）、decide（決定）"},
      {"decided", "決定。次は notice（通知）"},
      {"notified", "通知。次は packet（開示書面の作成と受け取り）、deliver（交付）"},
      {"delivered", "交付。次は close（終了）"},
      {"closed", "終了"}};
  const auto found = words.find(state);
  return found == words.end() ? state : found->second;
}

int show(AtWork& work) {
  const client::Answer answer = work.get(work.path());
  const JsonValue json = parsed(answer);
  return tell(work, answer, 200,
              field(json, "data.case_number") + "  " + state_words(field(json, "data.state")) + "（期限 " +
                  field(json, "data.due_on") + "）");
}

int open(AtWork& work, const std::string& body) {
  const client::Answer answer = work.post(kCases, body);
  const JsonValue json = parsed(answer);
  return tell(work, answer, 201,
              "受け付けました: " + field(json, "data.case_number") + "  " + field(json, "data.id"));
}

int act(AtWork& work, const Step& step, const std::string& body) {
  client::Headers version;
  if (step.from_case) {
    const client::Answer now = work.get(work.path());
    if (now.status != 200) return tell_problem("case", now);
    version["If-Match"] = now.headers.at("etag");
  }
  const client::Answer answer = work.post(work.path() + "/" + std::string(step.verb), body, version);
  return tell(work, answer, 200, state_words(field(parsed(answer), "data.state")));
}

int ask_for_report(AtWork& work) {
  const client::Answer answer =
      work.post("/v1/usage-reports", "{\"disclosure_request_id\":" + json_string(work.id) + "}");
  return tell(
      work, answer, 201,
      "利用状況報告を市に請求しました: " + field(parsed(answer), "data.id") + "。提供されると決定できます。");
}

int act_on_report(AtWork& work, const std::string& report, const ReportStep& step) {
  const client::Answer now = work.get(report);
  if (now.status != 200) return tell_problem("case", now);
  const client::Answer answer =
      work.post(report + "/" + std::string(step.verb), "{}", {{"If-Match", now.headers.at("etag")}});
  return tell(work, answer, 200, std::string(step.words));
}

// Whole under its name, or not at all; readable for its owner only.
bool keep(const std::string& file, const std::string& octets) {
  PosixFiles files;
  return !files.exists(file) && replace_file(files, file, octets).has_value();
}

std::optional<std::string> out_of(const AtWork& work, const std::string& wanted) {
  if (work.given.contains("out")) return work.given["out"].as<std::string>();
  std::cerr << "renkei case " << wanted << ": --out is missing: the file it becomes\n";
  return std::nullopt;
}

int could_not_keep(const std::string& wanted, const std::string& out) {
  std::cerr << "renkei case " << wanted << ": " << out << " is there already, or can't be written\n";
  return kUnreadable;
}

// As CSV, by those who asked for it.
int fetch_report(AtWork& work, const std::string& report) {
  const auto out = out_of(work, "report-content");
  if (!out) return kUsage;
  const client::Answer content = work.get(report + "/content?format=csv");
  if (content.status != 200) return tell_problem("case", content);
  if (!keep(*out, content.body)) return could_not_keep("report-content", *out);
  std::cout << *out << "\n";
  return 0;
}

int make_packet(AtWork& work) {
  const auto named = out_of(work, "packet");
  if (!named) return kUsage;
  const std::string& out = *named;
  const client::Answer asked = work.post(
      "/v1/packets", "{\"disclosure_request_id\":" + json_string(work.id) +
                         ",\"audience\":" + (work.given.contains("auditor") ? "\"auditor\"" : "\"person\"") +
                         ",\"large_print\":" + (work.given.contains("large-print") ? "true" : "false") + "}");
  if (asked.status != 201) return tell_problem("case", asked);
  const std::string packet = "/v1/packets/" + field(parsed(asked), "data.id");
  const auto progress = terminal_progress("packet");
  client::Answer now = work.get(packet);
  JsonValue json = parsed(now);
  for (; now.status == 200 && field(json, "data.state") != "made"; now = work.get(packet), json = parsed(now)) {
    if (field(json, "data.progress.step") == "failed") {
      std::cerr << "renkei case packet: 開示書面を作成できませんでした。The packet could not be made: "
                << field(json, "data.progress.why") << "\n";
      return kUnreadable;
    }
    const std::string done = field(json, "data.progress.done"), total = field(json, "data.progress.total");
    if (progress && !done.empty() && !total.empty()) progress(std::stoull(done), std::stoull(total));
    std::this_thread::sleep_for(kBetweenLooks);
  }
  if (now.status != 200) return tell_problem("case", now);
  const client::Answer content = work.get(packet + "/content");
  if (content.status != 200) return tell_problem("case", content);
  if (!keep(out, content.body)) return could_not_keep("packet", out);
  return tell(work, now, 200,
              out + "  " + field(json, "data.id") + "（" + field(json, "data.rows") + "行のうち" +
                  field(json, "data.shown") + "行を開示）");
}

// Acts on the usage report of a case; nullopt: it is none.
std::optional<int> take_report_further(AtWork& work, const std::string& wanted) {
  const auto step = std::find_if(kReportSteps.begin(), kReportSteps.end(),
                                 [&](const ReportStep& s) { return s.act == wanted; });
  if (step == kReportSteps.end() && wanted != "report-content") return std::nullopt;
  const std::string id = work.given["report"].as<std::string>();
  if (id.empty()) {
    std::cerr << "renkei case " << wanted << ": --report is missing: which one, as `report` printed it\n";
    return kUsage;
  }
  const std::string report = "/v1/usage-reports/" + id;
  return step == kReportSteps.end() ? fetch_report(work, report) : act_on_report(work, report, *step);
}

int run_case(const po::variables_map& given) {
  const std::string wanted = given["ACT"].as<std::string>();
  auto session = SignedIn::read(given["session"].as<std::string>());
  if (!session) {
    std::cerr << "renkei case: " << session.error() << "\n";
    return kUnreadable;
  }
  AtWork work{given, *session, {session->server, session->certificate}, given["case"].as<std::string>()};
  const auto* step = std::find_if(kSteps.begin(), kSteps.end(), [&](const Step& s) { return s.act == wanted; });
  if (const auto done = take_report_further(work, wanted)) return *done;
  const bool opens = wanted == "open";
  if (!opens && work.id.empty()) {
    std::cerr << "renkei case " << wanted << ": --case is missing: which one (dsc_…)\n";
    return kUsage;
  }
  if (wanted == "show") return show(work);
  if (wanted == "report") return ask_for_report(work);
  if (wanted == "packet") return make_packet(work);
  if (!opens && step == kSteps.end()) {
    std::cerr << "renkei case: no act \"" << wanted << "\"; `renkei case --help` lists them\n";
    return kUsage;
  }
  const auto body = body_of(given);
  if (!body) {
    std::cerr << "renkei case: can't read " << given["body"].as<std::string>() << "\n";
    return kUnreadable;
  }
  return opens ? open(work, *body) : act(work, *step, *body);
}

}  // namespace

Command case_command() {
  Command c{
      "case",
      "Takes a disclosure case one act further, on a renkeid that `renkei login` signed in to.\n"
      "ACT is, in this order: open, verify-identity, report, scope, opinion (of another facility), withhold,\n"
      "decide, notice, packet, deliver, close; and show. By the city: generate-report, provide-report, and\n"
      "packet --auditor, the copy with nothing withheld; by those who asked for the report: report-content.\n"
      "What an act says is its request of the API, as JSON from --body or typed (openapi.yaml;\n"
      "docs/disclosure.md has one of each).",
      "echo '{\"documents\":[\"my_number_card_face\"]}' | renkei case verify-identity --session kono.session "
      "--case dsc_…",
      {"ACT"},
      {},
      run_case};
  c.options.add_options()("session", po::value<std::string>()->required(), "the file of `renkei login`")(
      "case", po::value<std::string>()->default_value(""), "the case's id, as `open` prints it")(
      "body", po::value<std::string>()->default_value("-"), "file with the act's JSON; -: typed or piped")(
      "report", po::value<std::string>()->default_value(""), "the usage report's id, as `report` prints it")(
      "out", po::value<std::string>(), "packet, report-content: the file it becomes; must not be there")(
      "large-print", "packet: letters of 16 pt")("auditor", "packet: with nothing withheld, under AUDIT")(
      "json", "the server's answer instead of words");
  return c;
}

}  // namespace renkei::cli
