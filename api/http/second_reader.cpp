#include "api/http/second_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/optional/optional.hpp>
#include <iterator>
#include <limits>

namespace renkei::http {
namespace beast_http = boost::beast::http;

namespace {

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

// Beast keeps fields of one name together, so the order across names cannot be compared.
bool same_fields(const beast_http::fields& theirs, const Fields& ours) {
  if (static_cast<std::size_t>(std::distance(theirs.begin(), theirs.end())) != ours.size()) return false;
  return std::all_of(ours.begin(), ours.end(), [&theirs](const auto& own) {
    const auto [first, last] = theirs.equal_range(own.first);
    return std::any_of(first, last, [&own](const auto& field) { return view(field.value()) == own.second; });
  });
}

}  // namespace

bool second_reader_agrees(std::string_view raw, const RawHead& head) {
  beast_http::request_parser<beast_http::empty_body> parser;
  parser.header_limit(std::numeric_limits<std::uint32_t>::max());  // the guard has bounded the head already
  parser.body_limit(boost::none);
  boost::system::error_code error;
  const std::size_t consumed = parser.put(boost::asio::buffer(raw.data(), raw.size()), error);
  if (error || consumed != raw.size() || !parser.is_header_done() || parser.chunked()) return false;
  const auto& message = parser.get();
  if (message.version() != 11 || view(message.method_string()) != head.method) return false;
  if (view(message.target()) != head.target || parser.keep_alive() == head.close) return false;
  const auto length = parser.content_length();
  if ((length ? *length : 0) != head.content_length) return false;
  return same_fields(message, head.fields);
}

}  // namespace renkei::http
