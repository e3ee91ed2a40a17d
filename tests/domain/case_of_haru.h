// One disclosure case of a clinic in whose room an office takes part, and every act on it.
#pragma once

#include "domain/disclosure/commands.h"
#include "domain/packet/state.h"
#include "tests/domain/given.h"

namespace renkei::testing {

inline const FacilityId kClinic = id<FacilityId>(21), kOffice = id<FacilityId>(22),
                        kPharmacy = id<FacilityId>(23);
inline const DisclosureRequestId kCase = id<DisclosureRequestId>(95);
inline const UsageReportId kReport = id<UsageReportId>(96);
inline const PacketId kPacket = id<PacketId>(97);

struct CaseOfHaru : ::testing::Test {
  disclosure::State cases;
  disclosure::HistoryFacts history{40, {}, {kClinic, kOffice}, kReport, {}, {}};
  CivilDate today = kToday;
  bool city_is_asked = false;

  void SetUp() override {
    apply(cases, disclosure::DisclosureRequested{kClinic,
                                                 kCase,
                                                 id<CareRecipientId>(41),
                                                 "開R8-001",
                                                 RequesterKind::self,
                                                 kToday,
                                                 kToday.plus_days(14),
                                                 {},
                                                 {DisclosureKind::records, DisclosureKind::usage},
                                                 DisclosureMethod::paper,
                                                 {}});
    history.deliberation.case_version = now().version;
  }
  // Records what was decided, and looks through the history again.
  void go(const Decision& decision) {
    follow(cases, decision);
    if (!decision) return;
    for (const Draft& draft : *decision) {
      std::visit(
          [&](const auto& e) {
            if constexpr (requires { weighed().take(e); }) weighed().take(e);
          },
          draft.event);
    }
    weighed().case_version = now().version;
  }
  disclosure::Deliberation& weighed() { return history.deliberation; }
  disclosure::Matter matter() {
    return {cases, kCase, kClinic, policy_file().disclosure, today, city_is_asked};
  }
  void verified() {
    apply(cases, disclosure::IdentityVerified{kClinic, kCase, {}, {"passport"}, "", ""});
    weighed().case_version = now().version;
  }
  Decision clarify(RecordsScope records = RecordsScope::own, std::vector<FacilityId> others = {kOffice}) {
    return decide(matter(),
                  disclosure::ClarifyScope{records, {}, {DisclosureKind::records, DisclosureKind::usage}},
                  others);
  }
  void clarified(RecordsScope records = RecordsScope::own) {
    verified();
    go(clarify(records));
  }
  Decision withhold(std::uint64_t ordinal, const std::string& ground = "business_hindrance") {
    return decide(matter(), disclosure::WithholdItems{{{ordinal, ground, {}, {}}}, {}, ""}, history);
  }
  Decision lift(std::uint64_t ordinal) {
    return decide(matter(), disclosure::WithholdItems{{}, {ordinal}, ""}, history);
  }
  Decision decide_as(DisclosureResult result, const std::string& ground = "") {
    return decide(matter(), disclosure::DecideDisclosure{result, ground, false, 300}, history);
  }
  Decision opinion(OpinionAnswer answer, FacilityId of = kOffice, const std::string& ground = "") {
    return decide(matter(), disclosure::RecordOpinion{answer, ground, false, ""}, of);
  }
  Decision notice() { return decide(matter(), disclosure::SendNotice{HandoverMethod::counter, kToday}); }
  Decision deliver(bool made = true) {
    return decide(matter(), disclosure::DeliverPacket{kPacket, HandoverMethod::counter, kToday}, made);
  }
  Decision close(DisclosureClosure how = DisclosureClosure::completed) {
    return decide(matter(), disclosure::CloseCase{how});
  }
  const disclosure::Case& now() { return *cases.find(kCase); }
};

struct PacketOfACase : CaseOfHaru {
  packet::State made;
  Decision ask(PacketAudience audience = PacketAudience::person) {
    return decide(made, packet::RequestPacket{kCase, audience, false}, cases.find(kCase), kPacket, kClinic);
  }
};

}  // namespace renkei::testing
