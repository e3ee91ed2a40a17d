// The case in the manifest, against what the ledger's own entries say of it. A fact whose entry is withheld or
// outside the period is the city's word only.
#include "domain/domain_event.h"
#include "replay/packet/check_parts.h"

namespace renkei::packet {
namespace {

class CaseCheck {
 public:
  explicit CaseCheck(Examined& x) : x_(x), said_(x.manifest.facts), acts_(x.case_acts) {}

  void run() {
    const bool all_shown = x_.rows_whole && x_.manifest.counts.shown == x_.manifest.counts.total;
    if (acts_.requested) {
      check_request();
    } else if (all_shown) {
      differs("id", "names a case that is not in the history");
    }
    if (acts_.scope) {
      same("records", said_.records, acts_.scope->records);
      same("period", said_.period, acts_.scope->period);
      same("kinds", said_.kinds, acts_.scope->kinds);
    }
    if (!acts_.decided) return;
    same("result", said_.result, std::optional(acts_.decided->result));
    same("decided_on", said_.decided_on, std::optional(acts_.decided_on));
  }

 private:
  void check_request() {
    const auto& event = *acts_.requested;
    same("number", said_.number, event.case_number);
    same("requester", said_.requester, event.requester);
    same("method", said_.method, event.method);
    same("received_on", said_.received_on, event.received_on);
    // The city keeps its cases under the ledger's own id, which no facility has.
    const auto& issuer = x_.manifest.issuer.facility_id;
    if (issuer && *issuer != event.facility)
      x_.find("manifest", "manifest.json", "issuer.facility_id is not who was asked for the disclosure");
  }
  template <class T>
  void same(const char* field, const T& said, const T& recorded) {
    if (!(said == recorded)) differs(field, "is not what its entry says");
  }
  void differs(const char* field, const char* how) {
    x_.find("manifest", "manifest.json", "case." + std::string(field) + " " + how);
  }

  Examined& x_;
  const ManifestCase& said_;
  const CaseActs& acts_;
};

}  // namespace

void CaseActs::take(const Recorded& recorded, const DisclosureRequestId& id) {
  if (const auto* asked = std::get_if<disclosure::DisclosureRequested>(&recorded.event)) {
    if (asked->disclosure_request == id) requested = *asked;
  } else if (const auto* clarified = std::get_if<disclosure::DisclosureScopeClarified>(&recorded.event)) {
    if (clarified->disclosure_request == id) scope = *clarified;
  } else if (const auto* said = std::get_if<disclosure::DisclosureDecided>(&recorded.event)) {
    if (said->disclosure_request != id) return;
    decided = *said;
    decided_on = date_in_japan(recorded.recorded_at);
  }
}

void check_case(Examined& x) { CaseCheck(x).run(); }

}  // namespace renkei::packet
