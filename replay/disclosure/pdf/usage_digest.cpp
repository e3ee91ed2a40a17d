#include "replay/disclosure/pdf/usage_digest.h"

#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

constexpr std::size_t kUnusualMax = 200;
constexpr std::uint16_t kRoomMemberAssigned = 1404;
constexpr std::uint16_t kDisclosures = 18, kPackets = 20;  // hundreds of an entry's type

CivilDate first_of_month(CivilDate on) {
  const auto [year, month, day] = year_month_day(on);
  return *civil_date(year, month, 1);
}

class Digesting {
 public:
  explicit Digesting(const Model& model) : model_(model) {}

  void add(std::size_t index, const Row& row, const RowWords& words) {
    if (row.status == RowStatus::withheld) {
      if (digest_.withheld++ == 0) digest_.first_withheld = row.ordinal();
    }
    if (row.status == RowStatus::outside_period) ++digest_.outside_period;
    if (!row.shown()) return;
    const CivilDate on = date_in_japan(row.usage.recorded_at);
    if (!digest_.from_on || on < *digest_.from_on) digest_.from_on = on;
    if (!digest_.to_on || on > *digest_.to_on) digest_.to_on = on;
    count(row, words);
    tally(row, words, digest_.by_month[first_of_month(on).days]);
    tally(row, words, digest_.by_purpose[words.purpose]);
    if (of_a_request(row.usage)) digest_.of_the_request.push_back(index);
    notice(row, words, on);
  }

  UsageDigest take() {
    std::set<FacilityId> facilities;
    std::set<AccountId> people, city_people;
    for (auto& [key, seen] : seen_) {
      (key.first.is_zero() ? city_people : people).insert(seen.people.begin(), seen.people.end());
      if (!key.first.is_zero()) facilities.insert(key.first);
      digest_.seen.push_back(std::move(seen));
    }
    digest_.facilities = facilities.size();
    digest_.facility_people = people.size();
    digest_.city_people = city_people.size();
    std::stable_sort(digest_.seen.begin(), digest_.seen.end(), [&](const Seen& a, const Seen& b) {
      const bool a_city = a.facility == city_as_manager(model_), b_city = b.facility == city_as_manager(model_);
      if (a_city != b_city) return b_city;
      return a.first < b.first;
    });
    std::stable_sort(digest_.unusual.begin(), digest_.unusual.end(),
                     [](const Unusual& a, const Unusual& b) { return a.kind < b.kind; });
    return std::move(digest_);
  }

 private:
  void count(const Row& row, const RowWords& words) {
    const UsageRow& usage = row.usage;
    const Act act = act_of(row, words);
    if (act == Act::listing) ++digest_.listings;
    if (act == Act::exported) ++digest_.exports;
    if (act == Act::denied) {
      if (digest_.denials == 0) digest_.first_denied = row.ordinal();
      digest_.denials += std::max<std::uint64_t>(1, usage.count);
      digest_.changes_denied |= usage.operation != Operation::read;
    }
    if (act != Act::view) return;
    if (of_a_request(usage)) return void(++digest_.case_views);
    ++digest_.views;
    if (!usage.facility.is_zero() && usage.basis_kind == BasisKind::none) ++digest_.views_without_basis;
    Seen& seen = seen_[{usage.facility, usage.profession}];
    if (seen.times++ == 0) {
      seen.facility = words.facility;
      seen.role = words.profession.empty() ? "職員" : words.profession;
      seen.first = seen.last = usage.recorded_at;
    }
    seen.first = std::min(seen.first, usage.recorded_at);
    seen.last = std::max(seen.last, usage.recorded_at);
    seen.people.insert(usage.account);
  }

  static void tally(const Row& row, const RowWords& words, Tally& tally) {
    const Act act = act_of(row, words);
    if (act == Act::denied) {
      tally.denials += std::max<std::uint64_t>(1, row.usage.count);
    } else if (act == Act::view) {
      ++(of_a_request(row.usage) ? tally.case_views : tally.views);
    } else {
      ++tally.others;
    }
  }

  void notice(const Row& row, const RowWords& words, CivilDate on) {
    const UsageRow& usage = row.usage;
    if (usage.account.is_zero()) return;
    const Act act = act_of(row, words);
    const unsigned hour = hour_in_japan(usage.recorded_at);
    if (act == Act::denied) return add(Unusual::Kind::denied, row, words, on);
    if (act == Act::exported) return add(Unusual::Kind::exported, row, words, on);
    if (usage.type == kRoomMemberAssigned && usage.role == ActorRole::system_user)
      return add(Unusual::Kind::self_assigned, row, words, on);
    if (act == Act::view && usage.facility.is_zero() && !of_a_request(usage))
      return add(Unusual::Kind::city, row, words, on);
    if (hour >= 22 || hour < 5) add(Unusual::Kind::night, row, words, on);
  }

  void add(Unusual::Kind kind, const Row& row, const RowWords& words, CivilDate on) {
    const std::uint64_t times = kind == Unusual::Kind::denied ? std::max<std::uint64_t>(1, row.usage.count) : 1;
    // A night is told once for a person and a day: of what it was made up, the list tells.
    const bool night = kind == Unusual::Kind::night;
    for (auto same = digest_.unusual.rbegin(); same != digest_.unusual.rend() && same->on == on; ++same) {
      if (same->kind == kind && same->actor == words.actor && same->facility == words.facility &&
          (night || (same->what == words.object && same->reason == words.reason &&
                     same->tried == row.usage.operation))) {
        same->times += times;
        return;
      }
    }
    if (digest_.unusual.size() >= kUnusualMax) {
      ++digest_.unusual_left_out;
      return;
    }
    digest_.unusual.push_back({kind, row.ordinal(), on, words.facility, words.actor, words.object, words.reason,
                               clock_time(row.usage.recorded_at).substr(0, 5), row.usage.operation, times});
  }

  const Model& model_;
  UsageDigest digest_;
  std::map<std::pair<FacilityId, std::uint16_t>, Seen> seen_;
};

}  // namespace

bool of_a_request(const UsageRow& usage) {
  return usage.object_kind == ObjectKind::disclosure_request || usage.object_kind == ObjectKind::usage_report ||
         usage.object_kind == ObjectKind::packet ||
         (usage.type / 100 >= kDisclosures && usage.type / 100 <= kPackets);
}

Act act_of(const Row& row, const RowWords& words) {
  if (row.usage.outcome == Outcome::denied) return Act::denied;
  if (words.operation == "閲覧") return Act::view;
  if (words.operation == "一覧表示") return Act::listing;
  for (const std::string_view taken_out : {"印刷", "出力", "複写", "ダウンロード"}) {
    if (words.operation == taken_out) return Act::exported;
  }
  return Act::other;
}

UsageDigest digest_of(const Model& model) {
  RowReader reader(model.dictionary);
  Digesting digesting(model);
  for (std::size_t i = 0; i < model.rows.size(); ++i)
    digesting.add(i, model.rows[i], reader.read(model.rows[i]));
  return digesting.take();
}

}  // namespace renkei::packet::pdf
