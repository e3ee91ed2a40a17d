// IDs and passwords (policy I②), and the states of accounts and facilities.
#include "api/credential_changes.h"
#include "api/handlers/handlers.h"
#include "api/versions.h"
#include "domain/account/commands.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/password_hash.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/json/json_write.h"

namespace renkei::api {
namespace {

constexpr std::size_t kSecretsKept = 1'000;

struct IssueBody {
  std::vector<AccountId> account_ids;
  CredentialKind kind = CredentialKind::initial;
  template <class V>
  static void describe(V& v) {
    v.field("account_ids", &IssueBody::account_ids, some_items(60));
    v.field("kind", &IssueBody::kind);
  }
};

struct Prepared {
  AccountId account;
  CredentialId credential;
  std::string login_id, password, enrolment_code;
  CivilDate valid_until;
};

// Each device of the account's facility gets one code, once; the account's letter carries the next that has
// none.
std::string enrolment_code_for(const ExchangePtr& x, const ViewReader& views, const AccountId& account) {
  const auto state = view_state<account::State>(views, account.octets);
  std::optional<DeviceId> device;
  const Bytes devices = facility_devices_prefix(state.facility);
  views.scan(static_cast<std::size_t>(Family::objects), devices, after_prefix(devices),
             [&](BytesView key, BytesView) {
               const auto found = DeviceId::from(key.substr(17));
               if (!x->service.city.credentials->device(found)) device = found;
               return !device.has_value();
             });
  if (!device) return {};
  const std::string code = readable_secret(3);
  if (!x->service.city.credentials->put(DeviceCredential{*device, state.facility, sha256({code}), {}})) {
    x->service.fatal("credentials: a device code could not be kept");
  }
  return code;
}

std::string new_login_id(const CredentialStore& store) {
  while (true) {
    const std::string id = "mg-" + readable_secret(2);
    if (!store.account_of_login(id)) return id;
  }
}

// What the views say of an issue, before anything is prepared; the committer decides again.
std::optional<Rejection> foreseen(const ExchangePtr& x, const ViewReader& views, const IssueBody& body) {
  const auto actor = view_state<account::State>(views, x->session->grant.account.octets);
  if (!actor.has(CityRole::intake_officer)) return Rejection::role_required;
  if (body.kind == CredentialKind::reissue && !x->session->stepped_up(x->service.sessions.now()))
    return Rejection::step_up_required;
  const auto city = view_state<policy::State>(views, x->service.city_key().octets);
  const CivilDate today = date_in_japan(x->service.clock.now());
  for (const AccountId& account : body.account_ids) {
    const auto state = view_state<account::State>(views, account.octets);
    const auto decision = decide(state, account::IssueCredential{{}, body.kind}, city.in_force(today), today);
    if (!decision) return decision.error().rule;
  }
  return std::nullopt;
}

// On the password thread: hashing takes its time.
std::optional<std::vector<Prepared>> prepare_credentials(const ExchangePtr& x, const ViewReader& views,
                                                         const IssueBody& body) {
  CityService& service = x->service;
  const auto pepper = service.city.keyring->key(service_key_id("pepper"));
  std::vector<Prepared> prepared;
  for (const AccountId& account : body.account_ids) {
    AccountCredential credential = credential_in_force(service, account).value_or(AccountCredential{});
    credential.account = account;
    if (credential.login_id.empty()) credential.login_id = new_login_id(*service.city.credentials);
    Prepared p{account, fresh_id<CredentialId>(), credential.login_id, readable_secret(3), {}, {}};
    const std::string verifier = hash_password(p.password, pepper->view(), service.limits.password_cost);
    if (!prepare_verifier(service, std::move(credential), verifier, x->created_id<RequestId>()))
      return std::nullopt;
    p.enrolment_code = enrolment_code_for(x, views, account);
    prepared.push_back(std::move(p));
  }
  return prepared;
}

void write_credential(JsonWriter& json, const Prepared& p) {
  json.begin_object().member("id", p.credential).member("account_id", p.account).member("login_id", p.login_id);
  json.member("initial_password", p.password).member("device_enrolment_code", p.enrolment_code);
  json.member("valid_until_on", p.valid_until).member("version", 1).end_object();
}

void record_credentials(const ExchangePtr& x, const IssueBody& body, std::vector<Prepared> prepared) {
  auto shared = std::make_shared<std::vector<Prepared>>(std::move(prepared));
  command_and_settle(
      x, body.account_ids,
      [shared, kind = body.kind](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        // A new password for an account in use opens all that its person may see (product.md no. 28).
        if (kind == CredentialKind::reissue && !a.stepped_up) return Rejection::step_up_required;
        std::vector<Draft> drafts;
        for (Prepared& p : *shared) {
          // An officer's new password needs another officer (product.md no. 34).
          if (p.account == a.account.id) return Rejection::second_person_required;
          auto decision = decide(a.situation.state<account::State>(p.account),
                                 account::IssueCredential{p.credential, kind}, a.policy, a.today());
          if (!decision) return decision.error();
          p.valid_until = std::get<account::CredentialIssued>(decision->front().event).valid_until_on;
          drafts.push_back(std::move(decision->front()));
        }
        return drafts;
      },
      {.status = 201,
       .secret = true,
       .respond =
           [shared](const std::vector<Recorded>&, JsonWriter& json) {
             json.begin_array();
             for (const Prepared& p : *shared) write_credential(json, p);
             json.end_array();
           },
       .ends =
           [shared] {
             std::vector<SessionsToEnd> all;
             for (const Prepared& p : *shared) all.push_back({.account = p.account});
             return all;
           },
       .after =
           [x, shared](const Committed&) {
             const std::lock_guard lock(x->service.secrets_mutex);
             auto& kept = x->service.one_time_secrets;
             if (kept.size() + shared->size() > kSecretsKept) kept.clear();
             for (const Prepared& p : *shared)
               kept[p.credential] = {p.login_id, Secret(p.password), p.enrolment_code};
           }});
}

template <class Command>
constexpr bool kTakesAway =
    std::is_same_v<Command, account::LockAccount> || std::is_same_v<Command, account::SuspendAccount> ||
    std::is_same_v<Command, account::CloseAccount>;

// A facility's system manager never removes the last one, nobody himself, and the city's two officers both
// stay: four eyes need two persons (product.md no. 34). The city may close the account of a facility's last
// manager (no. 29); a lock is the one act by which an officer stops a colleague's lost account, since it can be
// undone.
bool leaves_nobody(Acting& a, const account::State& account, bool lock) {
  if (account.id == a.account.id) return true;
  if (account.is_city()) return !lock;
  const auto& facility = a.situation.state<facility::State>(account.facility);
  if (a.account.is_city() || !facility.is_system_manager(account.id)) return false;
  for (const AccountId& other : facility.system_managers) {
    if (other != account.id && a.situation.state<account::State>(other).status == AccountStatus::active)
      return false;
  }
  return true;
}

// An account that is unlocked or reinstated is again what it was: in use, or not yet.
AccountStatus status_after(const ViewReader& views, const Recorded& r) {
  if (std::holds_alternative<account::AccountLocked>(r.event)) return AccountStatus::locked;
  if (std::holds_alternative<account::AccountSuspended>(r.event)) return AccountStatus::suspended;
  if (std::holds_alternative<account::AccountClosed>(r.event)) return AccountStatus::closed;
  AccountStatus before = AccountStatus::created;
  const Bytes stream = stream_prefix({Aggregate::account, place_of(r.event).stream});
  views.scan(static_cast<std::size_t>(Family::streams), stream, after_prefix(stream),
             [&](BytesView, BytesView value) {
               const auto row = from_compact<StreamRow>(value);
               if (row.position >= r.position) return false;
               if (row.type == account::AccountActivated::kType.number) before = AccountStatus::active;
               return before == AccountStatus::created;
             });
  return before;
}

template <class Command>
void account_act(const ExchangePtr& x, CityRole role) {
  const auto id = x->path_id<AccountId>();
  if (!id) return;
  const auto command = x->body<Command>();
  if (!command) return;
  const auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  x->command(
      [id = *id, command = *command, role](Acting& a) -> Ruling {
        const auto& state = a.situation.state<account::State>(id);
        const bool own = a.system_manager() && state.facility == a.facility.id;
        if (!a.city_role(role) && !own)
          return a.account.is_city() || a.system_manager() ? Rejection::role_required : Rejection::not_found;
        if constexpr (kTakesAway<Command>) {
          if (leaves_nobody(a, state, std::is_same_v<Command, account::LockAccount>))
            return Rejection::last_system_manager;
        }
        if constexpr (std::is_same_v<Command, account::CloseAccount>) {
          return decide(state, command, a.today());
        } else {
          return decide(state, command);
        }
      },
      {.respond =
           [views](const std::vector<Recorded>& events, JsonWriter& json) {
             json.begin_object().member("state", status_after(*views->reader, events.front())).end_object();
           },
       .ends = [id = *id] { return std::vector{SessionsToEnd{.account = id}}; }});
}

template <class Command>
void facility_act(const ExchangePtr& x, FacilityStatus after) {
  const auto id = x->path_id<FacilityId>();
  if (!id) return;
  const auto command = x->body<Command>();
  if (!command) return;
  x->command(
      [id = *id, command = *command](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver)) return Rejection::role_required;
        return decide(a.situation.state<facility::State>(id), command);
      },
      {.respond = [after](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("state", after).end_object();
      }});
}

}  // namespace

