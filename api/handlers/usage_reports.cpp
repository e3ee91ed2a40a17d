// The city's usage reports for disclosure cases (policy III.3(5), product.md no. 2).
#include "api/handlers/cases.h"
#include "api/handlers/handlers.h"
#include "domain/usage_report/state.h"
#include "replay/disclosure/usage_report.h"

namespace renkei::api {
namespace {

struct BuiltReport {
  usage_report::State state;
  std::vector<packet::RowWords> rows;
  Digest digest;
};

// Builds the report of a person below a tree size that the views have reached.
std::optional<BuiltReport> build_report(CityService& service, const UsageReportId& id,
                                        std::uint64_t tree_size) {
  const auto views = service.views->snapshot();
  BuiltReport built{view_state<usage_report::State>(*views.reader, id.octets), {}, {}};
  if (!built.state.exists) return std::nullopt;
  const auto key = service.city.keyring->key_unless_destroyed(KeyId{built.state.subject.octets});
  if (key == nullptr) return std::nullopt;
  const auto city = view_state<policy::State>(*views.reader, service.city_key().octets);
  UsageReportBuilder builder(*views.reader, service.names, city, service.city.format.city);
  built.rows = builder.rows(built.state.subject, tree_size);
  built.digest = usage_report_digest(key->view(), UsageReportBuilder::csv(built.rows));
  return built;
}

// Who asks the city for a report: an asked facility's system manager, or the privacy officer where the city
// itself was asked as the holder (product.md no. 2). Nullopt: nobody who may.
std::optional<FacilityId> asking_register(Acting& a, const CityService& service) {
  if (a.city_role(CityRole::privacy_officer)) return register_of_city(service);
  return a.system_manager() ? std::optional(a.facility.id) : std::nullopt;
}

// The register of the cases of the facility that a report is for.
const disclosure::State& cases_of(Acting& a, const usage_report::State& report) {
  return a.situation.state<disclosure::State>(report.facility);
}

std::string digest_text(const Digest& digest) { return "hmac-sha-256:" + json_detail::hex_of(digest.view()); }

void generate_now(const ExchangePtr& x, const UsageReportId& id, std::uint64_t checkpoint_size) {
  auto built = build_report(x->service, id, checkpoint_size);
  if (!built) built = BuiltReport{};
  const usage_report::GenerateUsageReport command{checkpoint_size, built->rows.size(), built->digest};
  x->command(
      [id, command](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver) && !a.city_role(CityRole::privacy_officer))
          return Rejection::role_required;
        a.operation_purpose(Purpose::subject_request, true);
        const auto& report = a.situation.state<usage_report::State>(id);
        return decide(report, command, cases_of(a, report));
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        const auto& e = std::get<usage_report::UsageReportGenerated>(events.front().event);
        json.begin_object()
            .member("state", UsageReportState::generated)
            .member("checkpoint_size", e.checkpoint_size);
        json.member("rows", e.rows).member("digest", digest_text(e.digest)).end_object();
      }});
}

}  // namespace

void show_usage_report(const ExchangePtr& x) {
  const auto id = x->path_id<UsageReportId>();
  if (!id) return;
  auto shown = std::make_shared<usage_report::State>();
  auto version = std::make_shared<std::uint64_t>(0);
  x->read(
      [id = *id, shown, version](Acting& a) -> Ruling {
        *shown = a.situation.state<usage_report::State>(id);
        *version = a.situation.version<usage_report::State>(id);
        const bool officer = a.city_role(CityRole::approver) || a.city_role(CityRole::privacy_officer);
        const bool asked = a.system_manager() && shown->facility == a.facility.id;
        return shown->exists && (officer || asked) ? Ruling() : Ruling(Rejection::not_found);
      },
      [x, shown, version](std::optional<std::uint64_t>) {
        JsonWriter json;
        json.begin_object().name("data").begin_object().member("id", shown->id).member("state", shown->status);
        json.member("disclosure_request_id", shown->disclosure_request)
            .member("facility_id", shown->facility)
            .member("due_on", shown->due_on);
        json.member("checkpoint_size", shown->checkpoint_size)
            .member("rows", shown->rows)
            .end_object()
            .end_object();
        return json_response(json.take(), *version);
      });
}

void request_usage_report(const ExchangePtr& x) {
  const auto command = x->body<usage_report::RequestUsageReport>();
  if (!command) return;
  const auto id = x->created_id<UsageReportId>();
  x->command(
      [x, id, command = *command](Acting& a) -> Ruling {
        const auto asked = asking_register(a, x->service);
        if (!asked) return Rejection::role_required;
        a.operation_purpose(Purpose::subject_request, true);
        return decide(a.situation.state<usage_report::State>(id), command,
                      a.situation.state<disclosure::State>(*asked), id, *asked, a.policy, a.today());
      },
      {.status = 201,
       .location = "/v1/usage-reports/" + to_text(id),
       .respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
         const auto& e = std::get<usage_report::UsageReportRequested>(events.front().event);
         json.begin_object()
             .member("id", e.usage_report)
             .member("state", UsageReportState::requested)
             .member("due_on", e.due_on)
             .end_object();
       }});
}

