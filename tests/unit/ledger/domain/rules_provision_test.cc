// Goal: every rule of rules_provision.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

#define WITHDRAWN_REFERRAL                                              \
  {                                                                     \
    "", "consent.referral_withdrawn", "p-co",                           \
        R"({"business_id":"b-5","recipient":"sup-b","grant":"$to-b5",)" \
        R"("withdrawn_at":"2026-05-01T10:00:00+09:00"})"                \
  }
#define BY_CLAUSE R"("basis":"sharing_consent","consent_ref":"$grant-5")"

const RuleRow kRows[] = {
    {RuleId::kReferralConsentLive, true, "consent.referral_withdrawn", R"({})"},
    {RuleId::kReferralConsentLive, false, "consent.referral_withdrawn", R"({"grant":"$grant-5"})"},
    {RuleId::kReferralConsentLive, false, "consent.referral_withdrawn", R"({"recipient":"sup-a"})"},
    {RuleId::kReferralConsentLive, false, "consent.referral_withdrawn", R"({})", {WITHDRAWN_REFERRAL}},
    {RuleId::kPublicationLive, true, "consent.publication_withdrawn", R"({})"},
    {RuleId::kPublicationLive, false, "consent.publication_withdrawn", R"({"medium":"newspaper"})"},
    {RuleId::kPublicationLive, false, "consent.publication_withdrawn", R"({"grant":"$grant-5"})"},
    {RuleId::kPublicationLive,
     false,
     "consent.publication_withdrawn",
     R"({})",
     {{"", "consent.publication_withdrawn", "p-co",
       R"({"business_id":"b-5","medium":"website","grant":"$pub-5",
           "withdrawn_at":"2026-05-01T09:30:00+09:00"})"}}},
    {RuleId::kConsentExpiry, true, "consent.publication_granted", R"({})"},
    {RuleId::kConsentExpiry, false, "consent.publication_granted", R"({"expires_on":"2026-04-30"})"},
    {RuleId::kProvisionNew, true, "provision.recorded", R"({})"},
    {RuleId::kProvisionNew, false, "provision.recorded", R"({"provision_id":"pv-5"})"},
    {RuleId::kProvisionNew, false, "provision.received", R"({"provision_id":"pv-5"})"},
    {RuleId::kProvisionRecipient, true, "provision.recorded",
     R"({"recipient":"c13","recipient_kind":"other_center",)" BY_CLAUSE "}"},
    {RuleId::kProvisionRecipient, true, "provision.recorded",
     R"({"recipient":"impl-13","recipient_kind":"other_impl_body",)" BY_CLAUSE "}"},
    {RuleId::kProvisionRecipient, true, "provision.recorded",
     R"({"recipient":"bureau-kyushu","recipient_kind":"meti","record_kind":"exempt",)" BY_CLAUSE "}"},
    {RuleId::kProvisionRecipient, false, "provision.recorded",
     R"({"recipient":"c40","recipient_kind":"other_center",)" BY_CLAUSE "}"},
    {RuleId::kProvisionRecipient, false, "provision.recorded",
     R"({"recipient":"impl-40","recipient_kind":"other_impl_body",)" BY_CLAUSE "}"},
    {RuleId::kProvisionRecipient, false, "provision.recorded",
     R"({"recipient":"sup-b","recipient_kind":"meti","record_kind":"exempt",)" BY_CLAUSE "}"},
    {RuleId::kProvisionRecipient, false, "provision.recorded", R"({"recipient":"sup-none","basis":"law"})"},
    {RuleId::kProvisionConsent, true, "provision.recorded", R"({"provided_at":"2026-04-20T00:00:00+09:00"})"},
    {RuleId::kProvisionConsent, false, "provision.recorded",
     R"({"provided_at":"2026-04-19T23:59:59+09:00"})"},
    {RuleId::kProvisionConsent, true, "provision.recorded", R"({"provided_at":"2026-04-30T23:59:59+09:00"})"},
    {RuleId::kProvisionConsent, false, "provision.recorded",
     R"({"provided_at":"2026-05-01T00:00:00+09:00"})"},
    {RuleId::kProvisionConsent, false, "provision.recorded", R"({"consent_ref":null})"},
    {RuleId::kProvisionConsent, false, "provision.recorded", R"({"consent_ref":"$grant-5"})"},
    {RuleId::kProvisionConsent, false, "provision.recorded", R"({})", {WITHDRAWN_REFERRAL}},
    // Support organisations are no recipients of the clause.
    {RuleId::kProvisionConsent, false, "provision.recorded", "{" BY_CLAUSE "}"},
    {RuleId::kProvisionConsent, true, "provision.recorded", R"({"basis":"law","consent_ref":null})"},
    {RuleId::kProvisionConsent, true, "provision.recorded",
     R"({"recipient":"hq","recipient_kind":"hq","record_kind":"exempt",)" BY_CLAUSE "}"},
    {RuleId::kProvisionConsent,
     false,
     "provision.recorded",
     R"({"recipient":"hq","recipient_kind":"hq","record_kind":"exempt",)" BY_CLAUSE "}",
     {{"", "consent.sharing_withdrawn", "p-co",
       R"({"business_id":"b-5","grant":"$grant-5","withdrawn_at":"2026-05-01T10:00:00+09:00"})"}}},
    {RuleId::kProvisionConsent, false, "provision.recorded",
     R"({"recipient":"hq","recipient_kind":"hq","record_kind":"exempt",
         "provided_at":"2026-04-19T23:59:59+09:00",)" BY_CLAUSE "}"},
    {RuleId::kProvisionItems, true, "provision.recorded", R"({"items":["identity","issue"]})"},
    {RuleId::kProvisionItems, false, "provision.recorded", R"({"items":["issue","advice"]})"},
    {RuleId::kProvisionRecord, true, "provision.recorded", R"({})"},
    {RuleId::kProvisionRecord, false, "provision.recorded", R"({"record_kind":"exempt"})"},
    {RuleId::kProvisionRecord, false, "provision.recorded",
     R"({"recipient":"hq","recipient_kind":"hq",)" BY_CLAUSE "}"},
    {RuleId::kProvisionProvider, true, "provision.received", R"({"provider":"sup-a"})"},
    {RuleId::kProvisionProvider, false, "provision.received", R"({"provider":"c40"})"},
    {RuleId::kProvisionProvider, false, "provision.received", R"({"provider":"impl-40"})"},
    {RuleId::kProvisionProvider, false, "provision.received", R"({"provider":"sup-none"})"},
};

}  // namespace

std::vector<RuleRow> provision_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesProvision, JudgesEveryRow) {
  run_rule_rows(provision_rule_rows());
}

}  // namespace tests
