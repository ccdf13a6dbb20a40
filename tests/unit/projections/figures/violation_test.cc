// Goal: a row names what its question names, and nothing else.
#include "projections/figures/violation.h"

#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

TEST(Violation, Json) {
  const FigureLog log = testing::log_of({{7, "2026-04-01", "fee.paid", "{}"}});
  Violation row;
  row.event = &log.events()[0];
  row.center = "c40";
  row.reasons = {"third_party", "no_rate"};
  EXPECT_EQ(write_json(json_of(row)), R"({"id":"e7","reasons":["third_party","no_rate"]})");
  row.contract = "k";
  row.kind = "co";
  EXPECT_EQ(write_json(json_of(row)),
            R"({"id":"e7","contract":"k","kind":"co","reasons":["third_party","no_rate"]})");
  row.business = "b";
  EXPECT_EQ(write_json(json_of(std::vector<Violation>{row})),
            R"([{"id":"e7","business":"b","contract":"k","kind":"co","reasons":["third_party","no_rate"]}])");
  EXPECT_EQ(write_json(json_of(std::vector<Violation>())), "[]");
}

}  // namespace
}  // namespace projections::figures
