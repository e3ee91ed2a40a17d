// Disclosure cases (policy III.3(5)): the person asks the provider, or the city as holder; whoever was asked
// takes the case through its states in order (domain/disclosure).
#include "api/handlers/cases.h"
#include "api/handlers/handlers.h"
#include "domain/disclosure/commands.h"
#include "projections/usage_history.h"
#include "replay/disclosure/case_history.h"

namespace renkei::api {
namespace {

// A facility knows a person whom it registered or in whose room it takes or took part.
bool knows(Acting& a, const CareRecipientId& id, const std::vector<RoomId>& rooms) {
  const auto& person = a.situation.state<care_recipient::State>(id);
  if (!person.exists) return false;
  if (a.account.is_city() || person.registered_by == a.facility.id) return true;
  for (const RoomId& room_id : rooms) {
    const auto& room = a.situation.state<room::State>(room_id);
    if (room.subject == id && room.facility(a.facility.id) != nullptr) return true;
  }
  return false;
}

// The rooms of a person that were opened first; enough to tell who knows them. None for those who may not ask.
std::vector<RoomId> rooms_of(const ExchangePtr& x, const CareRecipientId& id) {
  const auto views = x->service.views->snapshot();
  std::vector<RoomId> rooms;
  if (!seems_to_answer_for(*x, *views.reader, x->session->grant.facility)) return rooms;
  usage_history(*views.reader, id, UINT64_MAX, [&](const UsageRow& row) {
    if (row.type == room::RoomOpened::kType.number) rooms.push_back(x->service.history.read(row.position).room);
    return rooms.size() < 8;
  });
  return rooms;
}

// An act on the case of the path; answers 404 or 400 itself.
template <class Command>
struct CaseAct {
  DisclosureRequestId id;
  Command command;

