#include "benchmarks/sample.h"

namespace renkei::bench {
namespace {

constexpr std::size_t kMessageOctets = 300;
constexpr std::string_view kSentences =
    "訪問診療を行いました。血圧は安定し、脈拍は整、むくみは軽くなっています。食事は八割ほど召し上がり、夜はよく"
    "眠れているとのことです。次回の訪問まで今のお薬を続けてください。ご家族にも説明しました。";

}  // namespace

std::string message_text(std::uint64_t n) {
  std::string text = std::to_string(n) + " ";
  text.resize(12, '0');  // a multiple of three, as every character that follows
  text += kSentences.substr(0, kMessageOctets - 12);
  while (text.size() < kMessageOctets) text += "。";
  return text;
}

SampleMessage sample_message(const CareRecipientId& person, const RoomId& room, std::uint64_t accounts,
                             std::uint64_t n) {
  const std::uint64_t account = n * 31 % accounts;
  SampleMessage m;
  m.request = nth_id<RequestId>("request ", n);
  m.act.actor = {
      nth_account(account), nth_facility(account / kAccountsPerFacility), 1, ActorRole::system_user, {}};
  m.act.session = nth_id<SessionId>("session ", account);
  m.act.policy_number = 1;
  room::MessagePosted posted;
  posted.room = room;
  posted.subject = person;
  posted.message = MessageId{m.request.octets};
  posted.text = message_text(n);
  m.draft = {posted, basis_of(BasisKind::consent, nth_id<ConsentFormId>("consent ", n), "III.3(4)"), {}};
  return m;
}

}  // namespace renkei::bench
