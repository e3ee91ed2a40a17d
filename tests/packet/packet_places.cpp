#include "tests/packet/packet_places.h"

#include <algorithm>

#include "eventstore/codec/entry_view.h"
#include "eventstore/sealing.h"
#include "replay/packet/bundles.h"
#include "tests/canary/canaries.h"
#include "tests/packet/played_packet.h"
#include "tests/support/temporary_folder.h"

namespace renkei::testing {
namespace {

// Lines of a layout break anywhere.
Bytes without_white_space(const Bytes& text) {
  Bytes plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 3, "　") == 0) {
      at += 2;
    } else if (std::string_view(" \n\f\r\t").find(text[at]) == std::string_view::npos) {
      plain += text[at];
    }
  }
  return plain;
}

// Chance makes short forms in megabytes of noise; base64 is opened instead, and strings of a PDF are read by
// qpdf.
bool tells_by_itself(const Form& form) {
  return form.name.starts_with("utf-8") || form.name.starts_with("json") || form.name.starts_with("percent") ||
         form.name.starts_with("hex");
}

std::map<std::string, Bytes> opened_payloads(const Members& members) {
  const packet::Manifest manifest = manifest_of(members);
  std::map<std::string, Bytes> opened;
  for (std::uint64_t first = 0; first < manifest.rows.size(); first += packet::kBundleRows) {
    const std::uint64_t count = std::min<std::uint64_t>(packet::kBundleRows, manifest.rows.size() - first);
    const auto sealed = members.find(packet::bundle_name("payloads", first / packet::kBundleRows));
    if (sealed == members.end()) continue;
    const auto entries =
        packet::items_of(members.at(packet::bundle_name("entries", first / packet::kBundleRows)), 2, count);
    const auto payloads = packet::items_of(sealed->second, 4, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const packet::ManifestRow& row = manifest.rows[first + i];
      if (!row.key) continue;
      const auto view = read_entry(entries.value()[i]);
      const auto plain =
          open_payload(row.key->view(), {view->event_id, view->payload_key, view->type, view->schema_version},
                       payloads.value()[i]);
      opened["payload of row " + std::to_string(row.ordinal)] = plain.value();
    }
  }
  return opened;
}

}  // namespace

PacketPlaces::PacketPlaces(const Bytes& zip) {
  const Members members = unzipped(zip);
  places_ = opened_payloads(members);
  for (const auto& [name, octets] : members) {
    places_[name] = readable(octets);
    if (name.ends_with(".pdf")) read_pdf(name, octets);
  }
}

void PacketPlaces::read_pdf(const std::string& name, const Bytes& pdf) {
  const TemporaryFolder folder;
  const std::string path = (folder.path / "read.pdf").string(), quiet = " " + path + " 2>/dev/null";
  std::ofstream(path, std::ios::binary) << pdf;
  places_["text of " + name] =
      without_white_space(run("pdftotext -raw -enc UTF-8 " + path + " - 2>/dev/null").output);
  places_["facts of " + name] = run("pdfinfo -enc UTF-8" + quiet).output + run("pdfinfo -meta" + quiet).output +
                                run("pdfdetach -list" + quiet).output;
  places_["objects of " + name] =
      run("qpdf --json" + quiet).output +
      run("qpdf --qdf --object-streams=disable --decode-level=all " + path + " - 2>/dev/null").output;
  if (name != "packet.pdf") return;
  const std::string list = run("pdfimages -list" + quiet).output;
  pictures_ =
      static_cast<std::size_t>(std::count(list.begin(), list.end(), '\n')) - 2;  // behind two lines of titles
}

std::set<std::string> PacketPlaces::of(const std::string& words) const {
  std::set<std::string> found;
  for (const Form& form : forms_of(words)) {
    if (!tells_by_itself(form)) continue;
    for (const auto& [place, octets] : places_) {
      if (octets.find(form.octets) != Bytes::npos) found.insert(place);
    }
  }
  return found;
}

}  // namespace renkei::testing
