// The story of one room (docs/story.md), played through the real HTTP API: it is the demo and the end-to-end
// test. Each step checks the answer it got; a refusal that the story does not expect ends it with the problem's
// text.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "api/client/api_client.h"
#include "domain/values/time.h"
#include "eventstore/json/json_value.h"

namespace renkei::cli {

class StoryFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Person {  // one who logs in
  std::string name, login_id, password, token, device, enrolment_code, account_id;
  std::string totp_seed;
};

struct Receipt {
  std::uint64_t position = 0;
  Digest leaf_hash;
  std::string holder = {};  // a login id
};

struct StorySetup {
  std::string base_url, certificate_file;
  std::string log_key;  // that init printed: receipts are proved against it
  std::string city1_login, city1_code, city2_login, city2_code;  // from init
  std::function<Instant()> now;
  std::function<void()> next_totp_step;  // makes sure that a fresh one-time code is available
  std::function<void(int step, const std::string& line)> tell;
};

struct StoryResult {
  Person city1, city2, kono, miki, nishioka, fujikawa, takagi;
  std::string clinic_id, office_id, care_recipient_id, self_consent_id, family_consent_id, room_id;
  std::string first_message_id, wrong_message_id, disclosure_id, usage_report_id, case_number, csv,
      photo_attachment_id, packet_id, packet;
  std::uint64_t position_before_withdrawal = 0, first_message_position = 0, corrected_position = 0;
  std::uint64_t rows = 0, packet_rows = 0;
  std::vector<Receipt> receipts;
  std::uint64_t views_counted = 0, lists_counted = 0, denials_counted = 0;  // of the person, seen at the client
  std::vector<std::string> texts;  // that must stand in no file outside sealed payloads
};

StoryResult play_story(const StorySetup& setup);
// Continues the case of a story that was played: to the packet in the person's hands.
void play_packet(const StorySetup& setup, StoryResult& result);

}  // namespace renkei::cli
