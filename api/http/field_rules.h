// What the fields of a head may say together: which occur once, which never, and what they decide about
// framing.
#pragma once

#include <optional>

#include "api/http/framing.h"

namespace renkei::http {

// Sets content_length and close from the fields, or names what is wrong with them.
std::optional<Fault> apply_field_rules(RawHead& head);

}  // namespace renkei::http
