// Numbers in text formats.
#include "eventstore/crypto/decimal.h"

#include <string>

#include "tests/fuzz/targets.h"

namespace renkei::fuzz {
namespace {

void run_decimal(BytesView octets) {
  const auto number = parse_decimal(octets);
  if (number) must_hold(std::to_string(*number) == octets, "a number has one spelling");
  const auto small = parse_decimal(octets, 255);
  must_hold(small.has_value() == (number && *number <= 255), "a maximum bounds and changes nothing else");
}

std::vector<Bytes> decimal_seeds() {
  return {"",   "0",  "7",  "255",  "256", "18446744073709551615", "18446744073709551616", "007", "+1",
          "-0", " 1", "1 ", "0x10", "1e5"};
}

}  // namespace

FuzzTarget decimal() { return {"decimal", run_decimal, decimal_seeds}; }

}  // namespace renkei::fuzz
