// What a command of `renkei` is: a name, a sentence, an example, options, a function. Exit codes are the same
// everywhere:
//   0 done, sound · 1 the demo met a refusal · 2 tampered · 3 truncated or stale · 4 incomplete evidence
//   5 unreadable input or a running server's directory · 64 wrong usage
#pragma once

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>

#include <functional>
#include <string>
#include <vector>

namespace renkei::cli {

namespace po = boost::program_options;

struct Command {
  std::string name, summary, example;
  std::vector<std::string> positional;  // names of arguments, in order; required
  po::options_description options{"Options"};
  std::function<int(const po::variables_map&)> run;
};

Command init_command();
Command verify_command();
Command replay_command();
Command rebuild_command();
Command usage_report_command();
Command export_command();
Command vkey_command();
Command demo_command();
Command clock_command();
Command login_command();
Command case_command();
Command packet_command();
Command policy_command();
Command check_packet_command();
Command protect_packet_command();

// Progress on a terminal for anything longer than a second; silent elsewhere.
std::function<void(std::uint64_t done, std::uint64_t total)> terminal_progress(const std::string& what);

}  // namespace renkei::cli
