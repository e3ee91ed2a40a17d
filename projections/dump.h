// The views in a canonical form: every row of every family, sorted by key, as "family key value" in hex. Equal
// dumps mean equal views; where the fold stands is left out, since it says nothing of the rows.
#pragma once

#include <functional>
#include <string>

#include "eventstore/ledger_engine.h"
#include "eventstore/view_store.h"

namespace renkei {

void dump_views(const ViewReader& views, const std::function<void(const std::string& line)>& line);

// Folds the entries 0 … last (inclusive) into an empty store. Throws CorruptHistory.
void fold_until(const LedgerEngine& engine, std::uint64_t last, ViewStore& store,
                const std::function<void(std::uint64_t done, std::uint64_t total)>& progress);

}  // namespace renkei
