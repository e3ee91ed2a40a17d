#include "domain/domain_event.h"

#include <map>

namespace renkei {

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
