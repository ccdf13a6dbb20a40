// Goal: every rule of rules_ledger.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

constexpr Step kChiefBehindSystem{
    "", "principal.bound", "p-admin",
    R"({"principal":"gw","kind":"system","person_id":"p-cco","credential":"CN=gw"})"};

const RuleRow kRows[] = {
    {RuleId::kTimeFuture, true, "consultation.closed", R"({"@at":"~300000000"})"},
    {RuleId::kTimeFuture, false, "consultation.closed", R"({"@at":"~300000001"})"},
    {RuleId::kLicenceOwn, true, "consultation.closed", R"({"@licence":"l-co"})"},
    {RuleId::kLicenceOwn, false, "consultation.closed", R"({"@licence":"l-none"})"},
    {RuleId::kLicenceOwn, false, "consultation.closed", R"({"@licence":"l-co","@by":"p-cco"})"},
    {RuleId::kLicenceOwn,
     false,
     "consultation.closed",
     R"({"@licence":"l-co"})",
     {{"", "licence.revoked", "p-staff",
       R"({"licence_id":"l-co","person_id":"p-co","revoked_on":"2026-05-01"})"}}},
    {RuleId::kOnBehalf, true, "consultation.closed", R"({})"},
    // The centre's system is bound to p-co alone, until it is bound to somebody else.
    {RuleId::kOnBehalf,
     true,
     "consultation.closed",
     R"({"@principal":"gw","@behalf":"p-cco"})",
     {kChiefBehindSystem}},
    {RuleId::kOnBehalf, false, "consultation.closed", R"({"@principal":"gw","@behalf":"p-cco"})"},
    {RuleId::kOnBehalf,
     false,
     "consultation.closed",
     R"({"@principal":"gw","@behalf":"p-cco"})",
     {kChiefBehindSystem,
      {"", "principal.released", "p-admin", R"({"principal":"gw","person_id":"p-cco"})"}}},
    {RuleId::kOnBehalf, false, "consultation.closed", R"({"@principal":"gw","@behalf":"p-co"})"},
    {RuleId::kOnBehalf, false, "consultation.closed", R"({"@principal":"gw","@behalf":"p-none"})"},
    // Who signs acts for himself.
    {RuleId::kOnBehalf, false, "consultation.closed", R"({"@behalf":"p-cco"})", {kChiefBehindSystem}},
    // A personal principal speaks for one person.
    {RuleId::kOnBehalf,
     false,
     "consultation.closed",
     R"({"@principal":"own","@behalf":"p-cco"})",
     {{"", "principal.bound", "p-admin",
       R"({"principal":"own","kind":"personal","person_id":"p-co","credential":"CN=own"})"}}},
    // The service vouches for readers; they must be known.
    {RuleId::kOnBehalf, true, "record.viewed", R"({"@behalf":"p-cco"})"},
    {RuleId::kOnBehalf, false, "record.viewed", R"({"@behalf":"p-none"})"},
    {RuleId::kOnBehalf, false, "record.viewed", R"({"@behalf":"p-co"})"},
    {RuleId::kRefsKnown, true, "consultation.closed", R"({"@ref":"$grant"})"},
    {RuleId::kRefsKnown, true, "consultation.closed", R"({"@ref":"case/k-none"})"},
    {RuleId::kRefsKnown, false, "consultation.closed", R"({"@ref":"01890a5d-ac96-774b-bcce-b302099a8057"})"},
    {RuleId::kDateFuture, true, "consultation.closed", R"({"closed_on":"2026-05-01"})"},
    {RuleId::kDateFuture, false, "consultation.closed", R"({"closed_on":"2026-05-02"})"},
    {RuleId::kDateFuture, true, "consent.sharing_refused", R"({"refused_at":"~300000000"})"},
    {RuleId::kDateFuture, false, "consent.sharing_refused", R"({"refused_at":"~300000001"})"},
    {RuleId::kDateFuture, true, "consent.referral_granted", R"({"expires_on":"2030-01-01"})"},
    {RuleId::kPersonKnown, true, "licence.issued", R"({"person_id":"p-new"})"},
    {RuleId::kPersonKnown, false, "licence.issued", R"({"person_id":"p-none"})"},
    {RuleId::kOrgKnown, true, "consent.referral_granted", R"({"recipient":"c13"})"},
    {RuleId::kOrgKnown, true, "consent.referral_granted", R"({"recipient":"sup-b"})"},
    {RuleId::kOrgKnown, false, "consent.referral_granted", R"({"recipient":"sup-none"})"},
    {RuleId::kCenterKnown, true, "business.registered", R"({"@by":"p-staff"})"},
    {RuleId::kCenterKnown,
     false,
     "business.registered",
     R"({"@by":"p-staff","center_id":"c99"})",
     {{"", "role.granted", "p-admin", R"({"person_id":"p-staff","role":"impl_staff","scope":"nation",
          "valid_from":"2026-04-01","basis":"$hq"})"}}},
    {RuleId::kCatalogueKnown, true, "catalogue.adopted", R"({})"},
    {RuleId::kCatalogueKnown, false, "catalogue.adopted", R"({"catalogue":"2026.2"})"},
    {RuleId::kCatalogueKnown, false, "catalogue.adopted", R"({"index_map":2})"},
    {RuleId::kPolicyValue, true, "policy.parameter_set", R"({"value":1})"},
    {RuleId::kPolicyValue, false, "policy.parameter_set", R"({"value":0})"},
    {RuleId::kPolicyValue, true, "policy.parameter_set", R"({"value":365})"},
    {RuleId::kPolicyValue, false, "policy.parameter_set", R"({"value":366})"},
    {RuleId::kPolicyValue, false, "policy.parameter_set", R"({"value":"soon"})"},
    {RuleId::kPolicyValue, true, "policy.parameter_set", R"({"name":"report.due_day","value":"last"})"},
    {RuleId::kPolicyValue, true, "policy.parameter_set", R"({"name":"ceiling.c40.2026","value":0})"},
    {RuleId::kPolicyValue, false, "policy.parameter_set", R"({"name":"ceiling.c40.2026","value":-1})"},
    {RuleId::kPolicySupported, true, "policy.parameter_set", R"({"name":"matching.level","value":"center"})"},
    {RuleId::kPolicySupported, false, "policy.parameter_set",
     R"({"name":"matching.level","value":"nation"})"},
    {RuleId::kPolicySupported, true, "policy.parameter_set",
     R"({"name":"retention.years_after_contract","value":5})"},
    {RuleId::kPolicySupported, false, "policy.parameter_set",
     R"({"name":"retention.years_after_contract","value":6})"},
    // Figures follow these.
    {RuleId::kPolicySupported, true, "policy.parameter_set", R"({"name":"co.rating_threshold","value":5})"},
    {RuleId::kPolicySupported, true, "policy.parameter_set", R"({"name":"sessions.unit","value":"issue"})"},
    // Rules follow this one, and nobody here reads that one.
    {RuleId::kPolicySupported, true, "policy.parameter_set",
     R"({"name":"workdays.week","value":"sunday_to_saturday"})"},
    {RuleId::kPolicySupported, true, "policy.parameter_set", R"({"name":"report.due_day","value":"last"})"},
    {RuleId::kPolicyOwner, true, "policy.parameter_set",
     R"({"@by":"p-bureau","name":"ceiling.c40.2027","value":1})"},
    {RuleId::kPolicyOwner, false, "policy.parameter_set",
     R"({"@by":"p-bureau","name":"ceiling.c13.2027","value":1})"},
    {RuleId::kPolicyOwner, false, "policy.parameter_set",
     R"({"@by":"p-bureau","name":"ceiling.2027","value":1})"},
    {RuleId::kPolicyOwner, false, "policy.parameter_set", R"({"@by":"p-bureau"})"},
    {RuleId::kPolicyOwner, true, "policy.parameter_set", R"({"@by":"p-smea"})"},
    {RuleId::kPrincipalReserved, true, "principal.bound", R"({"principal":"gw2"})"},
    {RuleId::kPrincipalReserved, false, "principal.bound", R"({"principal":"service"})"},
    {RuleId::kPrincipalUnbound, true, "principal.bound", R"({"person_id":"p-co2"})"},
    {RuleId::kPrincipalUnbound, false, "principal.bound", R"({"person_id":"p-co"})"},
    {RuleId::kPrincipalKind, true, "principal.bound", R"({"kind":"system"})"},
    {RuleId::kPrincipalKind, false, "principal.bound", R"({"kind":"personal"})"},
    {RuleId::kPrincipalKind, false, "principal.bound", R"({"principal":"pc","kind":"system"})"},
    {RuleId::kPrincipalPersonal, true, "principal.bound", R"({"principal":"pc2","kind":"personal"})"},
    {RuleId::kPrincipalPersonal, false, "principal.bound", R"({"principal":"pc","kind":"personal"})"},
    {RuleId::kPrincipalPersonal,
     true,
     "principal.bound",
     R"({"principal":"pc","kind":"personal"})",
     {{"", "principal.released", "p-admin", R"({"principal":"pc","person_id":"p-co"})"}}},
    {RuleId::kPrincipalBound, true, "principal.released", R"({})"},
    {RuleId::kPrincipalBound, false, "principal.released", R"({"person_id":"p-co2"})"},
};

}  // namespace

std::vector<RuleRow> ledger_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesLedger, JudgesEveryRow) {
  run_rule_rows(ledger_rule_rows());
}

}  // namespace tests
