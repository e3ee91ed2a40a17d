// api/openapi.yaml as it stood when this binary was built.
#pragma once

#include <string_view>

namespace renkei::api {

std::string_view openapi_document();

}  // namespace renkei::api
