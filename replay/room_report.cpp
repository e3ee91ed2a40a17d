#include "replay/room_report.h"

#include <algorithm>

#include "eventstore/codec/compact.h"
#include "eventstore/codec/entry_view.h"
#include "eventstore/json/json_write.h"
#include "projections/timeline.h"

namespace renkei {
namespace {

constexpr std::size_t kMessagesMax = 200;

std::string_view status_words(RoomStatus status) {
  switch (status) {
    case RoomStatus::open:
      return "開設中";
    case RoomStatus::sharing_stopped:
      return "共有停止";
    case RoomStatus::closing:
      return "閉鎖準備中";
    case RoomStatus::closed:
      return "閉鎖";
  }
  return "";
}

std::string content_words(const LedgerEngine& engine, const HistoryReader& history, std::uint64_t position) {
  bool opened = false;
  const Recorded recorded = history.open(position, opened);
  if (opened) {
    if (const auto* posted = std::get_if<room::MessagePosted>(&recorded.event)) return posted->text;
    if (const auto* corrected = std::get_if<room::MessageCorrected>(&recorded.event)) return corrected->text;
  }
  const auto octets = engine.entry(position);
  const auto entry = octets ? read_entry(*octets) : std::nullopt;
  if (!entry) return "";
  return "〔封印：" + std::to_string(entry->payload_length) + "バイト、要約値 " +
         json_detail::hex_of(entry->payload_digest.view()).substr(0, 16) + "…〕";
}

std::string change_words(const LedgerEngine& engine, const HistoryReader& history, const Recorded& later) {
  if (std::holds_alternative<room::MessageRetracted>(later.event)) return "取消し";
  if (std::holds_alternative<room::MessageAcknowledged>(later.event))
    return "確認 " + to_text(later.act.actor.facility);
  if (std::holds_alternative<room::MessageApproved>(later.event)) return "承認";
  return "訂正 " + content_words(engine, history, later.position);
}

}  // namespace

std::string room_report(const ViewReader& views, const LedgerEngine& engine, const HistoryReader& history,
                        const RoomId& id, Instant at) {
  const auto row =
      views.get(static_cast<std::size_t>(Family::states), stream_prefix({Aggregate::room, id.octets}));
  if (!row) return {};
  const auto room = from_compact<room::State>(from_compact<SnapshotRow>(*row).state);
  const auto facilities =
      std::count_if(room.facilities.begin(), room.facilities.end(), [](const auto& p) { return !p.ended; });
  const auto assigned = std::count_if(room.assignments.begin(), room.assignments.end(),
                                      [&](const auto& a) { return a.effective(at); });
  const TimelinePage page = timeline_page(views, {id, kMessagesMax, UINT64_MAX, {}});
  std::string messages;
  unsigned corrected = 0, retracted = 0;
  for (auto m = page.messages.rbegin(); m != page.messages.rend(); ++m) {
    std::string lines =
        "  [" + std::to_string(m->position) + "] " + content_words(engine, history, m->position) + "\n";
    for (const std::uint64_t change : m->changes) {
      const Recorded later = history.read(change);
      corrected += std::holds_alternative<room::MessageCorrected>(later.event);
      retracted += std::holds_alternative<room::MessageRetracted>(later.event);
      lines += "    [" + std::to_string(change) + "] " + change_words(engine, history, later) + "\n";
    }
    messages += lines;
  }
  return "部屋 " + to_text(id) + "\n状態: " + std::string(status_words(room.status)) +
         "\n参加事業所: " + std::to_string(facilities) + "\n担当者: " + std::to_string(assigned) +
         "\n記録: " + std::to_string(page.messages.size()) + "（訂正 " + std::to_string(corrected) +
         "、取消し " + std::to_string(retracted) + "）\n" + messages;
}

}  // namespace renkei
