// Closed code lists. The number is stored in entries and the text stands in JSON: neither may ever change.
// Lists that the city may change (professions, facility kinds, numbers of days, labels) are policy data, not
// these.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace renkei {

template <class E>
using CodeEntry = std::pair<E, std::string_view>;

template <class E>
std::string_view code_text(E code) {
  for (const auto& [value, text] : codes(code)) {
    if (value == code) return text;
  }
  return "unknown";
}
template <class E>
std::optional<E> code_from_text(std::string_view text) {
  for (const auto& [value, name] : codes(E{})) {
    if (name == text) return value;
  }
  return std::nullopt;
}
template <class E>
bool is_code(std::uint64_t number) {
  for (const auto& [value, name] : codes(E{})) {
    if (static_cast<std::uint64_t>(value) == number) return true;
  }
  return false;
}

// RENKEI_CODES(Name, (enumerator, number, "text") …) — the enum and its table from one list.
#define RENKEI_CODE_ENUM(name, number, text) name = number,
#define RENKEI_CODE_ENTRY(name, number, text) CodeEntry<Self>{Self::name, text},
#define RENKEI_CODES(Name, LIST)                              \
  enum class Name : std::uint16_t { LIST(RENKEI_CODE_ENUM) }; \
  inline constexpr auto codes_of_##Name = [] {                \
    using Self = Name;                                        \
    return std::array{LIST(RENKEI_CODE_ENTRY)};               \
  }();                                                        \
  constexpr const auto& codes(Name) { return codes_of_##Name; }

// The aggregate an event's stream belongs to.
// clang-format off
#define LIST(X)                           \
  X(ledger, 1, "ledger")                  \
  X(policy, 2, "policy")                  \
  X(intake, 3, "intake")                  \
  X(registration, 4, "registration")      \
  X(pledge, 5, "pledge")                  \
  X(facility, 6, "facility")              \
  X(account, 7, "account")                \
  X(credential, 8, "credential")          \
  X(session, 9, "session")                \
  X(device, 10, "device")                 \
  X(care_recipient, 11, "care_recipient") \
  X(consent, 12, "consent")               \
  X(room_request, 13, "room_request")     \
  X(room, 14, "room")                     \
  X(access, 15, "access")                 \
  X(incident, 16, "incident")             \
  X(disclosure, 17, "disclosure")         \
  X(usage_report, 18, "usage_report")     \
  X(packet, 19, "packet")
// clang-format on
RENKEI_CODES(Aggregate, LIST)
#undef LIST

// Purpose of use: policy III.3(1)'s seven in its order, then the administrative ones (HL7 v3 PurposeOfUse is
// mapped in exports, product.md no. 8).
// clang-format off
#define LIST(X)                                    \
  X(care, 1, "CARE")                               \
  X(coordination, 2, "COORDINATION")               \
  X(inquiry_reply, 3, "INQUIRY_REPLY")             \
  X(expert_advice, 4, "EXPERT_ADVICE")             \
  X(family_explanation, 5, "FAMILY_EXPLANATION")   \
  X(service_improvement, 6, "SERVICE_IMPROVEMENT") \
  X(care_conference, 7, "CARE_CONFERENCE")         \
  X(system_admin, 101, "SYSTEM_ADMIN")             \
  X(audit, 102, "AUDIT")                           \
  X(subject_request, 103, "SUBJECT_REQUEST")       \
  X(incident, 104, "INCIDENT")
// clang-format on
RENKEI_CODES(Purpose, LIST)
#undef LIST

// product.md no. 6: derived from the operation, or chosen by the user.
#define LIST(X) X(operation, 1, "operation") X(chosen, 2, "chosen")
RENKEI_CODES(PurposeSource, LIST)
#undef LIST

#define LIST(X) X(success, 0, "success") X(denied, 1, "denied")
RENKEI_CODES(Outcome, LIST)
#undef LIST

// The hat worn in an act.
// clang-format off
#define LIST(X)                                            \
  X(system, 0, "system")                                   \
  X(system_user, 1, "user")                                \
  X(facility_system_manager, 2, "facility_system_manager") \
  X(system_administrator, 3, "system_administrator")       \
  X(auditor, 4, "auditor")
// clang-format on
RENKEI_CODES(ActorRole, LIST)
#undef LIST

// City roles (product.md no. 34).
// clang-format off
#define LIST(X)                            \
  X(intake_officer, 1, "intake_officer")   \
  X(approver, 2, "approver")               \
  X(privacy_officer, 3, "privacy_officer") \
  X(key_custodian, 4, "key_custodian")     \
  X(deputy, 5, "deputy")
// clang-format on
RENKEI_CODES(CityRole, LIST)
#undef LIST

// clang-format off
#define LIST(X)                                  \
  X(none, 0, "none")                             \
  X(consent, 1, "consent")                       \
  X(pledge, 2, "pledge")                         \
  X(disclosure_request, 3, "disclosure_request") \
  X(assignment, 4, "assignment")                 \
  X(city_duty, 5, "city_duty")                   \
  X(usage_report, 6, "usage_report")
// clang-format on
RENKEI_CODES(BasisKind, LIST)
#undef LIST

// clang-format off
#define LIST(X)            \
  X(counter, 1, "counter") \
  X(post, 2, "post")       \
  X(fax, 3, "fax")         \
  X(mail, 4, "mail")       \
  X(online, 5, "online")
// clang-format on
RENKEI_CODES(Channel, LIST)
#undef LIST

// clang-format off
#define LIST(X)                                                          \
  X(registration, 1, "registration")                                     \
  X(registration_defect_correction, 2, "registration_defect_correction") \
  X(room_request, 3, "room_request")                                     \
  X(withdrawal_notice, 4, "withdrawal_notice")                           \
  X(disclosure_request, 5, "disclosure_request")                         \
  X(other, 9, "other")
// clang-format on
RENKEI_CODES(IntakeKind, LIST)
#undef LIST

// product.md no. 11.
#define LIST(X) X(new_facility, 1, "new_facility") X(add_users, 2, "add_users")
RENKEI_CODES(RegistrationKind, LIST)
#undef LIST

// clang-format off
#define LIST(X)                \
  X(submitted, 1, "submitted") \
  X(returned, 2, "returned")   \
  X(approved, 3, "approved")   \
  X(rejected, 4, "rejected")   \
  X(withdrawn, 5, "withdrawn")
// clang-format on
RENKEI_CODES(RequestState, LIST)
#undef LIST

#define LIST(X) X(facility, 1, "facility") X(user, 2, "user")
RENKEI_CODES(PledgeScope, LIST)
#undef LIST

#define LIST(X) X(submitted, 1, "submitted") X(verified, 2, "verified") X(revoked, 3, "revoked")
RENKEI_CODES(PledgeState, LIST)
#undef LIST

#define LIST(X) X(active, 1, "active") X(suspended, 2, "suspended") X(withdrawn, 3, "withdrawn")
RENKEI_CODES(FacilityStatus, LIST)
#undef LIST

// clang-format off
#define LIST(X)                \
  X(created, 1, "created")     \
  X(active, 2, "active")       \
  X(locked, 3, "locked")       \
  X(suspended, 4, "suspended") \
  X(closed, 5, "closed")
// clang-format on
RENKEI_CODES(AccountStatus, LIST)
#undef LIST

// Of a declared environment: `replaced` when a later one of the facility was recognised.
// clang-format off
#define LIST(X)                  \
  X(declared, 1, "declared")     \
  X(recognised, 2, "recognised") \
  X(objected, 3, "objected")     \
  X(replaced, 4, "replaced")
// clang-format on
RENKEI_CODES(EnvironmentState, LIST)
#undef LIST

#define LIST(X) X(registered, 1, "registered") X(lost, 2, "lost") X(retired, 3, "retired")
RENKEI_CODES(DeviceState, LIST)
#undef LIST

#define LIST(X) X(initial, 1, "initial") X(reissue, 2, "reissue")
RENKEI_CODES(CredentialKind, LIST)
#undef LIST

// clang-format off
#define LIST(X)                            \
  X(sealed_letter, 1, "sealed_letter")     \
  X(counter, 2, "counter")                 \
  X(registered_mail, 3, "registered_mail")
// clang-format on
RENKEI_CODES(DeliveryMethod, LIST)
#undef LIST

// change_password: an initial or expired password; enrol: a city account without its second factor.
// clang-format off
#define LIST(X)                                    \
  X(change_password, 1, "change_password")         \
  X(enrol_second_factor, 2, "enrol_second_factor") \
  X(full, 3, "full")                               \
  X(step_up, 4, "step_up")
// clang-format on
RENKEI_CODES(SessionScope, LIST)
#undef LIST

#define LIST(X) X(logout, 1, "logout") X(idle, 2, "idle") X(absolute, 3, "absolute") X(revoked, 4, "revoked")
RENKEI_CODES(SessionEnd, LIST)
#undef LIST

#define LIST(X) X(female, 1, "female") X(male, 2, "male") X(other, 3, "other") X(unknown, 4, "unknown")
RENKEI_CODES(Sex, LIST)
#undef LIST

// Where a care recipient lives at present (product.md no. 38).
// clang-format off
#define LIST(X)                  \
  X(home, 1, "home")             \
  X(hospital, 2, "hospital")     \
  X(short_stay, 3, "short_stay") \
  X(facility, 4, "facility")
// clang-format on
RENKEI_CODES(CareSetting, LIST)
#undef LIST

// Who signs (同意書, withdrawal): the person; a family member for the family's own data; a representative.
// clang-format off
#define LIST(X)                                        \
  X(self, 1, "self")                                   \
  X(family_representative, 2, "family_representative") \
  X(family_member, 3, "family_member")                 \
  X(legal_representative, 4, "legal_representative")   \
  X(agent, 5, "agent")
// clang-format on
RENKEI_CODES(GrantorKind, LIST)
#undef LIST

#define LIST(X) X(written, 1, "written") X(electronic, 2, "electronic")
RENKEI_CODES(ConsentType, LIST)
#undef LIST

// product.md no. 4: the mandatory box on the form.
#define LIST(X) X(none, 1, "none") X(present, 2, "present")
RENKEI_CODES(FamilyData, LIST)
#undef LIST

// clang-format off
#define LIST(X)                \
  X(received, 1, "received")   \
  X(verified, 2, "verified")   \
  X(withdrawn, 3, "withdrawn") \
  X(refused, 4, "refused")
// clang-format on
RENKEI_CODES(ConsentState, LIST)
#undef LIST

// product.md no. 24.
#define LIST(X) X(all, 1, "all") X(facility, 2, "facility") X(data_kind, 3, "data_kind") X(family, 4, "family")
RENKEI_CODES(WithdrawalScope, LIST)
#undef LIST

// clang-format off
#define LIST(X)                            \
  X(open, 1, "open")                       \
  X(sharing_stopped, 2, "sharing_stopped") \
  X(closing, 3, "closing")                 \
  X(closed, 4, "closed")
// clang-format on
RENKEI_CODES(RoomStatus, LIST)
#undef LIST

// product.md no. 32.
// clang-format off
#define LIST(X)                          \
  X(visit_record, 1, "visit_record")     \
  X(handover, 2, "handover")             \
  X(notice, 3, "notice")                 \
  X(question, 4, "question")             \
  X(medication, 5, "medication")         \
  X(measurement, 6, "measurement")       \
  X(conference, 7, "conference")         \
  X(photo_document, 8, "photo_document")
// clang-format on
RENKEI_CODES(MessageKind, LIST)
#undef LIST

#define LIST(X) X(recipient, 1, "recipient") X(family, 2, "family")
RENKEI_CODES(About, LIST)
#undef LIST

#define LIST(X) X(normal, 1, "normal") X(high, 2, "high")
RENKEI_CODES(Sensitivity, LIST)
#undef LIST

// clang-format off
#define LIST(X)                                      \
  X(wrong_care_recipient, 1, "wrong_care_recipient") \
  X(duplicate, 2, "duplicate")                       \
  X(mistake, 3, "mistake")
// clang-format on
RENKEI_CODES(RetractionReason, LIST)
#undef LIST

// What a RecordViewed event was about.
// clang-format off
#define LIST(X)                                  \
  X(messages, 1, "messages")                     \
  X(attachment, 2, "attachment")                 \
  X(consent_form, 3, "consent_form")             \
  X(care_recipient, 4, "care_recipient")         \
  X(room, 5, "room")                             \
  X(room_request, 6, "room_request")             \
  X(disclosure_request, 7, "disclosure_request") \
  X(room_list, 8, "room_list")                   \
  X(message, 9, "message")                       \
  X(usage_report, 10, "usage_report")            \
  X(packet, 11, "packet")
// clang-format on
RENKEI_CODES(ObjectKind, LIST)
#undef LIST

// clang-format off
#define LIST(X)            \
  X(read, 1, "read")       \
  X(post, 2, "post")       \
  X(correct, 3, "correct") \
  X(retract, 4, "retract") \
  X(manage, 5, "manage")
// clang-format on
RENKEI_CODES(Operation, LIST)
#undef LIST

// clang-format off
#define LIST(X)                                      \
  X(self, 1, "self")                                 \
  X(legal_representative, 2, "legal_representative") \
  X(agent, 3, "agent")                               \
  X(bereaved, 4, "bereaved")
// clang-format on
RENKEI_CODES(RequesterKind, LIST)
#undef LIST

#define LIST(X) X(records, 1, "records") X(usage, 2, "usage") X(third_party_records, 3, "third_party_records")
RENKEI_CODES(DisclosureKind, LIST)
#undef LIST

#define LIST(X) X(paper, 1, "paper") X(electronic, 2, "electronic")
RENKEI_CODES(DisclosureMethod, LIST)
#undef LIST

// A disclosure case goes through these in order; `closed` can follow each (the person withdraws the request).
// clang-format off
#define LIST(X)                                \
  X(received, 1, "received")                   \
  X(identity_verified, 2, "identity_verified") \
  X(scope_clarified, 3, "scope_clarified")     \
  X(decided, 4, "decided")                     \
  X(notified, 5, "notified")                   \
  X(delivered, 6, "delivered")                 \
  X(closed, 7, "closed")
// clang-format on
RENKEI_CODES(DisclosureState, LIST)
#undef LIST

// product.md no. 3: the asked facility's own records, or those of the whole room.
#define LIST(X) X(own, 1, "own") X(room, 2, "room")
RENKEI_CODES(RecordsScope, LIST)
#undef LIST

// What another facility answers when its records or its staff's names are asked for.
#define LIST(X) X(agree, 1, "agree") X(withhold, 2, "withhold") X(ask_them, 3, "ask_them")
RENKEI_CODES(OpinionAnswer, LIST)
#undef LIST

// 全部開示, 一部開示, 開示しない旨の決定, 不存在.
#define LIST(X) X(full, 1, "full") X(part, 2, "part") X(none, 3, "none") X(no_data, 4, "no_data")
RENKEI_CODES(DisclosureResult, LIST)
#undef LIST

// How much of a ground, and of a withheld row, is shown (product.md no. 48).
#define LIST(X) X(specific, 1, "specific") X(article_only, 2, "article_only")
RENKEI_CODES(GroundDisplay, LIST)
#undef LIST
#define LIST(X) X(normal, 1, "normal") X(date_only, 2, "date_only") X(number_only, 3, "number_only")
RENKEI_CODES(RowDisplay, LIST)
#undef LIST

#define LIST(X) X(completed, 1, "completed") X(request_withdrawn, 2, "request_withdrawn")
RENKEI_CODES(DisclosureClosure, LIST)
#undef LIST

// clang-format off
#define LIST(X)              \
  X(counter, 1, "counter")   \
  X(post, 2, "post")         \
  X(download, 3, "download")
// clang-format on
RENKEI_CODES(HandoverMethod, LIST)
#undef LIST

// Who a packet is for: the person, redacted as decided, or an auditor, with nothing withheld.
#define LIST(X) X(person, 1, "person") X(auditor, 2, "auditor")
RENKEI_CODES(PacketAudience, LIST)
#undef LIST

#define LIST(X) X(requested, 1, "requested") X(made, 2, "made")
RENKEI_CODES(PacketState, LIST)
#undef LIST

#define LIST(X) X(requested, 1, "requested") X(generated, 2, "generated") X(provided, 3, "provided")
RENKEI_CODES(UsageReportState, LIST)
#undef LIST

#define LIST(X) X(csv, 1, "csv") X(json, 2, "json") X(jsonl, 3, "jsonl")
RENKEI_CODES(ReportFormat, LIST)
#undef LIST

}  // namespace renkei
