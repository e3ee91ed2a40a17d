// Runs every target over its seeds, over what the fuzzers once found (found/<target>/) and over changes of
// both, so that no target rots and nothing found comes back.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "eventstore/crypto/base64.h"
#include "tests/fuzz/mutation.h"
#include "tests/fuzz/targets.h"
#include "tests/support/effort.h"
#include "tests/support/folders.h"
#include "tests/support/programs.h"

namespace renkei::fuzz {
namespace {

constexpr std::size_t kChangesPerSeed = 2'000;

std::vector<Bytes> found_once(std::string_view target) {
  const std::string folder = testing::source_folder() + "/tests/fuzz/found/" + std::string(target);
  if (!std::filesystem::exists(folder)) return {};
  std::vector<std::filesystem::path> paths;
  for (const auto& file : std::filesystem::directory_iterator(folder)) paths.push_back(file.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Bytes> octets;
  for (const auto& path : paths) octets.push_back(testing::text_of(path.string()));
  return octets;
}

void run_traced(const FuzzTarget& target, const Bytes& octets) {
  try {
    target.run(octets);
  } catch (const std::exception& e) {
    ADD_FAILURE() << target.name << ": " << e.what() << "\nfor " << hex(octets);
  }
}

class FuzzReplay : public ::testing::TestWithParam<FuzzTarget> {};

TEST_P(FuzzReplay, HoldsForSeedsAndTheirChanges) {
  const FuzzTarget& target = GetParam();
  std::vector<Bytes> inputs = target.seeds();
  ASSERT_GE(inputs.size(), 3u);
  for (Bytes& octets : found_once(target.name)) inputs.push_back(std::move(octets));
  Mutation mutation(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    run_traced(target, inputs[i]);
    for (std::size_t n = testing::rounds(kChangesPerSeed); n > 0; --n)
      run_traced(target, mutation.changed(inputs[i], inputs[(i + n) % inputs.size()]));
  }
}

INSTANTIATE_TEST_SUITE_P(EveryTarget, FuzzReplay, ::testing::ValuesIn(all_targets()),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(FuzzTargets, AreThoseThatAreBuiltAsFuzzers) {
  std::vector<std::string> named, built;
  for (const FuzzTarget& target : all_targets()) named.emplace_back(target.name);
  std::istringstream list(RENKEI_FUZZ_TARGETS);
  for (std::string name; list >> name;) built.push_back(name);
  EXPECT_EQ(named, built);
}

}  // namespace
}  // namespace renkei::fuzz
