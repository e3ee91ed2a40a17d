// Checkpoints are signed by the clock, by who asks for a receipt, and for packets: from several threads at
// once, while the log grows.
#include <gtest/gtest.h>

#include "tests/support/effort.h"
#include "tests/support/long_history.h"
#include "tests/support/served_city.h"

namespace renkei::testing {
namespace {

TEST(Signing, GoesForwardWhoeverAsksForIt) {
  ServedCity city{Instant{1'795'305'600'000'000}};
  LongHistory history(
      {*city.service->committer, *city.service->city.keyring, city.service->blobs, city.service->city_key()});
  history.begin();
  std::atomic<bool> stop = false;
  std::vector<std::thread> signers;
  for (int i = 0; i < 3; ++i) {
    signers.emplace_back([&] {
      while (!stop) {
        EXPECT_TRUE(city.service->sign_checkpoint());
        EXPECT_TRUE(city.service->keep_checkpoint());
      }
    });
  }
  for (int i = 0; i < rounds(300); ++i) history.live(1, 0);
  stop = true;
  for (std::thread& signer : signers) signer.join();
  EXPECT_EQ(city.failure, "");
  EXPECT_EQ(city.service->sign_checkpoint(), city.service->committer->durable_head().size);
}

}  // namespace
}  // namespace renkei::testing
