#include "tests/growth/counted_reads.h"

#include <atomic>

namespace renkei::testing {
namespace {

using Visit = std::function<bool(BytesView key, BytesView value)>;

std::atomic<std::uint64_t> rows = 0;

Visit counting(const Visit& visit) {
  return [&visit](BytesView key, BytesView value) {
    ++rows;
    return visit(key, value);
  };
}

class CountedReader final : public ViewReader {
 public:
  explicit CountedReader(std::unique_ptr<ViewReader> reader) : reader_(std::move(reader)) {}
  std::optional<Bytes> get(std::size_t family, BytesView key) const override {
    ++rows;
    return reader_->get(family, key);
  }
  void scan(std::size_t family, BytesView first, BytesView last, const Visit& visit) const override {
    reader_->scan(family, first, last, counting(visit));
  }
  void scan_backwards(std::size_t family, BytesView first, BytesView last, const Visit& visit) const override {
    reader_->scan_backwards(family, first, last, counting(visit));
  }

 private:
  const std::unique_ptr<ViewReader> reader_;
};

}  // namespace

std::uint64_t rows_read() { return rows; }
std::unique_ptr<ViewReader> counted(std::unique_ptr<ViewReader> reader) {
  return std::make_unique<CountedReader>(std::move(reader));
}

}  // namespace renkei::testing
