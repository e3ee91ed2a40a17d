#include "eventstore/files/simulated_disk.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

namespace renkei {
namespace {

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    std::string part = path.substr(begin, end - begin);
    if (!part.empty() && part != ".") parts.push_back(std::move(part));
    begin = end + 1;
  }
  return parts;
}

std::shared_ptr<SimulatedNameChange> name_change(std::string removed, std::string added,
                                                 SimulatedNodePtr node) {
  auto change = std::make_shared<SimulatedNameChange>();
  change->removed = std::move(removed);
  change->added = std::move(added);
  change->node = std::move(node);
  return change;
}

// Every folder that current, durable or unsynced names lead to, in an order that depends on names only.
void collect_folders(const SimulatedNodePtr& node, std::set<SimulatedNode*>& seen,
                     std::vector<SimulatedNodePtr>& folders) {
  if (!node->is_directory || !seen.insert(node.get()).second) return;
  folders.push_back(node);
  for (const auto& [name, child] : node->names.current()) collect_folders(child, seen, folders);
  for (const auto& [name, child] : node->names.durable()) collect_folders(child, seen, folders);
  for (const auto& change : node->names.unsynced()) collect_folders(change->node, seen, folders);
}

bool contains(const SimulatedNodePtr& folder, const SimulatedNodePtr& wanted) {
  if (folder == wanted) return true;
  for (const auto& [name, child] : folder->names.current()) {
    if (child->is_directory && contains(child, wanted)) return true;
  }
  return false;
}

void collect_contents(const SimulatedNode& folder, const std::string& prefix, bool durable,
                      std::map<std::string, Bytes>& contents) {
  for (const auto& [name, child] : durable ? folder.names.durable() : folder.names.current()) {
    if (child->is_directory) {
      collect_contents(*child, prefix + name + "/", durable, contents);
    } else {
      contents[prefix + name] = durable ? child->content.durable() : child->content.current();
    }
  }
}

void settle_contents(const SimulatedNode& folder, std::set<SimulatedNode*>& seen, std::mt19937_64& random) {
  for (const auto& [name, child] : folder.names.current()) {
    if (!seen.insert(child.get()).second) continue;  // a cut rename may have left two names
    child->is_directory ? settle_contents(*child, seen, random) : child->content.settle(random);
  }
}

// errno of replacing `there` by `moved`, 0 when allowed.
int replacing_error(const SimulatedNode& moved, const SimulatedNode& there) {
  if (there.is_directory && !moved.is_directory) return EISDIR;
  if (!there.is_directory && moved.is_directory) return ENOTDIR;
  return there.names.current().empty() ? 0 : ENOTEMPTY;
}

}  // namespace

SimulatedDisk::SimulatedDisk() : root_(std::make_shared<SimulatedNode>()) { root_->is_directory = true; }

std::string SimulatedDisk::normalised(const std::string& path) {
  std::string result;
  for (const std::string& part : parts_of(path)) result += (result.empty() ? "" : "/") + part;
  return result;
}

Result<SimulatedNodePtr, int> SimulatedDisk::find(const std::string& path) const {
  SimulatedNodePtr node = root_;
  for (const std::string& part : parts_of(path)) {
    if (!node->is_directory) return Unexpected{ENOTDIR};
    const auto child = node->names.current().find(part);
    if (child == node->names.current().end()) return Unexpected{ENOENT};
    node = SimulatedNodePtr(child->second);
  }
  return node;
}

Result<SimulatedDisk::Place, int> SimulatedDisk::locate(const std::string& path) const {
  const std::string whole = normalised(path);
  if (whole.empty()) return Unexpected{EBUSY};  // the root has no place to change
  const std::size_t slash = whole.rfind('/');
  const auto folder = find(slash == std::string::npos ? "" : whole.substr(0, slash));
  if (!folder) return Unexpected{folder.error()};
  if (!(*folder)->is_directory) return Unexpected{ENOTDIR};
  Place place{*folder, slash == std::string::npos ? whole : whole.substr(slash + 1), nullptr};
  const auto& names = place.folder->names.current();
  if (const auto entry = names.find(place.name); entry != names.end()) place.node = entry->second;
  return place;
}

