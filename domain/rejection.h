// Why a command or a read was refused: one closed list, each with the code it has in the API (design: api.md,
// table of problems). A rejection stores nothing, unless it is a denial of access (access_rule.h).
#pragma once

#include <string>
#include <vector>

#include "domain/result.h"
#include "domain/values/codes.h"

namespace renkei {

// clang-format off
#define LIST(X)                                                    \
  X(not_found, 1, "not-found")                                     \
  X(wrong_state, 2, "wrong-state")                                 \
  X(already_exists, 3, "already-exists")                           \
  X(request_has_defects, 4, "request-has-defects")                 \
  X(consent_not_verified, 5, "consent-not-verified")               \
  X(explicit_consent_required, 6, "explicit-consent-required")     \
  X(family_consent_required, 7, "family-consent-required")         \
  X(disclosure_request_required, 8, "disclosure-request-required") \
  X(last_system_manager, 9, "last-system-manager")                 \
  X(secret_already_shown, 10, "secret-already-shown")              \
  X(already_retracted, 11, "already-retracted")                    \
  X(stale_version, 12, "stale-version")                            \
  X(role_required, 20, "role-required")                            \
  X(second_person_required, 21, "second-person-required")          \
  X(password_change_required, 22, "password-change-required")      \
  X(step_up_required, 23, "step-up-required")                      \
  X(device_not_registered, 24, "device-not-registered")            \
  X(environment_not_recognised, 25, "environment-not-recognised")  \
  X(not_author, 26, "not-author")                                  \
  X(purpose_not_allowed, 27, "purpose-not-allowed")                \
  X(account_suspended, 28, "account-suspended")                    \
  X(facility_suspended, 29, "facility-suspended")                  \
  X(pledge_not_in_force, 30, "pledge-not-in-force")                \
  X(consent_not_effective, 31, "consent-not-effective")            \
  X(sharing_stopped, 32, "sharing-stopped")                        \
  X(room_closed, 33, "room-closed")                                \
  X(room_not_open, 34, "room-not-open")                            \
  X(not_assigned, 35, "not-assigned")                              \
  X(facility_not_in_room, 36, "facility-not-in-room")              \
  X(invalid_value, 40, "invalid-value")                            \
  X(entry_too_large, 41, "entry-too-large")                        \
  X(idempotency_key_reused, 42, "idempotency-key-reused")          \
  X(session_required, 43, "session-required")                      \
  X(password_reused, 44, "password-reused")                        \
  X(password_too_weak, 45, "password-too-weak")                    \
  X(credentials_rejected, 46, "credentials-rejected")              \
  X(second_factor_required, 47, "second-factor-required")          \
  X(clock_unsure, 48, "clock-unsure")                              \
  X(scope_not_clarified, 50, "scope-not-clarified")                \
  X(usage_report_not_provided, 51, "usage-report-not-provided")    \
  X(opinions_missing, 52, "opinions-missing")                      \
  X(already_decided, 53, "already-decided")                        \
  X(result_contradicts, 54, "result-contradicts-withholdings")     \
  X(decision_required, 55, "decision-required")                    \
  X(notice_required, 56, "notice-required")                        \
  X(packet_required, 57, "packet-required")                        \
  X(packet_expired, 58, "packet-expired")
// clang-format on
RENKEI_CODES(Rejection, LIST)
#undef LIST

// A value of a command that can't be used: where it stands in it (RFC 6901), and what a person should know.
struct WrongValue {
  std::string pointer, ja, en;
};
inline WrongValue after_today(std::string pointer) {
  return {std::move(pointer), "きょうまでの日付にしてください。", "It must not be after today."};
}
inline WrongValue before_what_it_follows(std::string pointer, CivilDate earliest) {
  return {std::move(pointer), to_text(earliest) + "以後の日付にしてください。",
          "It must not be before " + to_text(earliest) + "."};
}
inline WrongValue over_before_it_begins(std::string pointer) {
  return {std::move(pointer), "終わりの日は、始まりの日以後にしてください。",
          "The last day must not be before the first."};
}

struct Refusal {
  Rejection rule;
  std::vector<WrongValue> values = {};  // with invalid_value

  Refusal(Rejection r) : rule(r) {}  // NOLINT(google-explicit-constructor)
  explicit Refusal(std::vector<WrongValue> wrong) : rule(Rejection::invalid_value), values(std::move(wrong)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Refusal(WrongValue value) : rule(Rejection::invalid_value), values{std::move(value)} {}
};

}  // namespace renkei
