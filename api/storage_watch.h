// How much room the city's disks have left. Asked once a second; what grows is refused in time, so that what
// protects people (reads, withdrawals, incidents) goes on as long as it can.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "eventstore/files/files.h"

namespace renkei::api {

struct StorageLimits {                               // zeros: never
  std::uint32_t low_percent = 0, low_mebibytes = 0;  // the greater of the two counts
  std::uint32_t full_mebibytes = 0;
};

enum class StorageRoom { enough, low, full };

class StorageWatch {
 public:
  StorageWatch(Files& files, std::vector<std::string> paths, const StorageLimits& limits);
  void look();  // a disk that can't be asked keeps what it said before
  StorageRoom room() const { return room_; }
  std::uint64_t free_octets() const { return free_; }  // of the fullest disk

 private:
  StorageRoom room_of(const FreeSpace& space) const;

  Files& files_;
  const std::vector<std::string> paths_;
  const StorageLimits limits_;
  std::atomic<StorageRoom> room_ = StorageRoom::enough;
  std::atomic<std::uint64_t> free_ = 0;
};

}  // namespace renkei::api
