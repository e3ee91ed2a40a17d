// One city being served: its stores, its committer, its views, and what lives in memory only.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <thread>

#include "api/denial_windows.h"
#include "api/event_streams.h"
#include "api/job_thread.h"
#include "api/login_delays.h"
#include "api/metrics.h"
#include "api/packet_works.h"
#include "api/rate_limits.h"
#include "api/request_log.h"
#include "api/sessions.h"
#include "api/storage_watch.h"
#include "api/uploads.h"
#include "eventstore/committer.h"
#include "eventstore/crypto/password_hash.h"
#include "projections/views.h"
#include "replay/city.h"
#include "replay/names.h"

namespace renkei::api {

struct ServiceLimits {
  CommitterLimits committer;
  ViewsLimits views;
  std::size_t password_queue = 16;
  std::int64_t own_write_wait_milliseconds = 1'000;
  PasswordCost password_cost;
  std::uint32_t requests_per_second = 1'000'000,
                requests_burst = 1'000'000;  // of one account, or one address before login
  LogLevel log_level = LogLevel::off;
  StorageLimits storage;
  bool seal_heads_daily = false;  // renkeid does; a test whose clock jumps may not want entries of its own
};

class CityService {
 public:
  CityService(Files& files, const CityPaths& paths, OpenCity city, const Clock& clock,
              const ServiceLimits& limits, std::function<void(const std::string&)> fatal);
  ~CityService();

  // Signs the durable tree now; the size signed, or nullopt when the mark can't be made durable (the process
  // ends).
  std::optional<std::uint64_t> sign_checkpoint();
  // The newest signed checkpoint, kept for ever: what is handed out. It syncs: not for an I/O thread. nullopt
  // as above.
  std::optional<std::string> keep_checkpoint();
  void stop();
  // Nothing is stamped until somebody vouches for the clock.
  bool clock_unsure() { return committer->clock_doubt() && !clock.synchronised(); }

  // Makes all views anew beside those in use and turns over to them (replay/view_folders.h), in the background;
  // nothing while that is going on already. `done` gets an empty text, or why the views stay as they were.
  void make_views_anew(std::function<void(const std::string& problem)> done);

  KeyId city_key() const { return city.format.ledger_id; }
  // Makes the data key of a new person or account durable, before any entry speaks of it. False: out of
  // service.
  bool make_key(KeyKind kind, BytesView id);
  RequestKey request_key(const AccountId& account, const std::string& method, const std::string& path,
                         const std::string& idempotency_key, BytesView body);

  // Records what the account's windows of equal denials counted; nullopt: of any account whose windows are
  // over.
  void record_counted_denials(const std::optional<AccountId>& account);

  Files& files;
  const CityPaths paths;
  const Clock& clock;
  const ServiceLimits limits;
  OpenCity city;
  const std::function<void(const std::string&)> fatal;
  HistoryReader history;
  Names names;
  Sessions sessions;
  RateLimits rates;
  Metrics metrics;
  RequestLog log;
  BlobStore blobs;
  Uploads uploads;
  StorageWatch storage;
  EventStreams streams;
  DenialWindows denials;  // committer's thread
  std::unique_ptr<Views> views;
  std::unique_ptr<Committer> committer;
  // One-time secrets between issue and letter; in memory only.
  struct OneTimeSecret {
    std::string login_id;
    Secret password;
    std::string enrolment_code;
  };
  std::mutex secrets_mutex;  // guards one_time_secrets
  std::map<CredentialId, OneTimeSecret> one_time_secrets;

  LoginDelays login_delays;
  std::string nobodys_verifier;  // password thread: an unknown login id costs what a known one costs

 private:
  void sync_nothing();  // the committer's
  void sign_every_second();
  void find_discarded_tails();
  void record_discarded_tails();
  void take_clock_acceptance();
  void keep_every_hour();
  void seal_heads_daily();
  void clean_uploads();
  void destroy_day_keys();
  std::shared_ptr<const Secret> day_key(std::int32_t utc_day);

  std::shared_ptr<const Secret> request_secret_;
  Instant next_cleaning_;                       // signer's thread
  CivilDate heads_looked_at_on_;                // signer's thread
  std::int32_t day_keys_destroyed_on_ = 0;      // signer's thread: days since 1970-01-01
  std::vector<TornTail> discarded_tails_;       // since the start not changed
  std::atomic<bool> tails_unrecorded_ = false;  // they are proposed again, each once at most is recorded
  std::int64_t next_kept_ = 0;  // signer's thread: when a checkpoint is kept that nobody asked for
  std::mutex signing_mutex_;    // from reading the head to its signature
  std::mutex stop_mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread signer_;

 public:
  // Last: a job that still runs when the service ends finds everything above in place.
  JobThread password_jobs;
  JobThread file_jobs;     // requests that sync files of their own
  JobThread patient_jobs;  // requests that wait for their session's own writes
  JobThread rebuild_jobs;  // views made anew
  PacketWorks packets;     // after the jobs: they hand it work
};

}  // namespace renkei::api
