// Packets (開示書面一式): asked for by whoever answers for the case, made by the server, handed over once
// durable.
#include "api/handlers/cases.h"
#include "api/handlers/handlers.h"
#include "api/system_acts.h"
#include "domain/packet/state.h"

namespace renkei::api {
namespace {

// An auditor's copy is the city's, made under the purpose AUDIT; a person's belongs to who was asked.
bool may_have(Acting& a, const CityService& service, PacketAudience audience, const FacilityId& asked) {
  if (audience == PacketAudience::auditor) return a.city_role(CityRole::privacy_officer);
  return answers_for(a, service, asked);
}

void take_purpose(Acting& a, PacketAudience audience) {
  a.operation_purpose(audience == PacketAudience::auditor ? Purpose::audit : Purpose::subject_request, true);
}

bool seems_to_have(const Exchange& x, const ViewReader& views, const packet::State& packet) {
  const bool auditors = packet.audience == PacketAudience::auditor;
  return packet.exists &&
         seems_to_answer_for(x, views, auditors ? register_of_city(x.service) : packet.facility);
}

void record_failed_download(CityService& service, const PacketId& id, const Act& download, std::uint64_t sent) {
  service.committer->submit(later_act(
      download,
      [id, sent](Situation& s) { return decide(s.state<packet::State>(id), packet::FailDownload{sent}); },
      [](const Committed&) {}));
}

// Sends the file; one that ends before its last octet is recorded as such.
class PacketBody final : public http::BodySource {
 public:
  PacketBody(CityService& service, PacketId id, Act act, std::unique_ptr<BlobReader> reader)
      : service_(service), id_(id), act_(std::move(act)), reader_(std::move(reader)) {}
  ~PacketBody() override {
    if (!complete_) record_failed_download(service_, id_, act_, sent_);
  }
  bool next(std::string& piece, bool& failed) override {
    const std::size_t before = piece.size();
    const bool more = reader_->next(piece, failed);
    sent_ += piece.size() - before;
    complete_ = !more && !failed;
    return more;
  }

 private:
  CityService& service_;
  const PacketId id_;
  const Act act_;  // of the download
  std::unique_ptr<BlobReader> reader_;
  std::uint64_t sent_ = 0;
  bool complete_ = false;
};

http::Response packet_response(const ExchangePtr& x, const packet::State& packet, std::uint64_t download) {
  const Act act = x->service.history.read(download).act;
  auto reader = x->service.packets.open(packet.id);
  if (reader == nullptr) {  // it had to make room for others since
    record_failed_download(x->service, packet.id, act, 0);
    return x->problem_of(Rejection::packet_expired);
  }
  http::Response response;
  response.headers = {{"Content-Type", "application/zip"},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Disposition", "attachment; filename=\"packet.zip\""}};
  response.source = std::make_unique<PacketBody>(x->service, packet.id, act, std::move(reader));
  response.source_length = packet.bytes;
  return response;
}

}  // namespace

void request_packet(const ExchangePtr& x) {
  const auto command = x->body<packet::RequestPacket>();
  if (!command) return;
  const auto id = x->created_id<PacketId>();
  const FacilityId asked = register_of_case(x->service, command->disclosure_request_id);
  x->command(
      [x, id, asked, command = *command](Acting& a) -> Ruling {
        if (!may_have(a, x->service, command.audience, asked)) return not_answering(a, asked);
        if (command.audience == PacketAudience::auditor && !a.stepped_up) return Rejection::step_up_required;
        take_purpose(a, command.audience);
        return decide(a.situation.state<packet::State>(id), command,
                      a.situation.state<disclosure::State>(asked).find(command.disclosure_request_id), id,
                      asked);
      },
      {.status = 201,
       .location = "/v1/packets/" + to_text(id),
       .respond =
           [](const std::vector<Recorded>& events, JsonWriter& json) {
             const auto& e = std::get<packet::PacketRequested>(events.front().event);
             json.begin_object().member("id", e.packet).member("state", PacketState::requested).end_object();
           },
       .after = [x, id](const Committed&) { x->service.packets.make(id); }});
}

