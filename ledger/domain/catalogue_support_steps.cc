#include "ledger/domain/catalogue_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kReassignReasons[] = {"absence", "expertise", "workload", "end_of_contract", "request"};
constexpr Text kReopenReasons[] = {"new_request", "relapse", "closed_in_error"};
constexpr Text kTransferReasons[] = {"territory", "expertise", "size", "request"};
constexpr Text kTransferTargets[] = {"other_center", "hq_hands_on"};
constexpr Text kGrounds[] = {"not_in_business", "harassment", "unjust_demand"};
constexpr Text kIssueReasons[] = {"relapse", "resolved_in_error", "new_facts"};
constexpr Text kUnresolvedReasons[] = {"business_gave_up", "not_solvable", "referred", "superseded", "other"};
constexpr Text kReclassifyReasons[] = {"wrong_category", "content_changed"};
constexpr Text kPhaseEnds[] = {"goal_reached", "business_withdrew", "business_closed", "no_progress"};
constexpr Text kCategories[] = {"sales_growth",    "business_improvement",
                                "startup",         "succession",
                                "it_use",          "digital_transformation",
                                "carbon_neutral",  "labour_saving",
                                "price_pass_on",   "invoice_system",
                                "labour_shortage", "intellectual_property",
                                "overseas",        "product_development",
                                "design_branding", "financing",
                                "other",           "bookkeeping",
                                "subsidy_plan",    "labour_administration"};
// Of the labour-saving investment plan; the productivity support pushes the first eight (000 note 2).
constexpr Text kPlanIndustries[] = {"restaurants",    "lodging",       "retail",    "personal_services",
                                    "other_services", "manufacturing", "transport", "construction",
                                    "medical",        "care_welfare",  "childcare", "agriculture"};
constexpr Text kFollowUpKinds[] = {"referral", "issue", "plan"};
constexpr Text kFollowUpResults[] = {"progressing", "achieved", "stalled", "abandoned", "unreachable"};
constexpr Text kReferralResults[] = {"supported", "partly_supported", "not_supported"};
constexpr Text kSourceKinds[] = {"support_org", "other_center", "other_ministry"};
constexpr Text kMatters[] = {"specialist", "non_specialist"};
constexpr Text kChief[] = {"cco"};
constexpr Text kProductivity[] = {"prod_lead", "prod_supporter"};
constexpr Text kBusinessTerms[] = {"business/{business}"};

constexpr FieldSpec of_business(FieldSpec field) {
  return opt(secret(field, kOfBusiness));
}

// --- cases ---

constexpr FieldSpec kReassignedFields[] = {
    id("case_id", "相談案件", "Case"), id("person_id", "新しい担当者", "New person"),
    code("reason", kReassignReasons, "理由", "Reason"), date("assigned_on", "担当日", "Assigned on")};
constexpr TypeSpec kReassigned{
    .type = "consultation.reassigned",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kReassignedFields,
    .signers = kCenterHeads,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseOpen, RuleId::kDateFuture, RuleId::kCaseAssigned,
                    RuleId::kReassignOther, RuleId::kAssigneeRole, RuleId::kAssigneeLicence>,
    .effects = kEffects<EffectId::kCaseAssigned>,
    .terms = kBusinessTerms,
    .retention = "support_5y",
    .label_ja = "担当者の変更",
    .label_en = "Consultation reassigned",
    .source = "000 2(1); 001 II.1"};

constexpr FieldSpec kReopenedFields[] = {id("case_id", "相談案件", "Case"),
                                         code("reason", kReopenReasons, "理由", "Reason"),
                                         date("reopened_on", "再開日", "Reopened on")};
constexpr TypeSpec kReopened{
    .type = "consultation.reopened",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kReopenedFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kDateFuture, RuleId::kCaseEnded, RuleId::kBusinessActive>,
    .effects = kEffects<EffectId::kCaseReopened>,
    .terms = kBusinessTerms,
    .retention = "support_5y",
    .label_ja = "相談の再開",
    .label_en = "Consultation reopened",
    .source = "001 IV.2(1)"};

