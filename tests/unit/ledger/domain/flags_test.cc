// Goal: what the programme lets in but wants found again is flagged, and nothing else is.
// Method: samples around each flag's boundary; the table against the rows and templates that use it.
#include "ledger/domain/flags.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "ledger/index/path.h"
#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

namespace {

struct FlagRow {
  ledger::FlagId flag;
  bool raised;
  const char* type;
  const char* patch;
  std::vector<Step> before{};
};

#define APRIL_CLOSED \
  { "", "month.closed", "p-lead", R"({"center_id":"c40","year_month":"2026-04","cut_off":9})" }

#define PARAMETER(name, value) \
  { "", "policy.parameter_set", "p-admin", R"({"name":")" name R"(","value":)" value "}" }
#define WORKED(day)                                                                                    \
  {                                                                                                    \
    "", "workday.reported", "p-cco",                                                                   \
        R"({"contract_id":"t-cco","center_id":"c40","person_id":"p-cco","performed_on":"2026-04-)" day \
        R"(","fraction":"full","duty":"management"})"                                                  \
  }
#define FORUM(name, kind)                                                     \
  {                                                                           \
    "", "forum.held", "p-lead",                                               \
        R"({"forum_id":")" name R"(","center_id":"c40","kind":")" kind        \
        R"(","host":"impl_body","org_ids":["sup-a"],"held_on":"2026-05-01"})" \
  }
#define CHARGED_2025(yen, fund) \
  R"({"contract_id":"t-ent25","incurred_on":"2026-03-31","amount_yen":)" yen R"(,"fund":")" fund R"("})"
#define SPLIT(initial)                                                                                     \
  {"split", "contract.amended", "p-bureau",                                                                \
   R"({"contract_id":"t-ent","kind":"entrustment","center_id":"c40","change":"amount",)"                   \
   R"("from":"2026-05-01","supplementary_yen":0,"initial_yen":)" initial R"(,"amount_yen":)" initial "}"}, \
  {                                                                                                        \
    "", "event.countersigned", "p-lead", R"({"target":"$split"})"                                          \
  }
#define COORDINATED                                                              \
  {                                                                              \
    "", "forum.coordinated", "p-bureau",                                         \
        R"({"forum_id":"fo-9","center_id":"c40","coordinated_on":"2026-04-20"})" \
  }
#define THREE_DAYS_FROM_MONDAY                                                                      \
  WORKED("06"), WORKED("07"), WORKED("12"), WORKED("13"), WORKED("14"), WORKED("19"), WORKED("20"), \
      WORKED("21"), WORKED("26")

constexpr Step kEntrusted2024{
    "t-24", "contract.concluded", "p-bureau",
    R"({"contract_id":"t-24","kind":"entrustment","center_id":"c40","org_id":"impl-40",
        "start":"2024-04-01","end":"2025-03-31","amount_yen":1})"};
constexpr Step kSigned2024{"", "event.countersigned", "p-lead", R"({"target":"$t-24"})"};
constexpr Step kDiagnosed{"", "diagnosis.platform_completed", "p-lead",
                          R"({"diagnosis_id":"di-9","contract_id":"t-ent","host_id":"www.example.go.jp",
        "findings":0,"fixed":0,"completed_on":"2026-04-01"})"};
constexpr const char* kChiefsApril =
    R"({"contract_id":"t-cco","person_id":"p-cco","year_month":"2026-04","halves":18})";
constexpr const char* kDiagnosedInMay = R"({"host_id":"www.example.go.jp","completed_on":"2026-05-01"})";

