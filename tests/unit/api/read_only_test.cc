// Goal: a ledger that is served read-only answers what it has, refuses every route that would need an append
// or a projection, lets nothing confidential out, and says why and what is missing. Method: the fixture's API
// over the same view with a read-only state; every route of the table is asked.
#include "api/read_only.h"

#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"
#include "tests/unit/api/schema_check.h"

namespace tests {
namespace {

api::ReadOnlyState state_of(std::uint64_t verified, std::optional<ledger::TreeSize> anchor_size, bool known) {
  return {ledger::data_loss("anchor.store_behind", "three are gone"), ledger::TreeSize(verified), anchor_size,
          known};
}

struct MissingRow {
  api::ReadOnlyState state;
  const char* text;
  const char* json;
};

TEST(ReadOnly, SaysExactlyWhatIsMissing) {
  const MissingRow rows[] = {
      {state_of(40, ledger::TreeSize(43), true), "positions 40 to 42",
       R"({"known":true,"count":3,"from":40,"to":42})"},
      {state_of(42, ledger::TreeSize(43), true), "position 42",
       R"({"known":true,"count":1,"from":42,"to":42})"},
      {state_of(43, ledger::TreeSize(43), true), "none", R"({"known":true,"count":0})"},
      {state_of(40, ledger::TreeSize(43), false), "positions 40 to 42 at least",
       R"({"known":false,"count":3,"from":40,"to":42})"},
      {state_of(43, ledger::TreeSize(43), false), "unknown", R"({"known":false})"},
      {state_of(43, std::nullopt, false), "unknown", R"({"known":false})"},
  };
  for (const MissingRow& row : rows) {
    SCOPED_TRACE(row.json);
    EXPECT_EQ(api::missing_text(row.state), row.text);
    ledger::JsonWriter json;
    json.begin_object();
    api::write_read_only(row.state, json);
    const std::string text = json.end_object().take();
    EXPECT_NE(text.find(std::string("\"missing\":") + row.json), std::string::npos) << text;
    EXPECT_EQ(text.find("anchor_size") != std::string::npos, row.state.anchor_size.has_value());
    const ledger::Status refusal = api::read_only_refusal(row.state);
    EXPECT_EQ(refusal.reason(), "service.read_only");
    EXPECT_EQ(refusal.message(),
              "this ledger is served read-only (anchor.store_behind: three are gone); "
              "entries missing: " +
                  std::string(row.text));
  }
}

class ReadOnlyApi : public ::testing::Test {
 protected:
  ReadOnlyApi() : state_(state_of(fixture_.size(), ledger::TreeSize(fixture_.size() + 2), true)) {
    fixture_.context->read_only = &state_;
    fixture_.context->projector = nullptr;
    fixture_.close_writer();
  }
  ApiFixture fixture_;
  const api::ReadOnlyState state_;
};

TEST_F(ReadOnlyApi, EveryRouteAnswersOrSaysWhyNot) {
  const std::uint64_t size = fixture_.size();
  const std::string event = fixture_.business_events.front();
  const std::map<std::string_view, std::string> targets = {
      {"list_events", "/v1/events"},
      {"get_event", "/v1/events/" + event},
      {"get_stream", "/v1/streams/business/b-1"},
      {"get_receipt", "/v1/receipts/" + event},
      {"get_inclusion", "/v1/proofs/inclusion?position=1"},
      {"get_consistency", "/v1/proofs/consistency?from=1"},
      {"get_tile", "/tile/entries/000.p/1"},
      {"get_access", "/v1/audit/access?record=business/b-1"},
      {"get_catalogue_schema", "/v1/catalogue/business.registered/schema"},
  };
  for (const api::Route& route : api::routes()) {
    SCOPED_TRACE(route.operation_id);
    const auto found = targets.find(route.operation_id);
    const std::string target = found == targets.end() ? std::string(route.pattern) : found->second;
    const std::string_view caller = route.operation_id == "get_tile"      ? "mirror"
                                    : route.operation_id == "get_metrics" ? "security"
                                    : route.operation_id == "get_receipt" ? "gw-c40"
                                                                          : "auditor";
    const api::Response response = route.method == "POST"
                                       ? fixture_.post_event(fixture_.business_text("b-9"), "gw-c40")
                                       : fixture_.get(target, caller);
    if (route.served_read_only) {
      EXPECT_EQ(response.status, route.operation_id == "get_ready" ? 503 : 200) << response.body;
      EXPECT_EQ(code_of(response), "");
    } else {
      EXPECT_EQ(response.status, 503);
      EXPECT_EQ(code_of(response), "service.read_only");
    }
    EXPECT_EQ(response.body.find(kMarker), std::string::npos);
  }
  EXPECT_EQ(fixture_.size(), size);
  EXPECT_EQ(fixture_.appender.appends, 0U);
}

TEST_F(ReadOnlyApi, AConfidentialReadShowsNothing) {
  const api::Response response =
      fixture_.get("/v1/events/" + fixture_.business_events.front() + "?fields=all", "gw-c40",
                   {{"daicho-purpose", "support"}});
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(code_of(response), "service.read_only");
  EXPECT_EQ(response.body.find(kMarker), std::string::npos);
  EXPECT_EQ(response.header("Daicho-Access-Event"), nullptr);
}

TEST_F(ReadOnlyApi, HealthAndReadinessFitTheirSchemas) {
  const ledger::JsonValue description = *ledger::read_json(api::openapi_json(*fixture_.context));
  for (const auto& [path, schema] : {std::pair{"/healthz", "Health"}, {"/readyz", "Readiness"}}) {
    const ledger::JsonValue shown = json_of(fixture_.get(path));
    const ledger::JsonValue& wanted = *description.find("components")->find("schemas")->find(schema);
    EXPECT_EQ(schema_fault(shown, wanted, description), "");
    EXPECT_TRUE(shown.find("read_only")->as_bool());
    EXPECT_EQ(shown.text("reason"), "anchor.store_behind");
    EXPECT_EQ(shown.find("missing")->find("count")->as_int(), 2);
  }
}

TEST_F(ReadOnlyApi, RefusalsAreNotTallied) {
  EXPECT_EQ(fixture_.get("/v1/events/1", "nobody").status, 403);
  EXPECT_TRUE(fixture_.denials->flush(true).ok()) << "nothing was waiting to be appended";
}

}  // namespace
}  // namespace tests
