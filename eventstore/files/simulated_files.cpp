#include "eventstore/files/simulated_files.h"

#include <cerrno>
#include <type_traits>
#include <utility>

namespace renkei {

class SimulatedFile final : public File {
 public:
  struct Handle {
    SimulatedNodePtr node;
    std::string path;
    std::uint64_t boot;
    bool writable;
    bool locked;
  };

  SimulatedFile(SimulatedFiles& files, Handle handle) : files_(files), handle_(std::move(handle)) {}
  ~SimulatedFile() override {
    if (handle_.locked) files_.release(*handle_.node, handle_.boot);
  }

  Result<std::size_t, FileError> pread_into(std::uint64_t offset, char* target,
                                            std::size_t length) const override;
  Result<void, FileError> pwrite(std::uint64_t offset, BytesView octets) override;
  Result<void, FileError> truncate(std::uint64_t length) override;
  Result<void, FileError> sync() override;
  Result<std::uint64_t, FileError> length() override;

 private:
  using Need = SimulatedFiles::Need;
  using Fate = SimulatedFiles::Fate;
  SimulatedFiles::Call call(const char* operation, Need need) const {
    return {operation, handle_.path, need, handle_.boot};
  }
  SimulatedContent& content() const { return handle_.node->content; }

  SimulatedFiles& files_;
  const Handle handle_;
};

// Takes the operation's turn on the clock. The action runs under the lock and is told its fate: a failing write
// or sync still leaves traces, other failing operations do nothing.
template <class Value, class Action>
Result<Value, FileError> SimulatedFiles::run(const Call& call, Action action) {
  const auto failure = [&call](int code) { return Unexpected{FileError{code, call.operation, call.path}}; };
  const std::lock_guard guard(mutex_);
  if (!powered_ || call.boot.value_or(boot_) != boot_) return failure(EIO);
  ++operations_;
  const bool cut = cut_at_.has_value() && operations_ >= *cut_at_;
  const int struck = cut ? 0 : strike(call.need);
  if (struck != 0 && call.need != Need::write && call.need != Need::sync) return failure(struck);
  Result<Value, int> result = action(cut ? Fate::cut : struck != 0 ? Fate::failed : Fate::done);
  if (struck != 0) return failure(struck);
  if (cut) {
    lose_power(cut_seed_);
    return failure(EIO);
  }
  if (!result) return failure(result.error());
  if constexpr (std::is_void_v<Value>) {
    return {};
  } else {
    return *std::move(result);
  }
}

Result<void, FileError> SimulatedFiles::run_sync(const Call& call, bool is_directory,
                                                 const std::function<Result<void, int>(Fate)>& action) {
  std::function<bool(const std::string&, bool)> skip;
  std::function<void(const std::string&)> hold;
  {
    const std::lock_guard guard(mutex_);
    skip = skip_sync_;
    hold = hold_sync_;
  }
  if (hold) hold(call.path);
  const bool skipped = skip && skip(call.path, is_directory);
  return run<void>(call, [&](Fate fate) {
    // A cut during the sync leaves the outcome to the seed; a skipped sync that fails still fails.
    if (fate == Fate::cut || (skipped && fate == Fate::done)) return Result<void, int>{};
    return action(fate);
  });
}

int SimulatedFiles::strike(Need need) {
  const bool needs_space = need == Need::space || need == Need::write;
  for (auto fault = faults_.begin(); fault != faults_.end(); ++fault) {
    const bool only_space = fault->code == ENOSPC || fault->code == EDQUOT;
    if (operations_ < fault->at || (only_space && !needs_space)) continue;
    const int code = fault->code;
    if (!fault->persistent) faults_.erase(fault);
    return code;
  }
  return 0;
}

Result<std::size_t, FileError> SimulatedFile::pread_into(std::uint64_t offset, char* target,
                                                         std::size_t length) const {
  return files_.run<std::size_t>(call("pread", Need::nothing), [&](Fate) -> Result<std::size_t, int> {
    const Bytes& octets = content().current();
    if (offset >= octets.size()) return std::size_t{0};
    return octets.copy(target, length, static_cast<std::size_t>(offset));
  });
}

Result<void, FileError> SimulatedFile::pwrite(std::uint64_t offset, BytesView octets) {
  return files_.run<void>(call("pwrite", Need::write), [&](Fate fate) -> Result<void, int> {
    if (!handle_.writable) return Unexpected{EBADF};
    content().write(offset, fate == Fate::failed ? octets.substr(0, octets.size() / 2) : octets);
    return {};
  });
}

Result<void, FileError> SimulatedFile::truncate(std::uint64_t length) {
  return files_.run<void>(call("truncate", Need::nothing), [&](Fate) -> Result<void, int> {
    if (!handle_.writable) return Unexpected{EINVAL};
    content().truncate(length);
    return {};
  });
}

Result<void, FileError> SimulatedFile::sync() {
  return files_.run_sync(call("sync", Need::sync), false, [&](Fate fate) -> Result<void, int> {
    fate == Fate::failed ? content().forget() : content().commit();
    return {};
  });
}

Result<std::uint64_t, FileError> SimulatedFile::length() {
  return files_.run<std::uint64_t>(call("length", Need::nothing), [&](Fate) -> Result<std::uint64_t, int> {
    return std::uint64_t{content().current().size()};
  });
}

Result<std::unique_ptr<File>, FileError> SimulatedFiles::open(const std::string& path, OpenMode mode) {
  const bool may_create = mode == OpenMode::create || mode == OpenMode::create_new;
  const Call call{"open", path, may_create ? Need::space : Need::nothing, {}};
  return run<std::unique_ptr<File>>(call, [&](Fate) -> Result<std::unique_ptr<File>, int> {
    auto node = disk_.open(path, mode);
    if (!node) return Unexpected{node.error()};
    return std::unique_ptr<File>(std::make_unique<SimulatedFile>(
        *this, SimulatedFile::Handle{*node, SimulatedDisk::normalised(path), boot_, mode != OpenMode::read_only,
                                     false}));
  });
}

Result<std::unique_ptr<File>, FileError> SimulatedFiles::lock(const std::string& path) {
  return run<std::unique_ptr<File>>(
      {"lock", path, Need::space, {}}, [&](Fate fate) -> Result<std::unique_ptr<File>, int> {
        auto node = disk_.open(path, OpenMode::create);
        if (!node) return Unexpected{node.error()};
        if ((*node)->locked_boot == boot_) return Unexpected{EWOULDBLOCK};
        if (fate == Fate::cut) return std::unique_ptr<File>();
        (*node)->locked_boot = boot_;
        return std::unique_ptr<File>(std::make_unique<SimulatedFile>(
            *this, SimulatedFile::Handle{*node, SimulatedDisk::normalised(path), boot_, true, true}));
      });
}

// Nothing reads beside others on a simulated disk: the first one keeps the rest out.
Result<std::unique_ptr<File>, FileError> SimulatedFiles::lock_shared(const std::string& path) {
  if (!exists(path)) return Unexpected{FileError{ENOENT, "lock", path}};
  return lock(path);
}

void SimulatedFiles::release(SimulatedNode& node, std::uint64_t boot) {
  const std::lock_guard guard(mutex_);
  if (node.locked_boot == boot) node.locked_boot = 0;
}

Result<void, FileError> SimulatedFiles::rename(const std::string& from, const std::string& to) {
  return run<void>({"rename", from, Need::nothing, {}}, [&](Fate) { return disk_.rename(from, to); });
}

Result<void, FileError> SimulatedFiles::unlink(const std::string& path) {
  return run<void>({"unlink", path, Need::nothing, {}}, [&](Fate) { return disk_.unlink(path); });
}

Result<void, FileError> SimulatedFiles::sync_directory(const std::string& path) {
  const std::string shown = SimulatedDisk::normalised(path);
  return run_sync({"sync_directory", shown, Need::sync, {}}, true, [&](Fate fate) -> Result<void, int> {
    const auto folder = disk_.find(path);
    if (!folder) return Unexpected{folder.error()};
    if (!(*folder)->is_directory) return Unexpected{ENOTDIR};
    if (fate == Fate::done) (*folder)->names.commit();
    return {};
  });
}

Result<void, FileError> SimulatedFiles::create_directory(const std::string& path) {
  return run<void>({"create_directory", path, Need::space, {}},
                   [&](Fate) { return disk_.create_directory(path); });
}

Result<void, FileError> SimulatedFiles::remove_directory(const std::string& path) {
  return run<void>({"remove_directory", path, Need::nothing, {}},
                   [&](Fate) { return disk_.remove_directory(path); });
}

Result<std::vector<std::string>, FileError> SimulatedFiles::list(const std::string& path) {
  return run<std::vector<std::string>>({"list", path, Need::nothing, {}},
                                       [&](Fate) { return disk_.list(path); });
}

bool SimulatedFiles::exists(const std::string& path) {
  const std::lock_guard guard(mutex_);
  return powered_ && disk_.find(path).has_value();
}

Result<FreeSpace, FileError> SimulatedFiles::free_space(const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (!powered_) return Unexpected{FileError{EIO, "statvfs", path}};
  return free_space_;
}

void SimulatedFiles::set_free_space(FreeSpace space) {
  const std::lock_guard lock(mutex_);
  free_space_ = space;
}

std::uint64_t SimulatedFiles::operations() const {
  const std::lock_guard guard(mutex_);
  return operations_;
}

void SimulatedFiles::lose_power(std::uint64_t seed) {
  disk_.settle(seed, names_in_any_order_);
  powered_ = false;
  ++boot_;
  cut_at_.reset();
}

void SimulatedFiles::power_cut(std::uint64_t seed) {
  const std::lock_guard guard(mutex_);
  if (powered_) lose_power(seed);
}

void SimulatedFiles::power_on() {
  const std::lock_guard guard(mutex_);
  powered_ = true;
}

bool SimulatedFiles::powered() const {
  const std::lock_guard guard(mutex_);
  return powered_;
}

void SimulatedFiles::cut_power_at(std::uint64_t k, std::uint64_t seed) {
  const std::lock_guard guard(mutex_);
  cut_at_ = operations_ + k;
  cut_seed_ = seed;
}

void SimulatedFiles::lose_names_in_any_order(bool any_order) {
  const std::lock_guard guard(mutex_);
  names_in_any_order_ = any_order;
}

void SimulatedFiles::fail_operation(std::uint64_t k, int errno_value, bool persistent) {
  const std::lock_guard guard(mutex_);
  faults_.push_back({operations_ + k, errno_value, persistent});
}

void SimulatedFiles::clear_faults() {
  const std::lock_guard guard(mutex_);
  faults_.clear();
}

void SimulatedFiles::skip_sync(std::function<bool(const std::string& path, bool is_directory)> predicate) {
  const std::lock_guard guard(mutex_);
  skip_sync_ = std::move(predicate);
}

void SimulatedFiles::hold_sync(std::function<void(const std::string& path)> hook) {
  const std::lock_guard guard(mutex_);
  hold_sync_ = std::move(hook);
}

std::map<std::string, Bytes> SimulatedFiles::snapshot() const {
  const std::lock_guard guard(mutex_);
  return disk_.contents(false);
}

std::map<std::string, Bytes> SimulatedFiles::durable_snapshot() const {
  const std::lock_guard guard(mutex_);
  return disk_.contents(true);
}

}  // namespace renkei
