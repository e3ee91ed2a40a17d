#include "domain/values/time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace renkei {
namespace {

constexpr std::int64_t kDayMicroseconds = 86'400LL * 1'000'000;
constexpr std::int64_t kJapanOffset = 9LL * 3'600 * 1'000'000;

struct Era {
  const char* name;
  char letter;
  std::int32_t first_day;
};

std::int32_t days_of(int y, unsigned m, unsigned d) {
  using namespace std::chrono;
  return static_cast<std::int32_t>(sys_days{year{y} / month{m} / day{d}}.time_since_epoch().count());
}

// Newest first. Meiji dates are Gregorian only from 1873-01-01 (明治6年1月1日).
const std::array<Era, 5>& eras() {
  static const std::array<Era, 5> all{{{"令和", 'R', days_of(2019, 5, 1)},
                                       {"平成", 'H', days_of(1989, 1, 8)},
                                       {"昭和", 'S', days_of(1926, 12, 25)},
                                       {"大正", 'T', days_of(1912, 7, 30)},
                                       {"明治", 'M', days_of(1873, 1, 1)}}};
  return all;
}

int first_year_of(const Era& era) { return era.letter == 'M' ? 1868 : year_month_day({era.first_day}).year; }

const Era* era_of(CivilDate date) {
  for (const Era& era : eras()) {
    if (date.days >= era.first_day) return &era;
  }
  return nullptr;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// What a clock without zone must show there; the end of time stays where it is.
Instant moved_to_japan(Instant instant) {
  return {std::min(instant.microseconds, INT64_MAX - kJapanOffset) + kJapanOffset};
}

// Reads digits at the front of `text` and drops them.
std::optional<int> take_number(std::string_view& text, std::size_t digits_max) {
  std::size_t n = 0;
  while (n < text.size() && n < digits_max && text[n] >= '0' && text[n] <= '9') ++n;
  if (n == 0) return std::nullopt;
  int value = 0;
  std::from_chars(text.data(), text.data() + n, value);
  text.remove_prefix(n);
  return value;
}

// Exactly this many digits, or nothing.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  const std::size_t before = text.size();
  const auto value = take_number(text, digits);
  return before - text.size() == digits ? value : std::nullopt;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<CivilDate> date_of_era(const Era& era, int year_of_era, int m, int d) {
  if (year_of_era < 1 || m < 1 || d < 1) return std::nullopt;
  const auto date =
      civil_date(first_year_of(era) + year_of_era - 1, static_cast<unsigned>(m), static_cast<unsigned>(d));
  if (!date || era_of(*date) != &era) return std::nullopt;  // 昭和64年1月8日 is 平成
  return date;
}

std::optional<CivilDate> era_date(std::string_view text) {
  for (const Era& era : eras()) {
    std::string_view rest = text;
    const bool kanji = take(rest, era.name);
    if (!kanji && !take(rest, std::string_view(&era.letter, 1))) continue;
    std::optional<int> y = kanji && take(rest, "元") ? std::optional<int>(1) : take_number(rest, 2);
    if (!y || !take(rest, kanji ? "年" : ".")) return std::nullopt;
    const auto m = take_number(rest, 2);
    if (!m || !take(rest, kanji ? "月" : ".")) return std::nullopt;
    const auto d = take_number(rest, 2);
    if (!d || (kanji && !take(rest, "日")) || !rest.empty()) return std::nullopt;
    return date_of_era(era, *y, *m, *d);
  }
  return std::nullopt;
}

std::optional<CivilDate> take_iso_date(std::string_view& text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = take_digits(text, 4);
  if (!y || !take(text, "-")) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || !take(text, "-")) return std::nullopt;
  const auto d = take_digits(text, 2);
  if (!d) return std::nullopt;
  return civil_date(*y, static_cast<unsigned>(*m), static_cast<unsigned>(*d));
}

template <class... Args>
std::string print(const char* format, Args... args) {
  std::array<char, 96> buffer{};
  const int n = std::snprintf(buffer.data(), buffer.size(), format, args...);
  return {buffer.data(), static_cast<std::size_t>(n)};
}

}  // namespace

YearMonthDay year_month_day(CivilDate date) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day())};
}

