// The small parts of FHIR resources: names, codings, references, and a value that is not told.
#pragma once

#include "eventstore/json/json_write.h"
#include "replay/packet/fhir_bundle.h"

namespace renkei::packet::fhir {

struct Coding {
  std::string system, code, display;  // an empty display is left out
  std::optional<bool> user_selected = {};
};

// HL7's and DICOM's own.
Coding hl7(std::string_view code_system, std::string_view code, std::string_view display);
Coding restful(std::string_view interaction);
Coding dicom(std::string_view code, std::string_view display);

// The names that a bundle gives. URIs stand below the ledger's origin, which is the city's; UUIDs (RFC 9562,
// version 8) are derived from the person and an opaque id or ordinal, so the same thing has the same one again.
class Naming {
 public:
  explicit Naming(const BundleFacts& facts)
      : subject_(facts.subject), base_("https://" + facts.origin + "/fhir/") {}

  std::string uuid(std::string_view kind, BytesView id) const;
  std::string code_system(std::string_view name) const { return base_ + "CodeSystem/" + std::string(name); }
  std::string identifiers(std::string_view name) const { return base_ + "identifier/" + std::string(name); }

 private:
  CareRecipientId subject_;
  std::string base_;
};

// FHIR allows no control character in a text but tab, line feed and carriage return: U+FFFD stands for others.
std::string plain_text(std::string_view text);

void write(JsonWriter& json, const Coding& coding);
void write_concept(JsonWriter& json, std::initializer_list<Coding> codings, std::string_view text = {});
void write_identifier(JsonWriter& json, std::string_view system, std::string_view value);
void write_reference(JsonWriter& json, std::string_view uuid);
void write_named(JsonWriter& json, std::string_view display);  // a reference by name only
void write_attachment(JsonWriter& json, const PacketFile& file);
// An element that must be there and is not told; `reason` of HL7's data-absent-reason: "masked", "unknown".
void write_absent(JsonWriter& json, std::string_view reason);
// A member with a text, left out when that is empty.
void member_text(JsonWriter& json, std::string_view name, std::string_view text);

}  // namespace renkei::packet::fhir
