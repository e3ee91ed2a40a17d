// Password changes, the second factor and the proof of who acts before what is dangerous (policy III.2,
// III.3(3)).
#include "api/credential_changes.h"
#include "api/handlers/handlers.h"
#include "domain/account/commands.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/random.h"

namespace renkei::api {
namespace {

constexpr std::size_t kTotpSeedBytes = 20;

struct PasswordBody {
  std::string current, fresh;
  template <class V>
  static void describe(V& v) {
    v.field("current", &PasswordBody::current, required_text(128));
    v.field("new", &PasswordBody::fresh, required_text(128));
  }
};

struct SecondFactorBody {
  std::string code;
  template <class V>
  static void describe(V& v) {
    v.field("code", &SecondFactorBody::code, required_text(6));
  }
};

struct StepUpBody {
  std::string password;
  std::optional<std::string> totp;
  template <class V>
  static void describe(V& v) {
    v.field("password", &StepUpBody::password, required_text(128));
    v.field("totp", &StepUpBody::totp, text(6));
  }
};

// Profile "monthly" of security.md §2.2: long enough, no login id, not close to the present one, not one of the
// commonest.
bool weak_password(const std::string& fresh, const std::string& current, const std::string& login_id,
                   unsigned min_characters) {
  static constexpr std::array<std::string_view, 12> kCommon{"password",  "12345678", "123456789", "qwertyui",
                                                            "password1", "iloveyou", "marugame",  "renkei",
                                                            "11111111",  "abcdefgh", "sunshine",  "letmein1"};
  if (json_detail::characters(fresh) < min_characters || fresh.find(login_id) != std::string::npos) return true;
  std::string lower;
  for (const char c : fresh) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const std::string_view common : kCommon) {
    if (lower.find(common) != std::string::npos) return true;
  }
  std::vector<std::size_t> row(current.size() + 1);  // edit distance to the present password
  for (std::size_t j = 0; j <= current.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= fresh.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= current.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (fresh[i - 1] == current[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[current.size()] < 4;
}

void record_password_change(const ExchangePtr& x, const std::string& new_totp_seed) {
  auto scope = std::make_shared<SessionScope>(SessionScope::full);
  const auto respond = [scope, new_totp_seed](const std::vector<Recorded>& events, JsonWriter& json) {
    CivilDate expires;
    if (const auto* first = std::get_if<account::InitialPasswordChanged>(&events.front().event))
      expires = first->expires_on;
    if (const auto* again = std::get_if<account::PasswordChanged>(&events.front().event))
      expires = again->expires_on;
    json.begin_object().member("scope", *scope).member("password_expires_on", expires);
    json.name("second_factor");
    if (new_totp_seed.empty()) {
      json.null();
    } else {
      json.begin_object().member("secret", new_totp_seed).member("algorithm", "TOTP-SHA1-6-30").end_object();
    }
    json.end_object();
  };
  command_and_settle(x, {x->session->grant.account},
                     [scope](Acting& a) {
                       Ruling ruling =
                           decide(a.account, account::RecordPasswordChange{a.standing().pledges_in_force()},
                                  a.policy, a.today());
                       if (a.account.is_city() && !a.account.second_factor)
                         *scope = SessionScope::enrol_second_factor;
                       return ruling;
                     },
                     // Whoever else is in with the password before is out.
                     {.respond = respond,
                      .ends =
                          [grant = x->session->grant] {
                            return std::vector{SessionsToEnd{.account = grant.account, .but = grant.id}};
                          },
                      .after = [x, scope](const Committed&) { x->session->set_scope(*scope); }});
}

// A wrong secret in an open session slows down like a login, and stands in the actor's history.
void refuse_secret(const ExchangePtr& x, const std::string& login_id) {
  x->service.login_delays.note(login_id, false, x->service.sessions.now());
  x->read([](Acting&) { return Ruling(Rejection::credentials_rejected); }, nullptr);
}

void check_password_change(const ExchangePtr& x, const PasswordBody& body, unsigned min_characters) {
  if (x->recorded_before()) return record_password_change(x, {});  // the first receipt again
  CityService& service = x->service;
  const auto pepper = service.city.keyring->key(service_key_id("pepper"));
  auto credential = credential_in_force(service, x->session->grant.account);
  if (!credential) return x->problem("credentials-rejected");
  if (must_wait(x, credential->login_id)) return;
  if (!verify_password(body.current, pepper->view(), credential->verifier))
    return refuse_secret(x, credential->login_id);
  if (weak_password(body.fresh, body.current, credential->login_id, min_characters))
    return x->problem("password-too-weak");
  for (const std::string& previous : credential->previous_verifiers) {
    if (verify_password(body.fresh, pepper->view(), previous)) return x->problem("password-reused");
  }
  std::string shown;
  if (x->session->grant.city && credential->totp_seed.empty()) {
    credential->pending_totp_seed = random_bytes(kTotpSeedBytes);
    shown = base64url(credential->pending_totp_seed);
  }
  const std::string verifier = hash_password(body.fresh, pepper->view(), service.limits.password_cost);
  if (prepare_verifier(service, *credential, verifier, x->created_id<RequestId>()))
    record_password_change(x, shown);
}

void check_second_factor(const ExchangePtr& x, const SecondFactorBody& body) {
  auto credential = credential_in_force(x->service, x->session->grant.account);
  if (!credential) return x->problem("credentials-rejected");
  if (!x->recorded_before()) {
    if (must_wait(x, credential->login_id)) return;
    // Without a factor being enrolled there is no code: that of an empty seed anyone can compute.
    const bool enrolling = !credential->pending_totp_seed.empty();
    if (!enrolling || !take_code(x->service, *credential, credential->pending_totp_seed, body.code))
      return refuse_secret(x, credential->login_id);
  }
  command_and_settle(x, {x->session->grant.account},
                     [](Acting& a) { return Ruling(decide(a.account, account::EnrolSecondFactor{})); },
                     {.status = 201,
                      .respond =
                          [](const std::vector<Recorded>&, JsonWriter& json) {
                            json.begin_object().member("scope", SessionScope::full).end_object();
                          },
                      .after = [x](const Committed&) { x->session->set_scope(SessionScope::full); }});
}

// The token changes with the right it carries (security.md §2.4); like every secret it is told once.
void record_step_up(const ExchangePtr& x, const std::string& login_id, bool with_code) {
  const std::string* agent = x->request.head.header("user-agent");
  const std::string address = x->request.head.remote_address,
                    user_agent = agent == nullptr ? "" : agent->substr(0, 300);
  auto token = std::make_shared<std::string>();
  x->command(
      [with_code, address, user_agent](Acting& a) -> Ruling {
        std::vector<std::string> factors{"password"};
        if (with_code) factors.emplace_back("totp");
        if (a.grant.device_known) factors.emplace_back("device");
        return std::vector{Draft{account::LoginSucceeded{a.account.id, a.grant.id, SessionScope::step_up,
                                                         factors, a.grant.device, false, address, user_agent},
                                 Basis{BasisKind::pledge, a.account.pledge.octets, "III.3(3)"},
                                 {}}};
      },
      {.secret = true,
       .respond =
           [token](const std::vector<Recorded>& events, JsonWriter& json) {
             json.begin_object().member("scope", SessionScope::step_up).member("token", *token);
             json.member("until_at", events.front().recorded_at.plus_seconds(kStepUpSeconds)).end_object();
           },
       .after =
           [x, token, login_id](const Committed&) {
             x->service.login_delays.note(login_id, true, x->service.sessions.now());
             x->session->step_up(x->service.sessions.now());
             *token = x->service.sessions.renew(x->session->grant.id);
           }});
}

void check_step_up(const ExchangePtr& x, const StepUpBody& body) {
  CityService& service = x->service;
  const auto pepper = service.city.keyring->key(service_key_id("pepper"));
  auto credential = credential_in_force(service, x->session->grant.account);
  if (!credential) return x->problem("credentials-rejected");
  const bool needs_code = !credential->totp_seed.empty();
  if (!x->recorded_before()) {
    if (must_wait(x, credential->login_id)) return;
    if (!verify_password(body.password, pepper->view(), credential->verifier) ||
        (needs_code && !take_code(service, *credential, credential->totp_seed, body.totp.value_or(""))))
      return refuse_secret(x, credential->login_id);
  }
  record_step_up(x, credential->login_id, needs_code);
}

}  // namespace

void change_password(const ExchangePtr& x) {
  const auto body = x->body<PasswordBody>();
  if (!body) return;
  const auto views = x->service.views->snapshot();
  const auto city = view_state<policy::State>(*views.reader, x->service.city_key().octets);
  const unsigned min_characters = city.in_force(date_in_japan(x->service.clock.now())).password.min_characters;
  if (!x->service.password_jobs.submit(
          [x, body = *body, min_characters] { check_password_change(x, body, min_characters); })) {
    x->problem("overloaded");
  }
}

void step_up(const ExchangePtr& x) {
  const auto body = x->body<StepUpBody>();
  if (!body) return;
  if (!x->service.password_jobs.submit([x, body = *body] { check_step_up(x, body); })) x->problem("overloaded");
}

void enrol_second_factor(const ExchangePtr& x) {
  const auto body = x->body<SecondFactorBody>();
  if (!body) return;
  if (!x->service.password_jobs.submit([x, body = *body] { check_second_factor(x, body); }))
    x->problem("overloaded");
}

}  // namespace renkei::api
