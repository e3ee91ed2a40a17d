// Where the views lie: DATA/views, or DATA/views.next once they were made anew beside it, then DATA/views
// again. DATA/views.current names the folder in use; without it, it is DATA/views.
#pragma once

#include "replay/city.h"

namespace renkei {

std::string views_folder(Files& files, const CityPaths& paths);       // in use
std::string next_views_folder(Files& files, const CityPaths& paths);  // not in use

// Durable on return: the next start opens `folder`.
Result<void, CityError> choose_views_folder(Files& files, const CityPaths& paths, const std::string& folder);
// The folder and what is in it, if it is there.
Result<void, CityError> remove_views(Files& files, const std::string& folder);

// An empty store in the folder that is not in use.
Result<std::unique_ptr<RocksViewStore>, CityError> open_next_views(Files& files, const CityPaths& paths);
// The store in use; an empty one instead of views that do not fit the ledger. Removes what a start or a
// rebuild left in the other folder.
Result<std::unique_ptr<RocksViewStore>, CityError> open_views(Files& files, const CityPaths& paths,
                                                              const LedgerEngine& engine);

}  // namespace renkei
