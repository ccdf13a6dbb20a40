#include "ledger/domain/contributions.h"
#include "ledger/domain/evidence_fields.h"

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
constexpr TypeSpec kReport{.type = "monthly_report.submitted",
                           .group = "report",
                           .stream_kind = "report",
                           .stream_field = "center_id,year_month",
                           .fields = kReportFields,
                           .signers = kReportSigners,
                           .way_in = WayIn::kAuthorOnly,
                           .purposes = kForReport,
                           .rules = kRules<RuleId::kCenterKnown, RuleId::kReportMonth, RuleId::kReportOnce,
                                           RuleId::kReportDefinition, RuleId::kReportCutOff>,
                           .effects = kEffects<EffectId::kReportSubmitted>,
                           .retention = "support_5y",
                           .label_ja = "月次報告の提出",
                           .label_en = "Monthly report submitted",
                           .source = "001 II.4; 000 2(4)",
                           .flags = kFlags<FlagId::kMonthlyReportLate>};

// A key of its own for each figure: destroyed when a business behind it is erased, it takes the salt along,
// and with it the value of a figure that few businesses stand behind. A public value stands.
constexpr SubjectRef kOfFigure{"figure", "figure_id"};
constexpr std::int64_t kFigureMax = 1'000'000'000'000'000;
constexpr Text kFromNothing[] = {""};
// Fewer businesses than k behind it, or behind what follows from it and other public values.
constexpr Text kWithheld[] = {"few_businesses", "small_remainder"};

constexpr FieldSpec kFigureFields[] = {
    id("figure_id", "確定値", "Fixed figure"),
    id("scope", "対象の範囲（拠点・都道府県・局・全国）", "Scope: centre, prefecture, bureau or nation"),
    opt(id("center_id", "拠点", "Centre, of a centre's figure")),
    fiscal_year("fy", "年度", "Fiscal year"),
    opt(year_month("year_month", "締め切った年月",
                   "Month whose closing fixes it; absent: a publication does")),
    count("cut_off", 0, std::int64_t{1} << 53, "締切位置（最後の記録）",
          "Cut-off: position of the last entry considered"),
    id("indicator", "指標", "Indicator"),
    id("definition_version", "指標定義の版", "Version of the definitions"),
    count("contributors", 0, 100'000'000, "対象事業者数", "Businesses behind it"),
    opt(count("value", -kFigureMax, kFigureMax, "値（比率では分子）", "Value; of a ratio the numerator")),
    opt(count("denominator", 1, kFigureMax, "分母", "Denominator of a ratio")),
    opt(code("withheld", kWithheld, "非公開の理由", "Why the value is sealed")),
    opt(secret(count("sealed_value", -kFigureMax, kFigureMax, "値（少数の場合）", "Value of few businesses"),
               kOfFigure)),
    opt(secret(
        count("sealed_denominator", 1, kFigureMax, "分母（少数の場合）", "Denominator of few businesses"),
        kOfFigure)),
    secret(bytes("salt", kContributionSaltBytes, kContributionSaltBytes, "内訳の塩",
                 "Salt of the contributions"),
           kOfFigure),
    of_kind(FieldKind::kHash, "contributions_root", "内訳の確約", "Root over the contributions")};
constexpr TypeSpec kFigure{
    .type = "figure.fixed",
    .group = "report",
    .stream_kind = "figure",
    .stream_field = "figure_id",
    .fields = kFigureFields,
    .way_in = WayIn::kInternal,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepNew, RuleId::kFigureScope, RuleId::kFigureClosed, RuleId::kFigureCutOff,
                    RuleId::kFigureDefinition, RuleId::kFigureSmall>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "permanent",
    .label_ja = "指標値の確定",
    .label_en = "Figure fixed",
    .source = "003 6; design",
    .step = {.from = kFromNothing, .to = "fixed"}};

constexpr const TypeSpec* kRows[] = {&kClosed, &kReport, &kFigure};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> report_rows() {
  return rows::kRows;
}

}  // namespace ledger
