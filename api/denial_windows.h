// Equal denials within ten minutes are one event and a count (product.md no. 18): the first is recorded at
// once, the others are counted here and recorded together when the window closes. Used on the committer's
// thread only. The counts live in memory: a process that ends at once loses how often a denial was repeated,
// never that it happened.
#pragma once

#include <atomic>
#include <map>
#include <optional>

#include "domain/domain_event.h"
#include "domain/envelope.h"

namespace renkei::api {

struct DenialKey {
  AccountId account;
  CareRecipientId subject;  // zero: a technical denial, in the account's own history
  RoomId room;
  Rejection rule = Rejection::not_found;
  Operation operation = Operation::read;
  std::string route;  // of a technical denial
  auto operator<=>(const DenialKey&) const = default;
};

class DenialWindows {
 public:
  // The event of a first denial; nothing when an equal one stands for it. It closes the account's other
  // windows: what they counted comes before it.
  std::vector<Draft> denied(const DenialKey& key, Instant now);
  // The account did something else. True: `close` has counts to record.
  bool interrupted(const AccountId& account);
  std::vector<Draft> close(const AccountId& account);
  // An account with a window that is over.
  std::optional<AccountId> expired(Instant now) const;
  bool empty() const { return open_ == 0; }  // any thread

 private:
  struct Window {
    Instant until;
    std::uint32_t repeated = 0;
  };
  static Draft draft(const DenialKey& key, std::uint32_t count);
  std::map<DenialKey, Window>::iterator first_of(const AccountId& account);

  std::map<DenialKey, Window> windows_;
  std::atomic<std::size_t> open_{0};
};

}  // namespace renkei::api
