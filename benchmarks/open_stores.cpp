#include "benchmarks/open_stores.h"

#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace renkei::bench {

// Without folding the views stay where they are and answer for what was there before; the committer's own tail
// knows the rest.
struct OpenStores::NoSink final : DurableSink {
  void on_durable(std::uint64_t, std::vector<Bytes>) override {}
  void wait_for_room() override {}
};

OpenStores::OpenStores(const std::string& root, Folding folding) : no_sink_(std::make_unique<NoSink>()) {
  auto opened = open_city(files_, paths_of(root));
  if (!opened) throw std::runtime_error(opened.error().what);
  city = std::move(*opened);
  const auto fatal = [](const std::string& what) {
    std::fprintf(stderr, "benchmark: %s\n", what.c_str());
    std::_Exit(70);
  };
  views = std::make_unique<Views>(city.view_store, *city.engine, ViewsLimits{}, fatal);
  DurableSink* sink = folding == Folding::on ? static_cast<DurableSink*>(views.get()) : no_sink_.get();
  committer =
      std::make_unique<Committer>(Committer::Parts{*city.engine, *views, *sink, *city.keyring, clock_,
                                                   city.format.ledger_id, restore_edge(*city.engine), fatal},
                                  CommitterLimits{});
}

OpenStores::~OpenStores() { stop(); }

void OpenStores::stop() {
  if (!committer) return;
  committer->stop();
  const Head head = committer->durable_head();
  if (!city.checkpoints->sign(head.size, head.root)) throw std::runtime_error("no checkpoint");
  views->stop();
  committer.reset();
  views.reset();
}

void OpenStores::wait_for_views(std::uint64_t behind) const {
  const std::uint64_t size = committer->durable_head().size;
  while (!views->wait_for(size > behind ? size - behind : 0, 1'000)) {
  }
}

std::uint64_t peak_memory_bytes(int process) {
  std::ifstream status("/proc/" + (process == 0 ? std::string("self") : std::to_string(process)) + "/status");
  for (std::string word; status >> word;) {
    std::uint64_t kilobytes = 0;
    if (word == "VmHWM:" && status >> kilobytes) return kilobytes * 1'024;
  }
  return 0;
}

}  // namespace renkei::bench
