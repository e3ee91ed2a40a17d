// Writes a signed ledger as plain files in the layout of C2SP tlog-tiles, so that tools we did not write can
// check it:
//   OUT/checkpoint · checkpoints/<file> · FORMAT · tile/<L>/<N>[.p/<W>] · tile/entries/<N>[.p/<W>] ·
//   payloads/<N>[.p/<W>] · blobs/<2 hex>/<name>
// docs/formats/ledger.md, "Export". FORMAT is written last: an interrupted export is none.
#pragma once

#include <functional>

#include "replay/city.h"

namespace renkei {

struct ExportSummary {
  std::uint64_t entries = 0, payloads = 0, blobs = 0, tiles = 0;
  std::uint64_t blobs_missing = 0;  // named by an entry, not there; a verifier of the export finds them
};

// Exports what `checkpoint_note` signs. Fails if OUT exists and is not empty, if the note is not the city's,
// and with exit code 2 or 3 if the entries are not those that it signs: an export must not make a damaged
// ledger look whole. Without payloads the attachments stay behind too.
Result<ExportSummary, CityError> export_ledger(
    Files& files, const CityPaths& data, const LedgerEngine& engine, const std::string& checkpoint_note,
    const CityFormat& format, const std::string& out, bool with_payloads,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress);

// OUT's place for entry or payload bundles: `folder` is "tile/entries" or "payloads".
std::string bundle_path(const std::string& folder, std::uint64_t index, unsigned width);

}  // namespace renkei
