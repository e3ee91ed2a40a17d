#include "api/versions.h"

#include "api/handlers/cases.h"

namespace renkei::api {

std::uint64_t account_version(Acting& a, const Exchange& x) {
  const auto id = id_from_text<AccountId>(x.path_ids.at(0));
  return id ? a.situation.state<account::State>(*id).acts : 0;
}

std::uint64_t message_version(Acting& a, const Exchange& x) {
  const auto id = id_from_text<MessageId>(x.path_ids.at(0));
  return id ? a.situation.message(*id).version : 0;
}

std::uint64_t assignment_version(Acting& a, const Exchange& x) {
  const auto room = id_from_text<RoomId>(x.path_ids.at(0));
  const auto id = id_from_text<AssignmentId>(x.path_ids.at(1));
  if (!room || !id) return 0;
  for (const room::Assignment& assignment : a.situation.state<room::State>(*room).assignments) {
    if (assignment.id == *id) return version_of(assignment);
  }
  return 0;
}

std::uint64_t participation_version(Acting& a, const Exchange& x) {
  const auto room = id_from_text<RoomId>(x.path_ids.at(0));
  const auto facility = id_from_text<FacilityId>(x.path_ids.at(1));
  if (!room || !facility) return 0;
  const room::Participation* part = a.situation.state<room::State>(*room).facility(*facility);
  return part == nullptr ? 0 : version_of(*part);
}

AccountId account_of_credential(const CityService& service, const CredentialId& id) {
  const auto views = service.views->snapshot();
  const auto position = object_position(*views.reader, id.view());
  if (!position) return {};
  const Recorded recorded = service.history.read(*position);
  const auto* issued = std::get_if<account::CredentialIssued>(&recorded.event);
  return issued == nullptr ? AccountId{} : issued->account;
}

std::uint64_t credential_version(Acting& a, const Exchange& x) {
  const auto id = id_from_text<CredentialId>(x.path_ids.at(0));
  const AccountId account = id ? account_of_credential(x.service, *id) : AccountId{};
  return account.is_zero() ? 0 : version_of(a.situation.state<account::State>(account), *id);
}

std::uint64_t disclosure_version(Acting& a, const Exchange& x) {
  const auto id = id_from_text<DisclosureRequestId>(x.path_ids.at(0));
  if (!id) return 0;
  const disclosure::Case* found =
      a.situation.state<disclosure::State>(register_of_case(x.service, *id)).find(*id);
  return found == nullptr ? 0 : found->version;
}

}  // namespace renkei::api
