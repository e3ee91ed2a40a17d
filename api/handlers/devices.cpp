// The devices of a facility (policy III.3(3), product.md no. 5): its system manager registers them, the city
// sees them.
#include "domain/device/state.h"

#include "api/credential_changes.h"
#include "api/handlers/handlers.h"
#include "api/paging.h"
#include "eventstore/crypto/sha256.h"

namespace renkei::api {
namespace {

void write_device(JsonWriter& json, const ExchangePtr& x, const device::State& state) {
  const auto registered = x->service.history.open(state.registered_position);
  device::DeviceRegistered sheet;
  if (registered) sheet = std::get<device::DeviceRegistered>(registered->event);
  const auto secret = x->service.city.credentials->device(state.id);
  json.begin_object()
      .member("id", state.id)
      .member("facility_id", state.facility)
      .member("state", state.status);
  json.member("kind", sheet.kind).member("os", sheet.os).member("browser", sheet.browser);
  json.member("enrolled", secret && secret->secret != Digest{}).end_object();
}

// A system manager for the own facility; the city for any, so that one whose only device is lost gets back in.
Ruling may_register(Acting& a, const device::RegisterDevice& command) {
  const bool officer = a.city_role(CityRole::intake_officer);
  if (!officer && !a.system_manager()) return Rejection::role_required;
  if (officer && !command.facility_id)
    return Refusal(WrongValue{"/facility_id", "どの事業所の機器かを指定してください。",
                              "Say which facility's device it is."});
  if (officer) return {};
  return command.facility_id.value_or(a.facility.id) == a.facility.id ? Ruling() : Ruling(Rejection::not_found);
}

// The same by the views: for nobody else a code is made.
bool code_is_due(const ExchangePtr& x, const FacilityId& facility) {
  if (x->recorded_before()) return false;
  const auto views = x->service.views->snapshot();
  const AccountId& account = x->session->grant.account;
  const auto state = view_state<facility::State>(*views.reader, facility.octets);
  return state.exists &&
         (state.is_system_manager(account) ||
          view_state<account::State>(*views.reader, account.octets).has(CityRole::intake_officer));
}

template <class Command, class MayAct>
void device_act(const ExchangePtr& x, DeviceState after, MayAct may_act) {
  const auto id = x->path_id<DeviceId>();
  if (!id) return;
  const auto command = x->body<Command>();
  if (!command) return;
  x->command(
      [id = *id, command = *command, may_act](Acting& a) -> Ruling {
        const auto& state = a.situation.state<device::State>(id);
        return may_act(a, state) ? Ruling(decide(state, command)) : Ruling(Rejection::not_found);
      },
      {.respond = [after](const std::vector<Recorded>&,
                          JsonWriter& json) { json.begin_object().member("state", after).end_object(); },
       .ends = [id = *id] { return std::vector{SessionsToEnd{.device = id}}; }});
}

bool may_see(Acting& a, const device::State& state) {
  return state.exists && (a.city_officer() || (a.system_manager() && state.facility == a.facility.id));
}

}  // namespace

void register_device(const ExchangePtr& x) {
  const auto command = x->body<device::RegisterDevice>();
  if (!command) return;
  const auto id = x->created_id<DeviceId>();
  const FacilityId facility = command->facility_id.value_or(x->session->grant.facility);
  const std::string code = readable_secret(3);
  if (code_is_due(x, facility) &&  // durable before the event that speaks of the device
      !x->service.city.credentials->put(DeviceCredential{id, facility, sha256({code}), {}})) {
    return x->service.fatal("credentials: a device code could not be kept");
  }
  x->command(
      [id, facility, command = *command](Acting& a) -> Ruling {
        if (Ruling refused = may_register(a, command); refused.rejection) return refused;
        return decide(a.situation.state<device::State>(id), command, id,
                      a.situation.state<facility::State>(facility), a.today());
      },
      {.status = 201,
       .location = "/v1/devices/" + to_text(id),
       .secret = true,
       .respond = [id, code](const std::vector<Recorded>&, JsonWriter& json) {
         json.begin_object().member("id", id).member("state", DeviceState::registered);
         json.member("enrolment_code", code).end_object();
       }});
}

void list_devices(const ExchangePtr& x) {
  const auto page = page_of(x);
  if (!page) return;
  auto views = std::make_shared<ViewSnapshot>(x->service.views->snapshot());
  x->read(
      [](Acting& a) -> Ruling {
        return a.city_officer() || a.system_manager() ? Ruling() : Ruling(Rejection::role_required);
      },
      [x, views, page = *page](std::optional<std::uint64_t>) {
        const bool city = x->session->grant.city;
        const Bytes all = stream_prefix({Aggregate::device, {}}).substr(0, 1);
        JsonWriter json;
        json.begin_object();
        write_page(x, *views->reader, city ? Family::states : Family::objects,
                   city ? all : facility_devices_prefix(x->session->grant.facility), page, json,
                   [&](BytesView key, BytesView) {
                     const auto id = DeviceId::from(key.substr(key.size() - sizeof(DeviceId::octets)));
                     write_device(json, x, view_state<device::State>(*views->reader, id.octets));
                     return true;
                   });
        json.end_object();
        return json_response(json.take());
      });
}

void show_device(const ExchangePtr& x) {
  const auto id = x->path_id<DeviceId>();
  if (!id) return;
  auto shown = std::make_shared<device::State>();
  x->read(
      [id = *id, shown](Acting& a) -> Ruling {
        *shown = a.situation.state<device::State>(id);
        return may_see(a, *shown) ? Ruling() : Ruling(Rejection::not_found);
      },
      [x, shown](std::optional<std::uint64_t>) {
        JsonWriter json;
        json.begin_object().name("data");
        write_device(json, x, *shown);
        json.end_object();
        return json_response(json.take());
      });
}

// Whoever of the facility misses it says so at once, at night too; nobody waits for the system manager.
void report_device_lost(const ExchangePtr& x) {
  device_act<device::ReportDeviceLost>(x, DeviceState::lost, [](Acting& a, const device::State& state) {
    return may_see(a, state) || (state.exists && !a.account.is_city() && state.facility == a.facility.id);
  });
}

void retire_device(const ExchangePtr& x) { device_act<device::RetireDevice>(x, DeviceState::retired, may_see); }

}  // namespace renkei::api
