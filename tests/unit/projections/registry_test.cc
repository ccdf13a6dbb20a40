// Goal: the list is stable and its families follow from it. Method: the product's list spelled out; lookups
// that miss.
#include "projections/registry.h"

#include <gtest/gtest.h>

namespace projections {
namespace {

TEST(Registry, StandardListKeepsItsOrder) {
  const Registry registry = standard_registry();
  ASSERT_EQ(registry.size(), 5U);
  EXPECT_EQ(registry.at(0).name(), "stream_history");
  EXPECT_EQ(registry.at(1).name(), "activity_index");
  EXPECT_EQ(registry.at(2).name(), "access_log");
  EXPECT_EQ(registry.at(3).name(), "state_history");
  EXPECT_EQ(registry.at(4).name(), "figure_events");
}

TEST(Registry, FindsByExactNameOnly) {
  const Registry registry = standard_registry();
  EXPECT_EQ(registry.find("access_log"), 2U);
  for (const char* name : {"", "access", "access_log ", "ACCESS_LOG", "meta"}) {
    EXPECT_FALSE(registry.find(name).has_value()) << name;
  }
}

TEST(Registry, FamiliesAreMetaParkedAndTwoSlotsEach) {
  const std::vector<std::string> expected{"meta",
                                          "parked",
                                          "stream_history.a",
                                          "stream_history.b",
                                          "activity_index.a",
                                          "activity_index.b",
                                          "access_log.a",
                                          "access_log.b",
                                          "state_history.a",
                                          "state_history.b",
                                          "figure_events.a",
                                          "figure_events.b"};
  EXPECT_EQ(family_names(standard_registry()), expected);
}

class Named final : public Projection {
 public:
  explicit Named(std::string name) : name_(std::move(name)) {}
  std::string_view name() const override { return name_; }
  std::uint32_t version() const override { return 1; }
  ledger::Status apply(const LogItem&, OwnRows&) const override { return {}; }

 private:
  std::string name_;
};

Registry registry_of(const std::vector<std::string>& names) {
  std::vector<std::unique_ptr<const Projection>> list;
  for (const std::string& name : names) list.push_back(std::make_unique<Named>(name));
  return Registry(std::move(list));
}

TEST(RegistryDeathTest, BadOrRepeatedNamesAreBugs) {
  EXPECT_DEATH(registry_of({""}), "is_name");
  EXPECT_DEATH(registry_of({"Upper"}), "is_name");
  EXPECT_DEATH(registry_of({"with.dot"}), "is_name");
  EXPECT_DEATH(registry_of({std::string(33, 'a')}), "is_name");
  EXPECT_DEATH(registry_of({"one", "two", "one"}), "find");
}

}  // namespace
}  // namespace projections
