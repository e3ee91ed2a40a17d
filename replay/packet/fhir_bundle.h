// fhir/bundle.json: the rows of a packet as an HL7 FHIR R4 (4.0.1) Bundle of type collection, one AuditEvent
// for each row, and what the rows tell of the person, the people, the messages and the consents. It follows
// from the rows and the manifest alone, with no clock and nothing random. docs/formats/fhir.md says what stands
// where.
#pragma once

#include "replay/packet/row.h"
#include "replay/packet/sink.h"

namespace renkei::packet {

struct BundleFacts {  // of the manifest
  DisclosureRequestId case_id;
  std::string case_number;  // "開R8-001"
  FacilityId issuer;        // zero: the city
  std::string issuer_name;
  CareRecipientId subject;
  Instant made_at;
  std::string origin;  // of the ledger: "renkei.example/marugame"
  std::uint64_t checkpoint_size = 0;
  std::string software;  // "renkei 0.1.0"
};

// `rows`: all of the packet, by ordinal.
void write_bundle(const BundleFacts& facts, const Dictionary& dictionary, const std::vector<Row>& rows,
                  const Sink& sink);

}  // namespace renkei::packet
