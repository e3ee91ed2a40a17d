// Where a Reply goes: a connection in the server, a fake in the tests of handlers.
#pragma once

#include <memory>

#include "api/http/server.h"

namespace renkei::http {

// Every function may be called from any thread; a Reply calls exactly one of them, once.
class Reply::Target {
 public:
  virtual ~Target() = default;
  virtual void answer(Response response) = 0;
  virtual void answer_later(std::function<Response()> make) = 0;
  virtual void drop() = 0;  // the reply was destroyed unanswered
  virtual std::shared_ptr<EventStream> stream(std::vector<std::pair<std::string, std::string>> headers) = 0;
};

}  // namespace renkei::http
