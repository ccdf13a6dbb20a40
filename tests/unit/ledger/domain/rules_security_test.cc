// Goal: every rule of rules_security.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

const RuleRow kRows[] = {
    {RuleId::kSecurityContract, true, "measure.attested", R"({})"},
    {RuleId::kSecurityContract, false, "measure.attested", R"({"contract_id":"t-co"})"},
    {RuleId::kSecurityContract, false, "handler.listed", R"({"contract_id":"t-cco"})"},
    {RuleId::kAnnouncedBefore, true, "roster.change_announced", R"({"effective_from":"2026-05-02"})"},
    {RuleId::kAnnouncedBefore, false, "roster.change_announced", R"({"effective_from":"2026-05-01"})"},
    {RuleId::kAnnouncedBefore, false, "secplan.change_proposed", R"({"effective_from":"2026-05-01"})"},
    {RuleId::kAnnouncedBefore,
     false,
     "roster.change_announced",
     R"({"effective_from":"2026-05-14"})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"security.notice_days","value":14})"}}},
    {RuleId::kAnnouncedBefore,
     true,
     "roster.change_announced",
     R"({"effective_from":"2026-05-15"})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"security.notice_days","value":14})"}}},
    {RuleId::kReportItems, true, "secreport.submitted", R"({})"},
    {RuleId::kReportItems, false, "secreport.submitted", R"({"items_open":[]})"},
    {RuleId::kReportItems, false, "secreport.submitted", R"({"items_open":["item_01"]})"},
    {RuleId::kRegulationNewer, true, "regulation.version_adopted", R"({})"},
    {RuleId::kRegulationNewer,
     true,
     "regulation.version_adopted",
     R"({})",
     {{"", "regulation.version_adopted", "p-lead", R"({"contract_id":"t-ent",
          "document":"government_common_standards","version":"r5","in_force_from":"2025-06-30",
          "adopted_on":"2026-04-01"})"}}},
    {RuleId::kRegulationNewer,
     false,
     "regulation.version_adopted",
     R"({})",
     {{"", "regulation.version_adopted", "p-lead", R"({"contract_id":"t-ent",
          "document":"government_common_standards","version":"r7","in_force_from":"2025-07-01",
          "adopted_on":"2026-04-01"})"}}},
    {RuleId::kAuditAccepted, true, "govaudit.finding_raised", R"({})"},
    {RuleId::kAuditAccepted, false, "govaudit.finding_raised", R"({"audit_id":"au-none"})"},
    {RuleId::kAuditAccepted, false, "govaudit.finding_raised", R"({"audit_id":"x-govaudit.accepted"})"},
    {RuleId::kCopiesPermitted, true, "copy.made", R"({"copies":3})"},
    {RuleId::kCopiesPermitted, false, "copy.made", R"({"copies":4})"},
    {RuleId::kExternalRecipient, true, "external_provision.made", R"({})"},
    {RuleId::kExternalRecipient, false, "external_provision.made", R"({"recipient":"sup-b"})"},
    {RuleId::kTrainingInContract, true, "sectraining.completed", R"({"completed_on":"2026-04-01"})"},
    {RuleId::kTrainingInContract, false, "sectraining.completed", R"({"completed_on":"2026-03-31"})"},
    {RuleId::kReportedAfter, true, "incident.reported", R"({"reported_at":"2026-05-01T08:00:00+09:00"})"},
    {RuleId::kReportedAfter, false, "incident.reported", R"({"reported_at":"2026-05-01T07:59:59+09:00"})"},
    {RuleId::kCloudTermsOnly, true, "cloud.risk_assessed", R"({"terms_only":"yes","info_class":"other"})"},
    {RuleId::kCloudTermsOnly, true, "cloud.risk_assessed", R"({"terms_only":"yes","acceptable":"no"})"},
    {RuleId::kCloudTermsOnly, false, "cloud.risk_assessed", R"({"terms_only":"yes"})"},
    {RuleId::kCloudListed, true, "cloud.risk_assessed", R"({"list":"none","info_class":"other"})"},
    {RuleId::kCloudListed, true, "cloud.risk_assessed", R"({"list":"none","exception":"no_listed_service"})"},
    {RuleId::kCloudListed, false, "cloud.risk_assessed", R"({"list":"none"})"},
    {RuleId::kCloudListFresh, true, "cloud.risk_assessed", R"({"checked_on":"2026-01-31"})"},
    {RuleId::kCloudListFresh, false, "cloud.risk_assessed", R"({"checked_on":"2026-01-30"})"},
    {RuleId::kCloudListFresh,
     false,
     "cloud.risk_assessed",
     R"({"checked_on":"2026-04-29"})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"cloud.list_check_days","value":1})"}}},
    {RuleId::kCloudAcceptable, true, "cloud.approved", R"({})"},
    {RuleId::kCloudAcceptable,
     false,
     "cloud.approved",
     R"({"service_id":"cl-2"})",
     {{"", "cloud.risk_assessed", "p-lead", R"({"service_id":"cl-2","contract_id":"t-ent","list":"ismap",
          "checked_on":"2026-05-01","terms_only":"no","info_class":"confidential","acceptable":"no"})"}}},
    {RuleId::kSoftwareSupported, true, "software.registered", R"({"support_end":"2027-03-31"})"},
    {RuleId::kSoftwareSupported, false, "software.registered", R"({"support_end":"2027-03-30"})"},
    {RuleId::kSoftwareSupported,
     false,
     "software.registered",
     R"({"support_end":"2027-03-31"})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"software.support_margin_days","value":1})"}}},
    {RuleId::kVulnerabilityPlan, true, "vulnerability.fixed", R"({})"},
    {RuleId::kVulnerabilityPlan, false, "vulnerability.fixed", R"({"route":"planned"})"},
    {RuleId::kVulnerabilityPlan, false, "vulnerability.fixed",
     R"({"route":"planned","vulnerability_id":"x-vulnerability.plan_confirmed"})"},
    {RuleId::kVulnerabilityPlan,
     true,
     "vulnerability.fixed",
     R"({"route":"planned","vulnerability_id":"x-vulnerability.plan_confirmed"})",
     {{"", "vulnerability.plan_confirmed", "p-bureau",
       R"({"vulnerability_id":"x-vulnerability.plan_confirmed","contract_id":"t-ent","due":"2026-05-31",
           "confirmed_on":"2026-05-01"})"}}},
    {RuleId::kDomainName, true, "domain.observed", R"({"host_id":"www.example.jp","go_jp":"no"})"},
    {RuleId::kDomainName, false, "domain.observed", R"({"host_id":"www.example.jp"})"},
    {RuleId::kDomainName, false, "domain.observed", R"({"host_id":"example-go.jp"})"},
    {RuleId::kDomainName, false, "domain.observed", R"({"go_jp":"no"})"},
    {RuleId::kDiagnosisCounts, true, "diagnosis.platform_completed", R"({"fixed":2})"},
    {RuleId::kDiagnosisCounts, false, "diagnosis.platform_completed", R"({"fixed":3})"},
    {RuleId::kDiagnosisCounts, false, "diagnosis.webapp_completed", R"({"fixed":3})"},
    {RuleId::kReleaseClean, true, "release.signed", R"({})"},
    {RuleId::kReleaseClean,
     false,
     "release.signed",
     R"({"release_id":"re-2"})",
     {{"", "release.scanned", "p-lead", R"({"release_id":"re-2","contract_id":"t-ent","scanner":"s",
          "definitions_on":"2026-05-01","infected":1,"scanned_on":"2026-05-01",
          "artefact_sha256":"abababababababababababababababababababababababababababababababab"})"}}},
    {RuleId::kContentExecutable, true, "content.checked", R"({"executables":1,"means":"no_other_means"})"},
    {RuleId::kContentExecutable, false, "content.checked", R"({"executables":1})"},
    {RuleId::kContentExecutable, false, "content.checked",
     R"({"executables":1,"means":"other_means_exist"})"},
    {RuleId::kContentOutside, true, "content.checked", R"({"outside_accesses":1,"privacy_policy":"yes"})"},
    {RuleId::kContentOutside, false, "content.checked", R"({"outside_accesses":1})"},
    {RuleId::kContentSettings, true, "content.checked", R"({})"},
    {RuleId::kContentSettings, false, "content.checked", R"({"forced_settings":1})"},
};

}  // namespace

std::vector<RuleRow> security_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesSecurity, JudgesEveryRow) {
  run_rule_rows(security_rule_rows());
}

}  // namespace tests
