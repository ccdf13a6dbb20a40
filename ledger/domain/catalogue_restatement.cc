#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kResults[] = {"equal", "different"};

// The ledger's own check of a reported figure: it never changes the report (design/event.md).
constexpr FieldSpec kMonthlyReportCheckedFields[] = {
    id("center_id", "拠点", "Centre"), year_month("year_month", "年月", "Month"),
    event_ref("report", "検算した報告", "Report checked"), code("result", kResults, "結果", "Result"),
    opt(of_kind(FieldKind::kFigures, "recomputed", "再計算値（相違分）", "Recomputed figures that differ"))};
constexpr Text kMonthlyReportCheckedTerms[] = {
    "[result=different]flag/report.mismatch/{center_id}/{year_month}"};
constexpr TypeSpec kMonthlyReportChecked{.type = "monthly_report.checked",
                                         .group = "report",
                                         .stream_kind = "report",
                                         .stream_field = "center_id,year_month",
                                         .fields = kMonthlyReportCheckedFields,
                                         .way_in = WayIn::kInternal,
                                         .purposes = kForReport,
                                         .rules = kRules<RuleId::kCheckedReport, RuleId::kCheckedResult>,
                                         .terms = kMonthlyReportCheckedTerms,
                                         .retention = "support_5y",
                                         .label_ja = "月次報告の検算",
                                         .label_en = "Monthly report checked",
                                         .source = "design"};

constexpr FieldSpec kMonthlyReportRestatedFields[] = {
    id("center_id", "拠点", "Centre"),
    year_month("year_month", "年月", "Month"),
    event_ref("report", "訂正する報告", "Report restated"),
    of_kind(FieldKind::kFigures, "former", "訂正前の値", "Former figures"),
    of_kind(FieldKind::kFigures, "restated", "訂正後の値", "Restated figures"),
    id_list("causes", 1, 200, "原因となる事象", "Events that caused it"),
    date("restated_on", "訂正日", "Restated on")};
constexpr Text kMonthlyReportRestatedTerms[] = {"flag/report.restated/{center_id}/{year_month}"};
constexpr TypeSpec kMonthlyReportRestated{
    .type = "monthly_report.restated",
    .group = "report",
    .stream_kind = "report",
    .stream_field = "center_id,year_month",
    .fields = kMonthlyReportRestatedFields,
    .signers = kReporters,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForReport,
    .rules = kRules<RuleId::kCenterKnown, RuleId::kDateFuture, RuleId::kCheckedReport,
                    RuleId::kRestatedFormer, RuleId::kRestatedCauses>,
    .terms = kMonthlyReportRestatedTerms,
    .retention = "support_5y",
    .label_ja = "月次報告の訂正",
    .label_en = "Monthly report restated",
    .source = "001 II.4; design"};

constexpr const TypeSpec* kRows[] = {&kMonthlyReportChecked, &kMonthlyReportRestated};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> restatement_rows() {
  return rows::kRows;
}

}  // namespace ledger
