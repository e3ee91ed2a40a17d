#include "api/city_service.h"

#include <cstdio>

#include "api/clock_acceptance.h"
#include "api/system_acts.h"
#include "eventstore/codec/compact.h"
#include "eventstore/crypto/hmac.h"
#include "replay/view_folders.h"

namespace renkei::api {
namespace {

constexpr std::int64_t kDayMicroseconds = 86'400LL * 1'000'000;
constexpr std::int64_t kCleaningSeconds = 3'600;
constexpr std::int64_t kKeptEveryMilliseconds = 3'600'000;
constexpr std::size_t kPatientQueueMax = 256;

// The counts of closed windows, as acts of the account whose denials they were.
class CountedDenialsProposal final : public Proposal {
 public:
  CountedDenialsProposal(CityService& service, const std::optional<AccountId>& account)
      : service_(service), account_(account) {}
  Verdict decide(Situation& situation) override {
    const auto account = account_ ? account_ : service_.denials.expired(situation.now());
    if (!account) return {};
    more_ = !account_;
    const auto& state = situation.state<account::State>(*account);
    Act act;
    act.actor = {*account, state.facility, state.profession, ActorRole::system_user, {}};
    if (state.is_city()) act.actor.role = ActorRole::system_administrator;
    act.purpose = state.is_city() ? Purpose::system_admin : Purpose::care;
    return {act, service_.denials.close(*account), {}};
  }
  void done(Committed) override {
    if (more_) service_.record_counted_denials(std::nullopt);  // the next account's, until none is left
  }

