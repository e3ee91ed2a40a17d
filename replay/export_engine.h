// An exported ledger (replay/export.h) as an engine that reads only, so that everything that reads a ledger
// reads an export. What is missing from the files is missing here; octets behind the last entry of a bundle are
// damage and throw CorruptHistory at that entry. Nothing in the files makes it crash.
#pragma once

#include <mutex>

#include "replay/city.h"

namespace renkei {

class ExportEngine final : public LedgerEngine {
 public:
  // Fails when there is no export: no FORMAT, or one that this program does not read.
  static Result<std::unique_ptr<ExportEngine>, CityError> open(Files& files, const std::string& directory);

  const CityFormat& format() const { return format_; }
  const VerificationKey& log_key() const { return log_key_; }
  const std::string& checkpoint_note() const { return note_; }  // empty: missing

  Result<void, EngineError> append(const CommitBundle& bundle) override;  // always fails
  Head head() const override { return head_; }  // what the checkpoint says, signed or not
  std::optional<Bytes> entry(std::uint64_t position) const override;
  std::optional<Bytes> payload(std::uint64_t position) const override;
  std::optional<Bytes> tile(unsigned level, std::uint64_t index) const override;
  void scan(std::uint64_t first, const std::function<bool(std::uint64_t, BytesView)>& visit) const override;
  Counters counters() const override { return {}; }
  Kept kept() const override;

  // For VerifyInput::check_blob.
  bool check_blob(const Digest& blob, std::string& problem) const;

 private:
  struct Bundle {  // one file of entries or payloads, taken apart
    std::uint64_t index = UINT64_MAX;
    std::vector<Bytes> items;
    std::string damage;  // of the last item: octets behind it
  };
  ExportEngine(Files& files, std::string directory, CityFormat format, VerificationKey log_key);
  void load_head();
  std::string widest(const std::string& full_path, unsigned& width) const;
  std::uint64_t bundles() const;
  const Bundle& bundle(const std::string& folder, std::uint64_t index, Bundle& cache) const;
  std::optional<Bytes> item(const std::string& folder, std::uint64_t position, Bundle& cache) const;

  Files& files_;
  const std::string directory_;
  const CityFormat format_;
  const VerificationKey log_key_;
  std::string note_;
  Head head_;
  std::uint64_t bundles_ = 0;  // numbers below this may be there
  bool has_payloads_ = false;
  mutable std::mutex mutex_;  // guards the two caches
  mutable Bundle entries_, payloads_;
};

}  // namespace renkei
