// Somebody who listens to the events of the played room.
#pragma once

#include "tests/api/played_city.h"
#include "tests/support/effort.h"

namespace renkei::testing {

// Listens as this person until the stream ends; gives all that came.
inline std::future<std::string> listen(PlayedCity& city, const Person& who, Headers more = {}) {
  const std::size_t before = city.service->streams.size();
  more.merge(city.as(&who));
  auto heard = std::async(std::launch::async, [&city, headers = more] {
    return client::ApiClient(city.url(), "").get("/v1/rooms/" + city.r.room_id + "/events", headers).body;
  });
  while (city.service->streams.size() == before &&
         heard.wait_for(std::chrono::milliseconds(1)) == std::future_status::timeout) {
  }
  return heard;
}

// What came until the stream was ended, which must be soon: the rule is one second. A stream that goes on is
// ended here.
inline std::string heard_until_ended(PlayedCity& city, std::future<std::string>& heard) {
  const bool ended = heard.wait_for(patience(std::chrono::seconds(5))) == std::future_status::ready;
  EXPECT_TRUE(ended) << "the stream goes on";
  if (!ended) city.service->streams.close_all();
  return heard.get();
}

}  // namespace renkei::testing
