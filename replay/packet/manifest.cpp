#include "replay/packet/manifest.h"

#include <algorithm>

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/json/json_read.h"
#include "eventstore/json/json_write.h"

namespace renkei::packet {

std::vector<ManifestColumn> manifest_columns() {
  std::vector<ManifestColumn> columns;
  for (const char* name : {"ordinal", "position", "leaf_hash", "recorded_at", "recorded_at_japan",
                           "occurred_on", "facility_id", "operation", "object", "count", "purpose",
                           "purpose_source", "basis_kind", "basis", "outcome", "reason", "content"})
    columns.push_back({name, HowKnown::proven});
  // The numbers of people and bases follow from the entries; the words beside them are the city's.
  for (const char* name : {"facility", "profession", "actor", "purpose_label", "withheld"})
    columns.push_back({name, HowKnown::stated});
  return columns;
}

std::string manifest_text(const Manifest& manifest) { return to_json(manifest); }

namespace {

// A row takes at least 160 octets of text for nine values; a file made of empty ones would take a hundred times
// its size to read.
bool has_too_many_values(std::string_view text) {
  constexpr std::size_t kOctetsPerValue = 16, kFew = 10'000;
  const auto values =
      std::count_if(text.begin(), text.end(), [](char c) { return c == ',' || c == '{' || c == '['; });
  return static_cast<std::size_t>(values) > kFew + text.size() / kOctetsPerValue;
}

// The members of an object or items of a list, each with its name or number.
std::vector<std::pair<std::string, const JsonValue*>> parts_of(const JsonValue& value) {
  std::vector<std::pair<std::string, const JsonValue*>> parts;
  if (const auto* members = std::get_if<JsonValue::Object>(&value.value)) {
    for (const auto& [name, member] : *members) parts.emplace_back(name, &member);
  } else if (const auto* items = std::get_if<JsonValue::Array>(&value.value)) {
    for (const JsonValue& item : *items) parts.emplace_back(std::to_string(parts.size()), &item);
  }
  return parts;
}

// Where `found` first differs from `meant`; names the part that one of them lacks.
std::optional<std::string> first_difference(const JsonValue& meant, const JsonValue& found,
                                            const std::string& at) {
  if (meant == found) return std::nullopt;
  const auto wanted = parts_of(meant), there = parts_of(found);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string here = at + "/" + wanted[i].first;
    if (i >= there.size() || there[i].first != wanted[i].first) return here;
    if (auto deeper = first_difference(*wanted[i].second, *there[i].second, here)) return deeper;
  }
  return there.size() > wanted.size() ? at + "/" + there[wanted.size()].first : at;
}

// Of a text that can be read, but is not the one way to write what it says.
std::string where_written_otherwise(std::string_view text, std::string_view one_way) {
  const auto given = parse_json_file(text), meant = parse_json_file(one_way);
  return given && meant ? first_difference(*meant, *given, "").value_or("") : "";
}

}  // namespace

Result<Manifest, ManifestFault> manifest_from_text(std::string_view text) {
  if (has_too_many_values(text)) return Unexpected{ManifestFault{"", "has more values than a packet has"}};
  auto manifest = from_json_file<Manifest>(text);
  if (!manifest) {
    const JsonProblem& problem = manifest.error().front();
    return Unexpected{ManifestFault{problem.pointer, problem.en}};
  }
  if (manifest->format != kManifestFormat)
    return Unexpected{ManifestFault{"/format", "is a format that this program does not read"}};
  if (const std::string one_way = manifest_text(*manifest); one_way != text) {
    return Unexpected{
        ManifestFault{where_written_otherwise(text, one_way), "is not written in the one way it may be"}};
  }
  return std::move(*manifest);
}

BundleFacts bundle_facts(const Manifest& m) {
  return {m.facts.id,
          m.facts.number,
          m.issuer.facility_id.value_or(FacilityId{}),
          m.issuer.name,
          m.subject,
          m.made_at,
          m.ledger.origin,
          m.ledger.checkpoint_size,
          m.software};
}

std::string signed_text(const std::string& case_number, BytesView manifest) {
  return "renkei packet v1\n" + case_number + "\n" + base64(sha256({manifest}).view()) + "\n";
}

std::string keys_fingerprint(const std::string& log_vkey, const std::string& packet_vkey) {
  const std::string keys = log_vkey + "\n" + packet_vkey;
  const std::string digits = hex(sha256({BytesView(keys)}).view().substr(0, 8));
  std::string text;
  for (std::size_t i = 0; i < digits.size(); i += 4) text += (i == 0 ? "" : " ") + digits.substr(i, 4);
  return text;
}

}  // namespace renkei::packet
