// Rows for the rule table: one event each, that a rule refuses or lets pass.
//
// An event is a sample of its type with a patch (see programme.h), judged after the steps of `before`.
#pragma once

#include <vector>

#include "ledger/domain/rule_id.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {

struct RuleRow {
  ledger::RuleId rule;
  bool holds;
  const char* type;
  const char* patch;
  std::vector<Step> before{};
};

// By the file of the rule functions; each list is defined in the test of that file.
std::vector<RuleRow> ledger_rule_rows();
std::vector<RuleRow> people_rule_rows();
std::vector<RuleRow> consent_rule_rows();
std::vector<RuleRow> case_rule_rows();
std::vector<RuleRow> referral_rule_rows();
std::vector<RuleRow> identity_rule_rows();
std::vector<RuleRow> provision_rule_rows();
std::vector<RuleRow> support_step_rule_rows();
std::vector<RuleRow> correction_rule_rows();
std::vector<RuleRow> contract_rule_rows();
std::vector<RuleRow> fee_rule_rows();
std::vector<RuleRow> selection_rule_rows();
std::vector<RuleRow> mandate_rule_rows();
std::vector<RuleRow> money_rule_rows();
std::vector<RuleRow> access_rule_rows();
std::vector<RuleRow> step_rule_rows();
std::vector<RuleRow> planning_rule_rows();
std::vector<RuleRow> activity_rule_rows();
std::vector<RuleRow> security_rule_rows();
std::vector<RuleRow> oversight_rule_rows();

// A patched sample and what comes before it, with nothing said of the verdict.
struct SampleRow {
  const char* type;
  const char* patch;
  std::vector<Step> before{};
};
// The rows of flags_test.cc.
std::vector<SampleRow> flag_sample_rows();
// Of terms_test.cc: events whose figures a parameter decides.
std::vector<SampleRow> term_sample_rows();

// All lists joined.
std::vector<RuleRow> all_rule_rows();

// Refused rows: by exactly this rule, with its code, its status, a pointer, and no trace in the state. Rows
// that hold: the event is accepted and its row of the catalogue names the rule.
void run_rule_rows(const std::vector<RuleRow>& rows);

}  // namespace tests
