#include "domain/room_request/commands.h"

#include "domain/room/commands.h"

namespace renkei::room_request {
namespace {

Demographics demographics_of(const CareRecipientSheet& sheet) {
  return {sheet.name,    sheet.kana,    sheet.sex, civil_date_from_text(sheet.born_on),
          sheet.born_on, sheet.address, sheet.tel, sheet.care_level};
}

Draft consent_form(const ConsentSheet& sheet, const SubmissionIds& ids, std::size_t i, SubmissionFiles& files) {
  return {
      consent::ConsentFormReceived{ids.consent_forms[i], ids.care_recipient, ids.room_request, sheet.type,
                                   sheet.grantor.kind, sheet.family_data, sheet.scope, sheet.signed_on,
                                   sheet.explained_by, sheet.material_version, std::move(files.attachments[i]),
                                   sheet.grantor, sheet.scribe.value_or(""), std::move(files.keys[i])},
      basis_of(BasisKind::consent, ids.consent_forms[i], "III.2"), sheet.signed_on};
}

// Consent without an explanation of the purposes is a defect; with one, receiving the form records it (no. 13).
void add_explanation(const SubmitRoomRequest& command, const SubmissionIds& ids, std::vector<Draft>& drafts) {
  for (std::size_t i = 0; i < command.consent_forms.size(); ++i) {
    const ConsentSheet& sheet = command.consent_forms[i];
    if (!sheet.explained_by || sheet.grantor.kind != GrantorKind::self) continue;
    drafts.push_back(
        Draft{consent::PurposeExplained{ids.consent_forms[i], ids.care_recipient, *sheet.explained_by,
                                        sheet.signed_on, sheet.material_version},
              basis_of(BasisKind::consent, ids.consent_forms[i], "III.3(2)"), sheet.signed_on});
  }
}

// One consent of the person (or who may sign for them) that is verified and covers every facility asked for.
bool consent_covers(const std::vector<consent::State>& consents,
                    const std::vector<facility::State>& facilities) {
  for (const consent::State& c : consents) {
    if (!c.in_force() || c.of_family()) continue;
    bool all = true;
    for (const facility::State& f : facilities) all = all && c.covers_facility(f.id, f.facility_kind);
    if (all) return true;
  }
  return false;
}

bool all_verified(const std::vector<consent::State>& consents) {
  for (const consent::State& c : consents) {
    if (!c.in_force()) return false;
  }
  return !consents.empty();
}

bool named(const std::vector<facility::State>& facilities, const FacilityId& wanted) {
  return std::any_of(facilities.begin(), facilities.end(),
                     [&](const facility::State& f) { return f.id == wanted; });
}

// A part that the form does not name ends; one that it names has no end.
void settle_parts(const ApprovalCase& a, const RoomId& room, CivilDate today, std::vector<Draft>& drafts) {
  const Basis basis = basis_of(BasisKind::consent, a.consents.front().id, "III.2");
  std::vector<FacilityId> ended;
  for (const room::Participation& part : a.present.facilities) {
    const bool ends = a.present.takes_part(part.facility, today) && !named(a.facilities, part.facility);
    if (!ends || std::find(ended.begin(), ended.end(), part.facility) != ended.end()) continue;
    ended.push_back(part.facility);
    drafts.push_back(Draft{room::RoomFacilityEnded{room, a.state.subject, part.facility}, basis, {}});
  }
  for (const facility::State& f : a.facilities) {
    const bool stays = a.present.takes_part(f.id, today) && !a.present.facility(f.id)->until_on;
    if (stays) continue;
    drafts.push_back(
        Draft{room::RoomFacilityAdded{room, a.state.subject, f.id, f.facility_kind, {}}, basis, {}});
    for (Draft& end : room::ends_of_assignments(a.present, f.id, today)) drafts.push_back(std::move(end));
  }
}

void assign_members(const ApprovalCase& a, const RoomId& room, CivilDate today, std::vector<Draft>& drafts) {
  std::size_t next = 0;
  for (std::size_t f = 0; f < a.facilities.size(); ++f) {
    for (const account::State& account : a.accounts[f]) {
      const bool stays =
          a.present.takes_part(a.facilities[f].id, today) && a.present.assigned_without_end(account.id, today);
      if (stays) continue;
      drafts.push_back(Draft{room::RoomMemberAssigned{room,
                                                      a.state.subject,
                                                      a.assignments[next++],
                                                      account.id,
                                                      a.facilities[f].id,
                                                      today,
                                                      {},
                                                      {},
                                                      "様式5-1"},
                             basis_of(BasisKind::consent, a.consents.front().id, "III.2"),
                             {}});
    }
  }
}

void add_defects(const CareRecipientSheet& sheet, std::vector<Defect>& defects) {
  if (sheet.kana.empty()) {
    defects.push_back({"/care_recipient/kana", "kana-missing", "療養者のふりがなが記入されていません。",
                       "The reading of the name is missing."});
  }
  if (!civil_date_from_text(sheet.born_on)) {
    defects.push_back({"/care_recipient/born_on", "birth-date-unreadable", "療養者の生年月日を読み取れません。",
                       "The birth date cannot be read."});
  }
}

void register_person(const CareRecipientSheet& sheet, const CareRecipientId& id, const FacilityId& by,
                     const Basis& basis, std::vector<Draft>& drafts) {
  drafts.push_back(Draft{care_recipient::SubjectKeyCreated{id, id}, basis, {}});
  drafts.push_back(
      Draft{care_recipient::CareRecipientRegistered{id, id, by, demographics_of(sheet)}, basis, {}});
}

}  // namespace

bool knows(const FacilityId& facility, const care_recipient::State& person, const room::State& room) {
  return person.registered_by == facility || room.facility(facility) != nullptr;
}

std::vector<Defect> defects_of(const SubmitRoomRequest& form) {
  std::vector<Defect> defects;
  if (form.care_recipient) add_defects(*form.care_recipient, defects);
  if (!form.main_doctor.agreed) {
    defects.push_back({"/main_doctor/agreed", "main-doctor-not-agreed", "主治医の了承が記入されていません。",
                       "The main doctor's agreement is missing."});
  }
  bool self = false, explained = false, family_wanted = false, family = false;
  for (std::size_t i = 0; i < form.consent_forms.size(); ++i) {
    const ConsentSheet& sheet = form.consent_forms[i];
    const bool of_family = sheet.grantor.kind == GrantorKind::family_representative ||
                           sheet.grantor.kind == GrantorKind::family_member;
    self = self || !of_family;
    family = family || of_family;
    family_wanted = family_wanted || sheet.family_data == FamilyData::present;
    explained = explained || sheet.explained_by.has_value();
    if (!sheet.attachment_id) {
      defects.push_back({"/consent_forms/" + std::to_string(i) + "/attachment_id", "consent-not-attached",
                         "同意書が添付されていません。", "The consent form is not attached."});
    }
  }
  if (!self)
    defects.push_back({"/consent_forms", "consent-missing", "ご本人の同意書がありません。",
                       "The person's own consent is missing."});
  if (!explained)
    defects.push_back({"/consent_forms", "explanation-missing", "利用目的の説明者が記入されていません。",
                       "Nobody is named who explained the purposes."});
  if (family_wanted && !family) {
    defects.push_back({"/consent_forms", "family-consent-missing", "ご家族の代表の同意書がありません。",
                       "The consent of the family's representative is missing."});
  }
  return defects;
}

Decision decide_submit(const State& state, const SubmitRoomRequest& command, const Actor& actor,
                       const SubmissionIds& ids, SubmissionFiles files) {
  if (state.exists) return Unexpected{Rejection::already_exists};
  if (command.care_recipient.has_value() == command.care_recipient_id.has_value()) {
    return Unexpected{WrongValue{
        "/care_recipient_id", "療養者の記入欄か、登録済みの療養者IDの、どちらか一方を送ってください。",
        "Give either the person's particulars or the id of a person who is registered."}};
  }
  std::vector<Defect> defects = defects_of(command);
  std::vector<std::string> codes;
  codes.reserve(defects.size());
  for (const Defect& d : defects) codes.push_back(d.code);
  const Basis basis{BasisKind::none, {}, "I-①"};
  std::vector<Draft> drafts;
  if (command.care_recipient)
    register_person(*command.care_recipient, ids.care_recipient, actor.facility, basis, drafts);
  drafts.push_back(
      Draft{RoomRequestSubmitted{ids.room_request, ids.care_recipient, actor.facility, command.form_version,
                                 command.main_doctor.account_id, command.main_doctor.agreed, command.facilities,
                                 ids.consent_forms, std::move(codes), std::move(defects)},
            basis,
            {}});
  for (std::size_t i = 0; i < command.consent_forms.size(); ++i) {
    drafts.push_back(consent_form(command.consent_forms[i], ids, i, files));
  }
  add_explanation(command, ids, drafts);
  return drafts;
}

Decision decide(const State& state, const ReturnRoomRequest& command) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != RequestState::submitted) return Unexpected{Rejection::wrong_state};
  return std::vector{Draft{
      RoomRequestReturned{state.id, state.subject, command.note}, Basis{BasisKind::city_duty, {}, "I-①"}, {}}};
}

