#include "sample_model.h"

#include "replay/packet/content.h"
#include "sample_rows.h"
#include "tests/support/policy_file.h"

namespace renkei::testing {
namespace {

using packet::Content;
using packet::Fact;
using packet::Model;
using packet::PacketFile;

CivilDate november(unsigned day) { return *civil_date(2026, 11, day); }

PacketFile file(std::string name, MediaType media, std::uint64_t bytes, std::uint8_t mark) {
  PacketFile f{std::move(name), media, bytes, {}};
  for (std::size_t i = 0; i < f.sha256.octets.size(); ++i)
    f.sha256.octets[i] = static_cast<std::uint8_t>(mark + 37 * i);
  return f;
}

packet::Dictionary dictionary() {
  packet::Dictionary d;
  d.city = "丸亀市";
  packet::PolicyWords words{1, "2026-04", "丸亀市医療介護連携システム利用方針", {}, {}};
  words.professions = {{1, "医師"}, {3, "薬剤師"}, {4, "看護師"}, {13, "介護支援専門員"}, {17, "事務員"}};
  words.purposes = {
      {Purpose::care, "療養者等に提供する医療サービス及び介護サービス"},
      {Purpose::coordination, "病院、診療所、薬局、訪問看護ステーション、介護サービス事業者等との連携"},
      {Purpose::care_conference, "サービス担当者会議等によるサービス事業者等との連携"},
      {Purpose::system_admin, "丸亀市（システム管理者）としての確認"},
      {Purpose::subject_request, "ご本人からの求めへの対応"}};
  d.policies = {std::move(words)};
  d.facilities = {{kClinic, "しらさぎ在宅クリニック", "診療所"},
                  {kCareOffice, "居宅介護支援事業所うちわの里", "居宅介護支援事業所"},
                  {kStation, "訪問看護ステーション土器川", "訪問看護ステーション"}};
  return d;
}

packet::Integrity integrity() {
  packet::Integrity i;
  i.origin = "renkei.example/marugame";
  i.log_vkey = "renkei.example/marugame+4840b1a9+AaJ3mQ0pVbZ4wqkR7y8hY2cT1uLxN5sEoDfGiHjKlMnP";
  i.packet_vkey = "renkei.example/marugame/packets+5d01c7fe+AYx9Wv8Ut7Sr6Qp5On4Ml3Kj2Ih1Gf0Ed9Cb8Aa7Zz6Y";
  i.keys_fingerprint = "a1b2 c3d4 e5f6 a7b8";
  i.checkpoint_size = 4184;
  i.checkpoint_root = "BdDnHAXVbF36W6xM2kjaijMeNcA9ILyPsJJsnhGNSPU=";
  i.checkpoint_note =
      i.origin + "\n4184\n" + i.checkpoint_root +
      "\n\n— renkei.example/marugame "
      "SKELanSPiql4EeGvN9oZ4IHe6q2n63yyj/kSUlkSyOTh+1IrjoAPmVlmHhf8edOn4sUWKRFmqp2RYDp0BNaKlnt9CwM=\n";
  i.heads_position = 4181;
  i.as_of = 4181;
  i.heads_count = 12;
  i.software = "renkei 0.1.0";
  return i;
}

packet::Row& assigned(SampleRows& rows, const SamplePerson& who, const char* why) {
  packet::Row& row = rows.add(1404, who);
  row.facts = {{"登録の理由", why}};
  set_content(row, {});
  return row;
}

void admission(SampleRows& rows) {
  rows.at(19, 13, 5).add(1101, kSystem);
  packet::Row& person = rows.add(1102, kKono);
  person.facts = {{"性別", "女性"},
                  {"ご住所", "丸亀市飯山町上法軍寺1番地（見本）"},
                  {"電話番号", "0877-00-0000"},
                  {"要介護状態区分", "要介護2"},
                  {"緊急時の連絡先", "香川 修（長男・同居）"}};
  set_content(person, {});
  packet::Row& request = rows.add(1301, kKono);
  request.facts = {{"参加する事業所", "居宅介護支援事業所うちわの里、訪問看護ステーション土器川"},
                   {"主治医の了解", "あり"}};
  set_content(request, {});
  for (const bool self : {true, false}) {
    packet::Row& row = rows.add(1201, kKono);
    row.facts = {{"同意した方", self ? "ご本人" : "家族の代表（長男 香川 修）"},
                 {"共有する範囲", "部屋に参加する事業所（診療所、訪問看護ステーション、居宅介護支援事業所）"},
                 {"家族の個人データ", "用いる"},
                 {"説明資料の版", "2026-04"}};
    Content form;
    form.files = {
        file(self ? "attachments/88-1.pdf" : "attachments/95-1.pdf", MediaType::pdf, 184'320, self ? 11 : 12)};
    row.usage.occurred_on = november(19).days;
    set_content(row, std::move(form));
  }
  packet::Row& explained = rows.add(1202, kKono);
  explained.usage.occurred_on = november(19).days;
  rows.at(19, 15, 20).view(kMorimoto, ObjectKind::consent_form, 1);
  rows.view(kMorimoto, ObjectKind::consent_form, 1);
  rows.add(1203, kMorimoto);
  rows.add(1203, kMorimoto);
  rows.at(19, 16, 2).add(1303, kOnishi);
  rows.add(1401, kOnishi);
  for (const char* facility : {"居宅介護支援事業所うちわの里", "訪問看護ステーション土器川"})
    rows.add(1402, kOnishi).facts = {{"事業所", facility}};
  for (int i = 0; i < 4; ++i) assigned(rows, kKono, "様式5-1");
}

void daily_care(SampleRows& rows) {
  rows.at(20, 10, 30)
      .posted(kKono, 1, MessageKind::visit_record,
              "11月20日（金）訪問診療。血圧138/76、脈拍72・整、SpO₂ 96％。右下腿のむくみは軽くなっています。"
              "フロセミド20mgを朝1回1錠に減らします。次回は12月4日（金）です。");
  packet::Row& photo = rows.at(20, 14, 15)
                           .posted(kMiki, 2, MessageKind::photo_document,
                                   "足浴後に右下腿を撮影しました。発赤なし、圧痕は軽度です。"
                                   "保湿剤を塗りました。ご本人は『靴下の跡が減ってうれしい』とのこと。");
  Content with_photo = *photo.content;
  with_photo.files = {file("attachments/207-1.jpg", MediaType::jpeg, 5'242'880, 77)};
  set_content(photo, std::move(with_photo));
  rows.at(20, 17, 40).add(1601, kFujikawa).usage.count = 1;
  rows.view(kFujikawa, ObjectKind::messages, 2);
  rows.view(kFujikawa, ObjectKind::attachment, 1);
  packet::Row& conference =
      rows.posted(kFujikawa, 3, MessageKind::conference,
                  "11月27日（金）14時から、ご自宅でサービス担当者会議を行います。"
                  "議題は手すりの追加と通所リハビリの回数です。長男の修さんも同席されます。"
                  "ご都合の悪い方は25日（水）までにご連絡ください。");
  Content about_family = *conference.content;
  about_family.about_family = true;
  set_content(conference, std::move(about_family));
  conference.usage.purpose = Purpose::care_conference;
  rows.at(20, 18, 55)
      .corrected(kKono, 1,
                 "11月20日（金）訪問診療。血圧138/76、脈拍72・整、SpO₂ 96％。"
                 "右下腿のむくみは軽くなっています。フロセミド20mgを朝1回半錠（10mg）に減らします。"
                 "次回は12月4日（金）です。",
                 "用量の誤記");
}

void wrong_post(SampleRows& rows, const std::string& article) {  // empty: nothing is withheld
  const bool withheld = !article.empty();
  if (withheld) {
    rows.withheld("third_party", article, "別の方の情報が誤って投稿され、取り消されました。",
                  {november(21), "居宅介護支援事業所うちわの里", "記入", "記録"});
  } else {
    rows.at(21, 9, 10).posted(kTakagi, 4, MessageKind::notice,
                              "明日のデイサービスは、送迎車の点検のため15分ほど遅れます。");
  }
  rows.at(21, 9, 30).view(kMiki, ObjectKind::messages, 4);
  packet::Row& retraction = rows.at(21, 9, 42).retracted(kTakagi, 4);
  if (!withheld) {
    Content why = *retraction.content;
    why.reason = "同じ記録が二つあったため";
    set_content(retraction, std::move(why));
  }
  rows.view(kMiki, ObjectKind::messages, 4);
}

void night_and_withdrawal(SampleRows& rows) {
  assigned(rows.at(21, 22, 48), kNightNurse, "夜間の急変に対応するため").usage.basis_kind =
      BasisKind::assignment;
  rows.view(kNightNurse, ObjectKind::messages, 4);
  rows.posted(
      kNightNurse, 5, MessageKind::visit_record,
      "22時50分、息苦しさの訴えがあり臨時で訪問しました。SpO₂ 95％、呼吸数18。枕を高くして落ち着かれました。");
  rows.at(22, 8, 31).denied(kNishioka, Rejection::not_assigned);
  packet::Row& withdrawal = rows.at(22, 9, 0).add(1204, kMorimoto);
  withdrawal.usage.occurred_on = november(22).days;
  withdrawal.facts = {{"撤回の範囲", "すべての共有"},
                      {"撤回した方", "ご本人"},
                      {"受け付けた日", "令和8年11月22日（2026年11月22日）"}};
  rows.add(1406, kSystem);
  rows.at(22, 9, 20).denied(kFujikawa, Rejection::sharing_stopped);
  packet::Row& own = rows.view(kFujikawa, ObjectKind::messages, 2);  // own posts stay readable
  own.usage.basis_kind = BasisKind::assignment;
  own.usage.basis_id = {};
  rows.denied(kFujikawa, Rejection::sharing_stopped, Operation::post);
}

void disclosure_case(SampleRows& rows) {
  rows.at(22, 11, 0).add(1801, kKono).usage.occurred_on = november(22).days;
  rows.add(1802, kKono);
  rows.at(22, 11, 30).add(1901, kKono);
  rows.at(24, 9, 5).add(1902, kOnishi);
  rows.add(1903, kOnishi);
  rows.at(24, 13, 0).add(1904, kKono);
  rows.add(1904, kKono);
  rows.at(26, 17, 0).add(1806, kKono);
}

Model base() {
  Model m;
  m.city = "丸亀市";
  m.issuer = {kClinic,
              "しらさぎ在宅クリニック",
              "シラサギザイタククリニック",
              "763-0000",
              "香川県丸亀市土器町東1丁目1番1号（見本）",
              "0877-00-1111",
              "0877-00-1112",
              "madoguchi@shirasagi.example",
              "河野 真一"};
  m.contact_desk = "個人情報相談窓口（受付） 平日9:00～17:00";
  m.facts.id = sample_id<DisclosureRequestId>(5, 1);
  m.facts.number = "開R8-001";
  m.facts.subject = sample_id<CareRecipientId>(4, 1);
  m.facts.subject_name = "香川 ハル";
  m.facts.subject_kana = "カガワ ハル";
  m.facts.born_on = civil_date(1935, 3, 3);
  m.facts.kinds = {DisclosureKind::records, DisclosureKind::usage};
  m.facts.received_on = november(22);
  m.facts.due_on = *civil_date(2026, 12, 6);
  m.facts.identity_verified_on = november(22);
  m.facts.identity_documents = {"介護保険被保険者証", "健康保険の資格確認書"};
  m.facts.scope_clarified_on = november(24);
  m.facts.usage_provided_on = november(24);
  m.facts.decided_on = november(26);
  m.facts.notified_on = november(27);
  m.rules = policy_file().disclosure;
  m.made_at = Instant{start_of_day(november(27)).microseconds + 34'200'000'000};
  m.dictionary = dictionary();
  m.integrity = integrity();
  return m;
}

// Others' records are told of, and are not in the packet (product.md no. 3).
void keep_own_records(Model& m) {
  m.not_included = {{"居宅介護支援事業所うちわの里", "窓口：管理者　電話 0877-00-2222"},
                    {"訪問看護ステーション土器川", "窓口：事務室　電話 0877-00-3333"}};
  for (packet::Row& row : m.rows) {
    if (!packet::opens_payload(row.usage.type) || row.usage.facility == m.issuer.id) continue;
    row.content = nullptr;
    row.facts.clear();
    row.content_state = packet::ContentState::other_facility;
  }
}

void name_grounds(Model& m, policy::DisclosureRoute route) {
  for (const policy::WithholdingGround& g : m.rules.grounds_of(route))
    m.dictionary.grounds.push_back({g.code, g.article, g.ja});
}

}  // namespace

Model sample_model(SampleKind kind) {
  Model m = base();
  const policy::DisclosureRoute route = policy::route_of(
      kind == SampleKind::city, kind == SampleKind::bereaved ? RequesterKind::bereaved : RequesterKind::self);
  name_grounds(m, route);
  if (kind == SampleKind::no_data) {
    m.facts.result = DisclosureResult::no_data;
    return m;
  }
  SampleRows rows(m.rows);
  if (kind == SampleKind::none) {
    m.facts.result = DisclosureResult::none;
    for (int i = 0; i < 5; ++i) rows.withheld("", "個人情報の保護に関する法律第33条第2項第1号", "", {});
    return m;
  }
  if (kind == SampleKind::part) {
    m.facts.period = {november(19), november(27)};
    for (int i = 0; i < 3; ++i) rows.outside_period();
  }
  admission(rows);
  daily_care(rows);
  const bool withheld = kind == SampleKind::part || kind == SampleKind::bereaved;
  wrong_post(rows, withheld ? m.rules.ground(route, "third_party")->article : "");
  if (kind == SampleKind::part) rows.withheld("", "個人情報の保護に関する法律第33条第2項第1号", "", {});
  night_and_withdrawal(rows);
  disclosure_case(rows);
  m.facts.result = kind == SampleKind::part || kind == SampleKind::bereaved ? DisclosureResult::part
                                                                            : DisclosureResult::full;
  if (withheld)
    keep_own_records(m);
  else
    m.facts.records = RecordsScope::room;
  if (kind == SampleKind::full) m.facts.kinds.push_back(DisclosureKind::third_party_records);
  if (kind == SampleKind::bereaved) {
    m.facts.requester = RequesterKind::bereaved;
    m.facts.representative_name = "香川 修";
    m.issuer.head.clear();
  }
  if (kind == SampleKind::city) {
    m.issuer = {{},
                "丸亀市",
                "マルガメシ",
                "763-8501",
                "香川県丸亀市大手町二丁目4番21号",
                "0877-24-8933",
                "0877-24-8914",
                "",
                "丸亀 太郎（見本）"};
    m.contact_desk = "丸亀市地域包括支援センター（市役所2階）";
  }
  return m;
}

Model grown_model(std::size_t count, std::size_t photos) {
  Model m = base();
  name_grounds(m, policy::DisclosureRoute::provider);
  m.facts.result = DisclosureResult::part;
  SampleRows rows(m.rows);
  admission(rows);
  const std::size_t every = photos == 0 ? count : std::max<std::size_t>(10, count / photos);
  std::uint32_t message = 100;
  while (m.rows.size() < count) {
    const std::size_t n = m.rows.size();
    if (n % 500 == 0) rows.at(static_cast<int>(20 + n / 500 % 10), 8, 0);
    if (n % every == 5 && photos > 0) {
      packet::Row& row =
          rows.posted(kMiki, ++message, MessageKind::photo_document, "本日の様子です。発赤はありません。");
      Content content = *row.content;
      content.files = {file("attachments/" + std::to_string(row.usage.position) + "-1.jpg", MediaType::jpeg,
                            2'000'000, static_cast<std::uint8_t>(n))};
      set_content(row, std::move(content));
      --photos;
    } else if (n % 10 == 1) {
      rows.posted(kKono, ++message, MessageKind::visit_record,
                  "訪問診療" + std::to_string(n) +
                      "回目。血圧138/76、脈拍72・整、SpO₂ 96％。右下腿のむくみは軽くなっています。"
                      "お薬は変わりありません。");
    } else if (n % 100 == 2) {
      rows.corrected(kKono, message, "訪問診療。血圧136/76に直します。", "誤記");
    } else if (n % 100 == 3) {
      rows.denied(kNishioka, Rejection::not_assigned);
    } else if (n % 100 == 4) {
      rows.withheld("third_party", "個人情報の保護に関する法律第33条第2項第1号",
                    "別の方の情報が誤って投稿され、取り消されました。",
                    {november(21), "居宅介護支援事業所うちわの里", "記入", "記録"});
    } else if (n % 7 == 0) {
      rows.add(1601, kFujikawa).usage.count = 1;
    } else {
      rows.view(n % 3 == 0 ? kMiki : kFujikawa, ObjectKind::messages, static_cast<std::uint32_t>(1 + n % 9));
    }
  }
  return m;
}

}  // namespace renkei::testing
