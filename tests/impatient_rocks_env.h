// An Env over a simulated disk in which nobody sleeps long: after a failed flush or compaction RocksDB waits a
// second, which would be most of the time of a test that cuts power.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/system_clock.h>

#include <algorithm>
#include <memory>

#include "eventstore/rocks/rocks_file_system.h"

namespace renkei {

class ImpatientClock final : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;
  const char* Name() const override { return "ImpatientClock"; }
  void SleepForMicroseconds(int micros) override { target_->SleepForMicroseconds(std::min(micros, 1000)); }
};

class ImpatientRocksEnv final : public rocksdb::EnvWrapper {
 public:
  explicit ImpatientRocksEnv(Files& files)
      : ImpatientRocksEnv(std::shared_ptr<rocksdb::Env>(make_rocks_env(files))) {}

 private:
  explicit ImpatientRocksEnv(const std::shared_ptr<rocksdb::Env>& inner) : EnvWrapper(inner) {
    file_system_ = inner->GetFileSystem();
    system_clock_ = std::make_shared<ImpatientClock>(inner->GetSystemClock());
  }
};

}  // namespace renkei
