// Our codes in the words of HL7 and IHE BALP: the nearest one, always beside our own.
#pragma once

#include "replay/packet/fhir_index.h"

namespace renkei::packet::fhir {

// The nearest of HL7 v3 PurposeOfUse.
Coding v3_purpose(Purpose purpose);

struct Pattern {  // of an AuditEvent, after a pattern of IHE BALP
  Coding type, subtype;
  std::string_view action;
  Coding user, server;  // the parts that the person and the system played
};
// Of a row that is shown.
Pattern audit_pattern(const UsageRow& usage);

}  // namespace renkei::packet::fhir
