#include <iostream>

#include "projections/folded_store.h"
#include "replay/cli/command.h"
#include "replay/cli/opened_data.h"
#include "replay/view_folders.h"

namespace renkei::cli {
namespace {

constexpr std::size_t kEntriesAtOnce = 1'000;  // per write

int run_rebuild(const po::variables_map& given) {
  auto data = open_data("rebuild", given["DATA"].as<std::string>());
  if (!data) return data.error();
  OpenedData& d = **data;
  const std::string folder = views_folder(d.files, d.paths);
  if (const auto gone = remove_views(d.files, folder); !gone) {
    std::cerr << "renkei rebuild: " << gone.error().what << "\n";
    return gone.error().exit_code;
  }
  auto store = RocksViewStore::open(d.files, folder, family_names());
  if (!store) {
    std::cerr << "renkei rebuild: " << store.error() << "\n";
    return 5;
  }
  const std::uint64_t size = d.engine->head().size;
  const auto progress = terminal_progress("rebuild");
  FoldedStore folded(std::move(*store));
  const auto go_on = [&] {
    if (progress) progress(folded.position(), size);
    return true;
  };
  try {
    auto done = folded.catch_up(*d.engine, size, kEntriesAtOnce, go_on);
    if (done) done = folded.store()->flush();
    if (!done) {
      std::cerr << "renkei rebuild: " << done.error() << "\n";
      return 5;
    }
  } catch (const CorruptHistory& damage) {
    std::cerr << "renkei rebuild: " << damage.what() << "\n";
    return 2;
  }
  std::cout << (given.contains("json") ? "{\"entries\":" : "folded ") << folded.position()
            << (given.contains("json") ? "}\n" : " entries anew\n");
  return 0;
}

}  // namespace

Command rebuild_command() {
  Command c{
      "rebuild",
      "Deletes the views of a stopped server and folds them anew from the ledger. (A running renkeid does so\n"
      "beside its users when it is sent SIGHUP.)",
      "renkei rebuild var/demo/data",
      {"DATA"},
      {},
      run_rebuild};
  c.options.add_options()("json", "one JSON object instead of words");
  return c;
}

Command vkey_command() {
  Command c{
      "vkey",
      "Prints the ledger's verification key (C2SP vkey).",
      "renkei vkey var/demo/data",
      {"DATA"},
      {},
      [](const po::variables_map& given) {
        PosixFiles files;
        const auto format = read_format(files, {given["DATA"].as<std::string>(), {}});
        if (!format) {
          std::cerr << "renkei vkey: " << format.error().what << "\n";
          return format.error().exit_code;
        }
        std::cout << (given.contains("json") ? "{\"log_key\":\"" + format->log_key + "\"}" : format->log_key)
                  << "\n";
        return 0;
      }};
  c.options.add_options()("json", "one JSON object instead of the bare key");
  return c;
}

}  // namespace renkei::cli
