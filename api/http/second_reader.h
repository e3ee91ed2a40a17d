// A second, independent parser (Boost.Beast) reads every head the guard has passed; a head the two read
// differently is refused. Beast alone is too lenient (obs-fold, Transfer-Encoding), our guard alone would have
// nobody to contradict it.
#pragma once

#include <string_view>

#include "api/http/framing.h"

namespace renkei::http {

bool second_reader_agrees(std::string_view raw, const RawHead& head);

}  // namespace renkei::http
