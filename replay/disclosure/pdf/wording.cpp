#include "replay/disclosure/pdf/wording.h"

#include <array>
#include <cstdio>

namespace renkei::packet::pdf {

std::string era_date(CivilDate date) { return japanese_era_text(date); }

std::string both_dates(CivilDate date) {
  const std::string era = japanese_era_text(date), western = western_text(date);
  return era == western ? western : era + "（" + western + "）";
}

std::string era_period(CivilDate from, CivilDate to) {
  const YearMonthDay a = year_month_day(from), b = year_month_day(to);
  std::string end = japanese_era_text(to);
  const std::string start = japanese_era_text(from);
  if (from == to) return start + "の1日";
  const std::size_t year_end = end.find("年");
  if (a.year == b.year && year_end != std::string::npos && start.compare(0, year_end, end, 0, year_end) == 0)
    end = end.substr(year_end + std::string_view("年").size());
  return start + "から" + end + "まで";
}

std::string clock_time(Instant at) { return japan_clock_text(at).substr(11); }

unsigned hour_in_japan(Instant at) {
  const std::string time = clock_time(at);
  return static_cast<unsigned>((time[0] - '0') * 10 + (time[1] - '0'));
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string file_size(std::uint64_t octets) {
  std::array<char, 32> text{};
  if (octets < 1024) return grouped(octets) + " B";
  if (octets < 1024 * 1024) return grouped((octets + 512) / 1024) + " KB";
  std::snprintf(text.data(), text.size(), "%.1f MB", static_cast<double>(octets) / (1024 * 1024));
  return text.data();
}

std::string_view media_word(MediaType media) {
  switch (media) {
    case MediaType::jpeg:
    case MediaType::png:
      return "写真";
    case MediaType::pdf:
      return "文書（PDF）";
  }
  return "";
}

std::string_view kind_word(MessageKind kind) {  // product.md no. 32
  switch (kind) {
    case MessageKind::visit_record:
      return "訪問記録";
    case MessageKind::handover:
      return "申し送り";
    case MessageKind::notice:
      return "連絡";
    case MessageKind::question:
      return "質問（要返信）";
    case MessageKind::medication:
      return "服薬・処方";
    case MessageKind::measurement:
      return "計測値";
    case MessageKind::conference:
      return "会議";
    case MessageKind::photo_document:
      return "写真・文書";
  }
  return "";
}

std::string_view requester_word(RequesterKind requester) {
  switch (requester) {
    case RequesterKind::self:
      return "ご本人";
    case RequesterKind::legal_representative:
      return "法定代理人";
    case RequesterKind::agent:
      return "任意代理人";
    case RequesterKind::bereaved:
      return "ご遺族";
  }
  return "";
}

std::string_view method_word(DisclosureMethod method) {
  return method == DisclosureMethod::paper ? "書面の交付" : "電磁的記録（電子データ）の提供";
}

std::string kinds_words(const std::vector<DisclosureKind>& kinds) {
  std::string words;
  for (const DisclosureKind kind : kinds) {
    if (!words.empty()) words += "、";
    if (kind == DisclosureKind::records) words += "記録されている内容";
    if (kind == DisclosureKind::usage) words += "利用状況（だれが、いつ、何のために見たか）";
    if (kind == DisclosureKind::third_party_records) words += "第三者提供の記録";
  }
  return words;
}

bool by_city(const Model& model) { return model.issuer.id.is_zero(); }
bool for_bereaved(const Model& model) { return model.facts.requester == RequesterKind::bereaved; }
bool for_auditor(const Model& model) { return model.audience == PacketAudience::auditor; }
std::string issuer_word(const Model& model) { return by_city(model) ? model.city : "当事業所"; }
std::string person_word(const Model& model) {
  return model.facts.requester == RequesterKind::self ? "あなた" : model.facts.subject_name + " 様";
}
std::string city_as_manager(const Model& model) { return model.city + "（システム管理者）"; }

std::string period_words(const Model& model) {
  const auto& [from, to] = model.facts.period;
  if (from && to) return era_period(*from, *to);
  if (from) return era_date(*from) + "から、この書面を作成した日まで";
  if (to) return "記録の始めから" + era_date(*to) + "まで";
  return "期間の指定なし（すべて）";
}

CivilDate letter_date(const Model& model) {
  if (model.facts.notified_on) return *model.facts.notified_on;
  return model.facts.decided_on.value_or(date_in_japan(model.made_at));
}

std::string content_elsewhere(const Model& model, const Row& row, const RowWords& words) {
  if (row.usage.facility == model.issuer.id)
    return "内容は、ご請求の対象に入っていないため、含まれていません。";
  return "内容は、" + words.facility + "にご請求ください。";
}

std::string facts_words(const std::vector<Fact>& facts) {
  std::string words;
  for (const Fact& fact : facts) words += (words.empty() ? "" : "\n" + fact.label + "：") + fact.value;
  return words;
}

std::string ground_words(const Dictionary& dictionary, const Withheld& withheld) {
  const GroundWord* word = withheld.ground.empty() ? nullptr : dictionary.ground(withheld.ground);
  if (word == nullptr) return withheld.article;
  return word->article + "（" + word->ja + "）";
}

}  // namespace renkei::packet::pdf
