#include "domain/domain_event.h"

#include <map>

namespace renkei {
namespace {

template <std::size_t... I>
EventVariant moved_out_of(std::size_t index, void* event, std::index_sequence<I...>) {
  static constexpr EventVariant (*kMoves[])(void*) = {[](void* e) {
    return EventVariant(std::in_place_index<I>,
                        std::move(*static_cast<std::variant_alternative_t<I, EventVariant>*>(e)));
  }...};
  return kMoves[index](event);
}

}  // namespace

DomainEvent::DomainEvent(std::size_t index, void* event)
    : EventVariant(moved_out_of(index, event, std::make_index_sequence<std::variant_size_v<EventVariant>>())) {}
DomainEvent::DomainEvent() = default;
DomainEvent::DomainEvent(const DomainEvent&) = default;
DomainEvent::DomainEvent(DomainEvent&&) noexcept = default;
DomainEvent& DomainEvent::operator=(const DomainEvent&) = default;
DomainEvent& DomainEvent::operator=(DomainEvent&&) noexcept = default;
DomainEvent::~DomainEvent() = default;

const EventType& event_type(const DomainEvent& event) {
  return std::visit([]<class E>(const E&) -> const EventType& { return E::kType; }, event);
}

const EventType* event_type(std::uint16_t wanted) {
  static const auto by_number = [] {
    std::map<std::uint16_t, const EventType*> map;
    for_each_event_type([&]<class E>() { map.emplace(E::kType.number, &E::kType); });
    return map;
  }();
  const auto found = by_number.find(wanted);
  return found == by_number.end() ? nullptr : found->second;
}

}  // namespace renkei
