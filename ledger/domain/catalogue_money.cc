#include "ledger/domain/catalogue_fields.h"
#include "ledger/domain/mandate_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kFractions[] = {"half", "full"};
constexpr Text kDuties[] = {"consultation", "management", "training", "travel", "other"};
constexpr Text kVerdicts[] = {"reached", "below_agreed", "below_unagreed"};
constexpr Text kItems[] = {"I", "II-1", "II-2", "II-3", "II-4", "II-5", "II-6", "II-7", "II-8", "III", "IV"};
constexpr Text kFunds[] = {"initial", "supplementary"};
constexpr Text kCostClasses[] = {"project", "building", "general_equipment", "accident", "unrelated"};
constexpr Text kTravel[] = {"domestic", "overseas"};
constexpr Text kLabourMethods[] = {"health_insurance_grade", "actual", "cost_actual", "contract_rate"};
constexpr Text kDisallowances[] = {"not_needed", "no_voucher", "paperwork_missing", "not_eligible"};
constexpr Text kPaymentKinds[] = {"advance", "settlement", "refund"};
constexpr Text kInspectionKinds[] = {"amount", "misuse"};
constexpr Text kSites[] = {"impl_body", "subcontractor"};
constexpr Text kFindings[] = {"none", "findings", "misuse"};
constexpr Text kWaivers[] = {"desk_review"};
constexpr Text kSanctioners[] = {"bureau_officer", "smea_officer"};
constexpr Text kProductivityLead[] = {"prod_lead"};
constexpr Text kAllThree[] = {"impl_lead", "bureau_officer"};

// --- working days ---

constexpr FieldSpec kWorkdayFields[] = {kContractField,
                                        kCenterField,
                                        kPersonField,
                                        date("performed_on", "勤務日", "Day"),
                                        code("fraction", kFractions, "一日・半日", "Full or half day"),
                                        code("duty", kDuties, "業務の区分", "Duty")};
constexpr TypeSpec kWorkday = either_way(mandate_row(
    "workday.reported", "contract", "contract_id", kWorkdayFields, kPerformers,
    kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kWorkdaySelf, RuleId::kDateFuture,
           RuleId::kAssignmentTerm, RuleId::kWorkdayFull, RuleId::kWorkdayMonth>,
    kEffects<EffectId::kWorkdayReported>, "勤務日の報告", "Working day reported", "001 II.1; 000 2(2)"));

constexpr FieldSpec kWorkMonthFields[] = {kContractField,
                                          kCenterField,
                                          kPersonField,
                                          year_month("year_month", "対象月", "Month"),
                                          count("halves", 0, 62, "半日の数", "Half days"),
                                          date("approved_on", "確認日", "Approved on")};
constexpr TypeSpec kWorkMonth = either_way(
    with_flags(mandate_row("workday.approved", "contract", "contract_id", kWorkMonthFields, kImplBody,
                           kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kDateFuture,
                                  RuleId::kWorkdayMonth, RuleId::kWorkMonthTotal>,
                           kEffects<EffectId::kWorkMonthApproved>, "勤務日数の確認", "Working days approved",
                           "001 II.1; 000 2(2)"),
               kFlags<FlagId::kWorkweekBelow>));

constexpr FieldSpec kExceptionFields[] = {kContractField, kCenterField, kPersonField,
                                          count("days", 0, 366, "合意した年間日数", "Days per year agreed"),
                                          date("agreed_on", "協議日", "Agreed on")};
constexpr TypeSpec kException = countersigned(
    mandate_row("workday.exception_agreed", "contract", "contract_id", kExceptionFields, kProductivityLead,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kDateFuture,
                       RuleId::kExceptionParty, RuleId::kExceptionDays>,
                kEffects<EffectId::kWorkExceptionAgreed>, "年間日数を下回る三者協議",
                "Fewer days agreed by all three", "000 2(2)"),
    kAllThree);

constexpr FieldSpec kWorkyearFields[] = {kContractField,
                                         kCenterField,
                                         kPersonField,
                                         count("halves", 0, 732, "半日の数", "Half days"),
                                         code("verdict", kVerdicts, "年間日数の判定", "Verdict"),
                                         date("settled_on", "確定日", "Settled on")};
constexpr Text kWorkyearTerms[] = {"[verdict=below_unagreed]flag/workyear.below/{center}/{ym:settled_on}"};
constexpr TypeSpec kWorkyear =
    with_terms(mandate_row("workyear.settled", "contract", "contract_id", kWorkyearFields, kImplBody,
                           kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kDateFuture,
                                  RuleId::kWorkyearKind, RuleId::kWorkyearOver, RuleId::kWorkyearOnce,
                                  RuleId::kWorkyearTotal, RuleId::kWorkyearVerdict>,
                           kEffects<EffectId::kWorkyearSettled>, "年間勤務日数の確定", "Working year settled",
                           "000 2(2)"),
               kWorkyearTerms);

