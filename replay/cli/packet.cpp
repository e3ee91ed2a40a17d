#include <iostream>

#include "eventstore/codec/compact.h"
#include "eventstore/committer.h"
#include "eventstore/files/posix_files.h"
#include "eventstore/json/json_write.h"
#include "projections/rows.h"
#include "replay/cli/check_packet.h"
#include "replay/cli/command.h"
#include "replay/cli/opened_data.h"
#include "replay/disclosure/packet_builder.h"
#include "replay/packet/trust_policy.h"
#include "replay/scratch_views.h"

namespace renkei::cli {
namespace {

int fail(const std::string& what, int code) {
  std::cerr << "renkei packet: " << what << "\n";
  return code;
}

// The signed note of a tree size among the kept ones.
std::optional<std::string> note_of_size(OpenedData& d, std::uint64_t size) {
  const KeptWalk walk = kept_checkpoints(d.files, kept_directory(d.paths.checkpoints()));
  while (const auto place = walk()) {
    const auto checkpoint = place->note ? open_checkpoint(*place->note, d.log_key) : std::nullopt;
    if (checkpoint && checkpoint->size == size) return place->note;
  }
  return std::nullopt;
}

std::function<void(const char*, std::uint64_t, std::uint64_t)> told(
    std::function<void(std::uint64_t, std::uint64_t)> progress) {
  if (!progress) return {};  // nobody looks
  return [progress = std::move(progress)](const char*, std::uint64_t done, std::uint64_t total) {
    progress(done, total);
  };
}

// A packet under its name only when it is whole; readable by its owner, like what it holds.
class PacketFile {
 public:
  PacketFile(Files& files, std::string out) : files_(files), out_(std::move(out)), part_(out_ + ".part") {
    (void)files_.unlink(part_);  // of a run that was interrupted
    if (auto made = files_.open(part_, OpenMode::create_new)) file_ = std::move(*made);
  }
  ~PacketFile() {
    if (!named_) (void)files_.unlink(part_);
  }
  PacketFile(const PacketFile&) = delete;
  PacketFile& operator=(const PacketFile&) = delete;

  void write(BytesView piece) {
    if (file_ != nullptr && !file_->pwrite(end_, piece)) file_ = nullptr;
    end_ += piece.size();
  }
  bool name_it() {
    named_ = file_ != nullptr && file_->sync() && files_.rename(part_, out_);
    return named_;
  }

