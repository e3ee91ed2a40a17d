// The one table through which routes exist. A route says who may come this far (scope) and what it is;
// everything about persons is decided by the access rule behind it.
#pragma once

#include <span>

#include "api/exchange.h"

namespace renkei::api {

#define LIST(X) X(open, 1, "open") X(any_session, 2, "any_session") X(full_session, 3, "full_session")
RENKEI_CODES(RouteScope, LIST)
#undef LIST

// What else holds of a route.
inline constexpr unsigned kKeyed = 1;  // needs an Idempotency-Key
inline constexpr unsigned kFile = 2;   // the body goes to a sink
inline constexpr unsigned kStores =
    8;  // writes files of its own (keys, uploads, a signed tree): runs on the file thread
inline constexpr unsigned kGrows = 16;  // brings new content: refused first when the disk fills up
inline constexpr unsigned kStands =
    32;  // answers whatever the state of clock and disk: whether the server is well
inline constexpr unsigned kFresh =
    4;  // prepares from the views what others did: waits for all that was durable when it came

struct Route {
  std::string_view method, pattern;  // "/v1/rooms/{id}/messages"
  RouteScope scope = RouteScope::full_session;
  unsigned traits = 0;
  void (*handler)(const ExchangePtr&) = nullptr;
  VersionOf version = nullptr;       // of what the act changes: the route needs If-Match
  std::string_view parameters = {};  // the names its query may have, with a space between
  bool has(unsigned trait) const { return (traits & trait) != 0; }
};

std::span<const Route> routes();

// The route of a request; null when none fits. `path_known`: another method would fit.
const Route* match_route(std::string_view method, std::string_view path, std::vector<std::string>& ids,
                         bool& path_known);
inline std::size_t index_of(const Route& route) { return static_cast<std::size_t>(&route - routes().data()); }

class Application final : public http::Application {
 public:
  explicit Application(CityService& service) : service_(service) {}
  http::BodyPlan plan(const http::RequestHead& head) override;
  void handle(http::Request request, std::unique_ptr<http::BodySink> sink, http::Reply reply) override;
  http::Response refusal(int status, std::string_view code, const std::string& request_id) override;
  void ready(bool is_ready) { ready_ = is_ready; }

 private:
  // Why a route can't be served at present; empty: it can.
  std::string_view out_of_service(const Route& route) const;
  // What stands against serving this head at all; finds its session.
  std::optional<Problem> hindrance_of(const Route& route, const http::RequestHead& head,
                                      std::shared_ptr<Session>& session) const;
  // Takes one of the sender's tokens; once for each request.
  std::optional<Problem> over_rate(const Route& route, const http::RequestHead& head,
                                   const std::shared_ptr<Session>& session);
  // The answer to a head whose body is not read. `route`: null when none fits.
  http::Response refused(const http::RequestHead& head, const Route* route, const Problem& problem);
  // Knows nothing of the application: a job may run when only the service is left.
  static void dispatch(const Route& route, const ExchangePtr& exchange);
  CityService& service_;
  std::atomic<bool> ready_{true};
};

}  // namespace renkei::api
