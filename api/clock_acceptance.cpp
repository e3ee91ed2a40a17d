#include "api/clock_acceptance.h"

#include <cstdlib>

#include "eventstore/json/json_read.h"
#include "eventstore/json/json_write.h"

namespace renkei::api {
namespace {

constexpr std::int64_t kDifferenceMax = 2'000'000;  // µs, the step that is a doubt

struct Acceptance {
  std::int64_t microseconds_from_boot = 0;
  template <class V>
  static void describe(V& v) {
    v.field("microseconds_from_boot", &Acceptance::microseconds_from_boot, number(0, INT64_MAX));
  }
};

std::string acceptance_file(const std::string& secrets) { return secrets + "/clock-accepted"; }

std::int64_t from_boot(const Clock& clock) {
  return clock.now().microseconds - clock.monotonic_milliseconds() * 1'000;
}

}  // namespace

Result<void, FileError> leave_clock_acceptance(Files& files, const std::string& secrets, const Clock& clock) {
  return replace_file(files, acceptance_file(secrets), to_json(Acceptance{from_boot(clock)}) + "\n");
}

bool take_clock_acceptance(Files& files, const std::string& secrets, const Clock& clock) {
  const auto octets = read_file(files, acceptance_file(secrets));
  if (!octets) return false;
  (void)files.unlink(acceptance_file(secrets));
  const auto accepted = from_json_text<Acceptance>(*octets);
  return accepted && std::llabs(accepted->microseconds_from_boot - from_boot(clock)) <= kDifferenceMax;
}

}  // namespace renkei::api
