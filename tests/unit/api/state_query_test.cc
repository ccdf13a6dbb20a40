// Goal: the policy is asked about the right centre, business and person, whatever the record names; lists end
// where they say. Method: single records over the story's ledger, and a business with more cases than an
// answer shows.
#include "api/state_query.h"

#include <gtest/gtest.h>

#include "projections/record_kinds.h"
#include "tests/unit/api/state_story.h"

namespace tests {
namespace {

using ledger::JsonValue;

TEST(StateQuery, TheTargetFollowsFromWhatARecordNames) {
  ApiFixture fixture;
  const StateStory story(fixture);
  const api::Request request = request_of("GET", "/v1/cases/k-1");
  const api::Call call = fixture.call(request, "p-auditor", "auditor", "auditor");
  const auto query = api::StateQuery::open(call);
  ASSERT_TRUE(query.ok()) << query.status().to_string();
  EXPECT_EQ(query->reflects(), call.view->head.size);
  struct Row {
    const char* record;
    const char* center;
    const char* business;
    const char* subject;
  };
  const Row rows[] = {
      {R"({"case_id":"k-1"})", "c40", "b-9", ""},
      {R"({"business_id":"b-9"})", "c40", "b-9", ""},
      {R"({"contract_id":"t-1"})", "c40", "", ""},
      {R"({"person_id":"p-co"})", "c40", "", "p-co"},
      {R"({"org_id":"impl-40"})", "c40", "", ""},
      {R"({"org_id":"bureau-kyushu"})", "bureau-kyushu", "", ""},
      {R"({"center_id":"c13","case_id":"k-1"})", "c13", "", ""},
      {R"({"case_id":"k-none"})", "", "", ""},
      {"{}", "", "", ""},
  };
  for (const Row& row : rows) {
    const auto target = query->target_of_record(*ledger::read_json(row.record), security::DataClass::kPerson);
    EXPECT_EQ(target.center, row.center) << row.record;
    EXPECT_EQ(target.business, row.business) << row.record;
    EXPECT_EQ(target.subject.value, row.subject) << row.record;
    EXPECT_EQ(target.data_class, security::DataClass::kPerson);
  }
}

TEST(StateQuery, RecordsOfAnEarlierSizeAndWhatTheyRestOn) {
  ApiFixture fixture;
  const StateStory story(fixture);
  const std::uint64_t before = story.at("issue.resolved");
  const api::Request request = request_of("GET", "/v1/issues/i-1?as_of=" + std::to_string(before));
  const api::Call call = fixture.call(request, "p-auditor", "auditor", "auditor");
  const auto query = api::StateQuery::open(call);
  ASSERT_TRUE(query.ok());
  const auto* kind = projections::find_record_kind("issue");
  const auto issue = query->record_at(projections::record_key(*kind, {"i-1"}));
  ASSERT_TRUE(issue.has_value());
  EXPECT_FALSE(issue->value.find("resolved")->as_bool());
  EXPECT_FALSE(query->record_at(projections::record_key(*kind, {"i-2"})).has_value());
  ledger::JsonWriter json;
  json.begin_object();
  std::vector<ledger::EventId> ids;
  ASSERT_TRUE(query->write_rests_on({{issue->key}, {}}, "q", {}, json, ids).ok());
  ASSERT_EQ(ids.size(), 1U);
  EXPECT_EQ(ledger::format_event_id(ids[0]), story.id("issue.identified"));
  EXPECT_NE(json.end_object().take().find("\"rests_on_more\":false"), std::string::npos);
}

}  // namespace
}  // namespace tests