constexpr FieldSpec kTransferredFields[] = {
    id("case_id", "相談案件", "Case"),
    id("business_id", "事業者", "Business"),
    id("target", "引継ぎ先（拠点・組織）", "Target centre or organisation"),
    code("target_kind", kTransferTargets, "引継ぎ先の種別", "Kind of target"),
    event_ref("consent_ref", "根拠とする同意", "Consent relied upon"),
    code("reason", kTransferReasons, "理由", "Reason"),
    date("transferred_on", "引継日", "Transferred on"),
    of_business(text("note", "引継ぎの内容", "Note"))};
constexpr Text kTransferTerms[] = {"business/{business}", "provision/{business}"};
constexpr TypeSpec kTransferred{
    .type = "consultation.transferred",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kTransferredFields,
    .signers = kConsultants,
    .purposes = kForReferral,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kCaseOpen, RuleId::kDateFuture,
                    RuleId::kTransferTarget, RuleId::kTransferConsent>,
    .effects = kEffects<EffectId::kCaseTransferred>,
    .terms = kTransferTerms,
    .retention = "provision_3y",
    .label_ja = "相談の引継ぎ",
    .label_en = "Consultation transferred",
    .source = "001 I.3(1); 003 2(1)(4)"};

constexpr FieldSpec kDiscontinuedFields[] = {
    id("case_id", "相談案件", "Case"),
    id("business_id", "事業者", "Business"),
    code("ground", kGrounds, "事由", "Ground"),
    id("policy_version", "適用した指針の版", "Version of the policy applied"),
    date("discontinued_on", "打切り日", "Discontinued on"),
    of_business(text("note", "経緯", "Circumstances"))};
constexpr TypeSpec kDiscontinued{.type = "consultation.discontinued",
                                 .group = "consultation",
                                 .stream_kind = "case",
                                 .stream_field = "case_id",
                                 .fields = kDiscontinuedFields,
                                 .signers = kChief,
                                 .purposes = kForSupport,
                                 .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kCaseOpen,
                                                 RuleId::kDateFuture, RuleId::kCeasePolicy>,
                                 .effects = kEffects<EffectId::kCaseDiscontinued>,
                                 .terms = kBusinessTerms,
                                 .retention = "support_5y",
                                 .label_ja = "支援の打切り",
                                 .label_en = "Consultation discontinued",
                                 .source = "003 2(1)(4)iv"};

// --- issues ---

constexpr FieldSpec kReclassifiedFields[] = {id("issue_id", "課題", "Issue"),
                                             id("case_id", "相談案件", "Case"),
                                             id("business_id", "事業者", "Business"),
                                             code("from", kCategories, "変更前の区分", "From"),
                                             code("to", kCategories, "変更後の区分", "To"),
                                             code("reason", kReclassifyReasons, "理由", "Reason"),
                                             date("reclassified_on", "変更日", "Reclassified on"),
                                             of_business(text("note", "変更の内容", "Note"))};
constexpr Text kReclassifiedTerms[] = {
    "business/{business}", "[resolved,gains]figure/issues_resolved/{center}/{period:@resolved}",
    "[resolved,gains]figure/issues_resolved_excluded/{center}/{period:@resolved}=0,1",
    "[resolved,loses]figure/issues_resolved/{center}/{period:@resolved}=0,1",
    "[resolved,loses]figure/issues_resolved_excluded/{center}/{period:@resolved}"};
constexpr TypeSpec kReclassified{
    .type = "issue.reclassified",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kReclassifiedFields,
    .signers = kChief,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kIssueOfCase, RuleId::kDateFuture,
                    RuleId::kReclassifyFrom, RuleId::kReclassifyTo>,
    .effects = kEffects<EffectId::kIssueReclassified>,
    .terms = kReclassifiedTerms,
    .retention = "support_5y",
    .label_ja = "課題の区分の変更",
    .label_en = "Issue reclassified",
    .source = "003 6, fn 7"};

constexpr FieldSpec kIssueReopenedFields[] = {id("issue_id", "課題", "Issue"),
                                              id("case_id", "相談案件", "Case"),
                                              id("business_id", "事業者", "Business"),
                                              code("reason", kIssueReasons, "理由", "Reason"),
                                              date("reopened_on", "再開日", "Reopened on"),
                                              of_business(text("note", "再開の内容", "Note"))};
