// Requests no server should serve, each with the status it must be refused with.
#pragma once

#include <string>
#include <vector>

namespace renkei::http::test {

struct Malformed {
  std::string name;
  std::string octets;
  int status = 400;
};

// A request whose line is as given.
inline std::string with_line(const std::string& line) { return line + "\r\nHost: a\r\n\r\n"; }
inline std::string with_target(const std::string& target) { return with_line("GET " + target + " HTTP/1.1"); }
inline std::string with_host(const std::string& host) { return "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"; }
// A good GET with one more line among its fields.
inline std::string with_field(const std::string& field) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\nAccept-Language: ja\r\n\r\n";
}
// A POST with five octets of body, whose length is as given.
inline std::string with_length(const std::string& length) {
  return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:" + length + "\r\n\r\nhello";
}
inline std::string twice(const std::string& first, const std::string& second) {
  return with_field(first + "\r\n" + second);
}
inline std::string nul(const char (&text)[1]) { return std::string(text, 1); }

inline std::vector<Malformed> malformed_lines() {
  return {
      {"leading empty line", "\r\n" + with_target("/")},
      {"leading bare LF", "\n" + with_target("/")},
      {"leading space", " " + with_target("/")},
      {"leading tab", "\t" + with_target("/")},
      {"leading NUL", nul("") + with_target("/")},
      {"TLS client hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11)},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
      {"HTTP/0.9", "GET /\r\n\r\n"},
      {"HTTP/1.0", with_line("GET / HTTP/1.0")},
      {"HTTP/1.2", with_line("GET / HTTP/1.2")},
      {"HTTP/2.0", with_line("GET / HTTP/2.0")},
      {"HTTP/01.1", with_line("GET / HTTP/01.1")},
      {"HTTP/1.10", with_line("GET / HTTP/1.10")},
      {"http/1.1 in lower case", with_line("GET / http/1.1")},
      {"version without number", with_line("GET / HTTP/")},
      {"version of another protocol", with_line("GET / HTTPS/1.1")},
      {"no version", with_line("GET /")},
      {"no target", with_line("GET HTTP/1.1")},
      {"empty target", with_line("GET  HTTP/1.1")},
      {"two spaces before the target", with_line("GET  / HTTP/1.1")},
      {"two spaces before the version", with_line("GET /  HTTP/1.1")},
      {"space after the version", with_line("GET / HTTP/1.1 ")},
      {"tab for a space", with_line("GET\t/ HTTP/1.1")},
      {"space inside the target", with_line("GET /a b HTTP/1.1")},
      {"method with a parenthesis", with_line("G(ET / HTTP/1.1")},
      {"method with a colon", with_line("GET: / HTTP/1.1")},
      {"method with a control character", with_line("G\x01T / HTTP/1.1")},
      {"method with an octet above ASCII", with_line("G\xc3\x89T / HTTP/1.1")},
      {"empty method", with_line("@ / HTTP/1.1")},
      {"CONNECT in origin-form", with_line("CONNECT / HTTP/1.1")},
      {"CONNECT in authority-form", with_line("CONNECT a:443 HTTP/1.1")},
      {"TRACE", with_line("TRACE / HTTP/1.1")},
      {"OPTIONS *", with_line("OPTIONS * HTTP/1.1")},
      {"bare LF after the line", "GET / HTTP/1.1\nHost: a\r\n\r\n"},
      {"bare LF everywhere", "GET / HTTP/1.1\nHost: a\n\n"},
      {"bare CR in the line", "GET /\rx HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bare CR after the line", "GET / HTTP/1.1\rHost: a\r\n\r\n"},
      {"CR CR LF after the line", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"},
      {"NUL in the line", "GET /" + nul("") + " HTTP/1.1\r\nHost: a\r\n\r\n"},
  };
}

inline std::vector<Malformed> malformed_targets() {
  return {
      {"absolute-form", with_target("http://a/")},
      {"absolute-form of another host", with_target("https://b/")},
      {"authority-form", with_target("a:80")},
      {"asterisk-form", with_target("*")},
      {"no leading slash", with_target("a")},
      {"query only", with_target("?a=1")},
      {"fragment", with_target("/a#b")},
      {"fragment in the query", with_target("/a?b#c")},
      {"two slashes", with_target("//")},
      {"two slashes before a host", with_target("//b/")},
      {"two slashes inside", with_target("/a//b")},
      {"two slashes at the end", with_target("/a//")},
      {"dot segment", with_target("/./a")},
      {"dot segment at the end", with_target("/a/.")},
      {"dot-dot segment", with_target("/a/../b")},
      {"dot-dot segment at the end", with_target("/a/..")},
      {"dot-dot segment at once", with_target("/..")},
      {"encoded dot segment", with_target("/%2e/a")},
      {"encoded dot-dot segment", with_target("/a/%2e%2E/b")},
      {"half encoded dot-dot segment", with_target("/a/.%2e/b")},
      {"encoded slash", with_target("/a%2fb")},
      {"encoded slash in capitals", with_target("/a%2Fb")},
      {"encoded backslash", with_target("/a%5cb")},
      {"backslash", with_target("/a\\b")},
      {"encoded NUL", with_target("/a%00b")},
      {"encoded NUL in the query", with_target("/a?b=%00")},
      {"encoded CR LF", with_target("/a%0d%0ab")},
      {"encoded CR LF in the query", with_target("/a?b=c%0D%0Ad")},
      {"encoded DEL", with_target("/%7f")},
      {"escape cut after the percent sign", with_target("/a%")},
      {"escape cut after one digit", with_target("/a%4")},
      {"escape with a letter", with_target("/a%4g")},
      {"escape with a sign", with_target("/a%+4")},
      {"escape of IIS", with_target("/a%u0041")},
      {"bad escape in the query", with_target("/a?b=%zz")},
      {"octets above ASCII", with_target("/\xe8\xa8\x98")},
  };
}

inline std::vector<Malformed> malformed_characters() {
  return {
      {"lone continuation octet", with_target("/%80")},
      {"cut UTF-8 sequence", with_target("/%e8%a8")},
      {"overlong slash", with_target("/a%c0%afb")},
      {"overlong dot in three octets", with_target("/%e0%80%ae")},
      {"UTF-16 surrogate", with_target("/%ed%a0%80")},
      {"beyond Unicode", with_target("/%f4%90%80%80")},
      {"five octet sequence", with_target("/%f8%88%80%80%80")},
      {"invalid UTF-8 in the query", with_target("/a?b=%ff")},
      {"invalid UTF-8 in a parameter's name", with_target("/a?%ff=b")},
      {"quote", with_target("/a\"b")},
      {"angle bracket", with_target("/<a>")},
      {"caret", with_target("/a^b")},
      {"brace", with_target("/{a}")},
      {"bar", with_target("/a|b")},
      {"grave accent", with_target("/a`b")},
      {"square bracket in the query", with_target("/a?b[]=1")},
      {"control character", with_target("/a\x01")},
      {"DEL", with_target("/a\x7f")},
      {"parameter without a name", with_target("/a?=b")},
      {"empty parameter", with_target("/a?b=1&&c=2")},
      {"parameter list with an open end", with_target("/a?b=1&")},
      {"too many parameters", with_target("/a?b" +
                                          [] {
                                            std::string more;
                                            for (int i = 0; i < 100; ++i) more += "&b";
                                            return more;
                                          }())},
  };
}

inline std::vector<Malformed> malformed_hosts() {
  return {
      {"no Host", "GET / HTTP/1.1\r\n\r\n"},
      {"no Host, other fields", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n"},
      {"two Hosts", twice("Accept: */*", "Host: a")},
      {"two Hosts in other letters", twice("Accept: */*", "hOST: b")},
      {"empty Host", with_host("")},
      {"Host with a path", with_host("a/b")},
      {"Host with a user", with_host("u@a")},
      {"Host with a space", with_host("a b")},
      {"list of Hosts", with_host("a,b")},
      {"Host with an empty port", with_host("a:")},
      {"Host with a bad port", with_host("a:8x")},
      {"Host with a long port", with_host("a:123456")},
      {"Host with a port only", with_host(":80")},
      {"Host with two ports", with_host("a:1:2")},
      {"Host with an open bracket", with_host("[::1")},
      {"Host with empty brackets", with_host("[]")},
      {"Host with text after the bracket", with_host("[::1]a")},
  };
}

inline std::vector<Malformed> malformed_fields() {
  return {
      {"obs-fold", with_field("X-A: b\r\n c")},
      {"obs-fold with a tab", with_field("X-A: b\r\n\tc")},
      {"obs-fold of the Host", "GET / HTTP/1.1\r\nHost:\r\n a\r\n\r\n"},
      {"first field folded", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
      {"space before the colon", with_field("X-A : b")},
      {"tab before the colon", with_field("X-A\t: b")},
      {"space before the colon of Host", "GET / HTTP/1.1\r\nHost : a\r\n\r\n"},
      {"no colon", with_field("X-A")},
      {"no name", with_field(": b")},
      {"name with a space", with_field("X A: b")},
      {"name with a slash", with_field("X/A: b")},
      {"name with a quote", with_field("\"X\": b")},
      {"name with NUL", with_field("X" + nul("") + "A: b")},
      {"name with an octet above ASCII", with_field("X-\xc3\x89: b")},
      {"value with NUL", with_field("X-A: b" + nul("") + "c")},
      {"value with a control character", with_field("X-A: b\x01")},
      {"value with ESC", with_field("X-A: \x1b[2J")},
      {"value with a vertical tab", with_field("X-A:\vb")},
      {"value with a tab inside", with_field("X-A: b\tc")},
      {"value with DEL", with_field("X-A: b\x7f")},
      {"value in Latin-1", with_field("X-A: caf\xe9")},
      {"value in UTF-8", with_field("X-A: \xe8\xa8\x98")},
      {"bare LF in a value", with_field("X-A: b\nX-B: c")},
      {"bare CR in a value", with_field("X-A: b\rX-B: c")},
      {"CR CR LF after a field", with_field("X-A: b\r")},
      {"bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n"},
  };
}

inline std::vector<Malformed> malformed_combinations() {
  return {
      {"Upgrade", with_field("Connection: Upgrade\r\nUpgrade: websocket")},
      {"Upgrade to h2c", with_field("Upgrade: h2c")},
      {"Expect", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello"},
      {"Expect of something else", with_field("Expect: x")},
      {"two Authorizations", twice("Authorization: Bearer a", "authorization: Bearer b")},
      {"two Content-Types", twice("Content-Type: a/b", "Content-Type: a/b")},
      {"two Idempotency-Keys", twice("Idempotency-Key: a", "Idempotency-Key: a")},
      {"two If-Match", twice("If-Match: \"a\"", "If-Match: \"b\"")},
      {"two If-None-Match", twice("If-None-Match: \"a\"", "If-None-Match: \"b\"")},
      {"two Accepts", twice("Accept: a/b", "Accept: c/d")},
      {"two Content-Digests", twice("Content-Digest: a", "Content-Digest: b")},
      {"two Renkei-Purposes", twice("Renkei-Purpose: CARE", "renkei-purpose: AUDIT")},
      {"two unknown Renkei fields", twice("Renkei-X: 1", "RENKEI-X: 1")},
      {"two Cookies", twice("Cookie: a=1", "Cookie: a=2")},
      {"two Connections", twice("Connection: close", "Connection: keep-alive")},
  };
}

inline std::vector<Malformed> malformed_lengths() {
  return {
      {"no length", "POST / HTTP/1.1\r\nHost: a\r\n\r\n", 411},
      {"no length but a body", "POST / HTTP/1.1\r\nHost: a\r\n\r\nhello", 411},
      {"empty length", with_length("")},
      {"blank length", with_length(" ")},
      {"negative length", with_length(" -5")},
      {"length with a plus", with_length(" +5")},
      {"hexadecimal length", with_length(" 0x5")},
      {"length with a letter", with_length(" 5a")},
      {"length with a point", with_length(" 5.0")},
      {"length with an exponent", with_length(" 5e0")},
      {"length with a space inside", with_length(" 5 5")},
      {"length with an underscore", with_length(" 5_0")},
      {"list of equal lengths", with_length(" 5, 5")},
      {"list of different lengths", with_length(" 5,6")},
      {"length of ten digits", with_length(" 0000000005")},
      {"length beyond 64 bits", with_length(" 18446744073709551621")},
      {"quoted length", with_length(" \"5\"")},
      {"two equal lengths", with_length(" 5\r\nContent-Length: 5")},
      {"two different lengths", with_length(" 5\r\ncontent-length: 6")},
      {"space before the colon of the length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello"},
      {"folded length", with_length("\r\n 5")},
      {"GET with a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"},
      {"HEAD with a body", "HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"},
  };
}

inline std::vector<Malformed> transfer_encodings() {
  return {
      {"chunked", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
      {"chunked and a length", with_length(" 5\r\nTransfer-Encoding: chunked")},
      {"chunked in other letters", with_length(" 5\r\ntRANSFER-eNCODING: CHUNKED")},
      {"gzip transfer", with_length(" 5\r\nTransfer-Encoding: gzip")},
      {"identity transfer", with_length(" 5\r\nTransfer-Encoding: identity")},
      {"empty transfer encoding", with_length(" 5\r\nTransfer-Encoding:")},
      {"unknown transfer encoding", with_length(" 5\r\nTransfer-Encoding: xchunked")},
      {"two transfer encodings", with_length(" 5\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked")},
      {"transfer encoding after a tab", with_length(" 5\r\nTransfer-Encoding:\tchunked")},
      {"transfer encoding after a vertical tab", with_length(" 5\r\nTransfer-Encoding:\vchunked")},
      {"transfer encoding with a space before the colon", with_length(" 5\r\nTransfer-Encoding : chunked")},
      {"transfer encoding folded", with_length(" 5\r\nTransfer-Encoding:\r\n chunked")},
      {"transfer encoding behind a bare LF", with_length(" 5\r\nX: y\nTransfer-Encoding: chunked")},
      {"transfer encoding behind a bare CR", with_length(" 5\r\nX: y\rTransfer-Encoding: chunked")},
      {"chunked GET", with_field("Transfer-Encoding: chunked")},
  };
}

inline std::vector<Malformed> oversized() {
  return {
      {"too large a body", with_length(" 1048577"), 413},
      {"far too large a body", with_length(" 999999999"), 413},
      {"too many fields", with_field([] {
         std::string fields = "X-0: y";
         for (int i = 1; i < 100; ++i) fields += "\r\nX-" + std::to_string(i) + ": y";
         return fields;
       }()),
       431},
      {"too long a value", with_field("X-A: " + std::string(17'000, 'b')), 431},
      {"too long a target", with_target("/" + std::string(17'000, 'a')), 431},
      {"too long a method", std::string(17'000, 'G'), 431},
  };
}

inline std::vector<Malformed> all_malformed() {
  std::vector<Malformed> all;
  for (const auto& rows :
       {malformed_lines(), malformed_targets(), malformed_characters(), malformed_hosts(), malformed_fields(),
        malformed_combinations(), malformed_lengths(), transfer_encodings(), oversized()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace renkei::http::test