void issue_credentials(const ExchangePtr& x) {
  const auto body = x->body<IssueBody>();
  if (!body) return;
  const bool queued = x->service.password_jobs.submit([x, body = *body] {
    if (x->recorded_before()) return record_credentials(x, body, {});
    const auto views = x->service.views->snapshot();
    if (const auto refused = foreseen(x, *views.reader, body)) {
      return x->command([refused](Acting&) { return Ruling(*refused); }, {});
    }
    if (auto prepared = prepare_credentials(x, *views.reader, body))
      record_credentials(x, body, std::move(*prepared));
  });
  if (!queued) x->problem("overloaded");
}

void show_credential_letter(const ExchangePtr& x) {  // ID・パスワード通知書, once
  const auto id = x->path_id<CredentialId>();
  if (!id) return;
  const bool issued = !account_of_credential(x->service, *id).is_zero();
  x->read(
      [issued](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        return issued ? Ruling() : Ruling(Rejection::not_found);
      },
      [x, id = *id](std::optional<std::uint64_t>) {
        CityService::OneTimeSecret secret;
        {
          const std::lock_guard lock(x->service.secrets_mutex);
          const auto found = x->service.one_time_secrets.find(id);
          if (found == x->service.one_time_secrets.end()) return x->problem_of(Rejection::secret_already_shown);
          secret = std::move(found->second);
          x->service.one_time_secrets.erase(found);
        }
        std::string letter = "ID・パスワード通知書\n\n利用者ID　　　　: " + secret.login_id +
                             "\n\n────────（切り取り線・別封）────────\n\n初期パスワード　: ";
        letter += secret.password.view();
        letter += "\n端末登録コード　: " + secret.enrolment_code +
                  "\n\n最初のログインの際に、パスワードを変更してください。\nパスワードは、ご本人以外に知らせな"
                  "いでください。\n";
        http::Response response;
        response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
        response.body = std::move(letter);
        return response;
      });
}

