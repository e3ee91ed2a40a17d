#include "replay/cli/demo_audit.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "replay/cli/opened_data.h"

namespace renkei::cli {
namespace {

namespace fs = std::filesystem;

// The random half of the event id: found in a compressed block as it is, and nowhere else.
constexpr std::size_t kRandomAt = 72, kRandomBytes = 8;

struct Ran {
  int exit_code = 0;
  std::string output;
};

// Runs this very program, as the auditor would.
Ran run_renkei(const std::string& arguments) {
  const std::string self = fs::canonical("/proc/self/exe").string();
  Ran ran;
  FILE* pipe = popen((self + " " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) throw StoryFailure("renkei を実行できません");
  std::array<char, 4096> buffer{};
  while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe))
    ran.output.append(buffer.data(), n);
  const int status = pclose(pipe);
  ran.exit_code = status < 0 ? -1 : status >> 8 & 0xFF;
  return ran;
}

void expect(const Ran& ran, int exit_code, const std::vector<std::string>& parts, const std::string& what) {
  bool found = ran.exit_code == exit_code;
  for (const std::string& part : parts) found = found && ran.output.find(part) != std::string::npos;
  if (!found) throw StoryFailure(what + ": 終了コード " + std::to_string(ran.exit_code) + "\n" + ran.output);
}

std::string copy_of(const AuditCase& audit, const std::string& name) {
  const std::string copy = audit.out + "/" + name;
  fs::remove_all(copy);
  fs::copy(audit.data, copy, fs::copy_options::recursive);
  return copy;
}

// Finds the octets of an entry in the copy's database files.
struct Found {
  std::string path;
  std::uint64_t offset = 0;
};
Found find_octets(const std::string& copy, const std::string& octets) {
  for (const auto& file : fs::directory_iterator(copy + "/ledger")) {
    std::ifstream in(file.path(), std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    const std::size_t at = all.str().find(octets);
    if (at != std::string::npos) return {file.path().string(), at};
  }
  throw StoryFailure("記録の所在が分かりません: " + copy);
}

std::string entry_octets(const std::string& copy, std::uint64_t position) {
  auto data = open_data("demo", copy);
  if (!data) throw StoryFailure("写しを開けません: " + copy);
  const auto entry = (*data)->engine->entry(position);
  if (!entry) throw StoryFailure("台帳位置 " + std::to_string(position) + " がありません");
  return *entry;
}

void flip_a_byte(const AuditCase& audit) {
  const std::string copy = copy_of(audit, "flipped");
  const std::uint64_t position = audit.story.corrected_position;
  const std::string octets = entry_octets(copy, position).substr(kRandomAt, kRandomBytes);
  const Found found = find_octets(copy, octets);
  std::fstream file(found.path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(found.offset + 5));
  file.put(static_cast<char>(octets[5] ^ 1));
  file.close();
  const Ran ran = run_renkei("verify " + copy);
  expect(ran, 2, {"position "}, "1バイトを変えた写しの検証");
  const std::size_t named = ran.output.find("position ");  // of the entry, or of the first in its damaged block
  const std::uint64_t said = std::strtoull(ran.output.c_str() + named + 9, nullptr, 10);
  if (said == 0 || said > position) throw StoryFailure("検証が別の位置を示しました:\n" + ran.output);
  audit.tell(38, "位置 " + std::to_string(position) + " の1バイトを変えた写し: verify の終了コードは2（" +
                     ran.output.substr(named, ran.output.find('\n', named) - named) + "）");
}

// Cuts off what was written last: the newest entries are in the write-ahead log only.
void truncate(const AuditCase& audit) {
  const std::string copy = copy_of(audit, "truncated");
  for (const auto& file : fs::directory_iterator(copy + "/ledger")) {
    if (file.path().extension() == ".log") fs::resize_file(file.path(), 0);
  }
  fs::remove_all(copy + "/views");
  const Ran ran = run_renkei("verify " + copy);
  expect(ran, 3, {"truncated"}, "末尾を切った写しの検証");
  audit.tell(38, "末尾を切った写し: verify の終了コードは3（署名済みの台帳より短い）");
}

}  // namespace

void audit_a_copy(const AuditCase& audit) {
  const std::string copy = copy_of(audit, "audit");
  const StoryResult& r = audit.story;
  expect(run_renkei("verify " + copy), 0, {"MessagePosted 4"}, "写しの検証");
  audit.tell(37, "写しの検証: 改ざんの形跡は見つかりませんでした。");
  const std::string at = std::to_string(r.position_before_withdrawal),
                    after = std::to_string(r.position_before_withdrawal + 2);
  const std::string replay = "replay " + copy + " --room " + r.room_id + " --at ";
  expect(run_renkei(replay + at), 0,
         {"状態: 開設中", "参加事業所: 2", "担当者: 4", "記録: 4（訂正 1、取消し 1）", "〔封印："},
         "撤回の前の再現");
  audit.tell(37, "位置 " + at + ": 開設中、参加事業所2、担当者4、記録4（訂正1、取消し1）、内容は封印");
  expect(run_renkei(replay + after), 0, {"状態: 共有停止"}, "撤回の後の再現");
  audit.tell(37, "位置 " + after + ": 共有停止");
  expect(run_renkei(replay + at + " --keys " + audit.secrets), 0, {r.texts[0], r.texts[3]}, "鍵を用いた再現");
  audit.tell(37, "監査用の鍵を用いると、訪問診療の記録と訂正の内容を読めます。");
  expect(run_renkei("usage-report " + copy + " --secrets " + audit.secrets + " --report " + r.usage_report_id +
                    " > /dev/null"),
         0, {}, "利用状況報告の再作成");
  audit.tell(37, "利用状況報告を写しから作り直すと、記録された要約値と一致しました。");
  flip_a_byte(audit);
  truncate(audit);
}

void take_home(const AuditCase& audit) {
  const std::string packet = audit.out + "/packet.zip", policy = audit.out + "/policy.txt";
  std::ofstream(packet, std::ios::binary) << audit.story.packet;
  const Ran keys = run_renkei("policy " + audit.data);
  expect(keys, 0, {"log ", "packet "}, "鍵の一覧");
  std::ofstream(policy) << keys.output;
  expect(run_renkei("check-packet " + packet + " --policy " + policy), 0,
         {"complete according to the city's signed statement", "1 withheld"}, "開示書面の確認");
  std::string changed = audit.story.packet;
  const std::string first_line = "{\"ordinal\":1,\"status\":\"shown\",\"position\":";
  changed[changed.find(first_line) + first_line.size()] ^= 1;
  std::ofstream(audit.out + "/changed.zip", std::ios::binary) << changed;
  expect(run_renkei("check-packet " + audit.out + "/changed.zip --policy " + policy), 2, {"usage.jsonl"},
         "書き換えた開示書面の確認");
  audit.tell(47, "ご自宅での確認: 開示書面 " + std::to_string(audit.story.packet_rows) +
                     " 行に改ざんの形跡は見つかりませんでした。1文字を変えた写しは見破られました。");
}

}  // namespace renkei::cli
