// renkei: everything but serving. One small file per command.
#include <unistd.h>

#include <boost/program_options/parsers.hpp>

#include <algorithm>
#include <csignal>
#include <iostream>

#include "domain/check.h"
#include "replay/cli/command.h"

namespace {

using namespace renkei::cli;
constexpr int kUsage = 64, kUnreadable = 5;
constexpr const char* kExitCodes =
    "0 sound or done · 1 refused · 2 tampered · 3 truncated or stale · 4 incomplete evidence · 5 unreadable, "
    "or "
    "in use · 64 wrong usage";

std::vector<Command> commands() {
  std::vector<Command> all;
  all.push_back(init_command());
  all.push_back(demo_command());
  all.push_back(verify_command());
  all.push_back(replay_command());
  all.push_back(rebuild_command());
  all.push_back(usage_report_command());
  all.push_back(export_command());
  all.push_back(vkey_command());
  all.push_back(clock_command());
  all.push_back(login_command());
  all.push_back(case_command());
  all.push_back(packet_command());
  all.push_back(check_packet_command());
  all.push_back(protect_packet_command());
  all.push_back(policy_command());
  return all;
}

void print_overview() {
  std::cout << "renkei COMMAND …    Tools for a city's Renkei ledger. `renkei COMMAND --help` says more.\n\n";
  for (const Command& c : commands())
    std::cout << "  " << c.name << std::string(16 - c.name.size(), ' ')
              << c.summary.substr(0, c.summary.find('\n')) << "\n";
  std::cout << "\nExample: renkei verify var/demo/data\n\nExit codes: " << kExitCodes << "\n";
}

void print_help(const Command& c) {
  std::cout << "renkei " << c.name;
  for (const std::string& name : c.positional) std::cout << " " << name;
  std::cout << "\n"
            << c.summary << "\n\n"
            << c.options << "\nExample: " << c.example << "\n\nExit codes: " << kExitCodes << "\n";
}

int run(const Command& c, const std::vector<std::string>& words) {
  if (std::find(words.begin(), words.end(), "--help") != words.end()) {  // whatever else is missing
    print_help(c);
    return 0;
  }
  po::options_description all;
  all.add(c.options);
  po::positional_options_description places;
  for (const std::string& name : c.positional) {
    all.add_options()(name.c_str(), po::value<std::string>());
    places.add(name.c_str(), 1);
  }
  po::variables_map given;
  try {
    po::store(po::command_line_parser(words).options(all).positional(places).run(), given);
    po::notify(given);
  } catch (const po::error& e) {
    std::cerr << "renkei " << c.name << ": " << e.what() << "\n";
    return kUsage;
  }
  for (const std::string& name : c.positional) {
    if (given.contains(name)) continue;
    std::cerr << "renkei " << c.name << ": " << name << " is missing\n\n";
    print_help(c);
    return kUsage;
  }
  return c.run(given);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a server that goes away is an answer, not our end
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty() || words[0] == "--help" || words[0] == "help") {
    print_overview();
    return words.empty() ? kUsage : 0;
  }
  const std::string name = words[0];
  words.erase(words.begin());
  try {
    for (Command& c : commands()) {
      if (c.name != name) continue;
      c.options.add_options()("help", "this text");
      return run(c, words);
    }
  } catch (const std::exception& e) {
    std::cerr << "renkei " << name << ": " << e.what() << "\n";
    return kUnreadable;
  }
  std::cerr << "renkei: no command \"" << name << "\"\n\n";
  print_overview();
  return kUsage;
}
