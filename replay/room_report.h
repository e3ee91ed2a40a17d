// A room as it stood at a position, in words: for auditors with or without keys (product.md no. 19).
#pragma once

#include <string>

#include "eventstore/history_reader.h"
#include "eventstore/view_store.h"

namespace renkei {

// Empty when there was no such room. Without a keyring content reads 〔封印：n バイト、要約値 …〕.
std::string room_report(const ViewReader& views, const LedgerEngine& engine, const HistoryReader& history,
                        const RoomId& room, Instant at);

}  // namespace renkei
