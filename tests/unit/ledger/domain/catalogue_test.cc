// Goal: every row of the catalogue is complete and consistent with the tables it refers to.
// Method: self-checks over all rows, and the programme's sample of every type passing check_fields and
// decide.
#include "ledger/domain/catalogue.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "ledger/base/limits.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/effects.h"
#include "ledger/domain/terms.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {

using ledger::FieldClass;
using ledger::FieldKind;
using ledger::FieldSpec;
using ledger::TypeSpec;

namespace {

bool has_codes(FieldKind kind) {
  return kind == FieldKind::kCode || kind == FieldKind::kCodeList || kind == FieldKind::kAttendees;
}
bool has_range(FieldKind kind) {
  return kind == FieldKind::kCount || kind == FieldKind::kYen || kind == FieldKind::kMinutes ||
         kind == FieldKind::kFiscalYear || kind == FieldKind::kBytes || kind == FieldKind::kIdList;
}
bool is_confidential_only(FieldKind kind) {
  return kind == FieldKind::kText || kind == FieldKind::kCorporateNumber;
}

void check_field(const TypeSpec& row, const FieldSpec& field) {
  SCOPED_TRACE(field.name);
  EXPECT_TRUE(ledger::is_segment(field.name));
  EXPECT_FALSE(field.label_ja.empty());
  EXPECT_FALSE(field.label_en.empty());
  EXPECT_EQ(has_codes(field.kind), !field.codes.empty());
  if (has_range(field.kind)) {
    EXPECT_LE(field.min, field.max);
  }
  if (field.kind == FieldKind::kIdList || field.kind == FieldKind::kCodeList) {
    EXPECT_GT(field.max, 0);
  }
  if (field.field_class == FieldClass::kPublic) {
    EXPECT_FALSE(is_confidential_only(field.kind)) << "free text and corporate numbers are never public";
    return;
  }
  // Whose key seals it must be known for certain.
  EXPECT_FALSE(field.subject.kind.empty());
  if (field.subject.field.empty()) return;
  const FieldSpec* subject = ledger::find_field(row, field.subject.field);
  ASSERT_NE(subject, nullptr) << field.subject.field;
  EXPECT_EQ(subject->field_class, FieldClass::kPublic);
  EXPECT_TRUE(subject->required);
  EXPECT_EQ(subject->kind, FieldKind::kId);
}

void check_stream_field(const TypeSpec& row) {
  std::string_view rest = row.stream_field;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view name = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (name == "@month" || name == "@scope") continue;
    const FieldSpec* field = ledger::find_field(row, name);
    ASSERT_NE(field, nullptr) << name;
    EXPECT_TRUE(field->required && field->field_class == FieldClass::kPublic) << name;
    // A stream id is made of texts.
    EXPECT_TRUE(field->kind == FieldKind::kId || field->kind == FieldKind::kCode ||
                field->kind == FieldKind::kYearMonth)
        << name;
  }
}

void check_row(const TypeSpec& row) {
  SCOPED_TRACE(row.type);
  EXPECT_FALSE(row.label_ja.empty());
  EXPECT_FALSE(row.label_en.empty());
  EXPECT_FALSE(row.source.empty());
  EXPECT_FALSE(row.stream_kind.empty());
  EXPECT_FALSE(row.purposes.empty());
  EXPECT_NE(ledger::find_code(ledger::event_groups(), row.group), nullptr) << row.group;
  EXPECT_NE(ledger::find_code(ledger::retention_classes(), row.retention), nullptr) << row.retention;
  for (const auto role : row.signers) EXPECT_NE(ledger::find_code(ledger::roles(), role), nullptr) << role;
  for (const auto role : row.countersigners) {
    EXPECT_TRUE(role == "party" || ledger::find_code(ledger::roles(), role) != nullptr) << role;
  }
  for (const auto purpose : row.purposes) {
    EXPECT_NE(ledger::find_code(ledger::purposes(), purpose), nullptr) << purpose;
  }
  EXPECT_FALSE(row.fields.empty());
  EXPECT_LE(row.fields.size(), ledger::kDisclosuresMax);
  std::set<std::string_view> names;
  for (const FieldSpec& field : row.fields) {
    EXPECT_TRUE(names.insert(field.name).second) << field.name;
    check_field(row, field);
  }
  check_stream_field(row);
  for (const auto text : row.terms) {
    EXPECT_EQ(ledger::check_template(row, text), std::nullopt) << text;
  }
  if (!row.countersigners.empty()) {
    EXPECT_EQ(row.way_in, ledger::WayIn::kAuthorOnly);
  }
  if (row.signers.empty()) {
    EXPECT_EQ(row.way_in, ledger::WayIn::kInternal);
  }
}

}  // namespace

