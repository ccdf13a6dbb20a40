// Goal: who works where is plausible, complete at full scale and the same for the same seed. Method: plans of
// all centres at several scales, counted.
#include "ops/generate/plan.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/event/event.h"

namespace ops::generate {
namespace {

int coordinators(const CenterPlan& plan) {
  int count = 0;
  for (const Member& member : plan.members) count += member.role == "co" || member.role == "sub_cco" ? 1 : 0;
  return count;
}

TEST(PlanTest, FullScaleEngagesEverybody) {
  int chiefs = 0;
  int all = 0;
  std::set<std::string> persons;
  for (const CentreFacts& facts : centre_table()) {
    const CenterPlan plan = plan_center(facts, kScaleOne, "seed");
    all += coordinators(plan);
    for (const Member& member : plan.members) {
      chiefs += member.role == "cco" ? 1 : 0;
      EXPECT_TRUE(persons.insert(member.person).second) << member.person;
      EXPECT_TRUE(ledger::is_segment(member.person) && ledger::is_segment(member.licence));
    }
    EXPECT_EQ(plan.members.front().role, "cco");
  }
  EXPECT_EQ(chiefs, 47);
  EXPECT_EQ(all, 1026);
}

TEST(PlanTest, SmallScalesEngageFewButNeverNone) {
  const CentreFacts& fukuoka = *find_centre("40");
  EXPECT_EQ(coordinators(plan_center(fukuoka, 1, "seed")), 2);
  const int small = coordinators(plan_center(fukuoka, 20'000, "seed"));
  const int half = coordinators(plan_center(fukuoka, 100'000, "seed"));
  EXPECT_LT(small, half);
  EXPECT_LT(half, fukuoka.coordinators);
  EXPECT_EQ(coordinators(plan_center(fukuoka, kScaleMax, "seed")), fukuoka.coordinators);
}

TEST(PlanTest, FeesStayWithinTheTable) {
  for (const CentreFacts& facts : centre_table()) {
    for (const Member& member : plan_center(facts, kScaleOne, "seed").members) {
      if (member.role == "cco") {
        EXPECT_EQ(member.rate_yen, 50'000);
      }
      if (member.role == "sub_cco") {
        EXPECT_EQ(member.rate_yen, 35'000);
      }
      if (member.role == "prod_lead") {
        EXPECT_EQ(member.rate_yen, 45'000);
      }
      if (member.role != "co") continue;
      EXPECT_GE(member.rate_yen, 25'000);
      // Above the base only with the bureau's approval, which the first coordinator has.
      EXPECT_LE(member.rate_yen, member.post == "co-01" ? 40'000 : 35'000);
    }
  }
}

TEST(PlanTest, TheNationHasTheVolumeOfTheProgramme) {
  std::int64_t cases = 0;
  for (const CentreFacts& facts : centre_table()) cases += cases_per_day(facts, kScaleOne);
  // 1,650 issues on a working day, five to four consultations.
  EXPECT_NEAR(static_cast<double>(cases) / kScaleOne * 1.25, 1650, 10);
}

TEST(PlanTest, SeedsMakeDifferentPeople) {
  const CentreFacts& fukuoka = *find_centre("40");
  const auto fingerprint = [&](std::string_view seed) {
    std::string text;
    for (const Member& member : plan_center(fukuoka, kScaleOne, seed).members) {
      text.append(member.qualification).append(std::to_string(member.rate_yen));
    }
    return text;
  };
  EXPECT_EQ(fingerprint("a"), fingerprint("a"));
  EXPECT_NE(fingerprint("a"), fingerprint("b"));
}

TEST(PlanTest, CredentialsAreThoseOfTheDemonstrationCertificates) {
  EXPECT_EQ(credential_of("gw-c40"),
            "x509:CN=daicho demonstration CA,O=daicho demonstration|CN=gw-c40,O=daicho demonstration");
}

}  // namespace
}  // namespace ops::generate
