// Words and forms of dates and numbers that several parts of the PDF share.
#pragma once

#include "replay/packet/model.h"

namespace renkei::packet::pdf {

std::string both_dates(CivilDate date);  // 「令和8年11月22日（2026年11月22日）」
std::string era_date(CivilDate date);    // 「令和8年11月22日」
// 「令和8年4月1日から11月22日まで」: the year, or year and month, not said twice
std::string era_period(CivilDate from, CivilDate to);
std::string clock_time(Instant at);  // "09:00:00", Japan time
unsigned hour_in_japan(Instant at);
std::string grouped(std::uint64_t number);    // "12,345"
std::string file_size(std::uint64_t octets);  // "5.2 MB"

std::string_view media_word(MediaType media);
std::string_view kind_word(MessageKind kind);
std::string_view requester_word(RequesterKind requester);
std::string_view method_word(DisclosureMethod method);
std::string kinds_words(const std::vector<DisclosureKind>& kinds);

bool by_city(const Model& model);  // answered by the city as holder (ch. 5)
bool for_bereaved(const Model& model);
bool for_auditor(const Model& model);             // nothing is withheld, and it is no letter
std::string issuer_word(const Model& model);      // 「当事業所」「丸亀市」
std::string person_word(const Model& model);      // 「あなた」, or the person's name
std::string city_as_manager(const Model& model);  // 「丸亀市（システム管理者）」
std::string period_words(const Model& model);     // of the request
CivilDate letter_date(const Model& model);
// What came in or went, and further facts with their labels, each on a line.
std::string facts_words(const std::vector<Fact>& facts);
// Of a row whose content is not in the packet: whom to ask for it, or that it was not asked for.
std::string content_elsewhere(const Model& model, const Row& row, const RowWords& words);
// Why a row is not shown, as decided: article and, if the decision says so, the words of the law.
std::string ground_words(const Dictionary& dictionary, const Withheld& withheld);

}  // namespace renkei::packet::pdf
