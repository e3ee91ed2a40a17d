// What a server answered, taken apart.
#pragma once

#include <string>

#include "api/client/api_client.h"
#include "eventstore/json/json_value.h"
#include "eventstore/json/json_write.h"

namespace renkei::cli {

using renkei::json_string;

// A member of an answer by path: field(answer, "data.defects.0.ja").
std::string field(const JsonValue& json, const std::string& path);
JsonValue parsed(const client::Answer& answer);
client::Headers match(const std::string& version);  // If-Match

}  // namespace renkei::cli
