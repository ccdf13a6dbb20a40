// Goal: comparisons between fields, confidential ones included, hold at their boundaries.
// Method: sample events with patched values, each judged by check_fields.
#include "ledger/domain/cross_checks.h"

#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/programme.h"

namespace tests {

namespace {

struct Row {
  const char* type;
  const char* patch;
  const char* reason;  // "": accepted
};

constexpr const char* kFinancials = "business.financials_submitted";
constexpr Row kRows[] = {
    {"business.registered", R"({"corporate_number":"7123456789012","corporate_number_state":"given"})", ""},
    {"business.registered", R"({"kind":"sole_proprietor"})", ""},
    {"business.registered", R"({"corporate_number":"7123456789012"})", "business.number_state"},
    {kFinancials, R"({"period_start":"2025-04-01","period_end":"2026-03-31"})", ""},
    {kFinancials, R"({"period_start":"2025-04-01","period_end":"2026-04-01"})", "financials.period"},
    {kFinancials, R"({"period_start":"2025-04-01","period_end":"2025-04-01"})", ""},
    {kFinancials, R"({"period_start":"2025-04-01","period_end":"2025-03-31"})", "financials.period"},
    {kFinancials, R"({"period_start":"2024-02-29","period_end":"2025-02-28"})", ""},
    {kFinancials, R"({"period_start":"2024-02-29","period_end":"2025-03-01"})", "financials.period"},
    {kFinancials, R"({"operating_profit":-5})", ""},
    {kFinancials, R"({"personnel_cost":1})", "financials.kind_mismatch"},
    {kFinancials, R"({"wages":null})", "financials.kind_mismatch"},
    {kFinancials, R"({"welfare_cost":null})", "financials.kind_mismatch"},
    {kFinancials, R"({"business_kind":"corporation","wages":null,"welfare_cost":null,"personnel_cost":0})",
     ""},
    {kFinancials, R"({"business_kind":"corporation","wages":null,"welfare_cost":null})",
     "financials.kind_mismatch"},
    {kFinancials, R"({"business_kind":"corporation","personnel_cost":0})", "financials.kind_mismatch"},
};

}  // namespace

TEST(CrossChecks, JudgeEveryRow) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.type) + row.patch);
    const ledger::Status status =
        ledger::check_fields(Programme::lived().sample(row.type, row.patch).build_signed());
    EXPECT_EQ(status.ok() ? "" : status.reason(), row.reason);
    if (!status.ok()) {
      EXPECT_TRUE(status.pointer().starts_with("/data/"));
    }
  }
}

}  // namespace tests
