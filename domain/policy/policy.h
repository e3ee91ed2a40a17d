// The policy as versioned data: every number of days, list, label and reference that the city may change.
// Published by an event; nothing of it is a constant in code.
#pragma once

#include "domain/describe.h"

namespace renkei::policy {

struct Label {
  std::string code, ja, en;
  bool operator==(const Label&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("code", &Label::code, required_text(60));
    v.field("ja", &Label::ja, required_text(120));
    v.field("en", &Label::en, text(120));
  }
};

struct Profession {  // 職種; the number is what entries carry
  std::uint16_t number = 0;
  std::string code, ja, en;
  bool operator==(const Profession&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("number", &Profession::number, renkei::number(1, 65'535));
    v.field("code", &Profession::code, required_text(60));
    v.field("ja", &Profession::ja, required_text(60));
    v.field("en", &Profession::en, text(60));
  }
};

struct FacilityKind {  // 事業所の種別 (product.md no. 12)
  std::string code, ja, en;
  std::uint16_t form_family = 1;
  std::vector<std::string> sectors;       // "medical", "care"
  std::vector<std::string> code_systems;  // which of "medical" (7 digits), "care" (10 digits) identify it
  bool operator==(const FacilityKind&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("code", &FacilityKind::code, required_text(60));
    v.field("ja", &FacilityKind::ja, required_text(60));
    v.field("en", &FacilityKind::en, text(60));
    v.field("form_family", &FacilityKind::form_family, number(1, 2));
    v.field("sectors", &FacilityKind::sectors, some_items(2));
    v.field("code_systems", &FacilityKind::code_systems, items(2));
  }
};

struct PasswordRules {  // III.3(3): 定期的（月に１度）に変更
  std::uint16_t max_age_months = 1, min_characters = 8, initial_valid_days = 30;
  std::vector<std::uint16_t> reminder_days;
  bool operator==(const PasswordRules&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("max_age_months", &PasswordRules::max_age_months, number(1, 24));
    v.field("min_characters", &PasswordRules::min_characters, number(8, 64));
    v.field("initial_valid_days", &PasswordRules::initial_valid_days, number(1, 90));
    v.field("reminder_days", &PasswordRules::reminder_days, items(8));
  }
};

struct SessionRules {
  std::uint16_t staff_idle_minutes = 30, staff_absolute_hours = 12, city_idle_minutes = 15,
                city_absolute_hours = 8;
  bool operator==(const SessionRules&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("staff_idle_minutes", &SessionRules::staff_idle_minutes, number(1, 240));
    v.field("staff_absolute_hours", &SessionRules::staff_absolute_hours, number(1, 24));
    v.field("city_idle_minutes", &SessionRules::city_idle_minutes, number(1, 240));
    v.field("city_absolute_hours", &SessionRules::city_absolute_hours, number(1, 24));
  }
};

struct Deadlines {
  std::uint16_t credential_issue_days = 7, disclosure_days = 14, usage_report_business_days = 3,
                consent_verification_business_days = 1, environment_months = 12;
  // Of records (product.md no. 32): how long after a visit it may be written down; how long what was entered on
  // someone's behalf may wait for that person; how long somebody who assigned himself stays (no. 23).
  std::uint16_t late_entry_days = 7, approval_days = 7, self_assigned_hours = 24;
  bool operator==(const Deadlines&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("credential_issue_days", &Deadlines::credential_issue_days, number(1, 90));
    v.field("disclosure_days", &Deadlines::disclosure_days, number(1, 90));
    v.field("usage_report_business_days", &Deadlines::usage_report_business_days, number(1, 30));
    v.field("consent_verification_business_days", &Deadlines::consent_verification_business_days,
            number(1, 30));
    v.field("environment_months", &Deadlines::environment_months, number(1, 60));
    v.field("late_entry_days", &Deadlines::late_entry_days, number(1, 90));
    v.field("approval_days", &Deadlines::approval_days, number(1, 90));
    v.field("self_assigned_hours", &Deadlines::self_assigned_hours, number(1, 168));
  }
};

struct Contact {
  std::string name, address, tel, fax, mail, hours;
  std::string head;  // who signs its letters (市長); empty: a line to sign on stands instead
  bool operator==(const Contact&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("name", &Contact::name, required_text(120));
    v.field("address", &Contact::address, text(200));
    v.field("tel", &Contact::tel, text(30));
    v.field("fax", &Contact::fax, text(30));
    v.field("mail", &Contact::mail, text(120));
    v.field("hours", &Contact::hours, text(120));
    v.field("head", &Contact::head, text(80));
  }
};

struct Policy {
  std::uint32_t number = 0;
  std::string version, title, addressee;
  CivilDate effective_from;
  PasswordRules password;
  SessionRules sessions;
  Deadlines deadlines;
  std::vector<Label> purposes;
  std::vector<Profession> professions;
  std::vector<FacilityKind> facility_kinds;
  std::vector<CivilDate> holidays;
  Contact system_administrator, system_provider;
  std::vector<Label> form_templates;
  bool operator==(const Policy&) const = default;

  const Profession* profession(std::string_view code) const;
  const Profession* profession(std::uint16_t number) const;
  const FacilityKind* facility_kind(std::string_view code) const;
  std::string_view purpose_label(Purpose purpose) const;  // verbatim, product.md no. 8
  CivilDate environment_until(CivilDate recognised_on) const;

  template <class V>
  static void describe(V& v) {
    v.field("number", &Policy::number, renkei::number(1, 1'000'000));
    v.field("version", &Policy::version, required_text(20));
    v.field("title", &Policy::title, required_text(120));
    v.field("addressee", &Policy::addressee, required_text(60));
    v.field("effective_from", &Policy::effective_from);
    v.field("password", &Policy::password);
    v.field("sessions", &Policy::sessions);
    v.field("deadlines", &Policy::deadlines);
    v.field("purposes", &Policy::purposes, some_items(20));
    v.field("professions", &Policy::professions, some_items(80));
    v.field("facility_kinds", &Policy::facility_kinds, some_items(80));
    v.field("holidays", &Policy::holidays, items(200));
    v.field("system_administrator", &Policy::system_administrator);
    v.field("system_provider", &Policy::system_provider);
    v.field("form_templates", &Policy::form_templates, items(40));
  }
};

}  // namespace renkei::policy
