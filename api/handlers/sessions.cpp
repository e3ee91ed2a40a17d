// Ways in and out: login with password, one-time code and device; the present session; logout.
#include <future>

#include "api/credential_changes.h"
#include "api/handlers/handlers.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/random.h"
#include "eventstore/crypto/sha256.h"

namespace renkei::api {
namespace {

struct LoginBody {
  std::string login_id, password;
  std::optional<std::string> totp, enrolment_code;
  template <class V>
  static void describe(V& v) {
    v.field("login_id", &LoginBody::login_id, required_text(60));
    v.field("password", &LoginBody::password, required_text(128));
    v.field("totp", &LoginBody::totp, text(6));
    v.field("enrolment_code", &LoginBody::enrolment_code, text(40));
  }
};

// A proposal about an account before there is a session.
class LoginProposal final : public Proposal {
 public:
  LoginProposal(std::function<Verdict(Situation&)> decide, std::function<void(Committed)> finish)
      : decide_(std::move(decide)), finish_(std::move(finish)) {}
  Verdict decide(Situation& s) override { return decide_(s); }
  void done(Committed committed) override { finish_(std::move(committed)); }

 private:
  std::function<Verdict(Situation&)> decide_;
  std::function<void(Committed)> finish_;
};

struct DeviceProof {
  std::optional<DeviceId> device;
  std::optional<DeviceCredential> enrolling;  // to be kept once the login is recorded: so long the code is good
  std::string token;                          // told once, at enrolment
};

// "Renkei-Device: dev_….<token>", or the one-time enrolment code of the first login.
DeviceProof prove_device(const ExchangePtr& x, const LoginBody& body, const FacilityId& facility) {
  DeviceProof proof;
  CredentialStore& store = *x->service.city.credentials;
  if (const std::string* header = x->request.head.header("renkei-device")) {
    const std::size_t dot = header->find('.');
    const auto id = id_from_text<DeviceId>(header->substr(0, dot));
    const auto known = id && dot != std::string::npos ? store.device(*id) : std::nullopt;
    if (known && known->facility == facility && known->secret == sha256({header->substr(dot + 1)}))
      proof.device = id;
    return proof;
  }
  if (!body.enrolment_code) return proof;
  auto device = store.device_by_code(sha256({*body.enrolment_code}));
  if (!device || device->facility != facility) return proof;
  proof.token = base64url(random_bytes(32));
  device->enrolment_code = {};
  device->secret = sha256({proof.token});
  proof.device = device->device;
  proof.enrolling = std::move(device);
  return proof;
}

// One answer, after the same work, whoever is meant: where no failure is recorded, as much is synced, since the
// time of a sync would tell which ids there are. Where nothing can be recorded, nobody is told anything else.
void refuse_login(const ExchangePtr& x, const std::string& login_id, const std::optional<AccountId>& account) {
  x->service.login_delays.note(login_id, false, x->service.sessions.now());
  const auto decide = [account](Situation& s) {
    Verdict verdict;
    verdict.act.purpose = Purpose::system_admin;
    verdict.rejection = Rejection::credentials_rejected;
    verdict.as_if_recorded = true;
    if (!account || !s.state<account::State>(*account).exists) return verdict;
    verdict.drafts.push_back(
        Draft{account::LoginFailed{*account, 1}, Basis{BasisKind::none, {}, "III.3(3)"}, {}, Outcome::denied});
    return verdict;
  };
  const auto finish = [x](const Committed& committed) {
    x->send_later([x, why = *committed.rejection] { return x->problem_of(why); });
  };
  if (!x->service.committer->submit(std::make_unique<LoginProposal>(decide, finish))) x->problem("overloaded");
}

void write_session(JsonWriter& json, const Session& session, std::int64_t now, const account::State& account,
                   const std::vector<std::string>& roles) {
  json.begin_object().member("session_id", session.grant.id).member("scope", session.scope_at(now));
  json.member("account_id", session.grant.account);
  json.name("facility_id");
  session.grant.city ? json.null() : json.value(session.grant.facility);
  json.member("roles", roles).member("password_expires_on", account.password_expires_on);
  json.member("idle_minutes", static_cast<std::uint64_t>(session.grant.idle_milliseconds / 60'000));
}

std::vector<std::string> roles_of(const account::State& account, const facility::State& facility) {
  std::vector<std::string> roles;
  for (const CityRole role : account.city_roles) roles.emplace_back(code_text(role));
  if (!account.is_city()) roles.emplace_back("user");
  if (facility.is_system_manager(account.id)) roles.emplace_back("facility_system_manager");
  return roles;
}

struct Opening {  // what the committer decided about a login
  account::State account;
  std::vector<std::string> roles;
  SessionGrant grant;
  SessionScope scope = SessionScope::full;
};

SessionScope scope_of(const account::State& account, CivilDate today) {
  if (!account.password_current(today)) return SessionScope::change_password;
  if (account.is_city() && !account.second_factor) return SessionScope::enrol_second_factor;
  return SessionScope::full;
}

bool may_log_in(const account::State& account, CivilDate today) {
  if (!account.exists || (account.status != AccountStatus::created && account.status != AccountStatus::active))
    return false;
  return account.password_expires_on || (account.credential_until && today <= *account.credential_until);
}

// The answer to a login that is recorded: the only time that the session's token is told, and a new device's.
http::Response opened_response(const Session& session, const Opening& opening, const std::string& token,
                               const DeviceProof& device) {
  JsonWriter json;
  json.begin_object().name("data");
  write_session(json, session, session.begun, opening.account, opening.roles);
  json.member("token", token);
  json.name("device");
  if (device.enrolling) {
    json.begin_object().member("device_id", *device.device).member("token", device.token).end_object();
  } else {
    json.null();
  }
  json.end_object().end_object();
  http::Response response;
  response.status = 201;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  response.body = json.take();
  return response;
}

// The code is used up with the login that is recorded: a login that never was must not cost it, and no second
// one gets in between, since this is the password thread.
void answer_enrolled(const ExchangePtr& x, const DeviceCredential& device,
                     std::future<std::function<http::Response()>> recorded) {
  std::function<http::Response()> answer;
  try {
    answer = recorded.get();
  } catch (const std::future_error&) {  // refused, or the committer stopped before
    return;
  }
  if (!x->service.city.credentials->put(device))
    return x->service.fatal("credentials: a device could not be kept");
  x->send_later(answer);
}

void open_session(const ExchangePtr& x, const AccountId& id, const LoginBody& body, const DeviceProof& device,
                  bool totp_used) {
  auto opening = std::make_shared<Opening>();
  opening->grant.id = SessionId::from(random_bytes(16));
  const std::string address = x->request.head.remote_address;
  const std::string* agent = x->request.head.header("user-agent");
  const std::string user_agent = agent == nullptr ? "" : agent->substr(0, 300);
  const auto decide = [=, &service = x->service](Situation& s) {
    Verdict verdict;
    const auto& account = s.state<account::State>(id);
    const auto& facility = s.state<facility::State>(account.facility);
    const auto& policy = s.state<policy::State>(service.city_key()).in_force(s.today());
    verdict.act.actor = {id,
                         account.facility,
                         account.profession,
                         account.is_city() ? ActorRole::system_administrator : ActorRole::system_user,
                         {}};
    verdict.act.session = opening->grant.id;
    verdict.act.policy_number = policy.number;
    verdict.act.purpose = account.is_city() ? Purpose::system_admin : Purpose::care;
    if (!may_log_in(account, s.today())) {
      verdict.rejection = Rejection::credentials_rejected;
      verdict.drafts.push_back(
          Draft{account::LoginFailed{id, 1}, Basis{BasisKind::none, {}, "III.3(3)"}, {}, Outcome::denied});
      return verdict;
    }
    opening->account = account;
    opening->roles = roles_of(account, facility);
    opening->scope = scope_of(account, s.today());
    SessionGrant& grant = opening->grant;
    grant.account = id;
    grant.facility = account.facility;
    grant.city = account.is_city();
    grant.profession = account.profession;
    grant.device = device.device;
    grant.device_known = device.device && s.state<device::State>(*device.device).in_use();
    grant.idle_milliseconds =
        std::int64_t{grant.city ? policy.sessions.city_idle_minutes : policy.sessions.staff_idle_minutes} *
        60'000;
    grant.absolute_milliseconds =
        std::int64_t{grant.city ? policy.sessions.city_absolute_hours : policy.sessions.staff_absolute_hours} *
        3'600'000;
    std::vector<std::string> factors{"password"};
    if (totp_used) factors.emplace_back("totp");
    if (grant.device_known) factors.emplace_back("device");
    verdict.drafts.push_back(Draft{account::LoginSucceeded{id, grant.id, opening->scope, factors, device.device,
                                                           device.enrolling.has_value(), address, user_agent},
                                   Basis{BasisKind::pledge, account.pledge.octets, "I-③"},
                                   {}});
    return verdict;
  };
  // The session begins on the committer's thread, so that whatever is recorded next can end it.
  auto recorded = std::make_shared<std::promise<std::function<http::Response()>>>();
  auto outcome = recorded->get_future();
  auto finish = [x, opening, device, login_id = body.login_id,
                 recorded = std::move(recorded)](const Committed& committed) {
    x->service.login_delays.note(login_id, !committed.rejection, x->service.sessions.now());
    if (committed.rejection)
      return x->send_later([x, why = *committed.rejection] { return x->problem_of(why); });
    auto session = std::make_shared<Session>(opening->grant, opening->scope, x->service.sessions.now());
    session->saw_position(committed.events.back().position + 1);
    const std::string token = x->service.sessions.begin(session);
    const auto answer = [=] { return opened_response(*session, *opening, token, device); };
    device.enrolling ? recorded->set_value(answer) : x->send_later(answer);
  };
  if (!x->service.committer->submit(std::make_unique<LoginProposal>(decide, std::move(finish))))
    return x->problem("overloaded");
  if (device.enrolling) answer_enrolled(x, *device.enrolling, std::move(outcome));
}

// On the password thread: one at a time, so that a login storm does not stall commits.
void check_login(const ExchangePtr& x, const LoginBody& body) {
  if (must_wait(x, body.login_id)) return;  // others that waited with it may have failed meanwhile
  CityService& service = x->service;
  const auto pepper = service.city.keyring->key(service_key_id("pepper"));
  const auto account = service.city.credentials->account_of_login(body.login_id);
  auto credential = account ? credential_in_force(service, *account) : std::nullopt;
  const bool right = verify_password(
      body.password, pepper->view(),
      credential && !credential->verifier.empty() ? credential->verifier : service.nobodys_verifier);
  if (!credential || credential->verifier.empty() || !right) return refuse_login(x, body.login_id, account);
  const bool needs_code = !credential->totp_seed.empty();
  if (needs_code && !take_code(service, *credential, credential->totp_seed, body.totp.value_or("")))
    return refuse_login(x, body.login_id, account);
  const std::uint64_t durable = service.committer->durable_head().size;
  const auto views = service.views->snapshot();
  const auto state = view_state<account::State>(*views.reader, account->octets);
  const bool current = views.position >= durable;  // otherwise the committer alone knows
  if (current && !may_log_in(state, date_in_japan(service.clock.now())))
    return refuse_login(x, body.login_id, account);
  open_session(x, *account, body, prove_device(x, body, state.facility), needs_code);
}

}  // namespace

void begin_session(const ExchangePtr& x) {
  const auto body = x->body<LoginBody>();
  if (!body) return;
  if (must_wait(x, body->login_id)) return;
  if (!x->service.password_jobs.submit([x, body = *body] { check_login(x, body); })) x->problem("overloaded");
}

void show_session(const ExchangePtr& x) {
  const auto views = x->service.views->snapshot();
  const auto account = view_state<account::State>(*views.reader, x->session->grant.account.octets);
  const auto facility = view_state<facility::State>(*views.reader, account.facility.octets);
  JsonWriter json;
  json.begin_object().name("data");
  write_session(json, *x->session, x->service.sessions.now(), account, roles_of(account, facility));
  json.end_object().end_object();
  x->json(200, json.take());
}

void end_session(const ExchangePtr& x) {
  if (!x->body<NoBody>()) return;
  x->command(
      [x](Acting& a) {
        return Ruling({Draft{account::SessionEnded{a.account.id, a.grant.id, SessionEnd::logout}, {}, {}}});
      },
      {.respond = [](const std::vector<Recorded>&,
                     JsonWriter& json) { json.begin_object().member("ended", true).end_object(); },
       .ends = [x] { return std::vector{SessionsToEnd{.session = x->session->grant.id}}; }});
}

}  // namespace renkei::api
