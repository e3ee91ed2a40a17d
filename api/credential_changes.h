// Passwords change in two steps: the verifier is durable in the credential store before the event that speaks
// of it, and in force only with that event. Used on the password thread alone, one change at a time.
#pragma once

#include "api/exchange.h"
#include "eventstore/keyring/credential_store.h"

namespace renkei::api {

// The account's credential with what was recorded in force, also when the process ended between event and
// store.
std::optional<AccountCredential> credential_in_force(CityService& service, const AccountId& account);

// Accepts a one-time code of this seed. It works once, also after a crash.
bool take_code(CityService& service, AccountCredential& credential, const Bytes& seed, const std::string& code);

// Answers 429 while the account's secrets may not be tried.
bool must_wait(const ExchangePtr& x, const std::string& login_id);

// Letters and digits that nobody confuses on paper, in groups of four.
std::string readable_secret(std::size_t groups);

// Keeps a verifier that the exchange's request, once recorded, puts in force. False: out of service.
bool prepare_verifier(CityService& service, AccountCredential credential, const std::string& verifier,
                      const RequestId& request);

// Runs the command and waits for its outcome; when it is recorded, puts what was prepared for the accounts in
// force.
void command_and_settle(const ExchangePtr& x, const std::vector<AccountId>& accounts, Decide decide,
                        CommandAnswer answer);

}  // namespace renkei::api
