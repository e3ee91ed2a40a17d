#include <iostream>

#include "replay/cli/command.h"
#include "replay/cli/opened_data.h"
#include "replay/export.h"

namespace renkei::cli {
namespace {

int run_export(const po::variables_map& given) {
  auto data = open_data("export", given["DATA"].as<std::string>());
  if (!data) return data.error();
  OpenedData& d = **data;
  const auto note = read_high_water(d.files, d.paths.checkpoints());
  if (!note) {
    std::cerr << "renkei export: no signed checkpoint in " << d.paths.checkpoints() << "\n";
    return 4;
  }
  const auto done = export_ledger(d.files, d.paths, *d.engine, *note, d.format, given["OUT"].as<std::string>(),
                                  !given.contains("without-payloads"), terminal_progress("export"));
  if (!done) {
    std::cerr << "renkei export: " << done.error().what << "\n";
    return done.error().exit_code;
  }
  std::cout << (given.contains("json") ? "{\"entries\":" : "exported ") << done->entries
            << (given.contains("json") ? "}\n" : " entries\n");
  return 0;
}

}  // namespace

Command export_command() {
  Command c{"export",
            "Writes the signed ledger as C2SP tiles and entry bundles, for any verifier.",
            "renkei export audit ledger-export",
            {"DATA", "OUT"},
            {},
            run_export};
  c.options.add_options()("without-payloads", "leave the sealed content out; verify then says incomplete")(
      "json", "one JSON object instead of words");
  return c;
}

}  // namespace renkei::cli
