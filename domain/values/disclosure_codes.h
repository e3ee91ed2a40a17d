// Code lists of disclosure: cases, packets and usage reports.
#pragma once

#include "domain/values/code_list.h"

namespace renkei {

// clang-format off
#define LIST(X)                                      \
  X(self, 1, "self")                                 \
  X(legal_representative, 2, "legal_representative") \
  X(agent, 3, "agent")                               \
  X(bereaved, 4, "bereaved")
// clang-format on
RENKEI_CODES(RequesterKind, LIST)
#undef LIST

#define LIST(X) X(records, 1, "records") X(usage, 2, "usage") X(third_party_records, 3, "third_party_records")
RENKEI_CODES(DisclosureKind, LIST)
#undef LIST

#define LIST(X) X(paper, 1, "paper") X(electronic, 2, "electronic")
RENKEI_CODES(DisclosureMethod, LIST)
#undef LIST

// A disclosure case goes through these in order; `closed` can follow each (the person withdraws the request).
// clang-format off
#define LIST(X)                                \
  X(received, 1, "received")                   \
  X(identity_verified, 2, "identity_verified") \
  X(scope_clarified, 3, "scope_clarified")     \
  X(decided, 4, "decided")                     \
  X(notified, 5, "notified")                   \
  X(delivered, 6, "delivered")                 \
  X(closed, 7, "closed")
// clang-format on
RENKEI_CODES(DisclosureState, LIST)
#undef LIST

// product.md no. 3: the asked facility's own records, or those of the whole room.
#define LIST(X) X(own, 1, "own") X(room, 2, "room")
RENKEI_CODES(RecordsScope, LIST)
#undef LIST

// What another facility answers when its records or its staff's names are asked for.
#define LIST(X) X(agree, 1, "agree") X(withhold, 2, "withhold") X(ask_them, 3, "ask_them")
RENKEI_CODES(OpinionAnswer, LIST)
#undef LIST

// 全部開示, 一部開示, 開示しない旨の決定, 不存在.
#define LIST(X) X(full, 1, "full") X(part, 2, "part") X(none, 3, "none") X(no_data, 4, "no_data")
RENKEI_CODES(DisclosureResult, LIST)
#undef LIST

// How much of a ground, and of a withheld row, is shown (product.md no. 48).
#define LIST(X) X(specific, 1, "specific") X(article_only, 2, "article_only")
RENKEI_CODES(GroundDisplay, LIST)
#undef LIST
#define LIST(X) X(normal, 1, "normal") X(date_only, 2, "date_only") X(number_only, 3, "number_only")
RENKEI_CODES(RowDisplay, LIST)
#undef LIST

#define LIST(X) X(completed, 1, "completed") X(request_withdrawn, 2, "request_withdrawn")
RENKEI_CODES(DisclosureClosure, LIST)
#undef LIST

// clang-format off
#define LIST(X)              \
  X(counter, 1, "counter")   \
  X(post, 2, "post")         \
  X(download, 3, "download")
// clang-format on
RENKEI_CODES(HandoverMethod, LIST)
#undef LIST

// Who a packet is for: the person, redacted as decided, or an auditor, with nothing withheld.
#define LIST(X) X(person, 1, "person") X(auditor, 2, "auditor")
RENKEI_CODES(PacketAudience, LIST)
#undef LIST

#define LIST(X) X(requested, 1, "requested") X(made, 2, "made")
RENKEI_CODES(PacketState, LIST)
#undef LIST

#define LIST(X) X(requested, 1, "requested") X(generated, 2, "generated") X(provided, 3, "provided")
RENKEI_CODES(UsageReportState, LIST)
#undef LIST

#define LIST(X) X(csv, 1, "csv") X(json, 2, "json") X(jsonl, 3, "jsonl")
RENKEI_CODES(ReportFormat, LIST)
#undef LIST

}  // namespace renkei
