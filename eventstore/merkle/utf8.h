// Reading UTF-8 (RFC 3629) one character at a time, as far as signed notes need it.
#pragma once

#include <optional>
#include <string_view>

namespace renkei {

// Takes the first character off `text`; nullopt when it is not well formed (overlong, surrogate, cut off, too
// large) or `text` is empty.
std::optional<char32_t> take_utf8(std::string_view& text);
bool is_unicode_space(char32_t character);  // White_Space=yes

}  // namespace renkei
