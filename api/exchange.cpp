#include "api/exchange.h"

#include <algorithm>
#include <charconv>

#include "eventstore/codec/entry_view.h"
#include "eventstore/merkle/tree.h"

namespace renkei::api {
namespace {

// Refusals about the actor's own means: they stand in the actor's history only (product.md no. 18).
bool is_technical(Rejection r) {
  switch (r) {
    case Rejection::role_required:
    case Rejection::second_person_required:
    case Rejection::password_change_required:
    case Rejection::second_factor_required:
    case Rejection::step_up_required:
    case Rejection::device_not_registered:
    case Rejection::environment_not_recognised:
    case Rejection::account_suspended:
    case Rejection::facility_suspended:
    case Rejection::credentials_rejected:
    case Rejection::pledge_not_in_force:
      return true;
    default:
      return false;
  }
}

bool is_uuid(const std::string& text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

// The tree it names is the smallest one that holds the act, so that a repeat gives the very same receipt.
void write_receipt(JsonWriter& json, const std::vector<Recorded>& events, const std::vector<Digest>& leaves) {
  json.name("receipt").begin_object();
  json.member("position", events.back().position)
      .member("leaf_hash", leaves.back())
      .member("tree_size", events.back().position + 1);
  if (events.size() > 1) {
    json.name("positions")
        .begin_array()
        .value(events.front().position)
        .value(events.back().position)
        .end_array();
  }
  json.end_object();
}

ActorRole role_of(const account::State& account, const facility::State& facility) {
  if (account.is_city()) return ActorRole::system_administrator;
  return facility.is_system_manager(account.id) ? ActorRole::facility_system_manager : ActorRole::system_user;
}

// What a decision sees for this session; fills in the act.
Acting acting_of(Situation& situation, CityService& service, const Session& session, Act& act) {
  const SessionGrant& grant = session.grant;
  const auto& account = situation.state<account::State>(grant.account);
  const auto& facility = situation.state<facility::State>(grant.facility);
  const auto& city = situation.state<policy::State>(service.city_key());
  const policy::Policy& policy = city.in_force(situation.today());
  act.actor = {grant.account, grant.facility, grant.profession, role_of(account, facility), {}};
  act.session = grant.id;
  act.policy_number = policy.number;
  act.purpose = account.is_city() ? Purpose::system_admin : Purpose::care;
  return {situation, grant, account, facility, policy, act, session.stepped_up(service.sessions.now())};
}

Ruling standing(Acting& acting) {
  const auto fit = check_standing(acting.standing(), acting.now());
  return fit ? Ruling() : Ruling(fit.error().rule);
}

}  // namespace

// A handler's decision, wrapped in what holds for every act: the actor's standing before, the recording of
// denials after.
class ActProposal final : public Proposal {
 public:
  ActProposal(ExchangePtr exchange, Decide decide, std::function<void(Committed)> finish)
      : exchange_(std::move(exchange)), decide_(std::move(decide)), finish_(std::move(finish)) {}

  std::function<std::vector<SessionsToEnd>()> ends;

  Verdict decide(Situation& situation) override {
    Act act;
    Acting acting = acting_of(situation, exchange_->service, *exchange_->session, act);
    Ruling ruling;
    // A session may end between the request's coming and its turn.
    const Session& session = *exchange_->session;
    if (session.ending() || !session.live(exchange_->service.sessions.now()))
      ruling = Rejection::session_required;
    if (!ruling.rejection && exchange_->standing_required) ruling = standing(acting);
    if (!ruling.rejection && exchange_->purpose) ruling = choose_purpose(acting, *exchange_->purpose);
    if (!ruling.rejection) ruling = decide_(acting);
    if (!ruling.drafts.empty() && !ruling.rejection) {
      if (auto taken = exchange_->files_taken(situation); !taken.empty()) ruling = Refusal(std::move(taken));
    }
    if (exchange_->version_of_ != nullptr && depends_on_state(ruling) &&
        exchange_->version_of_(acting, *exchange_) != exchange_->wanted_version_)
      ruling = Rejection::stale_version;
    return verdict(std::move(ruling), acting);
  }
  void done(Committed committed) override {
    Sessions& sessions = exchange_->service.sessions;
    for (const SessionsToEnd& which : to_end_)  // refused after all: too long to be recorded
      committed.rejection ? sessions.set_ending(which, false) : sessions.end(which);
    finish_(std::move(committed));
  }

