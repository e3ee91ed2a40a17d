// 開示書面一式: asked for, made, handed over. The last acts belong to the person's next packet.
#pragma once

#include "domain/describe.h"
#include "domain/event_type.h"

namespace renkei::packet {

struct PacketRequested {  // its instant is the only clock in the packet
  static constexpr EventType kType{2001, "PacketRequested", Aggregate::packet};
  PacketId packet;
  CareRecipientId subject;
  FacilityId facility;  // whose case it is
  DisclosureRequestId disclosure_request;
  PacketAudience audience = PacketAudience::person;
  bool large_print = false;
  template <class V>
  static void describe(V& v) {
    v.stream("packet_id", &PacketRequested::packet);
    v.subject("subject_id", &PacketRequested::subject);
    v.clear("facility_id", &PacketRequested::facility);
    v.clear("disclosure_request_id", &PacketRequested::disclosure_request);
    v.clear("audience", &PacketRequested::audience);
    v.clear("large_print", &PacketRequested::large_print);
  }
};

// The digest is that of the file: it holds keys and sealed content, so nobody can guess it.
struct PacketMade {
  static constexpr EventType kType{2002, "PacketMade", Aggregate::packet};
  PacketId packet;
  CareRecipientId subject;
  std::uint64_t as_of = 0, heads_position = 0, checkpoint_size = 0;
  std::uint64_t rows = 0, shown = 0, withheld = 0, bytes = 0;
  Digest digest;
  CivilDate expires_on;
  template <class V>
  static void describe(V& v) {
    v.stream("packet_id", &PacketMade::packet);
    v.subject("subject_id", &PacketMade::subject);
    v.clear("as_of", &PacketMade::as_of);
    v.clear("heads_position", &PacketMade::heads_position);
    v.clear("checkpoint_size", &PacketMade::checkpoint_size);
    v.clear("rows", &PacketMade::rows);
    v.clear("shown", &PacketMade::shown);
    v.clear("withheld", &PacketMade::withheld);
    v.clear("bytes", &PacketMade::bytes);
    v.clear("digest", &PacketMade::digest);
    v.clear("expires_on", &PacketMade::expires_on);
  }
};

struct PacketDownloaded {  // durable before the first octet leaves
  static constexpr EventType kType{2003, "PacketDownloaded", Aggregate::packet};
  PacketId packet;
  CareRecipientId subject;
  template <class V>
  static void describe(V& v) {
    v.stream("packet_id", &PacketDownloaded::packet);
    v.subject("subject_id", &PacketDownloaded::subject);
  }
};

struct PacketDownloadFailed {  // the connection ended before the last octet
  static constexpr EventType kType{2004, "PacketDownloadFailed", Aggregate::packet};
  PacketId packet;
  CareRecipientId subject;
  std::uint64_t sent_bytes = 0;
  template <class V>
  static void describe(V& v) {
    v.stream("packet_id", &PacketDownloadFailed::packet);
    v.subject("subject_id", &PacketDownloadFailed::subject);
    v.clear("sent_bytes", &PacketDownloadFailed::sent_bytes);
  }
};

}  // namespace renkei::packet
