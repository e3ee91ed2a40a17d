// Parts of the paper forms, as handed in. Shape is bounded here; anything else that is wrong with a form is a
// defect, never a refusal (product.md no. 31).
#pragma once

#include "domain/describe.h"

namespace renkei {

struct PostalAddress {
  std::string postal_code, text;
  bool operator==(const PostalAddress&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("postal_code", &PostalAddress::postal_code, renkei::text(16));
    v.field("text", &PostalAddress::text, renkei::text(200));
  }
};

struct FacilityCode {  // 医療機関コード or 介護事業所番号
  std::string system, value;
  bool operator==(const FacilityCode&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("system", &FacilityCode::system, required_text(20));
    v.field("value", &FacilityCode::value, text(20));
  }
};

struct FacilityHead {  // 施設長・院長
  std::string name;
  bool operator==(const FacilityHead&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("name", &FacilityHead::name, text(80));
  }
};

struct FacilitySheet {  // forms 1-1 and 2-1
  std::string name, kana, facility_kind;
  std::vector<FacilityCode> codes;
  PostalAddress address;
  std::string tel, fax, mail;
  FacilityHead head;
  bool operator==(const FacilitySheet&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("name", &FacilitySheet::name, text(120));
    v.field("kana", &FacilitySheet::kana, text(120));
    v.field("facility_kind", &FacilitySheet::facility_kind, text(60));
    v.field("codes", &FacilitySheet::codes, items(8));
    v.field("address", &FacilitySheet::address);
    v.field("tel", &FacilitySheet::tel, text(30));
    v.field("fax", &FacilitySheet::fax, text(30));
    v.field("mail", &FacilitySheet::mail, text(120));
    v.field("head", &FacilitySheet::head);
  }
};

struct UserSheet {  // one line of forms 1-2 and 2-2
  std::string name, kana, profession;
  bool is_system_manager = false;
  std::optional<CivilDate> starts_on;
  std::string mail;
  bool operator==(const UserSheet&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("name", &UserSheet::name, text(80));
    v.field("kana", &UserSheet::kana, text(80));
    v.field("profession", &UserSheet::profession, text(60));
    v.field("is_system_manager", &UserSheet::is_system_manager);
    v.field("starts_on", &UserSheet::starts_on);
    v.field("mail", &UserSheet::mail, text(120));
  }
};

struct DeviceSheet {
  std::string kind, os, browser;
  bool operator==(const DeviceSheet&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("kind", &DeviceSheet::kind, text(40));
    v.field("os", &DeviceSheet::os, text(60));
    v.field("browser", &DeviceSheet::browser, text(60));
  }
};

struct EnvironmentSheet {  // declared against the city's EnvironmentStandard (product.md no. 5)
  std::string network, antivirus;
  std::vector<DeviceSheet> devices;
  bool operator==(const EnvironmentSheet&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("network", &EnvironmentSheet::network, text(60));
    v.field("antivirus", &EnvironmentSheet::antivirus, text(120));
    v.field("devices", &EnvironmentSheet::devices, items(200));
  }
};

struct PledgeSheet {  // 個人情報の取り扱いに関する誓約書
  PledgeScope scope = PledgeScope::user;
  std::optional<std::uint32_t> user_index;
  std::string signer;
  std::optional<CivilDate> signed_on;
  std::string text_version;
  std::optional<AttachmentId> attachment_id;
  bool operator==(const PledgeSheet&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("scope", &PledgeSheet::scope);
    v.field("user_index", &PledgeSheet::user_index, number(0, 999));
    v.field("signer", &PledgeSheet::signer, text(80));
    v.field("signed_on", &PledgeSheet::signed_on);
    v.field("text_version", &PledgeSheet::text_version, code_word(20));
    v.field("attachment_id", &PledgeSheet::attachment_id);
  }
};

struct RegistrationForm {  // 情報共有システム利用登録依頼書
  std::string form_id, form_version;
  std::optional<FacilitySheet> facility;
  std::vector<UserSheet> users;
  std::optional<EnvironmentSheet> environment;
  std::vector<PledgeSheet> pledges;
  bool operator==(const RegistrationForm&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("form_id", &RegistrationForm::form_id, text(10));
    v.field("form_version", &RegistrationForm::form_version, text(20));
    v.field("facility", &RegistrationForm::facility);
    v.field("users", &RegistrationForm::users, items(200));
    v.field("environment", &RegistrationForm::environment);
    v.field("pledges", &RegistrationForm::pledges, items(400));
  }
};

struct Defect {  // 補正事項
  std::string pointer, code, ja, en;
  bool operator==(const Defect&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("pointer", &Defect::pointer, text(100));
    v.field("code", &Defect::code, text(60));
    v.field("ja", &Defect::ja, text(300));
    v.field("en", &Defect::en, text(300));
  }
};

struct Demographics {  // of a care recipient, form 5-1
  std::string name, kana;
  Sex sex = Sex::unknown;
  std::optional<CivilDate> born_on;
  std::string born_on_as_written;
  PostalAddress address;
  std::string tel, care_level;
  bool operator==(const Demographics&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("name", &Demographics::name, required_text(80));
    v.field("kana", &Demographics::kana, text(80));
    v.field("sex", &Demographics::sex);
    v.field("born_on", &Demographics::born_on);
    v.field("born_on_as_written", &Demographics::born_on_as_written, text(40));
    v.field("address", &Demographics::address);
    v.field("tel", &Demographics::tel, text(30));
    v.field("care_level", &Demographics::care_level, text(20));
  }
};

struct Grantor {  // who signed a consent form
  GrantorKind kind = GrantorKind::self;
  std::string name, relation, reason;
  bool operator==(const Grantor&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("kind", &Grantor::kind);
    v.field("name", &Grantor::name, text(80));
    v.field("relation", &Grantor::relation, text(40));
    v.field("reason", &Grantor::reason, text(200));
  }
};

struct ConsentScope {  // what the signature covers; an empty list of data kinds covers nothing, "all"
                       // everything
  std::vector<std::string> recipient_kinds;  // facility kinds of the policy
  std::vector<FacilityId> facilities;
  std::vector<std::string> data_kinds;
  bool operator==(const ConsentScope&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("recipient_kinds", &ConsentScope::recipient_kinds, code_words(0, 40));
    v.field("facilities", &ConsentScope::facilities, items(100));
    v.field("data_kinds", &ConsentScope::data_kinds, code_words(0, 40));
  }
};

}  // namespace renkei