 private:
  CityService& service_;
  std::optional<AccountId> account_;
  bool more_ = false;
};

}  // namespace

CityService::CityService(Files& files_port, const CityPaths& city_paths, OpenCity open, const Clock& wall,
                         const ServiceLimits& service_limits, std::function<void(const std::string&)> on_fatal)
    : files(files_port),
      paths(city_paths),
      clock(wall),
      limits(service_limits),
      city(std::move(open)),
      fatal(std::move(on_fatal)),
      history(*city.engine, city.keyring.get()),
      names(history),
      sessions(clock),
      rates(limits.requests_per_second, limits.requests_burst),
      log(limits.log_level, [](const std::string& line) { std::fwrite(line.data(), 1, line.size(), stderr); }),
      blobs(files, paths.blobs()),
      uploads(files, paths.uploads(), *city.keyring, city_key()),
      storage(files, {paths.data, paths.secrets}, limits.storage),
      request_secret_(city.keyring->key(service_key_id("requests"))),
      password_jobs(limits.password_queue),
      file_jobs(kPatientQueueMax),
      patient_jobs(kPatientQueueMax),
      rebuild_jobs(1),
      packets(*this) {
  ENSURE(request_secret_ != nullptr);
  views = std::make_unique<Views>(std::move(city.view_store), *city.engine, limits.views, fatal);
  committer = std::make_unique<Committer>(
      Committer::Parts{*city.engine, *views, *views, *city.keyring, clock, city_key(),
                       restore_edge(*city.engine), fatal, [this] { sync_nothing(); }},
      limits.committer);
  views->on_applied([this](std::uint64_t, const std::vector<Bytes>& entries) {
    for (const Bytes& entry : entries) streams.on_entry(entry);
  });
  if (const auto removed = blobs.remove_unfinished(); !removed) fatal("blobs: " + removed.error().to_string());
  find_discarded_tails();
  record_discarded_tails();
  (void)password_jobs.submit([this] {
    nobodys_verifier = hash_password("nobody's password", city.keyring->key(service_key_id("pepper"))->view(),
                                     limits.password_cost);
  });
  sign_checkpoint();
  signer_ = std::thread([this] { sign_every_second(); });
}

CityService::~CityService() { stop(); }

void CityService::stop() {
  {
    const std::lock_guard lock(stop_mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  stopped_.notify_all();
  streams.close_all();
  packets.stop();
  signer_.join();
  committer->stop();
  sign_checkpoint();
  keep_checkpoint();
  views->stop();
}

// Behind what is there, like an entry: an octet that is overwritten is synced faster than a file that grows.
void CityService::sync_nothing() {
  static constexpr std::size_t kEntryOctets = 1'536;
  static constexpr std::uint64_t kFileOctetsMax = 64u << 20;
  const auto append = [this]() -> Result<void, FileError> {
    const auto file = files.open(paths.uploads() + "/nothing", OpenMode::create);
    if (!file) return Unexpected{file.error()};
    auto length = (*file)->length();
    if (!length) return Unexpected{length.error()};
    if (*length >= kFileOctetsMax) {
      if (const auto cut = (*file)->truncate(0); !cut) return cut;
      length = 0;
    }
    if (const auto written = (*file)->pwrite(*length, Bytes(kEntryOctets, '\0')); !written) return written;
    return (*file)->sync();
  };
  if (const auto appended = append(); !appended) fatal("uploads: " + appended.error().to_string());
}

void CityService::make_views_anew(std::function<void(const std::string&)> done) {
  (void)rebuild_jobs.submit([this, done = std::move(done)] {
    const std::string former = views_folder(files, paths), next = next_views_folder(files, paths);
    auto store = open_next_views(files, paths);
    if (!store) return done(store.error().what);
    const auto made =
        views->make_anew(std::shared_ptr<ViewStore>(std::move(*store)), [&]() -> Result<void, std::string> {
          if (const auto chosen = choose_views_folder(files, paths, next); !chosen)
            return Unexpected{chosen.error().what};
          return {};
        });
    if (!made) return done(made.error());
    if (*made == Views::Anew::stopped) return done("the server ended before they were whole");
    if (const auto removed = remove_views(files, former); !removed) return done(removed.error().what);
    done({});
  });
}

std::optional<std::uint64_t> CityService::sign_checkpoint() {
  const std::lock_guard lock(signing_mutex_);  // of two threads, none signs what is behind the other's
  const Head head = committer->durable_head();
  const auto note = city.checkpoints->sign(head.size, head.root);
  if (note) return head.size;
  fatal("checkpoint: " + note.error().what);
  return std::nullopt;
}

void CityService::find_discarded_tails() {
  auto tails = tails_set_aside(files, paths.data);
  if (!tails) return fatal("quarantine: " + tails.error().to_string());
  discarded_tails_ = std::move(*tails);
  for (TornTail& torn : discarded_tails_) torn.recovered_size = city.engine->head().size;
  tails_unrecorded_ = !discarded_tails_.empty();
}

// Those that the ledger knows are not recorded again; one refused is proposed again a second later.
void CityService::record_discarded_tails() {
  if (!tails_unrecorded_.exchange(false)) return;
  for (const TornTail& torn : discarded_tails_) {
    const auto done = [this](bool recorded) {
      if (!recorded) tails_unrecorded_ = true;
    };
    if (!committer->submit(tail_discarded(city_key(), torn, done))) tails_unrecorded_ = true;
  }
}

void CityService::take_clock_acceptance() {
  const auto doubt = committer->clock_doubt();
  if (!doubt || !api::take_clock_acceptance(files, paths.secrets, clock)) return;
  (void)committer->submit(clock_accepted(city_key(), *doubt));  // refused by a full queue: to be accepted again
}

std::optional<std::string> CityService::keep_checkpoint() {
  auto note = city.checkpoints->keep();
  if (note) return std::move(*note);
  fatal("checkpoint: " + note.error().what);
  return std::nullopt;
}

void CityService::keep_every_hour() {
  const std::int64_t now = clock.monotonic_milliseconds();
  if (now < next_kept_) return;
  next_kept_ = now + kKeptEveryMilliseconds;
  keep_checkpoint();
}

void CityService::sign_every_second() {
  std::unique_lock lock(stop_mutex_);
  while (!stopped_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; })) {
    lock.unlock();
    storage.look();
    take_clock_acceptance();
    record_discarded_tails();
    if (!denials.empty()) record_counted_denials(std::nullopt);
    sign_checkpoint();
    keep_every_hour();
    seal_heads_daily();
    clean_uploads();
    destroy_day_keys();
    for (auto& rights : streams.ask_again(sessions.now())) (void)committer->submit(std::move(rights));
    lock.lock();
  }
}

void CityService::record_counted_denials(const std::optional<AccountId>& account) {
  // Refused when the queue is full: the counts stay where they are until a later act or second.
  (void)committer->submit(std::make_unique<CountedDenialsProposal>(*this, account));
}

void CityService::seal_heads_daily() {
  const CivilDate today = date_in_japan(clock.now());
  if (!limits.seal_heads_daily || heads_looked_at_on_ == today || clock_unsure()) return;
  const auto at = views->snapshot();
  const auto row = at.reader->get(static_cast<std::size_t>(Family::states),
                                  stream_prefix({Aggregate::ledger, city_key().octets}));
  if (!row) return;
  const auto state = from_compact<ledger::State>(from_compact<SnapshotRow>(*row).state);
  if (state.heads_sealed_on >= today || packets.seal_heads_of_the_day()) heads_looked_at_on_ = today;
}

void CityService::clean_uploads() {
  const Instant now = clock.now();
  if (now < next_cleaning_ || clock_unsure()) return;  // a clock ahead would take files before their time
  next_cleaning_ = now.plus_seconds(kCleaningSeconds);
  (void)file_jobs.submit([this, now] {
    const auto at = views->snapshot();
    uploads.destroy_unreferenced(
        now, blobs, [&](const AttachmentId& id) { return object_position(*at.reader, id.view()).has_value(); });
  });
}

// A request is known again for 48 hours; the keys of the days before are destroyed, also those of days behind
// which nobody came for a while.
void CityService::destroy_day_keys() {
  if (clock_unsure()) return;  // a clock ahead would take keys before their time
  const auto today = static_cast<std::int32_t>(clock.now().microseconds / kDayMicroseconds);
  if (day_keys_destroyed_on_ == today) return;
  for (const KeyId& id : city.keyring->live_keys(KeyKind::day)) {
    const auto day = day_of_key(id);
    if (!day || *day > today - 3) continue;
    if (const auto destroyed = city.keyring->destroy_key(id); !destroyed) return fatal(destroyed.error().what);
  }
  day_keys_destroyed_on_ = today;
}

bool CityService::make_key(KeyKind kind, BytesView id) {
  const auto made = city.keyring->create_key(kind, KeyId::from(id));
  if (!made) fatal(made.error().what);
  return made.has_value();
}

std::shared_ptr<const Secret> CityService::day_key(std::int32_t utc_day) {
  const KeyId id = day_key_id(utc_day);
  if (auto key = city.keyring->key(id)) return key;
  if (city.keyring->destroyed(id)) return nullptr;
  if (const auto made = city.keyring->create_key(KeyKind::day, id); !made) {
    fatal(made.error().what);
    return nullptr;
  }
  return city.keyring->key(id);
}

RequestKey CityService::request_key(const AccountId& account, const std::string& method,
                                    const std::string& path, const std::string& idempotency_key,
                                    BytesView body) {
  RequestKey key;
  const Digest id = hmac_sha256(request_secret_->view(), {account.view(), method, BytesView("\0", 1), path,
                                                          BytesView("\0", 1), idempotency_key});
  key.id = RequestId::from(id.view().substr(0, 16));
  key.utc_day = static_cast<std::int32_t>(clock.now().microseconds / kDayMicroseconds);
  for (std::int32_t age = 0; age < 3; ++age) {
    const auto secret = age == 0 ? day_key(key.utc_day) : city.keyring->key(day_key_id(key.utc_day - age));
    if (secret == nullptr) continue;  // no request was recorded on that day
    key.tags[static_cast<std::size_t>(age)] =
        RequestTag::from(hmac_sha256(secret->view(), {body}).view().substr(0, 16));
  }
  return key;
}

}  // namespace renkei::api
