// Goal: a thing's state at any position, the events it rests on and its life are exactly what was appended;
// who may not read it is refused and recorded; nothing confidential is ever in an answer. Method: a story in
// really signed events, asked about through the pipeline.
#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"
#include "tests/unit/api/state_story.h"

namespace tests {
namespace {

using ledger::JsonValue;
using Texts = std::vector<std::string>;

const std::vector<api::Header> kForAudit = {{"daicho-purpose", "audit"}};

class StateHandlerTest : public ::testing::Test {
 protected:
  JsonValue ask(const std::string& target, std::string_view as = "auditor") {
    const api::Response response = fixture.get(target, as, kForAudit);
    EXPECT_EQ(response.status, 200) << target << " " << response.body;
    return json_of(response);
  }
  std::string code(const std::string& target, std::string_view as = "auditor",
                   const std::vector<api::Header>& headers = kForAudit) {
    return code_of(fixture.get(target, as, headers));
  }
  static Texts types_of(const JsonValue& answer) {
    Texts types;
    for (const JsonValue& item : answer.find("timeline")->find("items")->as_array()) {
      types.emplace_back(item.text("type"));
    }
    return types;
  }
  static std::vector<std::int64_t> rests_on(const JsonValue& answer) {
    std::vector<std::int64_t> positions;
    for (const JsonValue& event : answer.find("rests_on")->as_array()) {
      positions.push_back(event.find("position")->as_int());
    }
    return positions;
  }
  static const JsonValue& part(const JsonValue& answer, std::string_view name) {
    return *answer.find("state")->find(name);
  }
  static std::size_t count(const JsonValue& answer, std::string_view name) {
    return part(answer, name).find("items")->as_array().size();
  }
  std::vector<std::int64_t> positions(const Texts& types) const {
    std::vector<std::int64_t> found;
    for (const std::string& type : types) found.push_back(static_cast<std::int64_t>(story.at(type)));
    return found;
  }

  ApiFixture fixture;
  StateStory story{fixture};
};

TEST_F(StateHandlerTest, ACaseWithAllThatBelongsToIt) {
  const api::Response response = fixture.get("/v1/cases/k-1", "auditor", kForAudit);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(*response.header("Ledger-Position"), std::to_string(fixture.size()));
  const JsonValue answer = json_of(response);
  EXPECT_EQ(answer.text("kind"), "case");
  EXPECT_EQ(answer.find("label")->text("ja"), "相談案件");
  EXPECT_EQ(part(answer, "case").text("state"), "open");
  EXPECT_EQ(part(answer, "case").text("business_id"), "b-9");
  EXPECT_EQ(part(answer, "case").find("sessions")->as_int(), 1);
  ASSERT_EQ(count(answer, "issues"), 1U);
  EXPECT_TRUE(part(answer, "issues").find("items")->as_array()[0].find("resolved")->as_bool());
  EXPECT_EQ(count(answer, "sessions"), 1U);
  EXPECT_TRUE(answer.find("withheld")->as_array().empty());
  EXPECT_EQ(rests_on(answer),
            positions({"issue.resolved", "issue.identified", "session.held", "consultation.opened"}));
  EXPECT_EQ(types_of(answer),
            (Texts{"issue.resolved", "issue.identified", "session.held", "consultation.opened"}));
  const JsonValue& newest = answer.find("timeline")->find("items")->as_array().front();
  EXPECT_EQ(newest.text("id"), story.id("issue.resolved"));
  EXPECT_EQ(newest.find("actor")->text("person"), "p-co");
  EXPECT_FALSE(newest.find("label")->text("ja").empty());
  EXPECT_EQ(ledger::write_json(*newest.find("changed")),
            R"([{"record":"issue","members":[{"name":"resolved","from":false,"to":true},)"
            R"({"name":"resolved_on","to":"2026-04-20"},{"name":"resolution","to":")" +
                story.id("issue.resolved") + R"("}]}])");
}

