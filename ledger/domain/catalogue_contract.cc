#include "ledger/domain/catalogue_fields.h"
#include "ledger/domain/mandate_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kCallKinds[] = {"impl_body", "cco", "prod_lead", "co"};
constexpr Text kNominatedRoles[] = {"cco", "prod_lead"};
constexpr Text kSelectedRoles[] = {"co", "sub_cco"};
constexpr Text kContractKinds[] = {"entrustment", "cco", "sub_cco", "co", "prod_lead", "subcontract"};
constexpr Text kPayBases[] = {"labour", "honorarium"};
constexpr Text kStaffStatuses[] = {"independent", "staff", "dispatched"};
constexpr Text kCircumstances[] = {"outstanding_record", "unique_expertise"};
constexpr Text kFractions[] = {"half", "full"};
constexpr Text kPaperwork[] = {"complete", "missing"};
constexpr Text kFunds[] = {"initial", "supplementary"};

constexpr FieldSpec kCallFields[] = {id("call_id", "公募", "Call"), code("kind", kCallKinds, "対象", "Kind"),
                                     id_list("center_ids", 1, 47, "対象の拠点", "Centres"),
                                     instant("opens_at", "開始日時", "Opens at"),
                                     instant("closes_at", "締切日時", "Closes at")};
constexpr TypeSpec kCall{.type = "call.published",
                         .group = "contract",
                         .stream_kind = "call",
                         .stream_field = "call_id",
                         .fields = kCallFields,
                         .signers = kCallSigners,
                         .way_in = WayIn::kAuthorOnly,
                         .purposes = kForAdministration,
                         .rules = kRules<RuleId::kCallNew, RuleId::kCallSigner, RuleId::kCallOrder>,
                         .effects = kEffects<EffectId::kCallPublished>,
                         .retention = "contract_5y",
                         .label_ja = "公募の開始",
                         .label_en = "Call published",
                         .source = "001 preface, VII; 000 3, 5"};

constexpr FieldSpec kNominatedFields[] = {
    id("person_id", "対象者", "Person"),
    code("role", kNominatedRoles, "役割", "Role"),
    id("center_id", "拠点", "Centre"),
    date("term_from", "任期の初日", "First day of the term"),
    date("term_to", "任期の末日", "Last day of the term"),
    opt(id("call_id", "公募", "Call")),
    opt(event_ref("evaluation", "根拠とする評価", "Evaluation relied upon")),
    opt(id("application_id", "応募", "Application that was selected"))};
constexpr TypeSpec kNominated{
    .type = "appointment.nominated",
    .group = "contract",
    .stream_kind = "person",
    .stream_field = "person_id",
    .fields = kNominatedFields,
    .signers = kBureau,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kPersonKnown, RuleId::kCenterKnown, RuleId::kCallKnown, RuleId::kAppointmentTerm,
                    RuleId::kAppointmentRecall, RuleId::kSelectionOf>,
    .effects = kEffects<EffectId::kAppointmentNominated>,
    .retention = "contract_5y",
    .label_ja = "選定・指名",
    .label_en = "Nominated",
    .source = "001 II.1 (1)(i); 003 3(1)(1); 000 2(2)"};

constexpr FieldSpec kSelectedFields[] = {
    id("person_id", "対象者", "Person"), code("role", kSelectedRoles, "役割", "Role"),
    id("center_id", "拠点", "Centre"),   date("selected_on", "選定日", "Selected on"),
    opt(id("call_id", "公募", "Call")),  opt(id("application_id", "応募", "Application that was selected"))};
constexpr TypeSpec kSelected{
    .type = "appointment.selected",
    .group = "contract",
    .stream_kind = "person",
    .stream_field = "person_id",
    .fields = kSelectedFields,
    .signers = kImplBody,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kPersonKnown, RuleId::kCenterKnown, RuleId::kCallKnown, RuleId::kDateFuture,
                    RuleId::kAppointmentOrder, RuleId::kSelectionOf>,
    .effects = kEffects<EffectId::kAppointmentStep>,
    .retention = "contract_5y",
    .label_ja = "実施機関による選定",
    .label_en = "Selected by the implementing body",
    .source = "001 II.1 (2)(i)"};

constexpr FieldSpec kReportedFields[] = {
    id("person_id", "対象者", "Person"), code("role", kSelectedRoles, "役割", "Role"),
    id("center_id", "拠点", "Centre"), date("reported_on", "報告日", "Reported on")};
