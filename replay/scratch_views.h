// Views folded anew for a tool, on disk beside nothing else: in a folder of their own under TMPDIR that goes
// with them. They hold ids and positions only, and memory stays bounded however long the ledger is.
#pragma once

#include <functional>

#include "eventstore/files/posix_files.h"
#include "eventstore/ledger_engine.h"
#include "eventstore/rocks/rocks_view_store.h"

namespace renkei {

class ScratchViews {
 public:
  using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

  // Folds the entries 0 … last. Throws CorruptHistory on entries that don't fold, std::runtime_error without
  // room for it.
  ScratchViews(const LedgerEngine& engine, std::uint64_t last, const Progress& progress);
  ~ScratchViews();
  ScratchViews(const ScratchViews&) = delete;
  ScratchViews& operator=(const ScratchViews&) = delete;

  std::unique_ptr<ViewReader> snapshot() const { return store_->snapshot(); }

 private:
  PosixFiles files_;
  std::string folder_;
  std::unique_ptr<RocksViewStore> store_;
};

}  // namespace renkei
