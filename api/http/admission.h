// Who may connect, and how much may be held of what is sent: caps on connections in total and per address, on
// the octets of all bodies in memory, and the server's counters. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "api/http/server.h"

namespace renkei::http {

class Admission {
 public:
  // One admitted connection; gives its place back.
  class Place {
   public:
    Place(Admission& admission, std::string address) : admission_(&admission), address_(std::move(address)) {}
    Place(Place&& other) noexcept
        : admission_(std::exchange(other.admission_, nullptr)), address_(std::move(other.address_)) {}
    Place& operator=(Place&&) = delete;
    ~Place() { give_back(); }
    void give_back() {
      if (admission_ != nullptr) std::exchange(admission_, nullptr)->leave(address_);
    }

   private:
    Admission* admission_;
    std::string address_;
  };

  // So many octets of a body, held in memory until it is answered; given back with this.
  class BodyRoom {
   public:
    BodyRoom(Admission& admission, std::uint64_t octets) : admission_(&admission), octets_(octets) {}
    BodyRoom(BodyRoom&& other) noexcept
        : admission_(std::exchange(other.admission_, nullptr)), octets_(other.octets_) {}
    BodyRoom& operator=(BodyRoom&&) = delete;
    ~BodyRoom() {
      if (admission_ != nullptr) admission_->body_bytes_ -= octets_;
    }

   private:
    Admission* admission_;
    std::uint64_t octets_;
  };

  explicit Admission(const ServerOptions& options)
      : total_max_(options.max_connections),
        per_address_max_(options.max_connections_per_address),
        body_bytes_max_(options.body_bytes_in_memory_max) {}

  // nullopt: over a cap.
  std::optional<Place> enter(const std::string& address);
  // nullopt: the bodies under way leave no room for it.
  std::optional<BodyRoom> reserve(std::uint64_t octets);

  void count_request() { requests_.fetch_add(1, std::memory_order_relaxed); }
  void count_refusal() { refused_.fetch_add(1, std::memory_order_relaxed); }
  Server::Counters counters() const;

 private:
  void leave(const std::string& address);

  const std::uint32_t total_max_;
  const std::uint32_t per_address_max_;
  const std::uint64_t body_bytes_max_;
  std::atomic<std::uint64_t> body_bytes_{0};
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> per_address_;
  std::uint64_t open_ = 0;
  std::uint64_t total_ = 0;
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<std::uint64_t> refused_{0};
};

}  // namespace renkei::http
