// Writes what the clients of this process asked and were answered into the file that RENKEI_RECORD_EXCHANGES
// names, one JSON object in each line, the route table and the list of problems first: what
// tests/openapi/check_exchanges.py holds against api/openapi.yaml.
#pragma once

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <set>

#include "api/client/api_client.h"
#include "api/router.h"
#include "eventstore/json/json_write.h"

namespace renkei::testing {

class ExchangeRecord {
 public:
  explicit ExchangeRecord(const char* file) : out_(file, std::ios::trunc) {
    for (const api::Route& route : api::routes()) {
      JsonWriter json;
      json.begin_object()
          .member("route", route.pattern)
          .member("method", route.method)
          .member("scope", route.scope);
      json.member("keyed", route.has(api::kKeyed))
          .member("versioned", route.version != nullptr)
          .member("parameters", route.parameters)
          .end_object();
      out_ << json.text() << '\n';
    }
    for (const api::ProblemText& problem : api::all_problems()) {
      JsonWriter json;
      json.begin_object()
          .member("problem", problem.code)
          .member("status", static_cast<std::uint64_t>(problem.status))
          .end_object();
      out_ << json.text() << '\n';
    }
  }

  // Only what is asked of a city is of interest: a test may have other servers.
  void add_city(const std::string& url) {
    const std::lock_guard lock(mutex_);
    cities_.insert(url);
  }
  void add(const client::Question& asked, const client::Answer& answer) {
    if (answer.status == 0 || !serves(asked.base_url)) return;  // no answer: nothing to hold against a document
    JsonWriter json;
    json.begin_object()
        .member("method", asked.method)
        .member("path", asked.path)
        .member("request_type", asked.content_type);
    write_headers(json, "request_headers", asked.headers);
    // Only what was accepted must fit the document; what was refused may be anything.
    json.name("request_body");
    const bool accepted =
        answer.status < 300 && asked.content_type == "application/json" && !asked.body.empty();
    accepted ? json.value(asked.body) : json.null();
    const auto type = answer.headers.find("content-type");
    const std::string media = type == answer.headers.end() ? std::string() : type->second;
    json.member("status", static_cast<std::uint64_t>(answer.status)).member("type", media);
    write_headers(json, "headers", answer.headers);
    json.name("body");
    media.starts_with("image/") || media.starts_with("application/pdf") ||
            media.starts_with("application/zip") || media.starts_with("application/octet")
        ? json.null()
        : json.value(answer.body);
    json.end_object();
    const std::lock_guard lock(mutex_);
    out_ << json.text() << std::endl;
  }

 private:
  static void write_headers(JsonWriter& json, std::string_view name, const client::Headers& headers) {
    json.name(name).begin_object();
    for (const auto& [header, value] : headers) {
      if (header != "Authorization") json.member(header, value);
    }
    json.end_object();
  }

  bool serves(const std::string& url) {
    const std::lock_guard lock(mutex_);
    return cities_.contains(url);
  }

  std::mutex mutex_;  // guards out_, cities_
  std::set<std::string> cities_;
  std::ofstream out_;
};

// The record of this process; null when none is wanted.
inline ExchangeRecord* exchange_record() {
  static const char* file = std::getenv("RENKEI_RECORD_EXCHANGES");
  static const auto record = file == nullptr ? nullptr : std::make_unique<ExchangeRecord>(file);
  return record.get();
}

inline void record_exchanges() {
  static const bool once = [] {
    if (ExchangeRecord* record = exchange_record()) {
      client::observe_exchanges([record](const client::Question& asked, const client::Answer& answer) {
        record->add(asked, answer);
      });
    }
    return true;
  }();
  (void)once;
}

}  // namespace renkei::testing
