// renkei login: asks who acts, and keeps the session for the commands that follow. Nothing secret stands on the
// command line.
#include <termios.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "replay/cli/command.h"
#include "replay/cli/signed_in.h"

namespace renkei::cli {
namespace {

// What is typed does not show while this lives; of a pipe nothing shows anyway.
class NoEcho {
 public:
  NoEcho() : on_terminal_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!on_terminal_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~NoEcho() {
    if (!on_terminal_) return;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::cerr << "\n";
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool on_terminal_;
};

std::string ask(const char* question) {
  std::string answer;
  std::cerr << question << ": ";
  std::getline(std::cin, answer);
  return answer;
}

std::string ask_silently(const char* question) {
  const NoEcho silent;
  return ask(question);
}

int keep_session(const po::variables_map& given, const SignedIn& session, const std::string& scope) {
  const std::string file = given["session"].as<std::string>();
  if (!session.keep(file)) {
    std::cerr << "renkei login: can't keep the session in " << file << "\n";
    return 5;
  }
  if (given.contains("json"))
    std::cout << "{\"session\":" << json_string(file) << ",\"scope\":" << json_string(scope) << "}\n";
  else
    std::cout << "ログインしました（" << scope << "）。Signed in: " << file << "\n";
  return 0;
}

std::string totp_of(const std::string& code) { return code.empty() ? "null" : json_string(code); }

// Who is signed in says so once more: for five minutes, what is answered `step-up-required` can be done.
int step_up(const po::variables_map& given) {
  auto session = SignedIn::read(given["session"].as<std::string>());
  if (!session) {
    std::cerr << "renkei login: " << session.error() << "\n";
    return 5;
  }
  const std::string password = ask_silently("パスワード"), code = ask("確認コード（ないときはそのままEnter）");
  client::Headers headers = session->headers();
  headers.emplace("Idempotency-Key", client::new_idempotency_key());
  client::ApiClient server(session->server, session->certificate);
  const client::Answer answer =
      server.post("/v1/sessions/current/step-up",
                  "{\"password\":" + json_string(password) + ",\"totp\":" + totp_of(code) + "}", headers);
  if (answer.status != 200) return tell_problem("login", answer);
  session->token = field(parsed(answer), "data.token");
  return keep_session(given, *session, "step_up");
}

int run_login(const po::variables_map& given) {
  if (given.contains("step-up")) return step_up(given);
  if (!given.contains("server")) {
    std::cerr << "renkei login: --server is missing: its address\n";
    return 64;
  }
  SignedIn session{given["server"].as<std::string>(), given["certificate"].as<std::string>(), {}, {}};
  if (const auto device = given["device-file"].as<std::string>(); !device.empty()) {
    std::ifstream in(device);
    if (!std::getline(in, session.device)) {
      std::cerr << "renkei login: can't read " << device << "\n";
      return 5;
    }
  }
  const std::string login_id = ask("利用者ID"), password = ask_silently("パスワード"),
                    code = ask("確認コード（ないときはそのままEnter）");
  client::ApiClient server(session.server, session.certificate);
  client::Headers headers;
  if (!session.device.empty()) headers["Renkei-Device"] = session.device;
  const client::Answer answer =
      server.post("/v1/sessions",
                  "{\"login_id\":" + json_string(login_id) + ",\"password\":" + json_string(password) +
                      ",\"totp\":" + totp_of(code) + "}",
                  headers);
  if (answer.status != 201) return tell_problem("login", answer);
  const JsonValue json = parsed(answer);
  session.token = field(json, "data.token");
  return keep_session(given, session, field(json, "data.scope"));
}

}  // namespace

Command login_command() {
  Command c{"login",
            "Signs in to a renkeid; the commands that act there use the session.",
            "renkei login --server https://127.0.0.1:8443 --certificate var/demo/secrets/tls/certificate.pem "
            "--session kono.session",
            {},
            {},
            run_login};
  c.options.add_options()("server", po::value<std::string>(), "its address")(
      "certificate", po::value<std::string>()->default_value(""), "the certificate to trust (PEM)")(
      "session", po::value<std::string>()->required(), "file for the session, for its owner only")(
      "device-file", po::value<std::string>()->default_value(""),
      "file whose first line is this device's Renkei-Device")(
      "step-up", "of a session that is there: asks again, and opens for five minutes what needs that")(
      "json", "one JSON object instead of words");
  return c;
}

}  // namespace renkei::cli
