// A session with a server, kept in a file that only its owner reads, so that one act follows another on the
// command line. `renkei login` makes it; it ends as every session does.
#pragma once

#include "domain/result.h"
#include "replay/cli/answers.h"

namespace renkei::cli {

struct SignedIn {
  std::string server, certificate, token;
  std::string device;  // of the facility's devices; empty: none

  template <class V>
  static void describe(V& v) {
    v.field("server", &SignedIn::server);
    v.field("certificate", &SignedIn::certificate);
    v.field("token", &SignedIn::token);
    v.field("device", &SignedIn::device);
  }

  static Result<SignedIn, std::string> read(const std::string& file);
  bool keep(const std::string& file) const;
  client::Headers headers() const;
};

// The problem of an answer in both languages, on stderr; what the command then exits with.
int tell_problem(const std::string& command, const client::Answer& answer);

}  // namespace renkei::cli
