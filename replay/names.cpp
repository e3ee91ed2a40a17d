#include "replay/names.h"

#include "domain/overloaded.h"
#include "projections/rows.h"

namespace renkei {
namespace {
constexpr std::size_t kNamesMax = 50'000;
}

std::optional<std::uint64_t> object_position(const ViewReader& views, BytesView id) {
  const auto row = views.get(static_cast<std::size_t>(Family::objects), id);
  return row ? std::optional(number_of_key(*row)) : std::nullopt;
}

std::string Names::find(const ViewReader& views, BytesView id) {
  const EventId key = EventId::from(id);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = names_.find(key); found != names_.end()) return found->second;
  }
  const auto position = object_position(views, id);
  if (!position) return {};
  const auto recorded = history_.open(*position);
  if (!recorded) return {};
  std::string name = std::visit(
      Overloaded{[](const facility::FacilityRegistered& e) { return e.sheet.name; },
                 [](const account::AccountCreated& e) { return e.name; },
                 [](const account::CityRoleGranted& e) { return e.name; },
                 [](const care_recipient::CareRecipientRegistered& e) { return e.demographics.name; },
                 [](const auto&) { return std::string(); }},
      recorded->event);
  const std::lock_guard lock(mutex_);
  if (names_.size() >= kNamesMax) names_.clear();
  return names_[key] = std::move(name);
}

std::string Names::facility(const ViewReader& views, const FacilityId& id) { return find(views, id.view()); }
std::string Names::account(const ViewReader& views, const AccountId& id) { return find(views, id.view()); }
std::string Names::care_recipient(const ViewReader& views, const CareRecipientId& id) {
  return find(views, id.view());
}

void Names::forget() {
  const std::lock_guard lock(mutex_);
  names_.clear();
}

}  // namespace renkei
