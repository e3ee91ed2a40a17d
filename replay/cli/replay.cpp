#include <iostream>
#include <utility>

#include "eventstore/json/json_write.h"
#include "projections/dump.h"
#include "projections/rows.h"
#include "replay/cli/command.h"
#include "replay/cli/opened_data.h"
#include "replay/room_report.h"
#include "replay/scratch_views.h"

namespace renkei::cli {
namespace {

// The rows of every view, sorted: line by line, or as the lines of one object.
void print_dump(const ViewReader& views, std::uint64_t at, bool as_json) {
  if (!as_json) return dump_views(views, [](const std::string& line) { std::cout << line << "\n"; });
  std::cout << "{\"position\":" << at << ",\"rows\":[";
  bool first = true;
  dump_views(views, [&](const std::string& line) {
    std::cout << (std::exchange(first, false) ? "" : ",") << json_string(line);
  });
  std::cout << "]}\n";
}

int run_replay(const po::variables_map& given) {
  auto data = open_data("replay", given["DATA"].as<std::string>());
  if (!data) return data.error();
  OpenedData& d = **data;
  const std::uint64_t size = d.engine->head().size;
  const std::uint64_t at = given.contains("at") ? given["at"].as<std::uint64_t>() : size - 1;
  if (at >= size) {
    std::cerr << "renkei replay: the ledger holds " << size << " entries; --at may be at most " << size - 1
              << "\n";
    return 64;
  }
  std::unique_ptr<Keyring> keyring;
  if (given.contains("keys")) {
    auto opened = Keyring::open(d.files, given["keys"].as<std::string>());
    if (!opened) {
      std::cerr << "renkei replay: " << opened.error().what << "\n";
      return 5;
    }
    keyring = std::move(*opened);
  }
  const ScratchViews folded(*d.engine, at, terminal_progress("replay"));
  const auto views = folded.snapshot();
  if (!given.contains("room")) {
    print_dump(*views, at, given.contains("json"));
    return 0;
  }
  const auto room = id_from_text<RoomId>(given["room"].as<std::string>());
  const HistoryReader history(*d.engine, keyring.get());
  const std::string report =
      room ? room_report(*views, *d.engine, history, *room, history.read(at).recorded_at) : std::string();
  if (report.empty()) {
    std::cerr << "renkei replay: there was no such room at position " << at << "\n";
    return 64;
  }
  if (given.contains("json")) {
    JsonWriter json;
    json.begin_object().member("position", at).member("room", report).end_object();
    std::cout << json.text() << "\n";
  } else {
    std::cout << "位置 " << at << " の時点\n" << report;
  }
  return 0;
}

}  // namespace

Command replay_command() {
  Command c{"replay",
            "The state of every view, or of one room, right after the entry at a position.",
            "renkei replay audit --at 120 --room room_…",
            {"DATA"},
            {},
            run_replay};
  c.options.add_options()("at", po::value<std::uint64_t>(),
                          "position of the last entry that counts; default: the newest")(
      "room", po::value<std::string>(), "one room, in words")(
      "keys", po::value<std::string>(), "keyring folder; without it content stays sealed")(
      "json", "one JSON object instead of words");
  return c;
}

}  // namespace renkei::cli
