#include "replay/packet/jsonl.h"

#include "eventstore/json/json_write.h"

namespace renkei::packet {
namespace {

template <class T>
std::optional<T> unless_zero(const T& id) {
  return id.is_zero() ? std::nullopt : std::optional(id);
}

}  // namespace

std::string jsonl_line(const Row& row, const RowWords& words) {
  const UsageRow& u = row.usage;
  JsonWriter json;
  json.begin_object().member("ordinal", u.ordinal).member("status", row.status);
  if (!row.shown()) {
    json.member("leaf_hash", u.leaf).name("withheld");
    row.withheld == nullptr ? json.null() : json.value(*row.withheld);
    return json.end_object().take() + "\n";
  }
  json.member("position", u.position).member("leaf_hash", u.leaf).member("recorded_at", u.recorded_at);
  json.member("recorded_at_japan", words.recorded_at).name("occurred_on");
  u.occurred_on == 0 ? json.null() : json.value(CivilDate{u.occurred_on});
  json.member("facility_id", unless_zero(u.facility)).member("facility", words.facility);
  json.member("profession", words.profession).member("actor", words.actor);
  json.member("operation", words.operation).member("object", words.object).member("count", u.count);
  json.member("purpose", u.purpose).member("purpose_label", words.purpose);
  json.member("purpose_source", u.purpose_source).member("basis_kind", u.basis_kind);
  json.member("basis", words.basis).member("outcome", u.outcome).member("reason", words.reason);
  json.member("content_state", row.content_state).name("content");
  row.content == nullptr ? json.null() : json.raw(row.content->json);
  return json.end_object().take() + "\n";
}

void write_jsonl(const Dictionary& dictionary, const std::vector<Row>& rows, const Sink& sink) {
  RowReader reader(dictionary);
  for (const Row& row : rows) sink(jsonl_line(row, reader.read(row)));
}

}  // namespace renkei::packet
