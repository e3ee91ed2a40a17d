#include "api/router.h"

#include "api/handlers/blob_sink.h"
#include "api/handlers/handlers.h"
#include "api/versions.h"

namespace renkei::api {
namespace {

constexpr std::uint64_t kJsonBytesMax = 256 * 1024;
constexpr std::uint64_t kOpenBytesMax = 4 * 1024;  // of somebody who is not known yet: a login
constexpr RouteScope kOpen = RouteScope::open, kAny = RouteScope::any_session, kFull = RouteScope::full_session;

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

bool fits(const std::vector<std::string_view>& wanted, const std::vector<std::string_view>& path,
          std::vector<std::string>& ids) {
  if (wanted.size() != path.size()) return false;
  ids.clear();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with('{')) {
      ids.emplace_back(path[i]);
    } else if (wanted[i] != path[i]) {
      return false;
    }
  }
  return true;
}

std::shared_ptr<Session> session_of(CityService& service, const http::RequestHead& head, bool& expired) {
  const std::string* value = head.header("authorization");
  expired = false;
  if (value == nullptr || !value->starts_with("Bearer ")) return nullptr;
  return service.sessions.find(std::string_view(*value).substr(7), expired);
}

// "POST /v1/rooms/{id}/messages"
std::string name_of(const Route& route) { return std::string(route.method) + " " + std::string(route.pattern); }

// What a session that is not yet full lacks.
Rejection lacking(SessionScope scope) {
  return scope == SessionScope::change_password ? Rejection::password_change_required
                                                : Rejection::second_factor_required;
}

// What the query names beside the route's parameters, or twice.
std::vector<JsonProblem> unknown_parameters(const Route& route, const http::RequestHead& head) {
  std::vector<JsonProblem> unknown;
  const auto allowed = [&](const std::string& name) {
    std::string_view rest = route.parameters;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      if (rest.substr(0, end) == name) return true;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
  };
  for (auto given = head.query.begin(); given != head.query.end(); ++given) {
    const auto same = [&](const auto& before) { return before.first == given->first; };
    if (allowed(given->first) && std::none_of(head.query.begin(), given, same)) continue;
    unknown.push_back({"unknown-field", "/query/" + json_detail::escaped(given->first),
                       "この指定は使えません。", "This parameter is not known, or given twice."});
  }
  return unknown;
}

constexpr VersionOf kRegistration = stream_version<registration::State, RegistrationRequestId>,
                    kPledge = stream_version<pledge::State, PledgeId>,
                    kFacility = stream_version<facility::State, FacilityId>,
                    kRoomRequest = stream_version<room_request::State, RoomRequestId>,
                    kConsent = stream_version<consent::State, ConsentFormId>,
                    kReport = stream_version<usage_report::State, UsageReportId>;

constexpr std::string_view kPaged = "limit cursor";

