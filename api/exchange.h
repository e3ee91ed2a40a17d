// One request on its way through a handler: what was asked, by whom, and the three ways to answer it — a
// command, an audited read, a plain answer. Personal content leaves through these only; there is no other path.
#pragma once

#include <chrono>

#include "api/city_service.h"
#include "api/problem.h"
#include "domain/access_rule.h"
#include "eventstore/json/json_read.h"
#include "eventstore/json/json_write.h"

namespace renkei::api {

// What a handler's decision sees on the committer's thread.
struct Acting {
  Situation& situation;
  const SessionGrant& grant;
  const account::State& account;
  const facility::State& facility;
  const policy::Policy& policy;
  Act& act;                 // actor, policy and purpose are filled in
  bool stepped_up = false;  // the actor proved who he is again, a few minutes ago

  Instant now() const { return situation.now(); }
  CivilDate today() const { return situation.today(); }
  bool city_role(CityRole role) const { return account.has(role); }
  bool city_officer() const { return city_role(CityRole::intake_officer) || city_role(CityRole::approver); }
  Standing standing() const;
  bool system_manager() const { return facility.is_system_manager(account.id); }
  std::vector<consent::State> consents_of(const std::vector<ConsentFormId>& forms) const;
  std::vector<consent::State> consents_of(const room::State& room) const {
    return consents_of(room.consent_forms);
  }
  // The purpose that the operation itself tells (product.md no. 6); what the user chose stands, but not for an
  // act that serves one purpose only.
  void operation_purpose(Purpose purpose, bool only_one = false);
  // The access rule for a room, with this actor's standing.
  Result<Basis, Denial> check(const room::State& room, const std::vector<consent::State>& consents,
                              Operation operation, bool own_facility_only, About about,
                              std::optional<MessageKind> kind = {}) const;
};

// What a decision gives back. A denial is recorded in the person's history (or, if technical, in the actor's).
struct Ruling {
  std::vector<Draft> drafts;
  std::optional<Rejection> rejection;
  std::vector<WrongValue> wrong_values;  // with invalid_value
  std::optional<Denial> denial;
  CareRecipientId denied_subject;
  RoomId denied_room;
  Operation denied_operation = Operation::read;

  Ruling() = default;
  Ruling(std::vector<Draft> d) : drafts(std::move(d)) {}  // NOLINT(google-explicit-constructor)
  Ruling(Rejection r) : rejection(r) {}                   // NOLINT(google-explicit-constructor)
  Ruling(Refusal refusal);                                // NOLINT(google-explicit-constructor)
  Ruling(Decision decision);                              // NOLINT(google-explicit-constructor)
  Ruling(Denial denial, const room::State& room, Operation operation);
  bool about_person() const { return denial && denial->denial_class != DenialClass::technical; }
};

using Decide = std::function<Ruling(Acting&)>;
class Exchange;
using VersionOf = std::uint64_t (*)(Acting&, const Exchange&);  // api/versions.h
// The body's "data" from the events as recorded; the same for a repeated request.
using Respond = std::function<void(const std::vector<Recorded>& events, JsonWriter& data)>;

struct CommandAnswer {
  int status = 200;
  std::string location = {};  // of a created resource
  bool secret = false;        // a repeat answers secret-already-shown
  Respond respond = {};
  std::function<std::vector<SessionsToEnd>()> ends = {};  // asked on the committer's thread, once it is decided
  std::function<void(const Committed&)> after =
      {};  // on the committer's thread, once, when recorded and durable
  std::function<void(const Committed&)> outcome =
      {};  // on the committer's thread, before the reply, whatever came of it
};

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(CityService& service, http::Request request, std::unique_ptr<http::BodySink> sink,
           http::Reply reply);

