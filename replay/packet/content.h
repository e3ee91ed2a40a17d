// What an entry says beyond its row: what was written, agreed or changed, as far as a packet may show it. One
// list of kinds, for the maker and the checker alike.
#pragma once

#include "domain/domain_event.h"
#include "replay/packet/row.h"

namespace renkei::packet {

// Kinds whose payload a packet opens, if who recorded it was asked: records, and the form and the words by
// which a step was asked for, returned or explained. What else is sealed (who signed for a representative, what
// was said about withholding) is of the case itself, and in the letter as far as it is the person's to read.
bool opens_payload(std::uint16_t type);
// Kinds by which a facility records something about the person: whose they are decides whether they are shown.
bool is_record(std::uint16_t type);

// Of an event whose payload was opened, or that has none; null where there is nothing to add. `files`: its
// attachments as they lie in the packet.
std::shared_ptr<const Content> content_of(const Recorded& recorded, std::vector<PacketFile> files);

// "attachments/57-1.jpg": file `number` (from 1) of the entry at `position`.
std::string attachment_name(std::uint64_t position, std::size_t number, MediaType media);

// The attachments of an entry and, once its payload is opened, their keys.
struct NamedFiles {
  const std::vector<Attachment>* attachments = nullptr;
  const std::vector<AttachmentKey>* keys = nullptr;
};
NamedFiles files_of(const DomainEvent& event);

}  // namespace renkei::packet
