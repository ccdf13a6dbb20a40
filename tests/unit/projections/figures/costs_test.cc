// Goal: sums by item and fund, limits and shares at their boundaries, and every reason against a cost.
// Method: tables of one contract's costs; the golden files hold the long cases.
#include "projections/figures/costs.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_writer.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::event_of;
using testing::Row;

std::vector<ListedEvent> entrusted(std::string_view amount) {
  const std::string data =
      R"({"contract_id": "k", "kind": "entrustment", "center_id": "c40", "start": "2026-04-01",
                               "end": "2027-02-28", "amount_yen": )" +
      std::string(amount) + "}";
  return {event_of({1, "2026-04-01", "contract.concluded", data, {}, "b"}),
          event_of({2, "2026-04-01", "event.countersigned", R"({"target": "e1"})", {}, "lead"})};
}

void add(std::vector<ListedEvent>& events, std::string_view type, std::string_view data) {
  events.push_back(event_of({events.size() + 1, "2026-05-01", type, data}));
}

ledger::JsonValue summary_of(std::vector<ListedEvent> events) {
  const FigureLog log(std::move(events));
  return cost_summary(known_now(log), "c40", 2026).value();
}

TEST(Costs, SumsInTheOrderOfBooking) {
  std::vector<ListedEvent> events = entrusted("1000");
  add(events, "cost.recorded",
      R"({"cost_id": "1", "center_id": "c40", "item": "III", "amount_yen": 100, "tax_yen": 10,
          "incurred_on": "2027-03-31", "fund": "supplementary"})");
  add(events, "cost.recorded",
      R"({"cost_id": "2", "center_id": "c40", "item": "I", "amount_yen": 7, "tax_yen": 0,
          "incurred_on": "2026-04-01", "fund": "initial"})");
  add(events, "cost.recorded",
      R"({"cost_id": "3", "center_id": "c40", "item": "III", "amount_yen": 1, "tax_yen": 1,
          "incurred_on": "2026-04-01", "fund": "initial"})");
  add(events, "cost.recorded",
      R"({"cost_id": "4", "center_id": "c40", "item": "II-1", "amount_yen": 9, "tax_yen": 9,
          "incurred_on": "2026-03-31", "fund": "initial"})");
  add(events, "cost.recorded",
      R"({"cost_id": "5", "center_id": "c40", "item": "II-1", "amount_yen": 9, "tax_yen": 9,
          "incurred_on": "2027-04-01", "fund": "initial"})");
  add(events, "cost.recorded",
      R"({"cost_id": "6", "center_id": "c41", "item": "II-1", "amount_yen": 9, "tax_yen": 9,
          "incurred_on": "2026-04-01", "fund": "initial"})");
  add(events, "cost.disallowed", R"({"cost_id": "3", "amount_yen": 1})");
  add(events, "cost.disallowed", R"({"cost_id": "6", "amount_yen": 5})");
  const ledger::JsonValue summary = summary_of(std::move(events));
  EXPECT_EQ(write_json(*summary.find("items")), R"({"III":{"yen":101,"tax":11},"I":{"yen":7,"tax":0}})");
  EXPECT_EQ(write_json(*summary.find("funds")), R"({"supplementary":110,"initial":9})");
  EXPECT_EQ(write_json(*summary.find("total")), R"({"yen":108,"tax":11})");
  EXPECT_EQ(summary.find("disallowed")->as_int(), 1);
  EXPECT_EQ(summary.find("left_of_contract")->as_int(), 1000 - 119);
}