// --- costs ---

constexpr FieldSpec kCostFields[] = {
    id("cost_id", "経費", "Cost"),
    kContractField,
    kCenterField,
    code("item", kItems, "経費項目", "Cost item"),
    yen("amount_yen", 1, "金額（円、税抜き）", "Amount, yen without tax"),
    yen("tax_yen", 0, "消費税（円）", "Consumption tax (yen)"),
    date("incurred_on", "発生日", "Incurred on"),
    code("fund", kFunds, "財源", "Fund"),
    code("cost_class", kCostClasses, "経費の性質", "Nature of the cost"),
    opt(code("travel", kTravel, "国内・海外", "Domestic or overseas")),
    opt(code("labour_method", kLabourMethods, "人件費の算定手法", "Method of labour cost")),
    opt(id("subcontract_id", "再委託", "Subcontract")),
    count("vouchers", 0, 999, "証拠書類の数", "Vouchers"),
    opt(secret(text("counterparty", "支払先", "Counterparty"), kOfCenter)),
    opt(secret(papers("evidence", "証拠書類", "Vouchers' references"), kOfCenter))};
constexpr Text kCostTerms[] = {"cost/{center}/{fy:incurred_on}/{item}={amount_yen}",
                               "cost/{center}/{fy:incurred_on}/fund-{fund}={amount_yen}"};
constexpr TypeSpec kCost = with_flags(
    with_terms(
        either_way(mandate_row(
            "cost.recorded", "contract", "contract_id", kCostFields, kImplBody,
            kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind, RuleId::kCostNew,
                   RuleId::kDateFuture, RuleId::kCostTerm, RuleId::kAmountOpen, RuleId::kCostForbidden,
                   RuleId::kCostEvidence, RuleId::kCostTravel, RuleId::kCostLabour, RuleId::kCostSubcontract>,
            kEffects<EffectId::kCostRecorded>, "経費の計上", "Cost recorded", "001 V.6, IX")),
        kCostTerms),
    kFlags<FlagId::kFundExceeded>);

constexpr FieldSpec kDisallowedFields[] = {id("cost_id", "経費", "Cost"),
                                           kContractField,
                                           kCenterField,
                                           yen("amount_yen", 1, "否認額（円）", "Disallowed (yen)"),
                                           code("reason", kDisallowances, "理由", "Reason"),
                                           date("disallowed_on", "否認日", "Disallowed on"),
                                           opt(secret(text("detail", "内容", "Detail"), kOfCenter))};
constexpr Text kDisallowedTerms[] = {"cost/{center}/{fy:disallowed_on}/disallowed={amount_yen}"};
constexpr TypeSpec kDisallowed = with_terms(
    mandate_row("cost.disallowed", "contract", "contract_id", kDisallowedFields, kBureau,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kDateFuture,
                       RuleId::kCostKnown, RuleId::kCostOver, RuleId::kAmountOpen>,
                kEffects<EffectId::kCostDisallowed>, "経費の否認", "Cost disallowed", "001 V.6, X(1)"),
    kDisallowedTerms);

constexpr FieldSpec kAdvanceFields[] = {id("payment_id", "支払", "Payment"),
                                        kContractField,
                                        kCenterField,
                                        yen("amount_yen", 1, "概算払の額（円）", "Advance (yen)"),
                                        date("approved_on", "承認日", "Approved on"),
                                        opt(secret(text("basis", "理由", "Basis"), kOfCenter))};
constexpr TypeSpec kAdvance = mandate_row(
    "payment.advance_approved", "contract", "contract_id", kAdvanceFields, kBureau,
    kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind, RuleId::kContractLive,
           RuleId::kDateFuture, RuleId::kPaymentNew, RuleId::kAmountOpen, RuleId::kAdvanceCeiling>,
    kEffects<EffectId::kAdvanceApproved>, "概算払の承認", "Advance payment approved", "001 V.5");

constexpr FieldSpec kPaymentFields[] = {id("payment_id", "支払", "Payment"),
                                        kContractField,
                                        kCenterField,
                                        code("kind", kPaymentKinds, "支払の種別", "Kind"),
                                        yen("amount_yen", 0, "金額（円）", "Amount (yen)"),
                                        date("paid_on", "支払日", "Paid on")};
constexpr TypeSpec kPayment =
    mandate_row("payment.made", "contract", "contract_id", kPaymentFields, kBureau,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind,
                       RuleId::kDateFuture, RuleId::kPaymentNew, RuleId::kPaymentAmount>,
                kEffects<EffectId::kPaymentMade>, "委託金の支払", "Payment made", "001 V.5, V.6");

