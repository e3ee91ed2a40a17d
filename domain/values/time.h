// Instants and civil dates. Order in the ledger is the position, never these.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace renkei {

// Microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t microseconds = 0;
  auto operator<=>(const Instant&) const = default;
  Instant plus_seconds(std::int64_t s) const { return {microseconds + s * 1'000'000}; }
};

// A day in Asia/Tokyo (UTC+9, no daylight saving since 1952), as days since 1970-01-01. A deadline on a day
// lasts until its 24:00.
struct CivilDate {
  std::int32_t days = 0;
  auto operator<=>(const CivilDate&) const = default;
  CivilDate plus_days(std::int32_t n) const { return {days + n}; }
};

struct YearMonthDay {
  int year = 1970;
  unsigned month = 1, day = 1;
};

YearMonthDay year_month_day(CivilDate date);
std::optional<CivilDate> civil_date(int year, unsigned month, unsigned day);  // nullopt for 31 April
CivilDate date_in_japan(Instant instant);
Instant start_of_day(CivilDate date);           // 00:00 JST
CivilDate same_day_next_month(CivilDate date);  // clamped to the month's end: 31 January → 28 or 29 February
unsigned weekday(CivilDate date);               // 0 = Sunday
// The n-th day after `date` that is neither Saturday, Sunday nor in `holidays` (the policy's list).
CivilDate plus_business_days(CivilDate date, int n, const std::vector<CivilDate>& holidays);

std::string to_text(CivilDate date);                 // "2026-11-22"
std::string to_text(Instant instant);                // "2026-11-22T00:00:00.000000Z"
std::string japan_clock_text(Instant instant);       // "2026-11-22 09:00:00", Japan standard time
std::string japanese_era_text(CivilDate date);       // "令和8年11月22日"; before Meiji 6: the Western form
std::string western_text(CivilDate date);            // "2026年11月22日"
std::string month_day_weekday_text(CivilDate date);  // "11月20日（金）"
// ISO, and the forms written on paper: 昭和10年3月3日, 令和元年5月1日, S10.3.3, R1.5.1. A date outside its era:
// nullopt.
std::optional<CivilDate> civil_date_from_text(std::string_view text);
std::optional<Instant> instant_from_text(std::string_view text);  // RFC 3339 with Z, up to six decimals
int era_year(CivilDate date);  // the year of the era the day falls in, for case numbers (R8)

}  // namespace renkei
