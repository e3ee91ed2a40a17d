// Ids, times, codes, the policy file and strict JSON.
#include <map>
#include <set>

#include "tests/domain/given.h"

namespace renkei::testing {
namespace {

TEST(Ids, ComeBackFromTheirText) {
  for (const unsigned octet : {0u, 1u, 0x7Fu, 0x80u, 0xFFu}) {
    const auto room = id<RoomId>(static_cast<std::uint8_t>(octet));
    EXPECT_EQ(id_from_text<RoomId>(to_text(room)), room);
    EXPECT_EQ(to_text(room).size(), 31u);
  }
}

TEST(Ids, AreStrict) {
  const std::string good = to_text(id<RoomId>(0x5A));
  const auto refuses = [](const std::string& text) { return !id_from_text<RoomId>(text).has_value(); };
  EXPECT_FALSE(refuses(good));
  EXPECT_TRUE(refuses(""));
  EXPECT_TRUE(refuses(good + "0"));
  EXPECT_TRUE(refuses(good.substr(0, good.size() - 1)));
  EXPECT_TRUE(refuses("ROOM" + good.substr(4)));
  EXPECT_TRUE(refuses("room-" + good.substr(5)));
  EXPECT_TRUE(refuses(to_text(id<AccountId>(0x5A))));
  EXPECT_TRUE(refuses("room_8" + std::string(25, '0')));  // would be 129 bits
  EXPECT_FALSE(refuses("room_7" + std::string(25, 'z')));
  for (const char wrong : {'i', 'l', 'o', 'u', 'A', '-', '\0', '\xE3'}) {
    std::string text = good;
    text[10] = wrong;
    EXPECT_TRUE(refuses(text)) << static_cast<int>(wrong);
  }
}

TEST(CivilDates, ReadThePapersSpellings) {
  const std::map<std::string, std::optional<CivilDate>> cases{
      {"昭和64年1月7日", day(1989, 1, 7)},
      {"昭和64年1月8日", {}},
      {"平成元年1月8日", day(1989, 1, 8)},
      {"平成1年1月7日", {}},
      {"平成31年4月30日", day(2019, 4, 30)},
      {"平成31年5月1日", {}},
      {"令和元年5月1日", day(2019, 5, 1)},
      {"令和元年4月30日", {}},
      {"S10.3.3", day(1935, 3, 3)},
      {"昭和10年3月3日", day(1935, 3, 3)},
      {"R1.5.1", day(2019, 5, 1)},
      {"T1.7.30", day(1912, 7, 30)},
      {"M45.7.29", day(1912, 7, 29)},
      {"M45.7.30", {}},
      {"M5.12.31", {}},
      {"M6.1.1", day(1873, 1, 1)},
      {"昭和元年12月25日", day(1926, 12, 25)},
      {"大正15年12月24日", day(1926, 12, 24)},
      {"令和8年2月29日", {}},
      {"R6.2.29", day(2024, 2, 29)},
      {"令和0年5月1日", {}},
      {"s10.3.3", {}},
      {"S10.3", {}},
      {"S10.3.3.", {}},
      {"昭和10年3月3", {}},
      {"昭和10年13月3日", {}},
      {"2024-02-29", day(2024, 2, 29)},
      {"2026-02-29", {}},
      {"1900-02-29", {}},
      {"2000-02-29", day(2000, 2, 29)},
      {"2026-2-09", {}},
      {"2026-11-22 ", {}},
      {"20261122", {}},
      {"2026-11-2x", {}},
      {"", {}},
      {"0000-01-01", {}},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(civil_date_from_text(text), expected) << text;
}

TEST(CivilDates, AreWrittenInTheEra) {
  EXPECT_EQ(japanese_era_text(day(1989, 1, 7)), "昭和64年1月7日");
  EXPECT_EQ(japanese_era_text(day(1989, 1, 8)), "平成元年1月8日");
  EXPECT_EQ(japanese_era_text(day(2019, 4, 30)), "平成31年4月30日");
  EXPECT_EQ(japanese_era_text(day(2019, 5, 1)), "令和元年5月1日");
  EXPECT_EQ(era_year(day(2026, 1, 1)), 8);
  for (CivilDate d = day(1873, 1, 1); d < day(2040, 1, 1); d = d.plus_days(1)) {
    ASSERT_EQ(civil_date_from_text(japanese_era_text(d)), d) << to_text(d);
    ASSERT_EQ(civil_date_from_text(to_text(d)), d);
  }
}

TEST(CivilDates, ClampTheSameDayNextMonth) {
  EXPECT_EQ(same_day_next_month(day(2026, 1, 31)), day(2026, 2, 28));
  EXPECT_EQ(same_day_next_month(day(2028, 1, 31)), day(2028, 2, 29));
  EXPECT_EQ(same_day_next_month(day(2026, 3, 31)), day(2026, 4, 30));
  EXPECT_EQ(same_day_next_month(day(2026, 12, 31)), day(2027, 1, 31));
  EXPECT_EQ(same_day_next_month(day(2026, 2, 28)), day(2026, 3, 28));
}

TEST(CivilDates, CountBusinessDaysOverHolidays) {
  const auto& holidays = policy_in_force().holidays;
  EXPECT_EQ(plus_business_days(day(2026, 11, 22), 3, holidays),
            day(2026, 11, 26));  // Sunday; Monday is a holiday
  EXPECT_EQ(plus_business_days(day(2026, 12, 28), 1, holidays), day(2027, 1, 4));  // over New Year
  EXPECT_EQ(plus_business_days(day(2026, 11, 20), 1, {}), day(2026, 11, 23));
  EXPECT_EQ(plus_business_days(day(2026, 11, 21), 0, holidays), day(2026, 11, 21));
  EXPECT_EQ(weekday(day(1969, 12, 31)), 3u);
  EXPECT_EQ(weekday(day(2026, 11, 22)), 0u);
}

TEST(Instants, FallOnTheJapaneseDay) {
  EXPECT_EQ(date_in_japan(at("2026-11-22T14:59:59.999999Z")), day(2026, 11, 22));
  EXPECT_EQ(date_in_japan(at("2026-11-22T15:00:00Z")), day(2026, 11, 23));
  EXPECT_EQ(start_of_day(day(2026, 11, 23)), at("2026-11-22T15:00:00Z"));
  EXPECT_EQ(date_in_japan(at("1969-12-31T14:59:59Z")), day(1969, 12, 31));
}

TEST(Instants, AreStrictRfc3339) {
  for (const char* good : {"2026-11-22T00:00:00Z", "2026-11-22T23:59:59.1Z", "2026-02-28T00:00:00.000001Z"}) {
    const auto instant = instant_from_text(good);
    ASSERT_TRUE(instant) << good;
    EXPECT_EQ(instant_from_text(to_text(*instant)), instant);
  }
  EXPECT_EQ(to_text(at("2026-11-22T00:00:00.5Z")), "2026-11-22T00:00:00.500000Z");
  EXPECT_EQ(to_text(at("1969-12-31T23:59:59.5Z")), "1969-12-31T23:59:59.500000Z");
  for (const char* bad :
       {"2026-11-22T00:00:00", "2026-11-22T00:00:00+09:00", "2026-11-22t00:00:00Z", "2026-11-22T00:00:00z",
        "2026-11-22 00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T00:60:00Z", "2026-11-22T00:00:60Z",
        "2026-02-29T00:00:00Z", "2026-11-22T00:00:00.Z", "2026-11-22T00:00:00.1234567Z",
        "2026-11-22T1:02:03.5Z", "2026-11-22T01:2:03.25Z", "2026-11-22T01:02:3.25Z", "2026-11-2T01:02:03.25Z",
        "+2026-11-22T00:00:00Z"}) {
    EXPECT_FALSE(instant_from_text(bad)) << bad;
  }
}

template <class E>
void expect_unique_codes(const char* list) {
  std::set<std::uint64_t> numbers;
  std::set<std::string_view> texts;
  for (const auto& [value, text] : codes(E{})) {
    EXPECT_TRUE(numbers.insert(static_cast<std::uint64_t>(value)).second) << list << " " << text;
    EXPECT_TRUE(texts.insert(text).second) << list << " " << text;
    EXPECT_EQ(code_from_text<E>(text), value);
    EXPECT_FALSE(text.empty());
  }
  EXPECT_FALSE(code_from_text<E>("no such code"));
  EXPECT_FALSE(is_code<E>(9'999));
}
template <class... Es>
void expect_unique_code_lists() {
  (expect_unique_codes<Es>(typeid(Es).name()), ...);
}

TEST(Codes, HaveUniqueNumbersAndTexts) {
  expect_unique_code_lists<Aggregate, Purpose, PurposeSource, Outcome, ActorRole, CityRole, BasisKind, Channel,
                           IntakeKind, RegistrationKind, RequestState, PledgeScope, PledgeState, FacilityStatus,
                           AccountStatus, CredentialKind, DeliveryMethod, SessionScope, SessionEnd, Sex,
                           GrantorKind, ConsentType, FamilyData, ConsentState, WithdrawalScope, RoomStatus,
                           MessageKind, About, Sensitivity, RetractionReason, ObjectKind, Operation,
                           RequesterKind, DisclosureKind, DisclosureMethod, DisclosureState, UsageReportState,
                           ReportFormat, MediaType, Rejection>();
}

// The verifier prints the times of damaged entries.
TEST(Times, OfAnyNumberHaveAText) {
  EXPECT_TRUE(to_text(Instant{INT64_MIN}).ends_with("T19:59:05.224192Z"));
  EXPECT_TRUE(to_text(Instant{INT64_MAX}).ends_with("T04:00:54.775807Z"));
  for (const std::int64_t extreme : {INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(japan_clock_text(Instant{extreme}).size(), 19u);
    EXPECT_FALSE(to_text(date_in_japan(Instant{extreme})).empty());
  }
}

TEST(EventTypes, HaveUniqueNumbersAndNames) {
  std::set<std::uint16_t> numbers;
  std::set<std::string_view> found;
  for_each_event_type([&]<class E>() {
    EXPECT_TRUE(numbers.insert(E::kType.number).second) << E::kType.name;
    EXPECT_TRUE(found.insert(E::kType.name).second) << E::kType.name;
    EXPECT_EQ(event_type(E::kType.number), &E::kType);
  });
  EXPECT_EQ(event_type(9'999), nullptr);
}

TEST(Policy, OfTheCityHasItsSevenPurposesVerbatim) {
  const policy::Policy& p = policy_in_force();
  EXPECT_EQ(p.purpose_label(Purpose::care), "療養者等に提供する医療サービス及び介護サービス");
  EXPECT_EQ(p.purpose_label(Purpose::care_conference), "サービス担当者会議等によるサービス事業者等との連携");
  EXPECT_EQ(p.purpose_label(Purpose::expert_advice),
            "療養者の診療等にあたり外部の医師等の意見・助言を求める場合");
  for (const auto& [purpose, text] : codes(Purpose{})) EXPECT_NE(p.purpose_label(purpose), text);
  std::set<std::uint16_t> numbers;
  for (const policy::Profession& profession : p.professions)
    EXPECT_TRUE(numbers.insert(profession.number).second);
  EXPECT_EQ(p.password.max_age_months, 1);
}

std::string json_code(std::string_view text) {
  const auto json = parse_json(text);
  return json ? "" : json.error().code;
}

// Names of an object are compared with each other, so that many would take long.
TEST(StrictJson, TakesNoObjectOfMoreMembersThanAnyFormHas) {
  const auto object_of = [](int members) {
    std::string text = "{";
    for (int i = 0; i < members; ++i) text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    return parse_json(text + "}").has_value();
  };
  EXPECT_TRUE(object_of(250));
  EXPECT_FALSE(object_of(251));
}

TEST(StrictJson, NamesWhatIsWrong) {
  EXPECT_EQ(json_code(R"({"a":"香川"})"), "");
  EXPECT_EQ(json_code(R"({"a":1,"a":2})"), "malformed-json");
  EXPECT_EQ(json_code(R"({"a":{},"a":2})"), "malformed-json");
  EXPECT_EQ(json_code(R"({"a":"香川",})"), "malformed-json");  // valid UTF-8, broken JSON
  EXPECT_EQ(json_code("{\"a\":\"\xE9\xA6\"}"), "invalid-encoding");
  EXPECT_EQ(json_code("{\"a\":\"\xC0\x80\"}"), "invalid-encoding");
  EXPECT_EQ(json_code("{\"a\":\"\xED\xA0\x80\"}"), "invalid-encoding");
  EXPECT_EQ(json_code(R"({"a":"\ud800\u0041"})"), "invalid-encoding");
  EXPECT_EQ(json_code(R"({"a":"x\u0000"})"), "invalid-encoding");
  EXPECT_EQ(json_code(std::string_view("{\"a\":\"x\0\"}", 10)), "malformed-json");
  EXPECT_EQ(json_code(R"({"a":1.5})"), "wrong-type");
  EXPECT_EQ(json_code(R"({"a":99999999999999999999})"), "wrong-type");
  for (const char* bad :
       {"", "{", "{}x", "{} {}", "[1,]", "{'a':1}", "{\"a\":NaN}", "{\"a\":01}", "/**/{}", "\xEF\xBB\xBF{}"}) {
    EXPECT_EQ(json_code(bad), "malformed-json") << bad;
  }
  EXPECT_EQ(json_code(std::string(16, '[') + std::string(16, ']')), "");
  EXPECT_EQ(json_code(std::string(17, '[') + std::string(17, ']')), "too-deep");
  EXPECT_EQ(json_code(std::string(100'000, '[')), "too-deep");
}

}  // namespace
}  // namespace renkei::testing
