#include "tests/packet_formats/sample_packet.h"

namespace renkei::testing {
namespace {

using packet::Content;
using packet::ContentState;
using packet::Row;
using packet::RowStatus;

constexpr std::int64_t kStart = 1'795'305'600'000'000;  // 2026-11-22T00:00:00Z
constexpr std::uint16_t kPhysician = 1, kNurse = 4;

template <class T>
T id(std::uint8_t octet) {
  T value;
  value.octets.fill(octet);
  return value;
}

const FacilityId kClinic = id<FacilityId>(0x11), kStation = id<FacilityId>(0x12);
const AccountId kDoctor = id<AccountId>(0x21), kVisitingNurse = id<AccountId>(0x22),
                kOfficer = id<AccountId>(0x23);
const EventId kConsent = id<EventId>(0x31), kFamilyConsent = id<EventId>(0x32);
const MessageId kRecord = id<MessageId>(0x41), kWrong = id<MessageId>(0x42), kOther = id<MessageId>(0x43);

packet::Dictionary words(bool staff_names) {
  packet::Dictionary d;
  d.city = "丸亀市";
  d.policies = {
      {1,
       "2026-04",
       "丸亀市医療介護連携システム利用方針",
       {{kPhysician, "医師"}, {kNurse, "看護師"}},
       {{Purpose::care, "療養者等に提供する医療サービス及び介護サービス"},
        {Purpose::coordination, "病院、診療所、薬局、訪問看護ステーション、介護サービス事業者等との連携"},
        {Purpose::family_explanation, "家族等への病状説明、心身の状況説明"},
        {Purpose::system_admin, "丸亀市（システム管理者）としての確認"},
        {Purpose::subject_request, "ご本人からの求めへの対応"}}}};
  d.facilities = {{kClinic, "河野医院", "clinic"},
                  {kStation, "しおさい訪問看護ステーション", "visiting_nursing_station"}};
  if (staff_names) d.staff = {{kDoctor, std::string(kDoctorName)}, {kVisitingNurse, std::string(kNurseName)}};
  d.grounds = {
      {"third_party", "法第33条第2項第1号", "本人又は第三者の生命、身体、財産その他の権利利益を害するおそれ"}};
  return d;
}

class RowMaker {
 public:
  explicit RowMaker(std::vector<Row>& rows) : rows_(rows) {}

  Row& add(std::uint16_t type, const AccountId& account, const FacilityId& facility, std::uint16_t profession) {
    Row& row = hidden(RowStatus::shown);
    UsageRow& u = row.usage;
    u.position = 100 + 3 * u.ordinal;
    u.recorded_at = {kStart + static_cast<std::int64_t>(u.ordinal) * 61'000'007};
    u.type = type;
    u.account = account;
    u.facility = facility;
    u.profession = profession;
    u.role = account.is_zero()    ? ActorRole::system
             : facility.is_zero() ? ActorRole::system_administrator
                                  : ActorRole::system_user;
    u.policy_number = 1;
    u.basis_kind = BasisKind::consent;
    u.basis_id = kConsent;
    return row;
  }
  Row& by_doctor(std::uint16_t type) { return add(type, kDoctor, kClinic, kPhysician); }
  Row& by_nurse(std::uint16_t type) { return add(type, kVisitingNurse, kStation, kNurse); }
  Row& by_city(std::uint16_t type) {
    Row& row = add(type, kOfficer, FacilityId{}, 0);
    row.usage.purpose = Purpose::system_admin;
    row.usage.basis_kind = BasisKind::city_duty;
    return row;
  }
  Row& hidden(RowStatus status) {
    Row& row = rows_.emplace_back();
    row.status = status;
    row.usage.ordinal = rows_.size();
    row.usage.leaf.octets.fill(static_cast<std::uint8_t>(rows_.size()));
    return row;
  }

