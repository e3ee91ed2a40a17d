// fuzz_seeds DIR: writes the seeds of every target to DIR/<target>/, from where the fuzzers begin.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/targets.h"

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: fuzz_seeds DIR\n", stderr);
    return 2;
  }
  for (const renkei::fuzz::FuzzTarget& target : renkei::fuzz::all_targets()) {
    const std::filesystem::path folder = std::filesystem::path(arguments[1]) / target.name;
    std::filesystem::create_directories(folder);
    std::size_t number = 0;
    for (const renkei::Bytes& seed : target.seeds()) {
      std::ofstream file(folder / ("seed-" + std::to_string(++number)), std::ios::binary);
      if (!file.write(seed.data(), static_cast<std::streamsize>(seed.size()))) return 1;
    }
  }
  return 0;
}
