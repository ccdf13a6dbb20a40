// Goal: a role reaches exactly its scope and term, and an event's actor is held to it.
// Method: tables of grant scope against wanted scope, and events with one thing about their actor changed.
#include "ledger/domain/roles.h"

#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/programme.h"

namespace tests {

using ledger::PersonId;

namespace {

ledger::UnixMicros at(std::string_view text) {
  return *ledger::parse_rfc3339(text);
}
const ledger::StateView& lived() {
  return Programme::lived().state();
}

std::string refusal(const ledger::Event& event) {
  const auto verdict = Programme::lived().judge(event);
  return verdict.ok() ? "ok" : verdict.status().reason() + " " + verdict.status().pointer();
}

}  // namespace

TEST(Roles, ScopesCoverWhatTheyShould) {
  struct Row {
    const char *granted, *wanted;
    bool covers;
  };
  for (const Row& row : {Row{"c40", "c40", true},
                         Row{"c40", "c13", false},
                         Row{"c40", "impl-40", true},
                         Row{"c40", "impl-13", false},
                         Row{"c40", "bureau-kyushu", false},
                         Row{"c40", "hq", false},
                         Row{"impl-40", "c40", true},
                         Row{"impl-40", "impl-40", true},
                         Row{"impl-40", "c13", false},
                         Row{"bureau-kyushu", "c40", true},
                         Row{"bureau-kyushu", "c13", false},
                         Row{"bureau-kyushu", "bureau-kyushu", true},
                         Row{"bureau-kyushu", "impl-40", true},
                         Row{"bureau-kyushu", "impl-13", false},
                         Row{"bureau-kyushu", "impl-41", false},
                         Row{"bureau-kyushu", "sup-a", false},
                         Row{"bureau-kyushu", "bureau-kanto", false},
                         Row{"bureau-kanto", "c13", true},
                         Row{"hq", "c40", true},
                         Row{"hq", "bureau-kyushu", true},
                         Row{"smea", "c13", true},
                         Row{"nation", "c40", true},
                         Row{"nation", "c99", true},
                         Row{"c99", "c40", false},
                         Row{"c4", "c40", false},
                         Row{"sup-a", "c40", false}}) {
    EXPECT_EQ(ledger::scope_covers(lived(), row.granted, row.wanted), row.covers)
        << row.granted << " " << row.wanted;
  }
}

TEST(Roles, AreHeldWithinTheirTermOnly) {
  const PersonId cco("p-cco");
  EXPECT_TRUE(ledger::holds_role(lived(), cco, "cco", "c40", at("2026-04-01T00:00:00+09:00")));
  EXPECT_FALSE(ledger::holds_role(lived(), cco, "cco", "c40", at("2026-03-31T23:59:59+09:00")));
  EXPECT_TRUE(ledger::holds_role(lived(), cco, "cco", "c40", at("2027-03-31T23:59:59+09:00")));
  EXPECT_FALSE(ledger::holds_role(lived(), cco, "cco", "c40", at("2027-04-01T00:00:00+09:00")));
  EXPECT_TRUE(ledger::holds_role(lived(), cco, "cco", "", at("2026-04-01T00:00:00+09:00")));
  EXPECT_FALSE(ledger::holds_role(lived(), cco, "cco", "", at("2026-03-31T14:59:59Z")));
  EXPECT_FALSE(ledger::holds_role(lived(), cco, "co", "c40", at("2026-05-01T00:00:00Z")));
  EXPECT_FALSE(ledger::holds_role(lived(), PersonId("p-none"), "cco", "", at("2026-05-01T00:00:00Z")));
}

TEST(Roles, OfAPersonAreListedWithTheirGrants) {
  const auto held = ledger::roles_of(lived(), PersonId("p-cco"));
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0].role, "cco");
  EXPECT_EQ(held[0].grant.scope, "c40");
  EXPECT_EQ(held[0].grant.from, ledger::day_of("2026-04-01"));
  EXPECT_EQ(held[0].grant.to, ledger::day_of("2027-03-31"));
  EXPECT_TRUE(ledger::roles_of(lived(), PersonId("p-none")).empty());
  // p-co2 is no part of p-co's answer.
  for (const auto& role : ledger::roles_of(lived(), PersonId("p-co"))) EXPECT_EQ(role.role, "co");
}