constexpr Route kRoutes[] = {
    {"POST", "/v1/sessions", kOpen, 0, begin_session},
    {"GET", "/v1/sessions/current", kAny, 0, show_session},
    {"POST", "/v1/sessions/current/end", kAny, 0, end_session},
    {"POST", "/v1/sessions/current/step-up", kFull, kKeyed, step_up},
    {"POST", "/v1/password-changes", kAny, kKeyed, change_password},
    {"POST", "/v1/second-factors", kAny, kKeyed, enrol_second_factor},
    {"POST", "/v1/intake-documents", kFull, kKeyed | kFresh, receive_intake_document},
    {"GET", "/v1/intake-documents/{id}", kFull, kFresh, show_intake_document},
    {"POST", "/v1/registration-requests", kFull, kKeyed | kFresh, submit_registration_request},
    {"GET", "/v1/registration-requests/{id}", kFull, kFresh, show_registration_request},
    {"POST", "/v1/registration-requests/{id}/return", kFull, kKeyed | kFresh, return_registration_request,
     kRegistration},
    {"POST", "/v1/registration-requests/{id}/resubmit", kFull, kKeyed | kFresh, resubmit_registration_request,
     kRegistration},
    {"POST", "/v1/registration-requests/{id}/approve", kFull, kKeyed | kFresh | kStores,
     approve_registration_request, kRegistration},
    {"POST", "/v1/registration-requests/{id}/reject", kFull, kKeyed | kFresh, reject_registration_request,
     kRegistration},
    {"POST", "/v1/registration-requests/{id}/withdraw", kFull, kKeyed | kFresh, withdraw_registration_request,
     kRegistration},
    {"GET", "/v1/pledges/{id}", kFull, kFresh, show_pledge},
    {"POST", "/v1/pledges/{id}/verify", kFull, kKeyed | kFresh, verify_pledge, kPledge},
    {"POST", "/v1/pledges/{id}/revoke", kFull, kKeyed | kFresh, revoke_pledge, kPledge},
    {"POST", "/v1/credentials", kFull, kKeyed | kFresh, issue_credentials},
    {"GET", "/v1/credentials/{id}/letter", kFull, kFresh, show_credential_letter},
    {"POST", "/v1/credentials/{id}/deliver", kFull, kKeyed | kFresh, deliver_credential, credential_version},
    {"GET", "/v1/accounts/{id}", kFull, kFresh, show_account},
    {"POST", "/v1/accounts/{id}/lock", kFull, kKeyed | kFresh, lock_account, account_version},
    {"POST", "/v1/accounts/{id}/unlock", kFull, kKeyed | kFresh, unlock_account, account_version},
    {"POST", "/v1/accounts/{id}/suspend", kFull, kKeyed | kFresh, suspend_account, account_version},
    {"POST", "/v1/accounts/{id}/reinstate", kFull, kKeyed | kFresh, reinstate_account, account_version},
    {"POST", "/v1/accounts/{id}/close", kFull, kKeyed | kFresh, close_account, account_version},
    {"GET", "/v1/facilities", kFull, kFresh, list_facilities, nullptr, kPaged},
    {"GET", "/v1/facilities/{id}", kFull, kFresh, show_facility},
    {"GET", "/v1/facilities/{id}/accounts", kFull, kFresh, list_facility_accounts, nullptr, kPaged},
    {"POST", "/v1/facilities/{id}/suspend", kFull, kKeyed | kFresh, suspend_facility, kFacility},
    {"POST", "/v1/facilities/{id}/reinstate", kFull, kKeyed | kFresh, reinstate_facility, kFacility},
    {"GET", "/v1/environments", kFull, kFresh, list_environments, nullptr, kPaged},
    {"POST", "/v1/environments", kFull, kKeyed, declare_environment},
    {"GET", "/v1/environments/{id}", kFull, kFresh, show_environment},
    {"POST", "/v1/environments/{id}/recognise", kFull, kKeyed | kFresh, recognise_environment},
    {"POST", "/v1/environments/{id}/object", kFull, kKeyed | kFresh, object_to_environment},
    {"GET", "/v1/devices", kFull, kFresh, list_devices, nullptr, kPaged},
    {"POST", "/v1/devices", kFull, kKeyed | kFresh | kStores, register_device},
    {"GET", "/v1/devices/{id}", kFull, kFresh, show_device},
    {"POST", "/v1/devices/{id}/lost", kFull, kKeyed | kFresh, report_device_lost},
    {"POST", "/v1/devices/{id}/retire", kFull, kKeyed | kFresh, retire_device},
    {"POST", "/v1/room-requests", kFull, kKeyed | kFresh | kStores, submit_room_request},
    {"GET", "/v1/room-requests/{id}", kFull, kFresh, show_room_request},
    {"POST", "/v1/room-requests/{id}/approve", kFull, kKeyed | kFresh, approve_room_request, kRoomRequest},
    {"POST", "/v1/room-requests/{id}/return", kFull, kKeyed | kFresh, return_room_request, kRoomRequest},
    {"POST", "/v1/room-requests/{id}/reject", kFull, kKeyed | kFresh, reject_room_request, kRoomRequest},
    {"GET", "/v1/care-recipients/{id}", kFull, kFresh, show_care_recipient},
    {"POST", "/v1/care-recipients/{id}/settings", kFull, kKeyed | kFresh, change_care_setting},
    {"GET", "/v1/consent-forms/{id}", kFull, kFresh, show_consent_form},
    {"POST", "/v1/consent-forms/{id}/verify", kFull, kKeyed | kFresh, verify_consent, kConsent},
    {"POST", "/v1/consent-forms/{id}/supplement", kFull, kKeyed | kFresh, supplement_consent, kConsent},
    {"POST", "/v1/consent-forms/{id}/withdraw", kFull, kKeyed | kFresh, withdraw_consent, kConsent},
    {"GET", "/v1/rooms", kFull, 0, list_rooms, nullptr, kPaged},
    {"GET", "/v1/rooms/{id}", kFull, kFresh, show_room},
    {"GET", "/v1/rooms/{id}/facilities", kFull, kFresh, list_room_facilities},
    {"GET", "/v1/rooms/{id}/facilities/{fid}", kFull, kFresh, show_room_facility},
    {"POST", "/v1/rooms/{id}/facilities", kFull, kKeyed | kFresh, add_room_facility},
    {"POST", "/v1/rooms/{id}/facilities/{fid}/end", kFull, kKeyed | kFresh, end_room_facility,
     participation_version},
    {"POST", "/v1/rooms/{id}/self-assign", kFull, kKeyed | kFresh, assign_oneself},
    {"GET", "/v1/rooms/{id}/messages", kFull, 0, list_messages, nullptr, "limit cursor before author_facility"},
    {"POST", "/v1/rooms/{id}/messages", kFull, kKeyed | kGrows, post_message},
    {"GET", "/v1/rooms/{id}/events", kFull, 0, room_events},
    {"POST", "/v1/rooms/{id}/close", kFull, kKeyed | kFresh, close_room},
    {"POST", "/v1/rooms/{id}/reopen", kFull, kKeyed | kFresh, reopen_room},
    {"GET", "/v1/rooms/{id}/assignments", kFull, kFresh, list_assignments},
    {"POST", "/v1/rooms/{id}/assignments", kFull, kKeyed | kFresh, assign_member},
    {"GET", "/v1/rooms/{id}/assignments/{aid}", kFull, kFresh, show_assignment},
    {"POST", "/v1/rooms/{id}/assignments/{aid}/end", kFull, kKeyed | kFresh, end_assignment,
     assignment_version},
    {"GET", "/v1/messages/{id}", kFull, kFresh, show_message},
    {"POST", "/v1/messages/{id}/correct", kFull, kKeyed, correct_message, message_version},
    {"POST", "/v1/messages/{id}/retract", kFull, kKeyed | kFresh, retract_message, message_version},
    {"POST", "/v1/messages/{id}/acknowledge", kFull, kKeyed | kFresh, acknowledge_message},
    {"POST", "/v1/messages/{id}/approve", kFull, kKeyed | kFresh, approve_message, message_version},
    {"POST", "/v1/attachments", kFull, kKeyed | kFresh | kFile | kStores | kGrows, upload_attachment},
    {"GET", "/v1/attachments/{id}/content", kFull, kFresh, show_attachment},
    {"POST", "/v1/disclosure-requests", kFull, kKeyed | kFresh, request_disclosure},
    {"GET", "/v1/disclosure-requests/{id}", kFull, kFresh, show_disclosure_request},
    {"POST", "/v1/disclosure-requests/{id}/verify-identity", kFull, kKeyed | kFresh, verify_identity,
     disclosure_version},
    {"POST", "/v1/disclosure-requests/{id}/clarify-scope", kFull, kKeyed | kFresh, clarify_scope,
     disclosure_version},
    {"POST", "/v1/disclosure-requests/{id}/opinions", kFull, kKeyed | kFresh, record_opinion},
    {"POST", "/v1/disclosure-requests/{id}/withholdings", kFull, kKeyed | kFresh, record_withholdings,
     disclosure_version},
    {"POST", "/v1/disclosure-requests/{id}/decide", kFull, kKeyed | kFresh, decide_disclosure,
     disclosure_version},
    {"POST", "/v1/disclosure-requests/{id}/notice", kFull, kKeyed | kFresh, send_disclosure_notice,
     disclosure_version},
    {"POST", "/v1/disclosure-requests/{id}/deliver", kFull, kKeyed | kFresh, deliver_disclosure,
     disclosure_version},
    {"POST", "/v1/disclosure-requests/{id}/close", kFull, kKeyed | kFresh, close_disclosure,
     disclosure_version},
    {"POST", "/v1/packets", kFull, kKeyed | kFresh, request_packet},
    {"GET", "/v1/packets/{id}", kFull, kFresh, show_packet},
    {"GET", "/v1/packets/{id}/content", kFull, kFresh, show_packet_content},
    {"POST", "/v1/usage-reports", kFull, kKeyed | kFresh, request_usage_report},
    {"GET", "/v1/usage-reports/{id}", kFull, kFresh, show_usage_report},
    {"POST", "/v1/usage-reports/{id}/generate", kFull, kKeyed | kFresh | kStores, generate_usage_report,
     kReport},
    {"POST", "/v1/usage-reports/{id}/provide", kFull, kKeyed | kFresh, provide_usage_report, kReport},
    {"GET", "/v1/usage-reports/{id}/content", kFull, kFresh, show_usage_report_content, nullptr, "format"},
    {"GET", "/v1/tasks", kFull, kFresh, list_tasks, nullptr, "limit cursor tray"},
    {"GET", "/v1/entries/{position}/proof", kFull, kStores, show_entry_proof},
    {"GET", "/v1/policies", kOpen, 0, show_policies},
    {"GET", "/v1/policies/{version}", kOpen, 0, show_policy},
    {"GET", "/v1/form-templates", kOpen, 0, show_form_templates},
    {"GET", "/v1/disclosure-rules", kOpen, 0, show_disclosure_rules},
    {"GET", "/v1/support-contacts", kOpen, 0, show_support_contacts},
    {"GET", "/ledger/checkpoint", kOpen, kStores, show_checkpoint},
    {"GET", "/ledger/tile/{level}/{n}", kOpen, 0,
     show_tile},  // one segment for each three digits of N, one for a width
    {"GET", "/ledger/tile/{level}/{n}/{n}", kOpen, 0, show_tile},
    {"GET", "/ledger/tile/{level}/{n}/{n}/{n}", kOpen, 0, show_tile},
    {"GET", "/ledger/tile/{level}/{n}/{n}/{n}/{n}", kOpen, 0, show_tile},
    {"GET", "/healthz", kOpen, kStands, show_health},
    {"GET", "/readyz", kOpen, kStands, show_readiness},
    {"GET", "/openapi.yaml", kOpen, 0, show_openapi},
    {"GET", "/verify.html", kOpen, 0, show_verify_page},
};

}  // namespace

