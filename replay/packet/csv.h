// usage.csv: every row of a packet in words, for a spreadsheet. UTF-8 with BOM, CRLF, every cell quoted (RFC
// 4180); no cell can begin as a formula, in half or full width, behind white space or not (ASVS 1.2.10).
#pragma once

#include "replay/packet/row.h"
#include "replay/packet/sink.h"

namespace renkei::packet {

// `rows`: all of the packet, by ordinal.
void write_csv(const Dictionary& dictionary, const std::vector<Row>& rows, const Sink& sink);

}  // namespace renkei::packet
