#include "ledger/domain/catalogue_fields.h"
#include "ledger/domain/mandate_cross_checks.h"
#include "ledger/domain/mandate_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kOutcomes[] = {"filled", "none_suitable"};
constexpr Text kDocuments[] = {
    "form_1", "form_2", "forms_2_to_5", "form_6", "company_outline", "qualification_or_financials", "other"};
constexpr Text kExclusions[] = {"multiple_prefectures", "incomplete", "ineligible", "withdrawn"};
constexpr Text kStages[] = {"document", "interview"};
// The conditions of 001 IV.1 (1)-(12).
constexpr Text kConditions[] = {
    "base_in_japan",    "organisation",    "finance",   "no_suspension",  "no_security_cancellation",
    "public_order",     "security_items",  "five_days", "contract_terms", "follows_directions",
    "works_with_chief", "action_guideline"};
constexpr Text kResults[] = {"selected", "not_selected"};
constexpr Text kCancelledKinds[] = {"impl_body", "prod_lead"};
constexpr Text kMatters[] = {"shortening", "rescission", "fee_raise", "amendment"};
constexpr Text kAmendedKinds[] = {"entrustment", "cco", "sub_cco", "co", "prod_lead"};
constexpr Text kPersonalKinds[] = {"cco", "sub_cco", "co", "prod_lead"};
constexpr Text kChanges[] = {"amount", "weekly_days", "scope"};
constexpr Text kBodyGrounds[] = {"deviation",     "false_application", "false_report",
                                 "law_violation", "trust_loss",        "unfit"};
constexpr Text kBodyFalseReportTo[] = {"state", "hq"};
constexpr Text kScope[] = {"planning", "core_management", "survey",     "publicity",
                           "events",   "systems",         "accounting", "other"};
constexpr Text kAbsences[] = {"part_week", "travel", "absence"};
constexpr Text kInterimEnds[] = {"successor", "left", "term_over"};

// --- calls and selection ---

constexpr FieldSpec kCallClosedFields[] = {id("call_id", "公募", "Call"), kCenterField,
                                           code("outcome", kOutcomes, "結果", "Outcome"),
                                           date("closed_on", "終了日", "Closed on")};
constexpr TypeSpec kCallClosed =
    mandate_row("call.closed", "call", "call_id", kCallClosedFields, kCallSigners,
                kRules<RuleId::kCallKnown, RuleId::kCallSigner, RuleId::kDateFuture, RuleId::kCallOver,
                       RuleId::kCallOutcomeOnce, RuleId::kCallOutcomeTrue>,
                kEffects<EffectId::kCallOutcome>, "公募の終了", "Call closed", "000 4(3)");

constexpr FieldSpec kReceivedFields[] = {
    kApplicationField,
    id("call_id", "公募", "Call"),
    kApplicantField,
    kCenterField,
    instant("received_at", "受付日時", "Received at"),
    code_list("documents", kDocuments, 0, "提出書類", "Documents"),
    opt(secret(papers("evidence", "応募書類", "Documents as received"), kOfApplicant))};
constexpr TypeSpec kReceived = mandate_row(
    "application.received", "application", "application_id", kReceivedFields, kCallSigners,
    kRules<RuleId::kCallKnown, RuleId::kCallSigner, RuleId::kApplicationNew, RuleId::kApplicationCenter,
           RuleId::kDateFuture, RuleId::kApplicationEarly, RuleId::kApplicationLate,
           RuleId::kApplicationDocuments, RuleId::kApplicationPrefectures, RuleId::kSanctionInForce>,
    kEffects<EffectId::kApplicationReceived>, "応募の受付", "Application received", "001 VI; 000 5");

constexpr FieldSpec kExcludedFields[] = {kApplicationField, kApplicantField, kCenterField,
                                         code("ground", kExclusions, "理由", "Ground"),
                                         date("excluded_on", "不受理日", "Excluded on")};
