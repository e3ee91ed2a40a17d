// Views in ordered maps: for tests and for tools that fold a copy.
#pragma once

#include <map>
#include <mutex>

#include "eventstore/view_store.h"

namespace renkei {

class MemoryViewStore final : public ViewStore {
 public:
  explicit MemoryViewStore(std::size_t families) : families_(families) {}
  Result<void, std::string> write(const std::vector<ViewRow>& rows) override;
  Result<void, std::string> flush() override { return {}; }
  std::unique_ptr<ViewReader> snapshot() const override;

 private:
  using Rows = std::map<Bytes, Bytes, std::less<>>;
  mutable std::mutex mutex_;  // guards families_
  std::vector<Rows> families_;
  friend class MemoryViewReader;
};

}  // namespace renkei
