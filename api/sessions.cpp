#include "api/sessions.h"

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/random.h"
#include "eventstore/crypto/sha256.h"

namespace renkei::api {

std::string Sessions::begin(std::shared_ptr<Session> session) {
  const std::string token = base64url(random_bytes(32));
  const std::lock_guard lock(mutex_);
  const std::int64_t now = clock_.monotonic_milliseconds();
  std::erase_if(by_digest_, [&](const auto& item) {
    return now - item.second->begun > item.second->grant.absolute_milliseconds;
  });
  by_digest_[sha256({token})] = std::move(session);
  return token;
}

std::shared_ptr<Session> Sessions::find(std::string_view token, bool& expired) {
  expired = false;
  const std::lock_guard lock(mutex_);
  const auto found = by_digest_.find(sha256({token}));
  if (found == by_digest_.end()) return nullptr;
  Session& session = *found->second;
  const std::int64_t now = clock_.monotonic_milliseconds();
  if (!session.live(now)) {
    expired = true;
    return nullptr;
  }
  const std::lock_guard session_lock(session.mutex_);
  session.seen_ = now;
  return found->second;
}

std::string Sessions::renew(const SessionId& id) {
  const std::string token = base64url(random_bytes(32));
  const std::lock_guard lock(mutex_);
  for (auto it = by_digest_.begin(); it != by_digest_.end(); ++it) {
    if (it->second->grant.id != id) continue;
    auto node = by_digest_.extract(it);
    node.key() = sha256({token});
    by_digest_.insert(std::move(node));
    break;
  }
  return token;  // of no session, if it has ended meanwhile
}

void Sessions::set_ending(const SessionsToEnd& which, bool ending) {
  const std::lock_guard lock(mutex_);
  for (const auto& [digest, session] : by_digest_) {
    if (!which.matches(session->grant)) continue;
    const std::lock_guard session_lock(session->mutex_);
    session->ending_ = ending;
  }
}

void Sessions::end(const SessionsToEnd& which) {
  const std::lock_guard lock(mutex_);
  std::erase_if(by_digest_, [&](const auto& item) {
    Session& session = *item.second;
    if (!which.matches(session.grant)) return false;
    const std::lock_guard session_lock(session.mutex_);
    session.ended_ = true;
    return true;
  });
}

std::size_t Sessions::size() const {
  const std::lock_guard lock(mutex_);
  return by_digest_.size();
}

}  // namespace renkei::api
