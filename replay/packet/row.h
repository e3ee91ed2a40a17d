// One row of a packet: an ordinal of the person's history, shown or not. Every format is made from these and
// the dictionary, so what is not shown here is in none of them.
#pragma once

#include <map>
#include <memory>
#include <unordered_map>

#include "domain/usage_report/row.h"
#include "domain/values/attachment.h"
#include "replay/packet/dictionary.h"

namespace renkei::packet {

// outside_period: not withheld, but not within the period that the person asked for. The neighbours on each
// side of the period have their entries in the packet, which proves it for all behind them.
#define LIST(X) X(shown, 1, "shown") X(withheld, 2, "withheld") X(outside_period, 3, "outside_period")
RENKEI_CODES(RowStatus, LIST)
#undef LIST

// Of a shown row: whether its payload is opened. other_facility: the record of a facility that was not asked;
// its place to ask is printed (product.md no. 3). none: sealed for good, or there is none; what the entry
// itself says may be content all the same.
#define LIST(X) X(none, 1, "none") X(shown, 2, "shown") X(other_facility, 3, "other_facility")
RENKEI_CODES(ContentState, LIST)
#undef LIST

struct PacketFile {  // an attachment, as it lies in the packet
  std::string name;  // "attachments/57-1.jpg"
  MediaType media = MediaType::pdf;
  std::uint64_t bytes = 0;
  Digest sha256;  // of the file in the packet
  bool operator==(const PacketFile&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("name", &PacketFile::name);
    v.field("media", &PacketFile::media);
    v.field("bytes", &PacketFile::bytes);
    v.field("sha256", &PacketFile::sha256);
  }
};

struct Fact {  // a line of a form: 「続柄」「長男」
  std::string label, value;
};

// What the payload of a shown row says, by kind of entry. Only what is set is shown.
struct Content {
  std::string json;                 // the members that follow "content": {…}, or empty
  std::string text;                 // of a message: what was written
  std::string reason;               // of a correction
  MessageId message;                // posted, corrected or retracted
  std::optional<MessageKind> kind;  // of a post
  bool about_family = false;
  std::uint32_t version = 1;  // of a correction
  std::vector<PacketFile> files;
};

struct StatedRow {  // what a withheld row tells all the same; stated by the city, not proven
  std::optional<CivilDate> recorded_on;
  std::string facility, operation, object;
  bool operator==(const StatedRow&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("recorded_on", &StatedRow::recorded_on);
    v.field("facility", &StatedRow::facility);
    v.field("operation", &StatedRow::operation);
    v.field("object", &StatedRow::object);
  }
};

struct Withheld {
  std::string ground;  // its code, in the dictionary; empty: article only
  std::string article;
  std::string note;  // one sentence for the person: 「別の方の情報が誤って投稿され、取り消されました。」
  StatedRow stated;
  bool operator==(const Withheld&) const = default;
  template <class V>
  static void describe(V& v) {
    v.field("ground", &Withheld::ground);
    v.field("article", &Withheld::article);
    v.field("note", &Withheld::note);
    v.field("stated", &Withheld::stated);
  }
};

struct Row {
  UsageRow usage;  // of a row that is not shown: ordinal and leaf hash, all else at its default
  RowStatus status = RowStatus::shown;
  ContentState content_state = ContentState::none;
  std::shared_ptr<const Content> content;  // null: nothing to add
  std::vector<Fact> facts;  // in words for paper: the person's details, a consent's grantor and scope
  std::shared_ptr<const Withheld> withheld;  // null unless status is withheld
  // Of a row outside the period that shows where it ends: the position of its entry, which is in the packet.
  std::uint64_t neighbour_at = 0;

  std::uint64_t ordinal() const { return usage.ordinal; }
  bool shown() const { return status == RowStatus::shown; }
};

// Every column of a row in words, as printed. Of a row that is not shown: its ordinal and, if withheld, what is
// stated and the note (in `reason`).
struct RowWords {
  std::uint64_t ordinal = 0, position = 0;  // position 0: not shown
  std::string recorded_at;                  // "2026-11-22 09:00:00", Japan time
  std::string occurred_on;                  // "2026-11-20" or empty
  std::string facility, profession, actor, operation, object, purpose, purpose_source, basis, outcome, reason;
  std::uint32_t count = 0;  // 0: nothing to count
  template <class V>
  static void describe(V& v) {
    v.field("ordinal", &RowWords::ordinal);
    v.field("position", &RowWords::position);
    v.field("recorded_at", &RowWords::recorded_at);
    v.field("occurred_on", &RowWords::occurred_on);
    v.field("facility", &RowWords::facility);
    v.field("profession", &RowWords::profession);
    v.field("actor", &RowWords::actor);
    v.field("operation", &RowWords::operation);
    v.field("object", &RowWords::object);
    v.field("count", &RowWords::count);
    v.field("purpose", &RowWords::purpose);
    v.field("purpose_source", &RowWords::purpose_source);
    v.field("basis", &RowWords::basis);
    v.field("outcome", &RowWords::outcome);
    v.field("reason", &RowWords::reason);
  }
};

// Puts rows into words. Numbers people within a packet (看護師2) and its bases (同意書1) in the order in which
// they appear among the shown rows, so it is given all rows, in order, from the first.
class RowReader {
 public:
  explicit RowReader(const Dictionary& dictionary) : dictionary_(dictionary) {}
  RowWords read(const Row& row);

 private:
  std::string actor(const UsageRow& usage);
  std::string basis(const UsageRow& usage);
  const Dictionary& dictionary_;
  std::unordered_map<AccountId, std::string> actors_;
  std::unordered_map<std::string, unsigned> actor_counts_;
  std::map<std::pair<BasisKind, EventId>, unsigned> basis_numbers_;
  std::map<BasisKind, unsigned> basis_counts_;
};

// Policy and form words of a kind of entry: what was done (記入, 閲覧 …) and to what.
struct ActWords {
  std::string_view operation, object;
};
ActWords act_words(const UsageRow& usage);
std::string_view denial_words(Rejection rule);

}  // namespace renkei::packet
