// Goal: an answer is complete or says where it goes on: lists page by page of one state, the events it rests
// on to the last, merges as a tree, money and plans with the facts that made them. Method: on top of the
// story more things than an answer shows; all pages joined are compared with what was appended.
#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "api/state_resources.h"
#include "tests/unit/api/schema_check.h"
#include "tests/unit/api/state_story.h"

namespace tests {
namespace {

using ledger::JsonValue;
using Texts = std::vector<std::string>;

const std::vector<api::Header> kForAudit = {{"daicho-purpose", "audit"}};

class StatePartsTest : public ::testing::Test {
 protected:
  JsonValue ask(const std::string& target, std::string_view as = "auditor") {
    const api::Response response = fixture.get(target, as, kForAudit);
    EXPECT_EQ(response.status, 200) << target << " " << response.body;
    JsonValue answer = json_of(response);
    EXPECT_EQ(*response.header("Ledger-Position"), std::to_string(answer.find("reflects")->as_int()));
    return answer;
  }
  std::string code(const std::string& target, std::string_view as = "auditor") {
    return code_of(fixture.get(target, as, kForAudit));
  }
  void open_cases(int from, int to) {
    for (int i = from; i < to; ++i) {
      story.append("consultation.opened", "p-co",
                   R"({"case_id":"more-)" + std::to_string(i) +
                       R"(","business_id":"b-9","center_id":"c40","channel":"main_office",
                          "received_at":"2026-04-09T10:00:00+09:00",
                          "consent_ref":"$consent.sharing_granted"})");
    }
    story.publish();
  }
  void identify_issues(int count) {
    for (int i = 0; i < count; ++i) {
      story.append("issue.identified", "p-co",
                   R"({"issue_id":"more-)" + std::to_string(i) +
                       R"(","case_id":"k-1","business_id":"b-9","category":"sales_growth","focus_fields":[],
                          "specialist":true,"identified_on":"2026-04-14"})");
    }
    story.publish();
  }
  static void take_texts(const JsonValue& answer, std::string_view member, Texts& texts) {
    for (const JsonValue& item : answer.find("items")->as_array()) texts.emplace_back(item.text(member));
  }
  static bool is_more(const JsonValue& list) { return list.find("more")->as_bool(); }
  static std::string next_of(const JsonValue& list) { return "cursor=" + std::string(list.text("next")); }

  ApiFixture fixture;
  StateStory story{fixture};
};

TEST_F(StatePartsTest, AListGoesOnWhereTheAnswerEnds) {
  open_cases(0, 104);
  const JsonValue whole = ask("/v1/businesses/b-9");
  const JsonValue& cases = *whole.find("state")->find("cases");
  Texts joined;
  take_texts(cases, "case_id", joined);
  EXPECT_EQ(joined.size(), 100U);
  EXPECT_TRUE(is_more(cases));
  EXPECT_EQ(whole.find("timeline")->find("not_covered")->as_array().front().as_string(), "cases");
  open_cases(104, 106);  // too late for pages of a state that is over
  JsonValue page = ask("/v1/businesses/b-9/cases?limit=3&" + next_of(cases));
  take_texts(page, "case_id", joined);
  EXPECT_EQ(joined.size(), 103U);
  EXPECT_EQ(page.find("reflects")->as_int(), whole.find("reflects")->as_int());
  page = ask("/v1/businesses/b-9/cases?limit=3&" + next_of(page));
  take_texts(page, "case_id", joined);
  EXPECT_FALSE(is_more(page));
  EXPECT_EQ(page.text("next"), "");
  Texts expected{"k-1"};
  for (int i = 0; i < 104; ++i) expected.push_back("more-" + std::to_string(i));
  std::sort(expected.begin(), expected.end());
  std::sort(joined.begin(), joined.end());
  EXPECT_EQ(joined, expected);
}

TEST_F(StatePartsTest, AListAloneInPagesOfAnySizeIsTheList) {
  open_cases(0, 9);
  Texts whole;
  take_texts(*ask("/v1/businesses/b-9").find("state")->find("cases"), "case_id", whole);
  ASSERT_EQ(whole.size(), 10U);
  for (const std::string size : {"1", "2", "3", "5", "7", "10", "11", "1000"}) {
    Texts joined;
    std::string cursor;
    for (bool more = true; more;) {
      const JsonValue page = ask("/v1/businesses/b-9/cases?limit=" + size + cursor);
      take_texts(page, "case_id", joined);
      more = is_more(page);
      cursor = "&" + next_of(page);
      ASSERT_LE(joined.size(), whole.size());
    }
    EXPECT_EQ(joined, whole) << size;
  }
}

