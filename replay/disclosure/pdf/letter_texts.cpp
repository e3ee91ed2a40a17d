#include "replay/disclosure/pdf/letter_texts.h"

#include <algorithm>

#include "replay/disclosure/pdf/sections.h"
#include "replay/disclosure/pdf/wording.h"

namespace renkei::packet::pdf {
namespace {

// What the law calls the data: 保有個人データ of a provider, 保有個人情報 of the city.
std::string data_word(const Model& model) { return by_city(model) ? "保有個人情報" : "保有個人データ"; }

// Nobody but an auditor is given a packet before the decision.
DisclosureResult decided(const Model& model) { return model.facts.result.value(); }

std::string bereaved_sentence(const Model& model) {
  const std::string whose = "亡くなられた" + model.facts.subject_name + "様の診療・介護の情報";
  switch (decided(model)) {
    case DisclosureResult::full:
      return whose + "を、すべて提供します。";
    case DisclosureResult::part:
      return whose + "のうち、一部を除いて提供します。";
    case DisclosureResult::none:
      return whose + "は、提供しないこととしました。";
    case DisclosureResult::no_data:
      return whose + "は、" + issuer_word(model) + "にはありませんでした（不存在）。";
  }
  return "";
}

}  // namespace

std::string document_title(const Model& model) {
  if (for_auditor(model)) return "開示請求の記録（監査用の写し）";
  if (for_bereaved(model)) return "診療情報等の提供について（ご遺族へのお知らせ）";
  const std::string data = data_word(model);
  const bool city = by_city(model);
  switch (decided(model)) {
    case DisclosureResult::full:
      return data + (city ? "開示決定通知書" : "の開示について（お知らせ）");
    case DisclosureResult::part:
      return data + (city ? "一部開示決定通知書" : "の一部開示について（お知らせ）");
    case DisclosureResult::none:
      return data + (city ? "不開示決定通知書" : "を開示しない旨の決定について（お知らせ）");
    case DisclosureResult::no_data:
      return data + (city ? "不開示決定通知書（不存在）" : "の不存在について（お知らせ）");
  }
  return data;
}

std::string addressee(const Model& model) {
  const std::string& name = model.facts.subject_name;
  if (model.facts.requester == RequesterKind::self) return name + "　様";
  const std::string whose =
      (for_bereaved(model) ? "故 " : "") + name + " 様　" + std::string(requester_word(model.facts.requester));
  const std::string& asking = model.facts.representative_name;
  return whose + "　" + asking + (asking.empty() ? "" : "　") + "様";
}

std::string head_title(const Model& model) { return by_city(model) ? "市長" : "管理者（院長等）"; }

std::string reachable(const Issuer& issuer) {
  std::string text;
  const auto add = [&](const char* label, const std::string& value) {
    if (!value.empty()) text += (text.empty() ? "" : "　") + (label + value);
  };
  add("電話\u00a0", issuer.tel);  // no line ends between a label and its number
  add("FAX\u00a0", issuer.fax);
  add("メール\u00a0", issuer.mail);
  return text;
}

std::string opening(const Model& model) {
  const std::string on = era_date(model.facts.received_on);
  if (for_bereaved(model)) {
    return "　このたびは、心よりお悔やみ申し上げます。" + on + "にお申し出のありました、亡くなられた" +
           model.facts.subject_name + "様の情報の提供について、次のとおりお答えします。";
  }
  if (by_city(model))
    return "　" + on + "付けで請求のあった保有個人情報の開示について、次のとおり決定したので通知します。";
  return "　" + on + "にご請求いただきました保有個人データの開示について、次のとおりお知らせします。";
}

std::string result_sentence(const Model& model) {
  if (!model.facts.result) return "この写しを作成した時点で、開示するかどうかの決定はされていません。";
  if (for_bereaved(model)) return bereaved_sentence(model);
  const std::string data = data_word(model);
  switch (decided(model)) {
    case DisclosureResult::full:
      return "ご請求の" + data + "を、すべて開示します（全部開示）。";
    case DisclosureResult::part:
      return "ご請求の" + data + "を、一部を除いて開示します（一部開示）。";
    case DisclosureResult::none:
      return by_city(model) ? "ご請求の" + data + "は、開示しないことと決定しました（不開示）。"
                            : "ご請求の" + data + "について、開示しない旨の決定をしました。";
    case DisclosureResult::no_data:
      return "ご請求の" + data + "は、" + issuer_word(model) +
             "にはありませんでした（不存在）。お探しした範囲は、このシステムにある" + issuer_word(model) +
             "の記録です。";
  }
  return "";
}

bool has_correction_form(const Model& model) { return !for_bereaved(model) && !for_auditor(model); }

std::string auditors_opening() {
  return "　これは、監査（利用目的「監査」）のために作成した写しです。ご本人にお渡しする書面ではありません。取"
         "扱"
         "いには、ご本人の個人データとしての注意が必要です。";
}

std::string auditors_scope(const Model& model) {
  return "開示しないこととした記録、ほかの事業所や" + model.city +
         "の記録、操作した職員の氏名を含め、対象の期間のすべての記録と内容を載せています。";
}

std::string basis_reference(const Model& model) {
  if (for_bereaved(model)) return model.rules.bereaved;
  if (!by_city(model)) return model.rules.disclosure;
  const bool refused =
      model.facts.result == DisclosureResult::none || model.facts.result == DisclosureResult::no_data;
  return refused ? model.rules.city_refusal : model.rules.city_disclosure;
}

std::string withholding_word(const Model& model) {
  if (for_bereaved(model)) return "提供しない判断";
  return by_city(model) ? "不開示の決定" : "開示しない旨の決定";
}

namespace {

bool asks_for_records(const Model& model) {
  const auto& kinds = model.facts.kinds;
  return std::find(kinds.begin(), kinds.end(), DisclosureKind::records) != kinds.end();
}

}  // namespace

std::string included_text(const Model& model) {
  const std::string issuer = issuer_word(model);
  const bool none_there = model.facts.result == DisclosureResult::no_data;
  if (none_there && model.rows.empty())
    return issuer + "の記録が見つからなかったため、この書面には記録は含まれていません。";
  if (model.facts.result == DisclosureResult::none)
    return withholding_word(model) +
           "をしたため、この書面に記録の内容と利用の記録は含まれていません。記録の件数と番号だけを載せています"
           "。";
  const std::string records =
      model.facts.records == RecordsScope::own
          ? issuer + "が書いた記録、" + issuer + "に提出された依頼書と同意書"
          : "この部屋に参加している事業所が書いた記録（含めることができたもの）、依頼書と同意書";
  const std::string usage =
      by_city(model) ? "このシステムの利用の記録" : model.city + "（システム管理者）から提供を受けた利用の記録";
  std::string text =
      asks_for_records(model) && !none_there ? records + "、および" + usage + "。" : usage + "。";
  text += "利用の記録は、参加しているすべての事業所と" + model.city + "について含まれています。";
  if (none_there) return text + "ご請求の記録は、" + issuer + "にはありませんでした。";
  if (!asks_for_records(model))
    text += "記録の内容（文章や写真）は、ご請求の対象に入っていないため、含まれていません。";
  return text;
}

std::string nothing_else_text(const Model& model) {
  std::string text;
  if (model.rows.empty()) {
    text = "このシステムに、" + person_word(model) + "の記録は見つかりませんでした。";
  } else if (model.facts.result == DisclosureResult::none) {
    text =
        "この書面では、どの記録の内容もお見せしていません。ほかの事業所が書いた記録は、その事業所にもご請求い"
        "ただけます。";
  } else {
    std::string but_for;
    if (model.count(RowStatus::withheld) > 0) but_for = "開示しないこととした記録";
    if (model.count(RowStatus::outside_period) > 0)
      but_for += (but_for.empty() ? "" : "と、") + std::string("対象の期間の外の記録");
    text = (but_for.empty() ? "" : but_for + "のほかに、") +
           "この部屋に参加しているほかの事業所の記録で、この書面に含めていないものはありません。";
  }
  return text + "なお、" + issuer_word(model) +
         "がこのシステムの外（紙のカルテなど）に持つ記録は、この書面とは別にご請求いただけます。";
}

std::string fee_text(const Model& model) {
  const std::string amount = model.facts.fee_yen == 0 ? "手数料はいただきません"
                                                      : "手数料は" + grouped(model.facts.fee_yen) + "円です";
  return amount + (to_the_person(model) ? "（根拠：" + model.rules.fee + "）。" : "。");
}

std::string correction_reference(const Model& model) {
  return "（" + (by_city(model) ? model.rules.city_correction : model.rules.correction) + "）";
}
std::string suspension_reference(const Model& model) {
  return "（" + (by_city(model) ? model.rules.city_suspension : model.rules.suspension) + "）";
}

std::string correction_text(const Model& model, const std::string& form_page) {
  return "内容が事実でないと思われるときは、訂正・追加・削除を求めることができます" +
         correction_reference(model) +
         "。取り扱いが適正でないと思われるときは、"
         "利用の停止・消去・第三者への提供の停止を求めることができます" +
         suspension_reference(model) + "。" + (by_city(model) ? model.rules.city_time_limit : "") + form_page +
         "ページの請求書に必要なことを書き、" + issuer_word(model) +
         "の窓口へお持ちいただくか、郵送してください。";
}

// The published references to the law of providers are not those of the city as holder, nor of the bereaved.
bool to_the_person(const Model& model) { return !by_city(model) && !for_bereaved(model); }

const std::vector<policy::ComplaintDesk>& complaint_desks(const Model& model) {
  if (for_bereaved(model)) return model.rules.bereaved_complaint_desks;
  return by_city(model) ? model.rules.city_complaint_desks : model.rules.complaint_desks;
}

std::string complaint_text(const Model& model) {
  return "まず、" + issuer_word(model) + "の窓口にお申し出ください。次のところにも申し出ることができます。";
}

}  // namespace renkei::packet::pdf
