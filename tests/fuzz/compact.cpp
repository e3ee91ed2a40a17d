// Rows of views, snapshots of states and records of credentials. The first octet chooses the type.
#include "eventstore/codec/compact.h"
#include "domain/aggregate_states.h"
#include "eventstore/keyring/credential_store.h"
#include "projections/rows.h"
#include "tests/fuzz/targets.h"
#include "tests/golden/samples.h"

namespace renkei::fuzz {
namespace {

struct CompactType {
  void (*check)(BytesView octets);
  Bytes (*sample)();
};

template <class T>
std::optional<Bytes> written_anew(BytesView octets) {
  try {
    return to_compact(from_compact<T>(octets));
  } catch (const CorruptHistory&) {
    return std::nullopt;
  }
}

template <class T>
constexpr CompactType type_of() {
  return {[](BytesView octets) {
            const auto anew = written_anew<T>(octets);
            if (!anew) return;
            const auto again = written_anew<T>(*anew);
            must_hold(again.has_value() && *again == *anew, "a row stays the same");
          },
          [] {
            T sample;
            testing::Sample().fill(sample, "", {});
            return to_compact(sample);
          }};
}

template <class... Ts>
std::vector<CompactType> types_of() {
  return {type_of<Ts>()...};
}

const std::vector<CompactType>& types() {
  static const auto all = [] {
    auto list = types_of<StreamRow, UsageRow, SnapshotRow, OwnRoomRow, TaskRow, MetaRow, AccountCredential,
                         DeviceCredential>();
    for (const auto& [aggregate, name] : codes(Aggregate{}))
      with_state_of(aggregate, [&]<class State>() { list.push_back(type_of<State>()); });
    return list;
  }();
  return all;
}

void run_compact(BytesView octets) {
  if (octets.empty()) return;
  const auto chosen = static_cast<std::uint8_t>(octets[0]);
  if (chosen < types().size()) types()[chosen].check(octets.substr(1));
}

std::vector<Bytes> compact_seeds() {
  std::vector<Bytes> seeds;
  for (std::size_t i = 0; i < types().size(); ++i)
    seeds.push_back(Bytes(1, static_cast<char>(i)) + types()[i].sample());
  return seeds;
}

}  // namespace

FuzzTarget compact() { return {"compact", run_compact, compact_seeds}; }

}  // namespace renkei::fuzz
