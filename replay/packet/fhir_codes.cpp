#include "replay/packet/fhir_codes.h"

#include <algorithm>

namespace renkei::packet::fhir {
namespace {

// Entries that begin something. All others, but for those of access, change what is there.
constexpr std::array<std::uint16_t, 15> kBeginnings{1101, 1102, 1201, 1202, 1301, 1401, 1402, 1404,
                                                    1501, 1801, 1804, 1901, 1902, 2001, 2002};

Coding rest() { return hl7("audit-event-type", "rest", "RESTful Operation"); }
Coding author() { return hl7("v3-ParticipationType", "AUT", "author (originator)"); }
Coding recipient() { return hl7("v3-ParticipationType", "IRCP", "information recipient"); }
Coding custodian() { return hl7("v3-ParticipationType", "CST", "custodian"); }
Coding source_role() { return dicom("110153", "Source Role ID"); }
Coding destination_role() { return dicom("110152", "Destination Role ID"); }

Pattern handed_out(Coding user) {
  return {dicom("110106", "Export"), hl7("iso-21089-lifecycle", "disclose", "Disclose Record Lifecycle Event"),
          "R", std::move(user), source_role()};
}

// A decision that turns on consent or purpose, or on the person's role alone (BALP AuthZ-Consent, AuthZ-Role).
Coding decision(Rejection rule) {
  const bool consent = rule == Rejection::consent_not_effective || rule == Rejection::consent_not_verified ||
                       rule == Rejection::explicit_consent_required ||
                       rule == Rejection::family_consent_required || rule == Rejection::sharing_stopped ||
                       rule == Rejection::purpose_not_allowed;
  const std::string system = "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType";
  if (consent) return {system, "AuthZ-Consent", "Authorization Decision using Roles and Consent"};
  return {system, "AuthZ-Role", "Authorization Decision using only Roles"};
}

}  // namespace

Coding v3_purpose(Purpose purpose) {
  const auto reason = [](std::string_view code, std::string_view display) {
    return hl7("v3-ActReason", code, display);
  };
  switch (purpose) {
    case Purpose::care:
    case Purpose::expert_advice:
    case Purpose::family_explanation:  // FAMRQT would say that the family asked for it
      return reason("TREAT", "treatment");
    case Purpose::coordination:
    case Purpose::inquiry_reply:
    case Purpose::care_conference:
      return reason("COC", "coordination of care");
    case Purpose::service_improvement:
      return reason("HQUALIMP", "health quality improvement");
    case Purpose::system_admin:
      return reason("HSYSADMIN", "health system administration");
    case Purpose::audit:
    case Purpose::incident:
      return reason("HCOMPL", "health compliance");
    case Purpose::subject_request:
      return reason("PATRQT", "patient requested");
  }
  return reason("HOPERAT", "healthcare operations");
}

Pattern audit_pattern(const UsageRow& usage) {
  if (usage.outcome == Outcome::denied)
    return {dicom("110113", "Security Alert"), decision(usage.rule), "E", recipient(),
            hl7("extra-security-role-type", "authserver", "authorization server")};
  switch (usage.type) {
    case type_number::kListed:
      return {rest(), restful("search-type"), "E", recipient(), destination_role()};
    case type_number::kViewed:
      return {rest(), restful("read"), "R", recipient(), source_role()};
    case type_number::kDelivered:
    case type_number::kReportProvided:
      return handed_out(custodian());  // by the one who acted, not to them
    case type_number::kReportDownloaded:
    case type_number::kPacketDownloaded:
    case type_number::kDownloadFailed:
      return handed_out(recipient());
    default:
      break;
  }
  const bool begins = std::find(kBeginnings.begin(), kBeginnings.end(), usage.type) != kBeginnings.end();
  return {rest(), restful(begins ? "create" : "update"), begins ? "C" : "U", author(), destination_role()};
}

}  // namespace renkei::packet::fhir
