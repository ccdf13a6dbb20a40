#include "ledger/domain/codes.h"

namespace ledger {

namespace {

constexpr std::string_view kWorkdaysProration[] = {"by_contract_days", "none"};
constexpr std::string_view kWorkdaysWeek[] = {"monday_to_sunday", "sunday_to_saturday"};
constexpr std::string_view kContractCeilingTax[] = {"included", "excluded"};
constexpr std::string_view kConsentRefusedCounts[] = {"counted", "not_counted"};
constexpr std::string_view kMatchingLevel[] = {"center", "nation"};
constexpr std::string_view kMatchingMethod[] = {"corporate_number_or_decision", "decision_only"};
constexpr std::string_view kSessionsUnit[] = {"session", "issue"};
constexpr std::string_view kBusinessesPreStartup[] = {"separate", "included", "excluded"};
constexpr std::string_view kIssuesResolvedBy[] = {"coordinator", "coordinator_and_chief"};
constexpr std::string_view kIssuesMixed[] = {"principal_category", "each_category"};
constexpr std::string_view kReferralsCountAt[] = {"made", "accepted"};
constexpr std::string_view kReferralsOtherCenter[] = {"counted", "not_counted"};
constexpr std::string_view kReferralsItems[] = {"as_consented", "identity_only"};
constexpr std::string_view kJointSeveralOrgs[] = {"one_session", "per_organisation"};
constexpr std::string_view kJointHqAdviser[] = {"not_counted", "counted"};
constexpr std::string_view kVaOperatingProfitSole[] = {"before_special_deductions", "after"};
constexpr std::string_view kVaFamilyPay[] = {"excluded", "included"};
constexpr std::string_view kVaPersonnelScope[] = {"as_in_statement", "wages_only"};
constexpr std::string_view kVaZeroEmployees[] = {"sum_only", "excluded"};
constexpr std::string_view kVaProductivity[] = {"ratio_of_sums", "mean_of_ratios"};
constexpr std::string_view kVaMatchedCohort[] = {"shown_beside", "sum_only"};
constexpr std::string_view kVaManagementImprovement[] = {"with_and_without", "included", "excluded"};
constexpr std::string_view kVaPotential[] = {"all_and_flagged", "flagged_only"};
constexpr std::string_view kEmployeesScope[] = {"without_owner", "with_owner"};
constexpr std::string_view kSalesGrowthMeasures[] = {"sales", "sales_and_gross_profit"};
constexpr std::string_view kPhase2SmallBusinesses[] = {"included", "excluded"};
constexpr std::string_view kKnowhowMeasure[] = {"persons", "times"};
constexpr std::string_view kKnowhowSitInTwice[] = {"allowed", "once"};
constexpr std::string_view kBaselineMissing[] = {"recompute", "null"};
constexpr std::string_view kComparisonBase[] = {"restated", "published"};
constexpr std::string_view kResultsScaling[] = {"raw_and_scaled", "raw"};
constexpr std::string_view kEvaluationDate[] = {"not_enforced", "fiscal_year_end"};
constexpr std::string_view kLateEntriesCountIn[] = {"true_month", "recorded_month"};
constexpr std::string_view kWebsiteLedgerIsPublic[] = {"yes", "no"};

// What reads each parameter; tests compare it with what rules and flags ask for.
constexpr std::string_view kReadCountersignDays[] = {"event.countersigned", "question/fees",
                                                     "question/procedures", "question/workdays",
                                                     "question/costs",      "question/duties"};
constexpr std::string_view kReadCeiling[] = {"contract.over_ceiling", "contract.over_fund_ceiling",
                                             "question/costs"};
constexpr std::string_view kReadSelectionFrom[] = {"contract.not_selected"};
constexpr std::string_view kReadCoordinatorConsultation[] = {"rescission.no_consultation"};
constexpr std::string_view kReadFigureMinimum[] = {"figure.few_businesses"};
constexpr std::string_view kReadNoRankingFrom[] = {"evaluation.other_centers", "result.ranking"};
constexpr std::string_view kReadNoticeDays[] = {"security.announced_late"};
constexpr std::string_view kReadCloudListDays[] = {"cloud.list_stale"};
constexpr std::string_view kReadSupportMargin[] = {"software.unsupported"};
constexpr std::string_view kReadHandlersRequired[] = {"handler.not_listed"};
constexpr std::string_view kReadBreakGlassMinutes[] = {"break_glass.term"};
constexpr std::string_view kReadSecurityReportMonths[] = {"flag/security_report.late"};
constexpr std::string_view kReadMonthlyReportDay[] = {"flag/monthly_report.late", "question/duties"};
constexpr std::string_view kReadIncidentHours[] = {"flag/incident.late"};
constexpr std::string_view kReadDiagnosisDays[] = {"flag/diagnosis.overdue"};
constexpr std::string_view kReadForums[] = {"flag/forum.below", "question/duties"};
constexpr std::string_view kReadCoordinatorDays[] = {"days.below_minimum"};
constexpr std::string_view kReadYearDays[] = {"workday.exception_days", "workyear.verdict",
                                              "question/workdays"};
constexpr std::string_view kReadProration[] = {"workyear.verdict", "question/workdays"};
constexpr std::string_view kReadWeek[] = {"flag/workweek.below", "question/workdays"};
constexpr std::string_view kReadPerformanceDays[] = {"flag/performance_report.late"};
constexpr std::string_view kReadItException[] = {"figure/issues_resolved", "figure/issues_resolved_excluded",
                                                 "indicator/issues_resolved",
                                                 "indicator/issues_resolved_excluded"};
constexpr std::string_view kReadSurveyItems[] = {"survey.too_many_items"};
constexpr std::string_view kReadMatchingMethod[] = {"merge.no_proposal"};
constexpr std::string_view kReadReferralItems[] = {"consent.items_outside"};
constexpr std::string_view kReadCeasePolicy[] = {"discontinue.no_policy"};

// Figures that are recomputed by it, those of a monthly report included; and lists of violations.
constexpr std::string_view kReadLateEntries[] = {"indicator/businesses",
                                                 "indicator/sessions",
                                                 "indicator/session_minutes",
                                                 "indicator/issues_identified",
                                                 "indicator/issues_resolved",
                                                 "indicator/issues_resolved_excluded",
                                                 "indicator/outcomes_confirmed",
                                                 "indicator/referrals",
                                                 "indicator/referrals_received",
                                                 "indicator/joint_sessions",
                                                 "indicator/phase2_entries",
                                                 "indicator/productivity_plans",
                                                 "indicator/followups",
                                                 "indicator/survey_insight",
                                                 "indicator/survey_knowledge",
                                                 "indicator/survey_roadmap",
                                                 "indicator/survey_outcome",
                                                 "indicator/survey_satisfaction",
                                                 "indicator/utilisation",
                                                 "indicator/referred_businesses",
                                                 "indicator/joint_businesses",
                                                 "indicator/va_sum",
                                                 "indicator/va_productivity",
                                                 "indicator/survey_selfreliance",
                                                 "indicator/va_yoy",
                                                 "indicator/sales_growth",
                                                 "indicator/co_improved",
                                                 "indicator/knowhow_shared",
                                                 "indicator/employees_sum",
                                                 "indicator/productivity_support",
                                                 "indicator/productivity_capability"};
constexpr std::string_view kReadConsentRefused[] = {
    "indicator/businesses",          "indicator/sessions",         "indicator/session_minutes",
    "indicator/issues_identified",   "indicator/issues_resolved",  "indicator/outcomes_confirmed",
    "indicator/referrals",           "indicator/joint_sessions",   "indicator/utilisation",
    "indicator/referred_businesses", "indicator/joint_businesses", "indicator/va_sum",
    "indicator/va_productivity",     "indicator/va_yoy",           "indicator/sales_growth",
    "indicator/employees_sum"};
constexpr std::string_view kReadBaselineMissing[] = {"indicator/issues_resolved",
                                                     "indicator/referred_businesses",
                                                     "indicator/joint_businesses",
                                                     "indicator/va_sum",
                                                     "indicator/va_productivity",
                                                     "indicator/survey_selfreliance",
                                                     "indicator/va_yoy",
                                                     "indicator/sales_growth",
                                                     "indicator/co_improved",
                                                     "indicator/knowhow_shared",
                                                     "indicator/employees_sum",
                                                     "indicator/initiative",
                                                     "indicator/productivity_support",
                                                     "indicator/productivity_discovery",
                                                     "indicator/productivity_capability"};
constexpr std::string_view kReadPreStartup[] = {"indicator/businesses"};
constexpr std::string_view kReadSessionsUnit[] = {"indicator/sessions"};
constexpr std::string_view kReadReferralsCountAt[] = {"indicator/referrals", "indicator/referred_businesses"};
constexpr std::string_view kReadReferralsOtherCenter[] = {
    "indicator/referrals", "indicator/referred_businesses", "indicator/joint_sessions",
    "indicator/joint_businesses"};
constexpr std::string_view kReadJointSeveralOrgs[] = {"indicator/joint_sessions"};
constexpr std::string_view kReadJointHqAdviser[] = {"indicator/joint_sessions", "indicator/joint_businesses"};
constexpr std::string_view kReadZeroEmployees[] = {"indicator/va_sum"};
constexpr std::string_view kReadProductivity[] = {"indicator/va_productivity"};
constexpr std::string_view kReadManagementImprovement[] = {"indicator/va_sum", "indicator/va_productivity"};
constexpr std::string_view kReadKnowhow[] = {"indicator/knowhow_shared"};
constexpr std::string_view kReadRatingThreshold[] = {"indicator/co_improved"};
constexpr std::string_view kReadStaleMonths[] = {"indicator/va_sum", "indicator/va_productivity",
                                                 "indicator/employees_sum"};
constexpr std::string_view kReadHoursPerDay[] = {"indicator/utilisation"};
constexpr std::string_view kReadCeilingTax[] = {"question/costs"};

constexpr ParameterSpec asked(std::string_view unit, std::span<const std::string_view> read_by,
                              ParameterSpec spec) {
  spec.unit = unit;
  spec.read_by = read_by;
  return spec;
}
// Only the default can be followed: another answer asks for data that no event carries (the source says
// which) or for something that nothing here does. Tests hold the first kind against projections/figures.
constexpr ParameterSpec fixed(std::string_view unit, ParameterSpec spec) {
  spec.unit = unit;
  spec.is_fixed = true;
  return spec;
}

// Open questions of the seeds (programme 3.3 and 8) with the defaults that we propose; a rule that depends on
// one says which value ruled.
constexpr ParameterSpec kParameters[] = {
    asked("days", kReadCountersignDays,
          {kParameterCountersignDays, 1, 365, 30, "連署の期限（日）",
           "Days until an event without countersignature lapses", "design"}),
    asked("yen", kReadCeiling,
          {kParameterCeiling, 0, 1'000'000'000'000, -1, "委託契約の上限額（円）",
           "Ceiling of an entrustment contract (yen)", "001 V.3"}),
    asked("fiscal_year", kReadSelectionFrom,
          {kParameterSelectionFrom, 0, 2100, 0, "採択の記録を契約の条件とする最初の年度（0は求めない）",
           "First fiscal year whose contracts name the selected application; 0: none", "001 VII; design"}),
    asked("yes_no", kReadCoordinatorConsultation,
          {kParameterCoordinatorConsultation, 0, 1, 1, "コーディネーターの契約解除に協議を要する",
           "Whether rescinding a coordinator's contract needs a consultation", "001 II.1: not stated"}),
    asked("businesses", kReadFigureMinimum,
          {kParameterFigureMinimum, 1, 100, 3, "公表値の最少事業者数",
           "Fewest businesses behind a public figure", "design"}),
    asked("fiscal_year", kReadNoRankingFrom,
          {kParameterNoRankingFrom, 2014, 2101, 2026, "拠点間で比較・順位付けをしない最初の年度",
           "First fiscal year without comparison or ranking of centres", "003 6"}),
    asked("days", kReadNoticeDays,
          {kParameterNoticeDays, 0, 90, 1, "体制・従事者の変更を示す期限（日前）",
           "Days by which changes of plan and workers are announced before", "001 annex 1, 4"}),
    asked("days", kReadCloudListDays,
          {kParameterCloudListDays, 1, 365, 90, "クラウドサービスリスト確認の有効日数",
           "Days for which a look at the cloud list is good", "001 annex 13"}),
    asked("days", kReadSupportMargin,
          {kParameterSupportMargin, 0, 366, 0, "サポート期限の契約期間後の余裕（日）",
           "Days of support beyond the contract", "001 annex 15(5)"}),
    asked("yes_no", kReadHandlersRequired,
          {kParameterHandlersRequired, 0, 1, 0, "情報取扱者の登載を閲覧の条件とする",
           "Whether only listed handlers may read", "001 VII.2(9)"}),
    asked("minutes", kReadBreakGlassMinutes,
          {kParameterBreakGlassMinutes, 1, 1440, 60, "緊急閲覧の最長時間（分）",
           "Longest emergency access (minutes)", "design"}),
    asked("months", kReadSecurityReportMonths,
          {kParameterSecurityReportMonths, 1, 12, 3, "実施状況報告の間隔（月）",
           "Months between security reports", "001 annex 1: 定期的に"}),
    asked("day_of_month", kReadMonthlyReportDay,
          {kParameterMonthlyReportDay, 1, 28, 10, "月次報告の期限（翌月の日）",
           "Day of the next month by which the monthly report is due", "001 II.4"}),
    asked("hours", kReadIncidentHours,
          {kParameterIncidentHours, 1, 72, 24, "侵害の報告の期限（時間）",
           "Hours by which an incident is reported", "001 annex 11: 速やかに"}),
    asked("days", kReadDiagnosisDays,
          {kParameterDiagnosisDays, 1, 366, 365, "プラットフォーム診断の間隔（日）",
           "Days between platform diagnoses", "001 annex 15(8)"}),
    asked("forums", kReadForums,
          {kParameterForums, 0, 12, 1, "連携フォーラムの年間最少回数", "Forums of each kind per year",
           "001 II.3"}),
    asked("days_per_week", kReadCoordinatorDays,
          {kParameterCoordinatorDays, 0, 7, 0, "コーディネーターの週の最少勤務日数（0は定めなし）",
           "Least working days per week of a coordinator; 0: none", "001 II.1: not stated"}),
    asked("days", kReadYearDays,
          {kParameterYearDays, 0, 366, 240, "統括サポーターの年間勤務日数",
           "Working days per year of a productivity lead", "000 2(2)"}),
    asked(
        "code", kReadProration,
        {kParameterProration, 0, 1, 0, "契約期間が一年に満たない場合の日数の按分",
         "Proration of the yearly days for part-year contracts", "000 2(2): not stated", kWorkdaysProration}),
    asked("code", kReadWeek,
          {kParameterWeek, 0, 1, 0, "週の区切り", "What a week is", "001 II.1: not stated", kWorkdaysWeek}),
    asked("code", kReadCeilingTax,
          {"contract.ceiling_tax", 0, 1, 0, "上限額の税の扱い", "Whether the ceiling includes tax",
           "001 V.3: not stated", kContractCeilingTax}),
    asked("days", kReadPerformanceDays,
          {kParameterPerformanceDays, 0, 90, 30, "実績報告の期限（日）",
           "Days by which the performance report is due", "001 V.6: not stated"}),
    fixed("years", {"retention.years_after_contract", 1, 30, 5, "契約終了後の保存年数",
                    "Years kept after the contract", "001 X: not stated"}),
    asked("fiscal_year", kReadItException,
          {kParameterItException, 2025, 2100, 2100, "IT等の専門的な相談を数える最後の年度",
           "Last fiscal year in which specialist matters such as IT count", "003 fn 7: 当面の間"}),
    asked("items", kReadSurveyItems,
          {kParameterSurveyItems, 1, 50, 50, "調査の設問の上限", "Most items of a survey",
           "003 fn 10: not stated"}),
    asked("score", kReadRatingThreshold,
          {"co.rating_threshold", 1, 5, 4, "高い評価とみなす評点",
           "Score from which a coordinator counts as rated high", "programme 3.3 #22"}),
    asked("months", kReadStaleMonths,
          {"financials.stale_months", 1, 60, 24, "決算の有効月数",
           "Months for which a financial statement is used", "programme 3.3 #11"}),
    asked("hours", kReadHoursPerDay,
          {"utilisation.hours_per_day", 1, 24, 8, "稼働率の一日の時間", "Hours of a day in the utilisation",
           "programme 3.3 #31"}),
    asked("code", kReadConsentRefused,
          {"consent.refused_counts", 0, 1, 0, "了承しない事業者の件数への算入",
           "Whether businesses that refuse sharing count", "programme 3.3 #30; 001 II.4",
           kConsentRefusedCounts}),
    fixed("code", {"matching.level", 0, 1, 0, "名寄せの範囲", "Level of merging businesses",
                   "programme 3.3 #1: a merge names no level", kMatchingLevel}),
    asked("code", kReadMatchingMethod,
          {kParameterMatchingMethod, 0, 1, 0, "名寄せの方法", "What a merge rests on", "programme 3.3 #1",
           kMatchingMethod}),
    asked("code", kReadSessionsUnit,
          {"sessions.unit", 0, 1, 0, "相談実績件数の単位", "What counts as a consultation",
           "programme 3.3 #2", kSessionsUnit}),
    asked("code", kReadPreStartup,
          {"businesses.pre_startup", 0, 2, 0, "創業前の相談者の扱い", "Clients before their start-up",
           "programme 3.3 #3", kBusinessesPreStartup}),
    fixed("code", {"issues.resolved_by", 0, 1, 0, "課題解決の確認者", "Who declares an issue resolved",
                   "programme 3.3 #4: no event has the chief's signature", kIssuesResolvedBy}),
    fixed("code", {"issues.mixed", 0, 1, 0, "複数分野の課題の扱い", "Issues of several categories",
                   "programme 3.3 #6: an issue has one category", kIssuesMixed}),
    asked("code", kReadReferralsCountAt,
          {"referrals.count_at", 0, 1, 0, "紹介件数の計上時点", "When a referral counts", "programme 3.3 #7",
           kReferralsCountAt}),
    asked("code", kReadReferralsOtherCenter,
          {"referrals.other_center", 0, 1, 0, "他拠点への紹介の扱い", "Referrals to other centres",
           "programme 3.3 #8", kReferralsOtherCenter}),
    asked("code", kReadReferralItems,
          {kParameterReferralItems, 0, 1, 0, "紹介で提供できる情報", "Data that a referral may carry",
           "programme 8", kReferralsItems}),
    asked("code", kReadJointSeveralOrgs,
          {"joint.several_orgs", 0, 1, 0, "複数機関の同席の数え方",
           "Joint sessions with several organisations", "programme 3.3 #9", kJointSeveralOrgs}),
    asked("code", kReadJointHqAdviser,
          {"joint.hq_adviser", 0, 1, 0, "全国本部アドバイザーの同席の扱い",
           "Sessions joined by an adviser of the headquarters", "programme 3.3 #10", kJointHqAdviser}),
    fixed("code", {"va.operating_profit_sole", 0, 1, 0, "個人事業主の営業利益",
                   "Operating profit of sole proprietors", "programme 3.3 #12: no field for the other profit",
                   kVaOperatingProfitSole}),
    fixed("code", {"va.family_pay", 0, 1, 0, "専従者給与の扱い", "Pay of family employees",
                   "programme 3.3 #12: no field for it", kVaFamilyPay}),
    fixed("code", {"va.personnel_scope", 0, 1, 0, "人件費の範囲", "Scope of personnel cost",
                   "programme 3.3 #13: one sum, no components", kVaPersonnelScope}),
    asked("code", kReadZeroEmployees,
          {"va.zero_employees", 0, 1, 0, "従業員のいない事業者の扱い", "Businesses without employees",
           "programme 3.3 #14", kVaZeroEmployees}),
    asked("code", kReadProductivity,
          {"va.productivity", 0, 1, 0, "労働生産性の算出", "How productivity is computed",
           "programme 3.3 #15", kVaProductivity}),
    fixed("code", {"va.matched_cohort", 0, 1, 0, "同一事業者の比較の併記", "Matched cohort beside the sum",
                   "programme 3.3 #16", kVaMatchedCohort}),
    asked("code", kReadManagementImprovement,
          {"va.management_improvement", 0, 2, 0, "経営改善の事業者の扱い",
           "Businesses in management improvement", "programme 3.3 #17; 003 fn 8", kVaManagementImprovement}),
    fixed("code", {"va.potential", 0, 1, 0, "成長可能性のある事業者の範囲", "Which businesses have potential",
                   "programme 3.3 #20: no event flags a business", kVaPotential}),
    fixed("code", {"employees.scope", 0, 1, 0, "従業員数の範囲", "Who counts as an employee",
                   "programme 3.3 #18: no field for the owner", kEmployeesScope}),
    fixed("code", {"sales_growth.measures", 0, 1, 0, "売上高の総和等の範囲", "What grows",
                   "programme 3.3 #19: no field for gross profit", kSalesGrowthMeasures}),
    fixed("code", {"phase2.small_businesses", 0, 1, 0, "小規模事業者の算入", "Small businesses in phase 2",
                   "programme 3.3 #21: no size class", kPhase2SmallBusinesses}),
    asked("code", kReadKnowhow,
          {"knowhow.measure", 0, 1, 0, "ノウハウ共有の単位", "Unit of know-how shared", "programme 3.3 #23",
           kKnowhowMeasure}),
    asked("code", kReadKnowhow,
          {"knowhow.sit_in_twice", 0, 1, 0, "同席職員の重複計上", "Sit-in staff in two indicators",
           "programme 3.3 #24", kKnowhowSitInTwice}),
    asked("code", kReadBaselineMissing,
          {"baseline.missing", 0, 1, 0, "新定義の前年度値", "Values of the year before the new definitions",
           "programme 3.3 #25", kBaselineMissing}),
    fixed("code", {"comparison.base", 0, 1, 0, "比較の基準値", "Base of a comparison", "programme 3.3 #26",
                   kComparisonBase}),
    fixed("code", {"results.scaling", 0, 1, 0, "他拠点の値の併記", "Scaling of other centres' values",
                   "programme 3.3 #27", kResultsScaling}),
    fixed("code", {"evaluation.date", 0, 1, 0, "評価の時期", "When the evaluation is held",
                   "programme 3.3 #28", kEvaluationDate}),
    asked("code", kReadLateEntries,
          {"late_entries.count_in", 0, 1, 0, "遅れた記録の計上月", "Month in which late entries count",
           "programme 3.3 #29", kLateEntriesCountIn}),
    fixed("code", {"website.ledger_is_public", 0, 1, 0, "台帳を公開ウェブサイトとみなす",
                   "Whether the ledger is a public website", "programme 8", kWebsiteLedgerIsPublic}),
    asked("text", kReadCeasePolicy,
          {.name = kParameterCeasePolicy,
           .min = 0,
           .max = 0,
           .otherwise = 0,
           .label_ja = "支援中止の方針の版",
           .label_en = "Version of the policy on ceasing support",
           .source = "003 2(1)(4)iv",
           .is_text = true}),
};

}  // namespace

std::span<const ParameterSpec> parameters() {
  return kParameters;
}

const ParameterSpec* find_parameter(std::string_view name) {
  for (const ParameterSpec& spec : kParameters) {
    const bool family = spec.name.ends_with('.');
    if (family ? name.starts_with(spec.name) && name != spec.name : name == spec.name) return &spec;
  }
  return nullptr;
}

}  // namespace ledger
