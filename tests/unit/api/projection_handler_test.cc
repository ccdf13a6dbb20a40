// Goal: who operates the ledger sees how far its read models are and has them rebuilt; meanwhile what can
// answer answers, and says from which rows. Method: the real pipeline; projectors that are not started, over
// an empty database and over the rows of an older program, hold each state still.
#include <gtest/gtest.h>

#include "api/rebuild_keeper.h"
#include "projections/rebuild.h"
#include "tests/unit/api/api_fixture.h"
#include "tests/unit/api/schema_check.h"
#include "tests/unit/projections/raised_projection.h"

namespace tests {
namespace {

using ledger::JsonValue;

class ProjectionHandlerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fixture.ledger.must_append(fixture.ledger.signed_event(fixture.ledger.event("principal.bound", "p-admin")
                                                               .set("principal", "admin")
                                                               .set("kind", "system")
                                                               .set("person_id", "p-admin")
                                                               .set("credential", "x509:CN=ca|CN=admin")));
    fixture.cell.store(fixture.ledger.view());
    fixture.catch_up();
    fixture.context->rebuilds = &keeper;
  }
  api::Response rebuild(std::string_view name, std::string_view as = "admin") {
    return fixture.send(request_of("POST", "/v1/projections/" + std::string(name) + "/rebuild", as));
  }
  // A projector that stands still, instead of the fixture's.
  projections::Projector& held(const projections::Registry& registry) {
    projector_ =
        projections::Projector::open({*kv_, fixture.cell, registry, fixture.metrics, fixture.ledger.clock()})
            .value();
    fixture.context->projector = projector_.get();
    return *projector_;
  }
  void expect_schema(const JsonValue& value, const std::string& name) {
    const JsonValue description = json_of(fixture.get("/openapi.json"));
    const JsonValue& schema = *description.find("components")->find("schemas")->find(name);
    EXPECT_EQ(schema_fault(value, schema, description), "");
  }

  ApiFixture fixture;
  api::RebuildKeeper keeper{*fixture.context};
  std::unique_ptr<ledger::MemoryKv> kv_ =
      std::make_unique<ledger::MemoryKv>(projections::family_names(fixture.registry).size());
  std::unique_ptr<projections::Registry> raised_;
  std::unique_ptr<projections::Projector> projector_;
};

TEST_F(ProjectionHandlerTest, TheListSaysWhatEachReflects) {
  const JsonValue list = json_of(fixture.get("/v1/projections", "security"));
  expect_schema(list, "Projections");
  EXPECT_EQ(list.text("projector"), "ok");
  const auto& items = list.find("items")->as_array();
  ASSERT_EQ(items.size(), fixture.registry.size());
  for (std::size_t number = 0; number < items.size(); ++number) {
    const projections::Projection& projection = fixture.registry.at(number);
    const JsonValue& item = items[number];
    EXPECT_EQ(item.text("name"), projection.name());
    EXPECT_EQ(item.find("version")->as_int(), projection.version());
    EXPECT_EQ(item.find("rows_version")->as_int(), projection.version());
    EXPECT_TRUE(item.find("answers")->as_bool());
    EXPECT_EQ(item.find("size")->as_int(), static_cast<std::int64_t>(fixture.size()));
    EXPECT_EQ(item.find("parked")->as_int(), 0);
    EXPECT_EQ(item.find("rebuild"), nullptr);
    EXPECT_EQ(
        json_of(fixture.get("/v1/projections/" + std::string(projection.name()), "security")).text("name"),
        projection.name());
  }
}

TEST_F(ProjectionHandlerTest, ARebuildTakesOver) {
  const api::Response asked = rebuild("state_history");
  ASSERT_EQ(asked.status, 202) << asked.body;
  EXPECT_EQ(*asked.header("Location"), "/v1/projections/state_history");
  expect_schema(json_of(asked), "Projection");
  fixture.projector->wait_for_take_over("state_history", 30'000'000);
  const JsonValue after =
      json_of(fixture.get("/v1/projections/state_history", "admin", {{"prefer", "wait=1"}}));
  expect_schema(after, "Projection");
  EXPECT_EQ(after.find("rebuild"), nullptr);
  ASSERT_NE(after.find("taken_over"), nullptr);
  EXPECT_EQ(after.find("taken_over")->find("size")->as_int(), static_cast<std::int64_t>(fixture.size()));
  const std::uint64_t before = fixture.size();
  ASSERT_TRUE(keeper.record_done([] { return true; }).ok());
  EXPECT_EQ(fixture.types_since(before), std::vector<std::string>{"projection.rebuilt"});
  EXPECT_EQ(fixture.event_at(before).signed_event.event.actor.person.value, "p-admin");
}

