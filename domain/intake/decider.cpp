#include <cstdio>

#include "domain/intake/commands.h"

namespace renkei::intake {

Decision decide(const State& state, const ReceiveIntakeDocument& command, DocumentId id, ReceivedFiles files,
                Instant now) {
  if (command.received_on > date_in_japan(now)) {
    return Unexpected{after_today("/received_on")};
  }
  char number[32];
  std::snprintf(number, sizeof number, "R%d-%04llu", era_year(date_in_japan(now)),
                static_cast<unsigned long long>(state.received) + 1);
  IntakeDocumentReceived event{.intake_register = register_for(now),
                               .document = id,
                               .receipt_number = number,
                               .channel = command.channel,
                               .kind = command.kind,
                               .received_on = command.received_on,
                               .attachments = std::move(files.attachments),
                               .sender = command.sender,
                               .attachment_keys = std::move(files.keys)};
  return std::vector{Draft{std::move(event), Basis{BasisKind::city_duty, {}, "I-①"}, command.received_on}};
}

}  // namespace renkei::intake
