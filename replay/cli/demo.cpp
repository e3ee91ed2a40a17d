// renkei demo: plays the story against a renkeid of its own (steps 2–35), kills it under load and starts it
// again (36), then works on a copy as an auditor would (37, 38). Every line it prints was read back from the
// API or the ledger.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <thread>

#include "eventstore/clock.h"
#include "eventstore/files/posix_files.h"
#include "eventstore/json/json_read.h"
#include "eventstore/json/json_write.h"
#include "replay/city.h"
#include "replay/cli/command.h"
#include "replay/cli/demo_audit.h"
#include "replay/cli/server_process.h"
#include "replay/cli/story_client.h"

namespace renkei::cli {
namespace {

constexpr int kRefused = 1;
constexpr int kReadySeconds = 20;
constexpr int kLoadClients = 16;
constexpr auto kLoadTime = std::chrono::milliseconds(400);

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Demo {
  std::string program, config, out, url, certificate, data, secrets;
  SystemClock clock;
  StorySetup setup;

  std::unique_ptr<ServerProcess> start() {
    auto server = std::make_unique<ServerProcess>(program, config, out + "/renkeid.log");
    client::ApiClient http(url, certificate);
    for (int i = 0; i < kReadySeconds * 50; ++i) {
      if (http.get("/readyz").status == 200) return server;
      if (!server->running()) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw StoryFailure("renkeid が始まりません。" + out +
                       "/renkeid.log をご覧ください: " + text_of(out + "/renkeid.log"));
  }
};

void read_setup(Demo& demo, const po::variables_map& given) {
  demo.program = (std::filesystem::canonical("/proc/self/exe").parent_path() / "renkeid").string();
  demo.config = given["config"].as<std::string>();
  demo.out = given["out"].as<std::string>();
  std::filesystem::create_directories(demo.out);
  const auto config = parse_json(text_of(demo.config));
  if (!config) throw StoryFailure("設定を読み取れません: " + demo.config);
  demo.data = field(*config, "data");
  demo.secrets = field(*config, "secrets");
  demo.url = "https://127.0.0.1:" + (field(*config, "port").empty() ? "8443" : field(*config, "port"));
  demo.certificate = demo.secrets + "/tls/certificate.pem";
  PosixFiles files;
  const auto format = read_format(files, {demo.data, demo.secrets});
  if (!format) throw StoryFailure("台帳の形式を読み取れません: " + format.error().what);
  const auto codes = parse_json(text_of(given["codes"].as<std::string>()));
  if (!codes) throw StoryFailure("初回コードのファイルを読み取れません");
  StorySetup& s = demo.setup;
  s.base_url = demo.url;
  s.certificate_file = demo.certificate;
  s.log_key = format->log_key;
  s.city1_login = field(*codes, "0.login_id");
  s.city1_code = field(*codes, "0.one_time_code");
  s.city2_login = field(*codes, "1.login_id");
  s.city2_code = field(*codes, "1.one_time_code");
  s.now = [&demo] { return demo.clock.now(); };
  s.tell = [](int step, const std::string& line) {
    std::cout << (step < 10 ? " " : "") << step << "  " << line << "\n" << std::flush;
  };
  s.next_totp_step = [&demo] {  // a code works once: wait for the next half minute
    const auto step = demo.clock.now().microseconds / 30'000'000;
    while (demo.clock.now().microseconds / 30'000'000 == step)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
  };
}

// Step 36: clients file intake documents while the server is killed; what it acknowledged is there afterwards.
std::vector<Receipt> kill_under_load(Demo& demo, ServerProcess& server, const Person& officer) {
  std::mutex mutex;  // guards acknowledged
  std::vector<Receipt> acknowledged;
  std::atomic<bool> stop{false};
  std::vector<std::thread> clients;
  for (int i = 0; i < kLoadClients; ++i) {
    clients.emplace_back([&] {
      StoryClient c(demo.setup);
      const std::string body = "{\"channel\":\"post\",\"received_on\":" + json_string(to_text(c.today())) +
                               ",\"kind\":\"other\",\"attachment_ids\":[],\"sender\":\"試験\"}";
      while (!stop) {
        const client::Answer answer = c.post(officer, "/v1/intake-documents", body);
        if (answer.status != 201) return;
        const std::lock_guard lock(mutex);
        acknowledged.push_back(receipt_of(parsed(answer)).value());
      }
    });
  }
  std::this_thread::sleep_for(kLoadTime);
  server.kill_now();
  stop = true;
  for (std::thread& t : clients) t.join();
  return acknowledged;
}

// The officer's own, of the story and of the load: each is proved against the key that init printed.
void check_receipts(Demo& demo, Person officer, const std::vector<Receipt>& receipts) {
  StoryClient c(demo.setup);
  c.at(36);
  c.log_in(officer);
  for (const Receipt& receipt : receipts) c.prove(officer, receipt);
  c.tell("kill -9 のあとも、受領証 " + std::to_string(receipts.size()) + " 件すべてを証明できました。");
}

void keep_logins(const Demo& demo, const StoryResult& r) {
  std::ofstream out(demo.secrets + "/demo-logins.txt");
  std::filesystem::permissions(demo.secrets + "/demo-logins.txt",
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  for (const Person* p : {&r.city1, &r.city2, &r.kono, &r.miki, &r.nishioka, &r.fujikawa, &r.takagi}) {
    out << p->login_id << "  " << p->password
        << (p->totp_seed.empty() ? "" : "  TOTP(base64url) " + p->totp_seed)
        << (p->device.empty() ? "" : "  Renkei-Device " + p->device) << "\n";
  }
}

void tell_results(const Demo& demo, const StoryResult& r) {
  const std::string renkei = std::filesystem::relative(std::filesystem::canonical("/proc/self/exe")).string();
  std::cout << "\n開示請求 " << r.case_number << "\n利用状況報告 " << demo.out << "/usage.csv\nログイン一覧 "
            << demo.secrets << "/demo-logins.txt（利用者ID、パスワード、端末）\n\n確かめるには:\n  " << renkei
            << " verify " << demo.out << "/audit\n  " << renkei << " replay " << demo.out << "/audit --at "
            << r.position_before_withdrawal << " --room " << r.room_id << "\n  " << renkei << " usage-report "
            << demo.out << "/audit --secrets " << demo.secrets << " --report " << r.usage_report_id
            << "\n\n開示書面 " << demo.out << "/packet.zip\n  " << renkei << " check-packet " << demo.out
            << "/packet.zip --policy " << demo.out << "/policy.txt\n";
}

int run_demo(const po::variables_map& given) {
  Demo demo;
  ServerProcess::end_with_this_program();
  try {
    read_setup(demo, given);
    auto server = demo.start();
    StoryResult r = play_story(demo.setup);
    keep_logins(demo, r);
    std::ofstream(demo.out + "/usage.csv", std::ios::binary) << r.csv;
    auto receipts = kill_under_load(demo, *server, r.city1);
    std::copy_if(r.receipts.begin(), r.receipts.end(), std::back_inserter(receipts),
                 [&](const Receipt& receipt) { return receipt.holder == r.city1.login_id; });
    server = demo.start();
    check_receipts(demo, r.city1, receipts);
    server->end_gently();
    audit_a_copy({demo.data, demo.secrets, demo.out, r, demo.setup.tell});
    server = demo.start();
    play_packet(demo.setup, r);
    server->end_gently();
    take_home({demo.data, demo.secrets, demo.out, r, demo.setup.tell});
    std::filesystem::remove(given["codes"].as<std::string>());
    tell_results(demo, r);
    return 0;
  } catch (const StoryFailure& e) {
    std::cerr << "renkei demo: " << e.what() << "\n";
    return kRefused;
  }
}

}  // namespace

Command demo_command() {
  Command c{"demo",
            "Plays the story of one room against a renkeid it starts, kills and audits.",
            "renkei demo --config var/demo/renkeid.json --codes var/demo/secrets/codes.json --out var/demo/out",
            {},
            {},
            run_demo};
  c.options.add_options()("config", po::value<std::string>()->required(), "renkeid's configuration")(
      "codes", po::value<std::string>()->required(),
      "the one-time codes of `renkei init --codes-file`; removed when used")(
      "out", po::value<std::string>()->required(), "folder for what the story produces");
  return c;
}

}  // namespace renkei::cli
