// An open room of a clinic and an office, and the forms that it rests on.
#pragma once

#include "domain/consent/commands.h"
#include "domain/room/commands.h"
#include "tests/domain/given.h"

namespace renkei::testing {

inline const FacilityId kClinic = id<FacilityId>(21), kOffice = id<FacilityId>(22);
inline const AccountId kNurse = id<AccountId>(11), kManager = id<AccountId>(12);

inline consent::State form_of(GrantorKind grantor, std::uint8_t n, bool verified = true) {
  consent::ConsentFormReceived e;
  e.consent_form = id<ConsentFormId>(n);
  e.grantor_kind = grantor;
  e.family_data = FamilyData::present;
  e.scope = {{"clinic"}, {kOffice}, {"all"}};
  auto state = given<consent::State>({e});
  if (verified) apply(state, consent::ConsentVerified{e.consent_form, {}, {"signature"}});
  return state;
}

inline room::State open_room() {
  return given<room::State>(
      {room::RoomOpened{id<RoomId>(31), id<CareRecipientId>(41), {}, {id<ConsentFormId>(61)}},
       room::RoomFacilityAdded{id<RoomId>(31), {}, kClinic, "clinic", {}},
       room::RoomFacilityAdded{id<RoomId>(31), {}, kOffice, "home_care_support_office", {}}});
}

}  // namespace renkei::testing