void deliver_credential(const ExchangePtr& x) {
  const auto id = x->path_id<CredentialId>();
  if (!id) return;
  const auto command = x->body<account::DeliverCredential>();
  if (!command) return;
  const AccountId account = account_of_credential(x->service, *id);
  x->command(
      [id = *id, command = *command, account](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::intake_officer)) return Rejection::role_required;
        const auto& state = a.situation.state<account::State>(account);
        if (!state.exists || state.credential != id) return Rejection::not_found;
        return decide(state, command);
      },
      {.respond = [](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("delivered", true).end_object();
      }});
}

void lock_account(const ExchangePtr& x) { account_act<account::LockAccount>(x, CityRole::intake_officer); }
void unlock_account(const ExchangePtr& x) { account_act<account::UnlockAccount>(x, CityRole::intake_officer); }
void suspend_account(const ExchangePtr& x) { account_act<account::SuspendAccount>(x, CityRole::approver); }
void reinstate_account(const ExchangePtr& x) { account_act<account::ReinstateAccount>(x, CityRole::approver); }
void close_account(const ExchangePtr& x) { account_act<account::CloseAccount>(x, CityRole::intake_officer); }
void suspend_facility(const ExchangePtr& x) {
  facility_act<facility::SuspendFacility>(x, FacilityStatus::suspended);
}
void reinstate_facility(const ExchangePtr& x) {
  facility_act<facility::ReinstateFacility>(x, FacilityStatus::active);
}

}  // namespace renkei::api
