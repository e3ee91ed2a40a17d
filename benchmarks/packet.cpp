// P10: a packet of so many rows and photos, all formats with their proofs, built and checked.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "benchmarks/open_stores.h"
#include "eventstore/codec/compact.h"
#include "eventstore/json/json_write.h"
#include "replay/disclosure/packet_builder.h"
#include "replay/packet/check.h"
#include "replay/packet/file_source.h"
#include "tests/support/long_history.h"

namespace renkei::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void make_city(const std::string& root) {
  PosixFiles files;
  std::filesystem::create_directories(root);
  const auto made = init_city(files, paths_of(root),
                              {"丸亀市",
                               "renkei.example/marugame",
                               text_of(std::string(RENKEI_SOURCE) + "/replay/data/marugame-2026-04.json"),
                               {"森本 由紀", "大西 健"},
                               SystemClock().now()});
  if (!made) throw std::runtime_error(made.error().what);
}

// The city's part before the builder: heads sealed, a checkpoint signed over them.
PacketOrder order_for(OpenStores& stores, testing::LongHistory& history) {
  stores.wait_for_views(0);
  const auto views = stores.views->snapshot();
  PacketOrder order;
  order.as_of = views.position;
  const auto row = views.reader->get(static_cast<std::size_t>(Family::states),
                                     stream_prefix({Aggregate::packet, history.packet.octets}));
  order.requested = from_compact<packet::State>(from_compact<SnapshotRow>(*row).state);
  const SealedHeads heads = seal_heads(*views.reader, order.as_of);
  order.heads_position = history.record(
      {Draft{ledger::SubjectHeadsSealed{stores.city.format.ledger_id, order.as_of, heads.count, heads.root},
             {},
             {}}},
      1);
  const Head head = stores.committer->durable_head();
  order.checkpoint_note = *stores.city.checkpoints->sign(head.size, head.root);
  stores.wait_for_views(0);
  return order;
}

int run(const std::string& root, std::uint64_t rows, std::uint64_t photos) {
  make_city(root);
  OpenStores stores(root);
  PosixFiles files;
  BlobStore blobs(files, paths_of(root).blobs());
  testing::LongHistory history({*stores.committer, *stores.city.keyring, blobs, stores.city.format.ledger_id});
  history.begin();
  history.live(rows, photos);
  history.ask_for_a_packet(DisclosureResult::full, {});
  const PacketOrder order = order_for(stores, history);
  const auto views = stores.views->snapshot();
  const HistoryReader reader(*stores.city.engine, stores.city.keyring.get());
  Names names(reader);
  const PacketSources sources{*views.reader,
                              *stores.city.engine,
                              reader,
                              *stores.city.keyring,
                              names,
                              blobs,
                              stores.city.format.city,
                              stores.city.format.ledger_id,
                              stores.city.log_key,
                              stores.city.packet_key,
                              stores.committer->edge()};
  const std::uint64_t memory_before = peak_memory_bytes();
  const std::string path = root + "/packet.zip";
  std::ofstream out(path, std::ios::binary);
  const auto begun = Clock::now();
  const auto built = build_packet(
      sources, order, stores.city.packet_seed.view(),
      [&](BytesView piece) { out.write(piece.data(), static_cast<std::streamsize>(piece.size())); }, {});
  out.close();
  const double build_seconds = seconds_since(begun);
  if (!built) throw std::runtime_error(built.error().what);
  const std::uint64_t memory_after = peak_memory_bytes();
  const auto check_begun = Clock::now();
  const auto report = packet::check_packet({packet::FileSource::open(path), nullptr, {}});
  const double check_seconds = seconds_since(check_begun);
  JsonWriter json;
  json.begin_object().member("rows", built->rows).member("photos", photos).member("bytes", built->bytes);
  json.member("build_milliseconds", static_cast<std::uint64_t>(build_seconds * 1'000));
  json.member("check_milliseconds", static_cast<std::uint64_t>(check_seconds * 1'000));
  json.member("peak_bytes_before", memory_before).member("peak_bytes", memory_after);
  json.member("check_exit_code", static_cast<std::uint32_t>(report.exit_code()));
  std::cout << json.end_object().take() << "\n";
  return report.exit_code() == 4 ? 0 : 1;  // no policy names the keys of a city made a moment ago
}

}  // namespace
}  // namespace renkei::bench

int main(int argc, char** argv) {
  if (argc != 4) return std::cerr << "bench_packet FOLDER ROWS PHOTOS\n", 64;
  try {
    return renkei::bench::run(argv[1], std::strtoull(argv[2], nullptr, 10),
                              std::strtoull(argv[3], nullptr, 10));
  } catch (const std::exception& e) {
    std::cerr << "bench_packet: " << e.what() << "\n";
    return 1;
  }
}
