// The messages, in the order of their rows: a Communication for each text that is shown, a Provenance for each
// correction and retraction. All texts of one message have its identifier in common.
#pragma once

#include "replay/packet/fhir_resources.h"

namespace renkei::packet::fhir {

class MessageWriter {
 public:
  explicit MessageWriter(const Source& source) : source_(source) {}
  void write(const Row& row, EntryWriter& entries);
  // The newest text of a message so far; nullopt where none is shown.
  std::optional<std::string> newest(const MessageId& message) const;

 private:
  std::string uuid(const MessageId& message, std::uint32_t version) const;
  void write_text(const Row& row, EntryWriter& entries);
  void write_correction(const Row& row, const std::optional<std::string>& before, EntryWriter& entries);
  void write_retraction(const Row& row, EntryWriter& entries);

  const Source& source_;
  std::unordered_map<MessageId, std::vector<std::uint32_t>> versions_;  // shown so far
};

}  // namespace renkei::packet::fhir
