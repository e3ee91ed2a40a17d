// renkei protect-packet: for handing a packet over on a stick or by post. A ZIP encrypted with AES-256
// (WinZip's AE-2, which 7-Zip and its like open) around the packet, under words that are made here and go
// another way.
#include <sys/stat.h>
#include <zip.h>

#include <iostream>

#include "eventstore/crypto/random.h"
#include "eventstore/crypto/sha256.h"
#include "eventstore/json/json_write.h"
#include "replay/cli/command.h"
#include "replay/packet/file_source.h"
#include "replay/packet/manifest.h"
#include "replay/packet/zip.h"

namespace renkei::cli {
namespace {

constexpr std::uint64_t kManifestBytesMax = 256u << 20;

// 100 random bits as they can be read out and typed: no letter looks like a figure.
std::string fresh_passphrase() {
  constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string words;
  for (const char octet : random_bytes(20)) {
    if (words.size() % 5 == 4) words += '-';
    words += kLetters[static_cast<unsigned char>(octet) % kLetters.size()];
  }
  return words;
}

struct Whole {
  std::string case_number;
  Digest sha256;
};

Result<Whole, std::string> read_packet(const std::string& path) {
  auto source = packet::FileSource::open(path);
  if (source == nullptr) return Unexpected{"can't read " + path};
  const auto zip = packet::ZipReader::open(source);
  const auto text = zip ? zip->read("manifest.json", kManifestBytesMax) : std::nullopt;
  const auto manifest = packet::manifest_from_text(text.value_or(""));
  if (!manifest) return Unexpected{path + " is not a packet"};
  Sha256 digest;
  constexpr std::uint64_t kPiece = 1u << 20;
  for (std::uint64_t at = 0; at < source->size(); at += kPiece) digest.update(source->read(at, kPiece));
  return Whole{manifest->facts.number, digest.finish()};
}

// Writes beside its name and renames at the end: there is no half container under it.
std::string write_container(const std::string& packet, const std::string& out, const std::string& passphrase) {
  int code = 0;
  zip_t* archive = zip_open(out.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
  if (archive == nullptr) return code == ZIP_ER_EXISTS ? out + " is there already" : "can't write " + out;
  zip_source_t* source = zip_source_file(archive, packet.c_str(), 0, -1);
  const zip_int64_t at = source == nullptr ? -1 : zip_file_add(archive, "packet.zip", source, ZIP_FL_ENC_UTF_8);
  if (source != nullptr && at < 0) zip_source_free(source);
  const auto index = static_cast<zip_uint64_t>(at);
  auto progress = terminal_progress("protect-packet");  // empty where nobody looks
  const auto tell = [](zip_t*, double share, void* told) {
    (*static_cast<decltype(progress)*>(told))(static_cast<std::uint64_t>(share * 100), 100);
  };
  if (progress) zip_register_progress_callback_with_state(archive, 0.01, tell, nullptr, &progress);
  const bool done = at >= 0 && zip_set_file_compression(archive, index, ZIP_CM_STORE, 0) == 0 &&
                    zip_file_set_encryption(archive, index, ZIP_EM_AES_256, passphrase.c_str()) == 0 &&
                    zip_close(archive) == 0;
  if (done) return "";
  const std::string why = zip_strerror(archive);
  zip_discard(archive);
  return why;
}

int run_protect_packet(const po::variables_map& given) {
  const std::string file = given["FILE"].as<std::string>(), out = given["out"].as<std::string>();
  const auto packet = read_packet(file);
  const auto fail = [](const std::string& what) {
    std::cerr << "renkei protect-packet: " << what << "\n";
    return 5;
  };
  if (!packet) return fail(packet.error());
  const std::string passphrase = fresh_passphrase();
  const mode_t before = ::umask(S_IRWXG | S_IRWXO);
  const std::string wrong = write_container(file, out, passphrase);
  ::umask(before);
  if (!wrong.empty()) return fail(wrong);
  const std::string digest = json_detail::hex_of(packet->sha256.view());
  if (given.contains("json")) {
    JsonWriter json;
    json.begin_object().member("file", out).member("passphrase", passphrase).member("sha256", digest);
    std::cout << json.end_object().take() << "\n";
    return 0;
  }
  std::cout << out << "\n  開示書面一式（" << packet->case_number
            << "）を、合言葉で開くファイルに入れました。\n"
            << "  合言葉: " << passphrase << "\n"
            << "  ファイルとは別の方法（手渡しの紙、電話など）でお渡しください。控えは残りません。\n"
            << "  開くには、AES-256の暗号化ZIPに対応したソフト（7-Zipなど）をお使いください。\n"
            << "The packet inside has SHA-256 " << digest << ". The passphrase is shown here only:\n"
            << "hand it over apart from the file.\n";
  return 0;
}

}  // namespace

Command protect_packet_command() {
  Command c{"protect-packet",
            "Puts a packet into an encrypted ZIP and prints a fresh passphrase for it.",
            "renkei protect-packet packet.zip --out packet-protected.zip",
            {"FILE"},
            {},
            run_protect_packet};
  c.options.add_options()("out", po::value<std::string>()->default_value("packet-protected.zip"),
                          "file to write; must not be there")("json", "machine-readable");
  return c;
}

}  // namespace renkei::cli
