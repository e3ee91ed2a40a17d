// manifest.json: what a packet holds, what each row is, and the words for them; signed by the packet key
// (docs/formats/packet.md).
#pragma once

#include "domain/disclosure/events.h"
#include "domain/result.h"
#include "eventstore/merkle/note.h"
#include "replay/packet/fhir_bundle.h"
#include "replay/packet/row.h"

namespace renkei::packet {

inline constexpr std::string_view kManifestFormat = "renkei packet 1";
inline constexpr std::uint64_t kManifestBytesMax = 64u << 20;  // a quarter of a million rows

struct ManifestCase {
  DisclosureRequestId id;
  std::string number;
  RequesterKind requester = RequesterKind::self;
  DisclosureMethod method = DisclosureMethod::paper;
  disclosure::DisclosurePeriod period;
  std::vector<DisclosureKind> kinds;
  RecordsScope records = RecordsScope::own;
  std::optional<DisclosureResult> result;
  CivilDate received_on;
  std::optional<CivilDate> decided_on;
  template <class V>
  static void describe(V& v) {
    v.field("id", &ManifestCase::id);
    v.field("number", &ManifestCase::number);
    v.field("requester", &ManifestCase::requester);
    v.field("method", &ManifestCase::method);
    v.field("period", &ManifestCase::period);
    v.field("kinds", &ManifestCase::kinds);
    v.field("records", &ManifestCase::records);
    v.field("result", &ManifestCase::result);
    v.field("received_on", &ManifestCase::received_on);
    v.field("decided_on", &ManifestCase::decided_on);
  }
};

struct ManifestIssuer {
  std::optional<FacilityId> facility_id;  // none: the city
  std::string name;
  template <class V>
  static void describe(V& v) {
    v.field("facility_id", &ManifestIssuer::facility_id);
    v.field("name", &ManifestIssuer::name);
  }
};

struct ManifestLedger {
  std::string origin, log_key, packet_key;
  std::uint64_t checkpoint_size = 0, as_of = 0, heads_position = 0;
  template <class V>
  static void describe(V& v) {
    v.field("origin", &ManifestLedger::origin);
    v.field("log_key", &ManifestLedger::log_key);
    v.field("packet_key", &ManifestLedger::packet_key);
    v.field("checkpoint_size", &ManifestLedger::checkpoint_size);
    v.field("as_of", &ManifestLedger::as_of);
    v.field("heads_position", &ManifestLedger::heads_position);
  }
};

struct ManifestFont {
  std::string name, sha256;
  template <class V>
  static void describe(V& v) {
    v.field("name", &ManifestFont::name);
    v.field("sha256", &ManifestFont::sha256);
  }
};

struct ManifestCounts {
  std::uint64_t total = 0, shown = 0, withheld = 0, outside_period = 0;
  bool operator==(const ManifestCounts&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("total", &ManifestCounts::total);
    v.field("shown", &ManifestCounts::shown);
    v.field("withheld", &ManifestCounts::withheld);
    v.field("outside_period", &ManifestCounts::outside_period);
  }
};

#define LIST(X) X(proven, 1, "proven") X(stated, 2, "stated")
RENKEI_CODES(HowKnown, LIST)
#undef LIST

struct ManifestColumn {
  std::string name;
  HowKnown how = HowKnown::proven;
  bool operator==(const ManifestColumn&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("name", &ManifestColumn::name);
    v.field("how", &ManifestColumn::how);
  }
};

using PayloadKey = FixedBytes<32, struct PayloadKeyTag>;  // Ke: opens one payload and no other

struct ManifestRow {
  std::uint64_t ordinal = 0;
  RowStatus status = RowStatus::shown;
  Digest leaf_hash;
  std::optional<PayloadKey> key;  // Ke, where the payload is opened
  ContentState content_state = ContentState::none;
  std::optional<Withheld> withheld;
  std::vector<PacketFile> files;
  template <class V>
  static void describe(V& v) {
    v.field("ordinal", &ManifestRow::ordinal);
    v.field("status", &ManifestRow::status);
    v.field("leaf_hash", &ManifestRow::leaf_hash);
    v.field("key", &ManifestRow::key);
    v.field("content_state", &ManifestRow::content_state);
    v.field("withheld", &ManifestRow::withheld);
    v.field("files", &ManifestRow::files);
  }
};

struct ManifestFile {
  std::string name;
  std::uint64_t bytes = 0;
  Digest sha256;
  template <class V>
  static void describe(V& v) {
    v.field("name", &ManifestFile::name);
    v.field("bytes", &ManifestFile::bytes);
    v.field("sha256", &ManifestFile::sha256);
  }
};

struct Manifest {
  std::string format{kManifestFormat};
  ManifestCase facts;
  PacketAudience audience = PacketAudience::person;
  CareRecipientId subject;
  ManifestIssuer issuer;
  ManifestLedger ledger;
  Instant made_at;
  std::string software;
  std::vector<ManifestFont> fonts;
  ManifestCounts counts;
  std::vector<ManifestColumn> columns;
  Dictionary words;
  std::vector<ManifestRow> rows;
  std::vector<ManifestFile> files;
  template <class V>
  static void describe(V& v) {
    v.field("format", &Manifest::format);
    v.field("case", &Manifest::facts);
    v.field("audience", &Manifest::audience);
    v.field("subject", &Manifest::subject);
    v.field("issuer", &Manifest::issuer);
    v.field("ledger", &Manifest::ledger);
    v.field("made_at", &Manifest::made_at);
    v.field("software", &Manifest::software);
    v.field("fonts", &Manifest::fonts);
    v.field("counts", &Manifest::counts);
    v.field("columns", &Manifest::columns);
    v.field("words", &Manifest::words);
    v.field("rows", &Manifest::rows);
    v.field("files", &Manifest::files);
  }
};

// What every column of usage.jsonl rests on.
std::vector<ManifestColumn> manifest_columns();

std::string manifest_text(const Manifest& manifest);

struct ManifestFault {  // what is wrong with a text that should be one
  std::string pointer;  // RFC 6901; empty: the whole
  std::string found;    // in English
};
// Takes up to about 16 octets of memory for one of text.
Result<Manifest, ManifestFault> manifest_from_text(std::string_view text);

// What the FHIR bundle tells of the packet itself.
BundleFacts bundle_facts(const Manifest& manifest);

// manifest.sig: a note by the packet key over case number and digest.
std::string signed_text(const std::string& case_number, BytesView manifest_text);

// What a person compares: the first sixteen hex digits, in fours, of the SHA-256 of log key LF packet key, each
// as its verification key's text.
std::string keys_fingerprint(const std::string& log_vkey, const std::string& packet_vkey);

}  // namespace renkei::packet