std::span<const Route> routes() { return kRoutes; }

const Route* match_route(std::string_view method, std::string_view path, std::vector<std::string>& ids,
                         bool& path_known) {
  path_known = false;
  static const auto patterns = [] {
    std::vector<std::vector<std::string_view>> split;
    for (const Route& route : routes()) split.push_back(segments(route.pattern));
    return split;
  }();
  const auto parts = segments(path);
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (!fits(patterns[i], parts, ids)) continue;
    const Route& route = routes()[i];
    path_known = true;
    if (route.method == method) return &route;
  }
  return nullptr;
}

// What the head alone decides is decided before an octet of the body is read: nothing is read from strangers.
http::BodyPlan Application::plan(const http::RequestHead& head) {
  std::vector<std::string> ids;
  bool path_known = false;
  const Route* route = match_route(head.method, head.path, ids, path_known);
  http::BodyPlan plan;
  const bool file = route != nullptr && route->has(kFile);
  if (head.content_length == 0 && !file) return plan;
  if (route == nullptr) {
    plan.refuse = refused(head, route, {path_known ? "method-not-allowed" : "not-found"});
    return plan;
  }
  std::shared_ptr<Session> session;
  std::optional<Problem> hindrance = hindrance_of(*route, head, session);
  if (!hindrance) hindrance = over_rate(*route, head, session);
  if (!hindrance && file && session->scope() != SessionScope::full)
    hindrance = Problem{std::string(code_text(lacking(session->scope())))};
  if (hindrance) {
    plan.refuse = refused(head, route, *hindrance);
    return plan;
  }
  plan.max_bytes = route->scope == kOpen ? kOpenBytesMax : file ? kBlobBytesMax : kJsonBytesMax;
  if (!file) return plan;
  if (auto writer = service_.blobs.begin(); writer) {
    plan.sink = std::make_unique<BlobSink>(std::move(*writer));
  } else {
    plan.refuse = refused(head, route, {"overloaded"});
  }
  return plan;
}