constexpr TypeSpec kExcluded = mandate_row(
    "application.excluded", "application", "application_id", kExcludedFields, kCallSigners,
    kRules<RuleId::kApplicationKnown, RuleId::kCallSigner, RuleId::kDateFuture, RuleId::kApplicationOpen>,
    kEffects<EffectId::kApplicationStep>, "応募の不受理", "Application excluded", "001 VI.4; 000 5(3)");

constexpr FieldSpec kScreenedFields[] = {
    kApplicationField,
    kApplicantField,
    kCenterField,
    code("stage", kStages, "段階", "Stage"),
    flag("passed", "通過", "Passed"),
    code_list("unmet", kConditions, 0, "満たさない応募資格", "Conditions not met"),
    date("screened_on", "審査日", "Screened on"),
    opt(secret(of_kind(FieldKind::kFigures, "scores", "評点", "Scores by criterion"), kOfApplicant)),
    opt(secret(text("comment", "所見", "Comment"), kOfApplicant))};
constexpr TypeSpec kScreened =
    mandate_row("screening.recorded", "application", "application_id", kScreenedFields, kCallSigners,
                kRules<RuleId::kApplicationKnown, RuleId::kCallSigner, RuleId::kDateFuture,
                       RuleId::kApplicationOpen, RuleId::kScreeningOrder, RuleId::kScreeningUnmet>,
                kEffects<EffectId::kApplicationStep>, "審査", "Screening recorded", "001 VII; 000 4");

constexpr FieldSpec kDecidedFields[] = {kApplicationField,
                                        kApplicantField,
                                        kCenterField,
                                        code("result", kResults, "採否", "Result"),
                                        date("decided_on", "決定日", "Decided on"),
                                        opt(secret(text("reason", "理由", "Reason"), kOfApplicant))};
constexpr TypeSpec kSelectionDecided = mandate_row(
    "selection.decided", "application", "application_id", kDecidedFields, kCallSigners,
    kRules<RuleId::kApplicationKnown, RuleId::kCallSigner, RuleId::kDateFuture, RuleId::kApplicationOpen,
           RuleId::kSelectionScreened, RuleId::kSelectionTaken>,
    kEffects<EffectId::kApplicationStep>, "採否の決定", "Selection decided", "001 VII.3; 000 4, 5(5)");

constexpr FieldSpec kCancelledFields[] = {kApplicationField,
                                          kApplicantField,
                                          kCenterField,
                                          code("kind", kCancelledKinds, "対象", "Kind"),
                                          flag("published", "公表", "Published"),
                                          date("cancelled_on", "取消日", "Cancelled on"),
                                          ground(kOfApplicant),
                                          false_report_to(kOfApplicant),
                                          opt(secret(text("facts", "事実", "Facts"), kOfApplicant))};
constexpr TypeSpec kSelectionCancelled =
    with_check(mandate_row("selection.cancelled", "application", "application_id", kCancelledFields, kBureau,
                           kRules<RuleId::kApplicationKnown, RuleId::kDateFuture, RuleId::kSelectionMade>,
                           kEffects<EffectId::kApplicationStep>, "採択の取消し", "Selection cancelled",
                           "001 IV.2(3); 000 3(2)(7)"),
               check_ground);

// --- contracts ---

constexpr FieldSpec kConsultedFields[] = {
    kContractField, kCenterField, code("matter", kMatters, "協議事項", "Matter"),
    date("held_on", "協議日", "Held on"), opt(secret(text("minutes", "議事", "Minutes"), kOfCenter))};
constexpr TypeSpec kConsulted =
    countersigned(mandate_row("bureau.consulted", "contract", "contract_id", kConsultedFields, kImplBody,
                              kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kDateFuture>,
                              kEffects<EffectId::kConsulted>, "経済産業局との協議", "Bureau consulted",
                              "001 II.1 (1)(iv), (2)(iv), IX; 000 2(2)"),
                  kBureau);

