// usage.jsonl: a line for each row, the record from which the other readable formats follow.
#pragma once

#include "replay/packet/row.h"
#include "replay/packet/sink.h"

namespace renkei::packet {

// The line of a row, with its LF; `words` is what the RowReader said of it.
std::string jsonl_line(const Row& row, const RowWords& words);
void write_jsonl(const Dictionary& dictionary, const std::vector<Row>& rows, const Sink& sink);

}  // namespace renkei::packet