http::Response Application::refused(const http::RequestHead& head, const Route* route, const Problem& problem) {
  const int status = problem_text(problem.code).status;
  service_.metrics.answered(route == nullptr ? routes().size() : index_of(*route), status, 0);
  const std::string name = route == nullptr ? "" : name_of(*route);
  service_.log.answered(service_.clock.now(), head.request_id, name, status, 0);
  const std::string* language = head.header("accept-language");
  return problem_response(problem, head.request_id, language == nullptr ? std::string_view() : *language);
}

http::Response Application::refusal(int status, std::string_view code, const std::string& request_id) {
  service_.metrics.answered(routes().size(), status, 0);
  return refusal_response(status, code, request_id);
}

void Application::handle(http::Request request, std::unique_ptr<http::BodySink> sink, http::Reply reply) {
  std::vector<std::string> ids;
  bool path_known = false;
  const Route* route = match_route(request.head.method, request.head.path, ids, path_known);
  auto exchange = std::make_shared<Exchange>(service_, std::move(request), std::move(sink), std::move(reply));
  if (route == nullptr) return exchange->problem(path_known ? "method-not-allowed" : "not-found");
  exchange->path_ids = std::move(ids);
  exchange->route_index = index_of(*route);
  exchange->route = name_of(*route);
  const http::RequestHead& head = exchange->request.head;
  std::optional<Problem> hindrance = hindrance_of(*route, head, exchange->session);
  const bool planned = head.content_length > 0 || route->has(kFile);  // its rate was counted then
  if (!hindrance && !planned) hindrance = over_rate(*route, head, exchange->session);
  if (hindrance) return exchange->problem(*hindrance);
  if (route->scope == kOpen) return dispatch(*route, exchange);
  // Commands are decided on the committer's own state; only what is read from the views waits for the session's
  // own writes.
  std::uint64_t wanted = route->method == "GET" ? exchange->session->last_position() : 0;
  if (route->has(kFresh)) wanted = service_.committer->durable_head().size;
  if (service_.views->applied() >= wanted) return dispatch(*route, exchange);
  // The views are not that far yet: wait elsewhere, not on the I/O thread.
  const bool queued = service_.patient_jobs.submit([route, exchange, wanted] {
    CityService& service = exchange->service;
    if (!service.views->wait_for(wanted, service.limits.own_write_wait_milliseconds))
      return exchange->problem("overloaded");
    dispatch(*route, exchange);
  });
  if (!queued) exchange->problem("overloaded");
}

