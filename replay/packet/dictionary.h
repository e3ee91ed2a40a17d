// The words of a packet: names and labels for the ids and numbers that its entries carry. The entries are
// proven; these words are stated by the city, in the manifest that it signs. Nothing stands here that the
// packet does not show: with a facility's staff names off, none of them is in it (product.md no. 47).
#pragma once

#include "domain/describe.h"

namespace renkei::packet {

struct ProfessionWord {
  std::uint16_t number = 0;
  std::string ja;
  bool operator==(const ProfessionWord&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("number", &ProfessionWord::number);
    v.field("ja", &ProfessionWord::ja);
  }
};

struct PurposeWord {
  Purpose code = Purpose::care;
  std::string ja;  // verbatim as in the policy (product.md no. 8)
  bool operator==(const PurposeWord&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("code", &PurposeWord::code);
    v.field("ja", &PurposeWord::ja);
  }
};

struct PolicyWords {  // of one version of the policy
  std::uint32_t number = 0;
  std::string version, title;
  std::vector<ProfessionWord> professions;
  std::vector<PurposeWord> purposes;
  bool operator==(const PolicyWords&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("number", &PolicyWords::number);
    v.field("version", &PolicyWords::version);
    v.field("title", &PolicyWords::title);
    v.field("professions", &PolicyWords::professions);
    v.field("purposes", &PolicyWords::purposes);
  }
};

struct FacilityWord {
  FacilityId id;
  std::string name, kind;
  bool operator==(const FacilityWord&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("id", &FacilityWord::id);
    v.field("name", &FacilityWord::name);
    v.field("kind", &FacilityWord::kind);
  }
};

struct StaffWord {  // only of a facility whose head decided that its staff is named
  AccountId id;
  std::string name;
  bool operator==(const StaffWord&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("id", &StaffWord::id);
    v.field("name", &StaffWord::name);
  }
};

struct GroundWord {  // why something is withheld, as the policy in force puts it
  std::string code, article, ja;
  bool operator==(const GroundWord&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("code", &GroundWord::code);
    v.field("article", &GroundWord::article);
    v.field("ja", &GroundWord::ja);
  }
};

struct Dictionary {
  std::string city;  // "丸亀市"
  std::vector<PolicyWords> policies;
  std::vector<FacilityWord> facilities;
  std::vector<StaffWord> staff;
  std::vector<GroundWord> grounds;
  bool operator==(const Dictionary&) const = default;

  // Empty where the packet has no word for it.
  std::string_view profession(std::uint32_t policy, std::uint16_t number) const;
  std::string_view purpose(std::uint32_t policy, Purpose code) const;
  std::string_view facility(const FacilityId& id) const;
  std::string_view staff_name(const AccountId& id) const;
  const GroundWord* ground(std::string_view code) const;

  template <class V>
  static void describe(V& v) {
    v.field("city", &Dictionary::city);
    v.field("policies", &Dictionary::policies);
    v.field("facilities", &Dictionary::facilities);
    v.field("staff", &Dictionary::staff);
    v.field("grounds", &Dictionary::grounds);
  }
};

}  // namespace renkei::packet
