// The environments that facilities declare and the city recognises (policy III.3(3), product.md no. 5).
#include "api/handlers/handlers.h"
#include "api/paging.h"

namespace renkei::api {
namespace {

// A declaration, opened: on the registration form it came with its recognition.
std::optional<facility::EnvironmentDeclared> opened_environment(const ExchangePtr& x, std::uint64_t position) {
  const auto recorded = x->service.history.open(position);
  if (!recorded) return std::nullopt;
  if (const auto* declared = std::get_if<facility::EnvironmentDeclared>(&recorded->event)) return *declared;
  const auto* e = std::get_if<facility::EnvironmentRecognised>(&recorded->event);
  if (e == nullptr) return std::nullopt;  // the id of something else
  return facility::EnvironmentDeclared{e->facility, e->environment, e->network, e->antivirus};
}

// Of the id in the path; nullopt: unknown.
std::optional<facility::EnvironmentDeclared> environment_in_path(const ExchangePtr& x,
                                                                 const EnvironmentId& id) {
  const auto views = x->service.views->snapshot();
  const auto position = object_position(*views.reader, id.view());
  return position ? opened_environment(x, *position) : std::nullopt;
}

void write_environment(JsonWriter& json, const ExchangePtr& x, const facility::Environment& e,
                       const FacilityId& facility) {
  const auto content = opened_environment(x, e.position);
  json.begin_object().member("id", e.id).member("facility_id", facility).member("state", e.status);
  json.member("until_on", e.until_on)
      .member("network", content ? content->network : std::string())
      .member("antivirus", content ? content->antivirus : std::string());
  json.end_object();
}

// What the city decides about a declaration. `decide_on` is given the facility's state.
void decide_about(
    const ExchangePtr& x, const EnvironmentId& id, EnvironmentState after,
    std::function<Decision(Acting&, const facility::State&, const facility::EnvironmentDeclared&)> decide_on) {
  const auto declared = environment_in_path(x, id);
  x->command(
      [declared, decide_on = std::move(decide_on)](Acting& a) -> Ruling {
        if (!a.city_role(CityRole::approver)) return Rejection::role_required;
        if (!declared) return Rejection::not_found;
        return decide_on(a, a.situation.state<facility::State>(declared->facility), *declared);
      },
      {.respond = [after](const std::vector<Recorded>& events, JsonWriter& json) {
        json.begin_object().member("state", after);
        const auto* recognised = std::get_if<facility::EnvironmentRecognised>(&events.front().event);
        json.member("until_on", recognised == nullptr ? std::nullopt : std::optional(recognised->until_on));
        json.end_object();
      }});
}

}  // namespace

void declare_environment(const ExchangePtr& x) {
  const auto command = x->body<facility::DeclareEnvironment>();
  if (!command) return;
  const auto id = x->created_id<EnvironmentId>();
  x->command(
      [id, command = *command](Acting& a) -> Ruling {
        if (!a.system_manager()) return Rejection::role_required;
        return decide(a.facility, command, id);
      },
      {.status = 201,
       .location = "/v1/environments/" + to_text(id),
       .respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
         const auto& e = std::get<facility::EnvironmentDeclared>(events.front().event);
         json.begin_object()
             .member("id", e.environment)
             .member("state", EnvironmentState::declared)
             .end_object();
       }});
}

void list_environments(const ExchangePtr& x) {
  const auto page = page_of(x);
  if (!page) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  x->read(
      [](Acting& a) -> Ruling {
        return a.city_officer() || a.system_manager() ? Ruling() : Ruling(Rejection::role_required);
      },
      [x, views, page = *page](std::optional<std::uint64_t>) {
        const bool city = x->session->grant.city;
        const Bytes prefix =
            city ? environments_prefix() : facility_environments_prefix(x->session->grant.facility);
        const std::size_t length = facility_environments_prefix({}).size() + sizeof(EnvironmentId::octets);
        JsonWriter json;
        json.begin_object();
        write_page(x, *views->reader, Family::objects, prefix, page, json, [&](BytesView key, BytesView) {
          if (key.size() != length) return false;  // an id that begins with the octet of the prefix
          const auto facility = FacilityId::from(key.substr(1));
          const auto state = view_state<facility::State>(*views->reader, facility.octets);
          write_environment(json, x, *state.environment(EnvironmentId::from(key.substr(17))), facility);
          return true;
        });
        json.end_object();
        return json_response(json.take());
      });
}

void show_environment(const ExchangePtr& x) {
  const auto id = x->path_id<EnvironmentId>();
  if (!id) return;
  const auto declared = environment_in_path(x, *id);
  auto shown = std::make_shared<facility::Environment>();
  x->read(
      [id = *id, declared, shown](Acting& a) -> Ruling {
        if (!declared) return Rejection::not_found;
        const bool own = a.system_manager() && declared->facility == a.facility.id;
        if (!own && !a.city_officer()) return Rejection::not_found;
        *shown = *a.situation.state<facility::State>(declared->facility).environment(id);
        return {};
      },
      [x, declared, shown](std::optional<std::uint64_t>) {
        JsonWriter json;
        json.begin_object().name("data");
        write_environment(json, x, *shown, declared->facility);
        json.end_object();
        return json_response(json.take());
      });
}

void recognise_environment(const ExchangePtr& x) {
  const auto id = x->path_id<EnvironmentId>();
  if (!id || !x->body<NoBody>()) return;
  decide_about(x, *id, EnvironmentState::recognised,
               [](Acting& a, const facility::State& state, const facility::EnvironmentDeclared& declared) {
                 return decide_recognise(state, declared, a.policy, a.today());
               });
}

void object_to_environment(const ExchangePtr& x) {
  const auto id = x->path_id<EnvironmentId>();
  if (!id) return;
  const auto command = x->body<facility::ObjectToEnvironment>();
  if (!command) return;
  decide_about(x, *id, EnvironmentState::objected,
               [command = *command](Acting&, const facility::State& state,
                                    const facility::EnvironmentDeclared& declared) {
                 return decide(state, command, declared.environment);
               });
}

}  // namespace renkei::api