TEST_F(StateHandlerTest, AsOfShowsTheStateOfThatPosition) {
  const std::string before_issue = std::to_string(story.at("issue.identified"));
  const JsonValue past = ask("/v1/cases/k-1?as_of=" + before_issue);
  EXPECT_EQ(count(past, "issues"), 0U);
  EXPECT_EQ(past.find("reflects")->as_int(), static_cast<std::int64_t>(story.at("issue.identified")));
  EXPECT_EQ(types_of(past), (Texts{"session.held", "consultation.opened"}));
  const std::string before_resolved = std::to_string(story.at("issue.resolved"));
  const JsonValue open = ask("/v1/issues/i-1?as_of=" + before_resolved);
  EXPECT_FALSE(part(open, "issue").find("resolved")->as_bool());
  EXPECT_EQ(rests_on(open), positions({"issue.identified"}));
  EXPECT_TRUE(part(ask("/v1/issues/i-1"), "issue").find("resolved")->as_bool());
  const std::string before_case = std::to_string(story.at("consultation.opened"));
  EXPECT_EQ(code("/v1/cases/k-1?as_of=" + before_case), "state.unknown");
  EXPECT_EQ(code("/v1/cases/k-1?as_of=0"), "state.unknown");
  EXPECT_EQ(code("/v1/cases/k-1?as_of=99999"), "query.as_of");
  const std::string time =
      ledger::format_recorded_at(fixture.event_at(story.at("consultation.opened")).entry.recorded_at);
  EXPECT_EQ(fixture.get("/v1/cases/k-1?as_of=" + time, "auditor").status, 200);
}

TEST_F(StateHandlerTest, ABusinessLeadsToItsConsentsCasesAndReferrals) {
  const JsonValue answer = ask("/v1/businesses/b-9");
  EXPECT_EQ(part(answer, "business").text("center_id"), "c40");
  EXPECT_EQ(part(answer, "sharing").text("state"), "granted");
  for (const std::string_view list : {"referral_consents", "cases", "issues", "referrals"}) {
    EXPECT_EQ(count(answer, list), 1U) << list;
  }
  EXPECT_EQ(count(ask("/v1/businesses/b-1"), "cases"), 0U);
  EXPECT_TRUE(part(ask("/v1/businesses/b-1"), "sharing").is_null());
}

TEST_F(StateHandlerTest, ACountersignatureIsInTheLifeOfWhatItCompletes) {
  const std::string waiting = std::to_string(story.at("event.countersigned"));
  EXPECT_EQ(code("/v1/contracts/t-1?as_of=" + waiting), "state.unknown") << "it waits, and has no effect";
  const JsonValue answer = ask("/v1/contracts/t-1");
  EXPECT_EQ(part(answer, "contract").text("kind"), "entrustment");
  EXPECT_EQ(types_of(answer), (Texts{"event.countersigned", "contract.concluded"}));
  EXPECT_EQ(rests_on(answer), positions({"event.countersigned"}));
}

TEST_F(StateHandlerTest, PeopleCentresLicencesAndKeys) {
  const JsonValue person = ask("/v1/people/p-co");
  for (const std::string_view list : {"roles", "licences", "bindings", "keys", "appointments"}) {
    EXPECT_EQ(count(person, list), 1U) << list;
  }
  EXPECT_EQ(part(person, "person").text("licence_id"), "l-co");
  const JsonValue center = ask("/v1/centers/c40");
  EXPECT_EQ(count(center, "contracts"), 2U) << "the coordinator's and the entrustment";
  EXPECT_EQ(count(center, "entrustments"), 1U);
  EXPECT_EQ(count(center, "appointments"), 2U) << "the adviser's and the nominated chief's";
  EXPECT_TRUE(part(ask("/v1/licences/l-co"), "licence").find("active")->as_bool());
  EXPECT_EQ(part(ask("/v1/keys/" + story.kid()), "key").text("person_id"), "p-co");
  EXPECT_EQ(part(ask("/v1/referrals/f-1"), "referral").text("target"), "sup-a");
}

