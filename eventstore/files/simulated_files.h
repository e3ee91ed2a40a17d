// A disk in memory for fault tests. What was not synced is at the mercy of the next power cut: writes may be
// lost or torn at 512-octet sectors, truncations and names lost. All stores of a test share one SimulatedFiles
// and so one clock of operations: every call of Files or File counts one, except `exists` and
// `free_space`; what is refused for
// lack of power does not. Paths start at the root of this disk whether they begin with a slash or not; those in
// snapshots and handed to the hooks carry none.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "eventstore/files/files.h"
#include "eventstore/files/simulated_disk.h"

namespace renkei {

class SimulatedFiles final : public Files {  // outlives the File objects it returned
 public:
  Result<std::unique_ptr<File>, FileError> open(const std::string& path, OpenMode mode) override;
  Result<void, FileError> rename(const std::string& from, const std::string& to) override;
  Result<void, FileError> unlink(const std::string& path) override;
  Result<void, FileError> sync_directory(const std::string& path) override;
  Result<void, FileError> create_directory(const std::string& path) override;
  Result<void, FileError> remove_directory(const std::string& path) override;
  Result<std::vector<std::string>, FileError> list(const std::string& path) override;
  bool exists(const std::string& path) override;
  Result<FreeSpace, FileError> free_space(const std::string& path) override;
  Result<std::unique_ptr<File>, FileError> lock(const std::string& path) override;
  Result<std::unique_ptr<File>, FileError> lock_shared(const std::string& path) override;

  std::uint64_t operations() const;

  // Power goes: the seed decides what of the unsynced survives. Everything fails with EIO until `power_on`, and
  // files opened before stay dead after it; locks are free again.
  void power_cut(std::uint64_t seed);
  void power_on();
  bool powered() const;
  // The same during the k-th operation from now (k ≥ 1), which may or may not have happened and fails with EIO.
  void cut_power_at(std::uint64_t k, std::uint64_t seed);
  // By default each folder keeps its name changes up to some point, as a journaling file system does and as
  // RocksDB needs (it syncs the folder once after creating the MANIFEST and renaming CURRENT). True: keeps any
  // subset.
  void lose_names_in_any_order(bool any_order);

  // The k-th operation from now (k ≥ 1) fails with `errno_value`; persistent: so does all that follows. ENOSPC
  // and EDQUOT only strike operations that need space. A failed pwrite has written half of its octets, and what
  // a failed sync should have kept no later sync keeps. Several faults may be set; `clear_faults` ends them.
  void fail_operation(std::uint64_t k, int errno_value, bool persistent);
  void clear_faults();

  // Syncs for which the predicate holds claim success and keep nothing. An empty function ends it.
  void skip_sync(std::function<bool(const std::string& path, bool is_directory)> predicate);
  // Called before every sync of a file or folder, without any lock held: a test may block in it.
  void hold_sync(std::function<void(const std::string& path)> hook);

  // What free_space tells from now on; nothing is refused for it. At first there is room for everything.
  void set_free_space(FreeSpace space);

  std::map<std::string, Bytes> snapshot() const;
  std::map<std::string, Bytes> durable_snapshot() const;  // what a cut that keeps nothing unsynced would leave

 private:
  friend class SimulatedFile;
  enum class Need { nothing, space, write, sync };
  enum class Fate { done, failed, cut };
  struct Call {
    const char* operation;
    const std::string& path;
    Need need = Need::nothing;
    std::optional<std::uint64_t> boot;  // of the handle, when there is one
  };
  struct Fault {
    std::uint64_t at;
    int code;
    bool persistent;
  };

  template <class Value, class Action>
  Result<Value, FileError> run(const Call& call, Action action);
  Result<void, FileError> run_sync(const Call& call, bool is_directory,
                                   const std::function<Result<void, int>(Fate)>& action);
  int strike(Need need);  // the errno of a fault due now, or 0
  void lose_power(std::uint64_t seed);
  void release(SimulatedNode& node, std::uint64_t boot);

  mutable std::mutex mutex_;
  SimulatedDisk disk_;
  std::uint64_t operations_ = 0;
  std::uint64_t boot_ = 1;
  bool powered_ = true;
  bool names_in_any_order_ = false;
  FreeSpace free_space_{1ull << 40, 1ull << 40};
  std::vector<Fault> faults_;
  std::optional<std::uint64_t> cut_at_;
  std::uint64_t cut_seed_ = 0;
  std::function<bool(const std::string&, bool)> skip_sync_;
  std::function<void(const std::string&)> hold_sync_;
};

}  // namespace renkei
