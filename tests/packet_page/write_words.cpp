// For the maker of packets in Python: usage.csv and fhir/bundle.json of a packet that has none yet, as Renkei
// writes them. The page compares only their digests, and Renkei's own checker must not stumble over them.
//
//   packet_words packet.zip FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/packet/words_again.h"
#include "tests/support/programs.h"

int main(int count, char** words) {
  if (count != 3) return 64;
  const std::filesystem::path folder = words[2];
  try {
    for (const auto& [name, text] : renkei::testing::words_again(renkei::testing::text_of(words[1]))) {
      if (name == "usage.jsonl") continue;  // the maker's own
      std::filesystem::create_directories((folder / name).parent_path());
      if (!(std::ofstream(folder / name, std::ios::binary | std::ios::trunc) << text).flush()) return 1;
    }
  } catch (const std::exception& e) {
    std::fprintf(stderr, "packet_words: %s\n", e.what());
    return 1;
  }
  return 0;
}
