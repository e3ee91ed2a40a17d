// Events as they were stored before a field was appended to them: former/<number>-<Name>.hex. They are read for
// ever, and what they do not hold reads as empty.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "eventstore/codec/event_codec.h"
#include "eventstore/crypto/base64.h"
#include "tests/support/folders.h"
#include "tests/support/programs.h"

namespace renkei::testing {
namespace {

const std::string kFolder = source_folder() + "/tests/golden/former/";

// The octets under each "# title" of a file, in order.
std::vector<Bytes> sections_of(const std::string& name) {
  std::istringstream lines(text_of(kFolder + name));
  std::vector<Bytes> sections;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) {
      sections.emplace_back();
    } else {
      sections.back() += hex_decode(line).value();
    }
  }
  return sections;
}

template <class E>
E read_event(const Bytes& entry, const Bytes& payload) {
  Recorded recorded = decode_entry(entry);
  EXPECT_EQ(recorded.act.actor.role, ActorRole::system_user);
  decode_payload(payload, recorded.event);
  return std::get<E>(recorded.event);
}

// Since then with representative_name, behind representative_proof.
TEST(FormerEvents, OfAVerifiedIdentityAreRead) {
  const auto sections = sections_of("1802-IdentityVerified.hex");
  ASSERT_EQ(sections.size(), 4u);
  const auto filled = read_event<disclosure::IdentityVerified>(sections[0], sections[1]);
  EXPECT_EQ(filled.documents, (std::vector<std::string>{"49 連携documents", "50 連携documents"}));
  EXPECT_EQ(filled.representative_proof, "51 連携representati");
  EXPECT_EQ(filled.representative_name, "");
  const auto empty = read_event<disclosure::IdentityVerified>(sections[2], sections[3]);
  EXPECT_TRUE(empty.documents.empty());
  EXPECT_EQ(empty.representative_proof, "");
}

// Since then with three deadlines of records, which were the same everywhere before, and with who signs the
// city's letters.
TEST(FormerEvents, OfAPublishedPolicyAreReadWithTheDeadlinesThatHeld) {
  const auto sections = sections_of("0201-PolicyVersionPublished.hex");
  ASSERT_EQ(sections.size(), 2u);  // nothing of it is sealed
  for (const Bytes& entry : sections) {
    const policy::Policy policy = std::get<policy::PolicyVersionPublished>(decode_entry(entry).event).policy;
    const auto& read = policy.deadlines;
    EXPECT_EQ(policy.system_administrator.head, "");
    EXPECT_EQ(read.late_entry_days, 7);
    EXPECT_EQ(read.approval_days, 7);
    EXPECT_EQ(read.self_assigned_hours, 24);
  }
}

TEST(FormerEvents, EachHaveATest) {
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(kFolder)) ++files;
  EXPECT_EQ(files, 2u);
}

}  // namespace
}  // namespace renkei::testing