 private:
  // What may be otherwise once the newest state was looked at. Who may not act at all, or knows of no such
  // thing, is told that and not the version.
  static bool depends_on_state(const Ruling& ruling) {
    if (ruling.denial) return false;
    return !ruling.rejection || *ruling.rejection == Rejection::invalid_value ||
           problem_text(code_text(*ruling.rejection)).status == 409;
  }
  // A purpose out of the actor's list: the seven of III.3(1) for care, the administrative ones for the city.
  static Ruling choose_purpose(Acting& acting, Purpose purpose) {
    const bool care = purpose >= Purpose::care && purpose <= Purpose::care_conference;
    if (care == acting.account.is_city()) return Ruling(Rejection::purpose_not_allowed);
    acting.act.purpose = purpose;
    acting.act.purpose_source = PurposeSource::chosen;
    return {};
  }

  Verdict verdict(Ruling ruling, Acting& acting) {
    Verdict verdict{acting.act, std::move(ruling.drafts), ruling.rejection};
    CityService& service = exchange_->service;
    const AccountId& account = acting.grant.account;
    if (!ruling.rejection) {
      if (!verdict.drafts.empty() && service.denials.interrupted(account))
        service.record_counted_denials(account);
      if (ends) to_end_ = ends();
      for (const SessionsToEnd& which : to_end_) service.sessions.set_ending(which, true);
      return verdict;
    }
    verdict.drafts.clear();
    // An outsider's denial is recorded, or counted where an equal one stands; of an unknown id there is nothing
    // to record. All three take the same time (product.md no. 18).
    verdict.as_if_recorded = *ruling.rejection == Rejection::not_found;
    exchange_->wrong_values_ = std::move(ruling.wrong_values);
    if (ruling.about_person()) {
      verdict.drafts = service.denials.denied({account,
                                               ruling.denied_subject,
                                               ruling.denied_room,
                                               ruling.denial->rule,
                                               ruling.denied_operation,
                                               {}},
                                              acting.now());
    } else if (is_technical(*ruling.rejection)) {
      verdict.drafts =
          service.denials.denied({account, {}, {}, *ruling.rejection, {}, exchange_->route}, acting.now());
    }
    return verdict;
  }

