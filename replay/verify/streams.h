// The versions of each aggregate's stream: 1, 2, 3, … Part of verify.h.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include "domain/aggregate_states.h"
#include "eventstore/codec/entry_view.h"
#include "replay/verify/findings.h"

namespace renkei {

class StreamsCheck {
 public:
  explicit StreamsCheck(FindingList& findings) : findings_(findings) {}

  void check(std::uint64_t position, const EntryView& entry) {
    auto& version = versions_[{static_cast<Aggregate>(entry.aggregate), entry.stream}];
    if (entry.stream_version != version + 1) {
      findings_.add(
          {position, "stream-version", std::to_string(version + 1), std::to_string(entry.stream_version)});
    }
    version = entry.stream_version;
  }

 private:
  FindingList& findings_;
  // Flat: most streams are messages of one or two events, and a node each would be most of the memory.
  boost::unordered_flat_map<StreamKey, std::uint64_t, std::hash<StreamKey>> versions_;
};

}  // namespace renkei
