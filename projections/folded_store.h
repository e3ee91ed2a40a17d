// One store of views and the fold that fills it: rows and the point they stand at are written together.
#pragma once

#include <atomic>

#include "eventstore/ledger_engine.h"
#include "projections/fold.h"

namespace renkei {

class FoldedStore {
 public:
  // Continues where `store` stands.
  explicit FoldedStore(std::shared_ptr<ViewStore> store);

  // Folds `entries`, which begin at position(). Throws CorruptHistory; an error is one of the store.
  Result<void, std::string> append(const std::vector<Bytes>& entries);
  // Folds what `engine` holds below `last`, at most `at_once` entries per write, until `go_on` says no.
  Result<void, std::string> catch_up(const LedgerEngine& engine, std::uint64_t last, std::size_t at_once,
                                     const std::function<bool()>& go_on);
  std::uint64_t position() const { return position_; }  // entries folded
  const std::shared_ptr<ViewStore>& store() const { return store_; }

 private:
  std::shared_ptr<ViewStore> store_;
  Fold fold_;
  std::uint64_t position_ = 0;
};

// Where a store stands, as its first family says.
MetaRow meta_of(const ViewReader& reader);

}  // namespace renkei