SimulatedNodePtr SimulatedDisk::add(const Place& place, bool is_directory) {
  auto node = std::make_shared<SimulatedNode>();
  node->is_directory = is_directory;
  place.folder->names.change(name_change("", place.name, node));
  return node;
}

void SimulatedDisk::remove(const Place& place) {
  place.folder->names.change(name_change(place.name, "", place.node));
}

Result<SimulatedNodePtr, int> SimulatedDisk::open(const std::string& path, OpenMode mode) {
  if (normalised(path).empty()) return Unexpected{EISDIR};
  auto place = locate(path);
  if (!place) return Unexpected{place.error()};
  if (place->node == nullptr) {
    if (mode == OpenMode::read_only || mode == OpenMode::read_write) return Unexpected{ENOENT};
    return add(*place, false);
  }
  if (mode == OpenMode::create_new) return Unexpected{EEXIST};
  if (place->node->is_directory) return Unexpected{EISDIR};
  return place->node;
}

Result<void, int> SimulatedDisk::rename(const std::string& from, const std::string& to) {
  const auto source = locate(from);
  if (!source) return Unexpected{source.error()};
  if (source->node == nullptr) return Unexpected{ENOENT};
  const auto target = locate(to);
  if (!target) return Unexpected{target.error()};
  if (source->node == target->node) return {};
  if (source->node->is_directory && contains(source->node, target->folder)) return Unexpected{EINVAL};
  if (target->node != nullptr) {
    if (const int code = replacing_error(*source->node, *target->node); code != 0) return Unexpected{code};
  }
  if (source->folder == target->folder) {
    source->folder->names.change(name_change(source->name, target->name, source->node));
    return {};
  }
  auto addition = name_change("", target->name, source->node);
  auto removal = name_change(source->name, "", source->node);
  addition->source = source->folder;
  removal->target = addition;
  target->folder->names.change(std::move(addition));
  source->folder->names.change(std::move(removal));
  return {};
}

Result<void, int> SimulatedDisk::unlink(const std::string& path) {
  const auto place = locate(path);
  if (!place) return Unexpected{place.error()};
  if (place->node == nullptr) return Unexpected{ENOENT};
  if (place->node->is_directory) return Unexpected{EISDIR};
  remove(*place);
  return {};
}

Result<void, int> SimulatedDisk::create_directory(const std::string& path) {
  if (normalised(path).empty()) return {};
  const auto place = locate(path);
  if (!place) return Unexpected{place.error()};
  if (place->node == nullptr) {
    add(*place, true);
  } else if (!place->node->is_directory) {
    return Unexpected{EEXIST};
  }
  return {};
}

Result<void, int> SimulatedDisk::remove_directory(const std::string& path) {
  const auto place = locate(path);
  if (!place) return Unexpected{place.error()};
  if (place->node == nullptr) return Unexpected{ENOENT};
  if (!place->node->is_directory) return Unexpected{ENOTDIR};
  if (!place->node->names.current().empty()) return Unexpected{ENOTEMPTY};
  remove(*place);
  return {};
}

Result<std::vector<std::string>, int> SimulatedDisk::list(const std::string& path) const {
  const auto folder = find(path);
  if (!folder) return Unexpected{folder.error()};
  if (!(*folder)->is_directory) return Unexpected{ENOTDIR};
  std::vector<std::string> names;
  for (const auto& [name, child] : (*folder)->names.current()) names.push_back(name);
  return names;
}

void SimulatedDisk::settle(std::uint64_t seed, bool names_in_any_order) {
  std::mt19937_64 random(seed);
  std::set<SimulatedNode*> seen;
  std::vector<SimulatedNodePtr> folders;
  collect_folders(root_, seen, folders);
  for (const SimulatedNodePtr& folder : folders) folder->names.draw(random, names_in_any_order);
  for (const SimulatedNodePtr& folder : folders) folder->names.settle();
  seen.clear();
  settle_contents(*root_, seen, random);
}

std::map<std::string, Bytes> SimulatedDisk::contents(bool durable) const {
  std::map<std::string, Bytes> result;
  collect_contents(*root_, "", durable, result);
  return result;
}

}  // namespace renkei
