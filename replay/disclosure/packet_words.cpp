#include "replay/disclosure/packet_words.h"

#include <algorithm>

namespace renkei {

PacketWords::PacketWords(const ViewReader& views, Names& names, const policy::State& city,
                         std::string city_name)
    : views_(views), names_(names), city_(city) {
  words_.city = std::move(city_name);
}

void PacketWords::use(const UsageRow& row) {
  use_policy(row.policy_number);
  if (!row.facility.is_zero()) use(row.facility);
}

void PacketWords::use(const FacilityId& facility) {
  if (!words_.facility(facility).empty()) return;
  words_.facilities.push_back({facility, names_.facility(views_, facility), {}});
}

void PacketWords::name_staff(const AccountId& account) {
  if (!words_.staff_name(account).empty()) return;
  if (std::string name = names_.account(views_, account); !name.empty())
    words_.staff.push_back({account, std::move(name)});
}

void PacketWords::use_grounds(const std::vector<policy::WithholdingGround>& grounds) {
  for (const policy::WithholdingGround& g : grounds) words_.grounds.push_back({g.code, g.article, g.ja});
}

void PacketWords::use_policy(std::uint32_t number) {
  for (const packet::PolicyWords& known : words_.policies) {
    if (known.number == number) return;
  }
  for (const policy::Policy& policy : city_.published) {
    if (policy.number != number) continue;
    packet::PolicyWords words{number, policy.version, policy.title, {}, {}};
    for (const policy::Profession& p : policy.professions) words.professions.push_back({p.number, p.ja});
    for (const policy::Label& label : policy.purposes) {
      if (const auto code = code_from_text<Purpose>(label.code)) words.purposes.push_back({*code, label.ja});
    }
    words_.policies.push_back(std::move(words));
    return;
  }
}

packet::Dictionary PacketWords::take() {
  std::sort(words_.policies.begin(), words_.policies.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  std::sort(words_.facilities.begin(), words_.facilities.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  std::sort(words_.staff.begin(), words_.staff.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return std::move(words_);
}

}  // namespace renkei
