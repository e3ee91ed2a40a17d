#include "replay/verify/verify.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>

#include "eventstore/blob_store.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/json/json_write.h"
#include "projections/rows.h"
#include "replay/cli/command.h"
#include "replay/cli/opened_data.h"
#include "replay/export_engine.h"
#include "replay/view_folders.h"

namespace renkei::cli {
namespace {

void print_json(const VerificationKey& log_key, const VerifyReport& report) {
  JsonWriter json;
  json.begin_object()
      .member("exit_code", static_cast<std::uint64_t>(report.exit_code()))
      .member("log_key", log_key.to_string())
      .member("entries", report.entries);
  json.member("payloads", report.payloads)
      .member("blobs", report.blobs)
      .member("checkpoints", report.checkpoints)
      .member("tiles", report.tiles)
      .member("subjects", report.subjects);
  json.member("root", report.root).name("by_type").begin_object();
  for (const auto& [type, count] : report.by_type) json.member(type, count);
  json.end_object().member("findings", report.findings).end_object();
  std::cout << json.text() << "\n";
}

// Without --key it is read from what is checked: whose it is, the reader compares with what the city publishes.
void print_words(const VerificationKey& log_key, const VerifyReport& report) {
  std::cout << "key " << log_key.to_string() << "\n";
  std::cout << "entries " << report.entries << " · payloads " << report.payloads << " · attachments "
            << report.blobs << " · full tiles " << report.tiles << " · kept checkpoints " << report.checkpoints
            << " · care recipients " << report.subjects << "\nroot " << json_detail::hex_of(report.root.view())
            << "\n";
  for (const auto& [type, count] : report.by_type) std::cout << "  " << type << " " << count << "\n";
  for (const Finding& f : report.findings) {
    std::cout << "position " << f.position << ": " << f.kind << "\n    expected " << f.expected
              << "\n    found    " << f.found << "\n";
  }
  std::cout << (report.exit_code() == 0 ? "改ざんの形跡は見つかりませんでした。\n"
                                        : "問題が見つかりました。\n");
}

constexpr int kUsage = 64, kUnreadable = 5;

// What the reader has from elsewhere: the published key, and a checkpoint of an earlier day.
struct FromElsewhere {
  std::optional<VerificationKey> key;
  std::string checkpoint;

