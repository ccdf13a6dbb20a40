// Goal: the table of resources fits the kinds of records, the routes and itself. Method: all rows are walked.
#include "api/state_resources.h"

#include <gtest/gtest.h>
#include <set>

#include "api/routes.h"
#include "projections/record_kinds.h"

namespace api {
namespace {

TEST(StateResources, EveryPartIsAKindOfRecord) {
  std::set<std::string_view> kinds;
  for (const StateResource& resource : state_resources()) {
    SCOPED_TRACE(resource.kind);
    EXPECT_TRUE(kinds.insert(resource.kind).second);
    EXPECT_EQ(find_state_resource(resource.kind), &resource);
    EXPECT_FALSE(resource.label_ja.empty() || resource.label_en.empty());
    ASSERT_FALSE(resource.parts.empty());
    EXPECT_EQ(resource.parts.front().way, PartWay::kOne) << "the first part is the thing itself";
    std::set<std::string_view> names;
    for (const StatePart& part : resource.parts) {
      EXPECT_TRUE(names.insert(part.name).second) << part.name;
      EXPECT_EQ(projections::find_record_kind(part.record) == nullptr, part.way == PartWay::kNewest)
          << part.record;
      EXPECT_EQ(part.way == PartWay::kNewest, part.record.empty()) << part.name;
      EXPECT_EQ(part.label_ja.empty(), part.label_en.empty()) << part.name;
      EXPECT_EQ(find_state_part(resource, part.name), part.shown ? &part : nullptr) << part.name;
      EXPECT_EQ(part.way == PartWay::kLinked, part.link != 0) << part.name;
      EXPECT_NE(part.data_class, security::DataClass::kNone) << part.name;
    }
  }
  EXPECT_EQ(find_state_resource("nothing"), nullptr);
}

TEST(StateResources, EveryResourceHasItsRoute) {
  for (const StateResource& resource : state_resources()) {
    const auto match = match_route("GET", std::string(resource.path) + "x");
    ASSERT_TRUE(match.ok()) << resource.path;
    EXPECT_EQ(match->captures, std::vector<std::string>{"x"});
    EXPECT_EQ(match->route->response_schema, "State");
    const auto part = match_route("GET", std::string(resource.path) + "x/y");
    ASSERT_TRUE(part.ok()) << resource.path;
    EXPECT_EQ(part->captures, (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(part->route->response_schema, "StatePart");
    EXPECT_EQ(state_resource_of(std::string(resource.path) + "x"), &resource);
  }
  EXPECT_EQ(state_resource_of("/v1/events/x"), nullptr);
}

}  // namespace
}  // namespace api
