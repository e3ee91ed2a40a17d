// 同意 (policy III.2, III.3(4); product.md nos. 4, 13, 24).
#pragma once

#include "domain/event_type.h"
#include "domain/values/attachment.h"
#include "domain/values/forms.h"

namespace renkei::consent {

struct ConsentFormReceived {
  static constexpr EventType kType{1201, "ConsentFormReceived", Aggregate::consent};
  ConsentFormId consent_form;
  CareRecipientId subject;
  RoomRequestId room_request;
  ConsentType type = ConsentType::written;
  GrantorKind grantor_kind = GrantorKind::self;
  FamilyData family_data = FamilyData::none;
  ConsentScope scope;
  CivilDate signed_on;
  std::optional<AccountId> explained_by;
  std::string material_version;
  std::vector<Attachment> attachments;
  Grantor grantor;
  std::string scribe;
  std::vector<AttachmentKey> attachment_keys;
  template <class V>
  static void describe(V& v) {
    v.stream("consent_form_id", &ConsentFormReceived::consent_form);
    v.subject("subject_id", &ConsentFormReceived::subject);
    v.clear("room_request_id", &ConsentFormReceived::room_request);
    v.clear("type", &ConsentFormReceived::type);
    v.clear("grantor_kind", &ConsentFormReceived::grantor_kind);
    v.clear("family_data", &ConsentFormReceived::family_data);
    v.clear("scope", &ConsentFormReceived::scope);
    v.clear("signed_on", &ConsentFormReceived::signed_on);
    v.clear("explained_by", &ConsentFormReceived::explained_by);
    v.clear("material_version", &ConsentFormReceived::material_version, text(20));
    v.clear("attachments", &ConsentFormReceived::attachments, items(10));
    v.sealed("grantor", &ConsentFormReceived::grantor);
    v.sealed("scribe", &ConsentFormReceived::scribe, text(80));
    v.sealed("attachment_keys", &ConsentFormReceived::attachment_keys, items(10));
  }
};

struct PurposeExplained {  // III.3(2), recorded with the form (product.md no. 13)
  static constexpr EventType kType{1202, "PurposeExplained", Aggregate::consent};
  ConsentFormId consent_form;
  CareRecipientId subject;
  AccountId explained_by;
  CivilDate explained_on;
  std::string material_version;
  template <class V>
  static void describe(V& v) {
    v.stream("consent_form_id", &PurposeExplained::consent_form);
    v.subject("subject_id", &PurposeExplained::subject);
    v.clear("explained_by", &PurposeExplained::explained_by);
    v.clear("explained_on", &PurposeExplained::explained_on);
    v.clear("material_version", &PurposeExplained::material_version, text(20));
  }
};

struct ConsentVerified {
  static constexpr EventType kType{1203, "ConsentVerified", Aggregate::consent};
  ConsentFormId consent_form;
  CareRecipientId subject;
  std::vector<std::string> checks;
  template <class V>
  static void describe(V& v) {
    v.stream("consent_form_id", &ConsentVerified::consent_form);
    v.subject("subject_id", &ConsentVerified::subject);
    v.clear("checks", &ConsentVerified::checks, items(10));
  }
};

struct ConsentWithdrawn {
  static constexpr EventType kType{1204, "ConsentWithdrawn", Aggregate::consent};
  ConsentFormId consent_form;
  CareRecipientId subject;
  WithdrawalScope scope = WithdrawalScope::all;
  std::optional<FacilityId> facility;
  std::string data_kind;
  DocumentId document;
  CivilDate received_on;
  GrantorKind requested_by = GrantorKind::self;
  std::optional<CivilDate> handover_until;
  template <class V>
  static void describe(V& v) {
    v.stream("consent_form_id", &ConsentWithdrawn::consent_form);
    v.subject("subject_id", &ConsentWithdrawn::subject);
    v.clear("scope", &ConsentWithdrawn::scope);
    v.clear("facility_id", &ConsentWithdrawn::facility);
    v.clear("data_kind", &ConsentWithdrawn::data_kind, text(60));
    v.clear("document_id", &ConsentWithdrawn::document);
    v.clear("received_on", &ConsentWithdrawn::received_on);
    v.clear("requested_by", &ConsentWithdrawn::requested_by);
    v.clear("handover_until", &ConsentWithdrawn::handover_until);
  }
};

struct ConsentSupplemented {  // what the person added to the form later, on paper (product.md no. 38)
  static constexpr EventType kType{1205, "ConsentSupplemented", Aggregate::consent};
  ConsentFormId consent_form;
  CareRecipientId subject;
  ConsentScope added;
  DocumentId document;
  CivilDate signed_on;
  GrantorKind signed_by = GrantorKind::self;
  std::vector<std::string> checks;
  template <class V>
  static void describe(V& v) {
    v.stream("consent_form_id", &ConsentSupplemented::consent_form);
    v.subject("subject_id", &ConsentSupplemented::subject);
    v.clear("added", &ConsentSupplemented::added);
    v.clear("document_id", &ConsentSupplemented::document);
    v.clear("signed_on", &ConsentSupplemented::signed_on);
    v.clear("signed_by", &ConsentSupplemented::signed_by);
    v.clear("checks", &ConsentSupplemented::checks, items(10));
  }
};

}  // namespace renkei::consent
