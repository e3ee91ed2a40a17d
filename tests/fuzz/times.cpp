// Dates and instants as people and clients write them.
#include "domain/values/time.h"

#include "tests/fuzz/targets.h"

namespace renkei::fuzz {
namespace {

// The first day that 明治 names in the calendar of today; before it there is no form of an era to read, nor is
// there one of an era's hundredth year.
const CivilDate kMeiji = civil_date(1873, 1, 1).value();

void check_date(CivilDate date) {
  must_hold(civil_date_from_text(to_text(date)) == date, "a date reads again");
  const auto at = year_month_day(date);
  must_hold(civil_date(at.year, at.month, at.day) == date, "a date is its year, month and day");
  if (date >= kMeiji && era_year(date) < 100)
    must_hold(civil_date_from_text(japanese_era_text(date)) == date, "a date of an era reads again");
  must_hold(date_in_japan(start_of_day(date)) == date, "a day begins on itself");
  if (at.year < 9999) {
    const CivilDate next = same_day_next_month(date);
    must_hold(next > date && next <= date.plus_days(31), "a month later is within the next month");
  }
  must_hold(weekday(date) < 7 && plus_business_days(date, 1, {date.plus_days(1)}) > date.plus_days(1),
            "a holiday is no business day");
}

void run_times(BytesView octets) {
  if (const auto date = civil_date_from_text(octets)) check_date(*date);
  if (const auto instant = instant_from_text(octets)) {
    must_hold(instant_from_text(to_text(*instant)) == instant, "an instant reads again");
    must_hold(japan_clock_text(*instant).size() == 19, "a clock has its form");
    must_hold(start_of_day(date_in_japan(*instant)) <= *instant, "an instant is in its day");
  }
}

std::vector<Bytes> times_seeds() {
  return {"2026-11-22",
          "9999-12-31",
          "1868-01-01",
          "2024-02-29",
          "2023-02-29",
          "令和8年11月22日",
          "令和元年5月1日",
          "昭和64年1月7日",
          "昭和64年1月8日",
          "平成元年1月8日",
          "大正15年12月24日",
          "明治6年1月1日",
          "明治5年12月31日",
          "S10.3.3",
          "R1.5.1",
          "M45.7.29",
          "T1.7.30",
          "H31.4.30",
          "2026-11-22T00:00:00Z",
          "2026-11-22T23:59:59.999999Z",
          "9999-12-31T23:59:59Z",
          "1868-01-01T00:00:00.5Z",
          "2026-11-22T24:00:00Z",
          "2026-11-22t00:00:00z",
          "2026-11-22T00:00:00+09:00"};
}

}  // namespace

FuzzTarget times() { return {"times", run_times, times_seeds}; }

}  // namespace renkei::fuzz
