#include "replay/verify/views.h"

#include <array>

#include "eventstore/codec/compact.h"
#include "eventstore/crypto/sha256.h"
#include "projections/rows.h"
#include "replay/scratch_views.h"

namespace renkei {
namespace {

const Bytes kEnd(64, '\xFF');

Digest family_digest(const ViewReader& views, std::size_t family) {
  Sha256 digest;
  views.scan(family, {}, kEnd, [&](BytesView key, BytesView value) {
    if (key == meta_key()) return true;
    const std::array<std::uint64_t, 2> lengths{key.size(), value.size()};
    digest.update({reinterpret_cast<const char*>(lengths.data()), sizeof lengths});
    digest.update(key);
    digest.update(value);
    return true;
  });
  return digest.finish();
}

std::uint64_t rows_that_differ(const ViewReader& one, const ViewReader& other, std::size_t family) {
  std::uint64_t differing = 0;
  one.scan(family, {}, kEnd, [&](BytesView key, BytesView value) {
    if (key != meta_key() && other.get(family, key) != value) ++differing;
    return true;
  });
  return differing;
}

}  // namespace

std::vector<Finding> verify_views(const LedgerEngine& engine, const ViewStore& views, std::uint64_t ledger_size,
                                  const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  std::vector<Finding> findings;
  std::uint64_t folded = 0;
  try {
    const auto stored = views.snapshot();
    const auto meta = stored->get(0, meta_key());
    const MetaRow row = meta ? from_compact<MetaRow>(*meta) : MetaRow{};
    folded = row.position;
    if (meta && row.fold_version != kFoldVersion) {
      findings.push_back({folded, "views", "views of fold version " + std::to_string(kFoldVersion),
                          std::to_string(row.fold_version), 4});
      return findings;
    }
    if (folded == 0 || folded > ledger_size) return findings;
    const ScratchViews fresh(engine, folded - 1, progress);
    const auto expected = fresh.snapshot();
    for (std::size_t family = 0; family < family_names().size(); ++family) {
      if (family_digest(*expected, family) == family_digest(*stored, family)) continue;
      const auto differing =
          rows_that_differ(*expected, *stored, family) + rows_that_differ(*stored, *expected, family);
      findings.push_back({folded, "views", "family " + family_names()[family] + " equal to a fresh fold",
                          std::to_string(differing) + " rows differ", 2});
    }
  } catch (const CorruptHistory& e) {
    findings.push_back({folded, "fold", "entries that fold and views that can be read", e.what(), 2});
  }
  return findings;
}

}  // namespace renkei
