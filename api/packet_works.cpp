#include "api/packet_works.h"

#include <cstdio>
#include <future>

#include "api/city_service.h"
#include "api/handlers/handlers.h"
#include "api/system_acts.h"
#include "replay/disclosure/packet_builder.h"

namespace renkei::api {
namespace {

constexpr std::int64_t kWaitMilliseconds = 30'000;
constexpr std::size_t kProgressMax = 256;  // packets whose progress is remembered

// Records what follows from a request and waits until it is durable; nullopt when it was refused or can't be
// recorded.
std::optional<Committed> record(CityService& service, const Act& act,
                                std::function<Decision(Situation&)> decide) {
  auto promise = std::make_shared<std::promise<Committed>>();
  auto done = promise->get_future();
  const bool queued = service.committer->submit(later_act(
      act, std::move(decide), [promise](Committed committed) { promise->set_value(std::move(committed)); }));
  if (!queued || done.wait_for(std::chrono::milliseconds(kWaitMilliseconds)) != std::future_status::ready)
    return std::nullopt;
  try {
    Committed committed = done.get();
    return committed.rejection ? std::nullopt : std::optional(std::move(committed));
  } catch (const std::future_error&) {  // the committer stopped before
    return std::nullopt;
  }
}

std::optional<std::string> kept_note(CityService& service, std::uint64_t size) {
  const KeptWalk walk = kept_checkpoints(service.files, kept_directory(service.paths.checkpoints()));
  while (const auto place = walk()) {
    const auto checkpoint = place->note ? open_checkpoint(*place->note, service.city.log_key) : std::nullopt;
    if (checkpoint && checkpoint->size == size) return place->note;
  }
  return std::nullopt;
}

}  // namespace

struct PacketWorks::Order {
  PacketOrder packet;
  ViewSnapshot views;
  Act act;  // of who asked
};

struct PacketWorks::Built {
  BuiltPacket facts;
  StoredBlob blob;
};

PacketWorks::PacketWorks(CityService& service)
    : service_(service), files_(service.files, service.paths.packets()), jobs_(kWaitingMax) {
  remove_leftovers();
}

PacketWorks::~PacketWorks() { stop(); }

void PacketWorks::stop() { stopping_ = true; }

// Nobody holds their keys any more.
void PacketWorks::remove_leftovers() {
  const std::string root = service_.paths.packets();
  if (!service_.files.create_directory(root)) service_.fatal("packets: the folder can't be made");
  const auto folders = service_.files.list(root);
  if (!folders) return;
  for (const std::string& folder : *folders) {
    const auto names = service_.files.list(root + "/" + folder);
    if (!names) continue;
    for (const std::string& name : *names) (void)service_.files.unlink(root + "/" + folder + "/" + name);
  }
}

bool PacketWorks::make(const PacketId& id) {
  tell(id, {"waiting", 0, 1});
  const bool queued = jobs_.submit([this, id] { unless_corrupt([&] { make_now(id); }); });
  if (!queued) fail(id, "too many packets are being made");
  return queued;
}

bool PacketWorks::have(const PacketId& id, std::function<void(bool)> then) {
  const auto there = [this, id] {
    const std::lock_guard lock(mutex_);
    return kept_.contains(id);
  };
  if (there()) return then(true), true;
  return jobs_.submit([this, id, there, then = std::move(then)] {
    if (!there()) unless_corrupt([&] { build_again(id); });  // unless somebody else has waited for it as well
    then(there());
  });
}

void PacketWorks::unless_corrupt(const std::function<void()>& work) {
  try {
    work();
  } catch (const CorruptHistory& e) {
    service_.fatal(e.what());
  }
}

std::optional<PacketWorks::Progress> PacketWorks::progress(const PacketId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = progress_.find(id);
  return found == progress_.end() ? std::nullopt : std::optional(found->second);
}

std::unique_ptr<BlobReader> PacketWorks::open(const PacketId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(id);
  if (found == kept_.end()) return nullptr;
  auto reader = files_.open(found->second.blob, found->second.key, found->second.bytes);
  return reader ? std::move(*reader) : nullptr;
}

void PacketWorks::tell(const PacketId& id, Progress progress) {
  const std::lock_guard lock(mutex_);
  if (progress_.size() >= kProgressMax && !progress_.contains(id)) progress_.erase(progress_.begin());
  progress_[id] = std::move(progress);
}

void PacketWorks::fail(const PacketId& id, const std::string& why) {
  std::fprintf(stderr, "renkeid: a packet was not made: %s\n", why.c_str());
  tell(id, {"failed", 0, 1, why});
}

void PacketWorks::keep(const PacketId& id, const StoredBlob& blob) {
  const std::lock_guard lock(mutex_);
  if (kept_.emplace(id, blob).second) order_kept_.push_back(id);
  while (order_kept_.size() > kKeptMax) {
    const auto oldest = kept_.find(order_kept_.front());
    files_.remove(oldest->second.blob);
    kept_.erase(oldest);
    order_kept_.pop_front();
  }
}

bool PacketWorks::seal_heads_of_the_day() {
  return jobs_.submit([this] {
    if (stopping_ || !service_.views->wait_for(service_.committer->durable_head().size, kWaitMilliseconds))
      return;
    Act act;
    act.purpose = Purpose::system_admin;
    (void)seal(service_.views->snapshot(), act);
  });
}

// The position of the statement; nullopt when it can't be recorded.
std::optional<std::uint64_t> PacketWorks::seal(const ViewSnapshot& views, const Act& act) {
  const SealedHeads heads = seal_heads(*views.reader, views.position);
  const ledger::SubjectHeadsSealed sealed{service_.city_key(), views.position, heads.count, heads.root};
  const auto committed = record(service_, act, [sealed](Situation&) {
    return Decision(std::vector{Draft{sealed, {BasisKind::city_duty, {}, "III.3(5)"}, {}}});
  });
  return committed ? std::optional(committed->events.front().position) : std::nullopt;
}

// The order of ledger.md: PacketRequested → SubjectHeadsSealed as of beyond it → checkpoint → build →
// PacketMade.
void PacketWorks::make_now(const PacketId& id) {
  if (stopping_) return;
  const auto order = seal_and_sign(id);
  if (!order) return fail(id, order.error());
  const auto built = build(*order);
  if (!built) return fail(id, built.error());
  if (!record_made(*order, *built)) return fail(id, "that it was made can't be recorded");
  keep(id, built->blob);
  tell(id, {"done", 1, 1});
}

Result<PacketWorks::Order, std::string> PacketWorks::seal_and_sign(const PacketId& id) {
  const auto failed = [](const char* why) { return Unexpected{std::string(why)}; };
  if (!service_.views->wait_for(service_.committer->durable_head().size, kWaitMilliseconds))
    return failed("the views did not catch up with the ledger in time");
  Order order{{}, service_.views->snapshot(), {}};
  order.packet.requested = view_state<packet::State>(*order.views.reader, id.octets);
  order.packet.as_of = order.views.position;
  if (!order.packet.requested.exists || order.packet.requested.status != PacketState::requested)
    return failed("it is made already");
  order.act = service_.history.read(order.packet.requested.requested_at).act;
  const auto sealed_at = seal(order.views, order.act);
  if (!sealed_at) return failed("where all histories end can't be recorded");
  if (!service_.sign_checkpoint()) return failed("no checkpoint can be signed");
  order.packet.heads_position = *sealed_at;
  const auto note = service_.keep_checkpoint();
  if (!note) return failed("the checkpoint can't be kept");
  order.packet.checkpoint_note = *note;
  return order;
}

std::optional<PacketWorks::Order> PacketWorks::order_again(const PacketId& id) {
  if (!service_.views->wait_for(service_.committer->durable_head().size, kWaitMilliseconds))
    return std::nullopt;
  Order order{{}, service_.views->snapshot(), {}};
  packet::State& state = order.packet.requested;
  state = view_state<packet::State>(*order.views.reader, id.octets);
  if (!state.exists || state.status != PacketState::made) return std::nullopt;
  order.packet.as_of = state.as_of;
  order.packet.heads_position = state.heads_position;
  const auto note = kept_note(service_, state.checkpoint_size);
  if (!note) return std::nullopt;
  order.packet.checkpoint_note = *note;
  return order;
}

Result<PacketWorks::Built, std::string> PacketWorks::build(const Order& order) {
  const auto no_room = [] { return Unexpected{std::string("its file can't be written")}; };
  auto writer = files_.begin();
  if (!writer) return no_room();
  bool written = true;
  const PacketSources sources{
      *order.views.reader,   *service_.city.engine,    service_.history,          *service_.city.keyring,
      service_.names,        service_.blobs,           service_.city.format.city, service_.city_key(),
      service_.city.log_key, service_.city.packet_key, service_.committer->edge()};
  const PacketProgress progress{
      [this, id = order.packet.requested.id](const char* step, std::uint64_t done, std::uint64_t total) {
        tell(id, {step, done, total});
      },
      &stopping_};
  const auto built = build_packet(
      sources, order.packet, service_.city.packet_seed.view(),
      [&](BytesView piece) { written = written && (*writer)->write(piece); }, progress);
  if (!built) return Unexpected{built.error().what};
  auto blob = (*writer)->finish();
  if (!written || !blob) return no_room();
  return Built{*built, *blob};
}

bool PacketWorks::record_made(const Order& order, const Built& built) {
  const auto checkpoint = open_checkpoint(order.packet.checkpoint_note, service_.city.log_key);
  const packet::MakePacket command{order.packet.as_of, order.packet.heads_position, checkpoint->size,
                                   built.facts.rows,   built.facts.shown,           built.facts.withheld,
                                   built.facts.bytes,  built.facts.digest};
  return record(service_, order.act,
                [this, command, id = order.packet.requested.id](Situation& s) {
                  const auto& rules = s.state<policy::State>(service_.city_key()).disclosure;
                  return decide(s.state<packet::State>(id), command, s.today().plus_days(rules.packet_days));
                })
      .has_value();
}

void PacketWorks::build_again(const PacketId& id) {
  if (stopping_) return;
  const auto order = order_again(id);
  if (!order) return;
  const auto built = build(*order);
  if (!built) return void(std::fprintf(stderr, "renkeid: a packet was not made: %s\n", built.error().c_str()));
  if (built->facts.digest != order->packet.requested.digest) {  // other software: its octets differ
    std::fprintf(stderr, "renkeid: a packet is built otherwise by this program than it was; make it anew\n");
    return files_.remove(built->blob.blob);
  }
  keep(id, built->blob);
}

}  // namespace renkei::api
