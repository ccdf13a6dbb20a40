// Goal: grounds fit the kind of contract, a ground of health is never published and never on a body's list.
// Method: sample events with patched values, each judged by check_fields.
#include "ledger/domain/mandate_cross_checks.h"

#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/programme.h"

namespace tests {

namespace {

struct Row {
  const char* type;
  const char* patch;
  const char* reason;  // "": accepted
};

constexpr const char* kSelection = "selection.cancelled";
constexpr const char* kReport = "rescission.reported";
constexpr const char* kRescinded = "contract.rescinded";
constexpr Row kRows[] = {
    {kSelection, R"({})", ""},
    {kSelection, R"({"published":true})", "rescission.health_published"},
    {kSelection, R"({"published":true,"ground":"trust_loss"})", ""},
    {kSelection, R"({"kind":"impl_body"})", "rescission.ground"},
    {kSelection, R"({"kind":"impl_body","ground":"unfit","published":true})", ""},
    {kSelection, R"({"ground":null})", "field.missing"},
    {kSelection, R"({"ground":"boredom"})", "field.code"},
    {kSelection, R"({"ground":"false_report","false_report_to":"impl_body"})", ""},
    {kSelection, R"({"kind":"impl_body","ground":"false_report","false_report_to":"impl_body"})",
     "rescission.false_report"},
    {kSelection, R"({"kind":"impl_body","ground":"false_report","false_report_to":"hq"})", ""},
    {kSelection, R"({"ground":"false_report"})", "rescission.false_report"},
    {kSelection, R"({"false_report_to":"hq"})", "rescission.false_report"},
    {kReport, R"({})", ""},
    {kReport, R"({"ground":"health","false_report_to":null})", ""},
    {kReport, R"({"ground":"health"})", "rescission.false_report"},
    {kRescinded, R"({})", ""},
    {kRescinded, R"({"ground":null})", "rescission.ground"},
    {kRescinded, R"({"kind":"cco"})", "rescission.ground_twice"},
    {kRescinded, R"({"kind":"cco","ground":null})", ""},
    {kRescinded, R"({"kind":"prod_lead","ground":"health","published":true})", "rescission.health_published"},
    {kRescinded, R"({"kind":"prod_lead","ground":"health"})", ""},
    {"entrustment.rescinded", R"({"ground":"health"})", "field.code"},
    {"entrustment.rescinded", R"({"ground":"law_violation"})", ""},
};

}  // namespace

TEST(MandateCrossChecks, Grounds) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.type) + " " + row.patch);
    const auto status = ledger::check_fields(Programme::lived().sample(row.type, row.patch).build_signed());
    EXPECT_EQ(std::string(status.reason()), row.reason) << status.to_string();
  }
}

TEST(MandateCrossChecks, NoGroundIsPublicWherePersonsAreConcerned) {
  for (const char* type : {kSelection, kReport, kRescinded}) {
    const ledger::TypeSpec* row = ledger::find_type(type, 1);
    ASSERT_NE(row, nullptr);
    const ledger::FieldSpec* ground = ledger::find_field(*row, "ground");
    ASSERT_NE(ground, nullptr);
    EXPECT_EQ(ground->field_class, ledger::FieldClass::kConfidential);
    const auto event = Programme::lived().sample(type, R"({"ground":"health"})").build();
    EXPECT_EQ(event.field("ground"), nullptr);
  }
}

}  // namespace tests
