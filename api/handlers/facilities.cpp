// Facilities and their accounts: the city sees all, a facility itself. Data of users, not of care recipients.
#include "api/handlers/handlers.h"
#include "api/paging.h"

namespace renkei::api {
namespace {

void write_facility(JsonWriter& json, const ExchangePtr& x, const ViewReader& views,
                    const facility::State& state) {
  json.begin_object().member("id", state.id).member("name", x->service.names.facility(views, state.id));
  json.member("facility_kind", state.facility_kind)
      .member("sectors", state.sectors)
      .member("status", state.status);
  json.member("environment_until_on", state.environment_until)
      .member("system_manager_ids", state.system_managers)
      .end_object();
}

void write_account(JsonWriter& json, const ExchangePtr& x, const ViewReader& views,
                   const account::State& state) {
  const auto facility = view_state<facility::State>(views, state.facility.octets);
  const auto city = view_state<policy::State>(views, x->service.city_key().octets);
  const policy::Profession* profession =
      city.in_force(date_in_japan(x->service.clock.now())).profession(state.profession);
  json.begin_object().member("id", state.id).member("name", x->service.names.account(views, state.id));
  json.name("facility_id");
  state.is_city() ? json.null() : json.value(state.facility);
  json.member("profession", profession == nullptr ? std::string() : profession->ja)
      .member("status", state.status);
  json.member("city_roles", state.city_roles).member("is_system_manager", facility.is_system_manager(state.id));
  json.member("credential_delivered", state.credential_delivered)
      .member("password_expires_on", state.password_expires_on);
  json.member("second_factor", state.second_factor).end_object();
}

// The city, or one of the facility itself.
Ruling may_see_facility(Acting& a, const FacilityId& id) {
  if (!a.situation.state<facility::State>(id).exists) return Rejection::not_found;
  return a.account.is_city() || a.facility.id == id ? Ruling() : Ruling(Rejection::not_found);
}

}  // namespace

void list_facilities(const ExchangePtr& x) {
  const auto page = page_of(x);
  if (!page) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  x->read([](Acting&) { return Ruling(); },
          [x, views, page = *page](std::optional<std::uint64_t>) {
            const bool city = x->session->grant.city;
            const Bytes all = stream_prefix({Aggregate::facility, {}}).substr(0, 1);
            const Bytes own = stream_prefix({Aggregate::facility, x->session->grant.facility.octets});
            JsonWriter json;
            json.begin_object();
            write_page(x, *views->reader, Family::states, city ? all : own, page, json,
                       [&](BytesView, BytesView value) {
                         write_facility(json, x, *views->reader,
                                        from_compact<facility::State>(from_compact<SnapshotRow>(value).state));
                         return true;
                       });
            json.end_object();
            return json_response(json.take());
          });
}

void show_facility(const ExchangePtr& x) {
  const auto id = x->path_id<FacilityId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  x->read([id = *id](Acting& a) { return may_see_facility(a, id); },
          [x, views, id = *id](std::optional<std::uint64_t>) {
            JsonWriter json;
            json.begin_object().name("data");
            write_facility(json, x, *views->reader, view_state<facility::State>(*views->reader, id.octets));
            json.end_object();
            return json_response(json.take(),
                                 view_stream_version(*views->reader, {Aggregate::facility, id.octets}));
          });
}

void list_facility_accounts(const ExchangePtr& x) {
  const auto id = x->path_id<FacilityId>();
  if (!id) return;
  const auto page = page_of(x);
  if (!page) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  x->read(
      [id = *id](Acting& a) -> Ruling {
        Ruling seen = may_see_facility(a, id);
        if (seen.rejection) return seen;
        return a.account.is_city() || a.system_manager() ? Ruling() : Ruling(Rejection::role_required);
      },
      [x, views, id = *id, page = *page](std::optional<std::uint64_t>) {
        JsonWriter json;
        json.begin_object();
        write_page(x, *views->reader, Family::objects, facility_accounts_prefix(id), page, json,
                   [&](BytesView key, BytesView) {
                     write_account(
                         json, x, *views->reader,
                         view_state<account::State>(*views->reader, AccountId::from(key.substr(17)).octets));
                     return true;
                   });
        json.end_object();
        return json_response(json.take());
      });
}

void show_account(const ExchangePtr& x) {
  const auto id = x->path_id<AccountId>();
  if (!id) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  x->read(
      [id = *id](Acting& a) -> Ruling {
        const auto& state = a.situation.state<account::State>(id);
        const bool own =
            id == a.account.id || (a.system_manager() && state.facility == a.facility.id && !state.is_city());
        return state.exists && (own || a.account.is_city()) ? Ruling() : Ruling(Rejection::not_found);
      },
      [x, views, id = *id](std::optional<std::uint64_t>) {
        JsonWriter json;
        json.begin_object().name("data");
        const auto state = view_state<account::State>(*views->reader, id.octets);
        write_account(json, x, *views->reader, state);
        json.end_object();
        return json_response(json.take(), state.acts);
      });
}

}  // namespace renkei::api
