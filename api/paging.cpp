#include "api/paging.h"

#include <charconv>

#include "eventstore/crypto/base64.h"
#include "eventstore/crypto/hmac.h"

namespace renkei::api {
namespace {

constexpr std::size_t kLimitMax = 200, kTagBytes = 16, kCursorMax = 400;

Bytes tag_of(const ExchangePtr& x, BytesView key) {
  std::string filter;
  for (const auto& [name, value] : x->request.head.query) {
    if (name != "cursor" && name != "limit") filter += name + '=' + value + '&';
  }
  const auto secret = x->service.city.keyring->key(service_key_id("requests"));
  ENSURE(secret != nullptr);
  const Digest tag =
      hmac_sha256(secret->view(), {BytesView("cursor"), x->session->grant.account.view(), x->request.head.path,
                                   BytesView("\0", 1), filter, BytesView("\0", 1), key});
  return Bytes(tag.view().substr(0, kTagBytes));
}

}  // namespace

std::optional<Page> page_of(const ExchangePtr& x) {
  Page page;
  const std::string limit = x->query("limit");
  if (!limit.empty()) {
    const auto end = std::from_chars(limit.data(), limit.data() + limit.size(), page.limit);
    if (end.ec != std::errc() || end.ptr != limit.data() + limit.size() || page.limit < 1 ||
        page.limit > kLimitMax) {
      x->invalid({"/query/limit", "limit は1から200までです。", "limit is 1 to 200."});
      return std::nullopt;
    }
  }
  const std::string cursor = x->query("cursor");
  if (cursor.empty()) return page;
  const auto octets = cursor.size() > kCursorMax ? std::nullopt : base64url_decode(cursor);
  if (!octets || octets->size() <= kTagBytes ||
      tag_of(x, BytesView(*octets).substr(kTagBytes)) != BytesView(*octets).substr(0, kTagBytes)) {
    x->problem("invalid-cursor");
    return std::nullopt;
  }
  page.after = octets->substr(kTagBytes);
  return page;
}

std::string cursor_after(const ExchangePtr& x, BytesView key) { return base64url(tag_of(x, key) + Bytes(key)); }

void write_page(const ExchangePtr& x, const ViewReader& views, Family family, BytesView prefix,
                const Page& page, JsonWriter& json, const std::function<bool(BytesView, BytesView)>& visit) {
  const Bytes first = page.after.empty() ? Bytes(prefix) : page.after + '\0';
  std::size_t written = 0;
  Bytes last;
  bool more = false;
  json.name("data").begin_array();
  views.scan(static_cast<std::size_t>(family), first, after_prefix(prefix),
             [&](BytesView key, BytesView value) {
               if (written == page.limit) {
                 more = true;
                 return false;
               }
               if (visit(key, value)) {
                 ++written;
                 last = Bytes(key);
               }
               return true;
             });
  json.end_array().name("next_cursor");
  more ? json.value(cursor_after(x, last)) : json.null();
}

}  // namespace renkei::api
