// renkei-check-packet: checks a disclosure packet offline, with crypto, trees and codec only.
#include <cstdio>
#include <exception>
#include <string>

#include "replay/cli/check_packet.h"

int main(int count, char** words) {
  std::string file, policy;
  bool as_json = false, understood = count > 1;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--json") {
      as_json = true;
    } else if (word == "--policy" && i + 1 < count) {
      policy = words[++i];
    } else if (file.empty() && word[0] != '-') {
      file = word;
    } else {
      understood = false;
    }
  }
  if (understood && !file.empty()) {
    try {
      return renkei::cli::run_check_packet(file, policy, as_json);
    } catch (const std::exception& e) {  // more memory asked for than there is
      std::fprintf(stderr, "check-packet: %s: %s\n", file.c_str(), e.what());
      return 5;
    }
  }
  std::puts(
      "Checks a disclosure packet offline (docs/formats/packet.md).\n\n"
      "  renkei-check-packet packet.zip [--policy policy.txt] [--json]\n\n"
      "The policy names the city's keys; without it the packet is checked in itself only.\n"
      "Exit codes: 0 whole and signed by the policy's keys, 2 changed, 3 cut off at the end,\n"
      "            4 whole in itself but no policy vouches for the keys, 5 not a packet.");
  return understood ? 64 : (count > 1 ? 64 : 0);
}
