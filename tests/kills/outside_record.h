// What the users of a city asked for and what they heard, kept outside the process that is killed.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "domain/values/ids.h"

namespace renkei::testing {

struct Receipt {  // what must never change; the size of the tree may grow
  std::uint64_t first = 0, last = 0;
  std::string leaf_hash, data;
  bool operator==(const Receipt&) const = default;
};

// A command under its key. `mark` stands in its sealed content and nowhere else.
struct Asked {
  std::size_t person = 0;
  std::string path, body, key, mark;
  bool makes_key = false;  // a room request: several entries and a data key of its own
  int boot = 0;
  std::optional<Receipt> receipt;
};

struct Refused {
  std::size_t person = 0;
  std::string method, path, body, key, mark;
  int boot = 0, status = 0;
  std::string code;
};

struct Uploaded {
  std::size_t person = 0;
  int boot = 0;
  std::string octets, id;
  bool posted = false;  // a message with it was acknowledged
};

// A page of messages that came to its end.
struct Page {
  SessionId session;
  std::uint64_t access = 0, first = 0, last = 0;
  std::uint32_t count = 0;
};

struct SessionCounts {
  AccountId account;
  std::uint64_t pages_asked = 0, pages_heard = 0, files_asked = 0, files_heard = 0, lists_heard = 0;
  std::uint64_t forbidden_asked = 0, forbidden_heard = 0, not_found_heard = 0;
};

struct Signed {  // a checkpoint that was handed out
  std::uint64_t size = 0;
  std::string root;
};

struct OutsideRecord {
  std::mutex mutex;  // guards everything below while users work
  std::deque<Asked> asked;
  std::deque<Refused> refused;
  std::deque<Uploaded> uploads;
  std::vector<Page> pages;
  std::vector<Signed> checkpoints;
  std::map<SessionId, SessionCounts> sessions;
  std::vector<std::string> surprises;  // answers that no user may get
  std::uint64_t repeats = 0;

  void change(const std::function<void()>& act) {
    const std::lock_guard lock(mutex);
    act();
  }
};

}  // namespace renkei::testing
