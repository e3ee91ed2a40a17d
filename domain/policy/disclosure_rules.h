// What the policy and the law in force say about disclosure, as published data: deadlines, grounds for
// withholding, references, and the words that a letter quotes. No article number stands in code.
#pragma once

#include "domain/describe.h"

namespace renkei::policy {

struct WithholdingGround {
  std::string code;     // "life_or_rights"
  std::string article;  // 「個人情報の保護に関する法律第33条第2項第1号」
  std::string ja;       // the ground in the words of the law
  GroundDisplay ground_display = GroundDisplay::specific;  // what is usual for it (product.md no. 48)
  RowDisplay row_display = RowDisplay::normal;
  bool operator==(const WithholdingGround&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("code", &WithholdingGround::code, code_words(1, 40));
    v.field("article", &WithholdingGround::article, required_text(120));
    v.field("ja", &WithholdingGround::ja, required_text(300));
    v.field("ground_display", &WithholdingGround::ground_display);
    v.field("row_display", &WithholdingGround::row_display);
  }
};

struct IdentityDocument {  // a kind by which who asks is identified; its number is never recorded
  std::string code;        // "drivers_license"
  std::string ja;          // 「運転免許証」
  bool operator==(const IdentityDocument&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("code", &IdentityDocument::code, code_words(1, 40));
    v.field("ja", &IdentityDocument::ja, required_text(120));
  }
};

struct ComplaintDesk {  // beside the provider's own
  std::string name, contact;
  bool operator==(const ComplaintDesk&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("name", &ComplaintDesk::name, required_text(120));
    v.field("contact", &ComplaintDesk::contact, text(200));
  }
};

// Which law answers: that of providers, that of the city as holder (ch. 5), or the guideline for the bereaved.
enum class DisclosureRoute : std::uint8_t { provider, city, bereaved };
inline DisclosureRoute route_of(bool by_city, RequesterKind requester) {
  if (requester == RequesterKind::bereaved) return DisclosureRoute::bereaved;
  return by_city ? DisclosureRoute::city : DisclosureRoute::provider;
}

struct DisclosureRules {
  std::string policy_version;
  std::uint16_t city_days = 30, opinion_days = 7, packet_days = 30;
  bool joint_use = false;  // 共同利用 is declared: other facilities' records need no opinion (product.md no. 3)
  std::vector<WithholdingGround> grounds, city_grounds, bereaved_grounds;
  std::string third_party_ground;  // its code in each list: what concerns another person (product.md no. 40)
  std::string disclosure, reasons, correction, suspension, suit, fee;  // references: 「…法第33条」
  std::string bereaved;                                                // under which the bereaved are answered
  // Ch. 5, the city as holder: under which it discloses, or does not.
  std::string city_disclosure, city_refusal;
  std::string city_correction, city_suspension, city_time_limit;
  std::string city_review;  // 審査請求の教示
  std::vector<ComplaintDesk> complaint_desks, city_complaint_desks, bereaved_complaint_desks;
  std::vector<IdentityDocument> identity_documents;
  bool operator==(const DisclosureRules&) const = default;

  const std::vector<WithholdingGround>& grounds_of(DisclosureRoute route) const {
    if (route == DisclosureRoute::city) return city_grounds;
    return route == DisclosureRoute::bereaved ? bereaved_grounds : grounds;
  }
  const WithholdingGround* ground(DisclosureRoute route, std::string_view code) const {
    for (const WithholdingGround& g : grounds_of(route)) {
      if (g.code == code) return &g;
    }
    return nullptr;
  }
  const IdentityDocument* identity_document(std::string_view code) const {
    for (const IdentityDocument& d : identity_documents) {
      if (d.code == code) return &d;
    }
    return nullptr;
  }
  template <class V>
  static void describe(V& v) {
    v.field("policy_version", &DisclosureRules::policy_version, required_text(20));
    v.field("city_days", &DisclosureRules::city_days, number(1, 90));
    v.field("opinion_days", &DisclosureRules::opinion_days, number(1, 60));
    v.field("packet_days", &DisclosureRules::packet_days, number(1, 365));
    v.field("joint_use", &DisclosureRules::joint_use);
    v.field("grounds", &DisclosureRules::grounds, some_items(20));
    v.field("third_party_ground", &DisclosureRules::third_party_ground, code_words(1, 40));
    v.field("disclosure", &DisclosureRules::disclosure, required_text(120));
    v.field("reasons", &DisclosureRules::reasons, required_text(120));
    v.field("correction", &DisclosureRules::correction, required_text(120));
    v.field("suspension", &DisclosureRules::suspension, required_text(120));
    v.field("suit", &DisclosureRules::suit, required_text(400));
    v.field("fee", &DisclosureRules::fee, required_text(120));
    v.field("bereaved", &DisclosureRules::bereaved, required_text(200));
    v.field("city_disclosure", &DisclosureRules::city_disclosure, required_text(120));
    v.field("city_review", &DisclosureRules::city_review, required_text(400));
    v.field("complaint_desks", &DisclosureRules::complaint_desks, items(10));
    v.field("city_grounds", &DisclosureRules::city_grounds, some_items(20));
    v.field("bereaved_grounds", &DisclosureRules::bereaved_grounds, some_items(20));
    v.field("city_refusal", &DisclosureRules::city_refusal, required_text(120));
    v.field("city_correction", &DisclosureRules::city_correction, required_text(120));
    v.field("city_suspension", &DisclosureRules::city_suspension, required_text(120));
    v.field("city_time_limit", &DisclosureRules::city_time_limit, required_text(200));
    v.field("city_complaint_desks", &DisclosureRules::city_complaint_desks, items(10));
    v.field("bereaved_complaint_desks", &DisclosureRules::bereaved_complaint_desks, items(10));
    v.field("identity_documents", &DisclosureRules::identity_documents, some_items(40));
  }
};

}  // namespace renkei::policy
