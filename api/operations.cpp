#include "api/operations.h"

#include "api/problem.h"

namespace renkei::api {

http::BodyPlan Operations::plan(const http::RequestHead&) { return {}; }

void Operations::handle(http::Request request, std::unique_ptr<http::BodySink>, http::Reply reply) {
  if (request.head.path != "/metrics") return reply.send(refusal(404, "not-found", request.head.request_id));
  if (request.head.method != "GET")
    return reply.send(refusal(405, "method-not-allowed", request.head.request_id));
  http::Response response;
  response.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"},
                      {"Cache-Control", "no-store"}};
  response.body = service_.metrics.text(service_);
  reply.send(std::move(response));
}

http::Response Operations::refusal(int status, std::string_view code, const std::string& request_id) {
  return refusal_response(status, code, request_id);
}

}  // namespace renkei::api
