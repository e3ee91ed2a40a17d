// What a city acknowledged before its power went, and whether it kept its word.
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "eventstore/blob_store.h"
#include "tests/faults/faulty_city.h"

namespace renkei::testing {

struct Command {
  std::uint64_t number = 0;  // of its request key
  std::vector<Draft> drafts;
};

class Promises {
 public:
  // Before something is asked for, and after it was acknowledged. Safe from any thread.
  void attempt(const Command& command);
  void answered(const Command& command, const Committed& committed);
  void key(const KeyId& id, const Secret& secret);
  void attempt_password(const AccountId& account, std::uint64_t number);
  void password(const AccountId& account, std::uint64_t number);
  void blob(const StoredBlob& stored, Bytes content);
  void note(std::string note);
  void problem(std::string what);

  std::vector<Command> unanswered() const;
  std::vector<Command> answered() const;
  std::uint64_t acknowledged() const;  // how much there is to lose

  // Empty, or the first thing that is not as promised in the reopened city.
  std::string broken(SimulatedFiles& disk, OpenCity& city) const;

 private:
  struct Receipt {
    std::uint64_t position = 0;
    std::vector<Digest> leaves;  // empty when only a repeat was answered
  };
  struct Passwords {
    std::uint64_t attempted = 0, acknowledged = 0;  // 0: none
  };
  std::string broken_links(SimulatedFiles& disk, const OpenCity& city) const;
  std::string broken_commands(const OpenCity& city, const Views& views) const;
  std::string broken_secrets(OpenCity& city) const;
  std::string broken_blobs(SimulatedFiles& disk) const;
  std::string broken_notes(SimulatedFiles& disk, const OpenCity& city) const;

  mutable std::mutex mutex_;  // guards everything below
  std::map<std::uint64_t, Command> attempted_;
  std::map<std::uint64_t, Receipt> receipts_;
  std::map<KeyId, Bytes> keys_;
  std::map<AccountId, Passwords> passwords_;
  std::vector<std::pair<StoredBlob, Bytes>> blobs_;
  std::vector<std::string> notes_;
  std::string problem_;
};

std::string password_text(std::uint64_t number);

// Empty, or the first row in which the stores differ, read from `first` to `second` and back.
std::string differing_rows(const ViewStore& first, const ViewStore& second);
// The same between a store and a fold of the whole ledger made now.
std::string not_a_fresh_fold(const ViewStore& store, const LedgerEngine& engine);

}  // namespace renkei::testing
