// A city's stores opened in this process, with committer and views, without HTTP.
#pragma once

#include "eventstore/committer.h"
#include "eventstore/files/posix_files.h"
#include "projections/views.h"
#include "replay/view_folders.h"

namespace renkei::bench {

enum class Folding { on, off };

class OpenStores {
 public:
  explicit OpenStores(const std::string& root, Folding folding = Folding::on);  // throws std::runtime_error
  ~OpenStores();

  void stop();  // commits and folds what is waiting, signs, closes the threads
  // Waits until at most `behind` entries are not folded.
  void wait_for_views(std::uint64_t behind) const;

 private:
  struct NoSink;
  PosixFiles files_;
  SystemClock clock_;
  std::unique_ptr<NoSink> no_sink_;

 public:
  OpenCity city;
  std::unique_ptr<Views> views;
  std::unique_ptr<Committer> committer;
};

inline CityPaths paths_of(const std::string& root) { return {root + "/data", root + "/secrets"}; }
// Highest resident memory of this process, or of another one.
std::uint64_t peak_memory_bytes(int process = 0);

}  // namespace renkei::bench
