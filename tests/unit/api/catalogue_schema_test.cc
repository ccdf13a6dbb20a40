// Goal: every type's schema is JSON that says what the row says; it takes a good event and refuses wrong
// ones. Method: the rows walked against their schemas; one event of a stepped type, changed one member at a
// time.
#include "api/catalogue_schema.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/domain/catalogue.h"
#include "tests/unit/api/schema_check.h"

namespace tests {
namespace {

using ledger::JsonValue;

JsonValue schema_of(std::string_view type) {
  const auto text = api::catalogue_schema_json(type);
  EXPECT_TRUE(text.has_value()) << type;
  auto json = ledger::read_json(text.value_or("{}"));
  EXPECT_TRUE(json.ok()) << type;
  return std::move(*json);
}

bool names(const JsonValue& list, std::string_view name) {
  for (const JsonValue& item : list.as_array()) {
    if (item.as_string() == name) return true;
  }
  return false;
}

constexpr std::string_view kEvent =
    R"({"aud":"ledger.test","id":"01890a5d-ac96-774b-bcce-b302099a8057","type":"copy.made","v":1,
        "stream":"copy/c-1","occurred_at":"2026-05-01T10:00:00+09:00",
        "actor":{"person":"p-1","role":"impl_staff","center":"c40"},"purpose":"security",
        "data":{"copy_id":"c-1","contract_id":"t-1","copies":2,"made_on":"2026-05-01"}})";

}  // namespace

TEST(CatalogueSchema, SaysWhatTheRowSays) {
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    SCOPED_TRACE(row->type);
    const JsonValue schema = schema_of(row->type);
    EXPECT_EQ(schema.text("title"), row->label_en);
    const JsonValue& envelope = *schema.find("properties");
    EXPECT_EQ(envelope.find("type")->text("const"), row->type);
    const JsonValue& data = *envelope.find("data");
    const JsonValue& fields = *data.find("properties");
    EXPECT_EQ(fields.as_object().size(), row->fields.size());
    for (const ledger::FieldSpec& field : row->fields) {
      const JsonValue* described = fields.find(field.name);
      ASSERT_NE(described, nullptr) << field.name;
      const bool confidential = field.field_class == ledger::FieldClass::kConfidential;
      EXPECT_EQ(described->text("x-class"), confidential ? "confidential" : "public") << field.name;
      EXPECT_EQ(names(*data.find("required"), field.name), field.required) << field.name;
      if (field.kind == ledger::FieldKind::kCode) {
        EXPECT_EQ(described->find("enum")->as_array().size(), field.codes.size()) << field.name;
      }
    }
  }
  EXPECT_FALSE(api::catalogue_schema_json("copy").has_value());
  EXPECT_FALSE(api::catalogue_schema_json("").has_value());
}

TEST(CatalogueSchema, TakesAGoodEventAndRefusesWrongOnes) {
  const JsonValue schema = schema_of("copy.made");
  const JsonValue none(JsonValue::Object{});
  const auto fault = [&](std::string text) { return schema_fault(*ledger::read_json(text), schema, none); };
  EXPECT_EQ(fault(std::string(kEvent)), "");
  const std::pair<std::string_view, std::string_view> kChanges[] = {
      {R"("copies":2)", R"("copies":0)"},
      {R"("copies":2)", R"("copies":"2")"},
      {R"("copies":2,)", ""},
      {R"("copies":2)", R"("copies":2,"more":1)"},
      {R"("copy_id":"c-1")", R"("copy_id":"c 1")"},
      {R"("role":"impl_staff")", R"("role":"auditor")"},
      {R"("purpose":"security")", R"("purpose":"support")"},
      {R"("type":"copy.made")", R"("type":"copy.erased")"},
      {R"("v":1)", R"("v":2)"},
      {R"("stream":"copy/c-1")", R"("stream":"case/c-1")"},
      {R"("aud":"ledger.test",)", ""}};
  for (const auto& [from, to] : kChanges) {
    std::string text(kEvent);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    EXPECT_NE(fault(text), "") << from << " -> " << to;
  }
}

}  // namespace tests
