// Goal: the catalogue that clients see is the catalogue that the ledger judges by.
// Method: every row, field, rule and code of the tables is looked up in the JSON.
#include "api/catalogue_json.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_reader.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/indicators.h"
#include "ledger/domain/rules.h"

namespace tests {
namespace {

using ledger::JsonValue;

TEST(CatalogueJson, HoldsEveryRowAndRule) {
  const auto json = ledger::read_json(api::catalogue_json());
  ASSERT_TRUE(json.ok()) << json.status().to_string();
  EXPECT_EQ(json->text("version"), ledger::kCatalogueVersion);
  EXPECT_EQ(json->find("types")->as_array().size(), ledger::catalogue_rows().size());
  EXPECT_EQ(json->find("rules")->as_array().size(), ledger::rule_table().size());
  EXPECT_EQ(json->find("roles")->as_array().size(), ledger::roles().size());
  EXPECT_EQ(json->find("purposes")->as_array().size(), ledger::purposes().size());
  EXPECT_EQ(json->find("retention_classes")->as_array().size(), ledger::retention_classes().size());
  EXPECT_EQ(json->find("parameters")->as_array().size(), ledger::parameters().size());
  EXPECT_EQ(json->find("indicators")->as_array().size(), ledger::indicators().size());
  EXPECT_EQ(json->find("definitions")->as_array().size(), ledger::definitions().size());
  for (const JsonValue& indicator : json->find("indicators")->as_array()) {
    const ledger::IndicatorSpec* spec = ledger::find_indicator(indicator.text("id"));
    ASSERT_NE(spec, nullptr);
    EXPECT_EQ(indicator.find("definitions")->as_array().size(), spec->definitions.size());
    EXPECT_EQ(indicator.text("kind"), ledger::indicator_kind_name(spec->kind));
    EXPECT_EQ(indicator.text("unit"), spec->unit);
  }
  for (const JsonValue& parameter : json->find("parameters")->as_array()) {
    SCOPED_TRACE(parameter.text("name"));
    // The name of a family ends with a dot: any member finds it.
    const ledger::ParameterSpec* spec = ledger::find_parameter(
        std::string(parameter.text("name")) + (parameter.text("name").ends_with('.') ? "c40.2026" : ""));
    ASSERT_NE(spec, nullptr);
    EXPECT_EQ(parameter.find("fixed")->as_bool(), spec->is_fixed);
    EXPECT_EQ(parameter.find("read_by")->as_array().empty(), spec->is_fixed);
    EXPECT_EQ(parameter.find("default") != nullptr, !spec->is_text);
    EXPECT_EQ(parameter.text("unit"), spec->unit);
    EXPECT_FALSE(parameter.text("source").empty());
  }
  std::set<std::string_view> rules;
  for (const JsonValue& rule : json->find("rules")->as_array()) {
    rules.insert(rule.text("rule"));
    EXPECT_FALSE(rule.find("message")->text("ja").empty() || rule.find("message")->text("en").empty());
  }
  for (const JsonValue& type : json->find("types")->as_array()) {
    for (const JsonValue& rule : type.find("rules")->as_array())
      EXPECT_TRUE(rules.contains(rule.as_string()));
  }
}

TEST(CatalogueJson, ATypeSaysWhatTheRowSays) {
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    SCOPED_TRACE(row->type);
    const auto text = api::catalogue_type_json(row->type);
    ASSERT_TRUE(text.has_value());
    const auto json = ledger::read_json(*text);
    ASSERT_TRUE(json.ok());
    EXPECT_EQ(json->text("type"), row->type);
    EXPECT_EQ(json->find("step") != nullptr, !row->step.to.empty());
    const auto& fields = json->find("fields")->as_array();
    ASSERT_EQ(fields.size(), row->fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool confidential = row->fields[i].field_class == ledger::FieldClass::kConfidential;
      EXPECT_EQ(fields[i].text("name"), row->fields[i].name);
      EXPECT_EQ(fields[i].text("class"), confidential ? "confidential" : "public");
      EXPECT_EQ(fields[i].find("required")->as_bool(), row->fields[i].required);
      EXPECT_EQ(fields[i].find("codes") != nullptr, !row->fields[i].codes.empty());
      EXPECT_EQ(fields[i].find("subject") != nullptr, confidential);
      EXPECT_FALSE(fields[i].find("label")->text("ja").empty());
    }
  }
}

TEST(CatalogueJson, KindsHaveTheirNames) {
  struct Row {
    std::string_view type, field, kind;
  };
  const std::vector<Row> rows = {
      {"session.held", "session_id", "id"},
      {"consultation.opened", "consent_ref", "event_ref"},
      {"session.held", "channel", "code"},
      {"issue.identified", "focus_fields", "code_list"},
      {"record.viewed", "record_ids", "id_list"},
      {"issue.identified", "identified_on", "date"},
      {"session.held", "started_at", "instant"},
      {"month.closed", "year_month", "year_month"},
      {"center.established", "fy", "fiscal_year"},
      {"session.held", "minutes", "minutes"},
      {"fee.paid", "amount_yen", "yen"},
      {"access.denied", "count", "count"},
      {"issue.identified", "specialist", "bool"},
      {"attachment.stored", "content_sha256", "sha256"},
      {"outcome.confirmed", "evidence_sha256", "document"},
      {"cost.recorded", "evidence", "papers"},
      {"key.enrolled", "public_key", "key"},
      {"session.held", "summary", "text"},
      {"session.held", "attendees", "attendees"},
      {"business.registered", "corporate_number", "corporate_number"},
      {"record.viewed", "record", "stream_id"},
      {"ledger.genesis", "origin", "origin"},
      {"policy.parameter_set", "value", "setting"},
      {"state.imported", "rows", "bytes"},
  };
  for (const Row& row : rows) {
    const auto json = ledger::read_json(*api::catalogue_type_json(row.type));
    std::string_view kind;
    for (const JsonValue& field : json->find("fields")->as_array()) {
      if (field.text("name") == row.field) kind = field.text("kind");
    }
    EXPECT_EQ(kind, row.kind) << row.type << "." << row.field;
  }
}

TEST(CatalogueJson, NoOtherTypeIsThere) {
  for (const std::string_view type : {"", "session", "session.held ", "Session.held", "session.held/1"}) {
    EXPECT_FALSE(api::catalogue_type_json(type).has_value()) << type;
  }
}

}  // namespace
}  // namespace tests