  static std::optional<CaseAct> of(const ExchangePtr& x) {
    const auto id = x->path_id<DisclosureRequestId>();
    if (!id) return std::nullopt;
    auto command = x->body<Command>();
    return command ? std::optional(CaseAct{*id, std::move(*command)}) : std::nullopt;
  }
};

using DecideCase = std::function<Decision(Acting&, const disclosure::Matter&)>;

// By those who answer for the case; `state`: what the answer says it is then.
void act_on_case(const ExchangePtr& x, const DisclosureRequestId& id, DisclosureState state,
                 DecideCase decide_case) {
  const FacilityId asked = register_of_case(x->service, id);
  x->command(
      [x, id, asked, decide_case = std::move(decide_case)](Acting& a) -> Ruling {
        if (!answers_for(a, x->service, asked)) return not_answering(a, asked);
        a.operation_purpose(Purpose::subject_request, true);
        return decide_case(a, matter_of(a, x->service, id, asked));
      },
      {.respond = [state](const std::vector<Recorded>&, JsonWriter& json) {
        json.begin_object().member("state", state).end_object();
      }});
}

// Looks through the person's history first, which takes a while: on the thread for what may take one, and for
// those only who answer for the case.
void act_with_history(
    const ExchangePtr& x, const DisclosureRequestId& id, DisclosureState state,
    std::function<Decision(const disclosure::Matter&, const disclosure::HistoryFacts&)> decide_case) {
  if (!seems_to_answer_for(*x, *x->service.views->snapshot().reader, register_of_case(x->service, id))) {
    return act_on_case(x, id, state, [](Acting&, const disclosure::Matter&) -> Decision {
      return Unexpected{Rejection::not_found};
    });
  }
  const bool queued = x->service.patient_jobs.submit([x, id, state, decide_case = std::move(decide_case)] {
    CityService& s = x->service;
    if (!s.views->wait_for(s.committer->durable_head().size, s.limits.own_write_wait_milliseconds))
      return x->problem("overloaded");
    const auto views = s.views->snapshot();
    auto found = case_history(*views.reader, s.history, view_case(s, *views.reader, id));
    if (!found) return x->problem("not-found");
    const auto facts = std::make_shared<const disclosure::HistoryFacts>(std::move(*found));
    act_on_case(x, id, state, [facts, decide_case](Acting&, const disclosure::Matter& matter) {
      return decide_case(matter, *facts);
    });
  });
  if (!queued) x->problem("overloaded");
}

void write_opinions(JsonWriter& json, const disclosure::Case& c, const disclosure::Deliberation& weighed) {
  json.name("opinions").begin_array();
  for (const disclosure::Opinion& asked : c.opinions) {
    const disclosure::OpinionGiven* given = asked.given ? weighed.opinion_of(asked.facility) : nullptr;
    json.begin_object().member("facility_id", asked.facility).member("due_on", asked.due_on);
    json.member("answer", given == nullptr ? std::nullopt : std::optional(given->answer));
    json.member("ground", given == nullptr ? std::string() : given->ground);
    json.member("staff_named", asked.staff_named).end_object();
  }
  json.end_array();
}

// Of what is sealed for good only the rest is shown.
void write_case(JsonWriter& json, const disclosure::Case& c, const disclosure::Deliberation& weighed) {
  json.begin_object().member("id", c.id).member("case_number", c.case_number).member("state", c.status);
  json.member("care_recipient_id", c.subject).member("requester", c.requester);
  json.member("received_on", c.received_on).member("due_on", c.due_on);
  json.member("intake_document_id", c.document).member("period", c.period).member("kinds", c.kinds);
  json.member("method", c.method).member("records", c.records);
  write_opinions(json, c, weighed);
  json.member("withheld", weighed.withheld)
      .member("result", c.result)
      .member("usage_report_id", c.usage_report);
  json.member("staff_named", c.staff_named).member("fee_yen", c.fee_yen).member("packet_id", c.packet);
  json.end_object();
}

}  // namespace

void request_disclosure(const ExchangePtr& x) {
  const auto command = x->body<disclosure::RequestDisclosure>();
  if (!command) return;
  const auto id = x->created_id<DisclosureRequestId>();
  std::optional<WrongValue> unknown;
  if (command->intake_document_id) unknown = unknown_document(x, *command->intake_document_id);
  x->command(
      [=, command = *command, rooms = rooms_of(x, command->care_recipient_id)](Acting& a) -> Ruling {
        const bool city = a.city_role(CityRole::privacy_officer);
        if (!city && !a.system_manager()) return Rejection::role_required;
        if (unknown) return Refusal(*unknown);
        a.operation_purpose(Purpose::subject_request, true);
        const FacilityId asked = city ? register_of_city(x->service) : a.facility.id;
        const auto& cases = a.situation.state<disclosure::State>(asked);
        const std::uint16_t days =
            city ? disclosure_rules(a, x->service).city_days : a.policy.deadlines.disclosure_days;
        return decide(cases, command, id, asked, knows(a, command.care_recipient_id, rooms), days, a.today());
      },
      {.status = 201,
       .location = "/v1/disclosure-requests/" + to_text(id),
       .respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
         const auto& e = std::get<disclosure::DisclosureRequested>(events.front().event);
         json.begin_object().member("id", e.disclosure_request).member("case_number", e.case_number);
         json.member("state", DisclosureState::received).member("due_on", e.due_on).end_object();
       }});
}

void verify_identity(const ExchangePtr& x) {
  const auto act = CaseAct<disclosure::VerifyIdentity>::of(x);
  if (!act) return;
  act_on_case(x, act->id, DisclosureState::identity_verified,
              [command = act->command](Acting&, const disclosure::Matter& m) -> Decision {
                return decide(m, command);
              });
}

void clarify_scope(const ExchangePtr& x) {
  const auto act = CaseAct<disclosure::ClarifyScope>::of(x);
  if (!act) return;
  act_with_history(
      x, act->id, DisclosureState::scope_clarified,
      [command = act->command](const disclosure::Matter& m, const disclosure::HistoryFacts& facts) {
        std::vector<FacilityId> others = facts.authors;
        std::erase(others, m.facility);
        return decide(m, command, others);
      });
}

