#include "api/explanation.h"

#include "api/problem.h"

namespace renkei::api {

namespace {

constexpr std::uint64_t kBodyBytesMax = 256 * 1024;  // read, and not looked at

}  // namespace

http::BodyPlan Explanation::plan(const http::RequestHead&) {
  http::BodyPlan plan;
  plan.max_bytes = kBodyBytesMax;
  return plan;
}

void Explanation::handle(http::Request request, std::unique_ptr<http::BodySink>, http::Reply reply) {
  const http::RequestHead& head = request.head;
  if (head.path == "/healthz" && head.method == "GET") {
    http::Response response;
    response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    response.body = R"({"status":"ok"})";
    return reply.send(std::move(response));
  }
  Problem problem{"not-serving", {}, {}, {}};
  problem.retry_after_seconds = 60;
  if (head.path == "/readyz" && head.method == "GET") problem.reasons = reasons_;
  const std::string* language = head.header("accept-language");
  reply.send(problem_response(problem, head.request_id,
                              language == nullptr ? std::string_view() : std::string_view(*language)));
}

http::Response Explanation::refusal(int status, std::string_view code, const std::string& request_id) {
  return refusal_response(status, code, request_id);
}

}  // namespace renkei::api
