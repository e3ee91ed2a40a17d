#include "domain/packet/state.h"

namespace renkei::packet {
namespace {

Draft draft(const State& state, DomainEvent event) {
  return {std::move(event), basis_of(BasisKind::disclosure_request, state.disclosure_request, "III.3(5)"), {}};
}

}  // namespace

Decision decide(const State& state, const RequestPacket& command, const disclosure::Case* found, PacketId id,
                FacilityId facility) {
  if (state.exists) return Unexpected{Rejection::already_exists};
  if (found == nullptr) return Unexpected{Rejection::not_found};
  if (command.audience == PacketAudience::auditor) {
    if (found->status == DisclosureState::received) return Unexpected{Rejection::disclosure_request_required};
  } else {
    if (!found->open()) return Unexpected{Rejection::wrong_state};
    if (!found->decided()) return Unexpected{Rejection::decision_required};
    if (found->status == DisclosureState::decided) return Unexpected{Rejection::notice_required};
  }
  const PacketRequested event{id, found->subject, facility, found->id, command.audience, command.large_print};
  return std::vector{Draft{event, basis_of(BasisKind::disclosure_request, found->id, "III.3(5)"), {}}};
}

Decision decide(const State& state, const MakePacket& command, CivilDate expires_on) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != PacketState::requested) return Unexpected{Rejection::wrong_state};
  return std::vector{draft(state, PacketMade{state.id, state.subject, command.as_of, command.heads_position,
                                             command.checkpoint_size, command.rows, command.shown,
                                             command.withheld, command.bytes, command.digest, expires_on})};
}

Decision decide(const State& state, const DownloadPacket&, CivilDate today) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != PacketState::made) return Unexpected{Rejection::wrong_state};
  if (today > state.expires_on) return Unexpected{Rejection::packet_expired};
  return std::vector{draft(state, PacketDownloaded{state.id, state.subject})};
}

Decision decide(const State& state, const FailDownload& command) {
  if (!state.exists) return Unexpected{Rejection::not_found};
  if (state.status != PacketState::made) return Unexpected{Rejection::wrong_state};
  return std::vector{draft(state, PacketDownloadFailed{state.id, state.subject, command.sent_bytes})};
}

}  // namespace renkei::packet