Decision decide(const State& state, const RejectRoomRequest& command) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != RequestState::submitted && state.status != RequestState::returned) {
    return Unexpected{Rejection::wrong_state};
  }
  return std::vector{Draft{RoomRequestRejected{state.id, state.subject, command.reason},
                           Basis{BasisKind::city_duty, {}, "I-①"},
                           {}}};
}

// What the person withdrew is undone by a newer form only, and a newer form is not replaced by an older one
// (product.md no. 24).
bool older_than_what_stands(const ApprovalCase& a) {
  std::uint64_t newest = 0;
  for (const consent::State& c : a.present_consents) newest = std::max({newest, c.received_at, c.withdrawn_at});
  return std::any_of(a.consents.begin(), a.consents.end(),
                     [&](const consent::State& c) { return c.received_at < newest; });
}

Decision decide_approve(const ApprovalCase& a, CivilDate today) {
  if (!a.state.exists) return Unexpected{Rejection::not_found};
  if (a.state.status != RequestState::submitted) return Unexpected{Rejection::wrong_state};
  if (a.state.entered_by == a.approver) return Unexpected{Rejection::second_person_required};
  if (a.state.defect_count != 0) return Unexpected{Rejection::request_has_defects};
  if (a.present.exists && older_than_what_stands(a)) return Unexpected{Rejection::consent_not_verified};
  if (!all_verified(a.consents) || !consent_covers(a.consents, a.facilities)) {
    return Unexpected{Rejection::consent_not_verified};
  }
  for (std::size_t f = 0; f < a.facilities.size(); ++f) {
    if (!a.facilities[f].exists || a.facilities[f].status != FacilityStatus::active) {
      return Unexpected{Rejection::facility_suspended};
    }
    for (const account::State& account : a.accounts[f]) {
      if (!account.exists || account.facility != a.facilities[f].id) return Unexpected{Rejection::wrong_state};
    }
  }
  const Basis basis = basis_of(BasisKind::consent, a.consents.front().id, "III.2");
  const RoomId room = a.present.exists ? a.present.id : a.room;
  std::vector<Draft> drafts;
  drafts.push_back(Draft{RoomRequestApproved{a.state.id, a.state.subject, room}, basis, {}});
  drafts.push_back(
      Draft{room::RoomOpened{room, a.state.subject, a.state.id, a.state.consent_forms}, basis, {}});
  settle_parts(a, room, today, drafts);
  assign_members(a, room, today, drafts);
  return drafts;
}

}  // namespace renkei::room_request
