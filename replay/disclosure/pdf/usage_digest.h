// What the page for everyone tells of a usage history: who saw how often, and what is unusual.
#pragma once

#include <map>
#include <set>

#include "replay/packet/model.h"

namespace renkei::packet::pdf {

enum class Act { view, listing, denied, exported, other };
Act act_of(const Row& row, const RowWords& words);
bool of_a_request(const UsageRow& usage);  // a step of a request for disclosure, or a look at its papers

struct Seen {  // by the people of one role at one facility
  std::string facility, role;
  std::set<AccountId> people;
  std::uint64_t times = 0;
  Instant first, last;
};

struct Unusual {  // listed in this order; one sentence for a person, a day and a kind
  enum class Kind { denied, exported, self_assigned, city, night } kind = Kind::denied;
  std::uint64_t ordinal = 0;  // of the first row
  CivilDate on;
  std::string facility, actor, what, reason, time;
  Operation tried = Operation::read;  // of a denial
  std::uint64_t times = 0;
};

struct Tally {  // of shown rows; together they are all of them, a denial as often as it was tried
  std::uint64_t views = 0, case_views = 0, denials = 0, others = 0;
};

struct UsageDigest {
  std::vector<Seen> seen;  // facilities in order of first view, the city last
  // `views` of the person's data; those of what the handling of requests for it left behind are told beside.
  std::uint64_t views = 0, case_views = 0, listings = 0, denials = 0, exports = 0, views_without_basis = 0;
  bool changes_denied = false;  // among the denials: attempts to write or change
  std::size_t facilities = 0, facility_people = 0, city_people = 0;
  std::vector<Unusual> unusual;
  std::uint64_t unusual_left_out = 0;  // beyond what is kept
  std::uint64_t withheld = 0, outside_period = 0, first_denied = 0, first_withheld = 0;
  std::optional<CivilDate> from_on, to_on;  // of the shown rows
  std::map<std::int32_t, Tally> by_month;   // by the month's first day
  std::map<std::string, Tally> by_purpose;  // by its words
  std::vector<std::size_t>
      of_the_request;  // rows, by index: what the handling of requests for the data left behind
};

UsageDigest digest_of(const Model& model);

}  // namespace renkei::packet::pdf
