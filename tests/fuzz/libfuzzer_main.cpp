// One fuzzer: libFuzzer's entry for the target that the build names.
#include <cstdint>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  static const renkei::fuzz::FuzzTarget target = renkei::fuzz::RENKEI_FUZZ_TARGET();
  target.run({reinterpret_cast<const char*>(octets), size});
  return 0;
}
