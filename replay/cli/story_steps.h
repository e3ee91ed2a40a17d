// The acts of the story, in order. Private to it.
#pragma once

#include "replay/cli/story_client.h"

namespace renkei::cli {

void set_up_city(StoryClient& c, StoryResult& r);
void admit_clinic(StoryClient& c, StoryResult& r);
void admit_office(StoryClient& c, StoryResult& r);
void first_logins(StoryClient& c, StoryResult& r);
void open_room(StoryClient& c, StoryResult& r);
void share_records(StoryClient& c, StoryResult& r);
void correct_and_retract(StoryClient& c, StoryResult& r);
void be_refused(StoryClient& c, StoryResult& r);
void withdraw_consent(StoryClient& c, StoryResult& r);
void disclose(StoryClient& c, StoryResult& r);

JsonValue wait_until_made(StoryClient& c, const Person& who, const std::string& packet_id);

std::string sample_scan(const std::string& title);  // a small PDF
std::string sample_photo();                         // a JPEG of 5 MB that tells where it was taken

}  // namespace renkei::cli
