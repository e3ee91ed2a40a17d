// Where this build reads and writes. The paths stand in one generated file, so that a compiler cache serves
// clones that lie elsewhere.
#pragma once

#include <string>

namespace renkei::testing {

std::string source_folder();       // of the project, without a slash at its end
std::string build_folder();        // of the preset
std::string kept_packet_folder();  // where the packet suite leaves what other programs check

}  // namespace renkei::testing
