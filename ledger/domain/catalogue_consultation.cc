#include "ledger/domain/catalogue_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kChannels[] = {"main_office", "satellite", "outreach", "online", "visit", "telephone"};
constexpr Text kCapacities[] = {"consultant", "support_org", "other_center",
                                "hq_adviser", "trainee",     "staff"};
constexpr Text kCloseReasons[] = {"completed", "no_further_wish", "unreachable", "referred",
                                  "business_closed"};
// Bookkeeping, subsidy plans and labour administration are handled but not counted (003 footnote 7).
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
constexpr Text kFocusFields[] = {"digital_transformation", "carbon_neutral",  "business_improvement",
                                 "labour_saving",          "succession",      "price_pass_on",
                                 "invoice_system",         "labour_shortage", "intellectual_property"};
constexpr Text kOutcomeKinds[] = {"sales_up",  "profit_up",     "cost_down", "productivity_up",
                                  "jobs_kept", "plan_realised", "other"};
constexpr Text kCriteria[] = {"i", "ii", "iii"};
constexpr Text kSteps[] = {"hearing_answered", "material_supplied"};
constexpr Text kBusinessTerms[] = {"business/{business}"};

constexpr FieldSpec kOpenedFields[] = {
    id("case_id", "相談案件", "Case"),
    id("business_id", "事業者", "Business"),
    id("center_id", "拠点", "Centre"),
    code("channel", kChannels, "相談の経路", "Channel"),
    instant("received_at", "受付日時", "Received at"),
    event_ref("consent_ref", "情報共有の了承・不同意", "Decision about sharing"),
    opt(id("window_id", "特別相談窓口", "Special window")),
    opt(secret(text("content", "相談内容", "Matter"), kOfBusiness))};
constexpr TypeSpec kOpened{
    .type = "consultation.opened",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kOpenedFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseNew, RuleId::kBusinessKnown, RuleId::kBusinessActive, RuleId::kCenterKnown,
                    RuleId::kDateFuture, RuleId::kConsentDecided>,
    .effects = kEffects<EffectId::kCaseOpened>,
    .terms = kBusinessTerms,
    .retention = "support_5y",
    .label_ja = "相談の受付",
    .label_en = "Consultation opened",
    .source = "001 I.3, II.4"};

constexpr FieldSpec kAssignedFields[] = {id("case_id", "相談案件", "Case"),
                                         id("person_id", "担当者", "Person"),
                                         date("assigned_on", "担当日", "Assigned on")};
constexpr TypeSpec kAssigned{.type = "consultation.assigned",
                             .group = "consultation",
                             .stream_kind = "case",
                             .stream_field = "case_id",
                             .fields = kAssignedFields,
                             .signers = kCenterHeads,
                             .purposes = kForSupport,
                             .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseOpen, RuleId::kDateFuture,
                                             RuleId::kAssigneeRole, RuleId::kAssigneeLicence>,
                             .effects = kEffects<EffectId::kCaseAssigned>,
                             .terms = kBusinessTerms,
                             .retention = "support_5y",
                             .label_ja = "担当者の決定",
                             .label_en = "Consultation assigned",
                             .source = "000 2(1); 001 II.1"};

constexpr FieldSpec kClosedFields[] = {id("case_id", "相談案件", "Case"),
                                       code("reason", kCloseReasons, "理由", "Reason"),
                                       date("closed_on", "終了日", "Closed on")};
constexpr TypeSpec kClosed{.type = "consultation.closed",
                           .group = "consultation",
                           .stream_kind = "case",
                           .stream_field = "case_id",
                           .fields = kClosedFields,
                           .signers = kConsultants,
                           .purposes = kForSupport,
                           .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseOpen, RuleId::kDateFuture>,
                           .effects = kEffects<EffectId::kCaseClosed>,
                           .terms = kBusinessTerms,
                           .retention = "support_5y",
                           .label_ja = "相談の終了",
                           .label_en = "Consultation closed",
                           .source = "001 I.3"};

