// All users of a city together: after each start of its server they ask again for what they asked before, then
// they work.
#pragma once

#include <functional>
#include <memory>
#include <random>

#include "tests/kills/user.h"

namespace renkei::testing {

class Users {
 public:
  Users(UsedCity& city, OutsideRecord& record, std::mt19937_64& random)
      : city_(city), record_(record), random_(random) {}

  // Everybody logs in and asks again for what was asked of the boots before. Empty, or what was not as
  // promised.
  std::string come_back(int boot);
  // They work side by side while `until` runs.
  void work(std::size_t threads_of_a_person, const std::function<void()>& until);

 private:
  std::string repeat_commands();
  std::string repeat_refusals();
  std::string use_uploads();

  UsedCity& city_;
  OutsideRecord& record_;
  std::mt19937_64& random_;
  std::vector<std::unique_ptr<User>> users_;
  int boot_ = 0;
};

}  // namespace renkei::testing