void show_packet(const ExchangePtr& x) {
  const auto id = x->path_id<PacketId>();
  if (!id) return;
  auto shown = std::make_shared<packet::State>();
  auto version = std::make_shared<std::uint64_t>(0);
  x->read(
      [x, id = *id, shown, version](Acting& a) -> Ruling {
        *shown = a.situation.state<packet::State>(id);
        *version = a.situation.version<packet::State>(id);
        if (!shown->exists || !may_have(a, x->service, shown->audience, shown->facility))
          return Rejection::not_found;
        return Ruling();
      },
      [x, shown, version](std::optional<std::uint64_t>) {
        // What a server before this one was asked for nobody makes any more.
        const auto progress = x->service.packets.progress(shown->id).value_or(
            PacketWorks::Progress{"failed", 0, 1, "the server was started anew"});
        const bool made = shown->status == PacketState::made;
        JsonWriter json;
        json.begin_object().name("data").begin_object().member("id", shown->id).member("state", shown->status);
        json.member("disclosure_request_id", shown->disclosure_request).member("audience", shown->audience);
        json.name("progress").begin_object().member("step", made ? std::string("done") : progress.step);
        json.member("done", progress.done).member("total", progress.total);
        json.member("why", made || progress.why.empty() ? std::nullopt : std::optional(progress.why))
            .end_object();
        json.member("checkpoint_size", shown->checkpoint_size).member("rows", shown->rows);
        json.member("shown", shown->shown).member("withheld", shown->withheld).member("bytes", shown->bytes);
        json.member("sha256", made ? std::optional(shown->digest) : std::nullopt);
        json.member("expires_on", made ? std::optional(shown->expires_on) : std::nullopt);
        json.end_object().end_object();
        return json_response(json.take(), *version);
      });
}

void show_packet_content(const ExchangePtr& x) {
  const auto id = x->path_id<PacketId>();
  if (!id) return;
  const auto decide_download = [x, id = *id](Acting& a, bool there) -> Ruling {
    const auto& state = a.situation.state<packet::State>(id);
    if (!state.exists) return Rejection::not_found;
    if (!may_have(a, x->service, state.audience, state.facility)) return not_answering(a, state.facility);
    take_purpose(a, state.audience);
    const disclosure::Case* of_case =
        a.situation.state<disclosure::State>(state.facility).find(state.disclosure_request);
    // A request that was taken back is no reason to hand anything over (domain/disclosure).
    if (state.audience == PacketAudience::person && of_case != nullptr && of_case->withdrawn)
      return Rejection::wrong_state;
    Decision download = decide(state, packet::DownloadPacket{}, a.today());
    if (download && !there) return Rejection::packet_expired;  // other software built it
    return download;
  };
  const auto give = [x, id = *id, decide_download](bool there) {
    const auto decide_now = [decide_download, there](Acting& a) { return decide_download(a, there); };
    x->read(decide_now, [x, id](std::optional<std::uint64_t> position) {
      const auto views = x->service.views->snapshot();
      return packet_response(x, view_state<packet::State>(*views.reader, id.octets), *position);
    });
  };
  const auto views = x->service.views->snapshot();
  const auto packet = view_state<packet::State>(*views.reader, id->octets);
  const bool wanted = seems_to_have(*x, *views.reader, packet) && packet.status == PacketState::made &&
                      date_in_japan(x->service.clock.now()) <= packet.expires_on;
  if (!wanted) return give(false);  // nothing is built for others, or in vain
  // The file is there before the download is recorded, and the record is durable before the first octet leaves.
  if (!x->service.packets.have(*id, give)) x->problem("overloaded");
}

}  // namespace renkei::api
