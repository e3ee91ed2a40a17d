// How this city's servers ended. A server that ends again and again within a minute is not tried once more: it
// starts only to explain why. Noted in DATA/ends: a running server's note is open; one that is found open ended
// without a word. Times are those since boot, which nobody sets.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "eventstore/clock.h"
#include "eventstore/files/files.h"

namespace renkei::api {

class PastEnds {
 public:
  static constexpr std::int64_t kWithinMilliseconds = 60'000;

  // `ends_max`: so many ends within a minute are too many; 0: never.
  PastEnds(Files& files, const std::string& data, const Clock& clock, std::uint32_t ends_max);

  // Notes this start. Not empty: it must only explain, and these are the reasons, oldest first.
  std::vector<std::string> begin();
  void ended(const std::string& why);  // from any thread, as the last thing; best effort
  void ended_well();                   // forgets the others too: somebody stopped it

 private:
  bool write();

  Files& files_;
  const std::string path_;
  const Clock& clock_;
  const std::uint32_t ends_max_;
  std::mutex mutex_;  // guards everything below
  struct End {
    std::int64_t at_milliseconds = 0;  // since boot
    std::string why;
    template <class V>
    static void describe(V& v);
  };
  struct Notes {
    bool running = false;
    std::vector<End> ends;
    template <class V>
    static void describe(V& v);
  };
  Notes notes_;
};

}  // namespace renkei::api
