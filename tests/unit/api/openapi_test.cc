// Goal: the description is the route table, no more and no less, and its schemas say something.
// Method: both are walked and compared; the schema checker itself is tried with values that must fail.
#include <gtest/gtest.h>
#include <set>

#include "tests/unit/api/api_fixture.h"
#include "tests/unit/api/schema_check.h"

namespace tests {
namespace {

using ledger::JsonValue;

class OpenApiTest : public ::testing::Test {
 protected:
  ApiFixture fixture;
  const JsonValue description = json_of(fixture.get("/openapi.json"));
  const JsonValue& schemas() const { return *description.find("components")->find("schemas"); }
};

TEST_F(OpenApiTest, PathsAndOperationsAreThoseOfTheTable) {
  EXPECT_EQ(description.text("openapi"), "3.1.0");
  std::set<std::string> described;
  for (const auto& [path, operations] : description.find("paths")->as_object()) {
    for (const auto& [method, operation] : operations.as_object()) {
      described.insert(method + " " + path + " " + std::string(operation.text("operationId")));
    }
  }
  std::set<std::string> routed;
  for (const api::Route& route : api::routes()) {
    std::string path(route.pattern);
    if (const std::size_t plus = path.find("+}"); plus != std::string::npos) path.erase(plus, 1);
    routed.insert((route.method == "POST" ? "post " : "get ") + path + " " + std::string(route.operation_id));
  }
  EXPECT_EQ(described, routed);
}

TEST_F(OpenApiTest, EveryOperationDescribesItsParametersBodyAnswerAndCredential) {
  for (const api::Route& route : api::routes()) {
    SCOPED_TRACE(route.operation_id);
    const JsonValue* operation = nullptr;
    for (const auto& [path, operations] : description.find("paths")->as_object()) {
      for (const auto& [method, one] : operations.as_object()) {
        if (one.text("operationId") == route.operation_id) operation = &one;
      }
    }
    ASSERT_NE(operation, nullptr);
    std::set<std::string_view> names;
    for (const JsonValue& parameter : operation->find("parameters")->as_array()) {
      if (parameter.text("in") != "header") names.insert(parameter.text("name"));
    }
    std::set<std::string_view> listed;
    for (const api::RouteParameter& parameter : route.parameters) listed.insert(parameter.name);
    EXPECT_EQ(names, listed);
    EXPECT_EQ(operation->find("requestBody") != nullptr, !route.request_types.empty());
    const std::string status = std::to_string(route.success != 0       ? route.success
                                              : route.method == "POST" ? 201
                                                                       : 200);
    const JsonValue* success = operation->find("responses")->find(status);
    ASSERT_NE(success, nullptr);
    const JsonValue* content = success->find("content")->find(route.response_type);
    ASSERT_NE(content, nullptr);
    if (!route.response_schema.empty()) {
      EXPECT_NE(schemas().find(route.response_schema), nullptr);
      EXPECT_EQ(content->find("schema")->text("$ref"),
                "#/components/schemas/" + std::string(route.response_schema));
    }
    EXPECT_NE(operation->find("responses")->find("default"), nullptr);
    const JsonValue& credential = operation->find("security")->as_array().front();
    EXPECT_EQ(credential.as_object().empty(), route.access == api::Access::kAnonymous);
  }
}

TEST_F(OpenApiTest, EverySchemaIsUsedAndUnderstood) {
  std::set<std::string> used{"Problem"};
  for (const api::Route& route : api::routes()) used.insert(std::string(route.response_schema));
  used.insert("Receipt");
  for (const auto& [name, schema] : schemas().as_object()) {
    EXPECT_TRUE(used.contains(name)) << name;
    EXPECT_NE(schema_fault(JsonValue(std::int64_t{1}), schema, description), "")
        << name << " accepts a number";
  }
}

TEST_F(OpenApiTest, TheCheckerFindsFaults) {
  const auto fault = [&](std::string_view value, std::string_view schema) {
    return schema_fault(*ledger::read_json(value), *ledger::read_json(schema), description);
  };
  EXPECT_EQ(
      fault(R"({"a":1})", R"({"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}})"), "");
  EXPECT_EQ(fault(R"("ab")", R"({"type":"string","pattern":"^a.$"})"), "");
  struct Row {
    std::string_view value, schema;
  };
  const std::vector<Row> faulty = {
      {"1", R"({"type":"string"})"},
      {R"("x")", R"({"type":"integer"})"},
      {"null", R"({"type":"object"})"},
      {R"({})", R"({"type":"object","required":["a"]})"},
      {R"({"a":"x"})", R"({"type":"object","properties":{"a":{"type":"integer"}}})"},
      {R"(["x",1])", R"({"type":"array","items":{"type":"string"}})"},
      {R"("c")", R"({"type":"string","enum":["a","b"]})"},
      {R"("AB")", R"({"type":"string","pattern":"^[0-9a-f]{2}$"})"},
      {R"("abc")", R"({"type":"string","pattern":"^[0-9a-f]{2}$"})"},
      {R"("abc")", R"({"type":"string","pattern":"^a.$"})"},
      {R"("b")", R"({"const":"a"})"},
      {"1", R"({"type":"integer","minimum":2})"},
      {"3", R"({"type":"integer","maximum":2})"},
      {R"("a")", R"({"type":"string","minLength":2})"},
      {R"(["x"])", R"({"type":"array","maxItems":0})"},
      {R"({})", R"({"type":"object","minProperties":1})"},
      {R"({"a":1})", R"({"type":"object","additionalProperties":false})"},
      {R"({"a":1})", R"({"type":"object","additionalProperties":{"type":"string"}})"},
      {"1", R"({"oneOf":[{"type":"string"},{"type":"object"}]})"},
      {"1", R"({"oneOf":[{"type":"integer"},{"type":"integer"}]})"},
      {"1", R"({"$ref":"#/components/schemas/None"})"},
      {"1", R"({"$ref":"#/components/schemas/Health"})"},
      {"1", R"({"type":"integer","multipleOf":2})"},
  };
  for (const Row& row : faulty) EXPECT_NE(fault(row.value, row.schema), "") << row.value << " " << row.schema;
}

}  // namespace
}  // namespace tests