TEST_F(ProjectionHandlerTest, WhoMayNotOperateIsRefusedAndNothingGrows) {
  struct Row {
    std::string_view method, target, as;
    int status;
    std::string_view code;
  };
  const std::vector<Row> rows = {
      {"POST", "/v1/projections/access_log/rebuild", "", 401, "credential.missing"},
      {"POST", "/v1/projections/access_log/rebuild", "security", 403, "policy.denied"},
      {"POST", "/v1/projections/access_log/rebuild", "gw-c40", 403, "policy.denied"},
      {"POST", "/v1/projections/access_log/rebuild", "auditor", 403, "policy.denied"},
      {"GET", "/v1/projections", "auditor", 403, "policy.denied"},
      {"GET", "/v1/projections/access_log", "gw-c40", 403, "policy.denied"},
      {"POST", "/v1/projections/nothing/rebuild", "admin", 404, "projection.unknown"},
      {"GET", "/v1/projections/nothing", "admin", 404, "projection.unknown"},
      {"GET", "/v1/projections/access_log/rebuild", "admin", 405, "route.method"},
      {"POST", "/v1/projections/access_log/rebuild?now=1", "admin", 400, "query.unknown"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.method) + " " + std::string(row.target) + " " + std::string(row.as));
    const api::Response refused = fixture.send(request_of(row.method, row.target, row.as));
    EXPECT_EQ(refused.status, row.status) << refused.body;
    EXPECT_EQ(code_of(refused), row.code);
  }
  for (const auto& state : fixture.projector->states()) {
    EXPECT_FALSE(state.growth.has_value() || (state.taken_over && state.name == "nothing"));
  }
  EXPECT_EQ(fixture.send(request_of("POST", "/v1/projections/access_log/rebuild", "admin", {}, "{}")).status,
            400);
}

TEST_F(ProjectionHandlerTest, WithoutRowsQueriesSayHowFarTheyAre) {
  held(fixture.registry);
  const api::Response conflict = rebuild("access_log");
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(code_of(conflict), "projection.rebuilding");
  EXPECT_EQ(json_of(conflict).text("title"), "A rebuild is under way");
  const JsonValue one = json_of(fixture.get("/v1/projections/access_log", "admin", {{"prefer", "wait=1"}}));
  expect_schema(one, "Projection");
  EXPECT_FALSE(one.find("answers")->as_bool());
  EXPECT_EQ(one.find("rebuild")->find("size")->as_int(), 0);

  const auto size = static_cast<std::int64_t>(fixture.size());
  for (const std::string_view target : {"/v1/streams/business/b-1", "/v1/businesses/b-1"}) {
    SCOPED_TRACE(target);
    const api::Response refused = fixture.get(target, "gw-c40");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(code_of(refused), "projection.not_ready");
    EXPECT_NE(refused.header("Retry-After"), nullptr);
    EXPECT_EQ(refused.header("Daicho-Read-Models"), nullptr);
    const JsonValue problem = json_of(refused);
    expect_schema(problem, "Problem");
    ASSERT_NE(problem.find("progress"), nullptr);
    const JsonValue& progress = problem.find("progress")->as_array().front();
    EXPECT_EQ(progress.find("reached")->as_int(), 0);
    EXPECT_EQ(progress.find("of")->as_int(), size);
    EXPECT_NE(problem.text("detail").find("0 of " + std::to_string(size)), std::string_view::npos);
    const JsonValue japanese = json_of(fixture.get(target, "gw-c40", {{"accept-language", "ja"}}));
    EXPECT_NE(japanese.text("detail").find(std::to_string(size) + "件のうち0件"), std::string_view::npos);
  }
  const api::Response ready = fixture.get("/readyz");
  EXPECT_EQ(ready.status, 200) << "appends are taken";
  const JsonValue readiness = json_of(ready);
  expect_schema(readiness, "Readiness");
  const auto& growing = readiness.find("projections_growing")->as_array();
  ASSERT_EQ(growing.size(), fixture.registry.size());
  EXPECT_FALSE(growing[0].find("answers")->as_bool());
  EXPECT_EQ(fixture.post_event(fixture.business_text("b-9"), "gw-c40").status, 201);
}

TEST_F(ProjectionHandlerTest, RowsOfAnOlderVersionAnswerAndSaySo) {
  ASSERT_TRUE(projections::rebuild(*kv_, fixture.registry, *fixture.cell.load(), {}, {}).ok());
  const std::uint64_t older = fixture.size();
  ASSERT_EQ(fixture.post_event(fixture.business_text("b-9"), "gw-c40").status, 201);
  raised_ = raised_registry(fixture.registry, std::vector<std::uint32_t>(fixture.registry.size(), 1), 1);
  held(*raised_);
  const api::Response stream = fixture.get("/v1/streams/business/b-1", "gw-c40");
  ASSERT_EQ(stream.status, 200) << stream.body;
  EXPECT_EQ(*stream.header("Daicho-Read-Models"), "stream_history;version=1;size=" + std::to_string(older));
  EXPECT_EQ(json_of(stream).find("reflects")->as_int(), static_cast<std::int64_t>(older));
  const api::Response state = fixture.get("/v1/businesses/b-1", "gw-c40");
  ASSERT_EQ(state.status, 200) << state.body;
  EXPECT_NE(state.header("Daicho-Read-Models")->find("state_history;version=1"), std::string::npos);
  // Complete as of then, or not at all.
  const std::string denials = "/v1/audit/denials?as_of=" + std::to_string(older);
  EXPECT_EQ(fixture.get(denials, "security", {{"daicho-purpose", "security"}}).status, 200);
  const JsonValue one = json_of(fixture.get("/v1/projections/stream_history", "admin"));
  EXPECT_EQ(one.find("rows_version")->as_int(), 1);
  EXPECT_EQ(one.find("version")->as_int(), 2);
  EXPECT_EQ(one.find("size")->as_int(), static_cast<std::int64_t>(older));
}

TEST_F(ProjectionHandlerTest, AnswersNameTheRowsTheyAreMadeFrom) {
  const api::Response stream = fixture.get("/v1/streams/business/b-1", "gw-c40");
  EXPECT_EQ(*stream.header("Daicho-Read-Models"),
            "stream_history;version=1;size=" + std::to_string(fixture.size()));
  EXPECT_EQ(fixture.get("/v1/events/1", "gw-c40").header("Daicho-Read-Models"), nullptr);
}

}  // namespace
}  // namespace tests
