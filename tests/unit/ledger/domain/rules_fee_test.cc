// Goal: every rule of rules_fee.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

const RuleRow kRows[] = {
    {RuleId::kContractKnown, true, "fee.rate_set", R"({})"},
    {RuleId::kContractKnown, false, "fee.rate_set", R"({"contract_id":"t-none"})"},
    {RuleId::kContractKnown, false, "fee.rate_set", R"({"@by":"p-lead13","contract_id":"t-wait"})"},
    {RuleId::kFeeKind, true, "fee.rate_set", R"({})"},
    {RuleId::kFeeKind, false, "fee.rate_set", R"({"contract_id":"t-ent"})"},
    {RuleId::kFeeKind, false, "fee.raise_approved", R"({"contract_id":"t-ent"})"},
    {RuleId::kFeeHonorarium, true, "fee.rate_set", R"({})"},
    {RuleId::kFeeHonorarium, false, "fee.rate_set", R"({"contract_id":"t-lab"})"},
    {RuleId::kFeeCcoFlat, true, "fee.rate_set", R"({"contract_id":"t-cco","yen":50000})"},
    {RuleId::kFeeCcoFlat, false, "fee.rate_set", R"({"contract_id":"t-cco","yen":49999})"},
    {RuleId::kFeeCcoFlat, false, "fee.rate_set", R"({"contract_id":"t-cco","yen":50001})"},
    {RuleId::kFeeCcoFlat, false, "fee.raise_approved", R"({"contract_id":"t-cco","yen":50000})"},
    {RuleId::kFeeOverCeiling, false, "fee.rate_set", R"({"yen":40001})"},
    {RuleId::kFeeOverCeiling, true, "fee.raise_approved", R"({"yen":40000})"},
    {RuleId::kFeeOverCeiling, false, "fee.raise_approved", R"({"yen":40001})"},
    {RuleId::kFeeOverCeiling, true, "fee.raise_approved", R"({"contract_id":"t-prod","yen":50000})"},
    {RuleId::kFeeOverCeiling, false, "fee.raise_approved", R"({"contract_id":"t-prod","yen":50001})"},
    {RuleId::kFeeOverCeiling,
     false,
     "fee.rate_set",
     R"({"yen":40001})",
     {{"", "fee.raise_approved", "p-bureau",
       R"({"contract_id":"t-co","yen":40000,"circumstance":"unique_expertise"})"}}},
    {RuleId::kFeeOverBase, true, "fee.rate_set", R"({"yen":35000})"},
    {RuleId::kFeeOverBase, false, "fee.rate_set", R"({"yen":35001})"},
    {RuleId::kFeeOverBase, true, "fee.rate_set", R"({"contract_id":"t-sub","yen":35000})"},
    {RuleId::kFeeOverBase, false, "fee.rate_set", R"({"contract_id":"t-sub","yen":35001})"},
    {RuleId::kFeeOverBase, true, "fee.rate_set", R"({"contract_id":"t-prod","yen":45000})"},
    {RuleId::kFeeOverBase, false, "fee.rate_set", R"({"contract_id":"t-prod","yen":45001})"},
    {RuleId::kFeeOverBase,
     true,
     "fee.rate_set",
     R"({"yen":38000})",
     {{"", "fee.raise_approved", "p-bureau",
       R"({"contract_id":"t-co","yen":38000,"circumstance":"unique_expertise"})"}}},
    {RuleId::kFeeOverBase,
     false,
     "fee.rate_set",
     R"({"yen":38001})",
     {{"", "fee.raise_approved", "p-bureau",
       R"({"contract_id":"t-co","yen":38000,"circumstance":"unique_expertise"})"}}},
    {RuleId::kFeeOverBase,
     false,
     "fee.rate_set",
     R"({"contract_id":"t-sub","yen":38000})",
     {{"", "fee.raise_approved", "p-bureau",
       R"({"contract_id":"t-co","yen":38000,"circumstance":"unique_expertise"})"}}},
    {RuleId::kFeeRateOrder, true, "fee.rate_set", R"({"from":"2026-04-03"})"},
    {RuleId::kFeeRateOrder, false, "fee.rate_set", R"({"from":"2026-04-02"})"},
    {RuleId::kFeeRateOrder, true, "fee.rate_set", R"({"contract_id":"t-sub","from":"2026-04-01"})"},
    {RuleId::kFeeRateOrder, false, "fee.rate_set", R"({"contract_id":"t-sub","from":"2026-03-31"})"},
    {RuleId::kFeeRateOrder, true, "fee.rate_set", R"({"contract_id":"t-sub","from":"2027-03-31"})"},
    {RuleId::kFeeRateOrder, false, "fee.rate_set", R"({"contract_id":"t-sub","from":"2027-04-01"})"},
    {RuleId::kFeeCircumstance, true, "fee.raise_approved", R"({"contract_id":"t-prod","circumstance":null})"},
    {RuleId::kFeeCircumstance, false, "fee.raise_approved", R"({"circumstance":null})"},
    {RuleId::kFeeCircumstance, false, "fee.raise_approved", R"({"contract_id":"t-sub","circumstance":null})"},
    {RuleId::kAssignmentNew, true, "assignment.performed", R"({})"},
    {RuleId::kAssignmentNew, false, "assignment.performed", R"({"assignment_id":"j-1"})"},
    {RuleId::kAssignmentPerson, true, "assignment.performed", R"({})"},
    {RuleId::kAssignmentPerson, false, "assignment.performed", R"({"person_id":"p-sub"})"},
    {RuleId::kAssignmentTerm, true, "assignment.performed",
     R"({"@by":"p-sub","contract_id":"t-sub","person_id":"p-sub",
          "performed_on":"2026-04-01"})"},
    {RuleId::kAssignmentTerm, false, "assignment.performed", R"({"performed_on":"2026-03-31"})"},
    {RuleId::kAssignmentDay, true, "assignment.performed",
     R"({"performed_on":"2026-04-11","fraction":"half"})"},
    {RuleId::kAssignmentDay, false, "assignment.performed",
     R"({"performed_on":"2026-04-11","fraction":"full"})"},
    {RuleId::kAssignmentDay, false, "assignment.performed",
     R"({"performed_on":"2026-04-10","fraction":"half"})"},
    {RuleId::kPaidAssignments, true, "fee.paid", R"({})"},
    {RuleId::kPaidAssignments, false, "fee.paid",
     R"({"assignment_ids":["j-1","j-none"],"amount_yen":30001})"},
    {RuleId::kPaidAssignments, false, "fee.paid", R"({"assignment_ids":["j-1","j-sub"]})"},
    {RuleId::kPaidOnce, true, "fee.paid", R"({"assignment_ids":["j-2"],"amount_yen":15000})"},
    {RuleId::kPaidOnce, false, "fee.paid", R"({"assignment_ids":["j-3"],"amount_yen":15000})"},
    {RuleId::kPaidPayee, true, "fee.paid", R"({})"},
    {RuleId::kPaidPayee, false, "fee.paid", R"({"payee":"p-lead"})"},
    {RuleId::kPaidPayee, false, "fee.paid", R"({"payee":"dispatch-firm"})"},
    {RuleId::kPaidRate, true, "fee.paid", R"({})"},
    {RuleId::kPaidRate, false, "fee.paid", R"({"assignment_ids":["j-4"]})"},
    {RuleId::kPaidRate,
     true,
     "fee.paid",
     R"({"assignment_ids":["j-5"],"amount_yen":30001})",
     {{"", "assignment.performed", "p-co", R"({"assignment_id":"j-5","contract_id":"t-co","person_id":"p-co",
          "performed_on":"2026-04-02","fraction":"full","paperwork":"complete"})"}}},
    {RuleId::kPaidRate, false, "fee.paid",
     R"({"contract_id":"t-sub","assignment_ids":["j-sub"],"payee":"p-sub"})"},
    {RuleId::kPaidAmount, true, "fee.paid", R"({"amount_yen":45001})"},
    {RuleId::kPaidAmount,
     true,
     "fee.paid",
     R"({"amount_yen":47501})",
     {{"", "fee.rate_set", "p-lead", R"({"contract_id":"t-co","yen":35000,"from":"2026-04-11"})"}}},
    {RuleId::kPaidAmount,
     false,
     "fee.paid",
     R"({"amount_yen":45001})",
     {{"", "fee.rate_set", "p-lead", R"({"contract_id":"t-co","yen":35000,"from":"2026-04-11"})"}}},
    {RuleId::kPaidAmount, false, "fee.paid", R"({"amount_yen":45002})"},
    {RuleId::kPaidAmount, false, "fee.paid", R"({"amount_yen":45000})"},
};

}  // namespace

std::vector<RuleRow> fee_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesFee, JudgesEveryRow) {
  run_rule_rows(fee_rule_rows());
}

}  // namespace tests