TEST(Costs, LimitsAtTheirBoundary) {
  const struct {
    std::string_view amount, ceiling, tax_rule;
    bool over_contract, over_ceiling;
  } kRows[] = {{"110", "110", "included", false, false},
               {"109", "110", "included", true, false},
               {"110", "109", "included", false, true},
               {"100", "100", "excluded", false, false},
               {"99", "98", "excluded", true, true}};
  for (const auto& row : kRows) {
    std::vector<ListedEvent> events = entrusted(row.amount);
    add(events, "cost.recorded",
        R"({"cost_id": "1", "center_id": "c40", "item": "I", "amount_yen": 100, "tax_yen": 10,
            "incurred_on": "2026-04-01"})");
    add(events, "policy.parameter_set",
        R"({"name": "ceiling.c40.2026", "value": )" + std::string(row.ceiling) + "}");
    add(events, "policy.parameter_set", R"({"name": "ceiling.c40.2025", "value": 1})");
    add(events, "policy.parameter_set",
        R"({"name": "contract.ceiling_tax", "value": ")" + std::string(row.tax_rule) + R"("})");
    const ledger::JsonValue summary = summary_of(std::move(events));
    EXPECT_EQ(summary.find("over_contract")->as_bool(), row.over_contract) << row.amount;
    EXPECT_EQ(summary.find("contract_over_ceiling")->as_bool(), row.over_ceiling) << row.amount;
  }
}

TEST(Costs, ReasonLetterAboveHalf) {
  const struct {
    std::string_view amount, approved;
    bool letter, wanted;
  } kRows[] = {{"100", "u", false, false},
               {"99", "u", false, true},
               {"99", "v", false, false},
               {"99", "u", true, true}};
  for (const auto& row : kRows) {
    std::vector<ListedEvent> events = entrusted(row.amount);
    add(events, "subcontract.requested",
        R"({"subcontract_id": "u", "contract_id": "k", "amount_yen": 50, "reason_letter": )" +
            std::string(row.letter ? "true}" : "false}"));
    add(events, "subcontract.requested",
        R"({"subcontract_id": "x", "contract_id": "of another", "amount_yen": 50, "reason_letter": true})");
    add(events, "subcontract.approved", R"({"subcontract_id": ")" + std::string(row.approved) + R"("})");
    const ledger::JsonValue summary = summary_of(std::move(events));
    const ledger::JsonValue& share = *summary.find("subcontract");
    EXPECT_EQ(share.find("letter_wanted")->as_bool(), row.wanted) << row.amount;
    EXPECT_EQ(share.find("letter_on_file")->as_bool(), row.letter);
    EXPECT_EQ(share.find("violation")->as_bool(), row.wanted && !row.letter);
    EXPECT_TRUE(share.find("booked")->is_null());
  }
}

TEST(Costs, RefusedByAPolicyThatNothingComputes) {
  std::vector<ListedEvent> events;
  add(events, "policy.parameter_set", R"({"name": "contract.ceiling_tax", "value": "half"})");
  const FigureLog log(std::move(events));
  EXPECT_EQ(cost_summary(known_now(log), "c40", 2026).status().reason(), "figures.parameter");
}

