// A packet of a few rows in which every kind of thing stands that the formats must get right, and one of as
// many rows as one likes.
#pragma once

#include "replay/packet/csv.h"
#include "replay/packet/fhir_bundle.h"

namespace renkei::testing {

struct SamplePacket {
  packet::BundleFacts facts;
  packet::Dictionary dictionary;
  std::vector<packet::Row> rows;
};

inline constexpr std::string_view kDoctorName = "河野 健一", kNurseName = "三好 さくら";
// Stands in rows that are withheld or outside the period, where a careless writer could still find it.
inline constexpr std::string_view kWithheldText = "余命のことはご本人に話していません";

SamplePacket small_packet(bool staff_names);
SamplePacket large_packet(std::size_t rows);

std::string csv_of(const SamplePacket& sample);
std::string bundle_of(const SamplePacket& sample);

}  // namespace renkei::testing
