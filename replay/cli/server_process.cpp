#include "replay/cli/server_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <stdexcept>

extern char** environ;

namespace renkei::cli {
namespace {

std::atomic<pid_t> g_newest{-1};
static_assert(std::atomic<pid_t>::is_always_lock_free);  // read by a signal handler

void end_both(int signal) {
  if (const pid_t server = g_newest; server > 0) kill(server, SIGTERM);
  _exit(128 + signal);
}

}  // namespace

void ServerProcess::end_with_this_program() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, end_both);
}

ServerProcess::ServerProcess(const std::string& program, const std::string& config_file,
                             const std::string& log_file) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  std::string arg0 = program, arg1 = "--config", arg2 = config_file;
  std::array<char*, 4> arguments{arg0.data(), arg1.data(), arg2.data(), nullptr};
  const int failed = posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    pid_ = -1;
    throw std::runtime_error("can't start " + program);
  }
  g_newest = pid_;
}

ServerProcess::~ServerProcess() { end_gently(); }

bool ServerProcess::running() {
  if (pid_ < 0) return false;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) == 0) return true;
  ended();
  return false;
}

void ServerProcess::end(int signal) {
  if (pid_ < 0) return;
  kill(pid_, signal);
  int status = 0;
  waitpid(pid_, &status, 0);
  ended();
}

void ServerProcess::ended() {
  pid_t self = pid_;
  g_newest.compare_exchange_strong(self, -1);  // the number may be another's by now
  pid_ = -1;
}

void ServerProcess::end_gently() { end(SIGTERM); }
void ServerProcess::kill_now() { end(SIGKILL); }

}  // namespace renkei::cli
