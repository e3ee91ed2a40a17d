#include "sample_rows.h"

namespace renkei::testing {
namespace {

Purpose purpose_of(const UsageRow& row) {
  if (row.role == ActorRole::system_administrator) return Purpose::system_admin;
  if (row.type >= 1800) return Purpose::subject_request;
  return Purpose::care;
}

}  // namespace

SampleRows& SampleRows::at(int day, int hour, int minute) {
  seconds_ = start_of_day(*civil_date(2026, 11, static_cast<unsigned>(day))).microseconds / 1'000'000 +
             hour * 3600 + minute * 60;
  return *this;
}

packet::Row& SampleRows::add(std::uint16_t type, const SamplePerson& who) {
  packet::Row& row = rows_.emplace_back();
  UsageRow& u = row.usage;
  u.ordinal = rows_.size();
  u.position = 60 + 7 * u.ordinal;
  u.leaf = Digest{};
  u.leaf.octets[0] = static_cast<std::uint8_t>(u.ordinal);
  u.recorded_at = Instant{seconds_ * 1'000'000};
  seconds_ += 67;
  u.type = type;
  u.account = who.account;
  u.facility = who.facility;
  u.profession = who.profession;
  u.role = who.role;
  u.policy_number = 1;
  u.purpose = purpose_of(u);
  u.basis_kind = who.role == ActorRole::system_administrator ? BasisKind::city_duty : BasisKind::consent;
  u.basis_id.octets[0] = 9;
  return row;
}

packet::Row& SampleRows::view(const SamplePerson& who, ObjectKind what, std::uint32_t count) {
  packet::Row& row = add(1602, who);
  row.usage.object_kind = what;
  row.usage.count = count;
  return row;
}

packet::Row& SampleRows::denied(const SamplePerson& who, Rejection rule, Operation operation) {
  packet::Row& row = add(1603, who);
  row.usage.outcome = Outcome::denied;
  row.usage.rule = rule;
  row.usage.operation = operation;
  row.usage.count = 1;
  row.usage.basis_kind = BasisKind::none;
  row.usage.basis_id = {};
  return row;
}

void set_content(packet::Row& row, packet::Content content) {
  row.content_state = packet::ContentState::shown;
  row.content = std::make_shared<const packet::Content>(std::move(content));
}

packet::Row& SampleRows::posted(const SamplePerson& who, std::uint32_t message, MessageKind kind,
                                std::string text) {
  packet::Row& row = add(1501, who);
  packet::Content content;
  content.message = sample_id<MessageId>(3, message);
  content.kind = kind;
  content.text = std::move(text);
  set_content(row, std::move(content));
  return row;
}

packet::Row& SampleRows::corrected(const SamplePerson& who, std::uint32_t message, std::string text,
                                   std::string reason) {
  packet::Row& row = add(1502, who);
  packet::Content content;
  content.message = sample_id<MessageId>(3, message);
  content.text = std::move(text);
  content.reason = std::move(reason);
  content.version = 2;
  set_content(row, std::move(content));
  return row;
}

packet::Row& SampleRows::retracted(const SamplePerson& who, std::uint32_t message) {
  packet::Row& row = add(1503, who);
  packet::Content content;
  content.message = sample_id<MessageId>(3, message);
  set_content(row, std::move(content));
  return row;
}

packet::Row& SampleRows::withheld(std::string ground, std::string article, std::string note,
                                  packet::StatedRow stated) {
  packet::Row& row = rows_.emplace_back();
  row.usage.ordinal = rows_.size();
  row.status = packet::RowStatus::withheld;
  row.withheld = std::make_shared<const packet::Withheld>(
      packet::Withheld{std::move(ground), std::move(article), std::move(note), std::move(stated)});
  return row;
}

packet::Row& SampleRows::outside_period() {
  packet::Row& row = rows_.emplace_back();
  row.usage.ordinal = rows_.size();
  row.status = packet::RowStatus::outside_period;
  return row;
}

}  // namespace renkei::testing
