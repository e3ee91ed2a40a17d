// 誓約書 (policy III.2): one of the facility, one of each user.
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"
#include "domain/values/attachment.h"

namespace renkei::pledge {

struct PledgeSubmitted {
  static constexpr EventType kType{501, "PledgeSubmitted", Aggregate::pledge};
  PledgeId pledge;
  RegistrationRequestId request;
  PledgeScope scope = PledgeScope::user;
  std::optional<std::uint32_t> user_index;
  std::optional<CivilDate> signed_on;
  std::string text_version;
  std::optional<AttachmentId> attachment;
  std::string signer;
  std::vector<Attachment> attachments = {};         // that file, unless the received document names it already
  std::vector<AttachmentKey> attachment_keys = {};  // of attachments
  template <class V>
  static void describe(V& v) {
    v.stream("pledge_id", &PledgeSubmitted::pledge);
    v.clear("request_id", &PledgeSubmitted::request);
    v.clear("scope", &PledgeSubmitted::scope);
    v.clear("user_index", &PledgeSubmitted::user_index);
    v.clear("signed_on", &PledgeSubmitted::signed_on);
    v.clear("text_version", &PledgeSubmitted::text_version, text(20));
    v.clear("attachment_id", &PledgeSubmitted::attachment);
    v.clear("attachments", &PledgeSubmitted::attachments, items(1));
    v.sealed("signer", &PledgeSubmitted::signer, text(80));
    v.sealed("attachment_keys", &PledgeSubmitted::attachment_keys, items(1));
  }
};

struct PledgeVerified {
  static constexpr EventType kType{502, "PledgeVerified", Aggregate::pledge};
  PledgeId pledge;
  std::vector<std::string> checks;
  template <class V>
  static void describe(V& v) {
    v.stream("pledge_id", &PledgeVerified::pledge);
    v.clear("checks", &PledgeVerified::checks, items(10));
  }
};

struct PledgeRevoked {
  static constexpr EventType kType{503, "PledgeRevoked", Aggregate::pledge};
  PledgeId pledge;
  std::string reason;
  template <class V>
  static void describe(V& v) {
    v.stream("pledge_id", &PledgeRevoked::pledge);
    v.sealed("reason", &PledgeRevoked::reason, text(2000));
  }
};

}  // namespace renkei::pledge
