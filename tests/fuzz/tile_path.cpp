// Paths of tiles, as they stand in requests and exports.
#include "eventstore/merkle/tiles.h"
#include "tests/fuzz/targets.h"

namespace renkei::fuzz {
namespace {

void run_tile_path(BytesView octets) {
  const auto tile = parse_tile_path(octets);
  if (tile) must_hold(renkei::tile_path(*tile) == octets, "a tile has one path");
}

std::vector<Bytes> tile_path_seeds() {
  return {"tile/0/000",
          "tile/0/x001/x234/067.p/12",
          "tile/entries/000",
          "tile/entries/x001/000.p/255",
          "tile/63/999",
          "tile/7/x018/x446/x744/x073/x709/x551/615",
          "tile/0/x000/000",
          "tile/0/000.p/256",
          "tile/64/000",
          "tile/entries/",
          "tile/0/x018/x446/x744/x073/x709/x551/616",
          "tile/00/000"};
}

}  // namespace

FuzzTarget tile_path() { return {"tile_path", run_tile_path, tile_path_seeds}; }

}  // namespace renkei::fuzz