  void put_into(VerifyInput& input) const {
    if (key) input.log_key = *key;
    input.known_checkpoint = checkpoint;
  }
};

Result<FromElsewhere, int> read_from_elsewhere(const po::variables_map& given) {
  FromElsewhere read;
  if (const std::string text = given["key"].as<std::string>(); !text.empty()) {
    const auto key = VerificationKey::parse(text);
    if (!key) {
      std::cerr << "renkei verify: --key is no verification key, like \"renkei.example/marugame+…\"\n";
      return Unexpected{kUsage};
    }
    read.key = *key;
  }
  if (const std::string path = given["checkpoint"].as<std::string>(); !path.empty()) {
    PosixFiles files;
    auto note = read_file(files, path);
    if (!note || note->empty()) {
      std::cerr << "renkei verify: can't read the checkpoint " << path << "\n";
      return Unexpected{kUnreadable};
    }
    read.checkpoint = std::move(*note);
  }
  return read;
}

int report_and_exit(const VerificationKey& log_key, const VerifyReport& report,
                    const po::variables_map& given) {
  given.contains("json") ? print_json(log_key, report) : print_words(log_key, report);
  return report.exit_code();
}

// Nothing else can be checked: what lies in the database can't be told from what is missing.
int report_damage(const NotOpened& ledger, const FromElsewhere& known, const po::variables_map& given) {
  VerifyReport report;
  report.findings.push_back({ledger.damage->position, "storage", "a ledger that opens", ledger.what});
  return report_and_exit(known.key.value_or(ledger.damage->log_key), report, given);
}

void take_format(const CityFormat& format, VerifyInput& input) {
  input.packet_key = format.packet_key;
  input.city = format.city;
  input.ledger_id = format.ledger_id;
}

int verify_export(const po::variables_map& given, const FromElsewhere& known, const std::string& directory) {
  PosixFiles files;
  const auto engine = ExportEngine::open(files, directory);
  if (!engine) {
    std::cerr << "renkei verify: " << engine.error().what << "\n";
    return engine.error().exit_code;
  }
  VerifyInput input{
      **engine, (*engine)->log_key(),       (*engine)->format().origin, (*engine)->checkpoint_note(), nullptr,
      {},       terminal_progress("verify")};
  input.check_blob = [&](const Digest& blob, std::string& problem) {
    return (*engine)->check_blob(blob, problem);
  };
  input.policy = true;
  take_format((*engine)->format(), input);
  known.put_into(input);
  input.kept = {kept_checkpoints(files, directory + "/checkpoints"), 0, true};
  return report_and_exit(input.log_key, verify_ledger(input), given);
}

int verify_data(const po::variables_map& given, const FromElsewhere& known, const std::string& directory) {
  auto data = try_open_data(directory);
  if (!data) {
    if (data.error().damage) return report_damage(data.error(), known, given);
    std::cerr << "renkei verify: " << data.error().what << "\n";
    return data.error().exit_code;
  }
  OpenedData& d = **data;
  const CheckpointSlot mark = read_high_water_slot(d.files, d.paths.checkpoints()).value_or(CheckpointSlot());
  std::unique_ptr<RocksViewStore> views;
  std::string views_problem;
  if (const std::string folder = views_folder(d.files, d.paths); d.files.exists(folder)) {
    auto opened = RocksViewStore::open_read_only(d.files, folder, family_names());
    if (opened) {
      views = std::move(*opened);
    } else {
      views_problem = opened.error();
    }
  }
  VerifyInput input{
      *d.engine, d.log_key, d.format.origin, mark.note, views.get(), {}, terminal_progress("verify")};
  input.check_blob = [&](const Digest& blob, std::string& problem) {
    return blob_is_whole(d.files, d.paths.blobs(), blob, problem);
  };
  input.high_water_problem = high_water_problem(d.files, d.paths.checkpoints());
  input.policy = true;
  input.views_problem = views_problem;
  take_format(d.format, input);
  known.put_into(input);
  input.kept = {kept_checkpoints(d.files, kept_directory(d.paths.checkpoints())), mark.number, false};
  return report_and_exit(input.log_key, verify_ledger(input), given);
}

// An export has entry bundles. Bundles that somebody put beside a database are not what is checked.
int run_verify(const po::variables_map& given) {
  const auto known = read_from_elsewhere(given);
  if (!known) return known.error();
  const std::string directory = given["DATA"].as<std::string>();
  const auto has = [&](const char* name) { return std::filesystem::exists(directory + name); };
  const bool is_export = has("/tile/entries") && !has("/ledger") && !has("/checkpoints/high-water");
  return is_export ? verify_export(given, *known, directory) : verify_data(given, *known, directory);
}

}  // namespace

std::function<void(std::uint64_t, std::uint64_t)> terminal_progress(const std::string& what) {
  if (isatty(STDERR_FILENO) == 0) return {};
  const auto begun = std::chrono::steady_clock::now();
  return [what, begun](std::uint64_t done, std::uint64_t total) {
    if (std::chrono::steady_clock::now() - begun < std::chrono::seconds(1)) return;
    std::cerr << "\r" << what << ": " << done << " / " << total << (done >= total ? "\n" : "") << std::flush;
  };
}

Command verify_command() {
  Command c{"verify",
            "Checks a stopped server's DATA, a copy or an export: every entry, payload, attachment, tile, "
            "signature and view.",
            "renkei verify audit --json",
            {"DATA"},
            {},
            run_verify};
  c.options.add_options()("json", "one JSON object instead of words")(
      "key", po::value<std::string>()->default_value(""),
      "the verification key that the city publishes, instead of the one that lies with the ledger")(
      "checkpoint", po::value<std::string>()->default_value(""),
      "a file with a signed checkpoint of an earlier day, through which the ledger must go");
  return c;
}

}  // namespace renkei::cli
