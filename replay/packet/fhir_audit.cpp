#include "eventstore/json/json_write.h"
#include "replay/packet/fhir_codes.h"
#include "replay/packet/fhir_resources.h"

namespace renkei::packet::fhir {
namespace {

// "Success"; "Minor failure", of a download that broke off; "Serious failure", as BALP marks a denial.
constexpr std::string_view kSucceeded = "0", kBrokeOff = "4", kDenied = "8";

void write_detail(JsonWriter& json, std::string_view type, std::string_view value) {
  if (value.empty()) return;
  json.begin_object().member("type", type).member("valueString", plain_text(value)).end_object();
}

void write_patient_entity(const Source& source, JsonWriter& json) {
  json.begin_object().name("what");
  write_reference(json, source.patient());
  json.name("type");
  write(json, hl7("audit-entity-type", "1", "Person"));
  json.name("role");
  write(json, hl7("object-role", "1", "Patient"));
  json.end_object();
}

void begin_data_entity(JsonWriter& json, const std::optional<std::string>& object, std::string_view words) {
  json.begin_object().name("what");
  if (object) {
    write_reference(json, *object);
  } else {
    write_named(json, words.empty() ? "記録" : words);
  }
  json.name("type");
  write(json, hl7("audit-entity-type", "2", "System Object"));
  json.name("role");
  write(json, hl7("object-role", "4", "Domain Resource"));
}

void write_consent_entity(const Source& source, JsonWriter& json, const UsageRow& usage) {
  if (usage.basis_kind != BasisKind::consent || !source.index.has_consent(usage.basis_id)) return;
  json.begin_object().name("what");
  write_reference(json, source.consent(usage.basis_id));
  json.name("type");
  write(json, {"http://hl7.org/fhir/resource-types", "Consent", "Consent"});
  json.end_object();
}

void write_source(const Source& source, JsonWriter& json) {
  json.name("source").begin_object().name("observer");
  write_reference(json, source.device());
  json.name("type").begin_array();
  write(json, hl7("security-source-type", "4", "Application Server"));
  json.end_array().end_object();
}

void write_purpose(const Source& source, JsonWriter& json, const UsageRow& usage, const RowWords& words) {
  json.name("purposeOfUse").begin_array();
  write_concept(json, {{source.naming.code_system("purpose-of-use"), std::string(code_text(usage.purpose)),
                        plain_text(words.purpose), usage.purpose_source == PurposeSource::chosen},
                       v3_purpose(usage.purpose)});
  json.end_array();
}

void write_agents(const Source& source, JsonWriter& json, const UsageRow& usage, const RowWords& words,
                  const Pattern& pattern) {
  const Role* role = source.index.role_of(usage);
  json.name("agent").begin_array().begin_object().name("type");
  write_concept(json, {role == nullptr ? dicom("110150", "Application") : pattern.user});
  json.name("role").begin_array();
  write_concept(json, {{source.naming.code_system("actor-role"), std::string(code_text(usage.role)), ""}});
  json.end_array().name("who");
  write_reference(json, role == nullptr ? source.device() : role->uuid);
  member_text(json, "name", words.actor);
  json.member("requestor", true);
  write_purpose(source, json, usage, words);
  json.end_object();
  if (role != nullptr) {
    json.begin_object().name("type");
    write_concept(json, {pattern.server});
    json.name("who");
    write_reference(json, source.device());
    json.member("requestor", false).end_object();
  }
  json.end_array();
}

void write_entities(const Source& source, JsonWriter& json, const Row& row, const RowWords& words,
                    const std::optional<std::string>& object) {
  json.name("entity").begin_array();
  write_patient_entity(source, json);
  begin_data_entity(json, object, words.object);
  json.name("detail").begin_array();
  write_detail(json, "ordinal", std::to_string(row.ordinal()));
  write_detail(json, "position", std::to_string(row.usage.position));
  write_detail(json, "leaf_hash", json_detail::hex_of(row.usage.leaf.view()));
  if (words.count != 0) write_detail(json, "count", std::to_string(words.count));
  write_detail(json, "basis", words.basis);
  if (row.content_state == ContentState::other_facility)
    write_detail(json, "content_state", code_text(row.content_state));
  json.end_array().end_object();
  write_consent_entity(source, json, row.usage);
  json.end_array();
}

void write_outcome(JsonWriter& json, const UsageRow& usage, const RowWords& words) {
  if (usage.outcome == Outcome::denied) {
    json.member("outcome", kDenied);
    member_text(json, "outcomeDesc", words.reason);
  } else if (usage.type == type_number::kDownloadFailed) {
    json.member("outcome", kBrokeOff);
    member_text(json, "outcomeDesc", words.operation);
  } else {
    json.member("outcome", kSucceeded);
  }
}

void write_shown(const Source& source, JsonWriter& json, const Row& row, const RowWords& words,
                 const std::optional<std::string>& object) {
  const UsageRow& usage = row.usage;
  const Pattern pattern = audit_pattern(usage);
  json.name("type");
  write(json, pattern.type);
  json.name("subtype").begin_array();
  write(json, pattern.subtype);
  write(json,
        {source.naming.code_system("entry-type"), std::to_string(usage.type), plain_text(words.operation)});
  json.end_array().member("action", pattern.action);
  if (usage.occurred_on != 0) {
    json.name("period").begin_object().member("start", CivilDate{usage.occurred_on}).end_object();
  }
  json.member("recorded", usage.recorded_at);
  write_outcome(json, usage, words);
  write_agents(source, json, usage, words, pattern);
  write_source(source, json);
  write_entities(source, json, row, words, object);
}

void write_hidden_entities(const Source& source, JsonWriter& json, const Row& row) {
  json.name("entity").begin_array();
  write_patient_entity(source, json);
  const Withheld* withheld = row.withheld.get();
  begin_data_entity(json, std::nullopt, withheld == nullptr ? "" : withheld->stated.object);
  json.name("detail").begin_array();
  write_detail(json, "ordinal", std::to_string(row.ordinal()));
  write_detail(json, "leaf_hash", json_detail::hex_of(row.usage.leaf.view()));
  if (withheld != nullptr) {
    const GroundWord* ground = source.dictionary.ground(withheld->ground);
    write_detail(json, "article", withheld->article);
    write_detail(json, "ground", ground == nullptr ? std::string_view(withheld->ground) : ground->ja);
    write_detail(json, "note", withheld->note);
    if (withheld->stated.recorded_on) write_detail(json, "recorded_on", to_text(*withheld->stated.recorded_on));
    write_detail(json, "operation", withheld->stated.operation);
  }
  json.end_array().end_object().end_array();
}

// Only what is stated: who, what and when are marked as masked.
void write_hidden(const Source& source, JsonWriter& json, const Row& row) {
  const bool withheld = row.status == RowStatus::withheld;
  json.name("meta").begin_object().name("security").begin_array();
  write(json, hl7("v3-ObservationValue", "REDACTED", "redacted"));
  json.end_array().end_object().name("type");
  write(json, {source.naming.code_system("row-status"), std::string(code_text(row.status)),
               withheld ? "不開示" : "請求の期間外"});
  json.name("_recorded");
  write_absent(json, "masked");
  json.name("agent").begin_array().begin_object();
  if (row.withheld != nullptr && !row.withheld->stated.facility.empty()) {
    json.name("who");
    write_named(json, row.withheld->stated.facility);
  }
  json.name("_requestor");
  write_absent(json, "masked");
  json.end_object().end_array();
  write_source(source, json);
  write_hidden_entities(source, json, row);
}

}  // namespace

void write_audit_event(const Source& source, const Row& row, const RowWords& words,
                       const std::optional<std::string>& object, EntryWriter& entries) {
  entries.add("AuditEvent", source.of_row("AuditEvent", row.ordinal()), [&](JsonWriter& json) {
    if (row.shown()) {
      write_shown(source, json, row, words, object);
    } else {
      write_hidden(source, json, row);
    }
  });
}

}  // namespace renkei::packet::fhir
