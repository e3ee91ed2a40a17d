#include "replay/packet/fhir_messages.h"

#include "eventstore/json/json_read.h"

namespace renkei::packet::fhir {
namespace {

std::string_view kind_words(MessageKind kind) {
  switch (kind) {
    case MessageKind::visit_record:
      return "訪問記録";
    case MessageKind::handover:
      return "申し送り";
    case MessageKind::notice:
      return "連絡";
    case MessageKind::question:
      return "質問（要返信）";
    case MessageKind::medication:
      return "服薬・処方";
    case MessageKind::measurement:
      return "計測値";
    case MessageKind::conference:
      return "会議";
    case MessageKind::photo_document:
      return "写真・文書";
  }
  return "";
}

void write_categories(const Source& source, JsonWriter& json, const Content& content) {
  if (!content.kind && !content.about_family) return;
  json.name("category").begin_array();
  if (content.kind) {
    write_concept(json, {{source.naming.code_system("message-kind"), std::string(code_text(*content.kind)),
                          std::string(kind_words(*content.kind))}});
  }
  if (content.about_family)
    write_concept(json, {{source.naming.code_system("message-about"), "family", "家族に関すること"}});
  json.end_array();
}

void write_payload(JsonWriter& json, const Content& content) {
  if (content.text.empty() && content.files.empty()) return;
  json.name("payload").begin_array();
  if (!content.text.empty()) {
    json.begin_object().member("contentString", plain_text(content.text)).end_object();
  }
  for (const PacketFile& file : content.files) {
    json.begin_object().name("contentAttachment");
    write_attachment(json, file);
    json.end_object();
  }
  json.end_array();
}

void write_actor(const Source& source, JsonWriter& json, const UsageRow& usage) {
  const Role* role = source.index.role_of(usage);
  write_reference(json, role == nullptr ? source.device() : role->uuid);
}

// What a Provenance of a message tells beside its targets and its source.
struct Change {
  Coding activity;
  std::string reason;
};

void write_change(const Source& source, JsonWriter& json, const UsageRow& usage, const Change& change) {
  json.member("recorded", usage.recorded_at);
  if (!change.reason.empty()) {
    json.name("reason").begin_array();
    write_concept(json, {}, change.reason);
    json.end_array();
  }
  json.name("activity");
  write_concept(json, {change.activity});
  json.name("agent").begin_array().begin_object().name("who");
  write_actor(source, json, usage);
  json.end_object().end_array();
}

// A retraction's reason is a code of its own, not a sentence.
std::string retraction_reason(const Content& content) {
  if (!content.reason.empty()) return content.reason;
  const auto json = parse_json(content.json);
  const JsonValue* member = json ? json->member("reason") : nullptr;
  const auto* text = member == nullptr ? nullptr : std::get_if<std::string>(&member->value);
  const auto code = text == nullptr ? std::nullopt : code_from_text<RetractionReason>(*text);
  if (!code) return "";
  switch (*code) {
    case RetractionReason::wrong_care_recipient:
      return "別の方の記録";
    case RetractionReason::duplicate:
      return "重複";
    case RetractionReason::mistake:
      return "誤り";
  }
  return "";
}

}  // namespace

std::string MessageWriter::uuid(const MessageId& message, std::uint32_t version) const {
  Bytes id{message.view()};
  id += std::to_string(version);
  return source_.naming.uuid("Communication", id);
}

std::optional<std::string> MessageWriter::newest(const MessageId& message) const {
  const auto found = versions_.find(message);
  if (found == versions_.end()) return std::nullopt;
  return uuid(message, found->second.back());
}

void MessageWriter::write(const Row& row, EntryWriter& entries) {
  if (shows_message_text(row)) {
    const auto before = newest(row.content->message);
    write_text(row, entries);
    if (row.usage.type == type_number::kCorrected) write_correction(row, before, entries);
  } else if (row.shown() && row.content != nullptr && row.usage.type == type_number::kRetracted) {
    write_retraction(row, entries);
  }
}

void MessageWriter::write_text(const Row& row, EntryWriter& entries) {
  const Content& content = *row.content;
  versions_[content.message].push_back(content.version);
  entries.add("Communication", uuid(content.message, content.version), [&](JsonWriter& json) {
    json.name("identifier").begin_array();
    write_identifier(json, source_.naming.identifiers("message"), to_text(content.message));
    json.end_array();
    json.member("status", source_.index.is_retracted(content.message) ? "entered-in-error" : "completed");
    write_categories(source_, json, content);
    json.name("subject");
    write_reference(json, source_.patient());
    json.member("sent", row.usage.recorded_at).name("recipient").begin_array();
    write_reference(json, source_.care_team());
    json.end_array().name("sender");
    write_actor(source_, json, row.usage);
    write_payload(json, content);
  });
}

void MessageWriter::write_correction(const Row& row, const std::optional<std::string>& before,
                                     EntryWriter& entries) {
  const Content& content = *row.content;
  entries.add("Provenance", source_.of_row("Provenance", row.ordinal()), [&](JsonWriter& json) {
    json.name("target").begin_array();
    write_reference(json, uuid(content.message, content.version));
    json.end_array();
    write_change(source_, json, row.usage, {hl7("v3-DataOperation", "UPDATE", "revise"), content.reason});
    if (!before) return;
    json.name("entity").begin_array().begin_object().member("role", "revision").name("what");
    write_reference(json, *before);
    json.end_object().end_array();
  });
}

void MessageWriter::write_retraction(const Row& row, EntryWriter& entries) {
  const auto found = versions_.find(row.content->message);
  if (found == versions_.end()) return;  // nothing of it is shown: the AuditEvent tells that it was retracted
  entries.add("Provenance", source_.of_row("Provenance", row.ordinal()), [&](JsonWriter& json) {
    json.name("target").begin_array();
    for (const std::uint32_t version : found->second) write_reference(json, uuid(found->first, version));
    json.end_array();
    write_change(source_, json, row.usage,
                 {hl7("v3-DataOperation", "NULLIFY", "nullify"), retraction_reason(*row.content)});
  });
}

}  // namespace renkei::packet::fhir
