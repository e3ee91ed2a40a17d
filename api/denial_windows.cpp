#include "api/denial_windows.h"

namespace renkei::api {
namespace {

constexpr std::int64_t kWindowSeconds = 600;
constexpr std::size_t kWindowsMax = 4'096;  // beyond it every denial is an event of its own

}  // namespace

Draft DenialWindows::draft(const DenialKey& key, std::uint32_t count) {
  if (key.subject.is_zero()) {
    return {account::ActionDenied{key.account, key.rule, key.route, count},
            Basis{BasisKind::none, {}, "III.3(3)"},
            {},
            Outcome::denied};
  }
  return {access::AccessDenied{key.subject, key.subject, key.room, key.rule, key.operation, count},
          Basis{BasisKind::none, {}, "III.3(4)"},
          {},
          Outcome::denied};
}

std::map<DenialKey, DenialWindows::Window>::iterator DenialWindows::first_of(const AccountId& account) {
  return windows_.lower_bound(DenialKey{account, {}, {}, {}, {}, {}});
}

std::vector<Draft> DenialWindows::denied(const DenialKey& key, Instant now) {
  const auto open = windows_.find(key);
  if (open != windows_.end() && now < open->second.until) {
    ++open->second.repeated;
    return {};
  }
  std::vector<Draft> drafts = close(key.account);
  if (windows_.size() < kWindowsMax) windows_[key] = {now.plus_seconds(kWindowSeconds), 0};
  open_ = windows_.size();
  drafts.push_back(draft(key, 1));
  return drafts;
}

bool DenialWindows::interrupted(const AccountId& account) {
  bool counted = false;
  for (auto window = first_of(account); window != windows_.end() && window->first.account == account;) {
    counted = counted || window->second.repeated > 0;
    window = window->second.repeated > 0 ? std::next(window) : windows_.erase(window);
  }
  open_ = windows_.size();
  return counted;
}

std::vector<Draft> DenialWindows::close(const AccountId& account) {
  std::vector<Draft> drafts;
  for (auto window = first_of(account); window != windows_.end() && window->first.account == account;) {
    if (window->second.repeated > 0) drafts.push_back(draft(window->first, window->second.repeated));
    window = windows_.erase(window);
  }
  open_ = windows_.size();
  return drafts;
}

std::optional<AccountId> DenialWindows::expired(Instant now) const {
  for (const auto& [key, window] : windows_) {
    if (now >= window.until) return key.account;
  }
  return std::nullopt;
}

}  // namespace renkei::api
