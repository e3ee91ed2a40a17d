#include "replay/packet/fhir_resources.h"

namespace renkei::packet::fhir {
namespace {

void write_agent(JsonWriter& json, const Coding& part, const std::string& who) {
  json.begin_object().name("type");
  write_concept(json, {part});
  json.name("who");
  write_reference(json, who);
  json.end_object();
}

// The checkpoint as it can be asked for: the ledger's origin and its size.
void write_checkpoint(const Source& source, JsonWriter& json) {
  const std::string size = std::to_string(source.facts.checkpoint_size);
  json.begin_object().member("role", "source").name("what").begin_object().name("identifier");
  write_identifier(json, source.naming.identifiers("checkpoint"), size);
  json.member("display", plain_text(source.facts.origin + " の台帳、署名済みの先頭から" + size + "件"));
  json.end_object().end_object();
}

}  // namespace

void write_origin(const Source& source, EntryWriter& entries) {
  const BundleFacts& facts = source.facts;
  entries.add(
      "Provenance", source.naming.uuid("Provenance of Bundle", facts.case_id.view()), [&](JsonWriter& json) {
        json.name("target").begin_array().begin_object().member("type", "Bundle").name("identifier");
        write_identifier(json, source.naming.identifiers("disclosure-case"), facts.case_number);
        json.end_object().end_array();
        json.member("recorded", facts.made_at).name("reason").begin_array();
        write_concept(json, {{source.naming.code_system("purpose-of-use"),
                              std::string(code_text(Purpose::subject_request)), ""},
                             hl7("v3-ActReason", "PATRQT", "patient requested")});
        json.end_array().name("activity");
        write_concept(json, {hl7("iso-21089-lifecycle", "disclose", "Disclose Record Lifecycle Event")});
        json.name("agent").begin_array();
        write_agent(json, hl7("provenance-participant-type", "author", "Author"),
                    source.organization(facts.issuer));
        write_agent(json, hl7("provenance-participant-type", "custodian", "Custodian"),
                    source.organization(FacilityId{}));
        write_agent(json, hl7("provenance-participant-type", "assembler", "Assembler"), source.device());
        json.end_array().name("entity").begin_array();
        write_checkpoint(source, json);
        json.end_array();
      });
}

}  // namespace renkei::packet::fhir
