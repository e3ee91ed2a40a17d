#include "replay/cli/story.h"

#include "replay/cli/story_client.h"
#include "replay/cli/story_steps.h"

namespace renkei::cli {

StoryResult play_story(const StorySetup& setup) {
  StoryClient c(setup);
  StoryResult r;
  set_up_city(c, r);          // 2
  admit_clinic(c, r);         // 3–11
  admit_office(c, r);         // 12
  first_logins(c, r);         // 13–14
  open_room(c, r);            // 15–19
  share_records(c, r);        // 20–24
  correct_and_retract(c, r);  // 25–29
  be_refused(c, r);           // 30
  withdraw_consent(c, r);     // 31–32
  disclose(c, r);             // 33–35
  r.receipts = c.receipts;
  return r;
}

}  // namespace renkei::cli
