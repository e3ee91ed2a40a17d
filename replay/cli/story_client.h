// Asking and checking, for the story. Private to it.
#pragma once

#include <optional>

#include "replay/cli/answers.h"
#include "replay/cli/story.h"

namespace renkei::cli {

// What a member "receipt" says; nullopt without one.
std::optional<Receipt> receipt_of(const JsonValue& json);

class StoryClient {
 public:
  StoryClient(const StorySetup& setup);

  void at(int step) { step_ = step; }
  void tell(const std::string& line) const { setup_.tell(step_, line); }
  // Ends the story unless the answer has this status (and, for problems, this code).
  void expect(const client::Answer& answer, int status, const std::string& code = "") const;
  void expect_equal(const std::string& what, const std::string& found, const std::string& expected) const;

  client::Answer get(const Person& who, const std::string& path, client::Headers headers = {});
  client::Answer post(const Person& who, const std::string& path, const std::string& body,
                      client::Headers headers = {});
  client::Answer post_file(const Person& who, const std::string& octets, const std::string& media);
  JsonValue done(const Person& who, const std::string& path, const std::string& body, int status = 200,
                 client::Headers headers = {});
  std::string upload(const Person& who, const std::string& octets,
                     const std::string& media);  // the attachment's id
  void log_in(Person& who);
  void step_up(Person& who);  // proves again who acts, for what is dangerous

  const StorySetup& setup() const { return setup_; }
  CivilDate today() const { return date_in_japan(setup_.now()); }
  // Fetches the proof of what a receipt promised and verifies it: the very entry, in a tree that the city
  // signed.
  void prove(const Person& who, const Receipt& receipt);
  std::vector<Receipt> receipts;

 private:
  std::string fresh_code(const Person& who) const;  // for "totp"; null without a second factor
  void wait_for_views();
  client::Headers with_session(const Person& who, client::Headers headers) const;
  const StorySetup& setup_;
  client::ApiClient http_;
  int step_ = 0;
};

}  // namespace renkei::cli