constexpr Text kIssueReopenedTerms[] = {
    "business/{business}", "[resolved,counted]figure/issues_resolved/{center}/{period:@resolved}=0,1",
    "[resolved,excluded]figure/issues_resolved_excluded/{center}/{period:@resolved}=0,1",
    "[confirmed]figure/outcomes_confirmed/{center}/{period:@confirmed}=0,1"};
constexpr TypeSpec kIssueReopened{
    .type = "issue.reopened",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kIssueReopenedFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kCaseOpen, RuleId::kIssueOfCase,
                    RuleId::kDateFuture, RuleId::kIssueEnded>,
    .effects = kEffects<EffectId::kIssueReopened>,
    .terms = kIssueReopenedTerms,
    .retention = "support_5y",
    .label_ja = "課題の再開",
    .label_en = "Issue reopened",
    .source = "programme 1.8"};

constexpr FieldSpec kUnresolvedFields[] = {
    id("issue_id", "課題", "Issue"),          id("case_id", "相談案件", "Case"),
    id("business_id", "事業者", "Business"),  code("reason", kUnresolvedReasons, "理由", "Reason"),
    date("closed_on", "終了日", "Closed on"), of_business(text("note", "経緯", "Note"))};
constexpr TypeSpec kUnresolved{
    .type = "issue.closed_unresolved",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kUnresolvedFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kIssueOfCase, RuleId::kIssueUnresolved,
                    RuleId::kIssueLive, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kIssueClosed>,
    .terms = kBusinessTerms,
    .retention = "support_5y",
    .label_ja = "未解決の課題の終了",
    .label_en = "Issue closed unresolved",
    .source = "programme 1.8"};

// --- phase, plan, follow-up ---

constexpr FieldSpec kPhaseEndedFields[] = {
    id("business_id", "事業者", "Business"), code("reason", kPhaseEnds, "理由", "Reason"),
    date("ended_on", "終了日", "Ended on"), of_business(text("note", "経緯", "Note"))};
constexpr TypeSpec kPhaseEnded{
    .type = "phase.ended",
    .group = "consultation",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kPhaseEndedFields,
    .signers = kCenterHeads,
    .purposes = kForSupport,
    .rules =
        kRules<RuleId::kBusinessKnown, RuleId::kDateFuture, RuleId::kPhaseSecond, RuleId::kPhaseEndOrder>,
    .effects = kEffects<EffectId::kPhaseEnded>,
    .terms = kBusinessTerms,
    .retention = "support_5y",
    .label_ja = "フェーズ2の終了",
    .label_en = "Phase 2 ended",
    .source = "programme 1.9"};

constexpr FieldSpec kPlanFields[] = {
    id("plan_id", "生産性向上取組計画", "Productivity plan"),
    id("business_id", "事業者", "Business"),
    id("center_id", "拠点", "Centre"),
    code("industry", kPlanIndustries, "省力化投資促進プランの業種", "Industry of the labour-saving plan"),
    date("adopted_on", "策定日", "Adopted on"),
    secret(text("adopted_by", "策定した者", "Adopted by"), kOfBusiness),
    secret(document("plan_sha256", "計画書のハッシュ", "Plan (SHA-256)"), kOfBusiness)};
constexpr Text kPlanTerms[] = {"business/{business}",
                               "figure/productivity_plans/{center}/{period:adopted_on}",
                               "[late:adopted_on]flag/month.late/{center}/{ym:adopted_on}"};
constexpr TypeSpec kPlan{
    .type = "productivity_plan.adopted",
    .group = "consultation",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kPlanFields,
    .signers = kProductivity,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kPlanNew, RuleId::kBusinessKnown, RuleId::kCenterKnown, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kPlanAdopted>,
    .terms = kPlanTerms,
    .retention = "support_5y",
    .label_ja = "生産性向上取組計画の策定",
    .label_en = "Productivity plan adopted",
    .source = "000 2(1)(3)"};

constexpr FieldSpec kFollowUpFields[] = {id("followup_id", "フォローアップ", "Follow-up"),
                                         id("business_id", "事業者", "Business"),
                                         id("center_id", "拠点", "Centre"),
                                         code("about_kind", kFollowUpKinds, "対象の種別", "About"),
                                         id("about", "対象（紹介・課題・計画）", "Referral, issue or plan"),
                                         date("followed_on", "実施日", "Followed up on"),
                                         code("result", kFollowUpResults, "結果", "Result"),
                                         of_business(text("note", "内容", "Note"))};
