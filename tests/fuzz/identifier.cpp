// Ids with their prefix, as they stand in paths and bodies.
#include "domain/values/ids.h"
#include "tests/fuzz/targets.h"

namespace renkei::fuzz {
namespace {

template <class IdType>
bool check(BytesView octets) {
  const auto id = id_from_text<IdType>(octets);
  if (id) must_hold(to_text(*id) == octets, "an id has one spelling");
  return id.has_value();
}

void run_identifier(BytesView octets) {
  const int kinds = check<RoomId>(octets) + check<AccountId>(octets) + check<CareRecipientId>(octets);
  must_hold(kinds <= 1, "an id is of one kind");
}

std::vector<Bytes> identifier_seeds() {
  RoomId most;
  most.octets.fill(0xFF);
  return {to_text(RoomId{}),
          to_text(most),
          to_text(AccountId{}),
          to_text(CareRecipientId{}),
          "room_80000000000000000000000000",
          "ROOM_00000000000000000000000000",
          "room_"};
}

}  // namespace

FuzzTarget identifier() { return {"identifier", run_identifier, identifier_seeds}; }

}  // namespace renkei::fuzz
