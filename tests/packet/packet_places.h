// Everything that can be read by someone who holds a packet, place by place: its members, what they hold as
// base64, the payloads under the keys of its manifest, and its PDFs as programs of others read them.
#pragma once

#include <map>
#include <set>
#include <string>

#include "domain/values/bytes.h"

namespace renkei::testing {

class PacketPlaces {
 public:
  explicit PacketPlaces(const Bytes& zip);

  // The places in which the words stand, as UTF-8, escaped or in hex. What is laid out in lines is compared
  // without white space.
  std::set<std::string> of(const std::string& words) const;
  // "entries/000", "packet.pdf", "payload of row 19", "text of packet.pdf", "facts of packet.pdf", "objects of
  // packet.pdf".
  const std::map<std::string, Bytes>& all() const { return places_; }
  std::size_t pictures() const { return pictures_; }  // in packet.pdf

 private:
  void read_pdf(const std::string& name, const Bytes& pdf);

  std::map<std::string, Bytes> places_;
  std::size_t pictures_ = 0;
};

}  // namespace renkei::testing
