#include "ledger/domain/catalogue_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kReportSigners[] = {"impl_lead", "impl_staff", "cco"};

constexpr FieldSpec kClosedFields[] = {id("center_id", "拠点", "Centre"),
                                       year_month("year_month", "年月", "Month"),
                                       count("cut_off", 0, std::int64_t{1} << 53, "締切位置（最後の記録）",
                                             "Cut-off: position of the last entry considered")};
constexpr TypeSpec kClosed{.type = "month.closed",
                           .group = "report",
                           .stream_kind = "report",
                           .stream_field = "center_id,year_month",
                           .fields = kClosedFields,
                           .signers = kImplBody,
                           .way_in = WayIn::kAuthorOnly,
                           .purposes = kForReport,
                           .rules = kRules<RuleId::kCenterKnown, RuleId::kMonthOver, RuleId::kMonthOnce,
                                           RuleId::kMonthOrder, RuleId::kMonthCutOff>,
                           .effects = kEffects<EffectId::kMonthClosed>,
                           .retention = "support_5y",
                           .label_ja = "月次の締切り",
                           .label_en = "Month closed",
                           .source = "001 II.4"};

constexpr FieldSpec kReportFields[] = {id("center_id", "拠点", "Centre"),
                                       year_month("year_month", "年月", "Month"),
                                       count("cut_off", 0, std::int64_t{1} << 53, "締切位置（最後の記録）",
                                             "Cut-off: position of the last entry considered"),
                                       id("definition_version", "指標定義の版", "Version of the definitions"),
                                       of_kind(FieldKind::kFigures, "figures", "実績値", "Figures")};
constexpr TypeSpec kReport{
    .type = "monthly_report.submitted",
    .group = "report",
    .stream_kind = "report",
    .stream_field = "center_id,year_month",
    .fields = kReportFields,
    .signers = kReportSigners,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForReport,
    .rules = kRules<RuleId::kCenterKnown, RuleId::kReportMonth, RuleId::kReportOnce, RuleId::kReportCutOff>,
    .effects = kEffects<EffectId::kReportSubmitted>,
    .retention = "support_5y",
    .label_ja = "月次報告の提出",
    .label_en = "Monthly report submitted",
    .source = "001 II.4; 000 2(4)",
    .flags = kFlags<FlagId::kMonthlyReportLate>};

constexpr const TypeSpec* kRows[] = {&kClosed, &kReport};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> report_rows() {
  return rows::kRows;
}

}  // namespace ledger
