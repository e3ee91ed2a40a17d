// One served city through several power cuts: its users work through the real HTTP API on a simulated disk
// until the power goes; it is served again by itself, and they ask for everything that was acknowledged.
#pragma once

#include <atomic>

#include "eventstore/files/simulated_files.h"
#include "tests/kills/outside_record.h"
#include "tests/kills/users.h"

namespace renkei::testing {

using SkippedSync = std::function<bool(const std::string& path, bool is_directory)>;

struct PowerFigures {
  std::atomic<std::uint64_t> cuts = 0, acknowledged = 0, uploads = 0, keys = 0, passwords = 0;
};

// Somebody's password, changed again and again.
class ChangedPassword {
 public:
  void change(std::uint16_t port, const std::map<std::string, std::string>& headers,
              const std::atomic<bool>& stop);
  // The one that is in force: the acknowledged one, or the one whose change was never answered. Empty, or the
  // problem.
  std::string settle(std::uint16_t port, cli::Person& who, const std::function<void()>& wait);
  std::uint64_t acknowledged = 0;

 private:
  bool in_force(std::uint16_t port, const cli::Person& who, const std::string& password) const;
  std::string current_, asked_;  // asked_: not answered yet; empty: none
};

class PoweredRound final : public UsedCity {
 public:
  PoweredRound(std::uint64_t seed, PowerFigures& figures, const SkippedSync& skipped = {});
  // Empty, or what was not as promised after one of `cuts` cuts.
  std::string run(int cuts);
  std::function<bool()> reachable() const override {
    return [this] { return disk_.powered(); };
  }

 private:
  void work_until_cut();
  void arm();
  std::string come_back(int boot);
  std::string close();
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  std::mt19937_64 random_;
  PowerFigures& figures_;
  SimulatedFiles disk_;
  ServedCity served_;
  OutsideRecord record_;
  Users users_{*this, record_, random_};
  ChangedPassword password_;
};

}  // namespace renkei::testing