std::optional<Problem> Application::hindrance_of(const Route& route, const http::RequestHead& head,
                                                 std::shared_ptr<Session>& session) const {
  if (!ready_ && route.scope != kOpen) return Problem{"starting"};
  if (const auto why = out_of_service(route); !why.empty()) return Problem{std::string(why)};
  const auto known = [&]() -> std::optional<Problem> {
    auto unknown = unknown_parameters(route, head);
    if (unknown.empty()) return std::nullopt;
    return Problem{"unknown-field", std::move(unknown)};
  };
  if (route.scope == kOpen) return known();
  bool expired = false;
  session = session_of(service_, head, expired);
  if (session == nullptr) return Problem{expired ? "session-expired" : "session-required"};
  return known();
}

std::optional<Problem> Application::over_rate(const Route& route, const http::RequestHead& head,
                                              const std::shared_ptr<Session>& session) {
  const std::string_view who =
      route.scope == kOpen ? std::string_view(head.remote_address) : session->grant.account.view();
  const std::int64_t wait = service_.rates.take(who, service_.sessions.now());
  if (wait == 0) return std::nullopt;
  return Problem{"too-many-requests", {}, {}, {}, static_cast<unsigned>(wait / 1'000 + 1)};
}

std::string_view Application::out_of_service(const Route& route) const {
  if (route.has(kStands)) return {};
  const StorageRoom room = service_.storage.room();
  if (room == StorageRoom::full) return "storage-full";
  if (room == StorageRoom::low && route.has(kGrows)) return "storage-low";
  // What stamps nothing goes on. The rest is refused here already: keys of the day, codes and uploads follow
  // the clock too.
  const bool stamps = route.scope != kOpen || route.method == "POST";
  return stamps && service_.clock_unsure() ? "clock-unsure" : "";
}

void Application::dispatch(const Route& route, const ExchangePtr& x) {
  x->standing_required = route.scope == kFull;
  if (route.scope == kFull && x->session->scope() != SessionScope::full) {
    x->standing_required = false;
    return x->read([rule = lacking(x->session->scope())](Acting&) { return Ruling(rule); },
                   nullptr);  // recorded in the actor's history
  }
  if (route.has(kKeyed) && !x->prepare_key()) return;
  if (route.version != nullptr && !x->read_if_match(route.version)) return;
  if (route.scope != kOpen && !x->read_purpose()) return;  // without a person there is no purpose of use
  const auto run = [handler = route.handler, x] {
    try {
      handler(x);
    } catch (const CorruptHistory& e) {
      x->service.fatal(e.what());
    }
  };
  if (!route.has(kStores)) return run();
  if (!x->service.file_jobs.submit(run)) x->problem("overloaded");
}

}  // namespace renkei::api
