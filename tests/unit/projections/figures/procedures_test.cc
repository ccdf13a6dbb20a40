// Goal: a coordinator's contract stands on a 了承 that came before it; a chief's rescission on interview,
// report and decision, in that order.
// Method: a list in order, then one change at a time, each on both sides of its boundary.
#include "projections/figures/procedures.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::log_of;
using testing::Row;
using Texts = std::vector<std::string>;

Texts reasons(const std::vector<Row>& rows) {
  const FigureLog log = log_of(rows);
  const auto found = procedure_violations(known_now(log), {"c40"});
  EXPECT_LE(found.size(), 1U);
  return found.empty() ? Texts() : found[0].reasons;
}

TEST(Procedures, ApprovalOfCoordinators) {
  constexpr std::string_view kCo =
      R"({"contract_id": "k", "kind": "co", "center_id": "c40", "person_id": "p", "hired_fy": 2025,
          "start": "2026-04-01", "end": "2027-03-31"})";
  constexpr std::string_view kApproved =
      R"({"person_id": "p", "role": "co", "center_id": "c40", "approved_on": "2026-04-01"})";
  const Row signature{12, "2026-04-01", "event.countersigned", R"({"target": "e11"})", {}, "p"};
  const auto contract = [](std::string_view data) {
    return Row{11, "2026-04-01", "contract.concluded", data, {}, "s"};
  };
  const auto approval = [](std::uint64_t position, std::string_view data) {
    return Row{position, "2026-04-01", "appointment.approved", data};
  };
  const struct {
    std::string_view what;
    std::vector<Row> rows;
    Texts reasons;
  } kRows[] = {
      {"none", {contract(kCo), signature}, {"no_approval"}},
      {"before", {approval(10, kApproved), contract(kCo), signature}, {}},
      {"after", {contract(kCo), signature, approval(13, kApproved)}, {"approval_after_contract"}},
      {"dated a day later",
       {approval(10, R"({"person_id": "p", "role": "co", "center_id": "c40", "approved_on": "2026-04-02"})"),
        contract(kCo), signature},
       {"approval_after_contract"}},
      {"for another role",
       {approval(10,
                 R"({"person_id": "p", "role": "sub_cco", "center_id": "c40", "approved_on": "2026-04-01"})"),
        contract(kCo), signature},
       {"no_approval"}},
      {"at another centre",
       {approval(10, R"({"person_id": "p", "role": "co", "center_id": "c41", "approved_on": "2026-04-01"})"),
        contract(kCo), signature},
       {"no_approval"}},
      {"hired before the rule",
       {contract(R"({"contract_id": "k", "kind": "co", "center_id": "c40", "person_id": "p", "hired_fy": 2024,
                     "start": "2026-04-01", "end": "2027-03-31"})"),
        signature},
       {}},
      {"hired with this contract, before the rule",
       {contract(R"({"contract_id": "k", "kind": "co", "center_id": "c40", "person_id": "p",
                     "start": "2025-03-31", "end": "2027-03-31"})"),
        signature},
       {}},
      {"hired with this contract, under the rule",
       {contract(R"({"contract_id": "k", "kind": "sub_cco", "center_id": "c40", "person_id": "p",
                     "start": "2025-04-01", "end": "2027-03-31"})"),
        signature},
       {"no_approval"}},
      {"a chief needs none",
       {contract(R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "person_id": "p",
                     "start": "2026-04-01", "end": "2027-03-31"})"),
        signature},
       {}},
      {"another centre",
       {contract(R"({"contract_id": "k", "kind": "co", "center_id": "c41", "person_id": "p",
                     "start": "2026-04-01", "end": "2027-03-31"})"),
        signature},
       {}},
      {"not complete", {contract(kCo)}, {}},
  };
  for (const auto& row : kRows) EXPECT_EQ(reasons(row.rows), row.reasons) << row.what;
}

std::vector<Row> rescission() {
  return {{1, "2026-06-01", "rescission.interview_held", R"({"contract_id": "k", "held_on": "2026-06-01"})"},
          {2, "2026-06-01", "rescission.reported",
           R"({"contract_id": "k", "interview": "e1", "reported_on": "2026-06-01"})"},
          {3, "2026-06-01", "rescission.decided",
           R"({"contract_id": "k", "report": "e2", "allowed": true, "decided_on": "2026-06-01"})"},
          {4, "2026-06-01", "contract.rescinded",
           R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "decision": "e3",
               "rescinded_on": "2026-06-01"})"}};
}

TEST(Procedures, RescissionOfChiefs) {
  EXPECT_EQ(reasons(rescission()), Texts());  // all on one day
  const struct {
    std::size_t row;
    std::string_view data;
    Texts reasons;
  } kRows[] = {
      {0, R"({"contract_id": "k", "held_on": "2026-06-02"})", {"wrong_order"}},
      {0, R"({"contract_id": "other", "held_on": "2026-06-01"})", {"no_interview"}},
      {1, R"({"contract_id": "k", "reported_on": "2026-06-01"})", {"no_interview"}},
      {1, R"({"contract_id": "k", "interview": "e3", "reported_on": "2026-06-01"})", {"no_interview"}},
      {2,
       R"({"contract_id": "k", "report": "e1", "allowed": true, "decided_on": "2026-06-01"})",
       {"no_report"}},
      {2,
       R"({"contract_id": "k", "report": "e1", "allowed": false, "decided_on": "2026-06-01"})",
       {"decision_refused", "no_report"}},
      {2, R"({"contract_id": "k", "report": "e2", "decided_on": "2026-06-01"})", {"decision_refused"}},
      {3,
       R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "rescinded_on": "2026-06-01"})",
       {"no_decision"}},
      {3,
       R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "decision": "e3",
              "rescinded_on": "2026-05-31"})",
       {"wrong_order"}},
      {3, R"({"contract_id": "k", "kind": "co", "center_id": "c40", "rescinded_on": "2026-06-01"})", {}},
      {3, R"({"contract_id": "k", "kind": "cco", "center_id": "c41", "rescinded_on": "2026-06-01"})", {}},
  };
  for (const auto& row : kRows) {
    std::vector<Row> rows = rescission();
    rows[row.row].data = row.data;
    EXPECT_EQ(reasons(rows), row.reasons) << row.data;
  }
}

TEST(Procedures, PositionsInOrderToo) {
  std::vector<Row> rows = rescission();
  rows[0].position = 2;
  rows[1].position = 1;
  rows[0].id = "e1";
  rows[1].id = "e2";
  std::swap(rows[0], rows[1]);
  EXPECT_EQ(reasons(rows), Texts{"wrong_order"});
}

}  // namespace
}  // namespace projections::figures
