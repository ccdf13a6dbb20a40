// Goal: every rule of rules_access.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

constexpr Step kEmergency{"emergency", "access.break_glass", "p-aud",
                          R"({"grant_id":"g-rule","center_id":"c40","business_id":"b-1",
                              "opened_at":"2026-05-01T09:30:00+09:00",
                              "expires_at":"2026-05-01T10:30:00+09:00",
                              "reviewer_id":"p-bureau","justification":"x"})"};

const RuleRow kRows[] = {
    {RuleId::kMonthOver, true, "month.closed",
     R"({"@by":"p-lead13","center_id":"c13","year_month":"2026-04"})"},
    {RuleId::kMonthOver, false, "month.closed",
     R"({"@by":"p-lead13","center_id":"c13","year_month":"2026-05"})"},
    {RuleId::kMonthOver, false, "month.closed",
     R"({"@by":"p-lead13","center_id":"c13","year_month":"2027-01"})"},
    {RuleId::kMonthOnce, true, "month.closed", R"({})"},
    {RuleId::kMonthOnce, false, "month.closed", R"({"year_month":"2026-03"})"},
    {RuleId::kMonthOnce, false, "month.closed", R"({"year_month":"2026-02"})"},
    {RuleId::kMonthOrder,
     true,
     "month.closed",
     R"({"@by":"p-lead13","center_id":"c13","year_month":"2026-01"})",
     {{"", "month.closed", "p-lead13", R"({"center_id":"c13","year_month":"2025-12","cut_off":1})"}}},
    {RuleId::kMonthOrder,
     false,
     "month.closed",
     R"({"@by":"p-lead13","center_id":"c13","year_month":"2026-02"})",
     {{"", "month.closed", "p-lead13", R"({"center_id":"c13","year_month":"2025-12","cut_off":1})"}}},
    {RuleId::kMonthOrder,
     false,
     "month.closed",
     R"({"@by":"p-lead13","center_id":"c13","year_month":"2026-04"})",
     {{"", "month.closed", "p-lead13", R"({"center_id":"c13","year_month":"2026-02","cut_off":1})"}}},
    {RuleId::kMonthOrder,
     true,
     "month.closed",
     R"({"@by":"p-lead13","center_id":"c13","year_month":"2026-03","cut_off":1})",
     {{"", "month.closed", "p-lead13", R"({"center_id":"c13","year_month":"2026-01","cut_off":1})"},
      {"", "month.closed", "p-lead13", R"({"center_id":"c13","year_month":"2026-02","cut_off":1})"}}},
    {RuleId::kMonthCutOff, true, "month.closed", R"({"cut_off":7})"},
    {RuleId::kMonthCutOff, false, "month.closed", R"({"cut_off":6})"},
    {RuleId::kMonthCutOff, true, "month.closed", R"({"cut_off":"^-1"})"},
    {RuleId::kMonthCutOff, false, "month.closed", R"({"cut_off":"^0"})"},
    {RuleId::kReportMonth, true, "monthly_report.submitted", R"({})"},
    {RuleId::kReportMonth, false, "monthly_report.submitted",
     R"({"year_month":"2026-04","definition_version":"2026.1"})"},
    {RuleId::kReportOnce, true, "monthly_report.submitted", R"({})"},
    {RuleId::kReportOnce, false, "monthly_report.submitted", R"({"year_month":"2026-02","cut_off":5})"},
    // March lies in FY2025, April in FY2026.
    {RuleId::kReportDefinition, true, "monthly_report.submitted", R"({"definition_version":"2024.1"})"},
    {RuleId::kReportDefinition, false, "monthly_report.submitted", R"({"definition_version":"2026.1"})"},
    {RuleId::kReportDefinition, false, "monthly_report.submitted", R"({"definition_version":"2024.2"})"},
    {RuleId::kReportDefinition,
     true,
     "monthly_report.submitted",
     R"({"year_month":"2026-04","definition_version":"2026.1"})",
     {{"", "month.closed", "p-lead", R"({"center_id":"c40","year_month":"2026-04","cut_off":7})"}}},
    {RuleId::kReportDefinition,
     false,
     "monthly_report.submitted",
     R"({"year_month":"2026-04","definition_version":"2024.1"})",
     {{"", "month.closed", "p-lead", R"({"center_id":"c40","year_month":"2026-04","cut_off":7})"}}},
    // A month before the first definitions has none.
    {RuleId::kReportDefinition,
     false,
     "monthly_report.submitted",
     R"({"@by":"p-lead13","center_id":"c13","year_month":"2014-03"})",
     {{"", "month.closed", "p-lead13", R"({"center_id":"c13","year_month":"2014-03","cut_off":7})"}}},
    {RuleId::kReportCutOff, true, "monthly_report.submitted", R"({"cut_off":7})"},
    {RuleId::kReportCutOff, false, "monthly_report.submitted", R"({"cut_off":6})"},
    {RuleId::kAccessRecord, true, "record.viewed", R"({"record":"business/b-1"})"},
    {RuleId::kAccessRecord, true, "record.viewed", R"({"record":"contract/t-co","business_id":null})"},
    {RuleId::kAccessRecord, false, "record.viewed", R"({"record":"case/k-none"})"},
    {RuleId::kAccessRecord, false, "record.viewed", R"({"record":"business/b-none","business_id":"b-none"})"},
    {RuleId::kAccessRecord, false, "record.viewed", R"({"business_id":"b-2"})"},
    {RuleId::kAccessRecord, false, "record.viewed", R"({"business_id":null})"},
    {RuleId::kAccessRecord, false, "record.viewed", R"({"center_id":"c13"})"},
    {RuleId::kAccessConsent, true, "record.viewed", R"({})"},
    {RuleId::kAccessConsent, true, "record.viewed", R"({"@by":"p-lead"})"},
    {RuleId::kAccessConsent, true, "record.viewed", R"({"@by":"p-staff"})"},
    {RuleId::kAccessConsent, false, "record.viewed", R"({"@by":"p-bureau"})"},
    {RuleId::kAccessConsent, true, "record.viewed", R"({"@by":"p-bureau","consent_ref":"$grant"})"},
    {RuleId::kAccessConsent, true, "record.viewed", R"({"@by":"p-bureau","field_classes":["public"]})"},
    {RuleId::kAccessConsent, false, "record.viewed", R"({"@by":"p-bureau","consent_ref":"$agreed"})"},
    {RuleId::kAccessConsent,
     false,
     "record.viewed",
     R"({"@by":"p-bureau","consent_ref":"$grant"})",
     {{"", "consent.sharing_withdrawn", "p-co", R"({"business_id":"b-1","grant":"$grant",
          "withdrawn_at":"2026-05-01T10:00:00+09:00"})"}}},
    {RuleId::kAccessConsent, true, "record.viewed", R"({"@by":"p-hq","consent_ref":"$grant"})"},
    {RuleId::kAccessConsent, true, "record.viewed", R"({"@by":"p-co13","consent_ref":"$grant"})"},
    {RuleId::kAccessConsent, false, "record.viewed", R"({"@by":"p-lead13","consent_ref":"$grant"})"},
    {RuleId::kAccessConsent, false, "record.viewed", R"({"@by":"p-hq","record":"case/k-2","business_id":"b-2",
          "consent_ref":"$refusal"})"},
    {RuleId::kAccessConsent, true, "record.viewed", R"({"@by":"p-aud"})"},
    {RuleId::kAccessConsent,
     true,
     "record.viewed",
     R"({"@by":"p-aud","break_glass_ref":"$emergency"})",
     {kEmergency}},
    {RuleId::kAccessConsent,
     false,
     "record.viewed",
     R"({"@by":"p-bureau","consent_ref":"$grant","break_glass_ref":"$emergency"})",
     {kEmergency}},
    {RuleId::kAccessConsent,
     false,
     "record.viewed",
     R"({"@by":"p-aud","record":"case/k-2","business_id":"b-2","break_glass_ref":"$emergency"})",
     {kEmergency}},
    {RuleId::kAccessConsent,
     false,
     "record.viewed",
     R"({"@by":"p-aud","break_glass_ref":"$emergency"})",
     {kEmergency,
      {"", "break_glass.reviewed", "p-bureau",
       R"({"grant_id":"g-rule","result":"justified","reviewed_on":"2026-05-01"})"}}},
    {RuleId::kAccessConsent,
     false,
     "record.viewed",
     R"({"@by":"p-aud","@at":"2026-05-01T09:29:59+09:00","break_glass_ref":"$emergency"})",
     {kEmergency}},
    {RuleId::kAccessConsent,
     true,
     "record.viewed",
     R"({"@by":"p-aud","@at":"2026-05-01T09:30:00+09:00","break_glass_ref":"$emergency"})",
     {kEmergency}},
    {RuleId::kAccessConsent, false, "record.viewed", R"({"@by":"p-aud","break_glass_ref":"$grant"})"},
};

}  // namespace

std::vector<RuleRow> access_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesAccess, JudgesEveryRow) {
  run_rule_rows(access_rule_rows());
}

}  // namespace tests
