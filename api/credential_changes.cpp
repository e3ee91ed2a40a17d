#include "api/credential_changes.h"

#include <future>

#include "api/handlers/handlers.h"
#include "eventstore/crypto/random.h"
#include "eventstore/crypto/totp.h"

namespace renkei::api {
namespace {

constexpr std::size_t kPreviousVerifiersKept = 12;

void take_verifier(AccountCredential& c) {
  if (c.pending_verifier.empty()) return;
  if (!c.verifier.empty()) c.previous_verifiers.insert(c.previous_verifiers.begin(), c.verifier);
  if (c.previous_verifiers.size() > kPreviousVerifiersKept) c.previous_verifiers.pop_back();
  c.verifier = std::move(c.pending_verifier);
  c.pending_verifier.clear();
  c.pending_request = {};
}

void take_second_factor(AccountCredential& c) {
  if (!c.totp_seed.empty() || c.pending_totp_seed.empty()) return;
  c.totp_seed = std::move(c.pending_totp_seed);
  c.pending_totp_seed.clear();
}

void settle(CityService& service, const AccountId& account, bool enrolled) {
  auto credential = service.city.credentials->account(account);
  if (!credential) return;
  enrolled ? take_second_factor(*credential) : take_verifier(*credential);
  if (!service.city.credentials->put(*credential)) service.fatal("credentials: a change could not be kept");
}

}  // namespace

bool must_wait(const ExchangePtr& x, const std::string& login_id) {
  const std::int64_t wait = x->service.login_delays.wait(login_id, x->service.sessions.now());
  if (wait > 0) x->problem({"too-many-requests", {}, {}, {}, static_cast<unsigned>(wait / 1'000 + 1)});
  return wait > 0;
}

std::optional<AccountCredential> credential_in_force(CityService& service, const AccountId& account) {
  auto credential = service.city.credentials->account(account);
  if (!credential) return std::nullopt;
  if (!credential->pending_verifier.empty() && service.views->request(credential->pending_request))
    take_verifier(*credential);
  if (credential->totp_seed.empty() && !credential->pending_totp_seed.empty()) {
    const auto views = service.views->snapshot();
    if (view_state<account::State>(*views.reader, account.octets).second_factor)
      take_second_factor(*credential);
  }
  return credential;
}

bool take_code(CityService& service, AccountCredential& credential, const Bytes& seed,
               const std::string& code) {
  const std::int64_t seconds = service.clock.now().microseconds / 1'000'000;
  const auto step = totp_accept(seed, code, seconds, credential.totp_last_step);
  if (!step) return false;
  credential.totp_last_step = *step;
  if (service.city.credentials->put(credential)) return true;
  service.fatal("credentials: a code could not be kept");
  return false;
}

std::string readable_secret(std::size_t groups) {
  static constexpr std::string_view kSigns = "23456789abcdefghjkmnpqrstuvwxyz";
  std::string secret;
  while (secret.size() < groups * 5 - 1) {
    if (secret.size() % 5 == 4) secret += '-';
    for (const char c : random_bytes(1)) {
      const auto octet = static_cast<std::uint8_t>(c);
      if (octet < kSigns.size() * 8) secret += kSigns[octet % kSigns.size()];
    }
  }
  return secret;
}

bool prepare_verifier(CityService& service, AccountCredential credential, const std::string& verifier,
                      const RequestId& request) {
  credential.pending_verifier = verifier;
  credential.pending_request = request;
  if (service.city.credentials->put(credential)) return true;
  service.fatal("credentials: a verifier could not be kept");
  return false;
}

void command_and_settle(const ExchangePtr& x, const std::vector<AccountId>& accounts, Decide decide,
                        CommandAnswer answer) {
  enum class Outcome { refused, recorded, enrolled };
  auto recorded = std::make_shared<std::promise<Outcome>>();
  auto outcome = recorded->get_future();
  answer.outcome = [recorded = std::move(recorded)](const Committed& committed) {
    if (committed.rejection || committed.replayed) return recorded->set_value(Outcome::refused);
    const bool enrolled = std::holds_alternative<account::SecondFactorEnrolled>(committed.events.front().event);
    recorded->set_value(enrolled ? Outcome::enrolled : Outcome::recorded);
  };
  x->command(std::move(decide), std::move(answer));
  Outcome known = Outcome::refused;
  try {
    known = outcome.get();
  } catch (const std::future_error&) {  // refused by a full queue, or the committer stopped before
    return;
  }
  if (known == Outcome::refused) return;
  for (const AccountId& account : accounts) settle(x->service, account, known == Outcome::enrolled);
}

}  // namespace renkei::api
