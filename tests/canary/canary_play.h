// The story of a room with a canary in every text that anyone types, a photo and scans that carry some, and all
// that is refused: wrong bodies, paths, queries and header fields.
#pragma once

#include "replay/cli/story_steps.h"
#include "tests/canary/canaries.h"

namespace renkei::testing {

// What the story knows of people who log in, and every secret of theirs as a canary.
struct CanaryPlay {
  cli::StorySetup setup;
  cli::StoryResult r;
  Canaries canaries;

  std::vector<cli::Person*> people() {
    return {&r.city1, &r.city2, &r.kono, &r.miki, &r.nishioka, &r.fujikawa, &r.takagi};
  }
  void keep_secrets(const std::string& when);  // passwords, tokens, codes, seeds as they are now
};

void play_admission(CanaryPlay& play);  // both facilities, first logins
void play_room(CanaryPlay& play);       // the room, records, disclosure, all that ends things
void play_refusals(CanaryPlay& play);   // nothing of it is stored, except who was refused which route
void log_everyone_in(CanaryPlay& play);
void play_live(CanaryPlay& play);  // reads, posts, a password change and logins, among them mistyped ones
void log_everyone_out(CanaryPlay& play);

std::string scan_with(Canaries& canaries, const std::string& name);  // a PDF with a canary in it
std::string photo_with(Canaries& canaries,
                       const std::string& name);  // a JPEG whose EXIF describes and places it

}  // namespace renkei::testing
