#include "replay/verify/kept.h"

#include "eventstore/crypto/base64.h"

namespace renkei {
namespace {

constexpr int kTampered = 2, kStale = 3;

}  // namespace

KeptCheck::KeptCheck(const VerifyInput& input, Find find) : input_(input), find_(std::move(find)) { advance(); }

void KeptCheck::advance() {
  waiting_.reset();
  while (input_.kept.walk && !waiting_) {
    const auto place = input_.kept.walk();
    if (!place) return;
    ++count_;
    const std::string name = "kept checkpoint " + std::to_string(place->number);
    if (!place->note) {
      find_(last_size_, "kept-slot", name, "a slot that is not intact", kTampered);
      continue;
    }
    auto checkpoint = open_checkpoint(*place->note, input_.log_key);
    if (!checkpoint || checkpoint->origin != input_.origin) {
      find_(last_size_, "kept-signature", name + " of " + input_.origin, "not signed by its key", kTampered);
    } else if (checkpoint->size <= last_size_) {
      find_(checkpoint->size, "kept-order", name + " beyond " + std::to_string(last_size_) + " entries",
            std::to_string(checkpoint->size), kTampered);
    } else {
      last_size_ = checkpoint->size;
      waiting_ = std::move(checkpoint);
    }
  }
}

void KeptCheck::compare(const TreeCheck& tree) {
  if (!waiting_ || waiting_->size != tree.size()) return;
  const Digest root = tree.root();
  if (root != waiting_->root)
    find_(waiting_->size, "kept-root", hex(waiting_->root.view()), hex(root.view()), kTampered);
  advance();
}

void KeptCheck::finish(std::uint64_t size, const std::optional<Checkpoint>& mark) {
  if (!input_.kept.walk) return;
  for (; waiting_; advance()) {
    find_(size, "truncated", std::to_string(waiting_->size) + " entries were signed", std::to_string(size),
          kStale);
  }
  if (count_ < input_.kept.stated) {
    find_(last_size_, "kept-missing", std::to_string(input_.kept.stated) + " kept checkpoints",
          std::to_string(count_), kStale);
  }
  if (input_.kept.ends_with_mark && mark && last_size_ != mark->size) {
    find_(last_size_, "kept-missing", "a kept checkpoint of " + std::to_string(mark->size) + " entries", "none",
          kStale);
  }
}

}  // namespace renkei
