#include "tests/kills/killed_city.h"

#include "eventstore/blob_store.h"
#include "replay/cli/opened_data.h"
#include "replay/verify/verify.h"
#include "replay/view_folders.h"
#include "tests/support/effort.h"

namespace renkei::testing {
namespace {

constexpr std::int64_t kStorySeconds =
    3'600;  // the story's clock runs ahead of its start, not of the server's clock
constexpr auto kStartMax = patience(std::chrono::seconds(20));

}  // namespace

std::string not_sound(const std::string& data) {
  auto opened = cli::open_data("verify", data);
  if (!opened) return "does not open: exit code " + std::to_string(opened.error());
  cli::OpenedData& d = **opened;
  auto views = RocksViewStore::open(d.files, views_folder(d.files, d.paths), family_names());
  if (!views) return views.error();
  VerifyInput input{*d.engine,
                    d.log_key,
                    d.format.origin,
                    read_high_water(d.files, d.paths.checkpoints()).value_or(""),
                    views->get(),
                    {},
                    {}};
  input.check_blob = [&](const Digest& blob, std::string& problem) {
    return blob_is_whole(d.files, d.paths.blobs(), blob, problem);
  };
  input.high_water_problem = high_water_problem(d.files, d.paths.checkpoints());
  input.kept = {kept_checkpoints(d.files, kept_directory(d.paths.checkpoints())), 0, false};
  input.policy = true;
  const VerifyReport report = verify_ledger(input);
  if (report.exit_code() == 0 && report.findings.empty()) return {};
  const Finding& f = report.findings.front();
  return "verify: exit code " + std::to_string(report.exit_code()) + ", position " +
         std::to_string(f.position) + ": " + f.kind + ", expected " + f.expected + ", found " + f.found;
}

KilledCity::KilledCity() : made_(SystemClock().now().plus_seconds(-kStorySeconds)) {
  inhabit(opened_room(made_));
  made_.stop();
  std::ofstream(made_.root + "/renkeid.json")
      << "{\"data\":" << cli::json_string(made_.paths.data)
      << ",\"secrets\":" << cli::json_string(made_.paths.secrets)
      << ",\"port\":0,\"plain_http\":true,\"requests_per_second\":1000000,\"explain_after_ends\":0}";
}

void KilledCity::begin_start() {
  std::filesystem::remove(log_file());
  begun_ = std::chrono::steady_clock::now();
  server_ = std::make_unique<cli::ServerProcess>(beside_this_program("renkeid"), made_.root + "/renkeid.json",
                                                 log_file());
}

void KilledCity::wait_until_ready() {
  constexpr std::string_view kServing = "serving on http://127.0.0.1:";
  while (std::chrono::steady_clock::now() - begun_ < kStartMax) {
    const std::string log = text_of(log_file());
    const std::size_t at = log.find(kServing);
    if (at != std::string::npos && log.ends_with('\n')) {
      port_ = static_cast<std::uint16_t>(std::stoul(log.substr(at + kServing.size())));
      if (WireClient(port_).ask("GET", "/readyz", {}).status == 200) {
        start_milliseconds_ =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun_).count();
        return;
      }
    }
    if (!server_->running()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  throw std::runtime_error("renkeid does not start: " + text_of(log_file()));
}

void KilledCity::kill() { server_->kill_now(); }
void KilledCity::end_gently() { server_->end_gently(); }

}  // namespace renkei::testing
