// A renkeid of our own, started and ended by the demo.
#pragma once

#include <sys/types.h>

#include <string>

namespace renkei::cli {

class ServerProcess {
 public:
  // Starts `program --config file`, its output into `log_file`. Throws std::runtime_error when it can't.
  ServerProcess(const std::string& program, const std::string& config_file, const std::string& log_file);
  ~ServerProcess();  // ends it gently
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // From now on SIGINT, SIGTERM and SIGHUP end the newest server that runs, then this program.
  static void end_with_this_program();

  bool running();
  void end_gently();  // SIGTERM, and waits
  void kill_now();    // SIGKILL, and waits

 private:
  void end(int signal);
  void ended();
  pid_t pid_ = -1;
};

}  // namespace renkei::cli
