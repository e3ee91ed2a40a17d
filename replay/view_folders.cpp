#include "replay/view_folders.h"

#include "projections/views.h"

namespace renkei {
namespace {

constexpr const char* kFirst = "views";
constexpr const char* kSecond = "views.next";

Unexpected<CityError> failed(std::string what) { return {CityError{std::move(what)}}; }

std::string pointer(const CityPaths& paths) { return paths.data + "/views.current"; }

bool second_in_use(Files& files, const CityPaths& paths) {
  const auto named = read_file(files, pointer(paths));
  return named && *named == std::string(kSecond) + "\n";  // anything else: disposable, so no reason to stop
}

bool fits(const ViewStore& store, const LedgerEngine& engine) {
  try {
    return Views::usable(store, engine);
  } catch (const CorruptHistory&) {
    return false;
  }
}

}  // namespace

std::string views_folder(Files& files, const CityPaths& paths) {
  return paths.data + "/" + (second_in_use(files, paths) ? kSecond : kFirst);
}

std::string next_views_folder(Files& files, const CityPaths& paths) {
  return paths.data + "/" + (second_in_use(files, paths) ? kFirst : kSecond);
}

Result<void, CityError> choose_views_folder(Files& files, const CityPaths& paths, const std::string& folder) {
  const std::string name = folder.substr(paths.data.size() + 1);
  if (auto r = replace_file(files, pointer(paths), name + "\n"); !r) return failed(r.error().to_string());
  return {};
}

Result<void, CityError> remove_views(Files& files, const std::string& folder) {
  if (!files.exists(folder)) return {};
  const auto names = files.list(folder);
  if (!names) return failed(names.error().to_string());
  for (const std::string& name : *names) {
    if (auto r = files.unlink(folder + "/" + name); !r) return failed(r.error().to_string());
  }
  if (auto r = files.remove_directory(folder); !r) return failed(r.error().to_string());
  return {};
}

Result<std::unique_ptr<RocksViewStore>, CityError> open_next_views(Files& files, const CityPaths& paths) {
  const std::string folder = next_views_folder(files, paths);
  if (auto r = remove_views(files, folder); !r) return Unexpected{r.error()};
  auto store = RocksViewStore::open(files, folder, family_names());
  if (!store) return failed(store.error());
  return std::move(*store);
}

Result<std::unique_ptr<RocksViewStore>, CityError> open_views(Files& files, const CityPaths& paths,
                                                              const LedgerEngine& engine) {
  const std::string folder = views_folder(files, paths);
  if (auto r = remove_views(files, next_views_folder(files, paths)); !r) return Unexpected{r.error()};
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto store = RocksViewStore::open(files, folder, family_names());
    if (store) {
      if (fits(**store, engine)) return std::move(*store);
      store->reset();
    }
    if (auto r = remove_views(files, folder); !r) return Unexpected{r.error()};
  }
  return failed("the views can't be made anew at " + folder);
}

}  // namespace renkei
