#include "api/client/api_client.h"

#include <httplib.h>

#include <random>

namespace renkei::client {
namespace {

constexpr int kConnectSeconds = 5, kAnswerSeconds = 30;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Answer answer_of(const httplib::Result& result) {
  Answer answer;
  if (!result) {
    answer.error = httplib::to_string(result.error());
    return answer;
  }
  answer.status = result->status;
  answer.body = result->body;
  for (const auto& [name, value] : result->headers) answer.headers[lower(name)] = value;
  return answer;
}

Observer& observer() {
  static Observer set;
  return set;
}

Answer observed(Question question, Answer answer) {
  if (observer()) observer()(question, answer);
  return answer;
}

httplib::Headers headers_of(const Headers& headers) {
  httplib::Headers out;
  for (const auto& [name, value] : headers) out.emplace(name, value);
  return out;
}

}  // namespace

void observe_exchanges(Observer set) { observer() = std::move(set); }

struct ApiClient::Impl {
  explicit Impl(const std::string& url) : base_url(url), http(url) {}
  const std::string base_url;
  httplib::Client http;
};

ApiClient::ApiClient(const std::string& base_url, const std::string& certificate_file)
    : impl_(std::make_unique<Impl>(base_url)) {
  if (!certificate_file.empty()) {
    impl_->http.set_ca_cert_path(certificate_file.c_str());
    impl_->http.enable_server_certificate_verification(true);
  }
  impl_->http.set_tcp_nodelay(true);
  impl_->http.set_keep_alive(true);
  impl_->http.set_connection_timeout(kConnectSeconds);
  impl_->http.set_read_timeout(kAnswerSeconds);
}
ApiClient::~ApiClient() = default;
ApiClient::ApiClient(ApiClient&&) noexcept = default;
ApiClient& ApiClient::operator=(ApiClient&&) noexcept = default;

Answer ApiClient::get(const std::string& path, const Headers& headers) {
  httplib::Headers sent = headers_of(headers);
  // cpp-httplib 0.11 reads the body of a 304 until the connection closes, although it has none.
  if (headers.contains("If-None-Match")) sent.emplace("Connection", "close");
  return observed({impl_->base_url, "GET", path, {}, {}, headers},
                  answer_of(impl_->http.Get(path.c_str(), sent)));
}

Answer ApiClient::post(const std::string& path, const std::string& body, const Headers& headers,
                       const std::string& content_type) {
  return observed({impl_->base_url, "POST", path, content_type, body, headers},
                  answer_of(impl_->http.Post(path.c_str(), headers_of(headers), body, content_type.c_str())));
}

std::string new_idempotency_key() {
  static thread_local std::random_device source;
  static constexpr char kHex[] = "0123456789abcdef";
  std::string key;
  for (int i = 0; i < 36; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    key += dash ? '-' : i == 14 ? '4' : i == 19 ? kHex[8 + source() % 4] : kHex[source() % 16];
  }
  return key;
}

}  // namespace renkei::client
