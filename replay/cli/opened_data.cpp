#include "replay/cli/opened_data.h"

#include <iostream>

namespace renkei::cli {
namespace {

constexpr int kTampered = 2, kUnreadable = 5;

}  // namespace

Result<std::unique_ptr<OpenedData>, NotOpened> try_open_data(const std::string& data) {
  auto opened = std::make_unique<OpenedData>();
  opened->paths.data = data;
  const auto fail = [](const std::string& what, int code) { return Unexpected{NotOpened{what, code}}; };
  auto format = read_format(opened->files, opened->paths);
  if (!format) return fail(format.error().what, kUnreadable);
  opened->format = *format;
  const auto key = VerificationKey::parse(format->log_key);
  if (!key) return fail("DATA/FORMAT names no verification key", kTampered);
  opened->log_key = *key;
  auto lock = lock_to_read(opened->files, opened->paths);
  if (!lock) return fail(lock.error().what, kUnreadable);
  opened->lock = std::move(*lock);
  auto engine = RocksEngine::open_read_only(opened->files, data);
  if (!engine) {
    const EngineError& error = engine.error();
    if (!error.corrupt) return fail(error.what, kUnreadable);
    return Unexpected{NotOpened{error.what, kTampered, DamagedLedger{error.position, *key}}};
  }
  opened->engine = std::move(*engine);
  return opened;
}

Result<std::unique_ptr<OpenedData>, int> open_data(const std::string& command, const std::string& data) {
  auto opened = try_open_data(data);
  if (opened) return std::move(*opened);
  std::cerr << "renkei " << command << ": " << opened.error().what << "\n";
  return Unexpected{opened.error().exit_code};
}

}  // namespace renkei::cli