  ExchangePtr exchange_;
  Decide decide_;
  std::function<void(Committed)> finish_;
  std::vector<SessionsToEnd> to_end_;  // decided; ended when that is durable
};

Exchange::Exchange(CityService& city_service, http::Request http_request,
                   std::unique_ptr<http::BodySink> body_sink, http::Reply reply)
    : service(city_service),
      request(std::move(http_request)),
      sink(std::move(body_sink)),
      reply_(std::move(reply)) {}

std::string Exchange::query(std::string_view name) const {
  for (const auto& [key, value] : request.head.query) {
    if (key == name) return value;
  }
  return {};
}

bool Exchange::accepts_json_body() {
  const std::string* type = request.head.header("content-type");
  if (request.body.empty() && type == nullptr) return true;
  if (type != nullptr && (*type == "application/json" || *type == "application/json; charset=utf-8"))
    return true;
  problem("unsupported-media-type");
  return false;
}

bool Exchange::read_if_match(VersionOf version_of) {
  const std::string* value = request.head.header("if-match");
  if (value == nullptr) {
    problem("precondition-required");
    return false;
  }
  std::uint64_t version = 0;
  const bool quoted =
      value->size() >= 3 && value->size() <= 20 && value->front() == '"' && value->back() == '"';
  const char* end = value->data() + value->size() - 1;
  if (!quoted || std::from_chars(value->data() + 1, end, version).ptr != end) {
    invalid({"/headers/If-Match", "If-Match はバージョン番号を二重引用符で囲んで指定してください。",
             "If-Match is a version number in double quotes."});
    return false;
  }
  version_of_ = version_of;
  wanted_version_ = version;
  return true;
}

bool Exchange::read_purpose() {
  const std::string* value = request.head.header("renkei-purpose");
  if (value == nullptr) return true;
  purpose = code_from_text<Purpose>(*value);
  if (!purpose) problem("unknown-purpose");
  return purpose.has_value();
}

bool Exchange::prepare_key() {
  const std::string* key = request.head.header("idempotency-key");
  if (key == nullptr) {
    problem("idempotency-key-missing");
    return false;
  }
  if (!is_uuid(*key)) {
    problem("idempotency-key-invalid");
    return false;
  }
  request_key_ =
      service.request_key(session->grant.account, request.head.method, request.head.path, *key, request.body);
  return true;
}

void Exchange::refers_to(const AttachmentId& file, std::string pointer) {
  files_.emplace_back(file, std::move(pointer));
}

std::vector<WrongValue> Exchange::files_taken(Situation& situation) const {
  std::vector<WrongValue> taken;
  for (const auto& [file, pointer] : files_) {
    if (situation.names_file(file)) taken.push_back(unusable_file(pointer));
  }
  return taken;
}

void Exchange::command(Decide decide, CommandAnswer answer) {
  auto self = shared_from_this();
  auto answer_ends = answer.ends;
  const auto finish = [self, answer = std::move(answer)](Committed committed) {
    if (answer.outcome) answer.outcome(committed);
    if (answer.after && !committed.rejection && !committed.replayed) answer.after(committed);
    if (!committed.events.empty()) self->session->saw_position(committed.events.back().position + 1);
    self->send_later([self, answer, committed = std::make_shared<Committed>(std::move(committed))] {
      if (committed->rejection) return self->problem_of(*committed->rejection);
      if (committed->replayed) return self->replay_response(answer, committed->first_position);
      return self->command_response(answer, committed->events, committed->leaf_hashes, false);
    });
  };
  auto proposal = std::make_unique<ActProposal>(self, std::move(decide), finish);
  proposal->request = request_key_;
  proposal->ends = answer_ends;
  if (!service.committer->submit(std::move(proposal))) problem("overloaded");
}

void Exchange::read(Decide decide, std::function<http::Response(std::optional<std::uint64_t>)> answer) {
  auto self = shared_from_this();
  const auto finish = [self, answer = std::move(answer)](Committed committed) {
    std::optional<std::uint64_t> position;
    if (!committed.events.empty()) position = committed.events.back().position;
    const auto rejection = committed.rejection;
    self->send_later([self, answer, position, rejection] {
      return rejection ? self->problem_of(*rejection) : answer(position);
    });
  };
  if (!service.committer->submit(std::make_unique<ActProposal>(self, std::move(decide), finish)))
    problem("audit-unavailable");
}

namespace {

void tell_missed(CityService& city, const RoomId& room, std::uint64_t known, const http::EventStream& stream) {
  try {
    const ViewSnapshot now = city.views->snapshot();
    city.streams.release(stream, now.position, news_since(*now.reader, room, known, EventStreams::kMissedMax));
  } catch (const CorruptHistory& damage) {
    city.fatal(damage.what());
  }
}

}  // namespace

void Exchange::stream(const RoomId& room, std::optional<std::uint64_t> last_told, Decide decide) {
  auto self = shared_from_this();
  const auto permitted = [&city = service, session = session, decide](Situation& situation) {
    Act act;
    Acting acting = acting_of(situation, city, *session, act);
    return !standing(acting).rejection && !decide(acting).rejection;
  };
  // Who knows nothing yet, or says to know what is not there yet, is told of what comes after this decision.
  const auto known = std::make_shared<std::uint64_t>(0);
  auto decide_from = [decide = std::move(decide), last_told, known](Acting& acting) {
    const std::uint64_t newest = acting.situation.next_position() - 1;
    *known = std::min(last_told.value_or(newest), newest);
    return decide(acting);
  };
  const auto finish = [self, room, known, permitted](const Committed& committed) {
    if (committed.rejection) return self->send(self->problem_of(*committed.rejection));
    self->note(200);
    const auto stream = self->reply_.open_stream({{"Cache-Control", "no-store"}});
    self->service.streams.add(
        {room, self->session, permitted, stream, self->service.sessions.now(), *known, {}});
    const auto job = [&city = self->service, room, known, stream] { tell_missed(city, room, *known, *stream); };
    if (!self->service.patient_jobs.submit(job)) stream->close();
  };
  if (!service.committer->submit(std::make_unique<ActProposal>(self, std::move(decide_from), finish)))
    problem("overloaded");
}

http::Response Exchange::command_response(const CommandAnswer& answer, const std::vector<Recorded>& events,
                                          const std::vector<Digest>& leaves, bool replayed) const {
  JsonWriter json;
  json.begin_object().name("data");
  answer.respond(events, json);
  if (!events.empty()) write_receipt(json, events, leaves);
  json.end_object();
  http::Response response;
  response.status = answer.status;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  if (!answer.location.empty()) response.headers.emplace_back("Location", answer.location);
  if (replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
  response.body = json.take();
  return response;
}

// The first receipt again, from what was recorded: all entries of the same request.
http::Response Exchange::replay_response(const CommandAnswer& answer, std::uint64_t first_position) const {
  if (answer.secret) return problem_of(Rejection::secret_already_shown);
  std::vector<Recorded> events;
  std::vector<Digest> leaves;
  for (std::uint64_t position = first_position;; ++position) {
    const auto octets = service.city.engine->entry(position);
    if (!octets || read_entry(*octets)->request != request_key_.id) break;
    bool opened = false;
    events.push_back(service.history.open(position, opened));
    leaves.push_back(leaf_hash(*octets));
  }
  return command_response(answer, events, leaves, true);
}

void Exchange::json(int status, std::string body, std::vector<std::pair<std::string, std::string>> headers) {
  http::Response response;
  response.status = status;
  response.headers = std::move(headers);
  response.headers.emplace_back("Content-Type", "application/json");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(body);
  send(std::move(response));
}

void Exchange::send(http::Response response) {
  note(response.status);
  reply_.send(std::move(response));
}

void Exchange::send_later(std::function<http::Response()> make) {
  reply_.send_later([self = shared_from_this(), make = std::move(make)] {
    http::Response response;
    try {
      response = make();
    } catch (const CorruptHistory& e) {
      self->service.fatal(e.what());
      response = self->problem_of(Problem{"overloaded"});  // a fatal that returns: the tests' own
    }
    self->note(response.status);
    return response;
  });
}

void Exchange::note(int status) const {
  using std::chrono::duration_cast, std::chrono::microseconds;
  const std::int64_t took = duration_cast<microseconds>(std::chrono::steady_clock::now() - begun_).count();
  service.metrics.answered(route_index, status, took);
  service.log.answered(service.clock.now(), request_id(), route, status, took);
}

void Exchange::invalid(const WrongValue& value) {
  problem({"invalid-value", {{"invalid-value", value.pointer, value.ja, value.en}}, {}, {}});
}

void Exchange::problem(const Problem& problem) { send(problem_of(problem)); }

http::Response Exchange::problem_of(const Problem& problem) const {
  const std::string* language = request.head.header("accept-language");
  return problem_response(problem, request_id(),
                          language == nullptr ? std::string_view() : std::string_view(*language));
}

http::Response Exchange::problem_of(Rejection rejection) const {
  Problem problem{std::string(code_text(rejection)), {}, {}, {}};
  for (const WrongValue& value : wrong_values_)
    problem.errors.push_back({"invalid-value", value.pointer, value.ja, value.en});
  if (rejection == Rejection::sharing_stopped || rejection == Rejection::room_closed) {
    problem.clause = "III.3(4)";
    problem.remedy = "author_facility=own";
  }
  return problem_of(problem);
}

http::Response json_response(std::string body, std::optional<std::uint64_t> version) {
  http::Response response;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  if (version) response.headers.emplace_back("ETag", "\"" + std::to_string(*version) + "\"");
  response.body = std::move(body);
  return response;
}

bool Exchange::english() const {
  const std::string* language = request.head.header("accept-language");
  return language != nullptr && language->starts_with("en");
}

}  // namespace renkei::api