 private:
  Files& files_;
  const std::string out_, part_;
  std::unique_ptr<File> file_;
  std::uint64_t end_ = 0;
  bool named_ = false;
};

int build(OpenedData& d, Keyring& keyring, const PacketOrder& order, const ViewReader& views,
          const std::string& secrets, const std::string& out, bool as_json) {
  const auto packet_key = VerificationKey::parse(d.format.packet_key);
  auto seed = read_seed(d.files, secrets + "/packet.key");
  if (!packet_key || !seed) return fail("can't read the packet key", 5);
  const HistoryReader history(*d.engine, &keyring);
  Names names(history);
  BlobStore blobs(d.files, d.paths.blobs());
  const PacketSources sources{views,
                              *d.engine,
                              history,
                              keyring,
                              names,
                              blobs,
                              d.format.city,
                              d.format.ledger_id,
                              d.log_key,
                              *packet_key,
                              restore_edge(*d.engine)};
  PacketFile file(d.files, out);
  const auto built = build_packet(sources, order, seed->view(), [&](BytesView piece) { file.write(piece); },
                                  {told(terminal_progress("packet")), nullptr});
  if (!built) return fail(built.error().what, 5);
  if (!file.name_it()) return fail("can't write " + out, 5);
  const bool same = built->digest == order.requested.digest;
  if (as_json) {
    JsonWriter json;
    json.begin_object().member("file", out).member("shown", built->shown).member("withheld", built->withheld);
    json.member("bytes", built->bytes).member("sha256", built->digest).member("as_recorded", same);
    std::cout << json.end_object().take() << "\n";
    return same ? 0 : 2;
  }
  std::cout << out << ": " << built->shown << " rows shown, " << built->withheld << " withheld, "
            << built->bytes << " octets, SHA-256 " << json_detail::hex_of(built->digest.view())
            << (same ? ", as recorded\n" : ", which differs from the recorded one\n");
  return same ? 0 : 2;
}

int run_packet(const po::variables_map& given) {
  const std::string out = given["out"].as<std::string>();
  if (PosixFiles().exists(out)) return fail(out + " is there already", 64);
  auto data = open_data("packet", given["DATA"].as<std::string>());
  if (!data) return data.error();
  OpenedData& d = **data;
  const std::string secrets = given["secrets"].as<std::string>();
  auto keyring = Keyring::open(d.files, secrets);
  if (!keyring) return fail(keyring.error().what, 5);
  const auto id = id_from_text<PacketId>(given["packet"].as<std::string>());
  if (!id) return fail("--packet takes an id like pkt_…", 64);
  const ScratchViews folded(*d.engine, d.engine->head().size - 1, terminal_progress("packet"));
  const auto views = folded.snapshot();
  const auto row =
      views->get(static_cast<std::size_t>(Family::states), stream_prefix({Aggregate::packet, id->octets}));
  PacketOrder order;
  if (row) order.requested = from_compact<packet::State>(from_compact<SnapshotRow>(*row).state);
  if (order.requested.status != PacketState::made) return fail("no packet with this id was made", 64);
  const auto note = note_of_size(d, order.requested.checkpoint_size);
  if (!note) return fail("the checkpoint that it was made at is not kept", 3);
  order.as_of = order.requested.as_of;
  order.heads_position = order.requested.heads_position;
  order.checkpoint_note = *note;
  return build(d, **keyring, order, *views, secrets, out, given.contains("json"));
}

int run_policy(const po::variables_map& given) {
  PosixFiles files;
  const auto format = read_format(files, CityPaths{given["DATA"].as<std::string>(), ""});
  if (!format) {
    std::cerr << "renkei policy: " << format.error().what << "\n";
    return format.error().exit_code;
  }
  packet::TrustPolicy policy;
  policy.log = VerificationKey::parse(format->log_key);
  policy.packet = VerificationKey::parse(format->packet_key);
  std::cout << "# Keys of " << format->city
            << ", for check-packet. Compare them with what the city publishes.\n"
            << "# 鍵の確認文字, as on letters and for the city's site: "
            << packet::keys_fingerprint(format->log_key, format->packet_key) << "\n"
            << policy.to_string();
  return 0;
}

}  // namespace

Command packet_command() {
  Command c{"packet",
            "Builds a packet that was made before again, octet for octet, and checks its digest.",
            "renkei packet audit --secrets secrets --packet pkt_… --out packet.zip",
            {"DATA"},
            {},
            run_packet};
  c.options.add_options()("secrets", po::value<std::string>()->required(), "keyring folder")(
      "packet", po::value<std::string>()->required(), "id of the packet")(
      "out", po::value<std::string>()->default_value("packet.zip"), "file to write")(
      "json", "one JSON object instead of words");
  return c;
}

Command policy_command() {
  return {"policy",
          "Prints the keys by which a checker knows this city, as a policy file.",
          "renkei policy var/demo/data > policy.txt",
          {"DATA"},
          {},
          run_policy};
}

Command check_packet_command() {
  Command c{"check-packet",
            "Checks a disclosure packet offline: whole, signed, complete, or what is wrong.",
            "renkei check-packet packet.zip --policy policy.txt",
            {"FILE"},
            {},
            [](const po::variables_map& given) {
              return run_check_packet(given["FILE"].as<std::string>(), given["policy"].as<std::string>(),
                                      given.contains("json"));
            }};
  c.options.add_options()("policy", po::value<std::string>()->default_value(""),
                          "whose keys are trusted; without it the packet is checked in itself only")(
      "json", "machine-readable");
  return c;
}

}  // namespace renkei::cli
