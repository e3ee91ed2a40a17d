// The readable formats of a packet, made anew from the rows that are in it, whatever else is wrong with it.
#pragma once

#include "replay/packet/check_parts.h"
#include "replay/packet/csv.h"
#include "replay/packet/jsonl.h"
#include "tests/support/unzipped.h"

namespace renkei::testing {

inline Members words_again(const Bytes& zip) {
  const packet::CheckInput input{std::make_shared<BytesSource>(zip), nullptr, {}};
  const auto reader = packet::ZipReader::open(input.file);
  if (!reader) throw std::runtime_error(reader.error());
  const auto manifest = packet::manifest_from_text(reader->read("manifest.json", UINT64_MAX).value());
  if (!manifest) throw std::runtime_error(manifest.error().found);
  packet::PacketReport ignored;
  packet::Examined x{input, *reader, *manifest, ignored, {}, {}, {}, true, {}, {}, {}, {}};
  packet::check_files(x);
  packet::check_rows(x);
  Members words;
  const auto made = [&](const char* name, const auto& write) {
    write([&text = words[name]](BytesView piece) { text += piece; });
  };
  made("usage.jsonl", [&](const auto& sink) { packet::write_jsonl(manifest->words, x.rows, sink); });
  made("usage.csv", [&](const auto& sink) { packet::write_csv(manifest->words, x.rows, sink); });
  made("fhir/bundle.json", [&](const auto& sink) {
    packet::write_bundle(packet::bundle_facts(*manifest), manifest->words, x.rows, sink);
  });
  return words;
}

}  // namespace renkei::testing
