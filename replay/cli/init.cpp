#include <fstream>
#include <iostream>
#include <sstream>

#include "eventstore/crypto/certificate.h"
#include "eventstore/files/posix_files.h"
#include "eventstore/json/json_write.h"
#include "replay/city.h"
#include "replay/cli/command.h"

namespace renkei::cli {
namespace {

constexpr int kCertificateDays = 397;
constexpr std::uint64_t kBallastMebibytesMax = 65'536;

int fail(const std::string& what, int code = 5) {
  std::cerr << "renkei init: " << what << "\n";
  return code;
}

// A certificate of its own, so that a new city can be served at once; an authority's one replaces it later.
bool make_tls(Files& files, const std::string& secrets) {
  const SelfSigned made = make_self_signed("localhost", kCertificateDays);
  return files.create_directory(secrets + "/tls") &&
         replace_file(files, secrets + "/tls/certificate.pem", made.certificate_pem) &&
         replace_file(files, secrets + "/tls/key.pem", made.private_key_pem);
}

std::string codes_json(const InitResult& made) {
  JsonWriter json;
  json.begin_array();
  for (const InitResult::Admin& admin : made.admins) {
    json.begin_object()
        .member("name", admin.name)
        .member("login_id", admin.login_id)
        .member("one_time_code", admin.one_time_code)
        .end_object();
  }
  return json.end_array().take();
}

// One-time codes are shown once: on the terminal, or in a file that only its owner reads.
void tell(const InitResult& made, const std::string& certificate, bool shows_codes, bool as_json) {
  if (as_json) {
    std::cout << "{\"log_key\":" << json_string(made.format.log_key)
              << ",\"certificate\":" << json_string(certificate);
    if (shows_codes) std::cout << ",\"admins\":" << codes_json(made);
    std::cout << "}\n";
    return;
  }
  for (const InitResult::Admin& admin : made.admins) {
    if (shows_codes)
      std::cout << admin.name << ": 利用者ID " << admin.login_id << "  初回コード " << admin.one_time_code
                << "\n";
  }
  std::cout << "検証鍵: " << made.format.log_key << "\n証明書: " << certificate << "\n";
}

// Found out before there is a city whose codes nobody knows; nothing that lies there is written over.
bool has_place_for_codes(Files& files, const CityPaths& paths, const std::string& codes_file) {
  if (codes_file.empty()) return true;
  if (files.exists(codes_file)) return false;
  if (parent_directory(codes_file) == plain_path(paths.secrets) && !files.exists(paths.secrets))
    return true;  // init makes it
  const bool writable = files.open(codes_file, OpenMode::create_new).has_value();
  if (writable) static_cast<void>(files.unlink(codes_file));
  return writable;
}

int run_init(const po::variables_map& given) {
  PosixFiles files;
  SystemClock clock;
  if (given["ballast"].as<std::uint64_t>() > kBallastMebibytesMax)
    return fail("--ballast is up to " + std::to_string(kBallastMebibytesMax) + " MiB", 64);
  const CityPaths paths{given["DATA"].as<std::string>(), given["secrets"].as<std::string>()};
  std::ifstream in(given["policy"].as<std::string>());
  std::stringstream policy;
  policy << in.rdbuf();
  if (!in) return fail("can't read the policy " + given["policy"].as<std::string>());
  InitOptions options{
      given["city"].as<std::string>(),     given["origin"].as<std::string>(), policy.str(), {}, clock.now(),
      given["ballast"].as<std::uint64_t>()};
  if (given.contains("admin")) options.admins = given["admin"].as<std::vector<std::string>>();
  std::string codes_file = given["codes-file"].as<std::string>();
  if (!codes_file.empty()) codes_file = plain_path(codes_file);  // tried and written by the same way
  if (!has_place_for_codes(files, paths, codes_file))
    return fail("--codes-file: " + codes_file + " is there already, or can't be made");
  const auto made = init_city(files, paths, options);
  if (!made) return fail(made.error().what, made.error().exit_code);
  if (!make_tls(files, paths.secrets)) return fail("can't keep the certificate");
  if (!codes_file.empty() && !replace_file(files, codes_file, codes_json(*made) + "\n"))
    return fail("can't keep the one-time codes");
  tell(*made, paths.secrets + "/tls/certificate.pem", codes_file.empty(), given.contains("json"));
  return 0;
}

}  // namespace

Command init_command() {
  Command c{"init",
            "Makes a new city: keys, ledger, first policy, two officers with one-time codes.",
            "renkei init data --secrets secrets --city 丸亀市 --policy marugame-2026-04.json --admin 森本由紀 "
            "--admin 大西健",
            {"DATA"},
            {},
            run_init};
  c.options.add_options()("secrets", po::value<std::string>()->required(),
                          "folder for keys; never inside DATA")(
      "city", po::value<std::string>()->default_value("丸亀市"), "name of the city")(
      "origin", po::value<std::string>()->default_value("renkei.example/marugame"), "origin of the ledger")(
      "policy", po::value<std::string>()->required(), "the policy as JSON")(
      "admin", po::value<std::vector<std::string>>(), "name of an officer; exactly two")(
      "ballast", po::value<std::uint64_t>()->default_value(256),
      "MiB kept in DATA/ballast, to be deleted by hand when the disk is full")(
      "codes-file", po::value<std::string>()->default_value(""),
      "write the one-time codes to this file instead of the terminal")("json",
                                                                       "one JSON object instead of words");
  return c;
}

}  // namespace renkei::cli
