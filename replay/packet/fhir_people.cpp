#include "replay/packet/fhir_resources.h"

namespace renkei::packet::fhir {
namespace {

void write_telecom(JsonWriter& json, std::string_view tel) {
  if (tel.empty()) return;
  json.name("telecom").begin_array();
  json.begin_object().member("system", "phone").member("value", plain_text(tel)).end_object();
  json.end_array();
}

// As JP Core has it: the written name and its reading are two names, told apart by iso21090-EN-representation.
void write_name(JsonWriter& json, std::string_view text, std::string_view representation) {
  if (text.empty()) return;
  json.begin_object().name("extension").begin_array();
  json.begin_object()
      .member("url", "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation")
      .member("valueCode", representation)
      .end_object();
  json.end_array().member("use", "official").member("text", plain_text(text)).end_object();
}

void write_demographics(JsonWriter& json, const Demographics& person) {
  json.name("name").begin_array();
  write_name(json, person.name, "IDE");
  write_name(json, person.kana, "SYL");
  json.end_array();
  write_telecom(json, person.tel);
  json.member("gender", person.sex);
  if (person.born_on) json.member("birthDate", *person.born_on);
  const PostalAddress& address = person.address;
  if (address.text.empty() && address.postal_code.empty()) return;
  json.name("address").begin_array().begin_object();
  member_text(json, "text", address.text);
  member_text(json, "postalCode", address.postal_code);
  json.member("country", "JP").end_object().end_array();
}

void write_patient(const Source& source, EntryWriter& entries) {
  entries.add("Patient", source.patient(), [&](JsonWriter& json) {
    json.name("identifier").begin_array();
    write_identifier(json, source.naming.identifiers("care-recipient"), to_text(source.facts.subject));
    json.end_array();
    if (source.index.demographics()) write_demographics(json, *source.index.demographics());
  });
}

// `kind`: of a facility, in the policy's words or code; empty: the city.
void write_organization(const Source& source, EntryWriter& entries, const FacilityId& id, std::string_view name,
                        std::string_view kind) {
  entries.add("Organization", source.organization(id), [&](JsonWriter& json) {
    json.name("identifier").begin_array();
    if (id.is_zero()) {
      write_identifier(json, source.naming.identifiers("ledger-holder"), source.facts.origin);
    } else {
      write_identifier(json, source.naming.identifiers("facility"), to_text(id));
    }
    json.end_array().name("type").begin_array();
    if (id.is_zero()) {
      write_concept(json, {hl7("organization-type", "govt", "Government")});
    } else {
      write_concept(json, {hl7("organization-type", "prov", "Healthcare Provider")}, kind);
    }
    json.end_array();
    member_text(json, "name", name);
  });
}

void write_organizations(const Source& source, EntryWriter& entries) {
  write_organization(source, entries, FacilityId{}, source.dictionary.city, {});
  std::unordered_set<FacilityId> written{FacilityId{}};
  for (const FacilityWord& facility : source.dictionary.facilities) {
    if (!written.insert(facility.id).second) continue;
    write_organization(source, entries, facility.id, facility.name, facility.kind);
  }
  if (written.insert(source.facts.issuer).second)
    write_organization(source, entries, source.facts.issuer, source.facts.issuer_name, {});
  for (const Role& role :
       source.index.roles()) {  // what the dictionary has no word for is there without a name
    if (written.insert(role.facility).second) write_organization(source, entries, role.facility, {}, {});
  }
}

void write_device(const Source& source, EntryWriter& entries) {
  entries.add("Device", source.device(), [&](JsonWriter& json) {
    json.name("identifier").begin_array();
    write_identifier(json, source.naming.identifiers("ledger"), source.facts.origin);
    json.end_array().name("deviceName").begin_array();
    json.begin_object()
        .member("name", plain_text(source.facts.software))
        .member("type", "model-name")
        .end_object();
    json.end_array().name("owner");
    write_reference(json, source.organization(FacilityId{}));
  });
}

void write_practitioners(const Source& source, EntryWriter& entries) {
  for (const Person& person : source.index.people()) {
    entries.add("Practitioner", person.uuid, [&](JsonWriter& json) {
      json.name("name").begin_array().begin_object();
      json.member("use", person.named ? "usual" : "anonymous").member("text", plain_text(person.label));
      json.end_object().end_array();
    });
  }
}

void write_profession(const Source& source, JsonWriter& json, const Role& role) {
  write_concept(json,
                {{source.naming.code_system("profession"), std::to_string(role.profession),
                  plain_text(role.profession_words)}},
                role.profession_words);
}

void write_roles(const Source& source, EntryWriter& entries) {
  for (const Role& role : source.index.roles()) {
    entries.add("PractitionerRole", role.uuid, [&](JsonWriter& json) {
      json.name("practitioner");
      write_reference(json, role.person_uuid);
      json.name("organization");
      write_reference(json, source.organization(role.facility));
      if (role.profession == 0) return;
      json.name("code").begin_array();
      write_profession(source, json, role);
      json.end_array();
    });
  }
}

void write_care_team(const Source& source, EntryWriter& entries) {
  entries.add("CareTeam", source.care_team(), [&](JsonWriter& json) {
    json.member("name", "連携の部屋の担当者").name("subject");
    write_reference(json, source.patient());
    bool any = false;
    for (const Role& role : source.index.roles()) {
      if (!role.took_part) continue;
      if (!any) json.name("participant").begin_array();
      any = true;
      json.begin_object();
      if (role.profession != 0) {
        json.name("role").begin_array();
        write_profession(source, json, role);
        json.end_array();
      }
      json.name("member");
      write_reference(json, role.uuid);
      json.end_object();
    }
    if (any) json.end_array();
  });
}

}  // namespace

void write_people(const Source& source, EntryWriter& entries) {
  write_patient(source, entries);
  write_organizations(source, entries);
  write_device(source, entries);
  write_practitioners(source, entries);
  write_roles(source, entries);
  write_care_team(source, entries);
}

}  // namespace renkei::packet::fhir
