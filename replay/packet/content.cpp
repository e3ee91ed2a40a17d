#include "replay/packet/content.h"

#include "domain/overloaded.h"
#include "eventstore/json/json_write.h"
#include "replay/packet/facts.h"

namespace renkei::packet {
namespace {

using Made = std::shared_ptr<const Content>;

Made with_json(JsonWriter& json) {
  auto content = std::make_shared<Content>();
  content->json = json.end_object().take();
  return content;
}

void write_files(JsonWriter& json, const std::vector<PacketFile>& files) {
  if (!files.empty()) json.member("files", files);
}

Made of(const care_recipient::CareRecipientRegistered& e) {
  JsonWriter json;
  json.begin_object().member("demographics", e.demographics);
  return with_json(json);
}

Made of(const care_recipient::CareSettingChanged& e) {
  JsonWriter json;
  json.begin_object().member("setting", e.setting).member("from_on", e.from_on);
  return with_json(json);
}

Made of(const consent::ConsentFormReceived& e, std::vector<PacketFile> files) {
  JsonWriter json;
  json.begin_object().member("consent_form_id", e.consent_form).member("type", e.type);
  json.member("grantor_kind", e.grantor_kind).member("family_data", e.family_data).member("scope", e.scope);
  json.member("signed_on", e.signed_on).member("material_version", e.material_version);
  json.member("grantor", e.grantor).member("scribe", e.scribe);
  write_files(json, files);
  auto content = std::make_shared<Content>();
  content->json = json.end_object().take();
  content->files = std::move(files);
  return content;
}

Made of(const consent::PurposeExplained& e) {
  JsonWriter json;
  json.begin_object().member("consent_form_id", e.consent_form).member("explained_on", e.explained_on);
  json.member("material_version", e.material_version);
  return with_json(json);
}

Made of(const consent::ConsentVerified& e) {
  JsonWriter json;
  json.begin_object().member("consent_form_id", e.consent_form).member("checks", e.checks);
  return with_json(json);
}

Made of(const consent::ConsentWithdrawn& e) {
  JsonWriter json;
  json.begin_object().member("consent_form_id", e.consent_form).member("scope", e.scope);
  json.member("received_on", e.received_on).member("requested_by", e.requested_by);
  return with_json(json);
}

// What was written as the words of a step, under its own name.
Made said(JsonWriter& json, std::string_view name, const std::string& words) {
  auto content = std::make_shared<Content>();
  content->text = words;
  content->json = json.member(name, words).end_object().take();
  return content;
}

Made of(const room_request::RoomRequestSubmitted& e) {
  JsonWriter json;
  json.begin_object().member("room_request_id", e.room_request).member("requested_by", e.requested_by);
  json.member("form_version", e.form_version).member("main_doctor_agreed", e.main_doctor_agreed);
  json.name("facilities").begin_array();
  for (const room_request::RequestedFacility& f : e.facilities) json.value(f.facility);
  json.end_array().member("consent_form_ids", e.consent_forms).member("defects", e.defects);
  return with_json(json);
}

Made of(const room_request::RoomRequestReturned& e) {
  JsonWriter json;
  return said(json.begin_object().member("room_request_id", e.room_request), "note", e.note);
}

Made of(const room_request::RoomRequestRejected& e) {
  JsonWriter json;
  return said(json.begin_object().member("room_request_id", e.room_request), "reason", e.reason);
}

Made of(const room::RoomClosed& e) {
  JsonWriter json;
  return said(json.begin_object(), "reason", e.reason);
}

Made of(const room::RoomReopened& e) {
  JsonWriter json;
  return said(json.begin_object(), "reason", e.reason);
}

Made of(const room::RoomFacilityAdded& e) {
  JsonWriter json;
  json.begin_object().member("facility_id", e.facility).member("until_on", e.until_on);
  return with_json(json);
}

Made of(const room::RoomFacilityEnded& e) {
  JsonWriter json;
  json.begin_object().member("facility_id", e.facility);
  return with_json(json);
}

Made of(const room::RoomMemberAssigned& e) {
  JsonWriter json;
  json.begin_object().member("facility_id", e.facility).member("from_on", e.from_on);
  json.member("until_on", e.until_on).member("until_at", e.until_at);
  return said(json, "basis", e.basis);
}

Made of(const room::MessagePosted& e, std::vector<PacketFile> files) {
  auto content = std::make_shared<Content>();
  content->message = e.message;
  content->kind = e.kind;
  content->about_family = e.about == About::family;
  content->text = e.text;
  JsonWriter json;
  json.begin_object().member("message_id", e.message).member("kind", e.kind).member("about", e.about);
  json.member("sensitivity", e.sensitivity).member("urgent", e.urgent).member("text", e.text);
  write_files(json, files);
  content->json = json.end_object().take();
  content->files = std::move(files);
  return content;
}

Made of(const room::MessageCorrected& e) {
  auto content = std::make_shared<Content>();
  content->message = e.message;
  content->version = e.version;
  content->text = e.text;
  content->reason = e.reason;
  JsonWriter json;
  json.begin_object().member("message_id", e.message).member("version", e.version);
  content->json = json.member("text", e.text).member("reason", e.reason).end_object().take();
  return content;
}

Made of(const room::MessageRetracted& e) {
  auto content = std::make_shared<Content>();
  content->message = e.message;
  content->version = e.version;
  content->reason = retraction_words(e.reason);
  JsonWriter json;
  json.begin_object().member("message_id", e.message).member("version", e.version);
  content->json = json.member("reason", e.reason).end_object().take();
  return content;
}

template <class E>
constexpr std::uint16_t number_of = E::kType.number;

}  // namespace

bool is_record(std::uint16_t type) {
  switch (type) {
    case number_of<care_recipient::CareRecipientRegistered>:
    case number_of<care_recipient::CareSettingChanged>:
    case number_of<consent::ConsentFormReceived>:
    case number_of<room::MessagePosted>:
    case number_of<room::MessageCorrected>:
      return true;
    default:
      return false;
  }
}

bool opens_payload(std::uint16_t type) {
  switch (type) {
    case number_of<room_request::RoomRequestSubmitted>:
    case number_of<room_request::RoomRequestReturned>:
    case number_of<room_request::RoomRequestRejected>:
    case number_of<room::RoomMemberAssigned>:
    case number_of<room::RoomClosed>:
    case number_of<room::RoomReopened>:
      return true;
    default:
      return is_record(type);
  }
}

std::shared_ptr<const Content> content_of(const Recorded& recorded, std::vector<PacketFile> files) {
  return std::visit(Overloaded{[&](const consent::ConsentFormReceived& e) { return of(e, std::move(files)); },
                               [&](const room::MessagePosted& e) { return of(e, std::move(files)); },
                               [](const auto& e) -> Made {
                                 if constexpr (requires { of(e); }) {
                                   return of(e);
                                 } else {
                                   return nullptr;
                                 }
                               }},
                    recorded.event);
}

std::string attachment_name(std::uint64_t position, std::size_t number, MediaType media) {
  std::string_view extension = "pdf";
  if (media == MediaType::jpeg) extension = "jpg";
  if (media == MediaType::png) extension = "png";
  return "attachments/" + std::to_string(position) + "-" + std::to_string(number) + "." +
         std::string(extension);
}

NamedFiles files_of(const DomainEvent& event) {
  if (const auto* posted = std::get_if<room::MessagePosted>(&event))
    return {&posted->attachments, &posted->attachment_keys};
  if (const auto* form = std::get_if<consent::ConsentFormReceived>(&event))
    return {&form->attachments, &form->attachment_keys};
  return {};
}

}  // namespace renkei::packet