// By the system manager of a facility that was asked, who knows no more of the case than that.
void record_opinion(const ExchangePtr& x) {
  const auto act = CaseAct<disclosure::RecordOpinion>::of(x);
  if (!act) return;
  const FacilityId asked = register_of_case(x->service, act->id);
  x->command(
      [x, id = act->id, asked, command = act->command](Acting& a) -> Ruling {
        if (!a.system_manager()) return a.account.is_city() ? Rejection::not_found : Rejection::role_required;
        a.operation_purpose(Purpose::subject_request, true);
        return decide(matter_of(a, x->service, id, asked), command, a.facility.id);
      },
      {.respond = [](const std::vector<Recorded>& events, JsonWriter& json) {
        const auto& e = std::get<disclosure::StaffOpinionRecorded>(events.front().event);
        json.begin_object().member("answer", e.answer).end_object();
      }});
}

void record_withholdings(const ExchangePtr& x) {
  const auto act = CaseAct<disclosure::WithholdItems>::of(x);
  if (!act) return;
  act_with_history(
      x, act->id, DisclosureState::scope_clarified,
      [command = act->command](const disclosure::Matter& m, const disclosure::HistoryFacts& facts) {
        return decide(m, command, facts);
      });
}

void decide_disclosure(const ExchangePtr& x) {
  const auto act = CaseAct<disclosure::DecideDisclosure>::of(x);
  if (!act) return;
  act_with_history(
      x, act->id, DisclosureState::decided,
      [command = act->command](const disclosure::Matter& m, const disclosure::HistoryFacts& facts) {
        return decide(m, command, facts);
      });
}

void send_disclosure_notice(const ExchangePtr& x) {
  const auto act = CaseAct<disclosure::SendNotice>::of(x);
  if (!act) return;
  act_on_case(x, act->id, DisclosureState::notified,
              [command = act->command](Acting&, const disclosure::Matter& m) { return decide(m, command); });
}

void deliver_disclosure(const ExchangePtr& x) {
  const auto act = CaseAct<disclosure::DeliverPacket>::of(x);
  if (!act) return;
  act_on_case(x, act->id, DisclosureState::delivered,
              [command = act->command](Acting& a, const disclosure::Matter& m) {
                const auto& named = a.situation.state<packet::State>(command.packet_id);
                return decide(m, command,
                              named.exists && named.disclosure_request == m.id && named.downloaded() &&
                                  named.audience == PacketAudience::person);
              });
}

void close_disclosure(const ExchangePtr& x) {
  const auto act = CaseAct<disclosure::CloseCase>::of(x);
  if (!act) return;
  act_on_case(x, act->id, DisclosureState::closed,
              [command = act->command](Acting&, const disclosure::Matter& m) { return decide(m, command); });
}

void show_disclosure_request(const ExchangePtr& x) {
  const auto id = x->path_id<DisclosureRequestId>();
  if (!id) return;
  const FacilityId asked = register_of_case(x->service, *id);
  auto shown = std::make_shared<disclosure::Case>();
  const auto views = x->service.views->snapshot();
  x->read(
      [x, id = *id, asked, shown, at = views.position](Acting& a) -> Ruling {
        if (!answers_for(a, x->service, asked)) return not_answering(a, asked);
        const disclosure::Case* found = a.situation.state<disclosure::State>(asked).find(id);
        if (found == nullptr) return Rejection::not_found;
        a.operation_purpose(Purpose::subject_request, true);
        *shown = *found;
        const access::RecordViewed viewed{
            found->subject, found->subject, {}, ObjectKind::disclosure_request, to_text(id), 0, 0, at, 1,
            false};
        return std::vector{Draft{viewed, basis_of(BasisKind::disclosure_request, id, "III.3(5)"), {}}};
      },
      [shown, &history = x->service.history](std::optional<std::uint64_t> access) {
        const auto weighed = deliberation_of(history, *shown, UINT64_MAX);
        JsonWriter json;
        json.begin_object().name("data");
        write_case(json, *shown, weighed.value_or(disclosure::Deliberation{}));
        json.name("access").begin_object().member("position", access).end_object().end_object();
        return json_response(json.take(), shown->version);
      });
}

}  // namespace renkei::api
