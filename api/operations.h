// What operators ask, on a port of its own that only this machine reaches: GET /metrics.
#pragma once

#include "api/city_service.h"
#include "api/http/server.h"

namespace renkei::api {

class Operations final : public http::Application {
 public:
  explicit Operations(const CityService& service) : service_(service) {}
  http::BodyPlan plan(const http::RequestHead& head) override;
  void handle(http::Request request, std::unique_ptr<http::BodySink> sink, http::Reply reply) override;
  http::Response refusal(int status, std::string_view code, const std::string& request_id) override;

 private:
  const CityService& service_;
};

}  // namespace renkei::api
