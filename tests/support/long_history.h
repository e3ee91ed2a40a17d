// One person's long life in a room: every kind of row, photos, and a disclosure case that is ready for its
// packet. Recorded by the real committer, without decisions of its own.
#pragma once

#include <future>

#include "domain/packet/state.h"
#include "eventstore/blob_store.h"
#include "eventstore/committer.h"

namespace renkei::testing {

template <class IdT>
IdT long_id(std::uint8_t kind, std::uint64_t n) {
  IdT id;
  id.octets[0] = kind;
  for (std::size_t i = 0; i < 8; ++i) id.octets[15 - i] = static_cast<std::uint8_t>(n >> (8 * i));
  return id;
}

class LongHistory {
 public:
  struct Stores {
    Committer& committer;
    Keyring& keyring;
    BlobStore& blobs;
    KeyId ledger_id;
  };
  explicit LongHistory(const Stores& stores) : s_(stores) {}

  const CareRecipientId person = long_id<CareRecipientId>(1, 1);
  const FacilityId clinic = long_id<FacilityId>(2, 1), office = long_id<FacilityId>(2, 2);
  const RoomId room = long_id<RoomId>(3, 1);
  const DisclosureRequestId disclosure = long_id<DisclosureRequestId>(4, 1);
  const PacketId packet = long_id<PacketId>(5, 1);
  const Bytes photo = "\xFF\xD8\xFF\xD9" + Bytes(200'000, 'p');

  void begin() {
    make_key(KeyKind::care_recipient, person.view());
    for (const auto& [facility, name] :
         {std::pair(clinic, "しらさぎ在宅クリニック"), std::pair(office, "うちわの里")}) {
      facility::FacilityRegistered registered;
      registered.facility = facility;
      registered.facility_kind = "clinic";
      registered.sheet.name = name;
      registered.sheet.head.name = "院長 名前";
      record({Draft{registered, {}, {}}}, {});
    }
    care_recipient::CareRecipientRegistered haru{person, person, clinic, {}};
    haru.demographics.name = "香川 ハル";
    haru.demographics.kana = "カガワ ハル";
    record({Draft{care_recipient::SubjectKeyCreated{person, person}, {}, {}}, Draft{haru, {}, {}},
            Draft{room::RoomOpened{room, person, {}, {}}, {}, {}},
            Draft{room::RoomFacilityAdded{room, person, clinic, "clinic", {}}, {}, {}},
            Draft{room::RoomFacilityAdded{room, person, office, "home_care_support_office", {}}, {}, {}}},
           1);
  }

  // `rows` more rows, in acts of up to a hundred; every so often one with a photo, `photos` in all.
  void live(std::uint64_t rows, std::uint64_t photos) {
    const std::uint64_t stride = photos == 0 ? UINT64_MAX : std::max<std::uint64_t>(1, rows / photos);
    std::uint64_t with_photo = 0;
    for (std::uint64_t n = 0; n < rows;) {
      std::vector<Draft> drafts;
      for (; n < rows && drafts.size() < 100; ++n, ++lived_) {
        const bool photo_due = n % stride == 0 && with_photo < photos;
        with_photo += photo_due;
        drafts.push_back(photo_due ? post(lived_, true) : nth(lived_));
      }
      record(std::move(drafts), n);
    }
  }

  disclosure::DisclosurePeriod period;  // that the person will ask for

  // Until a packet may be asked for, and that; whose id is `packet`.
  void ask_for_a_packet(DisclosureResult result, std::vector<disclosure::WithheldItem> withheld) {
    const CivilDate today{20'779};
    record({Draft{disclosure::DisclosureRequested{clinic,
                                                  disclosure,
                                                  person,
                                                  "開R8-001",
                                                  RequesterKind::self,
                                                  today,
                                                  today.plus_days(14),
                                                  period,
                                                  {DisclosureKind::records, DisclosureKind::usage},
                                                  DisclosureMethod::electronic,
                                                  {}},
                  {},
                  {}},
            Draft{disclosure::IdentityVerified{clinic, disclosure, person, {"passport"}, "", ""}, {}, {}},
            Draft{disclosure::DisclosureScopeClarified{clinic,
                                                       disclosure,
                                                       person,
                                                       RecordsScope::room,
                                                       period,
                                                       {DisclosureKind::records, DisclosureKind::usage},
                                                       {office},
                                                       today},
                  {},
                  {}},
            Draft{disclosure::StaffOpinionRecorded{clinic, disclosure, person, office, OpinionAnswer::agree, "",
                                                   false, ""},
                  {},
                  {}},
            Draft{disclosure::DisclosureDecided{clinic,
                                                disclosure,
                                                person,
                                                result,
                                                result == DisclosureResult::none ? "life_or_rights" : "",
                                                std::move(withheld),
                                                {},
                                                false,
                                                0,
                                                "2026-04"},
                  {},
                  {}},
            Draft{disclosure::DisclosureNoticeSent{clinic, disclosure, person, HandoverMethod::counter, today},
                  {},
                  {}},
            Draft{packet::PacketRequested{packet, person, clinic, disclosure, PacketAudience::person, false},
                  {},
                  {}}},
           2);
  }

  // Records the drafts as acts of a member of the clinic or the office; gives the position of the first.
  std::uint64_t record(std::vector<Draft> drafts, std::uint64_t who) {
    auto promise = std::make_shared<std::promise<Committed>>();
    auto done = promise->get_future();
    Act act;
    act.actor = {long_id<AccountId>(6, who % 12),
                 who % 3 == 0 ? office : clinic,
                 static_cast<std::uint16_t>(who % 3 == 0 ? 13 : 1 + who % 4),
                 ActorRole::system_user,
                 {}};
    act.policy_number = 1;
    if (!s_.committer.submit(std::make_unique<Drafts>(act, std::move(drafts), promise)))
      throw std::runtime_error("the committer takes nothing");
    const Committed committed = done.get();
    if (committed.rejection)
      throw std::runtime_error("refused: " + std::string(code_text(*committed.rejection)));
    return committed.events.front().position;
  }

 private:
  struct Drafts final : Proposal {
    Drafts(Act a, std::vector<Draft> d, std::shared_ptr<std::promise<Committed>> p)
        : act(std::move(a)), drafts(std::move(d)), promise(std::move(p)) {}
    Verdict decide(Situation&) override { return {act, std::move(drafts), {}}; }
    void done(Committed committed) override { promise->set_value(std::move(committed)); }
    Act act;
    std::vector<Draft> drafts;
    std::shared_ptr<std::promise<Committed>> promise;
  };

  void make_key(KeyKind kind, BytesView id) {
    if (!s_.keyring.create_key(kind, KeyId::from(id))) throw std::runtime_error("no key");
  }

  Draft post(std::uint64_t n, bool with_photo) {
    room::MessagePosted posted;
    posted.room = room;
    posted.subject = person;
    posted.message = long_id<MessageId>(7, n);
    posted.text = "訪問しました。体温36.5、脈拍72。お変わりありません。次回は来週です。 " + std::to_string(n);
    if (with_photo) {
      auto writer = s_.blobs.begin();
      if (!writer || !(*writer)->write(photo)) throw std::runtime_error("no blob");
      const auto stored = (*writer)->finish();
      posted.attachments = {{long_id<AttachmentId>(8, n), MediaType::jpeg, stored->bytes, stored->blob}};
      posted.attachment_keys = {stored->key};
    }
    last_message_ = posted.message;
    return {posted, basis_of(BasisKind::consent, long_id<ConsentFormId>(9, 1), "III.3(4)"), CivilDate{20'700}};
  }

  Draft nth(std::uint64_t n) {
    switch (n % 8) {
      case 0:
      case 1:
        return post(n, false);
      case 2:
        return {
            room::MessageCorrected{room, person, last_message_, 2, "訂正しました。体温36.4。", "誤記"}, {}, {}};
      case 3:
        return {room::MessageAcknowledged{room, person, last_message_}, {}, {}};
      case 4:
        return {access::RecordListed{person, person, room}, {}, {}};
      case 5:
        return {access::AccessDenied{person, person, room, Rejection::sharing_stopped, Operation::read, 1},
                {},
                {},
                Outcome::denied};
      default:
        return {
            access::RecordViewed{person, person, room, ObjectKind::messages, "", 1, n, n, 20, false}, {}, {}};
    }
  }

  const Stores s_;
  MessageId last_message_;
  std::uint64_t lived_ = 0;  // rows
};

}  // namespace renkei::testing
