#include "domain/policy/policy.h"

namespace renkei::policy {

const Profession* Policy::profession(std::string_view code) const {
  for (const Profession& p : professions) {
    if (p.code == code) return &p;
  }
  return nullptr;
}

const Profession* Policy::profession(std::uint16_t wanted) const {
  for (const Profession& p : professions) {
    if (p.number == wanted) return &p;
  }
  return nullptr;
}

const FacilityKind* Policy::facility_kind(std::string_view code) const {
  for (const FacilityKind& kind : facility_kinds) {
    if (kind.code == code) return &kind;
  }
  return nullptr;
}

std::string_view Policy::purpose_label(Purpose purpose) const {
  for (const Label& label : purposes) {
    if (label.code == code_text(purpose)) return label.ja;
  }
  return code_text(purpose);
}

CivilDate Policy::environment_until(CivilDate recognised_on) const {
  CivilDate until = recognised_on;
  for (unsigned i = 0; i < deadlines.environment_months; ++i) until = same_day_next_month(until);
  return until;
}

}  // namespace renkei::policy
