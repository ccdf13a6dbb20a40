// Goal: every reason against a payment is found, and nothing at its boundary.
// Method: one contract, rate, assignment and payment that are in order, then one change at a time.
#include "projections/figures/fees.h"

#include <gtest/gtest.h>
#include <set>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::known_at;
using testing::log_of;
using testing::Row;
using Texts = std::vector<std::string>;

constexpr std::string_view kHonorarium =
    R"({"contract_id": "k", "kind": "co", "center_id": "c40", "person_id": "p", "start": "2026-04-01",
        "end": "2027-03-31", "pay_basis": "honorarium", "staff_status": "independent"})";

std::vector<Row> in_order() {
  return {{1, "2026-04-01", "contract.concluded", kHonorarium, {}, "s"},
          {2, "2026-04-01", "event.countersigned", R"({"target": "e1"})", {}, "p"},
          {3, "2026-04-01", "fee.raise_approved", R"({"contract_id": "other", "yen": 40000})"},
          {4, "2026-04-01", "fee.rate_set", R"({"contract_id": "k", "yen": 35000, "from": "2026-04-01"})"},
          {5, "2026-05-01", "assignment.performed",
           R"({"assignment_id": "a", "contract_id": "k", "performed_on": "2026-05-01", "fraction": "full"})"},
          {6, "2026-05-31", "fee.paid",
           R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 35000, "payee": "p"})"}};
}

struct Change {
  std::size_t row;
  std::string_view data;
};

std::vector<Row> changed(const std::vector<Change>& changes) {
  std::vector<Row> rows = in_order();
  for (const Change& change : changes) rows[change.row].data = change.data;
  return rows;
}

constexpr std::string_view kCcoContract =
    R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "person_id": "p", "start": "2026-04-01",
        "end": "2027-03-31"})";
constexpr std::string_view kLeadContract =
    R"({"contract_id": "k", "kind": "prod_lead", "center_id": "c40", "person_id": "p", "start": "2026-04-01",
        "end": "2027-03-31"})";
constexpr std::string_view kStaffContract =
    R"({"contract_id": "k", "kind": "co", "center_id": "c40", "person_id": "p", "start": "2026-04-01",
        "end": "2027-03-31", "pay_basis": "labour"})";
constexpr std::string_view kEntrustmentContract =
    R"({"contract_id": "k", "kind": "entrustment", "center_id": "c40", "person_id": "p",
        "start": "2026-04-01",
        "end": "2027-03-31"})";
constexpr std::string_view kHalfDay =
    R"({"assignment_id": "a", "contract_id": "k", "performed_on": "2026-05-01", "fraction": "half"})";

const struct {
  std::string_view what;
  std::vector<Change> changes;
  Texts reasons;
} kCases[] = {
    {"in order", {}, {}},
    {"another contract",
     {{5, R"({"contract_id": "x", "assignment_ids": ["a"], "amount_yen": 35000, "payee": "p"})"}},
     {"no_contract"}},
    {"an entrustment", {{0, kEntrustmentContract}}, {"no_fee_contract"}},
    {"a chief at the base of others", {{0, kCcoContract}}, {"not_flat_rate"}},
    {"a chief at the flat rate",
     {{0, kCcoContract},
      {3, R"({"contract_id": "k", "yen": 50000, "from": "2026-04-01"})"},
      {5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 50000, "payee": "p"})"}},
     {}},
    {"over the base, nothing approved",
     {{3, R"({"contract_id": "k", "yen": 35001, "from": "2026-04-01"})"},
      {5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 35001, "payee": "p"})"}},
     {"over_base_without_approval"}},
    {"over the base as approved",
     {{2, R"({"contract_id": "k", "yen": 40000})"},
      {3, R"({"contract_id": "k", "yen": 40000, "from": "2026-04-01"})"},
      {5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 40000, "payee": "p"})"}},
     {}},
    {"over what was approved",
     {{2, R"({"contract_id": "k", "yen": 39999})"},
      {3, R"({"contract_id": "k", "yen": 40000, "from": "2026-04-01"})"},
      {5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 40000, "payee": "p"})"}},
     {"over_base_without_approval"}},
    {"over the ceiling",
     {{2, R"({"contract_id": "k", "yen": 40001})"},
      {3, R"({"contract_id": "k", "yen": 40001, "from": "2026-04-01"})"},
      {5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 40001, "payee": "p"})"}},
     {"over_ceiling"}},
    {"a productivity lead at 45,000",
     {{0, kLeadContract},
      {3, R"({"contract_id": "k", "yen": 45000, "from": "2026-04-01"})"},
      {5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 45000, "payee": "p"})"}},
     {}},
    {"on a payroll", {{0, kStaffContract}}, {"staff_not_honorarium"}},
    {"to an agency",
     {{5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 35000, "payee": "agency"})"}},
     {"third_party"}},
    {"work that nobody recorded",
     {{5, R"({"contract_id": "k", "assignment_ids": ["a", "b"], "amount_yen": 35000, "payee": "p"})"}},
     {"assignment_missing"}},
    {"one assignment named twice",
     {{5, R"({"contract_id": "k", "assignment_ids": ["a", "a"], "amount_yen": 70000, "payee": "p"})"}},
     {"assignment_missing"}},
    {"before the first rate",
     {{3, R"({"contract_id": "k", "yen": 35000, "from": "2026-05-02"})"}},
     {"no_rate"}},
    {"from the first day of the rate",
     {{3, R"({"contract_id": "k", "yen": 35000, "from": "2026-05-01"})"}},
     {}},
    {"half a day, the half",
     {{4, kHalfDay},
      {5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 17500, "payee": "p"})"}},
     {}},
    {"half a day, a yen more",
     {{4, kHalfDay},
      {5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 17501, "payee": "p"})"}},
     {"half_day_rule"}},
    {"half a day, a yen less",
     {{4, kHalfDay},
      {5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 17499, "payee": "p"})"}},
     {"amount_differs"}},
    {"a full day, a yen more",
     {{5, R"({"contract_id": "k", "assignment_ids": ["a"], "amount_yen": 35001, "payee": "p"})"}},
     {"amount_differs"}},
};

