// What must be known of all rows before the first resource is written: who acted, what became of each message
// and each consent, and which things have a resource that others may refer to.
#pragma once

#include <map>
#include <tuple>
#include <unordered_set>

#include "domain/values/forms.h"
#include "replay/packet/fhir_elements.h"

namespace renkei::packet::fhir {

namespace type_number {  // of the entries that have a resource of their own (docs/events.md)
inline constexpr std::uint16_t kRegistered = 1102, kConsentReceived = 1201, kConsentVerified = 1203,
                               kConsentWithdrawn = 1204, kPosted = 1501, kCorrected = 1502, kRetracted = 1503,
                               kAcknowledged = 1504, kApproved = 1505, kListed = 1601, kViewed = 1602,
                               kDelivered = 1808, kReportProvided = 1903, kReportDownloaded = 1904,
                               kPacketDownloaded = 2003, kDownloadFailed = 2004;
}

struct Person {  // an account, as the packet names it
  std::string uuid;
  std::string label;   // 看護師2, or the name
  bool named = false;  // by a name that the dictionary gives
};

struct Role {  // a person at a facility in a profession
  std::string uuid, person_uuid;
  FacilityId facility;  // zero: the city
  std::uint16_t profession = 0;
  std::string profession_words;
  bool took_part = false;  // did something in the room, which only those assigned to it can
};

class Index {
 public:
  Index(const Naming& naming, const Dictionary& dictionary, const std::vector<Row>& rows);

  const std::vector<Person>& people() const { return people_; }
  const std::vector<Role>& roles() const { return roles_; }
  const Role* role_of(const UsageRow& usage) const;  // nullptr: the system itself
  const std::optional<Demographics>& demographics() const { return demographics_; }

  bool is_retracted(const MessageId& message) const { return retracted_.contains(message); }
  // nullopt: what is shown does not tell.
  std::optional<std::string_view> consent_status(const EventId& consent) const;
  bool has_consent(const EventId& consent) const { return consents_.contains(consent); }

 private:
  struct Consent {
    bool verified = false, withdrawn = false, withdrawn_in_part = false, followed_by_hidden = false;
  };
  using RoleKey = std::tuple<AccountId, FacilityId, std::uint16_t>;
  void add_actor(const Naming& naming, const Dictionary& dictionary, const UsageRow& usage,
                 const RowWords& words);
  void add_content(const Row& row);
  void add_consent_act(const Row& row);

  std::vector<Person> people_;
  std::vector<Role> roles_;
  std::map<AccountId, std::size_t> person_of_;
  std::map<RoleKey, std::size_t> role_of_;
  std::optional<Demographics> demographics_;
  std::unordered_set<MessageId> retracted_;
  std::map<EventId, Consent> consents_;
};

// Whether the row shows a text of a message: each of these is a Communication.
bool shows_message_text(const Row& row);
// Whether the row shows a consent form: each of these is a Consent, known by the id of its form.
bool shows_consent(const Row& row);

}  // namespace renkei::packet::fhir
