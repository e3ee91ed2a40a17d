// RocksDB sleeps a second after a background write that failed, which would be nearly all the time of these
// tests. The stores open it with the system's clock, so the sleep itself is shortened for this executable,
// RocksDB included (see tests/impatient_rocks_env.h for tests that give it an Env).
#include <time.h>
#include <unistd.h>

#include <algorithm>

extern "C" int usleep(useconds_t microseconds) {
  const timespec shortened{0, std::min<long>(static_cast<long>(microseconds), 1'000) * 1'000};
  return nanosleep(&shortened, nullptr);
}
