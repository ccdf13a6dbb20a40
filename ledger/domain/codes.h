// Code lists of the programme that several rows share: groups, roles, purposes, retention classes.
//
// Data with labels for documentation, `/v1/catalogue` and the console; self-checks hold every row against
// them. Constants; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ledger {

struct CodeSpec {
  std::string_view code;
  std::string_view label_ja;
  std::string_view label_en;
  std::string_view source;  // seed file and section; "design" where the programme leaves it to the ledger
};

std::span<const CodeSpec> event_groups();
std::span<const CodeSpec> roles();
std::span<const CodeSpec> purposes();
std::span<const CodeSpec> retention_classes();

// nullptr when `code` is not in `list`.
const CodeSpec* find_code(std::span<const CodeSpec> list, std::string_view code);

inline constexpr std::string_view kScopeNation = "nation";
// Principal of the service itself; no event binds it.
inline constexpr std::string_view kServicePrincipal = "service";
inline constexpr std::string_view kSystemRole = "system";

// A policy parameter that the code asks for. Other names are accepted and recorded, and rule nothing here.
struct ParameterSpec {
  std::string_view name;  // a name ending in '.' stands for a family, e.g. "ceiling.<centre>.<fiscal year>"
  std::int64_t min;
  std::int64_t max;
  std::int64_t otherwise;  // in force until the first policy.parameter_set; -1: no limit
  std::string_view label_ja;
  std::string_view label_en;
  std::string_view source{};  // the open question that it answers
  // Codes instead of numbers: the value is one of them, `otherwise` the index of the default.
  std::span<const std::string_view> choices{};
  bool is_text =
      false;  // a code that the one who sets it chooses, e.g. a version; nothing is in force before
  // The ledger computes by the default only: another value would be recorded and rule nothing, so it is
  // refused.
  bool is_fixed = false;
  std::string_view unit{};  // of the value: "days", "yen", "code" …
  // What asks for it: names of rules, "flag/<name>", "figure/<family>" of the index, a type of events,
  // "indicator/<id>" of a figure recomputed from events, "question/<kind>" of a list of violations. Empty:
  // fixed.
  std::span<const std::string_view> read_by{};
};
std::span<const ParameterSpec> parameters();
// nullptr when the code does not ask for `name`.
const ParameterSpec* find_parameter(std::string_view name);

inline constexpr std::string_view kParameterCountersignDays = "countersign.expiry_days";
inline constexpr std::string_view kParameterCeiling = "ceiling.";
// mandate
inline constexpr std::string_view kParameterYearDays = "workdays.year_days";
inline constexpr std::string_view kParameterSelectionFrom = "selection.required_from_fy";
inline constexpr std::string_view kParameterCoordinatorConsultation = "rescission.coordinator_consultation";
inline constexpr std::string_view kParameterFigureMinimum = "figures.k_min";
// Fiscal years from which centres are compared with their own past only.
inline constexpr std::string_view kParameterNoRankingFrom = "evaluation.no_ranking_from_fy";
inline constexpr std::string_view kParameterNoticeDays = "security.notice_days";
inline constexpr std::string_view kParameterCloudListDays = "cloud.list_check_days";
inline constexpr std::string_view kParameterSupportMargin = "software.support_margin_days";
inline constexpr std::string_view kParameterHandlersRequired = "handlers.required";
inline constexpr std::string_view kParameterBreakGlassMinutes = "break_glass.max_minutes";
inline constexpr std::string_view kParameterCeasePolicy = "support.cease_policy";
inline constexpr std::string_view kParameterSecurityReportMonths = "security_report.interval_months";
inline constexpr std::string_view kParameterMonthlyReportDay = "monthly_report.due_day";
inline constexpr std::string_view kParameterIncidentHours = "incident.report_hours";
inline constexpr std::string_view kParameterDiagnosisDays = "diagnosis.max_days";
inline constexpr std::string_view kParameterForums = "forum.min_per_year";
inline constexpr std::string_view kParameterCoordinatorDays = "workdays.co_minimum";
inline constexpr std::string_view kParameterProration = "workdays.proration";
inline constexpr std::string_view kParameterWeek = "workdays.week";
inline constexpr std::string_view kParameterPerformanceDays = "performance_report.due_days";
inline constexpr std::string_view kParameterSurveyItems = "survey.items_max";
inline constexpr std::string_view kParameterMatchingMethod = "matching.method";
inline constexpr std::string_view kParameterItException = "it_exception.last_fy";
inline constexpr std::string_view kParameterReferralItems = "referrals.items";

}  // namespace ledger
