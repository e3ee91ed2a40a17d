#pragma once

#include "domain/disclosure/state.h"

namespace renkei::packet {

struct State {
  static constexpr Aggregate kAggregate = Aggregate::packet;
  bool exists = false;
  PacketId id;
  CareRecipientId subject;
  FacilityId facility;
  DisclosureRequestId disclosure_request;
  PacketAudience audience = PacketAudience::person;
  bool large_print = false;
  PacketState status = PacketState::requested;
  std::uint64_t requested_at = 0;  // position
  std::uint64_t as_of = 0, heads_position = 0, checkpoint_size = 0, rows = 0, shown = 0, withheld = 0,
                bytes = 0;
  Digest digest;
  CivilDate expires_on;
  std::uint32_t downloads = 0, failed_downloads = 0;  // begun, and of these broken off
  bool downloaded() const { return downloads > failed_downloads; }

  template <class V>
  static void describe(V& v) {
    v.field("exists", &State::exists);
    v.field("id", &State::id);
    v.field("subject", &State::subject);
    v.field("facility", &State::facility);
    v.field("disclosure_request", &State::disclosure_request);
    v.field("audience", &State::audience);
    v.field("large_print", &State::large_print);
    v.field("status", &State::status);
    v.field("requested_at", &State::requested_at);
    v.field("as_of", &State::as_of);
    v.field("heads_position", &State::heads_position);
    v.field("checkpoint_size", &State::checkpoint_size);
    v.field("rows", &State::rows);
    v.field("shown", &State::shown);
    v.field("withheld", &State::withheld);
    v.field("bytes", &State::bytes);
    v.field("digest", &State::digest);
    v.field("expires_on", &State::expires_on);
    v.field("downloads", &State::downloads);
    v.field("failed_downloads", &State::failed_downloads);
  }
};

inline void evolve(State& state, const PacketRequested& e, const Recorded& at) {
  require_history(!state.exists, at);
  state.exists = true;
  state.id = e.packet;
  state.subject = e.subject;
  state.facility = e.facility;
  state.disclosure_request = e.disclosure_request;
  state.audience = e.audience;
  state.large_print = e.large_print;
  state.requested_at = at.position;
}
inline void evolve(State& state, const PacketMade& e, const Recorded& at) {
  require_history(state.exists && state.status == PacketState::requested, at);
  state.status = PacketState::made;
  state.as_of = e.as_of;
  state.heads_position = e.heads_position;
  state.checkpoint_size = e.checkpoint_size;
  state.rows = e.rows;
  state.shown = e.shown;
  state.withheld = e.withheld;
  state.bytes = e.bytes;
  state.digest = e.digest;
  state.expires_on = e.expires_on;
}
inline void evolve(State& state, const PacketDownloaded&, const Recorded&) { ++state.downloads; }
inline void evolve(State& state, const PacketDownloadFailed&, const Recorded&) { ++state.failed_downloads; }

struct RequestPacket {
  DisclosureRequestId disclosure_request_id;
  PacketAudience audience = PacketAudience::person;
  bool large_print = false;
  template <class V>
  static void describe(V& v) {
    v.field("disclosure_request_id", &RequestPacket::disclosure_request_id);
    v.field("audience", &RequestPacket::audience);
    v.field("large_print", &RequestPacket::large_print);
  }
};
struct MakePacket {  // built before by the shell
  std::uint64_t as_of = 0, heads_position = 0, checkpoint_size = 0, rows = 0, shown = 0, withheld = 0,
                bytes = 0;
  Digest digest;
};
struct DownloadPacket {};
struct FailDownload {
  std::uint64_t sent_bytes = 0;
};

// For the person: once the decision was taken and its notice sent. For an auditor: of any case whose identity
// was verified (purpose AUDIT).
Decision decide(const State& state, const RequestPacket& command, const disclosure::Case* found, PacketId id,
                FacilityId facility);
Decision decide(const State& state, const MakePacket& command, CivilDate expires_on);
Decision decide(const State& state, const DownloadPacket&, CivilDate today);
Decision decide(const State& state, const FailDownload& command);

}  // namespace renkei::packet
