// Goal: a contract counts from its second signature, by its last conclusion, with later amounts and ends.
// Method: one list, read at every step.
#include "projections/figures/contracts.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::known_at;
using testing::log_of;
using testing::Row;

const std::vector<Row> kLife = {
    {1,
     "2026-03-20",
     "contract.concluded",
     R"({"contract_id": "k", "kind": "co", "center_id": "c40", "person_id": "p", "start": "2026-04-01",
         "end": "2027-03-31", "amount_yen": 5, "initial_yen": 3, "supplementary_yen": 2})",
     {},
     "author"},
    {2, "2026-03-21", "event.countersigned", R"({"target": "e1"})", {}, "p"},
    {3, "2026-05-01", "contract.amended", R"({"contract_id": "k", "amount_yen": 8})", {}, "author"},
    {4, "2026-05-01", "event.countersigned", R"({"target": "e3"})", {}, "p"},
    {5, "2026-05-02", "contract.amended", R"({"contract_id": "k", "change": "days"})", {}, "author"},
    {6, "2026-05-02", "event.countersigned", R"({"target": "e5"})", {}, "p"},
    {7, "2026-06-01", "contract.shortened", R"({"contract_id": "k", "new_end": "2026-12-31"})", {}, "author"},
    {8, "2026-06-01", "event.countersigned", R"({"target": "e7"})", {}, "p"},
    {9, "2026-06-02", "contract.rescinded", R"({"contract_id": "k", "rescinded_on": "2026-07-31"})"},
    {10, "2026-06-03", "entrustment.rescinded", R"({"contract_id": "k", "rescinded_on": "2026-10-31"})"},
    {11, "2026-06-04", "contract.rescinded", R"({"contract_id": "other", "rescinded_on": "2026-05-01"})"}};

TEST(Contracts, WhatHoldsAtEachPosition) {
  const FigureLog log = log_of(kLife);
  const struct {
    std::uint64_t cut_off;
    std::optional<std::int64_t> amount, initial;
    std::string_view last;
  } kRows[] = {{2, 5, 3, "2027-03-31"},
               {3, 5, 3, "2027-03-31"},
               {4, 8, std::nullopt, "2027-03-31"},
               {6, 8, std::nullopt, "2027-03-31"},
               {7, 8, std::nullopt, "2027-03-31"},
               {8, 8, std::nullopt, "2026-12-31"},
               {9, 8, std::nullopt, "2026-07-31"},
               {11, 8, std::nullopt, "2026-07-31"}};
  EXPECT_TRUE(Contracts(known_at(log, 1)).all().empty());
  for (const auto& row : kRows) {
    const Contracts contracts(known_at(log, row.cut_off));
    const Contract* contract = contracts.find("k");
    ASSERT_NE(contract, nullptr) << row.cut_off;
    EXPECT_EQ(contract->position.value, 2U);
    EXPECT_EQ(format_day(contract->concluded_on), "2026-03-20");
    EXPECT_EQ(format_day(contract->first), "2026-04-01");
    EXPECT_EQ(contract->amount_yen, row.amount) << row.cut_off;
    EXPECT_EQ(contract->initial_yen, row.initial) << row.cut_off;
    EXPECT_EQ(format_day(contract->last), row.last) << row.cut_off;
    EXPECT_EQ(contracts.find("other"), nullptr);
  }
}

TEST(Contracts, OrderAndRepeatedIds) {
  const FigureLog log = log_of(
      {{1,
        "2026-04-01",
        "contract.concluded",
        R"({"contract_id": "b", "kind": "co", "start": "2026-04-01", "end": "2026-05-01"})",
        {},
        "s"},
       {2, "2026-04-01", "event.countersigned", R"({"target": "e1"})", {}, "p"},
       {3,
        "2026-04-01",
        "contract.concluded",
        R"({"contract_id": "a", "kind": "co", "start": "2026-04-01", "end": "2026-05-01"})",
        {},
        "s"},
       {4, "2026-04-01", "event.countersigned", R"({"target": "e3"})", {}, "p"},
       {5,
        "2026-04-01",
        "contract.concluded",
        R"({"contract_id": "b", "kind": "cco", "start": "2026-04-01", "end": "2026-05-01"})",
        {},
        "s"},
       {6, "2026-04-01", "event.countersigned", R"({"target": "e5"})", {}, "p"},
       {7, "2026-04-01", "contract.concluded", R"({"contract_id": "c", "start": "2026-04-01"})", {}, "s"},
       {8, "2026-04-01", "event.countersigned", R"({"target": "e7"})", {}, "p"}});
  const Contracts contracts(known_now(log));
  ASSERT_EQ(contracts.all().size(), 2U);
  EXPECT_EQ(contracts.all()[0].id(), "b");
  EXPECT_EQ(contracts.all()[0].kind(), "cco");
  EXPECT_EQ(contracts.all()[1].id(), "a");
}

TEST(Contracts, WhoIsPaidAsStaff) {
  const struct {
    std::string_view data;
    bool as_staff;
  } kRows[] = {{R"({})", false},
               {R"({"pay_basis": "honorarium", "staff_status": "independent"})", false},
               {R"({"pay_basis": "labour"})", true},
               {R"({"pay_basis": "honorarium", "staff_status": "staff"})", true},
               {R"({"staff_status": "dispatched"})", true}};
  for (const auto& row : kRows) {
    const FigureLog log = testing::log_of({{1, "2026-04-01", "contract.concluded", row.data}});
    Contract contract;
    contract.concluded = &log.events()[0];
    EXPECT_EQ(contract.paid_as_staff(), row.as_staff) << row.data;
  }
}

}  // namespace
}  // namespace projections::figures
