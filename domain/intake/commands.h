#pragma once

#include "domain/intake/state.h"

namespace renkei::intake {

struct ReceiveIntakeDocument {
  Channel channel = Channel::counter;
  CivilDate received_on;
  IntakeKind kind = IntakeKind::other;
  std::vector<AttachmentId> attachment_ids;
  std::string sender;
  template <class V>
  static void describe(V& v) {
    v.field("channel", &ReceiveIntakeDocument::channel);
    v.field("received_on", &ReceiveIntakeDocument::received_on);
    v.field("kind", &ReceiveIntakeDocument::kind);
    v.field("attachment_ids", &ReceiveIntakeDocument::attachment_ids, items(50));
    v.field("sender", &ReceiveIntakeDocument::sender, text(120));
  }
};

// The year whose register a document received now goes to, and its id.
inline RegisterId register_for(Instant now) { return register_of_year(1, era_year(date_in_japan(now))); }

struct ReceivedFiles {
  std::vector<Attachment> attachments;
  std::vector<AttachmentKey> keys;
};

Decision decide(const State& state, const ReceiveIntakeDocument& command, DocumentId id, ReceivedFiles files,
                Instant now);

}  // namespace renkei::intake