TEST_F(StateHandlerTest, WhatOneMayNotReadIsWithheldByName) {
  // Who protects information sees people and consents, no contracts (programme §1.14).
  const JsonValue person = ask("/v1/people/p-co", "security");
  Texts withheld;
  for (const JsonValue& one : person.find("withheld")->as_array()) {
    withheld.emplace_back(one.text("part"));
    EXPECT_FALSE(one.text("rule").empty());
  }
  EXPECT_EQ(withheld, (Texts{"appointments", "contracts", "engagements"}));
  EXPECT_EQ(count(person, "roles"), 1U);
  EXPECT_EQ(count(person, "appointments"), 0U);
  EXPECT_GT(person.find("timeline")->find("withheld")->as_int(), 0);
  for (const std::string& type : types_of(person)) EXPECT_FALSE(type.starts_with("appointment.")) << type;
  // A coordinator sees their own appointment, although not those of the centre.
  EXPECT_EQ(count(ask("/v1/people/p-co", "co"), "appointments"), 1U);
}

TEST_F(StateHandlerTest, RefusalsAreRecordedAndSayNothing) {
  EXPECT_EQ(code("/v1/cases/k-1", "mirror"), "policy.denied");
  EXPECT_EQ(code("/v1/contracts/t-1", "security"), "policy.denied");
  EXPECT_EQ(code("/v1/cases/k-1", ""), "credential.missing");
  const std::uint64_t before = fixture.size();
  ASSERT_TRUE(fixture.denials->flush(true).ok());
  std::vector<std::string> actions;
  for (std::uint64_t at = before; at < fixture.size(); ++at) {
    const ledger::Event event = fixture.event_at(at).signed_event.event;
    EXPECT_EQ(event.type, "access.denied");
    actions.emplace_back(event.text("action"));
  }
  EXPECT_EQ(std::count(actions.begin(), actions.end(), "get_case"), 1)
      << "who shows no credential is counted without a route";
  EXPECT_EQ(std::count(actions.begin(), actions.end(), "get_contract"), 1);
}

TEST_F(StateHandlerTest, AskingForConsentsIsItselfAnEvent) {
  const std::uint64_t before = fixture.size();
  const api::Response response = fixture.get("/v1/consents/b-9", "auditor", kForAudit);
  ASSERT_EQ(response.status, 200) << response.body;
  ASSERT_EQ(fixture.types_since(before), Texts{"record.viewed"});
  const ledger::Event viewed = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(*response.header("Daicho-Access-Event"), ledger::format_event_id(viewed.id));
  EXPECT_EQ(viewed.text("record"), "business/b-9");
  EXPECT_EQ(viewed.text("center_id"), "c40");
  EXPECT_EQ(viewed.purpose, "audit");
  const JsonValue answer = json_of(response);
  Texts shown;
  for (const JsonValue& event : answer.find("rests_on")->as_array()) shown.emplace_back(event.text("id"));
  Texts logged;
  for (const JsonValue& id : viewed.field("record_ids")->as_array()) logged.push_back(id.as_string());
  EXPECT_EQ(logged, shown);
  EXPECT_EQ(shown, (Texts{story.id("consent.referral_granted"), story.id("consent.sharing_granted")}));
  EXPECT_EQ(answer.find("state")->find("business"), nullptr) << "consents only";
  EXPECT_EQ(part(answer, "sharing").text("state"), "granted");
  // Without a purpose, or when it can't be recorded, nothing leaves.
  EXPECT_EQ(code("/v1/consents/b-9", "auditor", {}), "purpose.missing");
  fixture.close_writer();
  EXPECT_EQ(code("/v1/consents/b-9"), "access.not_recorded");
}

