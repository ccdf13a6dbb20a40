// Goal: every rule of rules_people.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

// More grants of the role that p-staff holds once.
std::vector<Step> staff_grants(std::size_t count) {
  return std::vector<Step>(count, {"", "role.granted", "p-lead",
                                   R"({"person_id":"p-staff","role":"impl_staff","scope":"c40",
                                       "valid_from":"2026-04-01","basis":"$hq"})"});
}

const RuleRow kRows[] = {
    {RuleId::kRegistrarScope, true, "key.enrolled", R"({})"},
    {RuleId::kRegistrarScope, true, "key.enrolled", R"({"@by":"p-lead"})"},
    {RuleId::kRegistrarScope, true, "key.enrolled", R"({"@by":"p-bureau"})"},
    {RuleId::kRegistrarScope, false, "key.enrolled", R"({"@by":"p-bureau-k"})"},
    {RuleId::kRegistrarScope, false, "key.enrolled", R"({"@by":"p-lead","person_id":"p-co13"})"},
    {RuleId::kRegistrarScope, false, "key.enrolled", R"({"@by":"p-lead","person_id":"p-bureau"})"},
    {RuleId::kRegistrarScope, false, "key.enrolled", R"({"@by":"p-lead","purpose":"attestor"})"},
    {RuleId::kRegistrarScope, false, "key.enrolled", R"({"@by":"p-hq","purpose":"tls","person_id":null})"},
    {RuleId::kRegistrarScope, true, "principal.bound", R"({"@by":"p-lead"})"},
    {RuleId::kRegistrarScope, false, "principal.bound", R"({"@by":"p-lead13"})"},
    {RuleId::kRegistrarScope, false, "principal.released", R"({"@by":"p-lead13"})"},
    {RuleId::kKeyThumbprint, true, "key.enrolled", R"({})"},
    {RuleId::kKeyThumbprint, false, "key.enrolled", R"({"kid":"#other"})"},
    {RuleId::kKeyThumbprint, false, "key.enrolled", R"({"algorithm":"ES256"})"},
    {RuleId::kKeyThumbprint, true, "key.rotated", R"({})"},
    {RuleId::kKeyThumbprint, false, "key.rotated", R"({"new_kid":"#other"})"},
    {RuleId::kKeyPurposeDisjoint, true, "key.enrolled", R"({"purpose":"tls"})"},
    {RuleId::kKeyPurposeDisjoint, false, "key.enrolled", R"({"kid":"#attestor","public_key":"=attestor"})"},
    {RuleId::kKeyPurposeDisjoint, false, "key.enrolled", R"({"kid":"#log","public_key":"=log"})"},
    {RuleId::kKeyPurposeDisjoint, false, "key.rotated",
     R"({"new_kid":"#attestor","public_key":"=attestor"})"},
    {RuleId::kKeyNew, true, "key.enrolled", R"({})"},
    {RuleId::kKeyNew, false, "key.enrolled", R"({"kid":"#p-co2","public_key":"=p-co2"})"},
    {RuleId::kKeyNew, false, "key.enrolled", R"({"kid":"#old","public_key":"=old"})"},
    {RuleId::kKeyNew, false, "key.rotated", R"({"new_kid":"#p-co2","public_key":"=p-co2"})"},
    {RuleId::kKeyNew, false, "key.rotated", R"({"new_kid":"#p-co","public_key":"=p-co"})"},
    {RuleId::kKeyOwnerGiven, true, "key.enrolled", R"({"purpose":"attestor","person_id":null})"},
    {RuleId::kKeyOwnerGiven, false, "key.enrolled", R"({"person_id":null})"},
    {RuleId::kKeyOwnerGiven, false, "key.enrolled", R"({"person_id":"p-none"})"},
    {RuleId::kKeyTerm, true, "key.enrolled", R"({"valid_to":null})"},
    {RuleId::kKeyTerm, true, "key.enrolled", R"({"valid_to":"2026-05-01T00:00:00.000001+09:00"})"},
    {RuleId::kKeyTerm, false, "key.enrolled", R"({"valid_to":"2026-05-01T00:00:00+09:00"})"},
    {RuleId::kKeyKnown, true, "key.revoked", R"({})"},
    {RuleId::kKeyKnown, false, "key.revoked", R"({"kid":"#none"})"},
    {RuleId::kKeyLive, true, "key.revoked", R"({})"},
    {RuleId::kKeyLive, false, "key.revoked", R"({"kid":"#old"})"},
    {RuleId::kKeyOwner, true, "key.revoked", R"({"@by":"p-admin"})"},
    {RuleId::kKeyOwner, true, "key.revoked", R"({})"},
    {RuleId::kKeyOwner, true, "key.revoked", R"({"@by":"p-lead"})"},
    {RuleId::kKeyOwner, false, "key.revoked", R"({"@by":"p-lead13"})"},
    {RuleId::kKeyOwner, false, "key.revoked", R"({"@by":"p-lead","kid":"#attestor"})"},
    {RuleId::kKeyOwner, true, "key.revoked", R"({"@by":"p-admin","kid":"#attestor"})"},
    {RuleId::kKeyOwner, false, "key.revoked", R"({"kid":"#p-co2"})"},
    {RuleId::kKeyOwner, false, "key.rotated", R"({"@by":"p-cco"})"},
    {RuleId::kOrgNew, true, "org.registered", R"({})"},
    {RuleId::kOrgNew, false, "org.registered", R"({"org_id":"sup-a"})"},
    {RuleId::kCenterOrgKind, true, "center.established", R"({})"},
    {RuleId::kCenterOrgKind, false, "center.established", R"({"impl_body":"sup-a"})"},
    {RuleId::kCenterOrgKind, false, "center.established", R"({"impl_body":"impl-none"})"},
    {RuleId::kCenterOrgKind, false, "center.established", R"({"@by":"p-admin","bureau":"hq"})"},
    {RuleId::kCenterNew, true, "center.established", R"({})"},
    {RuleId::kCenterNew, false, "center.established", R"({"center_id":"c40"})"},
    {RuleId::kCenterPrefecture, true, "center.established", R"({"pref_code":"42"})"},
    {RuleId::kCenterPrefecture, false, "center.established", R"({"pref_code":"40"})"},
    {RuleId::kPersonNew, true, "person.registered", R"({})"},
    {RuleId::kPersonNew, false, "person.registered", R"({"person_id":"p-co"})"},
    {RuleId::kPersonNew, false, "person.registered", R"({"person_id":"p-admin"})"},
    {RuleId::kLicenceShared, true, "licence.issued", R"({"licence_id":"l-sel","person_id":"p-sel"})"},
    {RuleId::kLicenceShared, false, "licence.issued", R"({"licence_id":"l-co"})"},
    {RuleId::kLicenceShared, false, "licence.issued", R"({"licence_id":"l-sel"})"},
    {RuleId::kLicenceSecond, true, "licence.issued", R"({"person_id":"p-new"})"},
    {RuleId::kLicenceSecond, false, "licence.issued", R"({"person_id":"p-co"})"},
    {RuleId::kLicenceActive, true, "licence.revoked", R"({})"},
    {RuleId::kLicenceActive, false, "licence.revoked", R"({"licence_id":"l-sel","person_id":"p-sel"})"},
    {RuleId::kLicenceActive, false, "licence.revoked", R"({"person_id":"p-co2"})"},
    {RuleId::kRoleGrantable, true, "role.granted", R"({})"},
    {RuleId::kRoleGrantable, true, "role.granted",
     R"({"@by":"p-admin","role":"mirror","scope":"nation","basis":"$hq"})"},
    {RuleId::kRoleGrantable, false, "role.granted", R"({"role":"hq_staff"})"},
    {RuleId::kRoleGrantable, false, "role.granted", R"({"scope":"c13"})"},
    {RuleId::kRoleGrantable, false, "role.revoked", R"({"person_id":"p-co13","scope":"c13"})"},
    {RuleId::kRoleScopeKnown, true, "role.granted",
     R"({"@by":"p-admin","role":"mirror","scope":"nation","basis":"$hq"})"},
    {RuleId::kRoleScopeKnown, true, "role.granted",
     R"({"@by":"p-admin","role":"mirror","basis":"$hq","scope":"hq"})"},
    {RuleId::kRoleScopeKnown, false, "role.granted",
     R"({"@by":"p-admin","role":"mirror","basis":"$hq","scope":"c99"})"},
    {RuleId::kRoleTerm, true, "role.granted", R"({"valid_to":"2026-05-01"})"},
    {RuleId::kRoleTerm, true, "role.granted", R"({"valid_to":null})"},
    {RuleId::kRoleTerm, false, "role.granted", R"({"valid_to":"2026-04-30"})"},
    {RuleId::kRoleBasis, true, "role.granted", R"({"person_id":"p-co","basis":"$t-co"})"},
    {RuleId::kRoleBasis, false, "role.granted", R"({"basis":null})"},
    {RuleId::kRoleBasis, false, "role.granted", R"({"basis":"01890a5d-ac96-774b-bcce-b302099a8057"})"},
    {RuleId::kRoleBasis, false, "role.granted", R"({"basis":"$app-co"})"},
    {RuleId::kRoleBasis, false, "role.granted", R"({"person_id":"p-cco","basis":"$nom-cco"})"},
    {RuleId::kRoleBasis, false, "role.granted", R"({"scope":"impl-40"})"},
    {RuleId::kRoleBasis, false, "role.granted", R"({"role":"sub_cco"})"},
    {RuleId::kRoleBasis, false, "role.granted", R"({"@by":"p-admin","role":"mirror","scope":"nation",
          "basis":"01890a5d-ac96-774b-bcce-b302099a8057"})"},
    {RuleId::kRoleIncompatible, true, "role.granted",
     R"({"@by":"p-admin","role":"mirror","scope":"nation","basis":"$hq",
          "person_id":"p-aud"})"},
    {RuleId::kRoleIncompatible, false, "role.granted",
     R"({"@by":"p-admin","scope":"nation","basis":"$hq","role":"admin",
          "person_id":"p-aud"})"},
    {RuleId::kRoleIncompatible, false, "role.granted",
     R"({"@by":"p-admin","scope":"nation","basis":"$hq","role":"auditor",
          "person_id":"p-co"})"},
    {RuleId::kRoleIncompatible, true, "role.granted",
     R"({"@by":"p-admin","scope":"nation","basis":"$hq","role":"auditor",
          "person_id":"p-cco","valid_from":"2027-04-01","valid_to":null})"},
    {RuleId::kRoleIncompatible, false, "role.granted",
     R"({"@by":"p-admin","scope":"nation","basis":"$hq","role":"auditor",
          "person_id":"p-cco","valid_from":"2027-03-31","valid_to":null})"},
    {RuleId::kRoleCount, true, "role.granted", R"({"person_id":"p-staff","role":"impl_staff"})",
     staff_grants(62)},
    {RuleId::kRoleCount, false, "role.granted", R"({"person_id":"p-staff","role":"impl_staff"})",
     staff_grants(63)},
    {RuleId::kRoleLive, true, "role.revoked", R"({})"},
    {RuleId::kRoleLive, false, "role.revoked", R"({"scope":"c13"})"},
    {RuleId::kRoleLive, false, "role.revoked", R"({"role":"sub_cco"})"},
};

}  // namespace

std::vector<RuleRow> people_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesPeople, JudgesEveryRow) {
  run_rule_rows(people_rule_rows());
}

}  // namespace tests
