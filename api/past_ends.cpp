#include "api/past_ends.h"

#include <algorithm>

#include "eventstore/json/json_read.h"
#include "eventstore/json/json_write.h"

namespace renkei::api {
namespace {

constexpr std::size_t kReasonMax = 500, kEndsMax = 100;

}  // namespace

template <class V>
void PastEnds::End::describe(V& v) {
  v.field("at_milliseconds", &End::at_milliseconds, number(0, INT64_MAX));
  v.field("why", &End::why, text(kReasonMax));
}
template <class V>
void PastEnds::Notes::describe(V& v) {
  v.field("running", &Notes::running);
  v.field("ends", &Notes::ends, items(kEndsMax));
}

PastEnds::PastEnds(Files& files, const std::string& data, const Clock& clock, std::uint32_t ends_max)
    : files_(files), path_(data + "/ends"), clock_(clock), ends_max_(ends_max) {}

bool PastEnds::write() { return replace_file(files_, path_, to_json(notes_) + "\n").has_value(); }

std::vector<std::string> PastEnds::begin() {
  const std::lock_guard lock(mutex_);
  if (const auto octets = read_file(files_, path_)) {
    if (auto notes = from_json_text<Notes>(*octets)) notes_ = std::move(*notes);
  }
  const std::int64_t now = clock_.monotonic_milliseconds();
  if (notes_.running) notes_.ends.push_back({now, "ended without a word: killed, or the power was cut"});
  // A time ahead of now is of an earlier boot.
  std::erase_if(notes_.ends, [&](const End& end) {
    return end.at_milliseconds > now || now - end.at_milliseconds >= kWithinMilliseconds;
  });
  const bool too_many = ends_max_ > 0 && notes_.ends.size() >= ends_max_;
  notes_.running = !too_many;
  if (!write()) return {"DATA/ends can't be written"};
  std::vector<std::string> reasons;
  if (too_many) {
    for (const End& end : notes_.ends) reasons.push_back(end.why);
  }
  return reasons;
}

void PastEnds::ended(const std::string& why) {
  const std::lock_guard lock(mutex_);
  notes_.running = false;
  if (notes_.ends.size() == kEndsMax) notes_.ends.erase(notes_.ends.begin());
  notes_.ends.push_back({clock_.monotonic_milliseconds(), why.substr(0, kReasonMax)});
  (void)write();
}

void PastEnds::ended_well() {
  const std::lock_guard lock(mutex_);
  notes_ = {};
  (void)write();
}

}  // namespace renkei::api