TEST_F(StatePartsTest, WhatAnAnswerRestsOnIsNamedToTheLastEvent) {
  open_cases(0, 101);
  identify_issues(101);
  std::set<std::int64_t> seen;
  std::int64_t last = 1'000'000;
  std::string target = "/v1/businesses/b-9";
  std::optional<std::int64_t> reflects;
  for (bool more = true; more;) {
    const JsonValue answer = ask(target);
    EXPECT_EQ(answer.find("reflects")->as_int(), reflects.value_or(answer.find("reflects")->as_int()));
    reflects = answer.find("reflects")->as_int();
    EXPECT_LE(answer.find("rests_on")->as_array().size(), 200U);
    for (const JsonValue& event : answer.find("rests_on")->as_array()) {
      const std::int64_t position = event.find("position")->as_int();
      EXPECT_LT(position, last);
      last = position;
      seen.insert(position);
    }
    more = answer.find("rests_on_more")->as_bool();
    target = "/v1/businesses/b-9?rests_on_cursor=" + std::string(answer.text("rests_on_next"));
    if (more) open_cases(200 + static_cast<int>(seen.size()), 201 + static_cast<int>(seen.size()));
  }
  // 100 cases, 100 issues (one resolved later), one referral, two consents, the business.
  EXPECT_GE(seen.size(), 200U);
  EXPECT_EQ(*seen.begin(), static_cast<std::int64_t>(story.at("business.registered")));
  EXPECT_TRUE(seen.contains(static_cast<std::int64_t>(story.at("consent.sharing_granted"))));
}

TEST_F(StatePartsTest, CursorsBelongToTheirQuestion) {
  open_cases(0, 3);
  const std::string next = next_of(ask("/v1/businesses/b-9/cases?limit=1"));
  EXPECT_EQ(code("/v1/businesses/b-9/issues?" + next), "page.cursor");
  EXPECT_EQ(code("/v1/businesses/b-1/cases?" + next), "page.cursor");
  EXPECT_EQ(code("/v1/businesses/b-9?" + next), "page.cursor");
  EXPECT_EQ(code("/v1/businesses/b-9/cases?as_of=5&" + next), "page.cursor") << "a state before the page's";
  EXPECT_EQ(code("/v1/businesses/b-9/cases?cursor=junk"), "page.cursor");
  EXPECT_EQ(code("/v1/businesses/b-9?rests_on_cursor=" + next.substr(7)), "page.cursor");
  EXPECT_EQ(code("/v1/businesses/b-9/cases?limit=0"), "page.limit");
  EXPECT_EQ(code("/v1/businesses/b-9/nothing"), "state.part");
  EXPECT_EQ(code("/v1/businesses/b-none/cases"), "state.unknown");
  EXPECT_EQ(code("/v1/consents/b-9/business"), "state.part") << "it is not shown";
  EXPECT_EQ(code("/v1/contracts/t-1/costs", "security"), "policy.denied");
}

TEST_F(StatePartsTest, AListOfARecordedQuestionIsRecorded) {
  const std::uint64_t before = fixture.size();
  const JsonValue page = ask("/v1/consents/b-9/referral_consents");
  EXPECT_EQ(page.find("items")->as_array().size(), 1U);
  EXPECT_EQ(fixture.types_since(before), Texts{"record.viewed"});
}

