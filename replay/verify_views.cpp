#include "replay/verify_views.h"

#include "eventstore/codec/compact.h"
#include "eventstore/memory_view_store.h"
#include "projections/fold.h"

namespace renkei {
namespace {

constexpr std::size_t kRowsPerWrite = 5'000;

void flush(MemoryViewStore& store, Fold& fold, std::vector<ViewRow>& rows) {
  (void)store.write(rows);
  rows.clear();
  fold.begin_batch();
}

void fold_all(const LedgerEngine& engine, std::uint64_t size, MemoryViewStore& fresh) {
  Fold fold(fresh);
  std::vector<ViewRow> rows;
  engine.scan(0, [&](std::uint64_t position, BytesView octets) {
    if (position >= size) return false;
    fold.apply(position, octets, rows);
    if (rows.size() > kRowsPerWrite) flush(fresh, fold, rows);
    return true;
  });
  flush(fresh, fold, rows);
}

std::uint64_t rows_that_differ(const ViewReader& one, const ViewReader& other, std::size_t family) {
  std::uint64_t differing = 0;
  const Bytes end(64, '\xFF');
  one.scan(family, {}, end, [&](BytesView key, BytesView value) {
    if (key != meta_key() && other.get(family, key) != value) ++differing;
    return true;
  });
  return differing;
}

}  // namespace

std::vector<Finding> verify_views(const LedgerEngine& engine, const ViewStore& views,
                                  std::uint64_t ledger_size) {
  std::vector<Finding> findings;
  std::uint64_t folded = 0;
  try {
    const auto stored = views.snapshot();
    const auto meta = stored->get(0, meta_key());
    folded = meta ? from_compact<MetaRow>(*meta).position : 0;
    if (folded == 0 || folded > ledger_size) return findings;
    MemoryViewStore fresh(family_names().size());
    fold_all(engine, folded, fresh);
    const auto expected = fresh.snapshot();
    for (std::size_t family = 0; family < family_names().size(); ++family) {
      const auto differing =
          rows_that_differ(*expected, *stored, family) + rows_that_differ(*stored, *expected, family);
      if (differing == 0) continue;
      findings.push_back({folded, "views", "family " + family_names()[family] + " equal to a fresh fold",
                          std::to_string(differing) + " rows differ", 2});
    }
  } catch (const CorruptHistory& e) {
    findings.push_back({folded, "fold", "entries that fold and views that can be read", e.what(), 2});
  }
  return findings;
}

}  // namespace renkei
