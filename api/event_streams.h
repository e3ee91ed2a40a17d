// The open event streams of rooms. They carry ids and positions only; content is fetched by an audited read. A
// stream ends as soon as its right does. Safe from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "api/http/server.h"
#include "domain/aggregate_states.h"

namespace renkei::api {

class EventStreams {
 public:
  void add(const RoomId& room, const AccountId& account, const FacilityId& facility,
           const std::optional<DeviceId>& device, std::shared_ptr<http::EventStream> stream);
  // Told of every folded entry, in order.
  void on_entry(BytesView entry);
  void close_all();
  std::size_t size() const;

 private:
  struct Open {
    RoomId room;
    AccountId account;
    FacilityId facility;
    std::optional<DeviceId> device;
    std::shared_ptr<http::EventStream> stream;
  };
  template <class Matches>
  void end(const Matches& matches, std::uint64_t position);

  mutable std::mutex mutex_;  // guards open_
  std::vector<Open> open_;
};

}  // namespace renkei::api
