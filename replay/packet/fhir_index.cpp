#include "replay/packet/fhir_index.h"

#include "eventstore/json/json_read.h"

namespace renkei::packet::fhir {
namespace {

// Reading and writing in a room, allowed: the access rule lets only assigned people do it.
bool is_room_work(const UsageRow& usage) {
  if (usage.outcome != Outcome::success || usage.facility.is_zero()) return false;
  if (usage.type >= type_number::kPosted && usage.type <= type_number::kApproved) return true;
  return usage.type == type_number::kViewed &&
         (usage.object_kind == ObjectKind::messages || usage.object_kind == ObjectKind::message ||
          usage.object_kind == ObjectKind::attachment);
}

bool withdraws_all(const Row& row) {
  if (row.content == nullptr) return false;
  const auto json = parse_json(row.content->json);
  const JsonValue* scope = json ? json->member("scope") : nullptr;
  const auto* text = scope == nullptr ? nullptr : std::get_if<std::string>(&scope->value);
  return text != nullptr && *text == code_text(WithdrawalScope::all);
}

bool opened(const Row& row) {
  return row.shown() && row.content_state == ContentState::shown && row.content != nullptr;
}

}  // namespace

bool shows_message_text(const Row& row) {
  return opened(row) && !row.content->message.is_zero() &&
         (row.usage.type == type_number::kPosted || row.usage.type == type_number::kCorrected);
}

bool shows_consent(const Row& row) {
  return opened(row) && row.usage.type == type_number::kConsentReceived &&
         row.usage.basis_kind == BasisKind::consent;
}

Index::Index(const Naming& naming, const Dictionary& dictionary, const std::vector<Row>& rows) {
  RowReader reader(dictionary);
  for (const Row& row : rows) {
    const RowWords words = reader.read(row);
    if (!row.shown()) {
      for (auto& [id, consent] : consents_) consent.followed_by_hidden = true;
      continue;
    }
    if (!row.usage.account.is_zero()) add_actor(naming, dictionary, row.usage, words);
    if (row.content != nullptr) add_content(row);
    if (row.usage.basis_kind == BasisKind::consent) add_consent_act(row);
  }
}

void Index::add_actor(const Naming& naming, const Dictionary& dictionary, const UsageRow& usage,
                      const RowWords& words) {
  const auto [person, is_new_person] = person_of_.try_emplace(usage.account, people_.size());
  if (is_new_person) {
    const std::string_view name = dictionary.staff_name(usage.account);
    people_.push_back({naming.uuid("Practitioner", usage.account.view()),
                       name.empty() ? words.actor : std::string(name), !name.empty()});
  }
  const RoleKey key{usage.account, usage.facility, usage.profession};
  const auto [role, is_new_role] = role_of_.try_emplace(key, roles_.size());
  if (is_new_role) {
    Bytes id{usage.account.view()};
    id += usage.facility.view();
    id += std::to_string(usage.profession);
    roles_.push_back({naming.uuid("PractitionerRole", id), people_[person->second].uuid, usage.facility,
                      usage.profession, words.profession});
  }
  if (is_room_work(usage)) roles_[role->second].took_part = true;
}

void Index::add_content(const Row& row) {
  if (row.usage.type == type_number::kRetracted) retracted_.insert(row.content->message);
  if (shows_consent(row)) consents_.try_emplace(row.usage.basis_id);
  if (row.usage.type != type_number::kRegistered || !opened(row)) return;
  const auto json = parse_json(row.content->json);
  const JsonValue* member = json ? json->member("demographics") : nullptr;
  if (member == nullptr) return;
  if (auto read = from_json<Demographics>(*member)) demographics_ = std::move(*read);
}

void Index::add_consent_act(const Row& row) {
  const auto found = consents_.find(row.usage.basis_id);
  if (found == consents_.end()) return;
  Consent& consent = found->second;
  if (row.usage.type == type_number::kConsentVerified) consent.verified = true;
  if (row.usage.type != type_number::kConsentWithdrawn) return;
  (withdraws_all(row) ? consent.withdrawn : consent.withdrawn_in_part) = true;
}

const Role* Index::role_of(const UsageRow& usage) const {
  const auto found = role_of_.find(RoleKey{usage.account, usage.facility, usage.profession});
  return found == role_of_.end() ? nullptr : &roles_[found->second];
}

std::optional<std::string_view> Index::consent_status(const EventId& id) const {
  const auto found = consents_.find(id);
  if (found == consents_.end()) return std::nullopt;
  const Consent& consent = found->second;
  if (consent.withdrawn) return "inactive";
  if (consent.withdrawn_in_part || consent.followed_by_hidden) return std::nullopt;
  return consent.verified ? "active" : "proposed";
}

}  // namespace renkei::packet::fhir
