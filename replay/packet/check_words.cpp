#include "eventstore/crypto/sha256.h"
#include "replay/packet/check_parts.h"
#include "replay/packet/csv.h"
#include "replay/packet/jsonl.h"

namespace renkei::packet {
namespace {

// Line by line, so that a difference names its row.
void check_jsonl(Examined& x) {
  const ZipReader::Entry* member = x.zip.find("usage.jsonl");
  if (member == nullptr) return x.find("words", "usage.jsonl", "is missing");
  const auto text = x.zip.read("usage.jsonl", kTextBytesMax);
  if (!text) return x.find("words", "usage.jsonl", "is larger than a checker reads");
  RowReader reader(x.manifest.words);
  BytesView rest = *text;
  for (const Row& row : x.rows) {
    const std::string line = jsonl_line(row, reader.read(row));
    if (!rest.starts_with(line))
      return x.find("words", "usage.jsonl, row " + std::to_string(row.ordinal()),
                    "says something else than the entry");
    rest.remove_prefix(line.size());
  }
  if (!rest.empty()) x.find("words", "usage.jsonl", "has lines behind the last row");
}

// What follows from the rows alone is made anew as a whole; its digest tells.
void check_made(Examined& x, const char* name, const std::function<void(const Sink&)>& make) {
  Sha256 digest;
  make([&](BytesView piece) { digest.update(piece); });
  const Digest made = digest.finish();
  for (const ManifestFile& file : x.manifest.files) {
    if (file.name != name) continue;
    if (file.sha256 != made) x.find("words", name, "says something else than the rows");
    return;
  }
  x.find("words", name, "is missing");
}

}  // namespace

void check_words(Examined& x) {
  check_jsonl(x);
  check_made(x, "usage.csv", [&](const Sink& sink) { write_csv(x.manifest.words, x.rows, sink); });
  check_made(x, "fhir/bundle.json",
             [&](const Sink& sink) { write_bundle(bundle_facts(x.manifest), x.manifest.words, x.rows, sink); });
}

}  // namespace renkei::packet
