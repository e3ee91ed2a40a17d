#include "eventstore/memory_view_store.h"

namespace renkei {

// A copy: simple, and as consistent as a snapshot must be.
class MemoryViewReader final : public ViewReader {
 public:
  explicit MemoryViewReader(std::vector<std::map<Bytes, Bytes, std::less<>>> families)
      : families_(std::move(families)) {}

  std::optional<Bytes> get(std::size_t family, BytesView key) const override {
    const auto found = families_[family].find(key);
    return found == families_[family].end() ? std::nullopt : std::optional(found->second);
  }
  void scan(std::size_t family, BytesView first, BytesView last,
            const std::function<bool(BytesView, BytesView)>& visit) const override {
    const auto end = families_[family].lower_bound(last);
    for (auto it = families_[family].lower_bound(first); it != end; ++it) {
      if (!visit(it->first, it->second)) return;
    }
  }
  void scan_backwards(std::size_t family, BytesView first, BytesView last,
                      const std::function<bool(BytesView, BytesView)>& visit) const override {
    const auto begin = families_[family].lower_bound(first);
    for (auto it = families_[family].lower_bound(last); it != begin;) {
      --it;
      if (!visit(it->first, it->second)) return;
    }
  }

 private:
  std::vector<std::map<Bytes, Bytes, std::less<>>> families_;
};

Result<void, std::string> MemoryViewStore::write(const std::vector<ViewRow>& rows) {
  const std::lock_guard lock(mutex_);
  for (const ViewRow& row : rows) {
    if (row.value) {
      families_[row.family].insert_or_assign(row.key, *row.value);
    } else {
      families_[row.family].erase(row.key);
    }
  }
  return {};
}

std::unique_ptr<ViewReader> MemoryViewStore::snapshot() const {
  const std::lock_guard lock(mutex_);
  return std::make_unique<MemoryViewReader>(families_);
}

}  // namespace renkei
