#include "api/metrics.h"

#include "api/city_service.h"
#include "api/router.h"

namespace renkei::api {
namespace {

void gauge(std::string& out, const char* name, const char* help, std::uint64_t value,
           const char* type = "gauge") {
  out += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + type + "\n" + name + " " +
         std::to_string(value) + "\n";
}

std::string route_labels(std::size_t route) {
  if (route >= routes().size()) return "method=\"\",route=\"none\"";
  const Route& r = routes()[route];
  return "method=\"" + std::string(r.method) + "\",route=\"" + std::string(r.pattern) + "\"";
}

std::string seconds(std::int64_t microseconds) {
  std::string text = std::to_string(microseconds % 1'000'000);
  text.insert(0, 6 - text.size(), '0');
  return std::to_string(microseconds / 1'000'000) + "." + text;
}

}  // namespace

Metrics::Metrics() : routes_(routes().size()), by_route_(new OfRoute[routes_ + 1]) {}

void Metrics::answered(std::size_t route, int status, std::int64_t microseconds) {
  OfRoute& r = by_route_[std::min(route, routes_)];
  ++r.by_class[static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1)];
  std::size_t bucket = 0;
  while (bucket < kBounds.size() && microseconds > kBounds[bucket]) ++bucket;
  ++r.within[bucket];
  r.microseconds += static_cast<std::uint64_t>(microseconds);
}

void Metrics::write_requests(std::string& out) const {
  out +=
      "# HELP renkei_http_requests_total Requests answered, by route and class of status.\n# TYPE "
      "renkei_http_requests_total counter\n";
  for (std::size_t route = 0; route <= routes_; ++route) {
    for (std::size_t c = 0; c < 5; ++c) {
      const std::uint64_t count = by_route_[route].by_class[c];
      if (count == 0) continue;
      out += "renkei_http_requests_total{" + route_labels(route) + ",status=\"" + std::to_string(c + 1) +
             "xx\"} " + std::to_string(count) + "\n";
    }
  }
}

void Metrics::write_times(std::string& out) const {
  const std::string name = "renkei_http_request_duration_seconds";
  out += "# HELP " + name + " From the request read to the answer made.\n# TYPE " + name + " histogram\n";
  for (std::size_t route = 0; route <= routes_; ++route) {
    const OfRoute& r = by_route_[route];
    std::uint64_t sum = 0;
    for (const auto& count : r.within) sum += count;
    if (sum == 0) continue;
    std::uint64_t cumulative = 0;
    for (std::size_t b = 0; b < kBounds.size(); ++b) {
      cumulative += r.within[b];
      out += name + "_bucket{" + route_labels(route) + ",le=\"" + seconds(kBounds[b]) + "\"} " +
             std::to_string(cumulative) + "\n";
    }
    out += name + "_bucket{" + route_labels(route) + ",le=\"+Inf\"} " + std::to_string(sum) + "\n";
    out += name + "_sum{" + route_labels(route) + "} " +
           seconds(static_cast<std::int64_t>(r.microseconds.load())) + "\n";
    out += name + "_count{" + route_labels(route) + "} " + std::to_string(sum) + "\n";
  }
}

std::string Metrics::text(const CityService& service) const {
  std::string out;
  write_requests(out);
  write_times(out);
  const Committer::Counters c = service.committer->counters();
  const std::uint64_t size = service.committer->durable_head().size, applied = service.views->applied();
  gauge(out, "renkei_ledger_entries", "Durable entries.", size);
  gauge(out, "renkei_views_lag_entries", "Durable entries that the views do not show yet.",
        size - std::min(size, applied));
  gauge(out, "renkei_committer_queue", "Proposals that wait.", service.committer->queue_length());
  gauge(out, "renkei_committer_batches_total", "Synced batches.", c.batches, "counter");
  gauge(out, "renkei_committer_proposals_total", "Proposals decided.", c.proposals, "counter");
  gauge(out, "renkei_committer_rejected_total", "Proposals refused by a rule.", c.rejected, "counter");
  gauge(out, "renkei_committer_replayed_total", "Repeated requests answered with their first receipt.",
        c.replayed, "counter");
  gauge(out, "renkei_committer_refused_total", "Proposals turned away by a full queue.", c.refused, "counter");
  gauge(out, "renkei_storage_free_bytes", "Room on the fullest of the city's disks.",
        service.storage.free_octets());
  gauge(out, "renkei_storage_state", "0 enough, 1 low: no new content, 2 full: out of service.",
        static_cast<std::uint64_t>(service.storage.room()));
  gauge(out, "renkei_clock_in_doubt", "1 while nothing is stamped.", service.committer->clock_doubt() ? 1 : 0);
  gauge(out, "renkei_checkpoints_kept", "Checkpoints that were handed out or kept by the hour.",
        service.city.checkpoints->kept());
  gauge(out, "renkei_sessions", "Open sessions.", service.sessions.size());
  return out;
}

}  // namespace renkei::api
