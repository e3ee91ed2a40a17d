// The page that checks packets as the city serves it, over TLS, in a browser
// (tests/packet_page/served.test.mjs), with packets of that very city.
#include <filesystem>
#include <fstream>

#include "eventstore/crypto/certificate.h"
#include "eventstore/json/json_write.h"
#include "tests/packet/played_packet.h"
#include "tests/support/folders.h"
#include "tests/support/temporary_folder.h"

namespace renkei::testing {
namespace {

// The played city once more, under a certificate.
class ServedOverTls {
 public:
  explicit ServedOverTls(api::Application& application) : server_(options(), application) {
    thread_ = std::thread([this] { server_.run(); });
  }
  ~ServedOverTls() {
    server_.stop(1);
    thread_.join();
  }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(server_.port()); }

 private:
  http::ServerOptions options() const {
    const SelfSigned made = make_self_signed("localhost", 1);
    http::ServerOptions options;
    options.port = 0;
    options.certificate_file = (folder_.path / "certificate.pem").string();
    options.private_key_file = (folder_.path / "key.pem").string();
    std::ofstream(options.certificate_file) << made.certificate_pem;
    std::ofstream(options.private_key_file) << made.private_key_pem;
    return options;
  }
  TemporaryFolder folder_;
  http::Server server_;
  std::thread thread_;
};

struct ServedPage : ::testing::Test {
  PlayedPacket& played = PlayedPacket::only();
  TemporaryFolder folder;

  void leave(const std::string& name, BytesView octets) const {
    std::ofstream file(folder.path / name, std::ios::binary);
    file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  }
  void leave_packets() const {
    const Bytes auditors = played.auditors_copy();
    leave("person.zip", played.story.packet);
    leave("auditor.zip", auditors);
    Members members = unzipped(played.story.packet);
    leave("verify.html", members.at("verify.html"));
    members["usage.csv"].back() ^= 1;
    leave("changed.zip", zipped(members));
    JsonWriter facts;
    facts.begin_object();
    for (const auto& [name, zip] : {std::pair<const char*, const Bytes*>("person.zip", &played.story.packet),
                                    {"auditor.zip", &auditors}}) {
      const packet::Manifest manifest = manifest_of(unzipped(*zip));
      std::optional<std::uint64_t> withheld;
      for (const packet::ManifestRow& row : manifest.rows) {
        if (row.status == packet::RowStatus::withheld) withheld = row.ordinal;
      }
      facts.name(name).begin_object().member("number", manifest.facts.number);
      facts.member("rows", manifest.counts.total).member("withheld", withheld).end_object();
    }
    leave("facts.json", facts.end_object().take());
  }
};

TEST_F(ServedPage, CallsThePacketsOfItsCityGenuine) {
  leave_packets();
  const ServedOverTls served(*played.city.application);
  const Ran ran =
      run("RENKEI_SERVED_PAGE=" + served.url() + "/verify.html RENKEI_SERVED_PACKETS=" + folder.path.string() +
          " node --test " + source_folder() + "/tests/packet_page/served.test.mjs 2>&1");
  EXPECT_EQ(ran.exit_code, 0) << ran.output;
  EXPECT_NE(ran.output.find("# pass 4"), std::string::npos) << ran.output;
}

}  // namespace
}  // namespace renkei::testing
