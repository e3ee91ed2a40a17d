// The resources of a bundle, each written into the open object that the bundle's entry has begun.
#pragma once

#include "replay/packet/fhir_index.h"

namespace renkei::packet::fhir {

// What every resource is made from.
struct Source {
  const BundleFacts& facts;
  const Dictionary& dictionary;
  const Naming& naming;
  const Index& index;

  std::string patient() const { return naming.uuid("Patient", {}); }
  std::string device() const { return naming.uuid("Device", {}); }
  std::string care_team() const { return naming.uuid("CareTeam", {}); }
  std::string organization(const FacilityId& id) const { return naming.uuid("Organization", id.view()); }
  std::string consent(const EventId& form) const { return naming.uuid("Consent", form.view()); }
  std::string of_row(std::string_view resource, std::uint64_t ordinal) const {
    return naming.uuid(resource, std::to_string(ordinal));
  }
};

// Hands out the object of one entry: its resource type and id stand in it when `members` is called.
class EntryWriter {
 public:
  explicit EntryWriter(PieceWriter& out) : out_(out) {}

  template <class Members>
  void add(std::string_view resource_type, const std::string& uuid, Members&& members) {
    JsonWriter json;
    json.begin_object().member("fullUrl", "urn:uuid:" + uuid).name("resource");
    json.begin_object().member("resourceType", resource_type).member("id", uuid);
    members(json);
    json.end_object().end_object();
    if (!first_) out_.write(",\n");
    first_ = false;
    out_.write(json.text());
  }

 private:
  PieceWriter& out_;
  bool first_ = true;
};

// Who and where: Patient, Organization, Device, Practitioner, PractitionerRole, CareTeam.
void write_people(const Source& source, EntryWriter& entries);

void write_consent(const Source& source, const Row& row, EntryWriter& entries);
// `object`: the resource that the row is about; nullopt where the bundle has none.
void write_audit_event(const Source& source, const Row& row, const RowWords& words,
                       const std::optional<std::string>& object, EntryWriter& entries);

// Who made the bundle, and from which checkpoint.
void write_origin(const Source& source, EntryWriter& entries);

}  // namespace renkei::packet::fhir
