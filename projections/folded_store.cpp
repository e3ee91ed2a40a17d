#include "projections/folded_store.h"

#include "eventstore/codec/compact.h"

namespace renkei {

MetaRow meta_of(const ViewReader& reader) {
  const auto row = reader.get(0, meta_key());
  return row ? from_compact<MetaRow>(*row) : MetaRow{};
}

FoldedStore::FoldedStore(std::shared_ptr<ViewStore> store)
    : store_(std::move(store)), fold_(*store_), position_(meta_of(*store_->snapshot()).position) {}

Result<void, std::string> FoldedStore::append(const std::vector<Bytes>& entries) {
  std::vector<ViewRow> rows;
  fold_.begin_batch();
  for (std::size_t i = 0; i < entries.size(); ++i) fold_.apply(position_ + i, entries[i], rows);
  const std::uint64_t reached = position_ + entries.size();
  const Bytes meta = to_compact(MetaRow{reached, fold_.last_leaf(), kFoldVersion});
  for (std::size_t family = 0; family < family_names().size(); ++family)
    rows.push_back({family, meta_key(), meta});
  if (auto written = store_->write(rows); !written) return written;
  position_ = reached;
  return {};
}

Result<void, std::string> FoldedStore::catch_up(const LedgerEngine& engine, std::uint64_t last,
                                                std::size_t at_once, const std::function<bool()>& go_on) {
  Result<void, std::string> result;
  std::vector<Bytes> entries;
  if (position_ >= last) return result;
  engine.scan(position_, [&](std::uint64_t position, BytesView entry) {
    if (position >= last) return false;
    if (position != position_ + entries.size())
      throw CorruptHistory("a gap before entry " + std::to_string(position));
    entries.emplace_back(entry);
    if (entries.size() < at_once) return true;
    result = append(std::exchange(entries, {}));
    return result && go_on();
  });
  if (result && !entries.empty()) return append(entries);
  return result;
}

}  // namespace renkei
