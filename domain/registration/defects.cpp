#include "domain/registration/commands.h"

namespace renkei::registration {
namespace {

bool all_digits(const std::string& s) {
  return !s.empty() && s.find_first_not_of("0123456789") == std::string::npos;
}

// 医療機関コード: 7 digits, completed with the prefecture (37) and the 点数表 digit; 10 digits are taken as
// complete.
void check_codes(const FacilitySheet& sheet, const policy::FacilityKind& kind, std::vector<Defect>& defects) {
  for (std::size_t i = 0; i < sheet.codes.size(); ++i) {
    const FacilityCode& code = sheet.codes[i];
    const std::string pointer = "/facility/codes/" + std::to_string(i);
    if (code.system == "medical" &&
        !(all_digits(code.value) && (code.value.size() == 7 || code.value.size() == 10))) {
      defects.push_back({pointer, "facility-code-length", "医療機関コードは7桁です。",
                         "The medical institution code has 7 digits."});
    } else if (code.system == "care" && !(all_digits(code.value) && code.value.size() == 10)) {
      defects.push_back({pointer, "facility-code-length", "介護事業所番号は10桁です。",
                         "The care office number has 10 digits."});
    }
  }
  if (!kind.code_systems.empty() && sheet.codes.empty()) {
    defects.push_back({"/facility/codes", "facility-code-missing", "事業所のコードが記入されていません。",
                       "The facility's code is missing."});
  }
}

void check_facility(const SubmitRegistrationRequest& form, const policy::Policy& policy,
                    std::vector<Defect>& defects) {
  if (form.kind != RegistrationKind::new_facility) return;
  if (!form.facility || form.facility->name.empty()) {
    defects.push_back({"/facility/name", "facility-name-missing", "事業所の名称が記入されていません。",
                       "The facility's name is missing."});
    return;
  }
  if (form.facility->head.name.empty()) {
    defects.push_back({"/facility/head/name", "head-missing", "施設長・院長の氏名が記入されていません。",
                       "The name of the facility's head is missing."});
  }
  const policy::FacilityKind* kind = policy.facility_kind(form.facility->facility_kind);
  if (kind == nullptr) {
    defects.push_back({"/facility/facility_kind", "facility-kind-unknown", "事業所の種別が一覧にありません。",
                       "The kind of facility is not in the list."});
    return;
  }
  if (form.form_id.substr(0, 1) != std::to_string(kind->form_family)) {
    defects.push_back({"/form_id", "form-kind-mismatch", "事業所の種別と様式が合っていません。",
                       "The form does not belong to this kind of facility."});
  }
  check_codes(*form.facility, *kind, defects);
}

const PledgeSheet* pledge_of(const SubmitRegistrationRequest& form, PledgeScope scope, std::size_t user) {
  for (const PledgeSheet& pledge : form.pledges) {
    if (pledge.scope == scope && (scope == PledgeScope::facility || pledge.user_index == user)) return &pledge;
  }
  return nullptr;
}

void check_pledge(const PledgeSheet* pledge, const std::string& pointer, const std::string& whose,
                  const std::string& whose_en, std::vector<Defect>& defects) {
  if (pledge == nullptr || !pledge->attachment_id) {
    defects.push_back({pointer, "pledge-missing", whose + "の誓約書が添付されていません。",
                       "The pledge of " + whose_en + " is not attached."});
  } else if (pledge->signer.empty()) {
    defects.push_back({pointer, "pledge-unsigned", whose + "の誓約書に署名がありません。",
                       "The pledge of " + whose_en + " is not signed."});
  } else if (!pledge->signed_on) {
    defects.push_back({pointer, "pledge-undated", whose + "の誓約書に日付がありません。",
                       "The pledge of " + whose_en + " has no date."});
  }
}

void check_users(const SubmitRegistrationRequest& form, const policy::Policy& policy,
                 std::vector<Defect>& defects) {
  bool manager = false;
  if (form.users.empty()) {
    defects.push_back({"/users", "users-missing", "利用者が1名も記入されていません。", "No user is named."});
  }
  for (std::size_t i = 0; i < form.users.size(); ++i) {
    const UserSheet& user = form.users[i];
    const std::string pointer = "/users/" + std::to_string(i);
    manager = manager || user.is_system_manager;
    if (user.name.empty()) {
      defects.push_back({pointer + "/name", "user-name-missing", "利用者の氏名が記入されていません。",
                         "A user's name is missing."});
    }
    if (policy.profession(user.profession) == nullptr) {
      defects.push_back({pointer + "/profession", "profession-unknown",
                         user.name + " 様の職種が一覧にありません。",
                         "The profession of user " + std::to_string(i + 1) + " is not in the list."});
    }
    check_pledge(pledge_of(form, PledgeScope::user, i), pointer + "/pledge", user.name + " 様",
                 "user " + std::to_string(i + 1), defects);
  }
  if (!manager && form.kind == RegistrationKind::new_facility) {  // III.3(3): one or more, from among the users
    defects.push_back({"/users", "system-manager-missing", "貴事業所のシステム管理担当者が記入されていません。",
                       "No system manager of the facility is named."});
  }
}

void check_environment(const SubmitRegistrationRequest& form, std::vector<Defect>& defects) {
  if (form.kind != RegistrationKind::new_facility) return;
  if (!form.environment || form.environment->network.empty()) {
    defects.push_back({"/environment", "environment-missing",
                       "利用環境（ネットワーク・端末）が記入されていません。",
                       "The environment (network, devices) is missing."});
  } else if (form.environment->antivirus.empty()) {
    defects.push_back({"/environment/antivirus", "antivirus-missing", "ウイルス対策が記入されていません。",
                       "The anti-virus measures are missing."});
  }
}

}  // namespace

std::vector<Defect> defects_of(const SubmitRegistrationRequest& form, const policy::Policy& policy) {
  std::vector<Defect> defects;
  if (form.kind == RegistrationKind::add_users && !form.facility_id) {
    defects.push_back({"/facility_id", "facility-missing", "どの事業所の利用者かが記入されていません。",
                       "The facility of the users is not named."});
  }
  check_facility(form, policy, defects);
  if (form.kind == RegistrationKind::new_facility) {
    check_pledge(pledge_of(form, PledgeScope::facility, 0), "/pledges", "事業所", "the facility", defects);
  }
  check_users(form, policy, defects);
  check_environment(form, defects);
  return defects;
}

std::string defect_letter(const std::string& facility_name, const std::vector<Defect>& defects,
                          const std::string& note, CivilDate on, const policy::Policy& policy) {
  std::string letter =
      japanese_era_text(on) + "\n\n" + facility_name + " 御中\n\n" + policy.system_administrator.name + "\n" +
      policy.system_administrator.address + "\n電話 " + policy.system_administrator.tel +
      "\n\n補正依頼\n\n"
      "ご提出いただいた「情報共有システム利用登録依頼書」について、次の点の補正をお願いいたします。\n\n";
  for (std::size_t i = 0; i < defects.size(); ++i)
    letter += std::to_string(i + 1) + ". " + defects[i].ja + "\n";
  if (!note.empty()) letter += "\n" + note + "\n";
  letter +=
      "\n補正後の書類は、窓口、郵送又はFAX（" + policy.system_administrator.fax + "）でご提出ください。\n";
  return letter;
}

}  // namespace renkei::registration
