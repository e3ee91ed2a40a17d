// 受付書類: what arrived at the counter, by post or FAX (product.md no. 33).
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"
#include "domain/values/attachment.h"

namespace renkei::intake {

struct IntakeDocumentReceived {
  static constexpr EventType kType{301, "IntakeDocumentReceived", Aggregate::intake};
  RegisterId intake_register;  // one stream per year: the stream version is the running number
  DocumentId document;
  std::string receipt_number;  // "R8-0001"
  Channel channel = Channel::counter;
  IntakeKind kind = IntakeKind::other;
  CivilDate received_on;
  std::vector<Attachment> attachments;
  std::string sender;
  std::vector<AttachmentKey> attachment_keys;
  template <class V>
  static void describe(V& v) {
    v.stream("register_id", &IntakeDocumentReceived::intake_register);
    v.clear("document_id", &IntakeDocumentReceived::document);
    v.clear("receipt_number", &IntakeDocumentReceived::receipt_number, text(20));
    v.clear("channel", &IntakeDocumentReceived::channel);
    v.clear("kind", &IntakeDocumentReceived::kind);
    v.clear("received_on", &IntakeDocumentReceived::received_on);
    v.clear("attachments", &IntakeDocumentReceived::attachments, items(50));
    v.sealed("sender", &IntakeDocumentReceived::sender, text(120));
    v.sealed("attachment_keys", &IntakeDocumentReceived::attachment_keys, items(50));
  }
};

}  // namespace renkei::intake
