#include "replay/packet/trust_policy.h"

#include <algorithm>
#include <set>

#include "replay/packet/lines.h"

namespace renkei::packet {
namespace {

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (end > 0) words.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(line.size(), end + 1));
  }
  return words;
}

// Takes a key that a policy names once.
std::string take_key(std::optional<VerificationKey>& key, const std::vector<std::string>& words) {
  if (key) return "named twice";
  key = words.size() >= 2 ? VerificationKey::parse(words[1]) : std::nullopt;
  return key && key->type == 0x01 ? "" : "no Ed25519 verification key";
}

}  // namespace

bool TrustPolicy::known(const std::string& name) const {
  return std::any_of(cosigners.begin(), cosigners.end(), [&](const Cosigner& c) { return c.name == name; }) ||
         std::any_of(groups.begin(), groups.end(), [&](const Group& g) { return g.name == name; });
}

std::string TrustPolicy::take_cosigner(const std::vector<std::string>& words) {
  const auto key = VerificationKey::parse(words[2]);
  if (!key || key->type != 0x04) return "no cosignature key";
  if (known(words[1])) return "named twice";
  cosigners.push_back({words[1], *key, words[0] == "mirror"});
  return "";
}

std::string TrustPolicy::take(const std::vector<std::string>& words) {
  const std::string& kind = words[0];
  if (kind == "log") return take_key(log, words);
  if (kind == "packet") return take_key(packet, words);
  if ((kind == "witness" || kind == "mirror") && words.size() >= 3) return take_cosigner(words);
  if (kind == "group" && words.size() >= 4) {
    Group group{words[1], 1, {words.begin() + 3, words.end()}};
    if (words[2] == "all") group.needed = group.members.size();
    if (words[2] != "all" && words[2] != "any") group.needed = number_from(words[2]).value_or(0);
    if (known(group.name) || group.needed == 0 || group.needed > group.members.size()) return "no such group";
    for (const std::string& member : group.members) {
      if (!known(member)) return "a member that was not named before";
      if (std::count(group.members.begin(), group.members.end(), member) > 1) return "a member named twice";
    }
    groups.push_back(std::move(group));
    return "";
  }
  if (kind == "quorum" && words.size() == 2 && (words[1] == "none" || known(words[1]))) {
    quorum = words[1];
    return "";
  }
  return "not understood";
}

Result<TrustPolicy, std::string> TrustPolicy::parse(std::string_view text) {
  TrustPolicy policy;
  for (int number = 1; !text.empty(); ++number) {
    const auto line = take_line(text);
    if (!line) return Unexpected{std::string("policy: the last line does not end")};
    const auto words = words_of(*line);
    if (words.empty() || words[0][0] == '#') continue;
    if (const std::string wrong = policy.take(words); !wrong.empty())
      return Unexpected{"policy, line " + std::to_string(number) + ": " + wrong};
  }
  if (const std::string wrong = policy.wrong_as_a_whole(); !wrong.empty())
    return Unexpected{"policy: " + wrong};
  return policy;
}

// One key under two names would count twice.
std::string TrustPolicy::wrong_as_a_whole() const {
  if (!log || !packet) return "it needs a log and a packet key";
  std::set<Bytes> keys{log->public_key};
  bool once = keys.insert(packet->public_key).second;
  for (const Cosigner& c : cosigners) once = keys.insert(c.key.public_key).second && once;
  return once ? "" : "one key has two names";
}

std::string TrustPolicy::to_string() const {
  std::string text;
  if (log) text += "log " + log->to_string() + "\n";
  if (packet) text += "packet " + packet->to_string() + "\n";
  for (const Cosigner& c : cosigners)
    text += (c.mirror ? "mirror " : "witness ") + c.name + " " + c.key.to_string() + "\n";
  for (const Group& g : groups) {
    text += "group " + g.name + " " + std::to_string(g.needed);
    for (const std::string& member : g.members) text += " " + member;
    text += "\n";
  }
  return text + "quorum " + quorum + "\n";
}

bool TrustPolicy::has(const std::string& name, const Note& note) const {
  for (const Cosigner& c : cosigners) {
    if (c.name == name) return c.mirror && verify_note(note, {c.key});
  }
  for (const Group& g : groups) {
    if (g.name != name) continue;
    const auto reached =
        std::count_if(g.members.begin(), g.members.end(), [&](const std::string& m) { return has(m, note); });
    return static_cast<std::size_t>(reached) >= g.needed;
  }
  return false;
}

bool TrustPolicy::mirrored(const Note& note) const { return quorum != "none" && has(quorum, note); }

}  // namespace renkei::packet
