// Builds the rows of a sample's history one after another.
#pragma once

#include "replay/packet/model.h"

namespace renkei::testing {

struct SamplePerson {
  AccountId account;
  FacilityId facility;
  std::uint16_t profession = 0;
  ActorRole role = ActorRole::system_user;
};

template <class IdType>
IdType sample_id(std::uint8_t kind, std::uint32_t number) {
  IdType id;
  id.octets[0] = kind;
  for (unsigned i = 0; i < 4; ++i) id.octets[12 + i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return id;
}

inline const FacilityId kClinic = sample_id<FacilityId>(1, 1), kCareOffice = sample_id<FacilityId>(1, 2),
                        kStation = sample_id<FacilityId>(1, 3);
inline const SamplePerson kSystem{{}, {}, 0, ActorRole::system};
inline const SamplePerson kMorimoto{sample_id<AccountId>(2, 1), {}, 0, ActorRole::system_administrator};
inline const SamplePerson kOnishi{sample_id<AccountId>(2, 2), {}, 0, ActorRole::system_administrator};
inline const SamplePerson kKono{sample_id<AccountId>(2, 3), kClinic, 1, ActorRole::facility_system_manager};
inline const SamplePerson kMiki{sample_id<AccountId>(2, 4), kClinic, 4, ActorRole::system_user};
inline const SamplePerson kNishioka{sample_id<AccountId>(2, 5), kClinic, 17, ActorRole::system_user};
inline const SamplePerson kFujikawa{sample_id<AccountId>(2, 6), kCareOffice, 13,
                                    ActorRole::facility_system_manager};
inline const SamplePerson kTakagi{sample_id<AccountId>(2, 7), kCareOffice, 13, ActorRole::system_user};
inline const SamplePerson kNightNurse{sample_id<AccountId>(2, 8), kStation, 4, ActorRole::system_user};

class SampleRows {
 public:
  explicit SampleRows(std::vector<packet::Row>& rows) : rows_(rows) {}

  SampleRows& at(int day, int hour, int minute);  // of November 2026, Japan time; goes on a minute a row
  packet::Row& add(std::uint16_t type, const SamplePerson& who);
  packet::Row& view(const SamplePerson& who, ObjectKind what, std::uint32_t count);
  packet::Row& denied(const SamplePerson& who, Rejection rule, Operation operation = Operation::read);
  packet::Row& posted(const SamplePerson& who, std::uint32_t message, MessageKind kind, std::string text);
  packet::Row& corrected(const SamplePerson& who, std::uint32_t message, std::string text, std::string reason);
  packet::Row& retracted(const SamplePerson& who, std::uint32_t message);
  packet::Row& withheld(std::string ground, std::string article, std::string note, packet::StatedRow stated);
  packet::Row& outside_period();

 private:
  std::vector<packet::Row>& rows_;
  std::int64_t seconds_ = 1'795'305'600;
};

void set_content(packet::Row& row, packet::Content content);

}  // namespace renkei::testing
