#include "tests/kills/moment.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <string_view>

#include "domain/check.h"

namespace renkei::testing {

Moment::Moment(const std::string& path, std::string ending)
    : descriptor_(inotify_init1(IN_CLOEXEC)), ending_(std::move(ending)) {
  ENSURE(inotify_add_watch(descriptor_, path.c_str(), IN_CREATE | IN_MODIFY | IN_MOVED_TO) >= 0);
}

Moment::~Moment() { ::close(descriptor_); }

bool Moment::fits(const char* events, long length) const {
  for (long at = 0; at < length;) {
    const auto* event = reinterpret_cast<const inotify_event*>(events + at);
    if (ending_.empty() || (event->len > 0 && std::string_view(event->name).ends_with(ending_))) return true;
    at += static_cast<long>(sizeof(inotify_event) + event->len);
  }
  return false;
}

bool Moment::wait(std::chrono::milliseconds at_most) {
  const auto until = std::chrono::steady_clock::now() + at_most;
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd waiting{descriptor_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return false;
    alignas(inotify_event) char events[4'096];
    if (fits(events, ::read(descriptor_, events, sizeof events))) return true;
  }
}

}  // namespace renkei::testing
