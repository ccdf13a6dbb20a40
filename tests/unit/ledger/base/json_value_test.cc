// Goal: a tree answers for its type, finds members by name and compares by content and order. Method: one
// value per type against every question, and small objects.
#include "ledger/base/json_value.h"

#include <gtest/gtest.h>
#include <vector>

namespace ledger {
namespace {

JsonValue number(std::int64_t n) {
  return JsonValue(n);
}

TEST(JsonValue, IsExactlyOneType) {
  const std::vector<JsonValue> rows = {JsonValue(),
                                       JsonValue(true),
                                       number(1),
                                       JsonValue("text"),
                                       JsonValue(JsonValue::Array{}),
                                       JsonValue(JsonValue::Object{})};
  for (std::size_t type = 0; type < rows.size(); ++type) {
    SCOPED_TRACE(type);
    EXPECT_EQ(rows[type].is_null(), type == 0);
    EXPECT_EQ(rows[type].is_bool(), type == 1);
    EXPECT_EQ(rows[type].is_int(), type == 2);
    EXPECT_EQ(rows[type].is_string(), type == 3);
    EXPECT_EQ(rows[type].is_array(), type == 4);
    EXPECT_EQ(rows[type].is_object(), type == 5);
    for (std::size_t other = 0; other < rows.size(); ++other)
      EXPECT_EQ(rows[type] == rows[other], type == other);
  }
}

// A string literal must not become a bool, which is what the language would prefer.
TEST(JsonValue, ALiteralIsAString) {
  EXPECT_EQ(JsonValue("x").as_string(), "x");
  EXPECT_EQ(JsonValue(std::string_view("a\0b", 3)).as_string().size(), 3U);
}

TEST(JsonValue, FindsMembersOfObjectsOnly) {
  JsonValue object{JsonValue::Object()};
  object.add("a", number(1));
  object.add("b", JsonValue("text"));
  object.add("", JsonValue());
  ASSERT_NE(object.find("a"), nullptr);
  EXPECT_EQ(object.find("a")->as_int(), 1);
  ASSERT_NE(object.find(""), nullptr);
  EXPECT_TRUE(object.find("")->is_null());
  for (const char* name : {"A", "aa", "c", " a"}) EXPECT_EQ(object.find(name), nullptr) << name;
  EXPECT_EQ(object.text("b"), "text");
  for (const char* name : {"a", "", "c"}) EXPECT_EQ(object.text(name), "") << name;
  for (const JsonValue& other : {JsonValue(), JsonValue(true), number(1), JsonValue("a"),
                                 JsonValue(JsonValue::Array{JsonValue("a")})}) {
    EXPECT_EQ(other.find("a"), nullptr);
    EXPECT_EQ(other.text("a"), "");
  }
}

TEST(JsonValue, ComparesContentAndOrder) {
  JsonValue one{JsonValue::Object()};
  one.add("a", number(1));
  one.add("b", number(2));
  JsonValue other{JsonValue::Object()};
  other.add("b", number(2));
  other.add("a", number(1));
  EXPECT_NE(one, other);
  EXPECT_EQ(one, JsonValue(one));
  EXPECT_NE(number(1), number(2));
  EXPECT_NE(number(1), JsonValue("1"));
  EXPECT_NE(number(1), JsonValue(true));
  EXPECT_NE(JsonValue(), JsonValue(false));
}

TEST(JsonValueDeathTest, AddingAMemberTwiceOrToAnArrayIsABug) {
  JsonValue object{JsonValue::Object()};
  object.add("a", number(1));
  EXPECT_DEATH(object.add("a", number(2)), "check_failed");
  JsonValue array{JsonValue::Array()};
  EXPECT_DEATH(array.add("a", number(1)), "check_failed");
}

}  // namespace
}  // namespace ledger