constexpr FieldSpec kAmendedFields[] = {
    kContractField,
    code("kind", kAmendedKinds, "契約の種別", "Kind"),
    kCenterField,
    opt(id("person_id", "相手方（個人）", "Person, for personal contracts")),
    code("change", kChanges, "変更事項", "What changes"),
    date("from", "変更の初日", "First day"),
    opt(yen("amount_yen", 0, "契約金額（円）", "Amount (yen)")),
    opt(yen("initial_yen", 0, "うち当初予算（円）", "Of the initial budget (yen)")),
    opt(yen("supplementary_yen", 0, "うち補正予算（円）", "Of the supplementary budget (yen)")),
    opt(count("weekly_days", 0, 7, "週の勤務日数", "Days per week")),
    opt(secret(text("detail", "変更の内容", "Detail"), kOfCenter))};
constexpr TypeSpec kAmended = countersigned(
    mandate_row("contract.amended", "contract", "contract_id", kAmendedFields, kContractSigners,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kContractLive,
                       RuleId::kAmendChange, RuleId::kContractCeiling, RuleId::kContractFunds,
                       RuleId::kContractFundCeiling, RuleId::kContractDays, RuleId::kAmountOpen>,
                kEffects<EffectId::kContractAmended>, "契約の変更", "Contract amended", "001 V.3, VIII"),
    kOtherParty);

constexpr FieldSpec kShortenedFields[] = {
    kContractField,
    code("kind", kPersonalKinds, "契約の種別", "Kind"),
    kCenterField,
    kPersonField,
    date("new_end", "短縮後の末日", "New last day"),
    event_ref("consultation", "協議の記録", "Consultation with the bureau")};
constexpr TypeSpec kShortened =
    countersigned(mandate_row("contract.shortened", "contract", "contract_id", kShortenedFields, kImplBody,
                              kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kContractLive,
                                     RuleId::kConsultationGiven, RuleId::kShortenTerm>,
                              kEffects<EffectId::kContractShortened>, "契約期間の短縮", "Contract shortened",
                              "001 II.1 (1)(iv), (2)(iv); 000 2(2)"),
                  kOtherParty);

constexpr FieldSpec kInterviewFields[] = {kContractField, kCenterField, kPersonField,
                                          date("held_on", "面談日", "Held on"),
                                          opt(secret(text("minutes", "面談の記録", "Minutes"), kOfPerson))};
constexpr TypeSpec kInterview =
    mandate_row("rescission.interview_held", "contract", "contract_id", kInterviewFields, kImplBody,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kContractLive,
                       RuleId::kDateFuture, RuleId::kRescissionChief, RuleId::kRescissionOrder>,
                kEffects<EffectId::kRescissionStep>, "契約解除に係る面談", "Interview about rescission",
                "001 II.1 (1)(v)");

constexpr FieldSpec kRescissionReportFields[] = {kContractField,
                                                 kCenterField,
                                                 kPersonField,
                                                 event_ref("interview", "面談の記録", "Interview"),
                                                 date("reported_on", "報告日", "Reported on"),
                                                 ground(kOfPerson),
                                                 false_report_to(kOfPerson),
                                                 opt(secret(text("facts", "事実", "Facts"), kOfPerson))};
constexpr TypeSpec kRescissionReported = with_check(
    mandate_row("rescission.reported", "contract", "contract_id", kRescissionReportFields, kImplBody,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kContractLive,
                       RuleId::kDateFuture, RuleId::kRescissionChief, RuleId::kRescissionOrder>,
                kEffects<EffectId::kRescissionStep>, "面談結果の報告", "Interview reported to the bureau",
                "001 II.1 (1)(iv), (v)"),
    check_ground);

constexpr FieldSpec kRescissionDecidedFields[] = {kContractField,
                                                  kCenterField,
                                                  kPersonField,
                                                  event_ref("report", "報告の記録", "Report"),
                                                  flag("allowed", "解除の可否", "Rescission allowed"),
                                                  date("decided_on", "判断日", "Decided on"),
                                                  opt(secret(text("reason", "理由", "Reason"), kOfPerson))};
