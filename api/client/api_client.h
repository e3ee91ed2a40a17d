// Our HTTP client (on cpp-httplib): the CLI against a server, the demo, end-to-end tests.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace renkei::client {

struct Answer {
  int status = 0;                              // 0: no answer
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string error;  // why there was no answer
};

using Headers = std::map<std::string, std::string>;

struct Question {
  std::string base_url, method, path, content_type, body;
  Headers headers;
};

// Called with every exchange of every client of this process. Set it before the first client asks.
using Observer = std::function<void(const Question&, const Answer&)>;
void observe_exchanges(Observer observer);

class ApiClient {
 public:
  // `certificate_file`: the only certificate that is trusted; empty for plain http.
  ApiClient(const std::string& base_url, const std::string& certificate_file);
  ~ApiClient();
  ApiClient(ApiClient&&) noexcept;
  ApiClient& operator=(ApiClient&&) noexcept;

  Answer get(const std::string& path, const Headers& headers = {});
  // A body of JSON unless `content_type` says otherwise.
  Answer post(const std::string& path, const std::string& body, const Headers& headers = {},
              const std::string& content_type = "application/json");

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

std::string new_idempotency_key();  // a random UUID

}  // namespace renkei::client
