// What a server answers that ended too often to be tried again: that it lives, why it does not serve, and
// nothing else. It opens no store, so DATA may be verified and copied beside it.
#pragma once

#include <string>
#include <vector>

#include "api/http/server.h"

namespace renkei::api {

class Explanation final : public http::Application {
 public:
  explicit Explanation(std::vector<std::string> reasons) : reasons_(std::move(reasons)) {}
  http::BodyPlan plan(const http::RequestHead& head) override;
  void handle(http::Request request, std::unique_ptr<http::BodySink> sink, http::Reply reply) override;
  http::Response refusal(int status, std::string_view code, const std::string& request_id) override;

 private:
  const std::vector<std::string> reasons_;
};

}  // namespace renkei::api
