// The one redacted model of a packet: every file in it is made from this and from nothing else. What the
// decision withholds, and the names it does not show, never get in here.
#pragma once

#include "domain/disclosure/events.h"
#include "domain/policy/disclosure_rules.h"
#include "replay/packet/row.h"

namespace renkei::packet {

struct Issuer {   // who answers the request: a provider, or the city as holder (ch. 5)
  FacilityId id;  // zero: the city
  std::string name, kana, postal_code, address, tel, fax, mail;
  std::string head;  // name of its head (院長・管理者); empty: not shown, a line to sign on stands instead
};

struct CaseFacts {
  DisclosureRequestId id;
  std::string number;  // "開R8-001"
  CareRecipientId subject;
  std::string subject_name, subject_kana;
  std::optional<CivilDate> born_on;
  RequesterKind requester = RequesterKind::self;
  std::string representative_name;  // of who asks for the person
  DisclosureMethod method = DisclosureMethod::paper;
  disclosure::DisclosurePeriod period;
  std::vector<DisclosureKind> kinds;
  CivilDate received_on, due_on;
  std::optional<CivilDate> identity_verified_on, scope_clarified_on, usage_provided_on, decided_on, notified_on;
  std::vector<std::string> identity_documents;  // kinds only
  RecordsScope records = RecordsScope::own;
  std::optional<DisclosureResult> result;  // none: not decided yet, which an auditor may look at
  std::uint32_t fee_yen = 0;
};

struct NotIncluded {  // whose records are not in here, and where to ask for them (product.md no. 3)
  std::string facility, contact;
};

struct Integrity {
  std::string origin, log_vkey, packet_vkey;
  std::string keys_fingerprint;  // 4×4 characters, as on the paper letter: "a1b2 c3d4 e5f6 a7b8"
  std::string checkpoint_note;   // the signed note, whole
  std::uint64_t checkpoint_size = 0;
  std::string checkpoint_root;  // base64
  std::uint64_t heads_position = 0, as_of = 0, heads_count = 0;
  bool mirrored = false;  // a mirror that the policy names cosigned the checkpoint
  std::string software;   // "renkei 0.1.0"
  struct Font {
    std::string name, sha256;  // hex
  };
  std::vector<Font> fonts;
};

struct Model {
  std::string city;  // "丸亀市"
  Issuer issuer;
  std::string contact_desk;    // the issuer's desk: who to ask
  std::string contact_person;  // empty: names of staff are not shown, a line to write on stands instead
  CaseFacts facts;
  policy::DisclosureRules rules;  // what the law and the policy say, as published data: printed in the letter
  std::vector<NotIncluded> not_included;
  Instant made_at;  // of the event that asked for this packet: the only clock in it
  PacketAudience audience = PacketAudience::person;
  bool large_print = false;
  Dictionary dictionary;
  std::vector<Row> rows;  // ordinals 1, 2, 3 … without a gap
  Integrity integrity;

  std::size_t count(RowStatus status) const;
};

}  // namespace renkei::packet
