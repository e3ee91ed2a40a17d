// Changes to octets, the same in every run: what the replay of the seeds does where no fuzzer is at hand.
#pragma once

#include <random>

#include "domain/values/bytes.h"

namespace renkei::fuzz {

class Mutation {
 public:
  explicit Mutation(std::uint64_t seed) : random_(seed) {}

  // One to four changes of `octets`, some with octets of `other`.
  Bytes changed(Bytes octets, BytesView other) {
    for (std::size_t n = 1 + below(4); n > 0; --n) change(octets, other);
    return octets;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : static_cast<std::size_t>(random_() % bound); }

  void change(Bytes& octets, BytesView other) {
    static constexpr BytesView kEdges("\x00\x01\x7F\x80\xFF\x20\x0A\x0D\x22", 9);
    const std::size_t at = below(octets.size() + 1);
    const bool inside = at < octets.size();
    switch (below(7)) {
      case 0:
        if (inside) octets[at] = static_cast<char>(octets[at] ^ 1 << below(8));
        break;
      case 1:
        if (inside) octets[at] = kEdges[below(kEdges.size())];
        break;
      case 2:
        octets.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 3:
        octets.erase(at, 1 + below(8));
        break;
      case 4:
        octets.resize(at);
        break;
      case 5:
        octets.insert(at, octets.substr(at, 1 + below(64)));
        break;
      default:
        octets.replace(at, below(64), other.substr(below(other.size() + 1), below(64)));
    }
  }

  std::mt19937_64 random_;
};

}  // namespace renkei::fuzz
