#include "tests/kills/stopped_ledger.h"

#include "eventstore/codec/entry_view.h"
#include "eventstore/crypto/base64.h"
#include "eventstore/history_reader.h"
#include "eventstore/merkle/tree.h"
#include "replay/cli/opened_data.h"

namespace renkei::testing {
namespace {

constexpr std::size_t kMarkLength = 16;  // 12 octets in base64url
constexpr std::uint64_t kEntriesOfARoomRequest = 5;

std::string at(std::uint64_t position) { return " at position " + std::to_string(position); }

}  // namespace

std::string StoppedLedger::differs_from(const OutsideRecord& record) {
  if (!record.surprises.empty()) return record.surprises.front();
  std::string problem;
  try {
    problem = read();
  } catch (const CorruptHistory& e) {
    return std::string("thrown: ") + e.what();
  }
  for (const Asked& asked : record.asked) {
    if (problem.empty()) problem = broken_command(asked);
  }
  if (problem.empty()) problem = broken_refusals(record);
  if (problem.empty()) problem = broken_pages(record);
  if (problem.empty()) problem = broken_checkpoints(record);
  return problem.empty() ? broken_sessions(record) : problem;
}

std::string StoppedLedger::read() {
  const auto opened = cli::open_data("kill test", paths_.data);
  if (!opened) return "the ledger does not open";
  const LedgerEngine& engine = *(*opened)->engine;
  auto keyring = Keyring::open((*opened)->files, paths_.secrets);
  if (!keyring) return keyring.error().what;
  const HistoryReader history(engine, keyring->get());
  const std::uint64_t known = entries_.size();
  if (engine.head().size < known)
    return "the ledger lost entries: " + std::to_string(engine.head().size) + " of " + std::to_string(known);
  std::string problem;
  engine.scan(0, [&](std::uint64_t position, BytesView octets) {
    if (position < known) {
      if (leaf_hash(octets) != entries_[position].leaf) problem = "an entry changed" + at(position);
      return problem.empty();
    }
    bool whole = false;
    const Recorded r = history.open(position, whole);
    if (position != entries_.size()) problem = "an entry is missing" + at(entries_.size());
    if (!whole) problem = "an entry is sealed under a key that is gone" + at(position);
    if (problem.empty()) remember(r, octets);
    return problem.empty();
  });
  if (problem.empty() && entries_.size() != engine.head().size) problem = "the ledger ends before its head";
  return problem;
}

void StoppedLedger::remember_mark(const std::string& text, std::uint64_t position) {
  if (text.size() >= kMarkLength) marks_[text.substr(text.size() - kMarkLength)].push_back(position);
}

void StoppedLedger::remember(const Recorded& r, BytesView octets) {
  const EntryView entry = *read_entry(octets);
  entries_.push_back({leaf_hash(octets), entry.request, entry.causation});
  std::vector<FullTile> tiles;
  edge_.append(entries_.back().leaf, tiles);
  roots_.push_back(edge_.root());
  if (!entry.request.is_zero()) ++requests_[entry.request];
  ++acts_[entry.causation];
  Counted& counted = sessions_[r.act.session];
  if (const auto* e = std::get_if<room::MessagePosted>(&r.event)) remember_mark(e->text, r.position);
  if (const auto* e = std::get_if<care_recipient::CareRecipientRegistered>(&r.event))
    remember_mark(e->demographics.name, r.position);
  if (const auto* e = std::get_if<intake::IntakeDocumentReceived>(&r.event))
    remember_mark(e->sender, r.position);
  if (const auto* e = std::get_if<access::RecordViewed>(&r.event)) {
    const bool of_file = e->object_kind != ObjectKind::messages;
    views_[r.position] = {r.act.session, e->first_position, e->last_position, e->count, of_file};
    ++(of_file ? counted.files : counted.pages);
  }
  counted.lists += std::holds_alternative<access::RecordListed>(r.event) ? 1 : 0;
  if (std::holds_alternative<account::ActionDenied>(r.event)) {
    ++counted.forbidden;
    forbidden_.insert(r.act.actor.account);
  }
  if (std::holds_alternative<access::AccessDenied>(r.event)) ++denied_[r.act.actor.account];
}

// Acknowledged: there exactly once, whole, where its receipt says. Not acknowledged: there once and whole, or
// not at all.
std::string StoppedLedger::broken_command(const Asked& asked) const {
  const auto found = marks_.find(asked.mark);
  const std::size_t times = found == marks_.end() ? 0 : found->second.size();
  const std::string name = "the command " + asked.path + " (boot " + std::to_string(asked.boot) + ")";
  if (times > 1) return name + " is there " + std::to_string(times) + " times";
  if (times == 0)
    return asked.receipt ? name + " was acknowledged" + at(asked.receipt->last) + " and is lost" : "";
  const std::uint64_t position = found->second.front();
  const RequestId request = entries_[position].request;
  const std::uint64_t expected = asked.makes_key ? kEntriesOfARoomRequest : 1;
  if (request.is_zero() || requests_.at(request) != expected)
    return name + " is there in part or twice" + at(position);
  if (acts_.at(entries_[position].causation) != expected) return name + " is there in part" + at(position);
  if (!asked.receipt) return {};
  const Receipt& receipt = *asked.receipt;
  if (receipt.last - receipt.first + 1 != expected || position < receipt.first || position > receipt.last) {
    return name + " is not where its receipt says" + at(receipt.last);
  }
  if (hex(entries_[receipt.last].leaf.view()) != receipt.leaf_hash)
    return name + " has another leaf" + at(receipt.last);
  return {};
}

std::string StoppedLedger::broken_refusals(const OutsideRecord& record) const {
  for (const Refused& refused : record.refused) {
    if (!refused.mark.empty() && marks_.contains(refused.mark))
      return "a refused request was recorded: " + refused.path;
  }
  return {};
}

std::string StoppedLedger::broken_pages(const OutsideRecord& record) const {
  std::map<std::uint64_t, const Page*> by_access;
  for (const Page& page : record.pages) {
    const auto view = views_.find(page.access);
    if (view == views_.end()) return "a page left without its access entry" + at(page.access);
    if (!by_access.emplace(page.access, &page).second)
      return "two pages share an access entry" + at(page.access);
    const View& v = view->second;
    const bool same = v.session == page.session && v.count == page.count && !v.of_file &&
                      (page.count == 0 || (v.first == page.first && v.last == page.last));
    if (!same) return "an access entry does not say what was shown" + at(page.access);
  }
  return {};
}

std::string StoppedLedger::broken_checkpoints(const OutsideRecord& record) const {
  for (const Signed& checkpoint : record.checkpoints) {
    const std::string name = "a checkpoint handed out for " + std::to_string(checkpoint.size) + " entries";
    if (checkpoint.size == 0 || checkpoint.size > roots_.size()) return name + " is not covered by the ledger";
    if (base64(roots_[checkpoint.size - 1].view()) != checkpoint.root) return name + " has another root";
  }
  return {};
}

// Every 200 of which as much as the status line arrived has its entry; nothing is recorded that nobody asked
// for.
std::string StoppedLedger::broken_sessions(const OutsideRecord& record) const {
  for (const auto& [session, heard] : record.sessions) {
    const auto found = sessions_.find(session);
    const Counted counted = found == sessions_.end() ? Counted{} : found->second;
    const auto fits = [](std::uint64_t least, std::uint64_t recorded, std::uint64_t most) {
      return least <= recorded && recorded <= most;
    };
    const std::string name = " (session " + to_text(session) + ")";
    if (!fits(heard.pages_heard, counted.pages, heard.pages_asked))
      return "pages left without access entries" + name;
    if (!fits(heard.files_heard, counted.files, heard.files_asked))
      return "files left without access entries" + name;
    // Equal denials of ten minutes are one event; what was counted behind it goes with the process.
    if (counted.forbidden > heard.forbidden_asked ||
        (heard.forbidden_heard > 0 && !forbidden_.contains(heard.account)))
      return "refusals are not recorded" + name;
    if (heard.lists_heard > 0 && counted.lists == 0) return "a list left without its access entry" + name;
    if (heard.not_found_heard > 0 && !denied_.contains(heard.account))
      return "an outsider's denial is not recorded" + name;
  }
  return {};
}

}  // namespace renkei::testing
