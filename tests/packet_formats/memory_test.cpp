// What the writers keep does not grow with what they write: counted at operator new, not measured.
#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/packet_formats/sample_packet.h"

namespace {
std::atomic<std::size_t> now_held{0}, most_held{0};

void* counted(std::size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  const std::size_t held = now_held += malloc_usable_size(memory);
  if (held > most_held) most_held = held;
  return memory;
}
void released(void* memory) noexcept {
  if (memory != nullptr) now_held -= malloc_usable_size(memory);
  std::free(memory);
}
}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { released(memory); }
void operator delete[](void* memory) noexcept { released(memory); }
void operator delete(void* memory, std::size_t) noexcept { released(memory); }
void operator delete[](void* memory, std::size_t) noexcept { released(memory); }

namespace renkei::testing {
namespace {

constexpr std::size_t kRows = 100'000, kMebibyte = 1 << 20;

// Octets written, and the most that was held at once beyond what was there before.
struct Cost {
  std::size_t written = 0, held = 0, largest_piece = 0;
};
Cost cost_of(const std::function<void(const packet::Sink&)>& write) {
  write([](BytesView) {});  // what is made once for ever is not counted
  Cost cost;
  const std::size_t before = now_held;
  most_held = before;
  write([&](BytesView piece) {
    cost.written += piece.size();
    cost.largest_piece = std::max(cost.largest_piece, piece.size());
  });
  cost.held = most_held - before;
  EXPECT_EQ(now_held, before);
  return cost;
}

TEST(PacketMemory, OfTheCsvIsOnePiece) {
  const SamplePacket sample = large_packet(kRows);
  const Cost cost =
      cost_of([&](const packet::Sink& sink) { packet::write_csv(sample.dictionary, sample.rows, sink); });
  EXPECT_GT(cost.written, 25 * kMebibyte);
  EXPECT_LT(cost.held, kMebibyte / 4);
  EXPECT_LT(cost.largest_piece, 128u << 10);
}

// The bundle remembers people, consents and the messages it has shown, never its accesses.
TEST(PacketMemory, OfTheBundleGrowsWithItsMessagesOnly) {
  const SamplePacket sample = large_packet(kRows);
  const Cost cost = cost_of([&](const packet::Sink& sink) {
    packet::write_bundle(sample.facts, sample.dictionary, sample.rows, sink);
  });
  EXPECT_GT(cost.written, 150 * kMebibyte);
  EXPECT_LT(cost.held, 4 * kMebibyte);
  EXPECT_LT(cost.largest_piece, 128u << 10);
}

}  // namespace
}  // namespace renkei::testing