TEST_F(StatePartsTest, MergesAreATreeAtEveryPosition) {
  story.append("org.registered", "p-admin", R"({"org_id":"hq","kind":"hq","name":"x"})");
  story.append("person.registered", "p-admin", R"({"person_id":"p-hq","org_id":"hq","name":"x"})");
  fixture.ledger.must_append(fixture.ledger.signed_event(fixture.ledger.key_enrolled("p-hq", "p-hq")));
  story.append("role.granted", "p-admin",
               R"({"person_id":"p-hq","role":"hq_staff","scope":"hq","valid_from":"2025-04-01",
                   "basis":"$bureau"})");
  for (const std::string_view id : {"b-21", "b-22", "b-23"}) {
    story.append("business.registered", "p-co",
                 R"({"business_id":")" + std::string(id) +
                     R"(","center_id":"c40","kind":"sole_proprietor","pref_code":"40","jsic_code":"E",
                        "corporate_number_state":"absent","name":"MARKERqzw4242confidential"})");
  }
  const auto merge = [&](std::string_view into, std::string_view absorbed) {
    story.append("business.merged", "p-hq",
                 R"({"business_id":")" + std::string(into) + R"(","absorbed_id":")" + std::string(absorbed) +
                     R"(","number_relation":"equal","decided_at":"2026-04-20T09:00:00+09:00"})");
  };
  merge("b-22", "b-23");
  merge("b-21", "b-22");
  story.append("business.unmerged", "p-hq",
               R"({"business_id":"b-21","absorbed_id":"b-22","merge":"$business.merged@2",
                   "reason":"different_business"})");
  story.publish();
  const auto tree = [&](const std::string& id, const std::string& query) {
    Texts ids;
    take_texts(ask("/v1/businesses/" + id + "/merge_tree" + query), "business_id", ids);
    return ids;
  };
  const std::string merged = "?as_of=" + std::to_string(story.at("business.unmerged"));
  EXPECT_EQ(tree("b-23", merged), (Texts{"b-21", "b-22", "b-23"}));
  EXPECT_EQ(tree("b-21", merged), (Texts{"b-21", "b-22", "b-23"}));
  EXPECT_EQ(tree("b-23", ""), (Texts{"b-22", "b-23"}));
  EXPECT_EQ(tree("b-21", ""), Texts{"b-21"});
  EXPECT_EQ(tree("b-9", ""), Texts{"b-9"});
  const JsonValue first = ask("/v1/businesses/b-23/merge_tree" + merged + "&limit=2");
  EXPECT_TRUE(is_more(first));
  Texts rest;
  take_texts(ask("/v1/businesses/b-23/merge_tree" + merged + "&" + next_of(first)), "business_id", rest);
  EXPECT_EQ(rest, Texts{"b-23"});
  // The unmerge is in the life of what it cut off, and what the answer rests on.
  const JsonValue answer = ask("/v1/businesses/b-23");
  EXPECT_EQ(answer.find("state")->find("merge_tree")->find("items")->as_array().size(), 2U);
  Texts types;
  for (const JsonValue& item : answer.find("timeline")->find("items")->as_array()) {
    types.emplace_back(item.text("type"));
  }
  EXPECT_NE(std::find(types.begin(), types.end(), "business.unmerged"), types.end());
  EXPECT_EQ(answer.find("rests_on")->as_array().front().find("position")->as_int(),
            static_cast<std::int64_t>(story.at("business.unmerged")));
}

TEST_F(StatePartsTest, CostsWithItemFundAndDay) {
  story.append("cost.recorded", "p-lead",
               R"({"cost_id":"c-7","contract_id":"t-1","center_id":"c40","item":"II-5","amount_yen":1200,
                   "tax_yen":120,"incurred_on":"2026-04-20","fund":"initial","cost_class":"project",
                   "vouchers":1,
                   "counterparty":"MARKERqzw4242confidential"})");
  story.publish();
  const JsonValue contract = ask("/v1/contracts/t-1");
  const JsonValue& state = *contract.find("state");
  EXPECT_EQ(state.find("account")->find("amount_yen")->as_int(), 100'000'000);
  EXPECT_EQ(state.find("account")->find("accepted_yen")->as_int(), 1200);
  const JsonValue& cost = state.find("costs")->find("items")->as_array().front();
  EXPECT_EQ(cost.text("cost_id"), "c-7");
  EXPECT_EQ(cost.find("made_by")->find("data")->text("item"), "II-5");
  EXPECT_EQ(cost.find("made_by")->find("data")->text("fund"), "initial");
  EXPECT_EQ(cost.find("made_by")->text("id"), story.id("cost.recorded"));
  const JsonValue alone = ask("/v1/costs/c-7");
  EXPECT_EQ(alone.find("state")->find("cost")->find("amount_yen")->as_int(), 1200);
  EXPECT_EQ(alone.find("rests_on")->as_array().size(), 1U);
  EXPECT_EQ(code("/v1/costs/c-7?as_of=" + std::to_string(story.at("cost.recorded"))), "state.unknown");
  EXPECT_EQ(code("/v1/costs/c-7", "security"), "policy.denied");
  const JsonValue& lived = contract.find("timeline")->find("items")->as_array().front();
  EXPECT_EQ(lived.find("data")->text("item"), "II-5") << "public facts are told";
}

