// What If-Match is held against: the version at which the thing of a path stands on the committer's thread. It
// is that of its stream; things that live in the stream of another one (a message, an assignment, a facility's
// part, a credential) have a version of their own, which counts what was done to them; so has an account, whose
// stream holds what it does itself as well.
#pragma once

#include "api/exchange.h"

namespace renkei::api {

// Zero where there is no such thing, or none that the actor may know; the handler's decision says so itself.
template <class State, class IdT>
std::uint64_t stream_version(Acting& a, const Exchange& x) {
  const auto id = id_from_text<IdT>(x.path_ids.at(0));
  return id ? a.situation.version<State>(*id) : 0;
}
std::uint64_t account_version(Acting& a, const Exchange& x);
std::uint64_t message_version(Acting& a, const Exchange& x);
std::uint64_t assignment_version(Acting& a, const Exchange& x);
std::uint64_t participation_version(Acting& a, const Exchange& x);
std::uint64_t credential_version(Acting& a, const Exchange& x);
std::uint64_t disclosure_version(Acting& a,
                                 const Exchange& x);  // cases live in the register of the asked facility

inline std::uint64_t version_of(const room::Assignment& assignment) { return assignment.ended ? 2 : 1; }
inline std::uint64_t version_of(const room::Participation& part) { return part.ended ? 2 : 1; }
inline std::uint64_t version_of(const account::State& account, const CredentialId& credential) {
  if (!account.exists || account.credential != credential) return 0;
  return account.credential_delivered ? 2 : 1;
}
// The account that a credential was issued to; zero: there is no such credential.
AccountId account_of_credential(const CityService& service, const CredentialId& id);

}  // namespace renkei::api
