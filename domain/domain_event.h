// Every event Renkei can record. A new event is one struct, one schema entry, its decide and evolve, its test;
// this list is where the compiler starts asking for them.
#pragma once

#include <type_traits>
#include <variant>

#include "domain/access/events.h"
#include "domain/account/events.h"
#include "domain/care_recipient/events.h"
#include "domain/consent/events.h"
#include "domain/device/events.h"
#include "domain/disclosure/events.h"
#include "domain/facility/events.h"
#include "domain/incident/events.h"
#include "domain/intake/events.h"
#include "domain/ledger/events.h"
#include "domain/packet/events.h"
#include "domain/pledge/events.h"
#include "domain/policy/events.h"
#include "domain/registration/events.h"
#include "domain/room/events.h"
#include "domain/room_request/events.h"
#include "domain/usage_report/events.h"

namespace renkei {

using EventVariant = std::variant<
    ledger::LedgerInitialised, ledger::TailDiscarded, policy::PolicyVersionPublished,
    policy::FormTemplatePublished, intake::IntakeDocumentReceived, registration::RegistrationRequestSubmitted,
    registration::RegistrationRequestResubmitted, registration::RegistrationRequestReturned,
    registration::RegistrationRequestApproved, registration::RegistrationRequestRejected,
    registration::RegistrationRequestWithdrawn, pledge::PledgeSubmitted, pledge::PledgeVerified,
    pledge::PledgeRevoked, facility::FacilityRegistered, facility::EnvironmentRecognised,
    facility::FacilitySystemManagerAppointed, facility::FacilitySuspended, facility::FacilityReinstated,
    account::AccountCreated, account::CityRoleGranted, account::AccountActivated, account::AccountLocked,
    account::AccountUnlocked, account::AccountSuspended, account::AccountReinstated, account::AccountClosed,
    account::CredentialIssued, account::CredentialDelivered, account::InitialPasswordChanged,
    account::PasswordChanged, account::SecondFactorEnrolled, account::LoginSucceeded, account::LoginFailed,
    account::SessionEnded, account::ActionDenied, device::DeviceRegistered, device::DeviceLost,
    care_recipient::SubjectKeyCreated, care_recipient::CareRecipientRegistered, consent::ConsentFormReceived,
    consent::PurposeExplained, consent::ConsentVerified, consent::ConsentWithdrawn,
    room_request::RoomRequestSubmitted, room_request::RoomRequestReturned, room_request::RoomRequestApproved,
    room_request::RoomRequestRejected, room::RoomOpened, room::RoomFacilityAdded, room::RoomFacilityEnded,
    room::RoomMemberAssigned, room::RoomAssignmentEnded, room::RoomSharingStopped, room::RoomClosed,
    room::MessagePosted, room::MessageCorrected, room::MessageRetracted, access::RecordListed,
    access::RecordViewed, access::AccessDenied, incident::IncidentReported, disclosure::DisclosureRequested,
    disclosure::IdentityVerified, usage_report::UsageReportRequested, usage_report::UsageReportGenerated,
    usage_report::UsageReportProvided, usage_report::UsageReportDownloaded, facility::EnvironmentDeclared,
    facility::EnvironmentObjected, device::DeviceRetired, care_recipient::CareSettingChanged,
    consent::ConsentSupplemented, room::RoomReopened, room::MessageAcknowledged, room::MessageApproved,
    ledger::ClockConfirmed, ledger::SubjectHeadsSealed, policy::DisclosureRulesPublished,
    disclosure::DisclosureScopeClarified, disclosure::StaffOpinionRecorded, disclosure::WithholdingsRecorded,
    disclosure::DisclosureDecided, disclosure::DisclosureNoticeSent, disclosure::DisclosureDelivered,
    disclosure::DisclosureClosed, packet::PacketRequested, packet::PacketMade, packet::PacketDownloaded,
    packet::PacketDownloadFailed>;

template <class E, class... Es>
constexpr std::size_t index_among(const std::variant<Es...>*) {
  std::size_t index = 0;
  (void)((std::is_same_v<E, Es> || (++index, false)) || ...);
  return index;
}
template <class E>
inline constexpr std::size_t kEventIndex = index_among<E>(static_cast<const EventVariant*>(nullptr));
template <class E>
concept Event = (kEventIndex<E> < std::variant_size_v<EventVariant>);

// One of them, for std::visit, std::get_if and the like. How one is made, copied, moved and destroyed is
// compiled in domain_event.cpp alone: in each of the files that hold events it would be a hundred cases again.
class DomainEvent : public EventVariant {
 public:
  DomainEvent();  // the first of them
  template <Event E>
  DomainEvent(E event)  // NOLINT(google-explicit-constructor): an event is one of the events
      : DomainEvent(kEventIndex<E>, &event) {}
  DomainEvent(const DomainEvent& other);
  DomainEvent(DomainEvent&& other) noexcept;
  DomainEvent& operator=(const DomainEvent& other);
  DomainEvent& operator=(DomainEvent&& other) noexcept;
  ~DomainEvent();

 private:
  DomainEvent(std::size_t index, void* event);  // moves out of the event with this index
};

const EventType& event_type(const DomainEvent& event);
// The type with this number, or nullptr.
const EventType* event_type(std::uint16_t number);

// Calls `f(E{})`-like with each event type: f.template operator()<E>().
template <class F, class... Es>
void for_each_event_type(F&& f, const std::variant<Es...>*) {
  (f.template operator()<Es>(), ...);
}
template <class F>
void for_each_event_type(F&& f) {
  for_each_event_type(std::forward<F>(f), static_cast<const EventVariant*>(nullptr));
}

}  // namespace renkei
