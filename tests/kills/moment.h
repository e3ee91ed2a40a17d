// Waits for a change in a folder or file, so that a kill falls into it.
#pragma once

#include <chrono>
#include <string>

namespace renkei::testing {

class Moment {
 public:
  // Of names that end with `ending`; a path of a file has no names below it.
  Moment(const std::string& path, std::string ending);
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;
  ~Moment();
  bool wait(std::chrono::milliseconds at_most);  // false: nothing changed

 private:
  bool fits(const char* events, long length) const;
  int descriptor_ = -1;
  std::string ending_;
};

}  // namespace renkei::testing
