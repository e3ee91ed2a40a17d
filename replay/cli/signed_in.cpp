#include "replay/cli/signed_in.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include "eventstore/files/posix_files.h"
#include "eventstore/json/json_read.h"

namespace renkei::cli {
namespace {

constexpr int kRefused = 1, kUnreadable = 5;

}  // namespace

Result<SignedIn, std::string> SignedIn::read(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) return Unexpected{"can't read the session " + file + "; `renkei login` makes it"};
  auto session = from_json_text<SignedIn>(text.str());
  if (!session) return Unexpected{file + " is no session of `renkei login`"};
  return std::move(*session);
}

bool SignedIn::keep(const std::string& file) const {
  PosixFiles files;
  return replace_file(files, file, to_json(*this) + "\n").has_value();
}

client::Headers SignedIn::headers() const {
  client::Headers headers{{"Authorization", "Bearer " + token}};
  if (!device.empty()) headers["Renkei-Device"] = device;
  return headers;
}

int tell_problem(const std::string& command, const client::Answer& answer) {
  std::cerr << "renkei " << command << ": ";
  if (answer.status == 0) {
    std::cerr << answer.error << "\n";
    return kUnreadable;
  }
  const JsonValue json = parsed(answer);
  std::cerr << answer.status << " " << field(json, "code") << "\n"
            << field(json, "title") << "。" << field(json, "messages.ja") << "\n"
            << field(json, "messages.en") << "\n";
  for (int i = 0; i < 20; ++i) {
    const std::string at = "errors." + std::to_string(i) + ".", pointer = field(json, at + "pointer");
    if (pointer.empty()) break;
    std::cerr << "  " << pointer << "  " << field(json, at + "ja") << " / " << field(json, at + "en") << "\n";
  }
  return kRefused;
}

}  // namespace renkei::cli
