#include "tests/faults/producer.h"

#include "eventstore/crypto/password_hash.h"

namespace renkei::testing {
namespace {

constexpr PasswordCost kQuick{.passes = 1, .memory_kib = 8};
constexpr std::size_t kLongestText = 5'000;
constexpr std::size_t kLargestFile = 200 * 1024;  // four chunks

}  // namespace

Producer::Producer(SimulatedFiles& disk, RunningCity& city, Promises& promises, std::uint64_t boot,
                   std::uint64_t number, std::uint64_t seed)
    : disk_(disk),
      city_(city),
      promises_(promises),
      signs_(number == 0),
      first_((boot * 16 + number) * 100'000),
      random_(seed) {}

void Producer::work(std::size_t acts) {
  try {
    if (!begin_room()) return;
    for (std::size_t i = 0; i < acts && disk_.powered() && !city_.failed(); ++i) {
      if (!act()) return;
    }
  } catch (const CorruptHistory&) {  // the power went while a key was read
  }
}

void Producer::repeat(const std::vector<Command>& commands) {
  for (const Command& command : commands) {
    if (!ask(command)) return;
  }
}

bool Producer::act() {
  city_.clock.advance_milliseconds(1);
  switch (random_() % 12) {
    case 0:
      return begin_room();
    case 1:
    case 2:
      return issue_credential();
    case 3:
    case 4:
      return post_file();
    case 5:
    case 6:
    case 7:
      return signs_ ? sign_checkpoint() : post(3);
    case 8:
      return post(2);
    default:
      return post(1);
  }
}

bool Producer::record(std::vector<Draft> drafts) {
  const Command command{next(), std::move(drafts)};
  promises_.attempt(command);
  return ask(command);
}

bool Producer::ask(const Command& command) {
  const auto committed = city_.record(command.drafts, request_key(command.number));
  if (!committed) return false;
  if (committed->rejection) {
    promises_.problem("request " + std::to_string(command.number) +
                      " was rejected: " + std::string(code_text(*committed->rejection)));
    return false;
  }
  promises_.answered(command, *committed);
  return true;
}

bool Producer::begin_room() {
  const auto subject = numbered<CareRecipientId>(0xCA, next());
  const KeyId key{subject.octets};
  if (!city_.city.keyring->create_key(KeyKind::care_recipient, key)) return false;
  promises_.key(key, *city_.city.keyring->key(key));
  subject_ = subject;
  room_ = numbered<RoomId>(0x40, next());
  return record(open_room(subject_, room_));
}

bool Producer::post(std::size_t messages) {
  std::vector<Draft> drafts;
  for (std::size_t i = 0; i < messages; ++i)
    drafts.push_back(message(subject_, room_, next(), random_() % kLongestText));
  return record(std::move(drafts));
}

bool Producer::post_file() {
  auto writer = BlobStore(disk_, kPaths.blobs()).begin();
  if (!writer) return false;
  const Bytes content(random_() % kLargestFile, static_cast<char>(random_() % 256));
  if (!(*writer)->write(content)) return false;
  const auto stored = (*writer)->finish();
  if (!stored) return false;
  promises_.blob(*stored, content);
  Draft draft = message(subject_, room_, next(), 40);
  auto& posted = std::get<room::MessagePosted>(draft.event);
  posted.attachments = {{numbered<AttachmentId>(0xA7, next()), MediaType::pdf, stored->bytes, stored->blob}};
  posted.attachment_keys = {stored->key};
  return record({std::move(draft)});
}

bool Producer::issue_credential() {
  if (account_ && random_() % 2 == 0) return change_password(*account_);
  const auto account = numbered<AccountId>(0xAC, next());
  if (!change_password(account)) return false;
  account_ = account;
  return record({Draft{account::CredentialIssued{account, numbered<CredentialId>(0xC4, next()),
                                                 CredentialKind::initial, date_in_japan(kStoryStart)},
                       {},
                       {}}});
}

bool Producer::change_password(const AccountId& account) {
  const std::uint64_t number = next();
  promises_.attempt_password(account, number);
  AccountCredential credential;
  credential.account = account;
  credential.login_id = "login-" + std::to_string(first_);
  const auto pepper = city_.city.keyring->key(service_key_id("pepper"));
  if (pepper == nullptr) return false;
  credential.verifier = hash_password(password_text(number), pepper->view(), kQuick);
  if (!city_.city.credentials->put(credential)) return false;
  promises_.password(account, number);
  return true;
}

bool Producer::sign_checkpoint() {
  const Head head = city_.committer->durable_head();
  if (!city_.city.checkpoints->sign(head.size, head.root)) return false;
  auto note = city_.city.checkpoints->keep();
  if (!note) return false;
  promises_.note(std::move(*note));
  return true;
}

}  // namespace renkei::testing