TEST(Catalogue, HoldsExactlyTheTypesThatHaveASample) {
  std::set<std::string_view> types;
  for (const TypeSpec* row : ledger::catalogue_rows())
    EXPECT_TRUE(types.insert(row->type).second) << row->type;
  std::set<std::string_view> sampled;
  for (const Step& sample : samples()) EXPECT_TRUE(sampled.insert(sample.type).second) << sample.type;
  EXPECT_EQ(types, sampled);
}

TEST(Catalogue, RowsAreComplete) {
  for (const TypeSpec* row : ledger::catalogue_rows()) check_row(*row);
}

TEST(Catalogue, RowsAreFoundByTypeAndVersion) {
  for (const TypeSpec* row : ledger::catalogue_rows()) EXPECT_EQ(ledger::find_type(row->type, 1), row);
  for (const char* type :
       {"", "session", "session.hel", "session.held.", "session.helda", "SESSION.HELD", "zzz.z"}) {
    EXPECT_EQ(ledger::find_type(type, 1), nullptr) << type;
  }
  EXPECT_EQ(ledger::find_type("session.held", 0), nullptr);
  EXPECT_EQ(ledger::find_type("session.held", 2), nullptr);
}

TEST(Catalogue, FieldsAreFoundByName) {
  const TypeSpec* row = ledger::find_type("session.held", 1);
  ASSERT_NE(row, nullptr);
  ASSERT_NE(ledger::find_field(*row, "minutes"), nullptr);
  EXPECT_EQ(ledger::find_field(*row, "minutes")->max, 720);
  EXPECT_EQ(ledger::find_field(*row, "minute"), nullptr);
}

TEST(Catalogue, EveryConfidentialFieldOfABusinessHasItsPublicId) {
  for (const TypeSpec* row : ledger::catalogue_rows()) {
    const bool of_business = std::any_of(row->fields.begin(), row->fields.end(), [](const FieldSpec& field) {
      return field.field_class == FieldClass::kConfidential && field.subject.kind == "business";
    });
    if (of_business) {
      EXPECT_NE(ledger::find_field(*row, "business_id"), nullptr) << row->type;
    }
  }
}

TEST(Catalogue, EveryTypeHasASampleThatPasses) {
  for (const TypeSpec* row : ledger::catalogue_rows()) {
    SCOPED_TRACE(row->type);
    const Programme programme = row->type == "ledger.genesis"   ? Programme()
                                : row->type == "state.imported" ? Programme::succeeding()
                                                                : Programme::lived();
    const ledger::SignedEvent sample = programme.sample(row->type).build_signed();
    const ledger::Status fields = ledger::check_fields(sample);
    EXPECT_TRUE(fields.ok()) << fields.to_string();
    const ledger::Status logged = ledger::check_logged_fields(sample.event);
    EXPECT_TRUE(logged.ok()) << logged.to_string();
    const auto verdict = programme.judge(sample.event);
    EXPECT_TRUE(verdict.ok()) << verdict.status().to_string();
  }
}

TEST(Catalogue, EveryEffectBelongsToARow) {
  std::set<ledger::EffectId> used;
  for (const TypeSpec* row : ledger::catalogue_rows()) used.insert(row->effects.begin(), row->effects.end());
  EXPECT_EQ(used.size(), static_cast<std::size_t>(ledger::EffectId::kCount));
}

}  // namespace tests
