#include "replay/packet/page/verify_page.h"

#include "domain/check.h"

namespace renkei::packet {

std::string_view empty_verify_page();  // made by scripts/join_page.cmake

namespace {

constexpr std::string_view kBlock = R"(<script type="text/plain" id="city-keys">)";

}  // namespace

std::string verify_page(std::string_view city_key_block) {
  ENSURE(city_key_block.find('<') == std::string_view::npos);  // nothing in it can end the block
  std::string page(empty_verify_page());
  const std::size_t block = page.find(kBlock);
  ENSURE(block != std::string::npos);
  return page.insert(block + kBlock.size(), city_key_block);
}

}  // namespace renkei::packet
