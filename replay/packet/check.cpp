#include "replay/packet/check.h"

#include "replay/packet/check_parts.h"

namespace renkei::packet {

int PacketReport::exit_code() const {
  if (!unreadable.empty()) return 5;
  if (!findings.empty()) return truncated ? 3 : 2;
  return keys_known ? 0 : 4;
}

PacketReport check_packet(const CheckInput& input) {
  PacketReport report;
  auto zip = ZipReader::open(input.file);
  if (!zip) {
    report.unreadable = zip.error();
    return report;
  }
  const auto text = zip->read("manifest.json", kManifestBytesMax);
  if (!text) {
    report.findings.push_back({"file", "manifest.json", "is missing, or larger than any"});
    return report;
  }
  auto manifest = manifest_from_text(*text);
  if (!manifest) {
    const ManifestFault& fault = manifest.error();
    report.findings.push_back({"manifest", "manifest.json" + fault.pointer, fault.found});
    return report;
  }
  report.manifest = std::move(*manifest);
  Examined x{input, *zip, *report.manifest, report, {}, {}, {}, true, {}, {}, {}, {}};
  check_manifest(x);
  check_files(x);
  check_rows(x);
  check_case(x);
  check_period(x);
  check_tree(x);
  check_signatures(x);
  if (x.rows_whole) {
    check_words(x);
    check_strangers(x);
  }
  // Only the end was cut off: everything that is there is right, and the sealed head says that there is more.
  report.truncated = !report.findings.empty();
  for (const PacketFinding& finding : report.findings) report.truncated &= finding.kind == "heads";
  return report;
}

}  // namespace renkei::packet
