// What a decision sees and gives back (exchange.h).
#include "api/exchange.h"

namespace renkei::api {
namespace {

// Known at login, and neither lost nor retired since.
bool device_known(Situation& s, const SessionGrant& grant) {
  return grant.device_known && grant.device && s.state<device::State>(*grant.device).in_use();
}

}  // namespace

std::vector<consent::State> Acting::consents_of(const std::vector<ConsentFormId>& forms) const {
  std::vector<consent::State> consents;
  for (const ConsentFormId& id : forms) consents.push_back(situation.state<consent::State>(id));
  return consents;
}

Standing Acting::standing() const {
  return {account, facility, situation.state<pledge::State>(account.pledge),
          situation.state<pledge::State>(facility.pledge), device_known(situation, grant)};
}

Result<Basis, Denial> Acting::check(const room::State& room, const std::vector<consent::State>& consents,
                                    Operation operation, bool own_facility_only, About about,
                                    std::optional<MessageKind> kind) const {
  return check_access(standing(), {room, consents, operation, own_facility_only, about, act.purpose, kind},
                      now());
}

void Acting::operation_purpose(Purpose purpose, bool only_one) {
  if (act.purpose_source == PurposeSource::chosen && !only_one) return;
  act.purpose = purpose;
  act.purpose_source = PurposeSource::operation;
}

Ruling::Ruling(Refusal refusal) : rejection(refusal.rule), wrong_values(std::move(refusal.values)) {}

Ruling::Ruling(Decision decision) {
  if (decision) {
    drafts = std::move(*decision);
  } else {
    *this = Ruling(decision.error());
  }
}

Ruling::Ruling(Denial d, const room::State& room, Operation operation)
    : rejection(d.denial_class == DenialClass::outsider ? Rejection::not_found : d.rule),
      denial(d),
      denied_subject(room.subject),
      denied_room(room.id),
      denied_operation(operation) {}

}  // namespace renkei::api
