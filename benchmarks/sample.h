// What a benchmark city is filled with: persons, rooms and messages that depend on their number only. Ids are
// scattered like real ones, so that view rows go to random places.
#pragma once

#include <algorithm>

#include "domain/envelope.h"
#include "eventstore/crypto/sha256.h"

namespace renkei::bench {

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

// Those who write: as many as a city of this size has, each with a name, twenty to a facility.
inline std::uint64_t accounts_of(std::uint64_t entries) {
  return std::min<std::uint64_t>(10'000, std::max<std::uint64_t>(20, entries / 100));
}
inline AccountId nth_account(std::uint64_t n) { return nth_id<AccountId>("account ", n); }
inline FacilityId nth_facility(std::uint64_t n) { return nth_id<FacilityId>("facility ", n); }
inline constexpr std::uint64_t kAccountsPerFacility = 20;

// The nth message by one of `accounts`: as the API records one, with the id of its request.
struct SampleMessage {
  Act act;
  Draft draft;
  RequestId request;
};
SampleMessage sample_message(const CareRecipientId& person, const RoomId& room, std::uint64_t accounts,
                             std::uint64_t n);

}  // namespace renkei::bench
