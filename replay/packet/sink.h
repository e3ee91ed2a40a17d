// Where the octets of a member of the packet go, in order. Whoever writes keeps no more than a piece of them.
#pragma once

#include <functional>

#include "domain/values/bytes.h"

namespace renkei::packet {

using Sink = std::function<void(BytesView)>;

// Hands small writes on in pieces of about 64 KiB. Flush before the end of its life.
class PieceWriter {
 public:
  explicit PieceWriter(const Sink& sink) : sink_(sink) { piece_.reserve(kPiece); }
  PieceWriter(const PieceWriter&) = delete;
  PieceWriter& operator=(const PieceWriter&) = delete;

  void write(BytesView octets) {
    if (piece_.size() + octets.size() > kPiece) flush();
    piece_ += octets;
  }
  void flush() {
    if (!piece_.empty()) sink_(piece_);
    piece_.clear();
  }

 private:
  static constexpr std::size_t kPiece = 64 << 10;
  const Sink& sink_;
  Bytes piece_;
};

}  // namespace renkei::packet
