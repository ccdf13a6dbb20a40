// Goal: the service says truly whether it lives, whether it is ready, and what it counts.
// Method: the same questions while the writer is open and after it was closed.
#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

using ledger::JsonValue;

TEST(ServiceHandler, AliveIsNotReady) {
  ApiFixture fixture;
  const JsonValue ready = json_of(fixture.get("/readyz"));
  EXPECT_TRUE(ready.find("ready")->as_bool());
  EXPECT_EQ(ready.find("size")->as_int(), static_cast<std::int64_t>(fixture.size()));
  EXPECT_EQ(ready.find("projections_reached")->as_int(), static_cast<std::int64_t>(fixture.size()));
  fixture.close_writer();
  const api::Response closed = fixture.get("/readyz");
  EXPECT_EQ(closed.status, 503);
  EXPECT_FALSE(json_of(closed).find("writable")->as_bool());
  const api::Response alive = fixture.get("/healthz");
  EXPECT_EQ(alive.status, 200);
  EXPECT_EQ(json_of(alive).text("origin"), kTestOrigin);
}

TEST(ServiceHandler, OneTypeOfTheCatalogue) {
  ApiFixture fixture;
  EXPECT_EQ(json_of(fixture.get("/v1/catalogue?type=session.held")).text("type"), "session.held");
  const api::Response unknown = fixture.get("/v1/catalogue?type=session");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(code_of(unknown), "event.unknown_type");
}

TEST(ServiceHandler, TheSchemaOfAType) {
  ApiFixture fixture;
  const JsonValue schema = json_of(fixture.get("/v1/catalogue/session.held/schema"));
  EXPECT_EQ(schema.find("properties")->find("type")->text("const"), "session.held");
  const api::Response unknown = fixture.get("/v1/catalogue/session/schema");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(code_of(unknown), "event.unknown_type");
}

TEST(ServiceHandler, ThePolicyIsTheTable) {
  ApiFixture fixture;
  const JsonValue json = json_of(fixture.get("/v1/policy", "gw-c40"));
  EXPECT_EQ(json.find("rows")->as_array().size(), security::policy_rows().size());
}

TEST(ServiceHandler, MetricsHoldNoIds) {
  ApiFixture fixture;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(fixture.get("/v1/events/1", "gw-c40").status, 200);
  const std::string text = fixture.get("/metrics", "security").body;
  EXPECT_NE(text.find("daicho_requests_total{status=\"200\"} 3\n"), std::string::npos) << text;
  for (const std::string_view secret : {"p-staff", "b-1", "gw-c40", "c40", "business"}) {
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace tests
