// The message that a later event is about: its correction, retraction, acknowledgement or approval.
#pragma once

#include "domain/domain_event.h"

namespace renkei {

inline std::optional<MessageId> changed_message(const DomainEvent& event) {
  return std::visit(
      []<class E>(const E& e) -> std::optional<MessageId> {
        if constexpr (std::is_same_v<E, room::MessageCorrected> || std::is_same_v<E, room::MessageRetracted> ||
                      std::is_same_v<E, room::MessageAcknowledged> ||
                      std::is_same_v<E, room::MessageApproved>) {
          return e.message;
        } else {
          return std::nullopt;
        }
      },
      event);
}

}  // namespace renkei