  CityService& service;
  http::Request request;
  std::unique_ptr<http::BodySink> sink;
  std::vector<std::string> path_ids;   // the {…} of the route, in order
  std::string route;                   // "POST /v1/rooms/{id}/messages", for histories and logs
  std::size_t route_index = SIZE_MAX;  // in the table
  std::shared_ptr<Session> session;    // null on open routes
  std::optional<Purpose> purpose;      // header Renkei-Purpose
  bool standing_required =
      true;  // false only where the way in itself is being made (passwords, factors, logout)

  const std::string& request_id() const { return request.head.request_id; }
  std::string query(std::string_view name) const;

  // The id in the path; answers 404 itself when it has not the form of one.
  template <class IdT>
  std::optional<IdT> path_id(std::size_t n = 0) {
    auto id = id_from_text<IdT>(path_ids.at(n));
    if (!id) problem("not-found");
    return id;
  }
  // The body as a command; answers 400 or 415 itself.
  template <class T>
  std::optional<T> body() {
    if (!accepts_json_body()) return std::nullopt;
    auto value =
        from_json_text<T>(request.body.empty() ? std::string_view("{}") : std::string_view(request.body));
    if (value) return std::move(*value);
    problem({value.error().front().code, value.error(), {}, {}});
    return std::nullopt;
  }
  // Takes If-Match as the version that the act is meant for; answers 428 or 400 itself.
  bool read_if_match(VersionOf version_of);
  bool read_purpose();  // takes the header Renkei-Purpose; answers 400 itself

  // A new id that the request's key decides, so that a repeat and a look-up find the same thing.
  template <class IdT>
  IdT created_id() const {
    return IdT{request_key_.id.octets};
  }
  bool prepare_key();  // reads Idempotency-Key; answers 400 itself
  // The decision refuses a file that something else named meanwhile. `pointer`: where it stands in the command.
  void refers_to(const AttachmentId& file, std::string pointer);
  // This very request was recorded before: what a command prepares outside the ledger must not be made again.
  bool recorded_before() const { return service.views->request(request_key_.id).has_value(); }

  void command(Decide decide, CommandAnswer answer);
  // Records the access (drafts may be empty where none is owed), then builds the answer on the I/O thread.
  void read(Decide decide, std::function<http::Response(std::optional<std::uint64_t> access_position)> answer);

  // Opens a room's event stream when the decision permits it, and keeps it open as long as it does.
  void stream(const RoomId& room, std::optional<std::uint64_t> last_told, Decide decide);

  void json(int status, std::string body, std::vector<std::pair<std::string, std::string>> headers = {});
  void send(http::Response response);
  void problem(const std::string& code) { problem(Problem{code, {}, {}, {}}); }
  void problem(const Problem& problem);
  void invalid(const WrongValue& value);  // 400 about one value of header or query
  http::Response problem_of(const Problem& problem) const;
  http::Response problem_of(Rejection rejection) const;
  void send_later(std::function<http::Response()> make);  // made on the connection's own I/O thread
  bool english() const;

 private:
  friend class ActProposal;
  bool accepts_json_body();
  void note(int status) const;  // in metrics and log
  http::Response command_response(const CommandAnswer& answer, const std::vector<Recorded>& events,
                                  const std::vector<Digest>& leaves, bool replayed) const;
  std::vector<WrongValue> files_taken(Situation& situation) const;  // of those referred to
  http::Response replay_response(const CommandAnswer& answer, std::uint64_t first_position) const;

  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  http::Reply reply_;
  RequestKey request_key_;
  VersionOf version_of_ = nullptr;
  std::uint64_t wanted_version_ = 0;  // with version_of_
  std::vector<std::pair<AttachmentId, std::string>> files_;
  std::vector<WrongValue> wrong_values_;  // of a refusal by the decision; written before it is answered
};

using ExchangePtr = std::shared_ptr<Exchange>;

// 200 with a JSON body; `version` becomes the ETag.
http::Response json_response(std::string body, std::optional<std::uint64_t> version = {});

}  // namespace renkei::api
