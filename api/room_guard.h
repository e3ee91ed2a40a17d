// The guards before anything of a person leaves: for what belongs to a room, and for forms and data of a person
// that the city and the submitting facility also see. All run on the committer's own state.
#pragma once

#include "api/exchange.h"

namespace renkei::api {

struct Permit {
  Basis basis;
  std::vector<consent::State> consents;
};

// The kinds of records that no consent covers for this reader; none where the own facility's are read.
std::vector<MessageKind> closed_kinds(Acting& a, const room::State& room,
                                      const std::vector<consent::State>& consents, bool own_only);

// The access rule for an operation in a room. `kind`: of the record it is about.
Result<Permit, Ruling> guard_room(Acting& a, const room::State& room, Operation operation, bool own_only,
                                  About about = About::recipient, std::optional<MessageKind> kind = {});

// A thing of a person that is not of the room's timeline: a form, a request, the person's data.
struct PersonalObject {
  CareRecipientId subject;
  RoomId room;  // zero: none (yet)
  ObjectKind kind = ObjectKind::care_recipient;
  std::string id;
  std::uint64_t view_position = 0;
  Basis basis;          // for the city and for those who submitted it
  AccountId submitter;  // zero: nobody's submission
  FacilityId submitted_by;
};
// Permits city officers, the submitter and his facility's system manager, and those of the room; the access is
// recorded.
Ruling read_personal_object(Acting& a, const PersonalObject& object);

}  // namespace renkei::api
