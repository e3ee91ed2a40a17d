// Opaque ids: 128 random bits, distinct types that never convert into one another. As text: a prefix that names
// the kind, then 26 characters of lower-case Crockford base32 ("room_01h2…"). Never derived from time or from a
// person.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/values/bytes.h"

namespace renkei {

template <class Kind>
struct Id {
  std::array<std::uint8_t, 16> octets{};

  static constexpr std::string_view prefix = Kind::prefix;

  auto operator<=>(const Id&) const = default;
  bool is_zero() const { return *this == Id{}; }
  BytesView view() const { return {reinterpret_cast<const char*>(octets.data()), octets.size()}; }
  static Id from(BytesView bytes) {
    Id id;
    std::memcpy(id.octets.data(), bytes.data(), std::min<std::size_t>(16, bytes.size()));
    return id;
  }
};

#define RENKEI_ID(Name, text)                       \
  struct Name##Kind {                               \
    static constexpr std::string_view prefix{text}; \
  };                                                \
  using Name = Id<Name##Kind>
RENKEI_ID(PolicyId, "pol");
RENKEI_ID(DocumentId, "doc");             // intake document 受付書類
RENKEI_ID(RegistrationRequestId, "req");  // 利用登録依頼書
RENKEI_ID(PledgeId, "pld");               // 誓約書
RENKEI_ID(FacilityId, "fac");             // 事業所
RENKEI_ID(PersonId, "per");               // one natural person, an account per facility
RENKEI_ID(AccountId, "acc");              // 利用者ID
RENKEI_ID(CredentialId, "crd");
RENKEI_ID(SessionId, "ses");
RENKEI_ID(DeviceId, "dev");
RENKEI_ID(EnvironmentId, "env");
RENKEI_ID(CareRecipientId, "cr");  // 療養者
RENKEI_ID(FamilyMemberId, "fam");
RENKEI_ID(ConsentFormId, "csf");  // 同意書
RENKEI_ID(RoomRequestId, "rrq");  // 新規部屋作成依頼書
RENKEI_ID(RoomId, "room");        // 部屋
RENKEI_ID(AssignmentId, "asg");   // 担当
RENKEI_ID(MessageId, "msg");
RENKEI_ID(AttachmentId, "att");
RENKEI_ID(DisclosureRequestId, "dsc");  // 開示請求
RENKEI_ID(UsageReportId, "usr");        // 利用状況報告
RENKEI_ID(PacketId, "pkt");             // 開示書面一式
RENKEI_ID(IncidentId, "inc");
RENKEI_ID(TaskId, "tsk");
#undef RENKEI_ID

std::string base32_text(BytesView sixteen_octets);  // 26 characters
std::optional<std::array<std::uint8_t, 16>> base32_octets(
    std::string_view text);  // strict: 26 characters, top bits zero

template <class Kind>
std::string to_text(const Id<Kind>& id) {
  return std::string(Kind::prefix) + "_" + base32_text(id.view());
}
template <class IdType>
std::optional<IdType> id_from_text(std::string_view text) {
  if (text.size() != IdType::prefix.size() + 27 || !text.starts_with(IdType::prefix) ||
      text[IdType::prefix.size()] != '_') {
    return std::nullopt;
  }
  const auto octets = base32_octets(text.substr(IdType::prefix.size() + 1));
  if (!octets) return std::nullopt;
  return IdType{*octets};
}

}  // namespace renkei

template <class Kind>
struct std::hash<renkei::Id<Kind>> {
  std::size_t operator()(const renkei::Id<Kind>& id) const noexcept {
    std::size_t h = 0;
    std::memcpy(&h, id.octets.data(), sizeof h);
    return h;
  }
};
