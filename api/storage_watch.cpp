#include "api/storage_watch.h"

#include <algorithm>

namespace renkei::api {

StorageWatch::StorageWatch(Files& files, std::vector<std::string> paths, const StorageLimits& limits)
    : files_(files), paths_(std::move(paths)), limits_(limits) {
  look();
}

StorageRoom StorageWatch::room_of(const FreeSpace& space) const {
  const std::uint64_t low =
      std::max(space.total / 100 * limits_.low_percent, std::uint64_t{limits_.low_mebibytes} << 20);
  if (space.free < std::uint64_t{limits_.full_mebibytes} << 20) return StorageRoom::full;
  return space.free < low ? StorageRoom::low : StorageRoom::enough;
}

void StorageWatch::look() {
  StorageRoom worst = StorageRoom::enough;
  std::uint64_t least = UINT64_MAX;
  for (const std::string& path : paths_) {
    const auto space = files_.free_space(path);
    if (!space) return;
    worst = std::max(worst, room_of(*space));
    least = std::min(least, space->free);
  }
  room_ = worst;
  free_ = least;
}

}  // namespace renkei::api