constexpr TypeSpec kRescissionDecided =
    mandate_row("rescission.decided", "contract", "contract_id", kRescissionDecidedFields, kBureau,
                kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kContractLive,
                       RuleId::kDateFuture, RuleId::kRescissionChief, RuleId::kRescissionOrder>,
                kEffects<EffectId::kRescissionStep>, "契約解除の可否の判断", "Bureau decided on rescission",
                "001 II.1 (1)(v)");

// The ground of a chief's rescission is stated once, in the report; here it is null (check_ground).
constexpr FieldSpec kRescindedFields[] = {
    kContractField,
    code("kind", kPersonalKinds, "契約の種別", "Kind"),
    kCenterField,
    kPersonField,
    date("rescinded_on", "解除日", "Rescinded on"),
    opt(event_ref("decision", "経済産業局の判断", "The bureau's decision")),
    opt(event_ref("consultation", "協議の記録", "Consultation")),
    flag("published", "公表", "Published"),
    opt(ground(kOfPerson)),
    false_report_to(kOfPerson),
    opt(secret(text("facts", "事実", "Facts"), kOfPerson))};
constexpr TypeSpec kRescinded = with_check(
    mandate_row(
        "contract.rescinded", "contract", "contract_id", kRescindedFields, kImplBody,
        kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kContractLive, RuleId::kDateFuture,
               RuleId::kRescissionDecision, RuleId::kRescissionConsultation, RuleId::kRescissionPublication>,
        kEffects<EffectId::kContractRescinded>, "契約の解除", "Contract rescinded",
        "001 II.1 (1)(iv), (v); 000 2(2), 3(2)(7)"),
    check_ground);

constexpr FieldSpec kBodyRescindedFields[] = {
    kContractField,
    kCenterField,
    id("org_id", "実施機関", "Implementing body"),
    code("ground", kBodyGrounds, "解除の理由", "Ground"),
    opt(code("false_report_to", kBodyFalseReportTo, "虚偽報告の相手", "To whom the false report was made")),
    flag("published", "公表", "Published"),
    date("rescinded_on", "解除日", "Rescinded on"),
    opt(secret(text("facts", "事実", "Facts"), kOfCenter))};
constexpr TypeSpec kBodyRescinded = mandate_row(
    "entrustment.rescinded", "contract", "contract_id", kBodyRescindedFields, kBureau,
    kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind, RuleId::kContractLive,
           RuleId::kDateFuture>,
    kEffects<EffectId::kContractRescinded>, "委託契約の解除", "Entrustment rescinded", "001 IV.2(3)");

constexpr FieldSpec kSubcontractFields[] = {
    id("subcontract_id", "再委託", "Subcontract"),
    kContractField,
    kCenterField,
    id("subcontractor", "再委託先", "Subcontractor"),
    code_list("scope", kScope, 1, "業務の範囲", "Scope"),
    yen("amount_yen", 1, "再委託額（円、税込み）", "Amount, yen with tax"),
    flag("reason_letter", "50%を超える理由書", "Reason letter for more than half"),
    flag("security_clause", "情報セキュリティ措置の担保", "Bound to the security items"),
    flag("inspection_clause", "現地調査を可能とする措置", "Inspection arranged"),
    opt(secret(text("detail", "内容", "Detail"), kOfCenter))};
constexpr TypeSpec kSubcontractRequested = mandate_row(
    "subcontract.requested", "contract", "contract_id", kSubcontractFields, kImplBody,
    kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kEntrustmentKind, RuleId::kContractLive,
           RuleId::kSubcontractNew, RuleId::kSubcontractOrg, RuleId::kSubcontractCore,
           RuleId::kSubcontractClause, RuleId::kSubcontractInspection, RuleId::kSubcontractLetter>,
    kEffects<EffectId::kSubcontractRequested>, "再委託の申請", "Subcontract requested",
    "001 VII.2(10), (11), X(3), X(5), annex 5");