const FlagRow kRows[] = {
    // March of the last fiscal year is closed, April is not.
    {ledger::FlagId::kMergeRestates, false, "business.merged", "{}"},
    {ledger::FlagId::kMergeRestates, true, "business.merged", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kMergeRestates, true, "business.unmerged", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kJointNoConsent, false, "joint_support.held", R"({"org_ids":["impl-13"]})"},
    // The consent to sup-a begins after the session.
    {ledger::FlagId::kJointNoConsent, true, "joint_support.held", R"({"org_ids":["sup-a"]})"},
    {ledger::FlagId::kJointNoConsent,
     false,
     "joint_support.held",
     R"({"org_ids":["sup-a"]})",
     {{"", "consent.referral_granted", "p-co",
       R"({"business_id":"b-1","recipient":"sup-a","items":["issue"],"method":"paper",
           "given_at":"2026-04-10T10:00:00+09:00","expires_on":"2026-04-30","given_by":"x"})"}}},
    {ledger::FlagId::kReferralNonSpecialist, false, "referral.received", "{}"},
    {ledger::FlagId::kReferralNonSpecialist, false, "referral.received",
     R"({"matter":"non_specialist","no_local_capacity":true})"},
    {ledger::FlagId::kReferralNonSpecialist, true, "referral.received", R"({"matter":"non_specialist"})"},
    {ledger::FlagId::kBusinessUnverified, true, "business.registered", "{}"},
    {ledger::FlagId::kBusinessUnverified, false, "business.registered", R"({"kind":"sole_proprietor"})"},
    {ledger::FlagId::kFeeIneligible, false, "assignment.performed", "{}"},
    {ledger::FlagId::kFeeIneligible, true, "assignment.performed", R"({"paperwork":"missing"})"},
    {ledger::FlagId::kMonthLate, false, "issue.resolved", "{}"},
    {ledger::FlagId::kMonthLate, true, "issue.resolved", R"({"resolved_on":"2026-03-31"})"},
    {ledger::FlagId::kMonthRestated, false, "issue.reopened", "{}"},
    {ledger::FlagId::kMonthRestated, true, "issue.reopened", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kMonthRestated, true, "issue.reclassified", "{}", {APRIL_CLOSED}},
    // Neither category counts differently.
    {ledger::FlagId::kMonthRestated, false, "issue.reclassified", R"({"to":"startup"})", {APRIL_CLOSED}},
    {ledger::FlagId::kMonthRestated, true, "session.corrected", "{}", {APRIL_CLOSED}},
    // A correction of the text only moves no figure.
    {ledger::FlagId::kMonthRestated, false, "advice.corrected", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kMonthRestated, false, "outcome.corrected", "{}", {APRIL_CLOSED}},
    {ledger::FlagId::kMonthRestated,
     true,
     "outcome.corrected",
     R"({"confirmed_on":"2026-05-01"})",
     {APRIL_CLOSED}},
    {ledger::FlagId::kWorkyearBelow, true, "workyear.settled", "{}"},
    // Agreed before the year was settled.
    {ledger::FlagId::kWorkyearBelow,
     false,
     "workyear.settled",
     R"({"verdict":"below_agreed"})",
     {{"exc", "workday.exception_agreed", "p-prod",
       R"({"contract_id":"t-prod-m","center_id":"c40","person_id":"p-prod","days":200,
           "agreed_on":"2026-05-01"})"},
      {"", "event.countersigned", "p-lead", R"({"target":"$exc"})"},
      {"", "event.countersigned", "p-bureau", R"({"target":"$exc"})"}}},
    {ledger::FlagId::kReportMismatch, false, "monthly_report.checked", "{}"},
    {ledger::FlagId::kReportMismatch, true, "monthly_report.checked",
     R"({"result":"different","recomputed":{"sessions":1}})"},
    {ledger::FlagId::kReportRestated, true, "monthly_report.restated", "{}"},
    {ledger::FlagId::kReportRestated, false, "monthly_report.checked", "{}"},
    {ledger::FlagId::kMeasureMissing, false, "measure.attested", "{}"},
    {ledger::FlagId::kMeasureMissing, false, "measure.attested", R"({"state":"partly"})"},
    {ledger::FlagId::kMeasureMissing, true, "measure.attested", R"({"state":"missing"})"},
    {ledger::FlagId::kCloudBeyondApproval, false, "cloud.usage_reviewed", "{}"},
    {ledger::FlagId::kCloudBeyondApproval, true, "cloud.usage_reviewed", R"({"within_approval":"no"})"},
    {ledger::FlagId::kAntimalwareSettings, false, "antimalware.state", "{}"},
    {ledger::FlagId::kAntimalwareSettings, true, "antimalware.state", R"({"settings":"users"})"},
    {ledger::FlagId::kAntimalwareUnknown, false, "antimalware.state", "{}"},
    {ledger::FlagId::kAntimalwareUnknown, true, "antimalware.state", R"({"detection":"known_only"})"},
    {ledger::FlagId::kSoftwareSupportEnds, true, "software.eol_flagged", "{}"},
    {ledger::FlagId::kSoftwareSupportEnds, false, "software.retired", "{}"},
    {ledger::FlagId::kDomainNotGoJp, false, "domain.observed", "{}"},
    {ledger::FlagId::kDomainNotGoJp, true, "domain.observed", R"({"host_id":"www.example.jp","go_jp":"no"})"},
    {ledger::FlagId::kTlsWeak, false, "tls.observed", "{}"},
    {ledger::FlagId::kTlsWeak, true, "tls.observed", R"({"protocol":"older"})"},
    {ledger::FlagId::kTlsWeak, true, "tls.observed", R"({"protocol":"none"})"},
    {ledger::FlagId::kTlsChain, false, "tls.observed", "{}"},
    {ledger::FlagId::kTlsChain, true, "tls.observed", R"({"chain":"private"})"},
    {ledger::FlagId::kTlsChain, true, "tls.observed", R"({"chain":"self_signed"})"},
    // One of the two is enough.
    {ledger::FlagId::kMailSpoofable, false, "mailauth.observed", R"({"spf":"no"})"},
    {ledger::FlagId::kMailSpoofable, true, "mailauth.observed", R"({"spf":"no","dkim":"no"})"},
    {ledger::FlagId::kMailUnprotected, false, "mailauth.observed", "{}"},
    {ledger::FlagId::kMailUnprotected, true, "mailauth.observed", R"({"smtp_tls":"no"})"},
    {ledger::FlagId::kConfigWeakened, false, "config.changed", "{}"},
    {ledger::FlagId::kConfigWeakened, true, "config.changed", R"({"weakens":"yes"})"},
    {ledger::FlagId::kLoggingDegraded, true, "logging.degraded", "{}"},
    {ledger::FlagId::kLoggingDegraded, false, "logging.restored", "{}"},
    {ledger::FlagId::kBreakGlass, true, "access.break_glass", "{}"},
    {ledger::FlagId::kBreakGlass, false, "break_glass.reviewed", "{}"},
    // Known at eight.
    {ledger::FlagId::kIncidentLate, false, "incident.reported",
     R"({"reported_at":"2026-05-01T09:00:01+09:00"})"},
    {ledger::FlagId::kIncidentLate,
     true,
     "incident.reported",
     R"({"reported_at":"2026-05-01T09:00:01+09:00"})",
     {PARAMETER("incident.report_hours", "1")}},
    {ledger::FlagId::kIncidentLate,
     false,
     "incident.reported",
     R"({"reported_at":"2026-05-01T09:00:00+09:00"})",
     {PARAMETER("incident.report_hours", "1")}},
    {ledger::FlagId::kMonthlyReportLate, false, "monthly_report.submitted",
     R"({"@at":"2026-04-10T23:59:59+09:00"})"},
    {ledger::FlagId::kMonthlyReportLate, true, "monthly_report.submitted",
     R"({"@at":"2026-04-11T00:00:00+09:00"})"},
    {ledger::FlagId::kMonthlyReportLate,
     false,
     "monthly_report.submitted",
     R"({"@at":"2026-04-11T00:00:00+09:00"})",
     {PARAMETER("monthly_report.due_day", "11")}},
    // The contract began in April; nothing was reported since.
    {ledger::FlagId::kSecurityReportLate, false, "secreport.submitted", R"({"year_month":"2026-06"})"},
    {ledger::FlagId::kSecurityReportLate, true, "secreport.submitted", R"({"year_month":"2026-07"})"},
    {ledger::FlagId::kSecurityReportLate,
     false,
     "secreport.submitted",
     R"({"year_month":"2026-07"})",
     {PARAMETER("security_report.interval_months", "4")}},
    {ledger::FlagId::kPerformanceReportLate, false, "performance_report.submitted",
     R"({"submitted_on":"2026-05-01"})"},
    {ledger::FlagId::kPerformanceReportLate,
     false,
     "performance_report.submitted",
     R"({"contract_id":"t-24","total_yen":0,"submitted_on":"2025-04-30"})",
     {kEntrusted2024, kSigned2024}},
    {ledger::FlagId::kPerformanceReportLate,
     true,
     "performance_report.submitted",
     R"({"contract_id":"t-24","total_yen":0,"submitted_on":"2025-05-01"})",
     {kEntrusted2024, kSigned2024}},
    {ledger::FlagId::kPerformanceReportLate,
     false,
     "performance_report.submitted",
     R"({"contract_id":"t-24","total_yen":0,"submitted_on":"2025-05-01"})",
     {kEntrusted2024, kSigned2024, PARAMETER("performance_report.due_days", "31")}},
    {ledger::FlagId::kWorkweekBelow, false, "workday.approved", kChiefsApril, {THREE_DAYS_FROM_MONDAY}},
    {ledger::FlagId::kWorkweekBelow,
     true,
     "workday.approved",
     kChiefsApril,
     {THREE_DAYS_FROM_MONDAY, PARAMETER("workdays.week", R"("sunday_to_saturday")")}},
    {ledger::FlagId::kWorkweekBelow, true, "workday.approved", "{}"},
    {ledger::FlagId::kDiagnosisOverdue, false, "diagnosis.platform_completed", kDiagnosedInMay, {kDiagnosed}},
    {ledger::FlagId::kDiagnosisOverdue,
     false,
     "diagnosis.platform_completed",
     kDiagnosedInMay,
     {kDiagnosed, PARAMETER("diagnosis.max_days", "30")}},
    {ledger::FlagId::kDiagnosisOverdue,
     true,
     "diagnosis.platform_completed",
     kDiagnosedInMay,
     {kDiagnosed, PARAMETER("diagnosis.max_days", "29")}},
    {ledger::FlagId::kDiagnosisOverdue,
     false,
     "diagnosis.platform_completed",
     R"({"host_id":"another.example.go.jp","completed_on":"2026-05-01"})",
     {kDiagnosed, PARAMETER("diagnosis.max_days", "29")}},
    {ledger::FlagId::kForumBelow, true, "business_report.delivered", R"({"contract_id":"t-ent"})"},
    {ledger::FlagId::kForumBelow,
     true,
     "business_report.delivered",
     R"({"contract_id":"t-ent"})",
     {FORUM("fo-8", "regional")}},
    {ledger::FlagId::kForumBelow,
     false,
     "business_report.delivered",
     R"({"contract_id":"t-ent"})",
     {FORUM("fo-8", "regional"), COORDINATED, FORUM("fo-9", "inter_center")}},
    // Those of another fiscal year do not count.
    {ledger::FlagId::kForumBelow,
     true,
     "business_report.delivered",
     R"({"contract_id":"t-ent25"})",
     {FORUM("fo-8", "regional"), COORDINATED, FORUM("fo-9", "inter_center")}},
    {ledger::FlagId::kForumBelow,
     false,
     "business_report.delivered",
     R"({"contract_id":"t-ent25"})",
     {PARAMETER("forum.min_per_year", "0")}},
    // The contract of 2025 has 600 yen of the initial budget; of the other fund 2,000 of 400 are charged.
    {ledger::FlagId::kFundExceeded, false, "cost.recorded", CHARGED_2025("600", "initial")},
    {ledger::FlagId::kFundExceeded, true, "cost.recorded", CHARGED_2025("601", "initial")},
    {ledger::FlagId::kFundExceeded, true, "cost.recorded", CHARGED_2025("1", "supplementary")},
    // A contract that is not split has no funds to exceed.
    {ledger::FlagId::kFundExceeded, false, "cost.recorded", R"({"amount_yen":200000000})"},
    // Of the payment 30,001 yen are eligible; 1,015,000 are charged before it.
    {ledger::FlagId::kFundExceeded, false, "fee.paid", "{}", {SPLIT("1045001")}},
    {ledger::FlagId::kFundExceeded, true, "fee.paid", "{}", {SPLIT("1045000")}},
};

