// Random sequences of commands: what is accepted always evolves, and a state survives being stored between any
// two events.
#include <random>

#include "domain/account/commands.h"
#include "domain/consent/commands.h"
#include "domain/registration/commands.h"
#include "domain/room/commands.h"
#include "tests/domain/given.h"
#include "tests/support/effort.h"

namespace renkei::testing {
namespace {

constexpr unsigned kSequences = rounds(200u), kSteps = 60;

// Folds what is accepted twice: in one go, and through the compact form before every event.
template <class State>
struct Folded {
  State whole, stored;
  unsigned accepted = 0;
  void take(const Decision& decision, const AccountId& by) {
    if (!decision) return;
    ASSERT_FALSE(decision->empty());
    ++accepted;
    for (const Draft& draft : *decision) {
      if (event_type(draft.event).aggregate != State::kAggregate) continue;
      ASSERT_NO_THROW(apply(whole, draft.event, by));
      stored = from_compact<State>(to_compact(stored));
      ASSERT_NO_THROW(apply(stored, draft.event, by));
      ASSERT_EQ(to_compact(stored), to_compact(whole));
    }
  }
};

template <class State>
void play(const std::function<Decision(const State&, std::mt19937&, const AccountId&)>& next) {
  const unsigned base = std::random_device{}();
  unsigned accepted = 0;
  for (unsigned n = 0; n < kSequences; ++n) {
    const unsigned seed = base + n;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    Folded<State> folded;
    for (unsigned step = 0; step < kSteps && !::testing::Test::HasFatalFailure(); ++step) {
      const auto by = id<AccountId>(static_cast<std::uint8_t>(1 + random() % 3));
      folded.take(next(folded.whole, random, by), by);
    }
    accepted += folded.accepted;
  }
  EXPECT_GT(accepted, kSequences);
}

TEST(Sequences, OfARegistrationAlwaysEvolve) {
  play<registration::State>([](const registration::State& s, std::mt19937& random,
                               const AccountId& by) -> Decision {
    registration::SubmitRegistrationRequest form;
    form.kind = RegistrationKind::add_users;
    form.form_id = "1-2";
    form.users = {{"三木 恵", "", random() % 2 ? "nurse" : "wizard", false, {}, ""}};
    form.pledges = {{PledgeScope::user, 0, "三木", kToday, "", id<AttachmentId>(4)}};
    const registration::NewPledges pledges{{id<PledgeId>(static_cast<std::uint8_t>(random()))}, {{}}};
    facility::State joined;
    joined.exists = random() % 4 != 0;
    const pledge::State pledge{true,
                               pledges.ids[0],
                               s.id,
                               PledgeScope::user,
                               0,
                               true,
                               random() % 4 ? PledgeState::verified : PledgeState::submitted};
    switch (random() % 6) {
      case 0:
        return decide_submit(s, form, id<RegistrationRequestId>(31), pledges, policy_in_force(), kToday);
      case 1:
        return decide_resubmit(s, form, pledges, policy_in_force(), kToday);
      case 2:
        return decide_return(s, {""}, form.form(), {}, policy_in_force(), kToday);
      case 3:
        return registration::decide_approve(
            {s, form.form(), {pledge}, joined, pledge, by, {{}, {}, {id<AccountId>(9)}, {id<PersonId>(9)}, {}}},
            policy_in_force(), kToday);
      case 4:
        return random() % 8 ? Decision(Unexpected{Rejection::wrong_state})
                            : decide(s, registration::RejectRegistrationRequest{"x"});
      default:
        return random() % 8 ? Decision(Unexpected{Rejection::wrong_state})
                            : decide(s, registration::WithdrawRegistrationRequest{});
    }
  });
}

TEST(Sequences, OfAConsentAlwaysEvolve) {
  play<consent::State>([](const consent::State& s, std::mt19937& random, const AccountId&) -> Decision {
    if (!s.exists) return std::vector{Draft{consent::ConsentFormReceived{}, {}, {}}};
    if (random() % 3 == 0) return decide(s, consent::VerifyConsent{{"signature"}});
    const auto scope = codes(WithdrawalScope{})[random() % 40 == 0 ? 0 : 1 + random() % 3].first;
    consent::WithdrawConsent withdraw{
        scope, {}, {}, {}, kToday.plus_days(static_cast<std::int32_t>(random() % 3) - 1), {}, {}};
    if (random() % 4) {
      if (scope == WithdrawalScope::facility)
        withdraw.facility_id = id<FacilityId>(static_cast<std::uint8_t>(random()));
      if (scope == WithdrawalScope::data_kind)
        withdraw.data_kind = code_text(codes(MessageKind{})[random() % 8].first);
    }
    return decide(s, withdraw, nullptr, {}, kToday);
  });
}

TEST(Sequences, OfARoomAlwaysEvolve) {
  play<room::State>([](const room::State& s, std::mt19937& random, const AccountId&) -> Decision {
    if (!s.exists) {
      return std::vector{
          Draft{room::RoomOpened{id<RoomId>(31), {}, {}, {}}, {}, {}},
          Draft{room::RoomFacilityAdded{id<RoomId>(31), {}, id<FacilityId>(21), "clinic", {}}, {}, {}}};
    }
    facility::State facility;
    facility.id = id<FacilityId>(random() % 4 ? 21 : 22);
    account::State account;
    account.exists = true;
    account.id = id<AccountId>(static_cast<std::uint8_t>(11 + random() % 4));
    account.facility = id<FacilityId>(21);
    const auto assignment = id<AssignmentId>(static_cast<std::uint8_t>(1 + random() % 20));
    const CivilDate from = kToday.plus_days(static_cast<std::int32_t>(random() % 9) - 4);
    consent::State consent;
    consent.exists = true;
    switch (random() % 12) {
      case 0:
        if (random() % 5) return Unexpected{Rejection::wrong_state};
        return decide(consent, consent::WithdrawConsent{WithdrawalScope::all, {}, {}, {}, kToday, {}, {}}, &s,
                      {}, kToday);
      case 1:
      case 2:
      case 3:
        return decide_end_assignment(s, assignment, facility);
      case 4:
        return decide_post(s, {},
                           {MessageKind::notice, "x", {}, About::recipient, Sensitivity::normal, from, false},
                           id<MessageId>(8), {}, {}, kToday, {});
      default:
        return decide_assign(
            s, {account.id, from, random() % 2 ? std::optional(from.plus_days(2)) : std::nullopt, "担当"},
            facility, account, assignment, kToday);
    }
  });
}

TEST(Sequences, OfAnAccountAlwaysEvolve) {
  play<account::State>([](const account::State& s, std::mt19937& random, const AccountId&) -> Decision {
    using namespace account;
    if (!s.exists) {
      if (random() % 2)
        return std::vector{Draft{CityRoleGranted{id<AccountId>(1), {}, {CityRole::approver}, {}, ""}, {}, {}}};
      return std::vector{
          Draft{AccountCreated{id<AccountId>(1), {}, id<FacilityId>(21), 4, {}, {}, "", "", ""}, {}, {}}};
    }
    switch (random() % 11) {
      case 0:
        return decide(s,
                      IssueCredential{id<CredentialId>(static_cast<std::uint8_t>(random())),
                                      random() % 2 ? CredentialKind::initial : CredentialKind::reissue},
                      policy_in_force(), kToday);
      case 1:
        return decide(s, DeliverCredential{DeliveryMethod::counter, "本人", kToday});
      case 2:
        return decide(s, RecordPasswordChange{random() % 4 != 0}, policy_in_force(), kToday);
      case 3:
        return decide(s, EnrolSecondFactor{});
      case 4:
        return decide(s, LockAccount{});
      case 5:
        return decide(s, UnlockAccount{});
      case 6:
        return decide(s, SuspendAccount{"x"});
      case 7:
        return decide(s, ReinstateAccount{});
      case 8:
        return std::vector{Draft{LoginFailed{s.id, 1 + static_cast<std::uint32_t>(random() % 1'000)}, {}, {}}};
      case 9:
        return std::vector{Draft{LoginSucceeded{}, {}, {}}};
      default:
        return random() % 10 ? Decision(Unexpected{Rejection::wrong_state})
                             : decide(s, CloseAccount{kToday}, kToday);
    }
  });
}

}  // namespace
}  // namespace renkei::testing