TEST(Roles, CentreAndBusinessFollowFromTheEvent) {
  const Programme& programme = Programme::lived();
  const auto center = [&](const char* type) {
    return ledger::center_of(lived(), *ledger::find_type(type, 1), programme.sample(type).build());
  };
  EXPECT_EQ(center("consultation.opened"), "c40");
  EXPECT_EQ(center("session.held"), "c40");
  EXPECT_EQ(center("fee.paid"), "c40");
  EXPECT_EQ(center("referral.accepted"), "c40");
  EXPECT_EQ(center("business.profile_updated"), "");
  EXPECT_EQ(center("record.viewed"), "");
  EXPECT_EQ(ledger::business_of(lived(), programme.sample("consultation.closed").build()), "b-1");
  EXPECT_EQ(ledger::business_of(lived(), programme.sample("referral.accepted").build()), "b-1");
  EXPECT_EQ(ledger::business_of(lived(), programme.sample("session.held").build()), "b-1");
  EXPECT_EQ(ledger::business_of(lived(), programme.sample("fee.paid").build()), "");
}

TEST(Roles, ActorsAreHeldToTheirRole) {
  const Programme& programme = Programme::lived();
  const auto closed = [&] { return programme.sample("consultation.closed"); };
  EXPECT_EQ(refusal(closed().build()), "ok");
  EXPECT_EQ(refusal(closed().by("p-co", "impl_lead", "impl-40", "c40").build()), "role.missing /actor/role");
  EXPECT_EQ(refusal(closed().by("p-co", "cco", "impl-40", "c40").build()), "role.missing /actor/role");
  EXPECT_EQ(refusal(closed().by("p-co", "emperor", "impl-40", "c40").build()), "role.missing /actor/role");
  EXPECT_EQ(refusal(closed().by("p-co", "co", "impl-40", "c13").build()), "role.scope /actor/center");
  EXPECT_EQ(refusal(closed().by("p-co", "co", "impl-13", "c40").build()), "role.scope /actor/org");
  EXPECT_EQ(refusal(closed().by("p-co", "co", "hq", "").build()), "role.scope /actor/org");
  EXPECT_EQ(refusal(closed().by("p-co", "co", "", "").build()), "ok");
  // The case lies at another centre than the actor's.
  EXPECT_EQ(refusal(closed().by("p-co13", "co", "impl-13", "c13").build()), "role.scope /data");
  EXPECT_EQ(refusal(closed().at("2026-03-31T23:59:59+09:00").build()), "role.missing /actor/role");
  EXPECT_EQ(refusal(closed().at("2026-04-01T00:00:00+09:00").build()), "ok");
}

TEST(Roles, EveryCentreOfAnEventMustBeReached) {
  const Programme& programme = Programme::lived();
  auto call = programme.sample("call.published");
  ledger::JsonValue::Array centers;
  centers.emplace_back("c40");
  centers.emplace_back("c13");
  call.set("center_ids", ledger::JsonValue(centers));
  EXPECT_EQ(refusal(call.build()), "role.scope /data/center_ids");
  EXPECT_EQ(refusal(programme.sample("appointment.nominated", R"({"center_id":"c13"})").build()),
            "role.scope /data");
  EXPECT_EQ(refusal(programme.sample("center.established", R"({"bureau":"bureau-kanto"})").build()),
            "role.scope /data");
}

TEST(Roles, DenialsNeedNoRole) {
  const Programme& programme = Programme::lived();
  EXPECT_EQ(refusal(programme.sample("access.denied").by("p-stranger", "co", "impl-40", "c40").build()),
            "ok");
  EXPECT_EQ(refusal(programme.sample("record.searched").by("p-stranger", "co", "impl-40", "c40").build()),
            "role.missing /actor/role");
}

}  // namespace tests
