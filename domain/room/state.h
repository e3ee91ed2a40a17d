// A room without its messages, and one message without its text.
#pragma once

#include <algorithm>

#include "domain/evolve.h"

namespace renkei::room {

struct Participation {  // 参加事業所
  FacilityId facility;
  std::string facility_kind;
  std::optional<CivilDate> until_on;
  bool ended = false;
  template <class V>
  static void describe(V& v) {
    v.field("facility", &Participation::facility);
    v.field("facility_kind", &Participation::facility_kind);
    v.field("until_on", &Participation::until_on);
    v.field("ended", &Participation::ended);
  }
};

struct Assignment {  // 担当
  AssignmentId id;
  AccountId account;
  FacilityId facility;
  CivilDate from_on;
  std::optional<CivilDate> until_on;
  std::optional<Instant> until_at;
  bool ended = false;

  bool effective(Instant now) const {
    const CivilDate today = date_in_japan(now);
    return !ended && from_on <= today && (!until_on || today <= *until_on) && (!until_at || now < *until_at);
  }
  template <class V>
  static void describe(V& v) {
    v.field("id", &Assignment::id);
    v.field("account", &Assignment::account);
    v.field("facility", &Assignment::facility);
    v.field("from_on", &Assignment::from_on);
    v.field("until_on", &Assignment::until_on);
    v.field("until_at", &Assignment::until_at);
    v.field("ended", &Assignment::ended);
  }
};

struct State {
  static constexpr Aggregate kAggregate = Aggregate::room;
  bool exists = false;
  RoomId id;
  CareRecipientId subject;
  RoomStatus status = RoomStatus::open;
  RoomRequestId room_request;
  std::vector<ConsentFormId> consent_forms;
  std::vector<Participation> facilities;
  std::vector<Assignment> assignments;

  const Participation* facility(const FacilityId& wanted) const;  // taking part or ended; null: never
  bool takes_part(const FacilityId& wanted, CivilDate today) const;
  bool assigned(const AccountId& account, Instant now) const;
  bool assigned_without_end(const AccountId& account, CivilDate today) const;
  bool ever_assigned(const AccountId& account,
                     Instant now) const;  // now or before; one still to come does not count

  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("subject", &State::subject);
    v.field("status", &State::status);
    v.field("room_request", &State::room_request);
    v.field("consent_forms", &State::consent_forms);
    v.field("facilities", &State::facilities);
    v.field("assignments", &State::assignments);
  }
};

void evolve(State& state, const RoomOpened& e, const Recorded& at);
void evolve(State& state, const RoomFacilityAdded& e, const Recorded& at);
void evolve(State& state, const RoomFacilityEnded& e, const Recorded& at);
void evolve(State& state, const RoomMemberAssigned& e, const Recorded& at);
void evolve(State& state, const RoomAssignmentEnded& e, const Recorded& at);
void evolve(State& state, const RoomSharingStopped& e, const Recorded& at);
void evolve(State& state, const RoomClosed& e, const Recorded& at);
void evolve(State& state, const RoomReopened& e, const Recorded& at);
inline void evolve(State&, const MessagePosted&, const Recorded&) {}  // messages change no room
inline void evolve(State&, const MessageCorrected&, const Recorded&) {}
inline void evolve(State&, const MessageRetracted&, const Recorded&) {}
inline void evolve(State&, const MessageAcknowledged&, const Recorded&) {}
inline void evolve(State&, const MessageApproved&, const Recorded&) {}

struct Message {
  bool exists = false;
  MessageId id;
  RoomId room;
  CareRecipientId subject;
  AccountId author;
  FacilityId facility;
  About about = About::recipient;
  std::uint64_t position = 0;       // of MessagePosted
  std::uint64_t text_position = 0;  // of the newest text
  std::uint32_t version = 0;        // 1, then one more for each correction and the retraction
  bool retracted = false;
  MessageKind kind = MessageKind::visit_record;
  std::optional<AccountId> entered_by = {};  // who typed it on the author's behalf (代行入力)
  bool approved = false;                     // by the author, where someone else typed it
  std::vector<FacilityId> acknowledged_by = {};

  bool awaits_approval() const { return entered_by && !approved && !retracted; }
  // Who may change it: its author, and who typed it as long as the author has not approved it.
  bool may_change(const AccountId& account) const {
    return account == author || (awaits_approval() && account == *entered_by);
  }
  bool wants_acknowledgement() const { return kind == MessageKind::handover || kind == MessageKind::question; }
};
Message message_from(const Recorded& posted);                    // CorruptHistory unless it is a MessagePosted
void apply_to_message(Message& message, const Recorded& later);  // any later event of it

}  // namespace renkei::room
