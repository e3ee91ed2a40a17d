#include <functional>

#include "eventstore/json/json_read.h"
#include "replay/packet/fhir_resources.h"

namespace renkei::packet::fhir {
namespace {

struct Form {  // what the row tells of a consent form
  std::optional<Grantor> grantor;
  ConsentScope scope;
};

Form form_of(const Content& content) {
  Form form;
  const auto json = parse_json(content.json);
  if (!json) return form;
  if (const JsonValue* member = json->member("grantor")) {
    if (auto grantor = from_json<Grantor>(*member)) form.grantor = std::move(*grantor);
  }
  if (const JsonValue* member = json->member("scope")) {
    if (auto scope = from_json<ConsentScope>(*member)) form.scope = std::move(*scope);
  }
  return form;
}

void write_grantor(const Source& source, JsonWriter& json, const Form& form) {
  if (!form.grantor) return;
  json.name("performer").begin_array();
  if (form.grantor->kind == GrantorKind::self) {
    write_reference(json, source.patient());
  } else {
    const std::string relation = form.grantor->relation.empty() ? "" : "（" + form.grantor->relation + "）";
    write_named(json, form.grantor->name + relation);
  }
  json.end_array();
}

void write_policy(const Source& source, JsonWriter& json, const UsageRow& usage) {
  json.name("policyRule");
  for (const PolicyWords& policy : source.dictionary.policies) {
    if (policy.number != usage.policy_number) continue;
    return write_concept(
        json, {{source.naming.code_system("policy"), policy.version, plain_text(policy.title)}}, policy.title);
  }
  write_concept(json, {{source.naming.code_system("policy-number"), std::to_string(usage.policy_number), ""}});
}

void write_recipient(JsonWriter& json, const std::function<void()>& reference) {
  json.begin_object().name("role");
  write_concept(json, {hl7("v3-ParticipationType", "IRCP", "information recipient")});
  json.name("reference");
  reference();
  json.end_object();
}

void write_facility(const Source& source, JsonWriter& json, const FacilityId& id) {
  bool known = false;
  for (const FacilityWord& word : source.dictionary.facilities) known = known || word.id == id;
  if (known) return write_reference(json, source.organization(id));
  json.begin_object().name("identifier");
  write_identifier(json, source.naming.identifiers("facility"), to_text(id));
  json.end_object();
}

void write_provision(const Source& source, JsonWriter& json, const ConsentScope& scope) {
  json.name("provision").begin_object().member("type", "permit");
  if (!scope.facilities.empty() || !scope.recipient_kinds.empty()) {
    json.name("actor").begin_array();
    for (const FacilityId& id : scope.facilities)
      write_recipient(json, [&] { write_facility(source, json, id); });
    for (const std::string& kind : scope.recipient_kinds)
      write_recipient(json, [&] { write_named(json, kind); });
    json.end_array();
  }
  if (!scope.data_kinds.empty()) {
    json.name("code").begin_array();
    for (const std::string& kind : scope.data_kinds)
      write_concept(json, {{source.naming.code_system("data-kind"), kind, ""}});
    json.end_array();
  }
  json.end_object();
}

}  // namespace

void write_consent(const Source& source, const Row& row, EntryWriter& entries) {
  const Form form = form_of(*row.content);
  entries.add("Consent", source.consent(row.usage.basis_id), [&](JsonWriter& json) {
    if (const auto status = source.index.consent_status(row.usage.basis_id)) {
      json.member("status", *status);
    } else {
      json.name("_status");
      write_absent(json, "unknown");
    }
    json.name("scope");
    write_concept(json, {hl7("consentscope", "patient-privacy", "Privacy Consent")});
    json.name("category").begin_array();
    write_concept(json, {{"http://loinc.org", "59284-0", ""}}, "同意書");
    json.end_array().name("patient");
    write_reference(json, source.patient());
    if (row.usage.occurred_on != 0) json.member("dateTime", CivilDate{row.usage.occurred_on});
    write_grantor(source, json, form);
    json.name("organization").begin_array();
    write_reference(json, source.organization(FacilityId{}));
    json.end_array();
    if (!row.content->files.empty()) {
      json.name("sourceAttachment");
      write_attachment(json, row.content->files.front());
    }
    write_policy(source, json, row.usage);
    write_provision(source, json, form.scope);
  });
}

}  // namespace renkei::packet::fhir
