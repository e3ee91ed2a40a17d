#include "tests/kills/users.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kOldRepeats = 20;

}  // namespace

std::string Users::come_back(int boot) {
  boot_ = boot;
  city_.log_in();
  users_.clear();
  for (std::size_t person = 0; person < UsedCity::kPeople; ++person) {
    const auto account = id_from_text<AccountId>(city_.person(person).account_id);
    record_.sessions[city_.session_of(person)].account = *account;
    users_.push_back(std::make_unique<User>(city_, record_, person, boot_, random_()));
  }
  std::string problem = repeat_commands();
  if (problem.empty()) problem = repeat_refusals();
  return problem.empty() ? use_uploads() : problem;
}

void Users::work(std::size_t threads_of_a_person, const std::function<void()>& until) {
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < UsedCity::kPeople * threads_of_a_person; ++i) {
    threads.emplace_back(
        [&, i, seed = random_()] { User(city_, record_, i / threads_of_a_person, boot_, seed).work(stop); });
  }
  until();
  stop = true;
  for (std::thread& thread : threads) thread.join();
}

std::string Users::repeat_commands() {
  std::vector<Asked*> again;
  for (Asked& asked : record_.asked) {
    if (!asked.receipt || asked.boot + 1 == boot_) again.push_back(&asked);
  }
  for (std::size_t i = 0; i < kOldRepeats && !record_.asked.empty(); ++i)
    again.push_back(&record_.asked[random_() % record_.asked.size()]);
  for (Asked* asked : again) {
    const Answered answered = users_[asked->person]->send(*asked);
    ++record_.repeats;
    const std::string name =
        "the command " + asked->path + " (boot " + std::to_string(asked->boot) + ") asked again";
    if (answered.status != 201 || !answered.receipt)
      return name + " was answered " + std::to_string(answered.status) + " " + answered.code;
    if (!asked->receipt) {
      asked->receipt = answered.receipt;
    } else if (answered.receipt != asked->receipt || !answered.repeated) {
      return name + " has another receipt";
    }
  }
  return {};
}

std::string Users::repeat_refusals() {
  for (const Refused& refused : record_.refused) {
    if (refused.boot + 1 != boot_) continue;
    if (refused.code == "role-required") ++record_.sessions[city_.session_of(refused.person)].forbidden_asked;
    const Answered answered = users_[refused.person]->send(refused);
    if (answered.status != refused.status || answered.code != refused.code) {
      return "a refused request to " + refused.path + " was answered " + std::to_string(answered.status) + " " +
             answered.code + " and before " + refused.code;
    }
    if (refused.code == "role-required") ++record_.sessions[city_.session_of(refused.person)].forbidden_heard;
  }
  return {};
}

std::string Users::use_uploads() {
  for (Uploaded& upload : record_.uploads) {
    if (upload.boot + 1 < boot_) continue;
    User& user = *users_[upload.person];
    const std::string problem = upload.posted ? user.read_back(upload) : user.use(upload);
    if (!problem.empty()) return problem;
  }
  return {};
}

}  // namespace renkei::testing
