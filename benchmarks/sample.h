// What a benchmark city is filled with: persons, rooms and messages that depend on their number only. Ids are scattered like
// real ones, so that view rows go to random places.
#pragma once

#include "domain/envelope.h"
#include "eventstore/crypto/sha256.h"

namespace renkei::bench {

inline constexpr std::size_t kAccounts = 10'000, kFacilities = 500;
inline constexpr std::uint64_t kMeasuredRows = 1'000;  // of the one person whose history is read

template <class IdT>
IdT nth_id(std::string_view kind, std::uint64_t n) {
  const std::string number = std::to_string(n);
  return IdT::from(sha256({kind, number}).view());
}

inline CareRecipientId nth_person(std::uint64_t n) { return nth_id<CareRecipientId>("person ", n); }
inline RoomId nth_room(std::uint64_t n) { return nth_id<RoomId>("room ", n); }
inline CareRecipientId measured_person() { return nth_id<CareRecipientId>("measured person ", 0); }

// 300 octets of Japanese, different for each number.
std::string message_text(std::uint64_t n);

// The nth message, in the room of the nth person: as the API records one, with the id of its request.
struct SampleMessage {
  Act act;
  Draft draft;
  RequestId request;
};
SampleMessage sample_message(const CareRecipientId& person, const RoomId& room, std::uint64_t n);

}  // namespace renkei::bench
