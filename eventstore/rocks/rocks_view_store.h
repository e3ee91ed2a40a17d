// Views in a RocksDB of their own, without a write-ahead log: all families are flushed together or not at all.
#pragma once

#include "eventstore/files/files.h"
#include "eventstore/view_store.h"

namespace renkei {

class RocksViewStore final : public ViewStore {
 public:
  static Result<std::unique_ptr<RocksViewStore>, std::string> open(Files& files, const std::string& directory,
                                                                   const std::vector<std::string>& families);
  // Writes nothing to the directory; write() and flush() fail.
  static Result<std::unique_ptr<RocksViewStore>, std::string> open_read_only(
      Files& files, const std::string& directory, const std::vector<std::string>& families);
  ~RocksViewStore() override;

  Result<void, std::string> write(const std::vector<ViewRow>& rows) override;
  Result<void, std::string> flush() override;
  std::unique_ptr<ViewReader> snapshot() const override;

 private:
  struct Impl;
  static Result<std::unique_ptr<RocksViewStore>, std::string> open(Files& files, const std::string& directory,
                                                                   const std::vector<std::string>& families,
                                                                   bool read_only);
  explicit RocksViewStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
  friend class RocksViewReader;
};

}  // namespace renkei
