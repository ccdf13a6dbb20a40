// Goal: every rule of rules_oversight.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

constexpr Step kHandlersRequired{"", "policy.parameter_set", "p-admin",
                                 R"({"name":"handlers.required","value":1})"};
constexpr Step kListed{"", "handler.listed", "p-lead",
                       R"({"contract_id":"t-ent","person_id":"p-co","listed_on":"2026-05-01"})"};
constexpr Step kRemoved{"", "handler.removed", "p-lead",
                        R"({"contract_id":"t-ent","person_id":"p-co","removed_on":"2026-05-01"})"};
// Ends half an hour after it was obtained.
constexpr Step kShortStamp{"", "timestamp.obtained", "p-admin",
                           R"({"checkpoint_size":3,
        "checkpoint_root":"abababababababababababababababababababababababababababababababab",
        "authority":"tsa-2","stamped_at":"2026-05-01T08:59:00+09:00",
        "expires_at":"2026-05-01T09:30:00+09:00",
        "token_sha256":"abababababababababababababababababababababababababababababababab"})"};

const RuleRow kRows[] = {
    {RuleId::kAccessHandler, true, "record.exported", R"({})"},
    {RuleId::kAccessHandler, false, "record.exported", R"({})", {kHandlersRequired}},
    {RuleId::kAccessHandler, false, "record.viewed", R"({})", {kHandlersRequired}},
    {RuleId::kAccessHandler, false, "record.searched", R"({})", {kHandlersRequired}},
    {RuleId::kAccessHandler, true, "record.printed", R"({})", {kHandlersRequired, kListed}},
    {RuleId::kAccessHandler, true, "record.viewed", R"({})", {kHandlersRequired, kListed}},
    {RuleId::kAccessHandler, false, "record.viewed", R"({})", {kHandlersRequired, kListed, kRemoved}},
    // Listed under the contract of another fiscal year.
    {RuleId::kAccessHandler,
     false,
     "record.searched",
     R"({"@at":"2026-03-31T23:59:59+09:00","@by":"p-staff"})",
     {kHandlersRequired, kListed}},
    // Officers and auditors handle information in offices of their own.
    {RuleId::kAccessHandler, true, "record.viewed", R"({"@by":"p-aud"})", {kHandlersRequired}},
    {RuleId::kPersonReviewer, true, "access.break_glass", R"({})"},
    {RuleId::kPersonReviewer, false, "access.break_glass", R"({"reviewer_id":"p-aud"})"},
    {RuleId::kPersonReviewer, false, "access.break_glass", R"({"reviewer_id":"p-none"})"},
    {RuleId::kBreakGlassTerm, true, "access.break_glass", R"({"expires_at":"2026-05-01T11:00:00+09:00"})"},
    {RuleId::kBreakGlassTerm, false, "access.break_glass",
     R"({"expires_at":"2026-05-01T11:00:00.000001+09:00"})"},
    {RuleId::kBreakGlassTerm, true, "access.break_glass",
     R"({"expires_at":"2026-05-01T10:00:00.000001+09:00"})"},
    {RuleId::kBreakGlassTerm, false, "access.break_glass", R"({"expires_at":"2026-05-01T10:00:00+09:00"})"},
    {RuleId::kBreakGlassTerm,
     false,
     "access.break_glass",
     R"({})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"break_glass.max_minutes","value":59})"}}},
    {RuleId::kReviewByNamed, true, "break_glass.reviewed", R"({})"},
    {RuleId::kReviewByNamed, false, "break_glass.reviewed", R"({"@by":"p-hq"})"},
    {RuleId::kReviewByNamed, false, "break_glass.reviewed", R"({"@by":"p-aud"})"},
    {RuleId::kSizeReached, true, "ledger.index_committed", R"({"size":"^0"})"},
    {RuleId::kSizeReached, false, "ledger.index_committed", R"({"size":"^1"})"},
    {RuleId::kSizeReached, false, "ledger.verified", R"({"to_size":"^1"})"},
    {RuleId::kSizeReached, false, "timestamp.obtained", R"({"checkpoint_size":"^1"})"},
    {RuleId::kSizeReached, false, "backup.taken", R"({"to_size":"^1"})"},
    {RuleId::kVerifiedRange, true, "ledger.verified", R"({"from_size":3})"},
    {RuleId::kVerifiedRange, false, "ledger.verified", R"({"from_size":4})"},
    {RuleId::kStampTerm, true, "timestamp.obtained", R"({"expires_at":"2026-05-01T09:00:00.000001+09:00"})"},
    {RuleId::kStampTerm, false, "timestamp.obtained", R"({"expires_at":"2026-05-01T09:00:00+09:00"})"},
    {RuleId::kStampRenewedInTime, true, "timestamp.renewed", R"({})"},
    {RuleId::kStampRenewedInTime, true, "timestamp.renewed", R"({"authority":"tsa-2"})", {kShortStamp}},
    {RuleId::kStampRenewedInTime,
     false,
     "timestamp.renewed",
     R"({"authority":"tsa-2","stamped_at":"2026-05-01T09:30:00+09:00"})",
     {kShortStamp}},
    {RuleId::kEraseWitness, true, "key.destroyed", R"({})"},
    {RuleId::kEraseWitness, false, "key.destroyed", R"({"witnesses":["p-lead","p-admin"]})"},
    {RuleId::kEraseWitness, false, "key.destroyed", R"({"witnesses":["p-none"]})"},
    {RuleId::kLostKnown, true, "disclosures.lost", R"({})"},
    {RuleId::kLostKnown, false, "disclosures.lost",
     R"({"events":["$grant","01890a5d-ac96-774b-bcce-b302099a8057"]})"},
    {RuleId::kLostKnown, false, "disclosures.lost", R"({"events":["e-1"]})"},
};

}  // namespace

std::vector<RuleRow> oversight_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesOversight, JudgesEveryRow) {
  run_rule_rows(oversight_rule_rows());
}

}  // namespace tests