 private:
  std::vector<Row>& rows_;
};

// What the entry itself says.
Content& say(Row& row) {
  auto content = std::make_shared<Content>();
  row.content = content;
  return *content;
}
// What its payload says.
Content& show(Row& row) {
  row.content_state = ContentState::shown;
  return say(row);
}

void add_beginning(RowMaker& make) {
  make.add(1101, AccountId{}, FacilityId{}, 0).usage.basis_kind = BasisKind::none;
  show(make.by_doctor(1102)).json =
      R"({"demographics":{"name":"山田　ハル","kana":"ヤマダ　ハル","sex":"female","born_on":"1935-03-03",)"
      R"("born_on_as_written":"昭和10年3月3日","address":{"postal_code":"763-0034","text":"丸亀市大手町二丁目"},)"
      R"("tel":"0877-00-0000","care_level":"要介護3"}})";
  Row& consent = make.by_doctor(1201);
  consent.usage.occurred_on = civil_date(2026, 11, 20)->days;
  Content& form = show(consent);
  form.json =
      R"({"grantor":{"kind":"self","name":"山田　ハル","relation":"","reason":""},"scope":{"recipient_kinds":)"
      R"(["clinic","visiting_nursing_station"],"facilities":[")" +
      to_text(kClinic) + R"(",")" + to_text(id<FacilityId>(0x19)) +
      R"("],"data_kinds":["all"]},"signed_on":"2026-11-20"})";
  form.files = {{"attachments/3-1.pdf", MediaType::pdf, 20'480, {}}};
  Row& family = make.by_doctor(1201);
  family.usage.basis_id = kFamilyConsent;
  show(family).json =
      R"({"grantor":{"kind":"family_representative","name":"山田 一郎","relation":"長男","reason":""}})";
  Row& verified = make.by_city(1203);
  verified.usage.basis_kind = BasisKind::consent;
  verified.usage.basis_id = kConsent;
}

void add_messages(RowMaker& make) {
  Row& post = make.by_doctor(1501);
  post.usage.occurred_on = civil_date(2026, 11, 21)->days;
  Content& text = show(post);
  text.message = kRecord;
  text.kind = MessageKind::visit_record;
  text.text = "=血圧は\"安定\"しています。\r\n＝次回は金曜です。\x0B";
  text.files = {{"attachments/6-1.jpg", MediaType::jpeg, 123'456, {}},
                {"attachments/6-2.png", MediaType::png, 99, {}}};
  Content& correction = show(make.by_doctor(1502));
  correction.message = kRecord;
  correction.text = "　@血圧は安定しています。";
  correction.reason = "+表現を直しました。";
  correction.version = 2;
  Content& wrong = show(make.by_nurse(1501));
  wrong.message = kWrong;
  wrong.kind = MessageKind::handover;
  wrong.about_family = true;
  wrong.text = "別の部屋に書くつもりでした。";
  Row& retraction = make.by_nurse(1503);
  Content& retracted = say(retraction);
  retracted.message = kWrong;
  retracted.json = R"({"reason":"wrong_care_recipient"})";
  make.by_nurse(1501).content_state = ContentState::other_facility;
  say(make.by_nurse(1503)).message = kOther;  // of a post that is not shown
}

void add_accesses(RowMaker& make) {
  make.by_nurse(1601).usage.object_kind = ObjectKind::room_list;
  Row& view = make.by_nurse(1602);
  view.usage.object_kind = ObjectKind::messages;
  view.usage.count = 20;
  view.usage.purpose = Purpose::family_explanation;
  view.usage.purpose_source = PurposeSource::chosen;
  Row& outsider = make.add(1603, id<AccountId>(0x24), kStation, kNurse);
  outsider.usage.outcome = Outcome::denied;
  outsider.usage.rule = Rejection::not_assigned;
  outsider.usage.basis_kind = BasisKind::none;
  outsider.usage.count = 3;
  Row& stopped = make.by_nurse(1603);
  stopped.usage.outcome = Outcome::denied;
  stopped.usage.rule = Rejection::sharing_stopped;
  stopped.usage.count = 1;
}

void add_end(RowMaker& make) {
  Row& withdrawal = make.by_city(1204);
  withdrawal.usage.basis_kind = BasisKind::consent;
  withdrawal.usage.basis_id = kConsent;
  say(withdrawal).json = R"({"scope":"all","received_on":"2026-11-22","requested_by":"self"})";
  Row& stop = make.by_city(1406);
  stop.usage.basis_kind = BasisKind::consent;
  stop.usage.basis_id = kConsent;
  Row& report = make.by_city(1903);
  report.usage.purpose = Purpose::subject_request;
  report.usage.basis_kind = BasisKind::disclosure_request;
  make.by_doctor(2004).usage.purpose = Purpose::subject_request;
  const auto number_only =
      std::make_shared<packet::Withheld>(packet::Withheld{"", "法第33条第2項第1号", "", packet::StatedRow{}});
  make.hidden(RowStatus::withheld).withheld = number_only;
  Row& stated = make.hidden(RowStatus::withheld);
  stated.withheld = std::make_shared<packet::Withheld>(packet::Withheld{
      "third_party", "法第33条第2項第1号", "－別の方の情報が誤って投稿され、取り消されました。",
      packet::StatedRow{civil_date(2026, 11, 22), "しおさい訪問看護ステーション", "記入", "記録"}});
  make.hidden(RowStatus::outside_period);
  for (const RowStatus status : {RowStatus::withheld, RowStatus::outside_period}) {
    Row& careless = make.hidden(status);  // no reader may look at what a row that is not shown still carries
    Content& content = show(careless);
    content.message = id<MessageId>(0x44);
    content.text = kWithheldText;
    content.json =
        R"({"demographics":{"name":"余命のことはご本人に話していません","sex":"female","address":{}}})";
    careless.usage.type = status == RowStatus::withheld ? 1501 : 1102;
    careless.usage.account = id<AccountId>(0x25);
    if (status == RowStatus::withheld) careless.withheld = number_only;
  }
}

packet::BundleFacts facts() {
  return {id<DisclosureRequestId>(0x51),
          "開R8-001",
          kClinic,
          "河野医院",
          id<CareRecipientId>(0x61),
          Instant{kStart + 86'400'000'000},
          "renkei.example/marugame",
          4184,
          "renkei 0.1.0"};
}

}  // namespace

SamplePacket small_packet(bool staff_names) {
  SamplePacket sample{facts(), words(staff_names), {}};
  RowMaker make(sample.rows);
  add_beginning(make);
  add_messages(make);
  add_accesses(make);
  add_end(make);
  return sample;
}

SamplePacket large_packet(std::size_t rows) {
  SamplePacket sample{facts(), words(false), {}};
  sample.rows.reserve(rows);
  RowMaker make(sample.rows);
  add_beginning(make);
  while (sample.rows.size() < rows) {
    if (sample.rows.size() % 10 == 0) {
      Content& content = show(make.by_nurse(1501));
      const std::uint64_t n = sample.rows.size();
      content.message = MessageId::from({reinterpret_cast<const char*>(&n), sizeof n});
      content.text = "訪問しました。お変わりありません。食事は八割ほど召し上がりました。";
    } else {
      Row& row = make.by_doctor(1602);
      row.usage.object_kind = ObjectKind::messages;
      row.usage.count = 20;
    }
  }
  return sample;
}

std::string csv_of(const SamplePacket& sample) {
  std::string text;
  packet::write_csv(sample.dictionary, sample.rows, [&](BytesView piece) { text += piece; });
  return text;
}

std::string bundle_of(const SamplePacket& sample) {
  std::string text;
  packet::write_bundle(sample.facts, sample.dictionary, sample.rows, [&](BytesView piece) { text += piece; });
  return text;
}

}  // namespace renkei::testing
