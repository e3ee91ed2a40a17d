// Sessions: opaque tokens of 256 random bits, kept only as their digest, in memory only: a restart ends them
// all. Idle and absolute limits run on the monotonic clock. Safe from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_map>

#include "domain/aggregate_states.h"
#include "eventstore/clock.h"

namespace renkei::api {

inline constexpr std::int64_t kStepUpSeconds = 5 * 60;

struct SessionGrant {  // fixed at login
  SessionId id;
  AccountId account;
  FacilityId facility;  // zero: the city
  bool city = false;
  std::uint16_t profession = 0;
  bool device_known = false;
  std::optional<DeviceId> device;
  std::int64_t idle_milliseconds = 0, absolute_milliseconds = 0;
};

// Sessions that an act ends: one, all of an account (but perhaps the actor's own), all on a device.
struct SessionsToEnd {
  std::optional<SessionId> session = {};
  std::optional<AccountId> account = {};
  std::optional<SessionId> but = {};
  std::optional<DeviceId> device = {};

  bool matches(const SessionGrant& grant) const {
    if (grant.id == but) return false;
    return grant.id == session || grant.account == account || (device && grant.device == device);
  }
};

class Session {
 public:
  Session(SessionGrant granted, SessionScope scope, std::int64_t now)
      : grant(std::move(granted)), begun(now), scope_(scope), seen_(now) {}

  const SessionGrant grant;
  const std::int64_t begun;

  SessionScope scope() const {
    const std::lock_guard lock(mutex_);
    return scope_;
  }
  void set_scope(SessionScope scope) {
    const std::lock_guard lock(mutex_);
    scope_ = scope;
  }
  // Who he is was proved again (policy III.3(3); design: security.md §2.4): open for five minutes what needs
  // it.
  void step_up(std::int64_t now) {
    const std::lock_guard lock(mutex_);
    stepped_up_at_ = now;
  }
  bool stepped_up(std::int64_t now) const {
    const std::lock_guard lock(mutex_);
    return stepped_up_at_ && now - *stepped_up_at_ <= kStepUpSeconds * 1'000;
  }
  // Neither ended nor past a limit.
  bool live(std::int64_t now) const {
    const std::lock_guard lock(mutex_);
    return !ended_ && now - seen_ <= grant.idle_milliseconds && now - begun <= grant.absolute_milliseconds;
  }
  // Its end is decided and may not be durable yet. For the committer's thread: what it decides next comes after
  // that end; nobody else is told of it before it is durable.
  bool ending() const {
    const std::lock_guard lock(mutex_);
    return ending_;
  }
  SessionScope scope_at(std::int64_t now) const { return stepped_up(now) ? SessionScope::step_up : scope(); }
  // The newest position this session was told of: its reads wait for it.
  std::uint64_t last_position() const {
    const std::lock_guard lock(mutex_);
    return last_position_;
  }
  void saw_position(std::uint64_t position) {
    const std::lock_guard lock(mutex_);
    last_position_ = std::max(last_position_, position);
  }
  // RecordListed once per person, session and day (product.md no. 27).
  bool listed(const CareRecipientId& id, CivilDate day) const {
    const std::lock_guard lock(mutex_);
    return listed_.contains({id, day.days});
  }
  void set_listed(const CareRecipientId& id, CivilDate day) {
    const std::lock_guard lock(mutex_);
    listed_.insert({id, day.days});
  }

 private:
  friend class Sessions;
  mutable std::mutex mutex_;
  SessionScope scope_;
  std::int64_t seen_;
  bool ending_ = false, ended_ = false;
  std::optional<std::int64_t> stepped_up_at_;
  std::uint64_t last_position_ = 0;
  std::set<std::pair<CareRecipientId, std::int32_t>> listed_;
};

class Sessions {
 public:
  explicit Sessions(const Clock& clock) : clock_(clock) {}

  std::string begin(std::shared_ptr<Session> session);                   // the token, told once
  std::shared_ptr<Session> find(std::string_view token, bool& expired);  // and keeps it alive
  std::string renew(const SessionId& id);  // a new token in place of the one before, told once
  void set_ending(const SessionsToEnd& which, bool ending);
  void end(const SessionsToEnd& which);
  std::size_t size() const;
  std::int64_t now() const { return clock_.monotonic_milliseconds(); }

 private:
  const Clock& clock_;
  mutable std::mutex mutex_;  // guards by_digest_
  std::unordered_map<Digest, std::shared_ptr<Session>> by_digest_;
};

}  // namespace renkei::api
