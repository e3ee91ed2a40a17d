// The default engine: one RocksDB, families entries, payloads, tiles, heads; big-endian sequential keys; one
// synced batch per bundle. A torn tail is recognised at open and set aside, damage before it refuses to open.
#pragma once

#include <atomic>
#include <memory>

#include "eventstore/files/files.h"
#include "eventstore/ledger_engine.h"

namespace renkei {

struct TornTail {           // what a power cut left of a batch that nobody was told of
  std::uint64_t bytes = 0;  // cut off
  Digest digest;            // SHA-256 of those octets; the log is kept whole in quarantine/
  std::uint64_t recovered_size = 0;
  std::string kept_as;  // the file's name there
};

// Every tail that was ever set aside, as quarantine/ of `directory` still holds it, without its recovered size:
// a cut may come between the setting aside and the entry that says so.
Result<std::vector<TornTail>, FileError> tails_set_aside(Files& files, const std::string& directory);

struct RocksLimits {  // bytes
  std::size_t block_cache = 96u << 20, records_read = 32u << 20, write_buffers = 96u << 20;
};

class RocksEngine final : public LedgerEngine {
 public:
  // Opens or makes `directory`/ledger. `known_size`: what the high-water mark says was durable at least.
  static Result<std::unique_ptr<RocksEngine>, EngineError> open(Files& files, const std::string& directory,
                                                                std::uint64_t known_size,
                                                                const RocksLimits& limits);
  // For tools: reads without changing anything. Opens with a damaged head too, which then has no root; damage
  // that keeps the database shut is an error with `corrupt` and, where the log can be read so far, the position
  // reached.
  static Result<std::unique_ptr<RocksEngine>, EngineError> open_read_only(Files& files,
                                                                          const std::string& directory);
  ~RocksEngine() override;

  Result<void, EngineError> append(const CommitBundle& bundle) override;
  Head head() const override;
  std::optional<Bytes> entry(std::uint64_t position) const override;
  std::optional<Bytes> payload(std::uint64_t position) const override;
  std::optional<Bytes> tile(unsigned level, std::uint64_t index) const override;
  PayloadWalk payload_walk(std::uint64_t first) const override;
  void scan(std::uint64_t first, const std::function<bool(std::uint64_t, BytesView)>& visit) const override;
  Counters counters() const override;

  const std::optional<TornTail>& torn_tail() const { return torn_tail_; }
  // Every stored key and value, family by family, for the scan for personal data in clear.
  void dump(const std::function<void(const std::string& family, BytesView key, BytesView value)>& visit) const;

 private:
  class Impl;
  explicit RocksEngine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
  std::optional<TornTail> torn_tail_;
};

}  // namespace renkei