void generate_usage_report(const ExchangePtr& x) {
  const auto id = x->path_id<UsageReportId>();
  if (!id || !x->body<NoBody>()) return;
  const auto views = x->service.views->snapshot();
  const auto actor = view_state<account::State>(*views.reader, x->session->grant.account.octets);
  if (!actor.has(CityRole::approver) && !actor.has(CityRole::privacy_officer)) {  // nothing is built for others
    return x->command([](Acting&) { return Ruling(Rejection::role_required); }, {});
  }
  const auto size = x->service.sign_checkpoint();  // signed, synced and kept first
  if (!size || !x->service.keep_checkpoint()) return x->problem("overloaded");
  const bool queued = x->service.patient_jobs.submit([x, id = *id, size = *size] {
    if (!x->service.views->wait_for(size, x->service.limits.own_write_wait_milliseconds))
      return x->problem("overloaded");
    generate_now(x, id, size);
  });
  if (!queued) x->problem("overloaded");
}

void provide_usage_report(const ExchangePtr& x) {
  const auto id = x->path_id<UsageReportId>();
  if (!id || !x->body<NoBody>()) return;
  x->command(
      [id = *id](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver) && !a.city_role(CityRole::privacy_officer))
          return Rejection::role_required;
        if (!a.stepped_up) return Rejection::step_up_required;  // a whole history leaves the city
        a.operation_purpose(Purpose::subject_request, true);
        const auto& report = a.situation.state<usage_report::State>(id);
        return decide(report, usage_report::ProvideUsageReport{}, cases_of(a, report));
      },
      {.respond = [](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("state", UsageReportState::provided).end_object();
      }});
}

namespace {

http::Response report_response(const std::vector<packet::RowWords>& rows, ReportFormat format) {
  const bool csv = format == ReportFormat::csv, json = format == ReportFormat::json;
  http::Response response;
  response.headers = {
      {"Cache-Control", "no-store"},
      {"X-Content-Type-Options", "nosniff"},
      {"Content-Type", csv    ? "text/csv; charset=utf-8"
                       : json ? "application/json"
                              : "application/jsonl"},
      {"Content-Disposition", "attachment; filename=\"usage." + std::string(code_text(format)) + "\""}};
  response.body = csv    ? UsageReportBuilder::csv(rows)
                  : json ? UsageReportBuilder::json(rows)
                         : UsageReportBuilder::jsonl(rows);
  return response;
}

// `built`: null when nothing was built that has the digest of what was provided.
void give_report(const ExchangePtr& x, const UsageReportId& id, ReportFormat format,
                 std::shared_ptr<const BuiltReport> built) {
  x->read(
      [x, id, format, there = built != nullptr](Acting& a) -> Ruling {
        const auto asked = asking_register(a, x->service);
        if (!asked) return Rejection::role_required;
        a.operation_purpose(Purpose::subject_request, true);
        const auto& report = a.situation.state<usage_report::State>(id);
        Decision download =
            decide(report, usage_report::DownloadUsageReport{format}, cases_of(a, report), *asked);
        if (download && !there)
          return Rejection::wrong_state;  // other software made it: a new one is asked for
        return download;
      },
      [built, format](std::optional<std::uint64_t>) { return report_response(built->rows, format); });
}

}  // namespace

void show_usage_report_content(const ExchangePtr& x) {
  const auto id = x->path_id<UsageReportId>();
  if (!id) return;
  const auto format = code_from_text<ReportFormat>(x->query("format"));
  if (!format) return x->problem("not-acceptable");
  const auto views = x->service.views->snapshot();
  const auto report = view_state<usage_report::State>(*views.reader, id->octets);
  const auto actor = view_state<account::State>(*views.reader, x->session->grant.account.octets);
  const bool wanted =
      report.status == UsageReportState::provided && (actor.is_city() || actor.facility == report.facility);
  if (!wanted) return give_report(x, *id, *format, nullptr);  // nothing is built for others, or in vain
  const bool queued = x->service.patient_jobs.submit([x, id = *id, format = *format, report] {
    auto built = build_report(x->service, id, report.checkpoint_size);
    const bool same = built && built->digest == report.digest;
    give_report(x, id, format, same ? std::make_shared<const BuiltReport>(std::move(*built)) : nullptr);
  });
  if (!queued) x->problem("overloaded");
}

}  // namespace renkei::api
