// Collects the words that rows need (replay/packet/dictionary.h): labels of the policies that they were
// recorded under, and the names of facilities.
#pragma once

#include "domain/policy/state.h"
#include "replay/names.h"
#include "replay/packet/row.h"

namespace renkei {

class PacketWords {
 public:
  PacketWords(const ViewReader& views, Names& names, const policy::State& city, std::string city_name);

  void use(const UsageRow& row);              // its policy and facility
  void use(const FacilityId& facility);       // named in some content
  void name_staff(const AccountId& account);  // of a facility whose head decided so
  void use_grounds(const std::vector<policy::WithholdingGround>& grounds);
  packet::Dictionary take();

 private:
  void use_policy(std::uint32_t number);

  const ViewReader& views_;
  Names& names_;
  const policy::State& city_;
  packet::Dictionary words_;
};

}  // namespace renkei