TEST_F(StateHandlerTest, AppointmentsByPersonAndByCentre) {
  for (const std::string_view question : {"person=p-co", "person=p-co&center=c40", "person=p-co&limit=1"}) {
    const JsonValue answer = ask("/v1/appointments?" + std::string(question));
    ASSERT_EQ(answer.find("items")->as_array().size(), 1U) << question;
    EXPECT_EQ(answer.find("items")->as_array()[0].text("step"), "approved");
    EXPECT_EQ(rests_on(answer),
              positions({"appointment.approved", "appointment.reported", "appointment.selected"}));
    EXPECT_FALSE(answer.find("more")->as_bool());
    const JsonValue behind =
        ask("/v1/appointments?" + std::string(question) + "&cursor=" + std::string(answer.text("next")));
    EXPECT_TRUE(behind.find("items")->as_array().empty());
  }
  EXPECT_EQ(ask("/v1/appointments?center=c40").find("items")->as_array().size(), 2U);
  Texts steps;  // of the centre's two, one to a page
  std::string cursor;
  for (bool more = true; more;) {
    const JsonValue page = ask("/v1/appointments?center=c40&limit=1" + cursor);
    ASSERT_EQ(page.find("items")->as_array().size(), 1U);
    steps.emplace_back(page.find("items")->as_array()[0].text("step"));
    cursor = "&cursor=" + std::string(page.text("next"));
    more = page.find("more")->as_bool();
    ASSERT_LE(steps.size(), 2U);
  }
  std::sort(steps.begin(), steps.end());
  EXPECT_EQ(steps, (Texts{"approved", "nominated"}));
  for (const std::string_view nothing : {"person=p-none", "person=p-co&center=c13"}) {
    const JsonValue empty = ask("/v1/appointments?" + std::string(nothing));
    EXPECT_TRUE(empty.find("items")->as_array().empty()) << nothing;
    EXPECT_TRUE(empty.find("rests_on")->as_array().empty()) << nothing;
  }
  EXPECT_EQ(code("/v1/appointments"), "query.missing");
  EXPECT_EQ(code("/v1/appointments?person=p-co&cursor=AAAA"), "page.cursor");
  EXPECT_EQ(code("/v1/appointments?person=p-co", "security"), "policy.denied");
  EXPECT_EQ(ask("/v1/appointments?person=p-co", "co").find("items")->as_array().size(), 1U);
}

TEST_F(StateHandlerTest, TimelinePagesJoinToTheWhole) {
  const Texts whole = types_of(ask("/v1/businesses/b-9"));
  EXPECT_EQ(whole.size(), 8U);
  Texts joined;
  std::string cursor;
  for (bool more = true; more;) {
    const JsonValue page =
        ask("/v1/businesses/b-9?limit=3" + (cursor.empty() ? std::string() : "&cursor=" + cursor));
    for (const std::string& type : types_of(page)) joined.push_back(type);
    cursor = page.find("timeline")->text("next");
    more = page.find("timeline")->find("more")->as_bool();
  }
  EXPECT_EQ(joined, whole);
  EXPECT_EQ(code("/v1/cases/k-1?cursor=" + cursor), "page.cursor");
}

TEST_F(StateHandlerTest, NothingConfidentialIsInAnyAnswer) {
  std::size_t answers = 0;
  for (const std::string& target :
       {std::string("/v1/businesses/b-9"), std::string("/v1/businesses/b-1"), std::string("/v1/consents/b-9"),
        std::string("/v1/cases/k-1"), std::string("/v1/issues/i-1"), std::string("/v1/referrals/f-1"),
        std::string("/v1/contracts/t-1"), std::string("/v1/centers/c40"), std::string("/v1/people/p-co"),
        std::string("/v1/licences/l-co"), "/v1/keys/" + story.kid(),
        std::string("/v1/appointments?center=c40")}) {
    for (const std::string_view as : {"auditor", "gw-c40", "gw", "co"}) {
      const api::Response response = fixture.get(target, as, {{"daicho-purpose", "report"}});
      EXPECT_EQ(response.body.find("MARKERqzw4242"), std::string::npos) << target;
      answers += response.status == 200 ? 1U : 0U;
    }
  }
  EXPECT_GT(answers, 30U);
}

TEST_F(StateHandlerTest, BadQuestions) {
  EXPECT_EQ(code("/v1/cases/k 1"), "state.id");
  EXPECT_EQ(code("/v1/cases/unheard-of"), "state.unknown");
  EXPECT_EQ(code("/v1/cases/k-1?limit=0"), "page.limit");
  EXPECT_EQ(code("/v1/cases/k-1?cursor=junk"), "page.cursor");
  EXPECT_EQ(code("/v1/cases/k-1?fields=all"), "query.unknown");
  EXPECT_EQ(code("/v1/consents/b-none"), "state.unknown");
}

}  // namespace
}  // namespace tests
