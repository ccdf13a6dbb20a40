// Goal: the route table is well formed and matches exactly the paths that it lists.
// Method: every row is checked against the rules of the table; matching by a table of paths, near misses
// included.
#include "api/routes.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_reader.h"

namespace tests {
namespace {

TEST(Routes, EveryRowIsComplete) {
  std::set<std::string_view> operations;
  std::set<std::pair<std::string_view, std::string_view>> paths;
  for (const api::Route& route : api::routes()) {
    SCOPED_TRACE(route.pattern);
    EXPECT_TRUE(operations.insert(route.operation_id).second);
    EXPECT_TRUE(paths.insert({route.method, route.pattern}).second);
    EXPECT_TRUE(route.pattern.starts_with('/'));
    EXPECT_NE(route.handler, nullptr);
    EXPECT_FALSE(route.response_type.empty() || route.summary_en.empty() || route.summary_ja.empty());
    EXPECT_EQ(route.body_bytes_max > 0, !route.request_types.empty());
    // An order without a body is carried out later: 202.
    const bool order = route.success == 202;
    EXPECT_EQ(route.method == "POST", route.body_bytes_max > 0 || order);
    EXPECT_FALSE(order && (route.body_bytes_max > 0 || !route.action));
    if (route.may_disclose) {
      EXPECT_EQ(route.access, api::Access::kAuthenticated);
    }
    if (route.action) {
      EXPECT_EQ(route.access, api::Access::kAuthenticated);
    }
    for (const api::RouteParameter& parameter : route.parameters) {
      EXPECT_TRUE(ledger::read_json(parameter.schema).ok()) << parameter.name;
      EXPECT_FALSE(parameter.description_en.empty() || parameter.description_ja.empty());
      const bool in_path = route.pattern.find("{" + std::string(parameter.name)) != std::string_view::npos;
      EXPECT_EQ(parameter.place, in_path ? "path" : "query") << parameter.name;
      EXPECT_TRUE(!in_path || parameter.required);
    }
  }
}

TEST(Routes, FurtherRowsAreThereForConformanceLedgersOnly) {
  for (const api::Route& route : api::conformance_routes()) {
    EXPECT_EQ(api::match_route(route.method, route.pattern).status().reason(), "route.unknown");
    const auto match = api::match_route(route.method, route.pattern, true);
    ASSERT_TRUE(match.ok());
    EXPECT_EQ(match->route->operation_id, route.operation_id);
    EXPECT_FALSE(route.summary_en.empty() || route.summary_ja.empty() || route.response_type.empty());
    EXPECT_FALSE(route.may_disclose);
  }
  EXPECT_EQ(api::match_route("GET", "/add", true).status().reason(), "route.method");
  EXPECT_TRUE(api::match_route("GET", "/checkpoint", true).ok());
}

TEST(Routes, MatchesExactlyWhatItLists) {
  struct Row {
    std::string_view method, path;
    std::string_view operation;  // or the reason of the refusal
    std::vector<std::string> captures{};
  };
  const std::vector<Row> rows = {
      {"POST", "/v1/events", "append_events"},
      {"GET", "/v1/events", "list_events"},
      {"GET", "/v1/events/7", "get_event", {"7"}},
      {"GET", "/v1/streams/case/0198", "get_stream", {"case/0198"}},
      {"GET", "/v1/streams/access/c40/2026-06", "get_stream", {"access/c40/2026-06"}},
      {"GET", "/v1/streams/x", "get_stream", {"x"}},
      {"GET", "/tile/entries/000.p/3", "get_tile", {"entries/000.p/3"}},
      {"GET", "/checkpoint", "get_checkpoint"},
      {"POST", "/v1/projections/x/rebuild", "rebuild_projection", {"x"}},
      {"GET", "/v1/projections/x/rebuild", "route.method"},
      {"GET", "/openapi.json", "get_openapi"},
      {"GET", "/", "route.unknown"},
      {"GET", "", "route.unknown"},
      {"GET", "/v1/events/", "route.unknown"},
      {"GET", "/v1/events/7/", "route.unknown"},
      {"GET", "/v1/events/7/8", "route.unknown"},
      {"GET", "/v1/event", "route.unknown"},
      {"GET", "/v1/eventsx", "route.unknown"},
      {"GET", "/V1/events", "route.unknown"},
      {"GET", "//v1/events", "route.unknown"},
      {"GET", "/v1/streams/", "route.unknown"},
      {"GET", "/v1/streams", "route.unknown"},
      {"GET", "/tile/", "route.unknown"},
      {"GET", "/checkpoint/", "route.unknown"},
      {"PUT", "/v1/events", "route.method"},
      {"get", "/v1/events", "route.method"},
      {"HEAD", "/checkpoint", "route.method"},  // the pipeline maps HEAD before it asks
      {"POST", "/v1/events/7", "route.method"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.method) + " " + std::string(row.path));
    const auto match = api::match_route(row.method, row.path);
    EXPECT_EQ(match.ok() ? match->route->operation_id : std::string_view(match.status().reason()),
              row.operation);
    if (match.ok()) {
      EXPECT_EQ(match->captures, row.captures);
    }
  }
  EXPECT_EQ(api::match_route("DELETE", "/v1/events").status().expected(), "POST, GET");
}

}  // namespace
}  // namespace tests
