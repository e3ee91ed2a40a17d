// How many rows this process read from views, whichever and whoever did: the suite is built with the product's
// own view store, whose readers go through `counted` (tests/CMakeLists.txt).
#pragma once

#include <memory>

#include "eventstore/view_store.h"

namespace renkei::testing {

std::uint64_t rows_read();  // looked up or gone through
std::unique_ptr<ViewReader> counted(std::unique_ptr<ViewReader> reader);

}  // namespace renkei::testing