constexpr FieldSpec attendees(Text name, Codes capacities, Text ja, Text en) {
  FieldSpec field = of_kind(FieldKind::kAttendees, name, ja, en);
  field.codes = capacities;
  field.min = 1;
  field.max = 20;
  return field;
}
constexpr FieldSpec minutes(Text name, Text ja, Text en) {
  return bounded(FieldKind::kMinutes, name, 1, 720, ja, en);
}
constexpr FieldSpec kSessionFields[] = {id("session_id", "面談", "Session"),
                                        id("case_id", "相談案件", "Case"),
                                        id("business_id", "事業者", "Business"),
                                        instant("started_at", "開始日時", "Started at"),
                                        minutes("minutes", "相談時間（分）", "Minutes"),
                                        code("channel", kChannels, "相談の経路", "Channel"),
                                        attendees("attendees", kCapacities, "出席者", "Attendees"),
                                        secret(text("summary", "相談内容の要旨", "Summary"), kOfBusiness)};
constexpr Text kSessionTerms[] = {"business/{business}", "figure/sessions/{center}/{period:started_at}",
                                  "figure/session_minutes/{center}/{period:started_at}={minutes}",
                                  "[late:started_at]flag/month.late/{center}/{ym:started_at}"};
constexpr TypeSpec kSession{
    .type = "session.held",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kSessionFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kCaseOpen, RuleId::kSessionNew,
                    RuleId::kSessionFuture, RuleId::kSessionContract, RuleId::kSessionOverlap>,
    .effects = kEffects<EffectId::kSessionHeld>,
    .terms = kSessionTerms,
    .retention = "support_5y",
    .label_ja = "面談の実施",
    .label_en = "Session held",
    .source = "001 I.3; 003 3(1)(2)"};

constexpr FieldSpec kAdviceFields[] = {
    id("advice_id", "助言", "Advice"),
    id("session_id", "面談", "Session"),
    id("case_id", "相談案件", "Case"),
    id("business_id", "事業者", "Business"),
    secret(text("advice", "アドバイス内容", "Advice"), kOfBusiness),
    opt(secret(text("measures", "案内した施策", "Measures named"), kOfBusiness))};
constexpr TypeSpec kAdvice{
    .type = "advice.recorded",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kAdviceFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kCaseOpen, RuleId::kSessionOfCase>,
    .terms = kBusinessTerms,
    .retention = "support_5y",
    .label_ja = "アドバイスの記録",
    .label_en = "Advice recorded",
    .source = "003 3(1)(2)iii"};

constexpr FieldSpec kIssueFields[] = {id("issue_id", "課題", "Issue"),
                                      id("case_id", "相談案件", "Case"),
                                      id("business_id", "事業者", "Business"),
                                      code("category", kCategories, "課題の区分", "Category"),
                                      code_list("focus_fields", kFocusFields, 0, "重点分野", "Focus fields"),
                                      flag("specialist", "専門的な相談", "Specialist matter"),
                                      date("identified_on", "設定日", "Identified on"),
                                      opt(secret(text("detail", "課題の内容", "Detail"), kOfBusiness))};
constexpr Text kIssueTerms[] = {"business/{business}",
                                "figure/issues_identified/{center}/{period:identified_on}",
                                "[late:identified_on]flag/month.late/{center}/{ym:identified_on}"};
constexpr TypeSpec kIssue{.type = "issue.identified",
                          .group = "consultation",
                          .stream_kind = "case",
                          .stream_field = "case_id",
                          .fields = kIssueFields,
                          .signers = kConsultants,
                          .purposes = kForSupport,
                          .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kCaseOpen,
                                          RuleId::kIssueNew, RuleId::kDateFuture>,
                          .effects = kEffects<EffectId::kIssueIdentified>,
                          .terms = kIssueTerms,
                          .retention = "support_5y",
                          .label_ja = "課題の設定",
                          .label_en = "Issue identified",
                          .source = "003 2(1)"};

constexpr FieldSpec kResolvedFields[] = {
    id("issue_id", "課題", "Issue"), id("case_id", "相談案件", "Case"),
    id("business_id", "事業者", "Business"), date("resolved_on", "解決日", "Resolved on"),
    opt(secret(text("note", "解決の内容", "How it was resolved"), kOfBusiness))};
constexpr Text kResolvedTerms[] = {"business/{business}",
                                   "[counted]figure/issues_resolved/{center}/{period:resolved_on}",
                                   "[excluded]figure/issues_resolved_excluded/{center}/{period:resolved_on}",
                                   "[late:resolved_on]flag/month.late/{center}/{ym:resolved_on}"};
