// A whole city on a simulated disk for tests that cut its power: laid out from one image, opened as the server
// opens it, and used by several producers at once.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "replay/city.h"
#include "tests/support/ledger_fixture.h"

namespace renkei::testing {

inline const CityPaths kPaths{"data", "secrets"};
using DiskImage = std::map<std::string, Bytes>;

InitOptions init_options();
const DiskImage& fresh_city();                               // the disk after init_city, made once
void lay_out(SimulatedFiles& disk, const DiskImage& image);  // durably; a file of another disk, octet for octet

// What open_city throws is an error like any other to these tests.
Result<OpenCity, CityError> open_on(SimulatedFiles& disk);

// Ids that no test repeats: `space` names the kind of thing, `number` the thing.
template <class IdT>
IdT numbered(std::uint8_t space, std::uint64_t number) {
  IdT id;
  id.octets[0] = space;
  for (std::size_t i = 0; i < 8; ++i) id.octets[15 - i] = static_cast<std::uint8_t>(number >> (8 * i) & 0xFF);
  return id;
}
RequestKey request_key(std::uint64_t number);

std::vector<Draft> open_room(const CareRecipientId& subject, const RoomId& room);
Draft message(const CareRecipientId& subject, const RoomId& room, std::uint64_t number, std::size_t length);

// An open city at work. What stops it is kept in `failed`, as the server would end on it.
class RunningCity {
 public:
  explicit RunningCity(OpenCity opened, CommitterLimits limits = committer_bounds(),
                       ViewsLimits view_limits = view_bounds());
  ~RunningCity() { stop(); }
  // nullopt: no answer will ever come.
  std::optional<Committed> record(std::vector<Draft> drafts, const RequestKey& request);
  bool failed() const { return failed_; }
  void stop();

  OpenCity city;
  ManualClock clock{kStoryStart};
  std::unique_ptr<Views> views;
  std::unique_ptr<Committer> committer;

 private:
  std::atomic<bool> failed_ = false;
};

// Runs a test of each seed from 1 to `count`, several at a time: RocksDB waits a second after a write that
// failed, and those seconds may pass side by side. Gives what went wrong, by seed; where one problem is enough,
// no further seed begins after it.
enum class SeedsUntil { all_ran, a_problem };
std::map<std::uint64_t, std::string> run_seeds(std::uint64_t count,
                                               const std::function<std::string(std::uint64_t seed)>& test,
                                               SeedsUntil until = SeedsUntil::all_ran);
std::string to_text(const std::map<std::uint64_t, std::string>& problems);

}  // namespace renkei::testing