// What the operators of the whole ledger do belongs to no centre.
std::string_view scope_of(ledger::FlagId flag) {
  const bool headquarters =
      flag == ledger::FlagId::kConfigWeakened || flag == ledger::FlagId::kLoggingDegraded;
  return headquarters ? "hq" : "c40";
}

}  // namespace

std::vector<SampleRow> flag_sample_rows() {
  std::vector<SampleRow> rows;
  for (const FlagRow& row : kRows) rows.push_back({row.type, row.patch, row.before});
  return rows;
}

TEST(Flags, AreRaisedByTheirRows) {
  std::set<std::pair<ledger::FlagId, bool>> seen;
  for (const FlagRow& row : kRows) {
    SCOPED_TRACE(std::string(row.type) + row.patch);
    Programme programme = Programme::lived();
    for (const Step& step : row.before) programme.live_through(step);
    const auto terms = programme.judge(programme.sample(row.type, row.patch).build());
    ASSERT_TRUE(terms.ok()) << terms.status().to_string();
    const std::string prefix = "flag/" + std::string(ledger::flag_spec(row.flag).name) + "/";
    const std::string month = prefix + std::string(scope_of(row.flag)) + "/2026-0";
    const auto raised = std::find_if(terms->begin(), terms->end(), [&](const ledger::IndexTerm& term) {
      return term.path.starts_with(prefix);
    });
    EXPECT_EQ(raised != terms->end(), row.raised);
    if (raised != terms->end()) {
      EXPECT_TRUE(raised->path.starts_with(month)) << raised->path;
    }
    seen.insert({row.flag, row.raised});
  }
  // Both answers for each flag.
  EXPECT_EQ(seen.size(), 2 * static_cast<std::size_t>(ledger::FlagId::kCount));
}

TEST(Flags, TableIsInOrderAndComplete) {
  const auto table = ledger::flag_table();
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < table.size(); ++i) {
    SCOPED_TRACE(table[i].name);
    EXPECT_EQ(static_cast<std::size_t>(table[i].id), i);
    EXPECT_TRUE(names.insert(table[i].name).second);
    EXPECT_TRUE(ledger::is_segment(table[i].name));
    EXPECT_FALSE(table[i].label_ja.empty() || table[i].label_en.empty() || table[i].source.empty());
  }
  // Every flag that a row names or a template writes has its labels.
  std::set<ledger::FlagId> used;
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    for (const ledger::FlagId id : row->flags) {
      EXPECT_NE(ledger::flag_spec(id).raised, nullptr) << row->type;
      used.insert(id);
    }
    for (std::string_view text : row->terms) {
      const std::size_t at = text.find("flag/");
      if (at == std::string_view::npos) continue;
      text.remove_prefix(at + 5);
      EXPECT_TRUE(names.contains(text.substr(0, text.find('/')))) << row->type;
    }
  }
  for (const ledger::FlagSpec& flag : table)
    EXPECT_TRUE(flag.raised == nullptr || used.contains(flag.id)) << flag.name;
}

}  // namespace tests
