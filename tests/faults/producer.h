// What a busy city's users do, one producer per thread, and what they were promised for it.
#pragma once

#include <random>

#include "tests/faults/promises.h"

namespace renkei::testing {

class Producer {
 public:
  // `number` tells the producers of a boot apart; the first one also hands out checkpoints.
  Producer(SimulatedFiles& disk, RunningCity& city, Promises& promises, std::uint64_t boot,
           std::uint64_t number, std::uint64_t seed);
  // Acts `acts` times or until the power is gone.
  void work(std::size_t acts);
  void repeat(const std::vector<Command>& commands);  // of earlier boots, under their request keys

 private:
  bool act();
  bool record(std::vector<Draft> drafts);
  bool ask(const Command& command);
  bool begin_room();
  bool post(std::size_t messages);
  bool post_file();
  bool issue_credential();
  bool change_password(const AccountId& account);
  bool sign_checkpoint();
  std::uint64_t next() { return first_ + ++used_; }

  SimulatedFiles& disk_;
  RunningCity& city_;
  Promises& promises_;
  const bool signs_;
  const std::uint64_t first_;
  std::uint64_t used_ = 0;
  std::mt19937_64 random_;
  CareRecipientId subject_;
  RoomId room_;
  std::optional<AccountId> account_;
};

}  // namespace renkei::testing
