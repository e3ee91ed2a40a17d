#include "api/http/reply_target.h"
#include "domain/check.h"

namespace renkei::http {

const std::string* RequestHead::header(std::string_view name) const {
  for (const auto& [field, value] : headers) {
    if (field == name) return &value;
  }
  return nullptr;
}

Reply::~Reply() {
  if (target_) target_->drop();
}

void Reply::send(Response response) {
  ENSURE(target_ != nullptr);
  std::exchange(target_, nullptr)->answer(std::move(response));
}

void Reply::send_later(std::function<Response()> make) {
  ENSURE(target_ != nullptr);
  std::exchange(target_, nullptr)->answer_later(std::move(make));
}

std::shared_ptr<EventStream> Reply::open_stream(std::vector<std::pair<std::string, std::string>> headers) {
  ENSURE(target_ != nullptr);
  return std::exchange(target_, nullptr)->stream(std::move(headers));
}

}  // namespace renkei::http