constexpr FieldSpec kPerformanceFields[] = {
    kContractField, kCenterField, yen("total_yen", 0, "経費の合計（円）", "Total of the costs (yen)"),
    date("submitted_on", "提出日", "Submitted on"),
    opt(secret(papers("evidence", "実績報告書", "Report"), kOfCenter))};
constexpr TypeSpec kPerformance = with_flags(
    mandate_row("performance_report.submitted", "contract", "contract_id", kPerformanceFields, kImplBody,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind,
                       RuleId::kDateFuture, RuleId::kPerformanceOnce, RuleId::kPerformanceTotal>,
                kEffects<EffectId::kEntrustmentReported>, "実績報告書の提出", "Performance report submitted",
                "001 V.6, X(1)"),
    kFlags<FlagId::kPerformanceReportLate>);

constexpr FieldSpec kBusinessReportFields[] = {
    kContractField,
    kCenterField,
    flag("native", "指定形式", "In the named format"),
    flag("text_pdf", "透明テキスト付PDF", "PDF with transparent text"),
    date("delivered_on", "納入日", "Delivered on"),
    opt(secret(document("native_sha256", "指定形式のハッシュ", "Hash of the named format"), kOfCenter)),
    opt(secret(document("text_pdf_sha256", "PDFのハッシュ", "Hash of the PDF"), kOfCenter))};
constexpr TypeSpec kBusinessReport = with_flags(
    mandate_row("business_report.delivered", "contract", "contract_id", kBusinessReportFields, kImplBody,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind,
                       RuleId::kDateFuture, RuleId::kReportFormats>,
                kEffects<EffectId::kEntrustmentReported>, "事業報告書の納入", "Business report delivered",
                "001 V.4"),
    kFlags<FlagId::kForumBelow>);

constexpr FieldSpec kInspectionFields[] = {id("inspection_id", "調査", "Inspection"),
                                           kContractField,
                                           kCenterField,
                                           code("kind", kInspectionKinds, "調査の種別", "Kind"),
                                           code("site", kSites, "調査先", "Site"),
                                           code("result", kFindings, "結果", "Result"),
                                           date("held_on", "調査日", "Held on"),
                                           opt(secret(text("findings", "所見", "Findings"), kOfCenter))};
constexpr TypeSpec kInspection =
    mandate_row("inspection.held", "contract", "contract_id", kInspectionFields, kBureau,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind,
                       RuleId::kDateFuture, RuleId::kInspectionNew>,
                kEffects<EffectId::kInspectionHeld>, "現地調査", "Inspection held", "001 V.6, X(1), X(3)");

constexpr FieldSpec kFixedFields[] = {
    kContractField, kCenterField, yen("amount_yen", 0, "確定額（円）", "Amount fixed (yen)"),
    opt(code("waiver", kWaivers, "現地調査を行わない理由", "Why no inspection was held")),
    date("fixed_on", "確定日", "Fixed on")};
constexpr TypeSpec kFixed =
    mandate_row("amount.fixed", "contract", "contract_id", kFixedFields, kBureau,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind,
                       RuleId::kDateFuture, RuleId::kAmountOpen, RuleId::kAmountOrder, RuleId::kAmountSum>,
                kEffects<EffectId::kAmountFixed>, "支払額の確定", "Amount fixed", "001 V.6, X(1)");

// Name and facts are always published (001 X(3)): no field says whether.
constexpr FieldSpec kSanctionFields[] = {kContractField,
                                         kCenterField,
                                         id("org_id", "対象機関", "Organisation"),
                                         id("inspection_id", "調査", "Inspection that established it"),
                                         date("from", "措置の初日", "First day"),
                                         count("months", 0, 999, "措置の月数", "Months"),
                                         opt(secret(text("facts", "不正の内容", "Facts"), kOfCenter))};
constexpr TypeSpec kSanction =
    mandate_row("sanction.imposed", "contract", "contract_id", kSanctionFields, kSanctioners,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind,
                       RuleId::kSanctionFinding, RuleId::kSanctionMonths>,
                kEffects<EffectId::kSanctionImposed>, "契約停止等の措置", "Sanction imposed", "001 X(3)");

constexpr const TypeSpec* kRows[] = {&kWorkday,    &kWorkMonth, &kException, &kWorkyear,    &kCost,
                                     &kDisallowed, &kAdvance,   &kPayment,   &kPerformance, &kBusinessReport,
                                     &kInspection, &kFixed,     &kSanction};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> money_rows() {
  return rows::kRows;
}

}  // namespace ledger
