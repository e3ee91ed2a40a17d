#include "replay/packet/fhir_bundle.h"

#include "replay/packet/fhir_messages.h"

namespace renkei::packet {
namespace {

using namespace fhir;

std::optional<std::string> object_of(const Source& source, const MessageWriter& messages, const Row& row) {
  if (!row.shown()) return std::nullopt;
  const UsageRow& usage = row.usage;
  if (row.content != nullptr && !row.content->message.is_zero()) return messages.newest(row.content->message);
  if (usage.type == type_number::kRegistered) return source.patient();
  const bool of_consent = usage.type >= type_number::kConsentReceived && usage.type < 1300;
  if (of_consent && source.index.has_consent(usage.basis_id)) return source.consent(usage.basis_id);
  return std::nullopt;
}

void write_rows(const Source& source, const std::vector<Row>& rows, EntryWriter& entries) {
  RowReader reader(source.dictionary);
  MessageWriter messages(source);
  std::unordered_set<EventId> consents;
  for (const Row& row : rows) {
    const RowWords words = reader.read(row);
    messages.write(row, entries);
    if (shows_consent(row) && consents.insert(row.usage.basis_id).second) write_consent(source, row, entries);
    write_audit_event(source, row, words, object_of(source, messages, row), entries);
  }
}

std::string head_of(const BundleFacts& facts, const Naming& naming) {
  JsonWriter json;
  json.begin_object()
      .member("resourceType", "Bundle")
      .member("id", naming.uuid("Bundle", facts.case_id.view()));
  json.member("language", "ja").name("identifier");
  write_identifier(json, naming.identifiers("disclosure-case"), facts.case_number);
  json.member("type", "collection").member("timestamp", facts.made_at).name("entry").begin_array();
  return json.take();
}

}  // namespace

void write_bundle(const BundleFacts& facts, const Dictionary& dictionary, const std::vector<Row>& rows,
                  const Sink& sink) {
  const Naming naming(facts);
  const Index index(naming, dictionary, rows);
  const Source source{facts, dictionary, naming, index};
  PieceWriter out(sink);
  out.write(head_of(facts, naming));
  out.write("\n");
  EntryWriter entries(out);
  write_people(source, entries);
  write_rows(source, rows, entries);
  write_origin(source, entries);
  out.write("\n]}\n");
  out.flush();
}

}  // namespace renkei::packet
