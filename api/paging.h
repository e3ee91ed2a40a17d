// Pages of a list: `limit` 1–200 (50) and an opaque `cursor`, authenticated and bound to route, filter and
// account, so that nobody can ask from where he was never led.
#pragma once

#include "api/exchange.h"

namespace renkei::api {

struct Page {
  std::size_t limit = 50;
  Bytes after;  // the key of the last row given; empty: from the beginning
};

// The page a request asks for; answers 400 `invalid-value` or `invalid-cursor` itself.
std::optional<Page> page_of(const ExchangePtr& x);
// The cursor behind the row with this key.
std::string cursor_after(const ExchangePtr& x, BytesView key);

// Rows of one family with a prefix, one page of them; `visit` returns false for rows that are not to be seen.
// Writes "data" through visit, then "next_cursor".
void write_page(const ExchangePtr& x, const ViewReader& views, Family family, BytesView prefix,
                const Page& page, JsonWriter& json,
                const std::function<bool(BytesView key, BytesView value)>& visit);

}  // namespace renkei::api
