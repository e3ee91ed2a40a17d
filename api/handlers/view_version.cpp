#include "api/handlers/handlers.h"

namespace renkei::api {

std::uint64_t view_stream_version(const ViewReader& views, const StreamKey& stream) {
  std::uint64_t version = 0;
  const Bytes prefix = stream_prefix(stream);
  views.scan_backwards(static_cast<std::size_t>(Family::streams), prefix, after_prefix(prefix),
                       [&](BytesView key, BytesView) {
                         version = number_of_key(key.substr(prefix.size()));
                         return false;
                       });
  return version;
}

}  // namespace renkei::api
