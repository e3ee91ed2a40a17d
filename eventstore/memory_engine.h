// The simplest engine that is right: the reference model for tests, and a ledger for tools that need none on
// disk.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "eventstore/ledger_engine.h"

namespace renkei {

class MemoryEngine final : public LedgerEngine {
 public:
  Result<void, EngineError> append(const CommitBundle& bundle) override;
  Head head() const override;
  std::optional<Bytes> entry(std::uint64_t position) const override;
  std::optional<Bytes> payload(std::uint64_t position) const override;
  std::optional<Bytes> tile(unsigned level, std::uint64_t index) const override;
  void scan(std::uint64_t first, const std::function<bool(std::uint64_t, BytesView)>& visit) const override;
  Counters counters() const override;

 private:
  mutable std::mutex mutex_;  // guards everything below
  std::vector<Bytes> entries_;
  std::map<std::uint64_t, Bytes> payloads_;
  std::map<std::pair<unsigned, std::uint64_t>, Bytes> tiles_;
  Head head_{0, empty_root(), {}};
  mutable Counters counters_;
};

}  // namespace renkei
