#include <iostream>

#include "api/clock_acceptance.h"
#include "eventstore/files/posix_files.h"
#include "replay/cli/command.h"

namespace renkei::cli {
namespace {

constexpr int kUnreadable = 5, kUsage = 64;

int run_clock(const po::variables_map& given) {
  if (given["ACTION"].as<std::string>() != "accept") {
    std::cerr << "renkei clock: the only action is accept\n";
    return kUsage;
  }
  PosixFiles files;
  const SystemClock clock;
  const std::string secrets = given["SECRETS"].as<std::string>();
  if (!files.exists(secrets + "/log.key")) {
    std::cerr << "renkei clock: no city's secrets at " << secrets << "\n";
    return kUnreadable;
  }
  if (const auto left = api::leave_clock_acceptance(files, secrets, clock); !left) {
    std::cerr << "renkei clock: " << left.error().to_string() << "\n";
    return kUnreadable;
  }
  std::cout << "この時計を正しいと認めました: " << to_text(clock.now())
            << "\nサーバーは1秒以内に再開し、台帳に記録します（時計が変われば無効です）。\n";
  return 0;
}

}  // namespace

Command clock_command() {
  return {"clock",
          "Vouches for this machine's clock, when the server says clock-unsure; recorded in the ledger.",
          "renkei clock accept secrets",
          {"ACTION", "SECRETS"},
          {},
          run_clock};
}

}  // namespace renkei::cli
