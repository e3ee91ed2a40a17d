#include "replay/packet/check_parts.h"
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

}  // namespace

void check_words(Examined& x) { check_jsonl(x); }

}  // namespace renkei::packet