constexpr FieldSpec kSubcontractApprovedFields[] = {id("subcontract_id", "再委託", "Subcontract"),
                                                    kContractField, kCenterField,
                                                    date("approved_on", "承認日", "Approved on")};
constexpr TypeSpec kSubcontractApproved = mandate_row(
    "subcontract.approved", "contract", "contract_id", kSubcontractApprovedFields, kBureau,
    kRules<RuleId::kContractKnown, RuleId::kContractFacts, RuleId::kContractLive, RuleId::kDateFuture,
           RuleId::kSubcontractKnown, RuleId::kSubcontractOpen, RuleId::kSubcontractLetter>,
    kEffects<EffectId::kSubcontractApproved>, "再委託の承認", "Subcontract approved", "001 VII.2(10), (11)");

// --- posts ---

constexpr FieldSpec kSubstituteFields[] = {
    kCenterField, kPersonField, code("cause", kAbsences, "不在の理由", "Cause"),
    date("from", "期間の初日", "First day"), date("to", "期間の末日", "Last day")};
constexpr TypeSpec kSubstitute =
    mandate_row("substitute.placed", "center", "center_id", kSubstituteFields, kImplBody,
                kRules<RuleId::kCenterKnown, RuleId::kPersonKnown, RuleId::kPeriodOrder,
                       RuleId::kSubstitutePost, RuleId::kSubstituteOther>,
                {}, "不在時の代わりの者の配置", "Substitute placed", "001 II.1");

constexpr FieldSpec kProposedFields[] = {kCenterField, kPersonField, date("from", "代理の初日", "First day")};
constexpr TypeSpec kInterimProposed =
    mandate_row("interim.proposed", "center", "center_id", kProposedFields, kImplBody,
                kRules<RuleId::kCenterKnown, RuleId::kPersonKnown, RuleId::kInterimVacancy,
                       RuleId::kInterimCoordinator, RuleId::kInterimOrder>,
                kEffects<EffectId::kInterimStep>, "代理の選定", "Interim chief proposed", "001 II.1 (1)(vi)");

constexpr FieldSpec kInterimApprovedFields[] = {kCenterField, kPersonField,
                                                date("approved_on", "了承日", "Approved on")};
constexpr TypeSpec kInterimApproved =
    mandate_row("interim.approved", "center", "center_id", kInterimApprovedFields, kBureau,
                kRules<RuleId::kCenterKnown, RuleId::kDateFuture, RuleId::kInterimOrder>,
                kEffects<EffectId::kInterimStep>, "代理の了承", "Interim chief approved", "001 II.1 (1)(vi)");

constexpr FieldSpec kInterimEndedFields[] = {kCenterField, kPersonField,
                                             code("cause", kInterimEnds, "終了の理由", "Cause"),
                                             date("ended_on", "終了日", "Ended on")};
constexpr TypeSpec kInterimEnded =
    mandate_row("interim.ended", "center", "center_id", kInterimEndedFields, kImplBody,
                kRules<RuleId::kCenterKnown, RuleId::kDateFuture, RuleId::kInterimOrder>,
                kEffects<EffectId::kInterimStep>, "代理の終了", "Interim chief ended", "001 II.1 (1)(vi)");

constexpr const TypeSpec* kRows[] = {
    &kCallClosed,          &kReceived,          &kExcluded,        &kScreened,        &kSelectionDecided,
    &kSelectionCancelled,  &kConsulted,         &kAmended,         &kShortened,       &kInterview,
    &kRescissionReported,  &kRescissionDecided, &kRescinded,       &kBodyRescinded,   &kSubcontractRequested,
    &kSubcontractApproved, &kSubstitute,        &kInterimProposed, &kInterimApproved, &kInterimEnded};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> mandate_rows() {
  return rows::kRows;
}

}  // namespace ledger
