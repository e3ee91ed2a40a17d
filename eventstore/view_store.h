// The port the views are kept behind: ordered octets in named families, atomic batches, consistent snapshots.
// Disposable: not durable by itself, whole or gone after a crash (each family carries the position it stands
// at).
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/result.h"
#include "domain/values/bytes.h"

namespace renkei {

struct ViewRow {
  std::size_t family = 0;
  Bytes key;
  std::optional<Bytes> value;  // nullopt deletes
};

// One consistent state of all families. Safe from any thread.
class ViewReader {
 public:
  virtual ~ViewReader() = default;
  virtual std::optional<Bytes> get(std::size_t family, BytesView key) const = 0;
  // Rows with first ≤ key < last in order (or the other way round) until `visit` returns false.
  virtual void scan(std::size_t family, BytesView first, BytesView last,
                    const std::function<bool(BytesView key, BytesView value)>& visit) const = 0;
  virtual void scan_backwards(std::size_t family, BytesView first, BytesView last,
                              const std::function<bool(BytesView key, BytesView value)>& visit) const = 0;
};

class ViewStore {
 public:
  ViewStore() = default;
  ViewStore(const ViewStore&) = delete;
  ViewStore& operator=(const ViewStore&) = delete;
  virtual ~ViewStore() { *closed_ = true; }                                       // after the store's own end
  virtual Result<void, std::string> write(const std::vector<ViewRow>& rows) = 0;  // atomic; one writer
  virtual Result<void, std::string> flush() = 0;  // what was written survives a crash on return
  virtual std::unique_ptr<ViewReader> snapshot() const = 0;
  // True once the store is closed and touches its files no more; outlives it.
  std::shared_ptr<const std::atomic<bool>> closed() const { return closed_; }

 private:
  const std::shared_ptr<std::atomic<bool>> closed_ = std::make_shared<std::atomic<bool>>(false);
};

// The first key after every key that begins with `prefix`.
Bytes after_prefix(BytesView prefix);

}  // namespace renkei