constexpr TypeSpec kReported{
    .type = "appointment.reported",
    .group = "contract",
    .stream_kind = "person",
    .stream_field = "person_id",
    .fields = kReportedFields,
    .signers = kImplBody,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kPersonKnown, RuleId::kDateFuture, RuleId::kAppointmentOrder>,
    .effects = kEffects<EffectId::kAppointmentStep>,
    .retention = "contract_5y",
    .label_ja = "経済産業局への報告",
    .label_en = "Reported to the bureau",
    .source = "001 II.1 (2)(i)"};

constexpr FieldSpec kApprovedFields[] = {
    id("person_id", "対象者", "Person"), code("role", kSelectedRoles, "役割", "Role"),
    id("center_id", "拠点", "Centre"), date("approved_on", "了承日", "Approved on")};
constexpr TypeSpec kApproved{
    .type = "appointment.approved",
    .group = "contract",
    .stream_kind = "person",
    .stream_field = "person_id",
    .fields = kApprovedFields,
    .signers = kBureau,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kPersonKnown, RuleId::kDateFuture, RuleId::kAppointmentOrder>,
    .effects = kEffects<EffectId::kAppointmentStep>,
    .retention = "contract_5y",
    .label_ja = "経済産業局の了承",
    .label_en = "Approved by the bureau",
    .source = "001 II.1 (2)(i)"};

constexpr FieldSpec kContractFields[] = {
    id("contract_id", "契約", "Contract"),
    code("kind", kContractKinds, "契約の種別", "Kind"),
    id("center_id", "拠点", "Centre"),
    opt(id("person_id", "相手方（個人）", "Person, for personal contracts")),
    opt(id("org_id", "相手方（実施機関）", "Organisation, for the entrustment")),
    date("start", "契約期間の初日", "First day"),
    date("end", "契約期間の末日", "Last day"),
    opt(fiscal_year("hired_fy", "最初に採用した年度", "Fiscal year of first hiring")),
    opt(count("weekly_days", 0, 7, "週の勤務日数", "Days per week")),
    opt(code("pay_basis", kPayBases, "支払区分", "Pay basis")),
    opt(code("staff_status", kStaffStatuses, "実施機関との関係", "Relation to the implementing body")),
    opt(yen("amount_yen", 0, "契約金額（円）", "Amount (yen)")),
    opt(yen("initial_yen", 0, "うち当初予算（円）", "Of the initial budget (yen)")),
    opt(yen("supplementary_yen", 0, "うち補正予算（円）", "Of the supplementary budget (yen)")),
    opt(id("application_id", "応募", "Application that was selected")),
    opt(id("subcontract_id", "再委託", "Approved subcontract"))};
constexpr TypeSpec kContract{
    .type = "contract.concluded",
    .group = "contract",
    .stream_kind = "contract",
    .stream_field = "contract_id",
    .fields = kContractFields,
    .signers = kContractSigners,
    .countersigners = kOtherParty,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kContractNew, RuleId::kCenterKnown, RuleId::kContractParties,
                    RuleId::kContractTerm, RuleId::kContractYear, RuleId::kContractNomination,
                    RuleId::kContractApproval, RuleId::kContractEntrustmentOnce, RuleId::kContractCeiling,
                    RuleId::kContractDays, RuleId::kContractStaff, RuleId::kContractFunds,
                    RuleId::kContractFundCeiling, RuleId::kSanctionInForce, RuleId::kContractCcoNamed,
                    RuleId::kSelectionOf, RuleId::kContractSubcontract>,
    .effects = kEffects<EffectId::kContractConcluded>,
    .retention = "contract_5y",
    .label_ja = "契約の締結",
    .label_en = "Contract concluded",
    .source = "001 II.1, III, V; 000 2(2)"};

constexpr FieldSpec kRateFields[] = {
    id("contract_id", "契約", "Contract"),
    yen("yen", 1, "謝金単価（円、税抜き）", "Fee per full job, yen without tax"),
    date("from", "適用の初日", "First day")};
constexpr TypeSpec kRate{
    .type = "fee.rate_set",
    .group = "contract",
    .stream_kind = "contract",
    .stream_field = "contract_id",
    .fields = kRateFields,
    .signers = kImplBody,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kContractKnown, RuleId::kFeeKind, RuleId::kFeeHonorarium, RuleId::kFeeCcoFlat,
                    RuleId::kFeeOverCeiling, RuleId::kFeeOverBase, RuleId::kFeeRateOrder>,
    .effects = kEffects<EffectId::kFeeRateSet>,
    .retention = "contract_5y",
    .label_ja = "謝金単価の設定",
    .label_en = "Fee rate set",
    .source = "001 IX; 000 2(2)"};

