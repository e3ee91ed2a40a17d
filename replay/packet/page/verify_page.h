// verify.html: the page that checks a packet in a browser, offline (its sources: replay/packet/page). The
// city's server gives it with the city's keys; the copy that lies in a packet has none, since whoever makes a
// packet makes that copy too, and a page without keys never calls a packet genuine by itself.
#pragma once

#include <string>
#include <string_view>

namespace renkei::packet {

// `city_key_block`: a trust policy (docs/formats/packet.md, "verify.html"), or empty.
std::string verify_page(std::string_view city_key_block);

}  // namespace renkei::packet
