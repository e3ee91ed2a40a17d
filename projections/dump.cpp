#include "projections/dump.h"

#include "projections/fold.h"

namespace renkei {
namespace {

constexpr std::size_t kRowsPerWrite = 4'000;
constexpr std::uint64_t kProgressEvery = 10'000;

void append_hex(std::string& out, BytesView octets) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (const char c : octets) {
    out += kHex[static_cast<unsigned char>(c) >> 4];
    out += kHex[static_cast<unsigned char>(c) & 15];
  }
}

}  // namespace

void dump_views(const ViewReader& views, const std::function<void(const std::string&)>& line) {
  const Bytes end(64, '\xFF');
  for (std::size_t family = 0; family < family_names().size(); ++family) {
    views.scan(family, {}, end, [&](BytesView key, BytesView value) {
      if (key == meta_key()) return true;
      std::string text = family_names()[family] + " ";
      append_hex(text, key);
      text += ' ';
      append_hex(text, value);
      line(text);
      return true;
    });
  }
}

void fold_until(const LedgerEngine& engine, std::uint64_t last, ViewStore& store,
                const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  Fold fold(store);
  std::vector<ViewRow> rows;
  const auto write = [&] {
    if (const auto written = store.write(rows); !written) throw CorruptHistory(written.error());
    rows.clear();
    fold.begin_batch();
  };
  engine.scan(0, [&](std::uint64_t position, BytesView entry) {
    fold.apply(position, entry, rows);
    if (rows.size() >= kRowsPerWrite) write();
    if (progress && position % kProgressEvery == 0) progress(position, last);
    return position < last;
  });
  write();
}

}  // namespace renkei
