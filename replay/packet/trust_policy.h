// Whose signatures a checker trusts: a C2SP tlog-policy file with one line of our own.
//   log <vkey>                      the city's log key
//   packet <vkey>                   the key that signs manifests
//   witness <name> <vkey>           a mirror that cosigns checkpoints
//   group <name> <k|any|all> <members…>
//   quorum <name|none>
// Empty lines and lines that begin with '#' say nothing. `renkei policy DATA` prints one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/result.h"
#include "eventstore/merkle/note.h"

namespace renkei::packet {

struct TrustPolicy {
  struct Witness {
    std::string name;
    VerificationKey key;
  };
  struct Group {
    std::string name;
    std::size_t needed = 0;
    std::vector<std::string> members;
  };
  std::optional<VerificationKey> log, packet;
  std::vector<Witness> witnesses;
  std::vector<Group> groups;
  std::string quorum = "none";

  // What is wrong, with the number of the line, else the policy.
  static Result<TrustPolicy, std::string> parse(std::string_view text);
  std::string to_string() const;

  // The quorum is one, and the cosignatures of the checkpoint `note` reach it.
  bool cosigned(const Note& note) const;

 private:
  bool has(const std::string& name, const Note& note) const;
  bool known(const std::string& name) const;
  std::string take(const std::vector<std::string>& words);
};

}  // namespace renkei::packet
