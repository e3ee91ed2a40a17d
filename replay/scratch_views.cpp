#include "replay/scratch_views.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "projections/dump.h"
#include "projections/rows.h"

namespace renkei {

ScratchViews::ScratchViews(const LedgerEngine& engine, std::uint64_t last, const Progress& progress) {
  std::string folder = std::filesystem::temp_directory_path() / "renkei-views-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no room for temporary views at " + folder);
  folder_ = folder;
  auto store = RocksViewStore::open(files_, folder_, family_names());
  if (!store) {
    std::filesystem::remove_all(folder_);
    throw std::runtime_error("temporary views: " + store.error());
  }
  store_ = std::move(*store);
  try {
    fold_until(engine, last, *store_, progress);
  } catch (...) {  // a constructor that throws is never destroyed
    store_.reset();
    std::filesystem::remove_all(folder_);
    throw;
  }
}

ScratchViews::~ScratchViews() {
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace renkei
