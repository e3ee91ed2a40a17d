// Names for ids, opened from the payload of the entry that describes the thing and held in a bounded cache in
// memory only. Safe from any thread.
#pragma once

#include <mutex>
#include <unordered_map>

#include "eventstore/history_reader.h"
#include "eventstore/view_store.h"

namespace renkei {

class Names {
 public:
  explicit Names(const HistoryReader& history) : history_(history) {}

  // Empty where the thing is unknown or its key destroyed.
  std::string facility(const ViewReader& views, const FacilityId& id);
  std::string account(const ViewReader& views, const AccountId& id);
  std::string care_recipient(const ViewReader& views, const CareRecipientId& id);
  void forget();  // all, at once

 private:
  std::string find(const ViewReader& views, BytesView id);
  const HistoryReader& history_;
  std::mutex mutex_;  // guards names_
  std::unordered_map<EventId, std::string> names_;
};

// The entry whose payload describes the thing with this id; nullopt when there is none.
std::optional<std::uint64_t> object_position(const ViewReader& views, BytesView id);

}  // namespace renkei
