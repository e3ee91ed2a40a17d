#include "domain/envelope.h"

namespace renkei {
namespace {

template <class E>
struct PlaceVisitor {
  const E& event;
  EventPlace place;

  template <class M>
  void stream(std::string_view, M member) {
    place.stream = (event.*member).octets;
  }
  template <class M>
  void subject(std::string_view, M member) {
    place.subject = event.*member;
  }
  template <class M>
  void room(std::string_view, M member) {
    place.room = event.*member;
  }
  template <class M>
  void clear(std::string_view, M, Limits = {}) {}
  template <class M>
  void sealed(std::string_view, M, Limits = {}) {
    place.has_sealed = true;
  }
};

}  // namespace

EventPlace place_of(const DomainEvent& event) {
  return std::visit(
      []<class E>(const E& e) {
        PlaceVisitor<E> visitor{e, {}};
        E::describe(visitor);
        if (E::kType.aggregate == Aggregate::room) visitor.place.room = RoomId{visitor.place.stream};
        return visitor.place;
      },
      event);
}

RegisterId register_of_year(std::uint16_t kind, int year) {
  RegisterId id;
  id.octets[0] = static_cast<std::uint8_t>(kind);
  id.octets[14] = static_cast<std::uint8_t>(year >> 8);
  id.octets[15] = static_cast<std::uint8_t>(year & 0xFF);
  return id;
}

}  // namespace renkei
