// Whose signatures a checker trusts: a C2SP tlog-policy file with two lines of our own.
//   log <vkey>                      the city's log key
//   packet <vkey>                   the key that signs manifests
//   witness <name> <vkey>           who cosigns checkpoints of a log that only grows
//   mirror <name> <vkey>            who does so and holds a copy, against which it checked the sealed heads
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
  struct Cosigner {
    std::string name;
    VerificationKey key;
    bool mirror = false;
  };
  struct Group {
    std::string name;
    std::size_t needed = 0;
    std::vector<std::string> members;
  };
  std::optional<VerificationKey> log, packet;
  std::vector<Cosigner> cosigners;
  std::vector<Group> groups;
  std::string quorum = "none";

  // What is wrong, with the number of the line, else the policy.
  static Result<TrustPolicy, std::string> parse(std::string_view text);
  std::string to_string() const;

  // The quorum is one, and the cosignatures of mirrors under the checkpoint `note` reach it.
  bool mirrored(const Note& note) const;

 private:
  bool has(const std::string& name, const Note& note) const;
  bool known(const std::string& name) const;
  std::string take(const std::vector<std::string>& words);
  std::string take_cosigner(const std::vector<std::string>& words);
  std::string wrong_as_a_whole() const;
};

}  // namespace renkei::packet
