// Where packets are made, one after another, and kept until they are handed over: as sealed files in
// DATA/packets under keys that live in memory only. What a restart finds there nobody can read, and it is
// removed; a packet can be built again at any time, octet for octet.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/job_thread.h"
#include "domain/packet/state.h"
#include "eventstore/blob_store.h"
#include "projections/views.h"

namespace renkei::api {

class CityService;

class PacketWorks {
 public:
  static constexpr std::size_t kKeptMax = 32;    // files; the oldest go first
  static constexpr std::size_t kWaitingMax = 8;  // packets

  explicit PacketWorks(CityService& service);
  ~PacketWorks();
  void stop();  // gives up what is being made: it can be made again

  // Makes a packet that was asked for (PacketRequested): seals the heads, signs a checkpoint, builds, records
  // it. False: too many are waiting.
  bool make(const PacketId& id);
  // Records where all histories end, as the day's statement. False: too much is waiting.
  bool seal_heads_of_the_day();
  // Builds the file of one that was made, unless it is there; `then` is called either way, on any thread.
  bool have(const PacketId& id, std::function<void(bool there)> then);

  struct Progress {
    std::string step = {};  // "waiting" "model" "pdf" "files" "zip" "done" "failed"
    std::uint64_t done = 0, total = 0;
    std::string why = {};  // it failed; names files of this program or of the packet, never a person
  };
  std::optional<Progress> progress(const PacketId& id) const;  // none: nothing was begun here since the start

  // nullptr: it is not there.
  std::unique_ptr<BlobReader> open(const PacketId& id);

 private:
  struct Order;
  void unless_corrupt(const std::function<void()>& work);  // broken history ends the server here too
  void make_now(const PacketId& id);
  std::optional<std::uint64_t> seal(const ViewSnapshot& views, const Act& act);
  void build_again(const PacketId& id);
  // Seals the heads and signs a checkpoint that holds them.
  Result<Order, std::string> seal_and_sign(const PacketId& id);
  std::optional<Order> order_again(const PacketId& id);
  struct Built;
  Result<Built, std::string> build(const Order& order);
  bool record_made(const Order& order, const Built& built);
  void tell(const PacketId& id, Progress progress);
  void fail(const PacketId& id, const std::string& why);
  void keep(const PacketId& id, const StoredBlob& blob);
  void remove_leftovers();

  CityService& service_;
  BlobStore files_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;  // guards the three below
  std::map<PacketId, Progress> progress_;
  std::map<PacketId, StoredBlob> kept_;
  std::deque<PacketId> order_kept_;  // oldest first
  JobThread jobs_;                   // last: what it runs finds everything above in place
};

}  // namespace renkei::api