std::optional<CivilDate> civil_date(int y, unsigned m, unsigned d) {
  const std::chrono::year_month_day ymd{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
  if (!ymd.ok() || y < 1868 || y > 9999) return std::nullopt;
  return CivilDate{days_of(y, m, d)};
}

CivilDate date_in_japan(Instant instant) {
  return {static_cast<std::int32_t>(floor_divide(moved_to_japan(instant).microseconds, kDayMicroseconds))};
}

Instant start_of_day(CivilDate date) { return {date.days * kDayMicroseconds - kJapanOffset}; }

CivilDate same_day_next_month(CivilDate date) {
  YearMonthDay at = year_month_day(date);
  if (++at.month > 12) at = {at.year + 1, 1, at.day};
  while (true) {
    if (const auto found = civil_date(at.year, at.month, at.day)) return *found;
    --at.day;
  }
}

unsigned weekday(CivilDate date) {
  return static_cast<unsigned>(((date.days % 7) + 11) % 7);
}  // 1970-01-01: Thursday

CivilDate plus_business_days(CivilDate date, int n, const std::vector<CivilDate>& holidays) {
  while (n > 0) {
    date = date.plus_days(1);
    bool off = weekday(date) == 0 || weekday(date) == 6;
    for (const CivilDate holiday : holidays) off = off || holiday == date;
    if (!off) --n;
  }
  return date;
}

std::string to_text(CivilDate date) {
  const auto at = year_month_day(date);
  return print("%04d-%02u-%02u", at.year, at.month, at.day);
}

std::string to_text(Instant instant) {
  const std::int64_t day = floor_divide(instant.microseconds, kDayMicroseconds);
  const std::int64_t before = instant.microseconds % kDayMicroseconds;  // a damaged ledger may hold any number
  const std::int64_t rest = before < 0 ? before + kDayMicroseconds : before;
  const std::int64_t seconds = rest / 1'000'000;
  return to_text(CivilDate{static_cast<std::int32_t>(day)}) +
         print("T%02d:%02d:%02d.%06dZ", static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
               static_cast<int>(seconds % 60), static_cast<int>(rest % 1'000'000));
}

std::string japan_clock_text(Instant instant) {
  std::string text = to_text(moved_to_japan(instant));
  text[10] = ' ';
  return text.substr(0, 19);
}

std::string western_text(CivilDate date) {
  const auto at = year_month_day(date);
  return print("%d年%u月%u日", at.year, at.month, at.day);
}

int era_year(CivilDate date) {
  const Era* era = era_of(date);
  return era == nullptr ? year_month_day(date).year : year_month_day(date).year - first_year_of(*era) + 1;
}

std::string japanese_era_text(CivilDate date) {
  const Era* era = era_of(date);
  if (era == nullptr) return western_text(date);
  const auto at = year_month_day(date);
  const int n = era_year(date);
  return std::string(era->name) + (n == 1 ? "元" : std::to_string(n)) + print("年%u月%u日", at.month, at.day);
}

std::string month_day_weekday_text(CivilDate date) {
  static constexpr std::array<const char*, 7> kNames{"日", "月", "火", "水", "木", "金", "土"};
  const auto at = year_month_day(date);
  return print("%u月%u日（%s）", at.month, at.day, kNames[weekday(date)]);
}

std::optional<CivilDate> civil_date_from_text(std::string_view text) {
  if (text.size() > 40) return std::nullopt;
  if (std::string_view rest = text; !text.empty() && text[0] >= '0' && text[0] <= '9') {
    const auto date = take_iso_date(rest);
    return rest.empty() && text.size() == 10 ? date : std::nullopt;
  }
  return era_date(text);
}

std::optional<Instant> instant_from_text(std::string_view text) {
  if (text.size() < 20 || text.size() > 27) return std::nullopt;
  const auto date = take_iso_date(text);
  if (!date || !take(text, "T")) return std::nullopt;
  const auto h = take_digits(text, 2);
  if (!h || !take(text, ":")) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || !take(text, ":")) return std::nullopt;
  const auto s = take_digits(text, 2);
  if (!s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
  std::int64_t fraction = 0;
  if (take(text, ".")) {
    const std::size_t before = text.size();
    const auto digits = take_number(text, 6);
    if (!digits) return std::nullopt;
    fraction = *digits;
    for (std::size_t n = before - text.size(); n < 6; ++n) fraction *= 10;
  }
  if (text != "Z") return std::nullopt;
  const std::int64_t seconds = static_cast<std::int64_t>(date->days) * 86'400 + *h * 3600 + *m * 60 + *s;
  return Instant{seconds * 1'000'000 + fraction};
}

}  // namespace renkei