constexpr Text kFollowUpTerms[] = {"business/{business}", "figure/followups/{center}/{period:followed_on}",
                                   "[late:followed_on]flag/month.late/{center}/{ym:followed_on}"};
constexpr TypeSpec kFollowUp{
    .type = "followup.recorded",
    .group = "consultation",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kFollowUpFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kFollowUpNew, RuleId::kBusinessKnown, RuleId::kCenterKnown, RuleId::kDateFuture,
                    RuleId::kFollowUpSubject, RuleId::kFollowUpReferral>,
    .effects = kEffects<EffectId::kFollowUpRecorded>,
    .terms = kFollowUpTerms,
    .retention = "support_5y",
    .label_ja = "フォローアップ",
    .label_en = "Follow-up recorded",
    .source = "001 I.2(2); 000 2(4)"};

// --- referrals ---

constexpr FieldSpec kCompletedFields[] = {id("referral_id", "紹介", "Referral"),
                                          date("completed_on", "完了日", "Completed on"),
                                          code("result", kReferralResults, "結果", "Result")};
constexpr TypeSpec kCompleted{.type = "referral.completed",
                              .group = "referral",
                              .stream_kind = "referral",
                              .stream_field = "referral_id",
                              .fields = kCompletedFields,
                              .signers = kConsultants,
                              .purposes = kForReferral,
                              .rules = kRules<RuleId::kReferralKnown, RuleId::kReferralAccepted,
                                              RuleId::kDateFuture, RuleId::kReferralDateOrder>,
                              .effects = kEffects<EffectId::kReferralAnswered>,
                              .terms = kBusinessTerms,
                              .retention = "provision_3y",
                              .label_ja = "紹介先での支援の完了",
                              .label_en = "Referral completed",
                              .source = "001 I.2(2)"};

constexpr FieldSpec kReceivedFields[] = {
    id("referral_id", "紹介", "Referral"),
    id("business_id", "事業者", "Business"),
    id("center_id", "受け入れた拠点", "Receiving centre"),
    id("source", "紹介元（組織・拠点）", "Referring organisation or centre"),
    code("source_kind", kSourceKinds, "紹介元の種別", "Kind of source"),
    code("matter", kMatters, "相談の専門性", "Specialist matter or not"),
    flag("no_local_capacity", "地域に対応できる支援機関がない（当面の特例）",
         "No capacity in the area: the temporary exception"),
    date("received_on", "受付日", "Received on"),
    of_business(text("note", "紹介の内容", "Note"))};
constexpr Text kReceivedTerms[] = {"business/{business}",
                                   "figure/referrals_received/{center}/{period:received_on}",
                                   "[late:received_on]flag/month.late/{center}/{ym:received_on}"};
constexpr TypeSpec kReceived{
    .type = "referral.received",
    .group = "referral",
    .stream_kind = "referral",
    .stream_field = "referral_id",
    .fields = kReceivedFields,
    .signers = kConsultantsAndStaff,
    .purposes = kForReferral,
    .rules = kRules<RuleId::kReferralNew, RuleId::kBusinessKnown, RuleId::kCenterKnown, RuleId::kDateFuture,
                    RuleId::kReferralSource>,
    .effects = kEffects<EffectId::kReferralReceived>,
    .terms = kReceivedTerms,
    .retention = "provision_3y",
    .label_ja = "支援機関からの紹介の受付",
    .label_en = "Referral received",
    .source = "001 I.2; 003 2(1)(4)i",
    .flags = kFlags<FlagId::kReferralNonSpecialist>};

constexpr const TypeSpec* kRows[] = {&kReassigned,   &kReopened,      &kTransferred, &kDiscontinued,
                                     &kReclassified, &kIssueReopened, &kUnresolved,  &kPhaseEnded,
                                     &kPlan,         &kFollowUp,      &kCompleted,   &kReceived};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> support_step_rows() {
  return rows::kRows;
}

}  // namespace ledger
