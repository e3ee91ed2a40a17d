// The policy in force and what it publishes, and the contract of this API: open to everyone.
#include "api/handlers/handlers.h"
#include "api/handlers/openapi.h"
#include "replay/packet/page/verify_page.h"
#include "replay/packet/trust_policy.h"

namespace renkei::api {
namespace {

policy::State published(const ExchangePtr& x) {
  const auto views = x->service.views->snapshot();
  return view_state<policy::State>(*views.reader, x->service.city_key().octets);
}

}  // namespace

void show_policies(const ExchangePtr& x) {
  JsonWriter json;
  json.begin_object().member("data", published(x).published).end_object();
  x->json(200, json.take());
}

void show_policy(const ExchangePtr& x) {
  for (const policy::Policy& policy : published(x).published) {
    if (policy.version != x->path_ids.at(0)) continue;
    JsonWriter json;
    json.begin_object().member("data", policy).end_object();
    return x->json(200, json.take());
  }
  x->problem("not-found");
}

void show_form_templates(const ExchangePtr& x) {
  JsonWriter json;
  json.begin_object()
      .member("data", published(x).in_force(date_in_japan(x->service.clock.now())).form_templates)
      .end_object();
  x->json(200, json.take());
}

void show_disclosure_rules(const ExchangePtr& x) {
  JsonWriter json;
  json.begin_object().member("data", published(x).disclosure).end_object();
  x->json(200, json.take());
}

void show_support_contacts(const ExchangePtr& x) {
  const auto city = published(x);
  const policy::Policy& policy = city.in_force(date_in_japan(x->service.clock.now()));
  JsonWriter json;
  json.begin_object().name("data").begin_object();
  json.member("system_administrator", policy.system_administrator)
      .member("system_provider", policy.system_provider);
  json.end_object().end_object();
  x->json(200, json.take());
}

// The page that checks a packet in a browser, with the keys of this city in it: who gets it from here, and not
// from a packet, may believe the word "genuine" on it.
void show_verify_page(const ExchangePtr& x) {
  packet::TrustPolicy keys;
  keys.log = x->service.city.log_key;
  keys.packet = x->service.city.packet_key;
  http::Response response;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy", "frame-ancestors 'none'"}};
  response.body = packet::verify_page(keys.to_string());
  x->send(std::move(response));
}

void show_openapi(const ExchangePtr& x) {
  http::Response response;
  response.headers = {{"Content-Type", "application/yaml"}, {"Cache-Control", "no-store"}};
  response.body = openapi_document();
  x->send(std::move(response));
}

}  // namespace renkei::api