TEST_F(StatePartsTest, PlansAndTargetsOfACentre) {
  story.append("plan.drafted", "p-lead",
               R"({"plan_id":"plan-1","center_id":"c40","kind":"center","fy":2026,"version":1,
                   "drafted_on":"2026-04-03",
                   "document_sha256":"abababababababababababababababababababababababababababababababab"})");
  story.append("plan.bureau_confirmed", "p-bureau",
               R"({"plan_id":"plan-1","center_id":"c40","version":1,"confirmed_on":"2026-04-05"})");
  for (const int value : {3000, 4000}) {
    story.append("target.set", "p-lead",
                 R"({"center_id":"c40","kind":"center","indicator":"issues_resolved","fy":2026,"value":)" +
                     std::to_string(value) + R"(,"unit":"count"})");
  }
  story.publish();
  const JsonValue plan = ask("/v1/plans/plan-1");
  EXPECT_EQ(plan.find("state")->find("plan")->text("stage"), "confirmed");
  EXPECT_EQ(plan.find("state")->find("plan")->find("made_by")->find("data")->find("fy")->as_int(), 2026);
  EXPECT_EQ(plan.find("timeline")->find("items")->as_array().size(), 2U);
  const std::string before = "?as_of=" + std::to_string(story.at("plan.bureau_confirmed"));
  EXPECT_EQ(ask("/v1/plans/plan-1" + before).find("state")->find("plan")->text("stage"), "drafted");
  const JsonValue center = ask("/v1/centers/c40");
  EXPECT_EQ(center.find("state")->find("plans")->find("items")->as_array().size(), 1U);
  const JsonValue& targets = *center.find("state")->find("targets");
  ASSERT_EQ(targets.find("items")->as_array().size(), 1U);
  EXPECT_EQ(targets.find("items")->as_array().front().find("value")->as_int(), 4000) << "the newest";
  const auto first = "?as_of=" + std::to_string(story.at("target.set@2"));
  EXPECT_EQ(ask("/v1/centers/c40/targets" + first).find("items")->as_array().front().find("value")->as_int(),
            3000);
  EXPECT_EQ(ask("/v1/centers/c40/targets").find("rests_on")->as_array().front().text("id"),
            story.id("target.set@2"));
  EXPECT_EQ(code("/v1/plans/plan-2"), "state.unknown");
}

TEST_F(StatePartsTest, EveryPartOfEveryThingAnswersAsDescribed) {
  const JsonValue description = json_of(fixture.get("/openapi.json"));
  const JsonValue& schemas = *description.find("components")->find("schemas");
  const std::vector<std::pair<std::string, std::string>> things = {
      {"business", "b-9"}, {"consent", "b-9"}, {"case", "k-1"},    {"issue", "i-1"},    {"referral", "f-1"},
      {"contract", "t-1"}, {"center", "c40"},  {"person", "p-co"}, {"licence", "l-co"}, {"key", story.kid()}};
  for (const auto& [kind, id] : things) {
    const api::StateResource* resource = api::find_state_resource(kind);
    const std::string path = std::string(resource->path) + id;
    const JsonValue whole = ask(path);
    EXPECT_EQ(schema_fault(whole, *schemas.find("State"), description), "") << path;
    for (const api::StatePart& part : resource->parts) {
      if (!part.shown) continue;
      const JsonValue answer = ask(path + "/" + std::string(part.name));
      EXPECT_EQ(schema_fault(answer, *schemas.find("StatePart"), description), "") << path << part.name;
      const JsonValue& shown = *whole.find("state")->find(part.name);
      const std::size_t count = shown.is_null()                  ? 0
                                : part.way == api::PartWay::kOne ? 1
                                                                 : shown.find("items")->as_array().size();
      EXPECT_EQ(answer.find("items")->as_array().size(), count) << path << part.name;
    }
  }
}

}  // namespace
}  // namespace tests
