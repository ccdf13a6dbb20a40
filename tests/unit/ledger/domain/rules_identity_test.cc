// Goal: every rule of rules_identity.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

#define MERGE(surviving, absorbed)                                                 \
  {                                                                                \
    "", "business.merged", "p-hq",                                                 \
        R"({"business_id":")" surviving R"(","absorbed_id":")" absorbed            \
        R"(","number_relation":"equal","decided_at":"2026-05-01T09:00:00+09:00"})" \
  }
#define CLOSED(business)                                                                   \
  {                                                                                        \
    "", "business.closed", "p-co",                                                         \
        R"({"business_id":")" business R"(","closed_on":"2026-05-01","reason":"retired"})" \
  }

const RuleRow kRows[] = {
    {RuleId::kOtherBusinessKnown, true, "business.match_proposed", R"({})"},
    {RuleId::kOtherBusinessKnown, false, "business.match_proposed", R"({"other_id":"b-none"})"},
    {RuleId::kOtherBusinessKnown, false, "business.merged", R"({"absorbed_id":"b-none"})"},
    {RuleId::kOtherBusinessKnown, false, "business.succeeded", R"({"successor_id":"b-none"})"},
    {RuleId::kPairDistinct, true, "business.merged", R"({})"},
    {RuleId::kPairDistinct, false, "business.match_proposed", R"({"other_id":"b-1"})"},
    {RuleId::kPairDistinct, false, "business.merged", R"({"absorbed_id":"b-4","number_relation":"equal"})"},
    {RuleId::kPairDistinct, false, "business.succeeded", R"({"successor_id":"b-2","kind":"succession"})"},
    {RuleId::kBusinessActive, true, "consultation.opened",
     R"({"business_id":"b-5","consent_ref":"$grant-5"})"},
    {RuleId::kBusinessActive,
     false,
     "consultation.opened",
     R"({"business_id":"b-5","consent_ref":"$grant-5"})",
     {MERGE("b-4", "b-5")}},
    // The surviving business goes on.
    {RuleId::kBusinessActive,
     true,
     "consultation.opened",
     R"({"business_id":"b-5","consent_ref":"$grant-5"})",
     {MERGE("b-5", "b-4")}},
    {RuleId::kBusinessActive,
     false,
     "consultation.opened",
     R"({"business_id":"b-5","consent_ref":"$grant-5"})",
     {CLOSED("b-5")}},
    {RuleId::kBusinessActive, false, "consultation.reopened", R"({})", {CLOSED("b-5")}},
    {RuleId::kBusinessOpen, true, "business.closed", R"({})"},
    {RuleId::kBusinessOpen, false, "business.closed", R"({})", {CLOSED("b-3")}},
    {RuleId::kNumberCorporation, true, "business.corporate_number_verified", R"({"business_id":"b-5"})"},
    {RuleId::kNumberCorporation, false, "business.corporate_number_verified", R"({"business_id":"b-6"})"},
    {RuleId::kNumberDiffers, true, "business.corporate_number_verified", R"({"number_finding":"first"})"},
    {RuleId::kNumberDiffers, true, "business.corporate_number_verified", R"({"number_finding":"unknown"})"},
    {RuleId::kNumberDiffers, false, "business.corporate_number_verified",
     R"({"number_finding":"different"})"},
    {RuleId::kMatchNew, true, "business.match_proposed", R"({"business_id":"b-5","other_id":"b-11"})"},
    {RuleId::kMatchNew, false, "business.match_proposed", R"({"business_id":"b-4","other_id":"b-5"})"},
    // A pair has no order.
    {RuleId::kMatchNew, false, "business.match_proposed", R"({"business_id":"b-5","other_id":"b-4"})"},
    {RuleId::kMatchNew,
     true,
     "business.match_proposed",
     R"({"business_id":"b-5","other_id":"b-4"})",
     {{"", "business.match_rejected", "p-cco",
       R"({"business_id":"b-4","other_id":"b-5","reason":"other","decided_on":"2026-05-01"})"}}},
    {RuleId::kMatchOpen, true, "business.match_rejected", R"({"business_id":"b-5","other_id":"b-4"})"},
    {RuleId::kMatchOpen, false, "business.match_rejected", R"({"other_id":"b-11"})"},
    {RuleId::kMatchOpen, false, "business.match_rejected", R"({})", {MERGE("b-4", "b-5")}},
    {RuleId::kMergeRoots, true, "business.merged", R"({"business_id":"b-11","number_relation":"equal"})"},
    {RuleId::kMergeRoots, false, "business.merged", R"({"business_id":"b-10","number_relation":"equal"})"},
    {RuleId::kMergeRoots, false, "business.merged", R"({"absorbed_id":"b-10","number_relation":"equal"})"},
    {RuleId::kMergeRoots,
     true,
     "business.merged",
     R"({"absorbed_id":"b-10","number_relation":"equal"})",
     {{"", "business.unmerged", "p-hq",
       R"({"business_id":"b-11","absorbed_id":"b-10","merge":"$merged-10","reason":"other"})"}}},
    {RuleId::kMergeNumbers, true, "business.merged", R"({"number_relation":"unknown"})"},
    {RuleId::kMergeNumbers, false, "business.merged", R"({"number_relation":"different"})"},
    {RuleId::kMergeKinds, true, "business.merged",
     R"({"business_id":"b-8","absorbed_id":"b-6","number_relation":"equal"})"},
    {RuleId::kMergeKinds, false, "business.merged", R"({"absorbed_id":"b-6","proposal":"$match-46"})"},
    {RuleId::kMergeKinds, false, "business.merged", R"({"absorbed_id":"b-8","number_relation":"equal"})"},
    {RuleId::kMergeCenters, true, "business.merged",
     R"({"@by":"p-hq","business_id":"b-5","absorbed_id":"b-7","proposal":"$match-57"})"},
    {RuleId::kMergeCenters, false, "business.merged",
     R"({"business_id":"b-5","absorbed_id":"b-7","proposal":"$match-57"})"},
    {RuleId::kMergeCenters, false, "business.merged",
     R"({"business_id":"b-7","absorbed_id":"b-5","proposal":"$match-57"})"},
    {RuleId::kMergeProposal, true, "business.merged", R"({"number_relation":"equal","proposal":null})"},
    {RuleId::kMergeProposal, true, "business.merged", R"({"business_id":"b-5","absorbed_id":"b-4"})"},
    {RuleId::kMergeProposal,
     false,
     "business.merged",
     R"({"number_relation":"equal","proposal":null})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"matching.method","value":"decision_only"})"}}},
    {RuleId::kMergeProposal,
     true,
     "business.merged",
     R"({})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"matching.method","value":"decision_only"})"}}},
    {RuleId::kMergeProposal, false, "business.merged", R"({"proposal":null})"},
    {RuleId::kMergeProposal, false, "business.merged", R"({"proposal":"$match-57"})"},
    {RuleId::kMergeProposal,
     false,
     "business.merged",
     R"({})",
     {{"", "business.match_rejected", "p-cco",
       R"({"business_id":"b-4","other_id":"b-5","reason":"other","decided_on":"2026-05-01"})"}}},
    {RuleId::kUnmergeEffective, true, "business.unmerged", R"({})"},
    {RuleId::kUnmergeEffective, false, "business.unmerged", R"({"merge":"$match-45"})"},
    {RuleId::kUnmergeEffective, false, "business.unmerged", R"({"absorbed_id":"b-5"})"},
    {RuleId::kUnmergeEffective, false, "business.unmerged", R"({"business_id":"b-4"})"},
    {RuleId::kUnmergeEffective,
     false,
     "business.unmerged",
     R"({})",
     {{"", "business.unmerged", "p-hq",
       R"({"business_id":"b-11","absorbed_id":"b-10","merge":"$merged-10","reason":"other"})"}}},
    {RuleId::kSuccessionOnce, true, "business.succeeded", R"({"business_id":"b-6","successor_id":"b-5"})"},
    {RuleId::kSuccessionOnce, false, "business.succeeded", R"({"business_id":"b-8","successor_id":"b-5"})"},
    {RuleId::kSuccessionCycle, true, "business.succeeded", R"({"successor_id":"b-8","kind":"succession"})"},
    {RuleId::kSuccessionCycle, false, "business.succeeded",
     R"({"business_id":"b-6","successor_id":"b-8","kind":"succession"})"},
    {RuleId::kSuccessionCycle,
     false,
     "business.succeeded",
     R"({"successor_id":"b-8","kind":"succession"})",
     {{"", "business.succeeded", "p-cco",
       R"({"business_id":"b-6","successor_id":"b-2","kind":"succession","succeeded_on":"2026-05-01"})"}}},
    {RuleId::kSuccessionKinds, true, "business.succeeded",
     R"({"business_id":"b-4","successor_id":"b-5","kind":"merger"})"},
    {RuleId::kSuccessionKinds, false, "business.succeeded", R"({"kind":"merger"})"},
    {RuleId::kSuccessionKinds, false, "business.succeeded", R"({"business_id":"b-4"})"},
    {RuleId::kSuccessionKinds, false, "business.succeeded", R"({"successor_id":"b-6"})"},
};

}  // namespace

std::vector<RuleRow> identity_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesIdentity, JudgesEveryRow) {
  run_rule_rows(identity_rule_rows());
}

}  // namespace tests