constexpr FieldSpec kRaiseFields[] = {
    id("contract_id", "契約", "Contract"),
    yen("yen", 1, "了承する上限（円、税抜き）", "Approved up to, yen without tax"),
    opt(code("circumstance", kCircumstances, "特別な事情", "Special circumstance")),
    opt(event_ref("consultation", "協議の記録", "Record of the consultation"))};
constexpr TypeSpec kRaise{
    .type = "fee.raise_approved",
    .group = "contract",
    .stream_kind = "contract",
    .stream_field = "contract_id",
    .fields = kRaiseFields,
    .signers = kBureau,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kContractKnown, RuleId::kFeeKind, RuleId::kFeeCcoFlat, RuleId::kFeeOverCeiling,
                    RuleId::kFeeCircumstance, RuleId::kConsultationGiven>,
    .effects = kEffects<EffectId::kFeeRaiseApproved>,
    .retention = "contract_5y",
    .label_ja = "謝金引上げの了承",
    .label_en = "Fee raise approved",
    .source = "001 IX; 000 2(2)"};

constexpr FieldSpec kAssignmentFields[] = {
    id("assignment_id", "依頼業務", "Assignment"),
    id("contract_id", "契約", "Contract"),
    id("person_id", "実施者", "Performer"),
    date("performed_on", "実施日", "Performed on"),
    code("fraction", kFractions, "一日・半日", "Full or half day"),
    code("paperwork", kPaperwork, "依頼・報告・受領の書類", "Paperwork: request, report, receipt"),
    opt(secret(text("work", "業務の内容", "Work done"), kOfPerson))};
constexpr Text kAssignmentTerms[] = {"[paperwork=missing]flag/fee.ineligible/{center}/{ym:performed_on}"};
constexpr TypeSpec kAssignment{
    .type = "assignment.performed",
    .group = "contract",
    .stream_kind = "contract",
    .stream_field = "contract_id",
    .fields = kAssignmentFields,
    .signers = kPerformers,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kContractKnown, RuleId::kAssignmentNew, RuleId::kAssignmentPerson,
                    RuleId::kDateFuture, RuleId::kAssignmentTerm, RuleId::kAssignmentDay>,
    .effects = kEffects<EffectId::kAssignmentPerformed>,
    .terms = kAssignmentTerms,
    .retention = "contract_5y",
    .label_ja = "依頼業務の実施",
    .label_en = "Assignment performed",
    .source = "001 IX"};

constexpr FieldSpec kPaidFields[] = {id("contract_id", "契約", "Contract"),
                                     id_list("assignment_ids", 1, 62, "対象の依頼業務", "Assignments paid"),
                                     yen("amount_yen", 1, "支払額（円、税抜き）", "Amount, yen without tax"),
                                     yen("tax_yen", 0, "消費税（円）", "Consumption tax (yen)"),
                                     date("paid_on", "支払日", "Paid on"),
                                     code("fund", kFunds, "財源", "Fund"),
                                     id("payee", "受取人", "Payee")};
constexpr Text kPaidTerms[] = {"fee/{contract_id}={amount_yen}",
                               "cost/{center}/{fy:paid_on}/II-3={amount_yen}",
                               "cost/{center}/{fy:paid_on}/fund-{fund}={amount_yen}"};
constexpr TypeSpec kPaid{
    .type = "fee.paid",
    .group = "contract",
    .stream_kind = "contract",
    .stream_field = "contract_id",
    .fields = kPaidFields,
    .signers = kImplBody,
    .purposes = kForAdministration,
    .rules = kRules<RuleId::kContractKnown, RuleId::kDateFuture, RuleId::kPaidAssignments, RuleId::kPaidOnce,
                    RuleId::kPaidPayee, RuleId::kPaidRate, RuleId::kPaidAmount>,
    .effects = kEffects<EffectId::kFeePaid>,
    .terms = kPaidTerms,
    .retention = "contract_5y",
    .label_ja = "謝金の支払",
    .label_en = "Fee paid",
    .source = "001 IX; 000 2(2)",
    .flags = kFlags<FlagId::kFundExceeded>};

constexpr const TypeSpec* kRows[] = {&kCall,     &kNominated, &kSelected, &kReported,   &kApproved,
                                     &kContract, &kRate,      &kRaise,    &kAssignment, &kPaid};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> contract_rows() {
  return rows::kRows;
}

}  // namespace ledger
