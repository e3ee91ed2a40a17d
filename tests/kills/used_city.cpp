#include "tests/kills/used_city.h"

#include "eventstore/json/json_write.h"
#include "replay/cli/story_steps.h"
#include "tests/kills/wire_client.h"

namespace renkei::testing {

cli::StoryResult opened_room(ServedCity& made) {
  cli::StoryResult story;
  const cli::StorySetup setup = made.story_setup();
  cli::StoryClient client(setup);
  cli::set_up_city(client, story);
  cli::admit_clinic(client, story);
  cli::admit_office(client, story);
  cli::first_logins(client, story);
  cli::open_room(client, story);
  return story;
}

void UsedCity::inhabit(cli::StoryResult story) {
  story_ = std::move(story);
  people_ = {&story_.kono, &story_.miki, &story_.fujikawa, &story_.takagi, &story_.nishioka};
}

void UsedCity::log_in() {
  WireClient client(port_);
  for (std::size_t i = 0; i < kPeople; ++i) {
    cli::Person& who = *people_[i];
    const Heard heard = client.ask("POST", "/v1/sessions", {{"Renkei-Device", who.device}},
                                   "{\"login_id\":" + cli::json_string(who.login_id) +
                                       ",\"password\":" + cli::json_string(who.password) + "}");
    const auto json = parse_json(heard.body);
    const auto session = json ? id_from_text<SessionId>(cli::field(*json, "data.session_id")) : std::nullopt;
    if (heard.status != 201 || !session) throw std::runtime_error("no login: " + heard.head + heard.body);
    who.token = cli::field(*json, "data.token");
    sessions_[i] = *session;
  }
}

std::map<std::string, std::string> UsedCity::headers_of(std::size_t person) const {
  return {{"Authorization", "Bearer " + people_.at(person)->token},
          {"Renkei-Device", people_.at(person)->device}};
}

}  // namespace renkei::testing
