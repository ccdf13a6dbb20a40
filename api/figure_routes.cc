#include <array>

#include "api/handlers.h"
#include "api/routes.h"

namespace api {
namespace {

using Text = std::string_view;

constexpr Text kText = R"({"type":"string"})";
constexpr Text kYear = R"({"type":"integer","minimum":2014,"maximum":2100})";
constexpr Text kDate = R"({"type":"string","format":"date"})";
constexpr Text kMonth = R"({"type":"string","pattern":"^[0-9]{4}-[0-9]{2}$"})";
constexpr Text kLimit = R"({"type":"integer","minimum":1,"maximum":1000,"default":100})";

constexpr RouteParameter kScope{"scope",
                                "query",
                                true,
                                kText,
                                "center:c40, prefecture:40, bureau:bureau-kyushu or nation",
                                "範囲（拠点・都道府県・経済産業局・全国）"};
constexpr RouteParameter kFiscalYear{"fy", "query", true, kYear, "fiscal year from 1 April, JST", "年度"};
constexpr RouteParameter kOptionalYear{
    "fy", "query", false, kYear, "fiscal year; default: every year, where the kind allows that", "年度"};
constexpr RouteParameter kKind{
    "kind",
    "path",
    true,
    R"({"type":"string","enum":["phase2","fees","procedures","workdays","costs","duties"]})",
    "what is broken",
    "違反の種類"};
constexpr RouteParameter kOn{"on", "query", false, kDate, "the day judged on; default: today", "判定日"};
constexpr RouteParameter kDefinition{
    "definition", "query", false, kText, "definition version; default: the year's own", "定義の版"};
constexpr RouteParameter kCenter{"center", "query", true, kText, "centre, e.g. c40", "拠点（例 c40）"};
constexpr RouteParameter kCenterInPath{"center", "path", true, kText, "centre, e.g. c40", "拠点（例 c40）"};
constexpr RouteParameter kMonthInPath{"month", "path", true, kMonth, "YYYY-MM", "対象月"};
constexpr RouteParameter kIndicator{"id", "path", true, kText, "indicator, e.g. sessions", "指標の識別子"};
constexpr RouteParameter kList{"list",      "path", true, kText, "numerator, denominator, excluded or stale",
                               "一覧の種類"};
constexpr RouteParameter kAsOf{"as_of",
                               "query",
                               false,
                               kText,
                               "as the ledger was at this size, or at this time",
                               "この件数または時刻における状態"};
constexpr RouteParameter kItems{"limit",           "query", false, kLimit, "items of each list to show",
                                "各一覧に示す件数"};
constexpr RouteParameter kCursor{"cursor",         "query", false, kText, "`next` of the page before",
                                 "前ページの next"};
constexpr RouteParameter kFormat{"format",
                                 "query",
                                 false,
                                 R"({"type":"string","enum":["json","csv"],"default":"json"})",
                                 "csv: a file; it is recorded as an export with its hash",
                                 "csv は出力として記録される"};

constexpr RouteParameter kReportFormat{"format",
                                       "query",
                                       false,
                                       R"({"type":"string","enum":["json","html"],"default":"json"})",
                                       "html: a page to print",
                                       "html は印刷用の頁"};
constexpr std::array kMonthlyReport = {kCenterInPath, kMonthInPath, kAsOf, kItems, kReportFormat};

constexpr RouteParameter kInputs{"inputs",
                                 "query",
                                 false,
                                 R"({"type":"string","enum":["open"]})",
                                 "open: recompute from confidential inputs, for who may read each of them; "
                                 "each is recorded as read",
                                 "open は秘匿情報を開いて再計算（全件の閲覧権限が必要、閲覧は記録される）"};
constexpr RouteParameter kClosing{
    "month", "query", false, kMonth, "the closing of this month; default: all", "締め切った月"};

constexpr std::array kIndicatorsOf = {kScope, kFiscalYear, kDefinition, kAsOf, kItems, kFormat, kInputs};
constexpr std::array kListOf = {kIndicator, kList, kScope, kFiscalYear, kDefinition, kAsOf, kItems, kCursor};
constexpr std::array kYearOf = {kScope, kFiscalYear, kAsOf, kItems, kFormat};
constexpr std::array kFixedOf = {kScope, kOptionalYear, kClosing, kAsOf, kItems, kFormat, kInputs};
constexpr std::array kViolationsOf = {kKind, kScope, kOptionalYear, kOn, kAsOf, kItems, kFormat};
constexpr std::array kOfAKind = {kScope, kOptionalYear, kAsOf, kItems, kFormat};
constexpr std::array kYearAndDay = {kScope, kFiscalYear, kOn, kAsOf, kItems, kFormat};
constexpr std::array kCenterYear = {kCenter, kFiscalYear, kAsOf, kItems, kFormat};
constexpr std::array kCenterYearAndDay = {kCenter, kFiscalYear, kOn, kAsOf, kItems, kFormat};
constexpr std::array kReport = {kCenterInPath, kMonthInPath, kAsOf, kItems, kFormat};

constexpr Route figure_route(Text pattern, Text operation_id, std::span<const RouteParameter> parameters,
                             Text en, Text ja) {
  return {.method = "GET",
          .pattern = pattern,
          .operation_id = operation_id,
          .handler = get_figures,
          .served_read_only = false,
          .parameters = parameters,
          .response_type = "application/json",
          .response_schema = "Figures",
          .summary_en = en,
          .summary_ja = ja};
}

constexpr Route list_route() {
  Route route = figure_route("/v1/indicators/{id}/{list}", "get_indicator_list", kListOf,
                             "What an indicator counted or left out, page by page", "指標の算入・除外の一覧");
  route.handler = get_indicator_list;
  route.response_schema = "FigureList";
  return route;
}

constexpr Route report_route() {
  Route route =
      figure_route("/v1/reports/{center}/{month}", "get_monthly_report", kMonthlyReport,
                   "A centre's month: the report against the events, the year's indicators, duties, "
                   "costs, working days",
                   "月次報告（照合・指標・義務・経費・稼働日数）");
  route.handler = get_monthly_report;
  route.response_schema = "MonthlyReport";
  return route;
}

const std::array kFigureRoutes = {
    report_route(),
    figure_route("/v1/indicators", "get_indicators", kIndicatorsOf,
                 "Every indicator of a year, with the year before and what was left out",
                 "年度の全指標（前年度・除外を含む）"),
    figure_route("/v1/indicators/restatements", "get_restatements", kYearOf,
                 "Merges after a month's close that changed its number of businesses",
                 "締切後の名寄せによる事業者数の変更"),
    figure_route("/v1/indicators/fixed", "get_fixed_figures", kFixedOf,
                 "Figures fixed in the log: as fixed, recomputed at their cut-off, and now",
                 "台帳に固定された指標値（固定時・締切位置での再計算・現在）"),
    list_route(),
    figure_route("/v1/reports/{center}/{month}/reconcile", "get_reconciliation", kReport,
                 "A monthly report: as reported, at its cut-off, now, and the events behind each gap",
                 "月次報告の照合（差異の根拠事象を含む）"),
    figure_route("/v1/violations/{kind}", "get_violations", kViolationsOf,
                 "What breaks the programme's rules, beside what the ledger said of it and what it refused",
                 "規則に反する事象（台帳の判定・拒否とともに）"),
    figure_route("/v1/phase2/violations", "get_phase2_violations", kOfAKind,
                 "Businesses that entered phase 2 with a criterion missing or late",
                 "要件を欠くフェーズ2移行"),
    figure_route("/v1/fees/violations", "get_fee_violations", kOfAKind,
                 "Honoraria over base or ceiling, without approval, or to staff", "謝金の違反"),
    figure_route("/v1/contracts/procedure-violations", "get_procedure_violations", kOfAKind,
                 "Contracts before the bureau's approval; rescissions without their procedure",
                 "契約手続の違反"),
    figure_route("/v1/workdays/compliance", "get_workdays", kYearAndDay, "Three days a week, 240 days a year",
                 "稼働日数の充足"),
    figure_route("/v1/costs/summary", "get_cost_summary", kCenterYear,
                 "Costs by item and fund against contract and ceiling", "経費の集計と上限"),
    figure_route("/v1/costs/eligibility", "get_eligibility", kCenterYear,
                 "Costs without vouchers or paperwork, and the eligible total", "対象外経費と対象額"),
    figure_route("/v1/duties", "get_duties", kCenterYearAndDay, "Yearly duties that are unmet on a day",
                 "未履行の義務"),
};

}  // namespace

std::span<const Route> figure_routes() {
  return kFigureRoutes;
}

}  // namespace api
