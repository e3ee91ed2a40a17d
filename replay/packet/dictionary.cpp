#include "replay/packet/dictionary.h"

#include <algorithm>

namespace renkei::packet {
namespace {

template <class T, class Is>
const T* first_of(const std::vector<T>& all, Is is) {
  const auto found = std::find_if(all.begin(), all.end(), is);
  return found == all.end() ? nullptr : &*found;
}

const PolicyWords* policy_of(const Dictionary& d, std::uint32_t number) {
  return first_of(d.policies, [&](const PolicyWords& p) { return p.number == number; });
}

}  // namespace

std::string_view Dictionary::profession(std::uint32_t policy, std::uint16_t number) const {
  const PolicyWords* words = policy_of(*this, policy);
  if (words == nullptr) return {};
  const auto* found = first_of(words->professions, [&](const ProfessionWord& w) { return w.number == number; });
  return found == nullptr ? std::string_view() : std::string_view(found->ja);
}

std::string_view Dictionary::purpose(std::uint32_t policy, Purpose code) const {
  const PolicyWords* words = policy_of(*this, policy);
  if (words == nullptr) return {};
  const auto* found = first_of(words->purposes, [&](const PurposeWord& w) { return w.code == code; });
  return found == nullptr ? std::string_view() : std::string_view(found->ja);
}

std::string_view Dictionary::facility(const FacilityId& id) const {
  const auto* found = first_of(facilities, [&](const FacilityWord& w) { return w.id == id; });
  return found == nullptr ? std::string_view() : std::string_view(found->name);
}

std::string_view Dictionary::staff_name(const AccountId& id) const {
  const auto* found = first_of(staff, [&](const StaffWord& w) { return w.id == id; });
  return found == nullptr ? std::string_view() : std::string_view(found->name);
}

const GroundWord* Dictionary::ground(std::string_view code) const {
  return first_of(grounds, [&](const GroundWord& w) { return w.code == code; });
}

}  // namespace renkei::packet
