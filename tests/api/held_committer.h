// The committer of a played city, held while requests come to wait for it.
#pragma once

#include "tests/api/played_city.h"

namespace renkei::testing {

// Holds the committer, so that what is asked meanwhile waits in the order in which it came.
class HeldCommitter {
 public:
  explicit HeldCommitter(PlayedCity& city) : city_(city) {
    city_.wait_for_views();  // what is asked is prepared from them, whoever wrote it
    auto decide = [this](Situation&) {
      arrived_.set_value();
      go_.get_future().wait();
      return Verdict{};
    };
    std::promise<Committed> committed;
    done_ = committed.get_future();
    ENSURE(city_.service->committer->submit(std::make_unique<Act1>(decide, std::move(committed))));
    arrived_.get_future().wait();
  }
  // An act that is decided before all that is asked from now on.
  void then(Act1::Decide decide) {
    ENSURE(
        city_.service->committer->submit(std::make_unique<Act1>(std::move(decide), std::promise<Committed>())));
  }
  // Asks from a thread of its own, and returns when the request waits for the committer, or was answered
  // without it.
  std::future<Answer> ask(std::function<Answer()> question) {
    const std::size_t waiting = city_.service->committer->queue_length();
    auto answer = std::async(std::launch::async, std::move(question));
    while (city_.service->committer->queue_length() == waiting &&
           answer.wait_for(std::chrono::milliseconds(1)) == std::future_status::timeout) {
    }
    return answer;
  }
  std::future<Answer> get(const Person& who, const std::string& path) {
    return ask([&, path] { return client::ApiClient(city_.url(), "").get(path, city_.as(&who)); });
  }
  std::future<Answer> post(const Person& who, const std::string& path, const std::string& body,
                           Headers more = {}) {
    more.merge(city_.as(&who));
    more.emplace("Idempotency-Key", client::new_idempotency_key());
    return ask([&, path, body, more] { return client::ApiClient(city_.url(), "").post(path, body, more); });
  }
  void release() {
    go_.set_value();
    done_.get();
  }

 private:
  PlayedCity& city_;
  std::promise<void> arrived_, go_;
  std::future<Committed> done_;
};

}  // namespace renkei::testing
