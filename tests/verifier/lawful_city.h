// A small city whose acts keep every rule of the policy, step by step, for tests that change one.
#pragma once

#include <algorithm>

#include "eventstore/merkle/note.h"
#include "tests/support/ledger_fixture.h"

namespace renkei::testing {

inline const auto kOfficer = test_id<AccountId>(0x01), kApprover = test_id<AccountId>(0x02),
                  kDoctor = test_id<AccountId>(0x03), kNurse = test_id<AccountId>(0x04);
inline const auto kClinic = test_id<FacilityId>(0x11), kStation = test_id<FacilityId>(0x12);
inline const auto kClinicPledge = test_id<PledgeId>(0x21), kStationPledge = test_id<PledgeId>(0x22),
                  kDoctorPledge = test_id<PledgeId>(0x23), kNursePledge = test_id<PledgeId>(0x24);
inline const auto kPerson = test_id<CareRecipientId>(0x31), kOther = test_id<CareRecipientId>(0x32);
inline const auto kRequest = test_id<RegistrationRequestId>(0x41);
inline const auto kRoomRequest = test_id<RoomRequestId>(0x42);
inline const auto kForm = test_id<ConsentFormId>(0x43);
inline const auto kRoom = test_id<RoomId>(0x44);
inline const auto kMessage = test_id<MessageId>(0x45);
inline const auto kIncident = test_id<IncidentId>(0x46);
inline const auto kCase = test_id<DisclosureRequestId>(0x47);
inline const auto kReport = test_id<UsageReportId>(0x48);
inline const KeyId kCity = test_id<KeyId>(0xC1);
inline const VerificationKey kLogKey = VerificationKey::of("o", 0x01, Bytes(32, 'k'));
inline const CivilDate kToday = date_in_japan(kStoryStart);

struct Step {
  std::string name;
  Act act;
  std::vector<DomainEvent> events;
};
using Steps = std::vector<Step>;

inline Act by(const AccountId& account, const FacilityId& facility = {}) {
  Act act;
  act.actor.account = account;
  act.actor.facility = facility;
  act.purpose = facility.is_zero() ? Purpose::system_admin : Purpose::care;
  return act;
}
inline const Act kByDoctor = by(kDoctor, kClinic), kByNurse = by(kNurse, kStation);

inline policy::PolicyVersionPublished rules() {
  policy::PolicyVersionPublished published{kCity, {}, {kOfficer, kApprover}};
  published.policy.number = 1;
  return published;
}

inline room::MessagePosted post() {
  room::MessagePosted posted;
  posted.room = kRoom;
  posted.subject = kPerson;
  posted.message = kMessage;
  return posted;
}

inline access::RecordViewed view(bool own = false) {
  access::RecordViewed viewed;
  viewed.care_recipient = viewed.subject = kPerson;
  viewed.room = kRoom;
  viewed.own_facility_only = own;
  return viewed;
}

inline room::RoomMemberAssigned assigned(std::uint8_t n, const AccountId& account, const FacilityId& facility) {
  return {kRoom, kPerson, test_id<AssignmentId>(n), account, facility, kToday, {}, {}, {}};
}

inline consent::ConsentFormReceived form() {
  consent::ConsentFormReceived received;
  received.consent_form = kForm;
  received.subject = kPerson;
  received.room_request = kRoomRequest;
  received.scope.facilities = {kClinic, kStation};
  received.scope.data_kinds = {"all"};
  return received;
}

inline Steps admission() {
  const CivilDate later = kToday.plus_days(30);
  const auto person = test_id<PersonId>(0x51);
  registration::RegistrationRequestSubmitted submitted;
  submitted.request = kRequest;
  submitted.complete = true;
  const auto pledge = [](const PledgeId& id) {
    pledge::PledgeSubmitted p;
    p.pledge = id;
    p.request = kRequest;
    return p;
  };
  const auto granted = [&](const AccountId& to, const AccountId& approver) {
    return account::CityRoleGranted{to, person, {CityRole::intake_officer, CityRole::approver}, approver, {}};
  };
  const auto first_use = [&](const AccountId& id) {
    return std::vector<DomainEvent>{account::InitialPasswordChanged{id, later},
                                    account::SecondFactorEnrolled{id}, account::AccountActivated{id}};
  };
  const auto facility = [](const FacilityId& id, const PledgeId& pledged) {
    return facility::FacilityRegistered{id, "clinic", {}, kRequest, pledged, {}};
  };
  const auto user = [&](const AccountId& id, const FacilityId& of, const PledgeId& pledged) {
    return account::AccountCreated{id, person, of, 1, pledged, {}, {}, {}, {}};
  };
  return {
      {"init",
       {},
       {ledger::LedgerInitialised{kCity, "o", "c", kLogKey.to_string(), "p"}, rules(),
        granted(kOfficer, kApprover), granted(kApprover, kOfficer)}},
      {"officer", by(kOfficer), first_use(kOfficer)},
      {"approver", by(kApprover), first_use(kApprover)},
      {"submit",
       by(kOfficer),
       {submitted, pledge(kClinicPledge), pledge(kStationPledge), pledge(kDoctorPledge), pledge(kNursePledge)}},
      {"verify",
       by(kOfficer),
       {pledge::PledgeVerified{kClinicPledge, {}}, pledge::PledgeVerified{kStationPledge, {}},
        pledge::PledgeVerified{kDoctorPledge, {}}, pledge::PledgeVerified{kNursePledge, {}}}},
      {"approve",
       by(kApprover),
       {registration::RegistrationRequestApproved{kRequest, kClinic, {kDoctor, kNurse}},
        facility(kClinic, kClinicPledge), facility(kStation, kStationPledge),
        user(kDoctor, kClinic, kDoctorPledge), user(kNurse, kStation, kNursePledge)}},
      {"doctor", kByDoctor, first_use(kDoctor)},
      {"nurse", kByNurse, first_use(kNurse)}};
}

// One person's way into a room of both facilities.
struct RoomToOpen {
  CareRecipientId person = kPerson;
  RoomRequestId request = kRoomRequest;
  ConsentFormId form = kForm;
  RoomId room = kRoom;
  std::uint8_t first_assignment = 0x61;
};
inline Steps opened(const RoomToOpen& o) {
  room_request::RoomRequestSubmitted asked;
  asked.room_request = o.request;
  asked.subject = o.person;
  asked.requested_by = kClinic;
  asked.consent_forms = {o.form};
  asked.facilities = {{kClinic, {kDoctor}}, {kStation, {kNurse}}};
  consent::ConsentFormReceived received = form();
  received.consent_form = o.form;
  received.subject = o.person;
  received.room_request = o.request;
  const auto member = [&](std::uint8_t n, const AccountId& account, const FacilityId& facility) {
    return room::RoomMemberAssigned{o.room, o.person, test_id<AssignmentId>(n), account, facility, kToday, {},
                                    {},     {}};
  };
  return {{"request", kByDoctor, {care_recipient::SubjectKeyCreated{o.person, o.person}, asked, received}},
          {"consent", by(kOfficer), {consent::ConsentVerified{o.form, o.person, {}}}},
          {"room",
           by(kApprover),
           {room_request::RoomRequestApproved{o.request, o.person, o.room},
            room::RoomOpened{o.room, o.person, o.request, {o.form}},
            room::RoomFacilityAdded{o.room, o.person, kClinic, "clinic", {}},
            room::RoomFacilityAdded{o.room, o.person, kStation, "clinic", {}},
            member(o.first_assignment, kDoctor, kClinic),
            member(static_cast<std::uint8_t>(o.first_assignment + 1), kNurse, kStation)}}};
}

inline Steps lawful() {
  Steps steps = admission();
  const Steps room = opened({});
  steps.insert(steps.end(), room.begin(), room.end());
  disclosure::DisclosureRequested disclosure;
  disclosure.facility = kClinic;
  disclosure.disclosure_request = kCase;
  disclosure.subject = kPerson;
  disclosure.kinds = {DisclosureKind::usage};
  usage_report::UsageReportRequested report{kReport, kPerson, kCase, kClinic, kToday};
  const Steps care{
      {"post", kByDoctor, {post()}},
      {"view", kByNurse, {view()}},
      {"retract",
       kByDoctor,
       {room::MessageRetracted{kRoom, kPerson, kMessage, 2, RetractionReason::wrong_care_recipient, kIncident},
        incident::IncidentReported{kIncident, true, kMessage, kClinic, {kNurse}}}},
      {"case", kByDoctor, {disclosure}},
      {"identity", kByDoctor, {disclosure::IdentityVerified{kClinic, kCase, kPerson, {"card"}, {}, {}}}},
      {"ask", kByDoctor, {report}},
      {"make", by(kOfficer), {usage_report::UsageReportGenerated{kReport, kPerson, 3, 2, {}}}},
      {"provide", by(kOfficer), {usage_report::UsageReportProvided{kReport, kPerson}}},
      {"take", kByDoctor, {usage_report::UsageReportDownloaded{kReport, kPerson, ReportFormat::csv}}}};
  steps.insert(steps.end(), care.begin(), care.end());
  return steps;
}

inline Steps::iterator find(Steps& steps, const std::string& name) {
  return std::find_if(steps.begin(), steps.end(), [&](const Step& s) { return s.name == name; });
}
inline Step& step(Steps& steps, const std::string& name) { return *find(steps, name); }
inline void drop(Steps& steps, const std::string& name) { steps.erase(find(steps, name)); }
inline void before(Steps& steps, const std::string& name, Step added) {
  steps.insert(find(steps, name), std::move(added));
}

}  // namespace renkei::testing
