#include "api/http/admission.h"

namespace renkei::http {

std::optional<Admission::Place> Admission::enter(const std::string& address) {
  const std::lock_guard lock(mutex_);
  ++total_;
  if (open_ >= total_max_) return std::nullopt;
  std::uint32_t& from_here = per_address_[address];
  if (from_here >= per_address_max_) {
    if (from_here == 0) per_address_.erase(address);
    return std::nullopt;
  }
  ++from_here;
  ++open_;
  return Place(*this, address);
}

std::optional<Admission::BodyRoom> Admission::reserve(std::uint64_t octets) {
  std::uint64_t held = body_bytes_.load();
  do {
    if (octets > body_bytes_max_ - held) return std::nullopt;
  } while (!body_bytes_.compare_exchange_weak(held, held + octets));
  return BodyRoom(*this, octets);
}

void Admission::leave(const std::string& address) {
  const std::lock_guard lock(mutex_);
  --open_;
  const auto found = per_address_.find(address);
  if (--found->second == 0) per_address_.erase(found);
}

Server::Counters Admission::counters() const {
  Server::Counters counters;
  {
    const std::lock_guard lock(mutex_);
    counters.connections_open = open_;
    counters.connections_total = total_;
  }
  counters.requests_total = requests_.load(std::memory_order_relaxed);
  counters.refused_total = refused_.load(std::memory_order_relaxed);
  return counters;
}

}  // namespace renkei::http