TEST(Fees, OneThingWrong) {
  std::set<std::string> seen;
  for (const auto& row : kCases) {
    const FigureLog log = log_of(changed(row.changes));
    const auto found = fee_violations(known_now(log), {"c40"});
    EXPECT_EQ(found.empty() ? Texts() : found[0].reasons, row.reasons) << row.what;
    seen.insert(row.reasons.begin(), row.reasons.end());
  }
  EXPECT_EQ(seen.size(), 11U);  // every reason of fees.h
}

TEST(Fees, RatesInForce) {
  const FigureLog log =
      log_of({{1, "2026-04-01", "fee.rate_set", R"({"contract_id": "k", "yen": 10, "from": "2026-05-01"})"},
              {2, "2026-04-02", "fee.rate_set", R"({"contract_id": "k", "yen": 20, "from": "2026-04-01"})"},
              {3, "2026-04-03", "fee.rate_set", R"({"contract_id": "k", "yen": 31, "from": "2026-05-01"})"},
              {4, "2026-04-04", "fee.rate_set", R"({"contract_id": "k", "from": "2026-04-15"})"}});
  const FeeRates rates(known_now(log));
  const auto on = [&](std::string_view day) { return rates.rate_on("k", jst_day(day)); };
  EXPECT_EQ(on("2026-03-31"), std::nullopt);
  EXPECT_EQ(on("2026-04-30"), 20);
  EXPECT_EQ(on("2026-05-01"), 31);  // of two from one day the later recorded
  EXPECT_EQ(rates.rate_on("other", jst_day("2026-05-01")), std::nullopt);
  EXPECT_EQ(FeeRates(known_at(log, 2)).rate_on("k", jst_day("2026-05-01")), 10);
  const FigureLog worked = log_of(
      {{9, "2026-05-01", "assignment.performed", R"({"performed_on": "2026-05-01", "fraction": "half"})"}});
  const FigureEvent& half = worked.events()[0];
  EXPECT_EQ(rates.due("k", half), 15);
  EXPECT_EQ(rates.due("other", half), std::nullopt);
}

// An approval that comes after the payment does not cover it; nobody else's does.
TEST(Fees, ApprovalBeforeThePayment) {
  const FigureLog log =
      log_of({{5, "2026-04-01", "fee.raise_approved", R"({"contract_id": "k", "yen": 38000})"}});
  const FeeRates rates(known_now(log));
  EXPECT_TRUE(rates.raise_approved("k", 38'000, ledger::Position(6)));
  EXPECT_FALSE(rates.raise_approved("k", 38'000, ledger::Position(5)));
  EXPECT_FALSE(rates.raise_approved("k", 38'001, ledger::Position(6)));
  EXPECT_FALSE(rates.raise_approved("other", 1, ledger::Position(6)));
}

TEST(Fees, OfItsCentreWithItsWork) {
  const FigureLog log =
      log_of(changed({{5, R"({"contract_id": "k", "assignment_ids": ["a"], "payee": "p"})"}}));
  EXPECT_TRUE(fee_violations(known_now(log), {"c41"}).empty());
  const auto found = fee_violations(known_now(log), {"c40"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].center, "c40");
  EXPECT_EQ(found[0].contract, "k");
  ASSERT_EQ(found[0].basis.size(), 1U);
  EXPECT_EQ(found[0].basis[0]->id, "e5");
}

}  // namespace
}  // namespace projections::figures
