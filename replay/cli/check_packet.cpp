#include "replay/cli/check_packet.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include "eventstore/json/json_write.h"
#include "replay/packet/check.h"
#include "replay/packet/file_source.h"

namespace renkei::cli {
namespace {

using packet::PacketFinding;
using packet::PacketReport;

// A packet's own words on a terminal: what would move the cursor, colour or turn a line is shown as U+FFFD.
std::string plain(std::string_view words) {
  constexpr std::string_view kReplaced = "\xEF\xBF\xBD";
  std::string shown;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto octet = [&](std::size_t at) {
      return i + at < words.size() ? static_cast<unsigned char>(words[i + at]) : 0u;
    };
    const bool turns = octet(0) == 0xE2 && ((octet(1) == 0x80 && ((octet(2) >= 0x8E && octet(2) <= 0x8F) ||
                                                                  (octet(2) >= 0xA8 && octet(2) <= 0xAE))) ||
                                            (octet(1) == 0x81 && octet(2) >= 0xA6 && octet(2) <= 0xA9));
    const bool upper_control = octet(0) == 0xC2 && octet(1) >= 0x80 && octet(1) <= 0x9F;
    if (!turns && !upper_control && octet(0) >= 0x20 && octet(0) != 0x7F) {
      shown += words[i];
      continue;
    }
    shown += kReplaced;
    i += turns ? 2 : upper_control ? 1 : 0;
  }
  return shown;
}

std::string completeness(const PacketReport& report) {
  const auto& ledger = report.manifest->ledger;
  if (!report.findings.empty()) return "not shown to be complete";
  if (!report.keys_known) return "complete according to its own statement; whose that is, is not established";
  if (report.mirrored) return "complete as of position " + std::to_string(ledger.as_of);
  return "complete according to the city's signed statement, as of position " + std::to_string(ledger.as_of);
}

void print_facts(const PacketReport& report, const packet::Manifest& m) {
  std::cout << "case          " << plain(m.facts.number) << "  (" << plain(m.issuer.name) << ")\n"
            << "ledger        " << plain(m.ledger.origin) << ", checkpoint of " << m.ledger.checkpoint_size
            << " entries\n"
            << "rows          " << m.counts.shown << " shown + " << m.counts.withheld << " withheld + "
            << m.counts.outside_period << " outside the period = " << m.counts.total << "\n"
            << "keys          "
            << (report.keys_known ? "signed by the keys of the policy"
                                  : "internal check only: no policy vouches for the keys")
            << "\n              fingerprint " << packet::keys_fingerprint(m.ledger.log_key, m.ledger.packet_key)
            << "\n"
            << "completeness  " << completeness(report) << "\n";
}

void print(const PacketReport& report) {
  if (!report.unreadable.empty()) {
    std::cout << "not a packet: " << plain(report.unreadable) << "\n";
    return;
  }
  if (report.manifest) print_facts(report, *report.manifest);
  for (const PacketFinding& f : report.findings)
    std::cout << f.kind << ": " << plain(f.where) << ": " << plain(f.found) << "\n";
  std::cout << (report.findings.empty()
                    ? "No trace of a change was found. 改ざんの形跡は見つかりませんでした。\n"
                    : "This packet was changed or cut. この書面は書き換えられたか、欠けています。\n")
            << "The PDF is bound by its digest only; acts outside the system are not in any record.\n";
}

void print_json(const PacketReport& report) {
  JsonWriter json;
  json.begin_object().member("exit_code", static_cast<std::uint32_t>(report.exit_code()));
  json.member("keys_known", report.keys_known).member("mirrored", report.mirrored);
  json.member("unreadable", report.unreadable).name("findings").begin_array();
  for (const PacketFinding& f : report.findings)
    json.begin_object().member("kind", f.kind).member("where", f.where).member("found", f.found).end_object();
  json.end_array();
  if (report.manifest) json.member("case", report.manifest->facts).member("counts", report.manifest->counts);
  std::cout << json.end_object().take() << "\n";
}

}  // namespace

int run_check_packet(const std::string& file, const std::string& policy_file, bool as_json) {
  std::optional<packet::TrustPolicy> policy;
  if (!policy_file.empty()) {
    std::ifstream in(policy_file);
    std::stringstream text;
    text << in.rdbuf();
    auto parsed = packet::TrustPolicy::parse(text.str());
    if (!in || !parsed) {
      std::cerr << "check-packet: " << (in ? parsed.error() : "can't read " + policy_file) << "\n";
      return 5;
    }
    policy = std::move(*parsed);
  }
  auto source = packet::FileSource::open(file);
  if (source == nullptr) {
    std::cerr << "check-packet: can't read " << file << "\n";
    return 5;
  }
  const PacketReport report = packet::check_packet({source, policy ? &*policy : nullptr, {}});
  as_json ? print_json(report) : print(report);
  return report.exit_code();
}

}  // namespace renkei::cli