constexpr TypeSpec kResolved{
    .type = "issue.resolved",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kResolvedFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kIssueOfCase, RuleId::kIssueUnresolved,
                    RuleId::kIssueLive, RuleId::kIssueSession, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kIssueResolved>,
    .terms = kResolvedTerms,
    .retention = "support_5y",
    .label_ja = "課題の解決",
    .label_en = "Issue resolved",
    .source = "003 6, fn 7"};

constexpr FieldSpec kOutcomeFields[] = {
    id("issue_id", "課題", "Issue"),
    id("case_id", "相談案件", "Case"),
    id("business_id", "事業者", "Business"),
    code("kind", kOutcomeKinds, "成果の種別", "Kind of outcome"),
    date("confirmed_on", "確認日", "Confirmed on"),
    secret(text("confirmed_by", "確認した者", "Confirmed by"), kOfBusiness),
    opt(secret(yen("effect_yen", -kAmountYenMax, "効果額", "Effect (yen)"), kOfBusiness)),
    opt(secret(document("evidence_sha256", "証拠書類のハッシュ", "Evidence (SHA-256)"), kOfBusiness))};
constexpr Text kOutcomeTerms[] = {"business/{business}",
                                  "figure/outcomes_confirmed/{center}/{period:confirmed_on}",
                                  "[late:confirmed_on]flag/month.late/{center}/{ym:confirmed_on}"};
constexpr TypeSpec kOutcome{
    .type = "outcome.confirmed",
    .group = "consultation",
    .stream_kind = "case",
    .stream_field = "case_id",
    .fields = kOutcomeFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kIssueOfCase, RuleId::kOutcomeResolved,
                    RuleId::kOutcomeOnce, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kOutcomeConfirmed>,
    .terms = kOutcomeTerms,
    .retention = "support_5y",
    .label_ja = "成果の確認",
    .label_en = "Outcome confirmed",
    .source = "003 3(1)(2)ii"};

constexpr FieldSpec kCriterionFields[] = {
    id("business_id", "事業者", "Business"),
    code("criterion", kCriteria, "要件", "Criterion"),
    date("met_on", "充足日", "Met on"),
    opt(flag("goal_agreed", "目標への合意（要件ii）", "Goal agreed (criterion ii)")),
    opt(code("step", kSteps, "具体的な着手（要件ii）", "Concrete step (criterion ii)")),
    opt(secret(text("note", "確認の内容", "How it was confirmed"), kOfBusiness))};
constexpr TypeSpec kCriterion{
    .type = "phase.criterion_met",
    .group = "consultation",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kCriterionFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture, RuleId::kCriterionNew,
                    RuleId::kCriterionFinancials, RuleId::kCriterionStarted, RuleId::kCriterionAgreed>,
    .effects = kEffects<EffectId::kCriterionMet>,
    .terms = kBusinessTerms,
    .retention = "support_5y",
    .label_ja = "フェーズ移行要件の充足",
    .label_en = "Phase criterion met",
    .source = "003 2(2)(3), fn 5"};

constexpr FieldSpec kTransitionFields[] = {id("business_id", "事業者", "Business"),
                                           count("to", 2, 2, "移行先", "To phase"),
                                           date("transitioned_on", "移行日", "Transitioned on"),
                                           event_ref("criterion_i", "要件iの充足", "Criterion i"),
                                           event_ref("criterion_ii", "要件iiの充足", "Criterion ii"),
                                           event_ref("criterion_iii", "要件iiiの充足", "Criterion iii")};
constexpr Text kTransitionTerms[] = {"business/{business}",
                                     "figure/phase2_entries/{center}/{period:transitioned_on}"};
constexpr TypeSpec kTransition{
    .type = "phase.transitioned",
    .group = "consultation",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kTransitionFields,
    .signers = kCenterHeads,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture, RuleId::kPhaseFirst, RuleId::kPhaseCriteria,
                    RuleId::kPhaseOrder>,
    .effects = kEffects<EffectId::kPhaseEntered>,
    .terms = kTransitionTerms,
    .retention = "support_5y",
    .label_ja = "フェーズ2への移行",
    .label_en = "Transition to phase 2",
    .source = "003 2(2)(3)"};

constexpr const TypeSpec* kRows[] = {&kOpened, &kAssigned, &kClosed,  &kSession,   &kAdvice,
                                     &kIssue,  &kResolved, &kOutcome, &kCriterion, &kTransition};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> consultation_rows() {
  return rows::kRows;
}

}  // namespace ledger
