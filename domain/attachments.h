// The files that an event names. Of all events only these carry attachments.
#pragma once

#include "domain/domain_event.h"

namespace renkei {

inline const std::vector<Attachment>* attachments_of(const DomainEvent& event) {
  if (const auto* m = std::get_if<room::MessagePosted>(&event)) return &m->attachments;
  if (const auto* c = std::get_if<consent::ConsentFormReceived>(&event)) return &c->attachments;
  if (const auto* i = std::get_if<intake::IntakeDocumentReceived>(&event)) return &i->attachments;
  if (const auto* p = std::get_if<pledge::PledgeSubmitted>(&event)) return &p->attachments;
  return nullptr;
}

}  // namespace renkei
