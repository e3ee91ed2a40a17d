// A disclosure case of the played city, taken through its states by whoever answers for it.
#pragma once

#include "tests/api/played_city.h"
#include "tests/support/effort.h"

namespace renkei::testing {

class PlayedCase {
 public:
  // Received, of the played care recipient.
  PlayedCase(PlayedCity& city, Person& who, const std::string& kinds = R"(["records","usage"])")
      : city_(city), who_(who) {
    received =
        expect(city_.post(&who_, "/v1/disclosure-requests", asking(city_.r.care_recipient_id, kinds)), 201);
    id = field(received, "data.id");
  }
  static std::string asking(const std::string& person, const std::string& kinds) {
    return R"({"requester":{"kind":"self"},"received_on":"2026-11-22","period":{},"method":"paper","kinds":)" +
           kinds + ",\"care_recipient_id\":" + cli::json_string(person) + "}";
  }
  static std::string scope(const std::string& records) {
    return "{\"records\":" + cli::json_string(records) + R"(,"period":{},"kinds":["records","usage"]})";
  }
  static std::string withholding(std::uint64_t ordinal, const std::string& ground = "business_hindrance") {
    return "{\"items\":[{\"ordinal\":" + std::to_string(ordinal) + ",\"ground\":" + cli::json_string(ground) +
           R"(}],"private_reason":"x"})";
  }
  static std::string decision(const std::string& result, const std::string& ground = "") {
    return "{\"result\":" + cli::json_string(result) + ",\"ground\":" + cli::json_string(ground) + "}";
  }
  static std::string delivery(const std::string& packet, const std::string& on = "2026-11-22") {
    return "{\"packet_id\":" + cli::json_string(packet) +
           ",\"method\":\"counter\",\"delivered_on\":" + cli::json_string(on) + "}";
  }
  static constexpr const char* kIdentity = R"({"documents":["my_number_card_face"]})";
  static constexpr const char* kNotice = R"({"method":"counter","sent_on":"2026-11-22"})";
  static constexpr const char* kAgrees = R"({"answer":"agree"})";
  static constexpr const char* kCompleted = R"({"closure":"completed"})";

  std::string path() const { return "/v1/disclosure-requests/" + id; }
  Headers current() { return city_.current(&who_, path()); }
  JsonValue shown() { return parsed(city_.get(&who_, path())); }
  JsonValue act(const std::string& verb, const std::string& body) {
    return expect(city_.post(&who_, path() + "/" + verb, body, current()), 200);
  }
  // The city's part: asked for, generated and provided.
  void get_report() {
    const std::string report =
        "/v1/usage-reports/" +
        field(expect(city_.post(&who_, "/v1/usage-reports",
                                "{\"disclosure_request_id\":" + cli::json_string(id) + "}"),
                     201),
              "data.id");
    city_.step_up(city_.r.city2);
    for (const char* verb : {"/generate", "/provide"})
      expect(city_.post(&city_.r.city2, report + verb, "{}", city_.current(&who_, report)), 200);
    report_path = report;
  }
  // Up to its decision, and told to the person.
  void decide(const std::string& result) {
    act("verify-identity", kIdentity);
    get_report();
    act("clarify-scope", scope("own"));
    if (result == "part") act("withholdings", withholding(3));
    act("decide", decision(result));
    act("notice", kNotice);
  }

  std::string packet_body(const std::string& audience = "person") const {
    return "{\"disclosure_request_id\":" + cli::json_string(id) +
           ",\"audience\":" + cli::json_string(audience) + "}";
  }
  // A packet that was made; its id.
  std::string packet(const Person& who, const std::string& audience = "person") {
    const std::string packet =
        field(expect(city_.post(&who, "/v1/packets", packet_body(audience)), 201), "data.id");
    made = made_packet(who, packet);
    return packet;
  }
  std::string packet() { return packet(who_); }
  JsonValue made_packet(const Person& who, const std::string& packet) {
    for (const auto begun = std::chrono::steady_clock::now();
         std::chrono::steady_clock::now() - begun < patience(std::chrono::seconds(30));) {
      JsonValue json = expect(city_.get(&who, "/v1/packets/" + packet), 200);
      if (field(json, "data.state") == "made" || field(json, "data.progress.step") == "failed") return json;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("the packet is not made");
  }
  Answer content(const Person& who, const std::string& packet) {
    return city_.get(&who, "/v1/packets/" + packet + "/content");
  }

  std::string id, report_path;
  JsonValue received, made;

 private:
  static JsonValue expect(const Answer& answer, int status) {
    EXPECT_EQ(answer.status, status) << answer.body << answer.error;
    return parsed(answer);
  }
  PlayedCity& city_;
  Person& who_;
};

}  // namespace renkei::testing
