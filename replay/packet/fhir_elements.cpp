#include "replay/packet/fhir_elements.h"

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/sha256.h"

namespace renkei::packet::fhir {

Coding hl7(std::string_view code_system, std::string_view code, std::string_view display) {
  return {"http://terminology.hl7.org/CodeSystem/" + std::string(code_system), std::string(code),
          std::string(display)};
}
Coding restful(std::string_view interaction) {
  return {"http://hl7.org/fhir/restful-interaction", std::string(interaction), std::string(interaction)};
}
Coding dicom(std::string_view code, std::string_view display) {
  return {"http://dicom.nema.org/resources/ontology/DCM", std::string(code), std::string(display)};
}

std::string Naming::uuid(std::string_view kind, BytesView id) const {
  Digest digest = sha256({"renkei fhir v1\n", subject_.view(), kind, "\n", id});
  digest.octets[6] =
      static_cast<std::uint8_t>((digest.octets[6] & 0x0F) | 0x80);  // version 8: our own derivation
  digest.octets[8] = static_cast<std::uint8_t>((digest.octets[8] & 0x3F) | 0x80);  // the RFC's variant
  std::string text = hex(digest.view().substr(0, 16));
  for (const std::size_t at : {8u, 13u, 18u, 23u}) text.insert(at, 1, '-');
  return text;
}

std::string plain_text(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (const char c : text) {
    const bool allowed = static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r';
    if (allowed) {
      plain += c;
    } else {
      plain += "\uFFFD";
    }
  }
  return plain;
}

void write(JsonWriter& json, const Coding& coding) {
  json.begin_object().member("system", coding.system).member("code", coding.code);
  member_text(json, "display", coding.display);
  if (coding.user_selected) json.member("userSelected", *coding.user_selected);
  json.end_object();
}

void write_concept(JsonWriter& json, std::initializer_list<Coding> codings, std::string_view text) {
  json.begin_object();
  if (codings.size() != 0) {
    json.name("coding").begin_array();
    for (const Coding& coding : codings) write(json, coding);
    json.end_array();
  }
  member_text(json, "text", text);
  json.end_object();
}

void write_identifier(JsonWriter& json, std::string_view system, std::string_view value) {
  json.begin_object().member("system", system).member("value", plain_text(value)).end_object();
}

void write_reference(JsonWriter& json, std::string_view uuid) {
  json.begin_object().member("reference", "urn:uuid:" + std::string(uuid)).end_object();
}

void write_named(JsonWriter& json, std::string_view display) {
  json.begin_object().member("display", plain_text(display)).end_object();
}

// FHIR's own hash of an attachment is SHA-1; the file's SHA-256 stands in the manifest under the same name.
void write_attachment(JsonWriter& json, const PacketFile& file) {
  json.begin_object()
      .member("contentType", file.media)
      .member("url", file.name)
      .member("size", file.bytes)
      .member("title", file.name)
      .end_object();
}

void write_absent(JsonWriter& json, std::string_view reason) {
  json.begin_object().name("extension").begin_array();
  json.begin_object()
      .member("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
      .member("valueCode", reason)
      .end_object();
  json.end_array().end_object();
}

void member_text(JsonWriter& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.member(name, plain_text(text));
}

}  // namespace renkei::packet::fhir
