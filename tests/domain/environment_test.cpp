// The environment a facility declares and the devices under it (policy III.3(3), product.md no. 5).
#include "domain/device/state.h"
#include "tests/domain/given.h"

namespace renkei::testing {
namespace {

using namespace facility;

const FacilityId kClinic = id<FacilityId>(21);
const EnvironmentId kFirst = id<EnvironmentId>(31), kSecond = id<EnvironmentId>(32),
                    kThird = id<EnvironmentId>(33);

struct Environments : ::testing::Test {
  State state = given<State>({FacilityRegistered{kClinic, "clinic", {}, {}, {}, {}},
                              EnvironmentRecognised{kClinic, kFirst, kToday.plus_days(30), "", ""}});

  Decision declare(EnvironmentId id) {
    return decide(state, DeclareEnvironment{"wired_private", "導入済み"}, id);
  }
  Decision recognise(EnvironmentId id) {
    return decide_recognise(state, {kClinic, id, "wired_private", "導入済み"}, policy_in_force(), kToday);
  }
  Decision object(EnvironmentId id) { return decide(state, ObjectToEnvironment{"共用Wi-Fi"}, id); }
};

TEST_F(Environments, OfTheRegistrationFormAreRecognisedWithIt) {
  ASSERT_NE(state.environment(kFirst), nullptr);
  EXPECT_EQ(state.environment(kFirst)->status, EnvironmentState::recognised);
  EXPECT_TRUE(state.environment_in_force(kToday.plus_days(30)));
  EXPECT_FALSE(state.environment_in_force(kToday.plus_days(31)));
}

TEST_F(Environments, AreDeclaredAgainWhileTheOneBeforeStaysInForce) {
  follow(state, declare(kSecond));
  EXPECT_TRUE(state.environment_in_force(kToday));
  EXPECT_EQ(names(declare(kThird)), refused(Rejection::already_exists));  // one waits at a time
  const Decision recognised = recognise(kSecond);
  EXPECT_EQ(first<EnvironmentRecognised>(recognised).until_on, day(2027, 11, 22));
  EXPECT_EQ(first<EnvironmentRecognised>(recognised).antivirus, "導入済み");
  follow(state, recognised);
  EXPECT_EQ(state.environment(kFirst)->status, EnvironmentState::replaced);
  EXPECT_TRUE(state.environment_in_force(day(2027, 11, 22)));
  EXPECT_EQ(names(recognise(kSecond)), refused(Rejection::wrong_state));
  EXPECT_EQ(names(recognise(kFirst)), refused(Rejection::wrong_state));
  EXPECT_EQ(names(recognise(kThird)), refused(Rejection::not_found));
}

TEST_F(Environments, ObjectedToAsADeclarationChangeNothingInForce) {
  follow(state, declare(kSecond));
  follow(state, object(kSecond));
  EXPECT_TRUE(state.environment_in_force(kToday));
  EXPECT_EQ(names(object(kSecond)), refused(Rejection::wrong_state));
  EXPECT_EQ(names(declare(kThird)), Names{"EnvironmentDeclared"});
}

TEST_F(Environments, ObjectedToInForceEndAllAccess) {
  EXPECT_EQ(names(object(kThird)), refused(Rejection::not_found));
  follow(state, object(kFirst));
  EXPECT_FALSE(state.environment_in_force(kToday));
  state = {};
  EXPECT_EQ(names(declare(kSecond)), refused(Rejection::not_found));
}

struct Devices : Environments {
  device::State tablet;
  Decision register_tablet(CivilDate today = kToday) {
    return decide(tablet, device::RegisterDevice{{}, "tablet", "iOS 18", "Safari"}, id<DeviceId>(15), state,
                  today);
  }
};

TEST_F(Devices, AreRegisteredUnderARecognisedEnvironmentOnly) {
  EXPECT_EQ(names(register_tablet()), Names{"DeviceRegistered"});
  EXPECT_EQ(names(register_tablet(kToday.plus_days(31))), refused(Rejection::environment_not_recognised));
  State suspended = state;
  suspended.status = FacilityStatus::suspended;
  std::swap(state, suspended);
  EXPECT_EQ(names(register_tablet()), refused(Rejection::facility_suspended));
  state = {};
  EXPECT_EQ(names(register_tablet()), refused(Rejection::invalid_value));
}

TEST_F(Devices, AreLostOrRetiredOnce) {
  EXPECT_EQ(names(decide(tablet, device::ReportDeviceLost{})), refused(Rejection::not_found));
  EXPECT_EQ(names(decide(tablet, device::RetireDevice{})), refused(Rejection::not_found));
  for (const bool lost : {true, false}) {
    tablet = {};
    follow(tablet, register_tablet());
    EXPECT_TRUE(tablet.in_use());
    EXPECT_EQ(names(register_tablet()), refused(Rejection::already_exists));
    follow(tablet, lost ? decide(tablet, device::ReportDeviceLost{}) : decide(tablet, device::RetireDevice{}));
    EXPECT_FALSE(tablet.in_use());
    EXPECT_EQ(names(decide(tablet, device::ReportDeviceLost{})), refused(Rejection::wrong_state));
    EXPECT_EQ(names(decide(tablet, device::RetireDevice{})), refused(Rejection::wrong_state));
  }
}

}  // namespace
}  // namespace renkei::testing
