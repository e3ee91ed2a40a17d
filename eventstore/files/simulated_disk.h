// The state behind SimulatedFiles: for every file and folder what programs see and what would survive a power
// cut, with the changes in between. Knows nothing of threads, faults or clocks. Errors are errno values.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "eventstore/files/files.h"

namespace renkei {

class SimulatedContent {
 public:
  const Bytes& current() const { return current_; }
  const Bytes& durable() const { return durable_; }
  void write(std::uint64_t offset, BytesView octets);
  void truncate(std::uint64_t length);
  void commit();  // a sync that succeeded
  // A sync that failed: the octets stay readable, but no later sync writes them (Linux drops the dirty mark).
  void forget() { unsynced_.clear(); }
  // Power is gone: what survives becomes the content.
  void settle(std::mt19937_64& random);

 private:
  struct Change {
    bool truncation = false;
    std::uint64_t offset = 0;  // of the octets, or the new length
    Bytes octets;
  };
  void settle_write(const Change& change, std::mt19937_64& random);

  Bytes current_;
  Bytes durable_;
  std::vector<Change> unsynced_;
};

struct SimulatedNode;
using SimulatedNodePtr = std::shared_ptr<SimulatedNode>;

// One change of the names in one folder: `removed` goes, `added` names the node; either may be empty. A rename
// within a folder has both and is atomic. A rename across folders is two changes: the old name cannot go
// durably before the new one is durable; a cut before either sync takes both or neither; a cut after only the
// target folder was synced may leave both names.
struct SimulatedNameChange {
  std::string removed;
  std::string added;
  SimulatedNodePtr node;
  std::shared_ptr<SimulatedNameChange>
      target;                           // in the half that removes the old name: the half that adds the new
  std::weak_ptr<SimulatedNode> source;  // in the half that adds: the folder the node comes from
  bool durable = false;
  bool awaited = false;  // its folder was synced while `target` was not durable yet
  bool kept = false;     // drawn when power is cut
};

class SimulatedNames {
 public:
  using Map = std::map<std::string, SimulatedNodePtr>;
  using ChangePtr = std::shared_ptr<SimulatedNameChange>;

  const Map& current() const { return current_; }
  const Map& durable() const { return durable_; }
  const std::vector<ChangePtr>& unsynced() const { return unsynced_; }
  void change(ChangePtr change);
  void commit();
  void draw(std::mt19937_64& random, bool in_any_order);
  void settle();  // after every folder has drawn

 private:
  bool commit_one(SimulatedNameChange& change);  // false when it must wait for its other half
  void finish_awaited();
  void apply_durably(const SimulatedNameChange& change);

  Map current_;
  Map durable_;
  std::vector<ChangePtr> unsynced_;
};

struct SimulatedNode {
  bool is_directory = false;
  SimulatedContent content;       // of a file
  SimulatedNames names;           // of a folder
  std::uint64_t locked_boot = 0;  // locked when equal to the number of the running boot
};

class SimulatedDisk {
 public:
  SimulatedDisk();
  Result<SimulatedNodePtr, int> find(const std::string& path) const;
  Result<SimulatedNodePtr, int> open(const std::string& path, OpenMode mode);
  Result<void, int> rename(const std::string& from, const std::string& to);
  Result<void, int> unlink(const std::string& path);
  Result<void, int> create_directory(const std::string& path);
  Result<void, int> remove_directory(const std::string& path);
  Result<std::vector<std::string>, int> list(const std::string& path) const;
  void settle(std::uint64_t seed, bool names_in_any_order);
  std::map<std::string, Bytes> contents(bool durable) const;
  // Without leading, doubled or trailing slashes and without "." parts.
  static std::string normalised(const std::string& path);

 private:
  struct Place {
    SimulatedNodePtr folder;
    std::string name;
    SimulatedNodePtr node;  // empty when there is none of that name
  };
  Result<Place, int> locate(const std::string& path) const;
  SimulatedNodePtr add(const Place& place, bool is_directory);
  static void remove(const Place& place);

  SimulatedNodePtr root_;
};

}  // namespace renkei