TEST(Costs, ReasonsAgainstACost) {
  const struct {
    std::string_view data;
    std::vector<std::string> reasons;
    std::int64_t lost;
  } kRows[] = {
      {R"("vouchers": 1, "cost_class": "project", "incurred_on": "2026-04-01", "cost_id": "ok")", {}, 0},
      {R"("vouchers": 0, "cost_class": "project", "incurred_on": "2026-04-01", "cost_id": "ok")",
       {"no_voucher"},
       100},
      {R"("vouchers": 1, "cost_class": "accident", "incurred_on": "2026-04-01", "cost_id": "ok")",
       {"class_accident"},
       100},
      {R"("vouchers": 1, "cost_class": "project", "travel": "overseas", "incurred_on": "2026-04-01",
           "cost_id": "ok")",
       {"overseas_travel"},
       100},
      {R"("vouchers": 1, "cost_class": "project", "incurred_on": "2027-02-28", "cost_id": "ok")", {}, 0},
      {R"("vouchers": 1, "cost_class": "project", "incurred_on": "2027-03-01", "cost_id": "ok")",
       {"outside_contract"},
       100},
      {R"("vouchers": 1, "cost_class": "project", "incurred_on": "2026-04-01", "cost_id": "cut")",
       {"disallowed_not_needed", "disallowed_no_voucher"},
       90},
      {R"("vouchers": 0, "cost_class": "project", "incurred_on": "2026-04-01", "cost_id": "cut")",
       {"no_voucher", "disallowed_not_needed", "disallowed_no_voucher"},
       100},
      {R"("vouchers": 1, "cost_class": "project", "incurred_on": "2026-04-01", "cost_id": "gone")",
       {"disallowed_not_eligible"},
       100},
  };
  for (const auto& row : kRows) {
    std::vector<ListedEvent> events = entrusted("1000");
    add(events, "cost.recorded",
        R"({"contract_id": "k", "center_id": "c40", "item": "I", "amount_yen": 100, )" +
            std::string(row.data) + "}");
    add(events, "cost.disallowed", R"({"cost_id": "cut", "amount_yen": 30, "reason": "not_needed"})");
    add(events, "cost.disallowed", R"({"cost_id": "cut", "amount_yen": 60, "reason": "no_voucher"})");
    add(events, "cost.disallowed", R"({"cost_id": "gone", "amount_yen": 101, "reason": "not_eligible"})");
    const FigureLog log(std::move(events));
    const Eligibility found = eligibility(known_now(log), "c40", 2026);
    EXPECT_EQ(found.booked_yen, 100);
    EXPECT_EQ(found.eligible_yen, 100 - row.lost) << row.data;
    EXPECT_EQ(found.rows.empty() ? std::vector<std::string>() : found.rows[0].reasons, row.reasons)
        << row.data;
  }
}

TEST(Costs, ReasonsAgainstAnHonorarium) {
  const struct {
    std::string_view pay_basis, paperwork;
    std::int64_t paid, lost;
    std::vector<std::string> reasons;
  } kRows[] = {{"honorarium", "complete", 100, 0, {}},
               {"honorarium", "missing", 100, 100, {"paperwork_missing"}},
               {"honorarium", "missing", 60, 60, {"paperwork_missing"}},
               {"honorarium", "missing", 130, 100, {"paperwork_missing"}},
               {"labour", "missing", 130, 130, {"staff_not_honorarium"}}};
  for (const auto& row : kRows) {
    const std::string contract =
        R"({"contract_id": "k", "kind": "co", "center_id": "c40", "start": "2026-04-01", "end": "2027-03-31",
            "pay_basis": ")" +
        std::string(row.pay_basis) + R"("})";
    std::vector<ListedEvent> events{
        event_of({1, "2026-04-01", "contract.concluded", contract, {}, "s"}),
        event_of({2, "2026-04-01", "event.countersigned", R"({"target": "e1"})", {}, "p"})};
    add(events, "fee.rate_set", R"({"contract_id": "k", "yen": 100, "from": "2026-04-01"})");
    add(events, "assignment.performed",
        R"({"assignment_id": "a", "contract_id": "k", "performed_on": "2026-05-01", "fraction": "full",
            "paperwork": ")" +
            std::string(row.paperwork) + R"("})");
    add(events, "fee.paid",
        R"({"contract_id": "k", "assignment_ids": ["a"], "paid_on": "2026-05-31", "amount_yen": )" +
            std::to_string(row.paid) + "}");
    const FigureLog log(std::move(events));
    const Eligibility found = eligibility(known_now(log), "c40", 2026);
    EXPECT_EQ(found.booked_yen - found.eligible_yen, row.lost) << row.paid;
    EXPECT_EQ(found.rows.empty() ? std::vector<std::string>() : found.rows[0].reasons, row.reasons);
    if (!found.rows.empty()) {
      EXPECT_EQ(found.rows[0].item, "II-3");
      EXPECT_EQ(found.rows[0].basis.size(), 1U);
    }
  }
}

}  // namespace
}  // namespace projections::figures
