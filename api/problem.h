// Problems as RFC 9457 application/problem+json: a stable code, a sentence in Japanese and English, what to do;
// never a name or value of a person.
#pragma once

#include <string>
#include <vector>

#include "api/http/server.h"
#include "domain/rejection.h"
#include "eventstore/json/json_value.h"

namespace renkei::api {

struct Problem {
  std::string code;
  std::vector<JsonProblem> errors = {};
  std::string clause = {}, remedy = {};  // for insiders
  unsigned retry_after_seconds = 0;
  std::vector<std::string> reasons = {};  // for operators: why there is no service
};

struct ProblemText {
  std::string_view code;
  int status;
  std::string_view title_ja, title_en, detail_ja, detail_en;
};

// The row of a code; an unknown code is a bug and aborts.
const ProblemText& problem_text(std::string_view code);
const std::vector<ProblemText>& all_problems();

// `accept_language` decides the language of title and detail (ja unless it begins with en); both are always in
// messages.
http::Response problem_response(const Problem& problem, const std::string& request_id,
                                std::string_view accept_language);

// The transport's own refusals: a code of the catalogue with this status, whatever name the transport has for
// it.
http::Response refusal_response(int status, std::string_view code, const std::string& request_id);

}  // namespace renkei::api
