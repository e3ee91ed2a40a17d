#include "eventstore/merkle/checkpoint.h"

#include "domain/check.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/decimal.h"

namespace renkei {

namespace {

constexpr std::string_view kProofHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kMaxPath = 64;  // of a tree with a 64-bit size

// Takes a line off the front of `rest`, without its LF; nullopt when there is no LF.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

// The rest of a line that begins with `keyword`.
std::optional<std::string_view> after(std::string_view keyword, std::string_view line) {
  if (line.substr(0, keyword.size()) != keyword) return std::nullopt;
  return line.substr(keyword.size());
}

std::optional<Digest> parse_digest(std::string_view text) {
  const auto octets = base64_decode(text);
  if (!octets || octets->size() != Digest::size) return std::nullopt;
  return Digest::from(*octets);
}

// The hash lines and the blank line after them.
std::optional<std::vector<Digest>> take_path(std::string_view& rest) {
  std::vector<Digest> path;
  for (auto line = take_line(rest); line; line = take_line(rest)) {
    if (line->empty()) return path;
    const auto hash = parse_digest(*line);
    if (!hash || path.size() == kMaxPath) return std::nullopt;
    path.push_back(*hash);
  }
  return std::nullopt;
}

}  // namespace

std::string Checkpoint::text() const {
  return origin + "\n" + std::to_string(size) + "\n" + base64(root.view()) + "\n";
}

std::optional<Checkpoint> Checkpoint::parse(std::string_view text) {
  const auto origin_line = take_line(text);
  const auto size_line = take_line(text);
  const auto root_line = take_line(text);
  if (!origin_line || !size_line || !root_line || !text.empty() || origin_line->empty()) return std::nullopt;
  const auto tree_size = parse_decimal(*size_line);
  const auto root_hash = parse_digest(*root_line);
  if (!tree_size || !root_hash) return std::nullopt;
  return Checkpoint{std::string(*origin_line), *tree_size, *root_hash};
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const VerificationKey& key, BytesView seed) {
  ENSURE(checkpoint.origin == key.name);  // else open_checkpoint refuses it
  return sign_note(checkpoint.text(), key, seed);
}

std::optional<Checkpoint> open_checkpoint(std::string_view note, const VerificationKey& key) {
  const auto parsed = parse_note(note);
  if (!parsed || !verify_note(*parsed, {key})) return std::nullopt;
  auto checkpoint = Checkpoint::parse(parsed->text);
  if (!checkpoint || checkpoint->origin != key.name) return std::nullopt;
  return checkpoint;
}

std::string LogProof::to_string() const {
  std::string text(kProofHeader);
  text += '\n';
  if (!extra.empty()) text.append(kExtra).append(base64(extra)).append("\n");
  text.append(kIndex).append(std::to_string(index)).append("\n");
  for (const Digest& hash : path) text.append(base64(hash.view())).append("\n");
  return text.append("\n").append(checkpoint_note);
}

std::optional<LogProof> LogProof::parse(std::string_view text) {
  if (take_line(text) != kProofHeader) return std::nullopt;
  LogProof proof;
  auto line = take_line(text);
  const auto extra_text = line ? after(kExtra, *line) : std::nullopt;
  if (extra_text) {
    auto octets = base64_decode(*extra_text);
    if (!octets || octets->empty()) return std::nullopt;
    proof.extra = std::move(*octets);
    line = take_line(text);
  }
  const auto index_text = line ? after(kIndex, *line) : std::nullopt;
  const auto index_value = index_text ? parse_decimal(*index_text) : std::nullopt;
  auto hashes = index_value ? take_path(text) : std::nullopt;
  const auto note = hashes ? parse_note(text) : std::nullopt;
  if (!note || !Checkpoint::parse(note->text)) return std::nullopt;
  proof.index = *index_value;
  proof.path = std::move(*hashes);
  proof.checkpoint_note = text;
  return proof;
}

bool LogProof::verify(const Digest& leaf, const VerificationKey& key) const {
  const auto checkpoint = open_checkpoint(checkpoint_note, key);
  return checkpoint && verify_inclusion(index, checkpoint->size, leaf, path, checkpoint->root);
}

}  // namespace renkei
