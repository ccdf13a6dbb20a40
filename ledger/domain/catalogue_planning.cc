#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kPolicyKinds[] = {"implementation_outline", "basic_policy", "action_guideline",
                                 "ceasing_support"};
constexpr Text kPlanKinds[] = {"center", "productivity"};
constexpr Text kUnits[] = {"count", "yen", "minutes", "per_mille", "persons"};
constexpr Text kComparisons[] = {"own_past", "target", "survey", "other_centers"};
constexpr Text kRanks[] = {"s", "a", "b", "c", "d"};
constexpr Text kOrders[] = {"by_center_code", "by_value"};
constexpr Text kScopes[] = {"center", "bureau", "nation"};

constexpr Text kFromNothing[] = {""};
constexpr Text kFromNothingReturnedDrafted[] = {"", "returned", "drafted"};
constexpr Text kFromDrafted[] = {"drafted"};
constexpr Text kFromConfirmed[] = {"confirmed"};
constexpr Text kFromSubmitted[] = {"submitted"};

constexpr FieldSpec kPolicyIssuedFields[] = {
    id("policy_id", "文書", "Document"), code("kind", kPolicyKinds, "種別", "Kind"),
    fiscal_year("fy", "年度", "Fiscal year"), date("issued_on", "策定日", "Issued on"),
    secret(document("document_sha256", "文書のハッシュ", "Hash of the document"), kOfActor)};
constexpr TypeSpec kPolicyIssued{.type = "policy.issued",
                                 .group = "planning",
                                 .stream_kind = "guideline",
                                 .stream_field = "policy_id",
                                 .fields = kPolicyIssuedFields,
                                 .signers = kAgency,
                                 .way_in = WayIn::kAuthorOnly,
                                 .purposes = kForReport,
                                 .rules = kRules<RuleId::kStepNew, RuleId::kDateFuture>,
                                 .effects = kEffects<EffectId::kStepTaken>,
                                 .retention = "permanent",
                                 .label_ja = "要領・方針の策定",
                                 .label_en = "Policy issued",
                                 .source = "001 I.4(1); 003 2(1)(4)",
                                 .step = {.from = kFromNothing, .to = "issued", .keeps = "kind"}};

constexpr FieldSpec kPlanDraftedFields[] = {
    id("plan_id", "計画", "Plan"),
    id("center_id", "拠点", "Centre"),
    code("kind", kPlanKinds, "種別", "Kind"),
    fiscal_year("fy", "年度", "Fiscal year"),
    count("version", 1, 99, "版", "Version"),
    date("drafted_on", "作成日", "Drafted on"),
    secret(document("document_sha256", "計画書のハッシュ", "Hash of the plan"), kOfCenter)};
constexpr TypeSpec kPlanDrafted{
    .type = "plan.drafted",
    .group = "planning",
    .stream_kind = "plan",
    .stream_field = "plan_id",
    .fields = kPlanDraftedFields,
    .signers = kPlanners,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kCenterKnown, RuleId::kDateFuture,
                    RuleId::kPlanDrafter, RuleId::kPlanVersion>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "実施計画の案",
    .label_en = "Plan drafted",
    .source = "001 I.4(1), II.2; 000 2(3)",
    .step = {.from = kFromNothingReturnedDrafted, .to = "drafted", .keeps = "version"}};

// 001 says confirmation (確認), 000 approval (了承): one step before the plan goes to the headquarters in
// both.
constexpr FieldSpec kPlanBureauConfirmedFields[] = {
    id("plan_id", "計画", "Plan"), id("center_id", "拠点", "Centre"),
    count("version", 1, 99, "版", "Version"), date("confirmed_on", "確認日", "Confirmed on")};
constexpr TypeSpec kPlanBureauConfirmed{
    .type = "plan.bureau_confirmed",
    .group = "planning",
    .stream_kind = "plan",
    .stream_field = "plan_id",
    .fields = kPlanBureauConfirmedFields,
    .signers = kBureau,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture,
                    RuleId::kPlanVersion>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "経済産業局の確認・了承",
    .label_en = "Plan confirmed by the bureau",
    .source = "001 II.2(3); 000 2(3)",
    .step = {.from = kFromDrafted, .to = "confirmed", .keeps = "version"}};

constexpr FieldSpec kPlanSubmittedFields[] = {
    id("plan_id", "計画", "Plan"), id("center_id", "拠点", "Centre"),
    count("version", 1, 99, "版", "Version"), date("submitted_on", "提出日", "Submitted on")};
constexpr TypeSpec kPlanSubmitted{.type = "plan.submitted",
                                  .group = "planning",
                                  .stream_kind = "plan",
                                  .stream_field = "plan_id",
                                  .fields = kPlanSubmittedFields,
                                  .signers = kPlanners,
                                  .way_in = WayIn::kAuthorOnly,
                                  .purposes = kForReport,
                                  .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter,
                                                  RuleId::kDateFuture, RuleId::kPlanVersion>,
                                  .effects = kEffects<EffectId::kStepTaken>,
                                  .retention = "contract_5y",
                                  .label_ja = "全国本部への提出",
                                  .label_en = "Plan submitted to the headquarters",
                                  .source = "001 II.2(3)",
                                  .step = {.from = kFromConfirmed, .to = "submitted", .keeps = "version"}};

// What comes back is adjusted with bureau and chief coordinator: a new version, confirmed again, before it is
// submitted again.
constexpr FieldSpec kPlanReturnedFields[] = {
    id("plan_id", "計画", "Plan"), id("center_id", "拠点", "Centre"),
    date("returned_on", "依頼日", "Returned on"),
    secret(text("points", "修正箇所", "Points to correct"), kOfCenter)};
constexpr TypeSpec kPlanReturned{
    .type = "plan.returned",
    .group = "planning",
    .stream_kind = "plan",
    .stream_field = "plan_id",
    .fields = kPlanReturnedFields,
    .signers = kHeadquarters,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "全国本部による修正依頼",
    .label_en = "Plan returned for correction",
    .source = "001 II.2(3)",
    .step = {.from = kFromSubmitted, .to = "returned"}};

constexpr FieldSpec kPlanAcceptedFields[] = {id("plan_id", "計画", "Plan"), id("center_id", "拠点", "Centre"),
                                             date("accepted_on", "確認完了日", "Accepted on")};
constexpr TypeSpec kPlanAccepted{
    .type = "plan.accepted",
    .group = "planning",
    .stream_kind = "plan",
    .stream_field = "plan_id",
    .fields = kPlanAcceptedFields,
    .signers = kHeadquarters,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "全国本部の確認完了",
    .label_en = "Plan accepted by the headquarters",
    .source = "001 II.2(3)",
    .step = {.from = kFromSubmitted, .to = "accepted"}};

constexpr FieldSpec kTargetSetFields[] = {id("center_id", "拠点", "Centre"),
                                          code("kind", kPlanKinds, "種別", "Kind"),
                                          id("indicator", "指標", "Indicator"),
                                          fiscal_year("fy", "年度", "Fiscal year"),
                                          count("value", 0, 1000000000000, "目標値", "Target"),
                                          code("unit", kUnits, "単位", "Unit")};
constexpr TypeSpec kTargetSet{
    .type = "target.set",
    .group = "planning",
    .stream_kind = "target",
    .stream_field = "center_id,indicator",
    .fields = kTargetSetFields,
    .signers = kTargetSetters,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForReport,
    .rules = kRules<RuleId::kCenterKnown, RuleId::kIndicatorInForce, RuleId::kTargetSetter>,
    .retention = "contract_5y",
    .label_ja = "活動指標の目標",
    .label_en = "Target set",
    .source = "001 I.4(1); 000 2(3)"};

// Who evaluates differs between 001 (SME Agency), 002 (headquarters) and 003 (both): the signer says who did.
constexpr FieldSpec kEvaluationRankedFields[] = {
    id("center_id", "拠点", "Centre"),
    fiscal_year("fy", "年度", "Fiscal year"),
    id("indicator", "指標", "Indicator"),
    count("value", -1000000000000, 1000000000000, "実績値", "Value"),
    opt(count("previous", -1000000000000, 1000000000000, "前年度の値", "Value of the year before")),
    code("comparison", kComparisons, "比較の対象", "Compared with"),
    code("rank", kRanks, "評価", "Rank"),
    year_month("through", "対象の最終月", "Last month considered")};
constexpr TypeSpec kEvaluationRanked{.type = "evaluation.ranked",
                                     .group = "planning",
                                     .stream_kind = "evaluation",
                                     .stream_field = "center_id,indicator",
                                     .fields = kEvaluationRankedFields,
                                     .signers = kEvaluators,
                                     .way_in = WayIn::kAuthorOnly,
                                     .purposes = kForEvaluation,
                                     .rules = kRules<RuleId::kCenterKnown, RuleId::kIndicatorInForce,
                                                     RuleId::kEvaluationClosed, RuleId::kComparisonOwn>,
                                     .retention = "contract_5y",
                                     .label_ja = "評価ランクの決定",
                                     .label_en = "Evaluation ranked",
                                     .source = "001 I.4(3); 003 3(1)(2), 6; 000 2(5)"};

constexpr FieldSpec kResultPublishedFields[] = {
    id("publication_id", "公表", "Publication"),
    fiscal_year("fy", "年度", "Fiscal year"),
    code("scope", kScopes, "範囲", "Scope"),
    code("order", kOrders, "並び順", "Order"),
    date("published_on", "公表日", "Published on"),
    secret(document("document_sha256", "公表資料のハッシュ", "Hash of the publication"), kOfActor)};
constexpr TypeSpec kResultPublished{
    .type = "result.published",
    .group = "planning",
    .stream_kind = "result",
    .stream_field = "publication_id",
    .fields = kResultPublishedFields,
    .signers = kEvaluators,
    .purposes = kForEvaluation,
    .rules = kRules<RuleId::kStepNew, RuleId::kDateFuture, RuleId::kNoRanking>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "permanent",
    .label_ja = "実績値の公表",
    .label_en = "Results published",
    .source = "003 3(3)(2), 6",
    .step = {.from = kFromNothing, .to = "published"}};

constexpr FieldSpec kFeedbackHeldFields[] = {
    id("feedback_id", "面談", "Feedback"),
    id("center_id", "拠点", "Centre"),
    fiscal_year("fy", "年度", "Fiscal year"),
    date("held_on", "開催日", "Held on"),
    id_list("attendees", 2, 40, "出席者", "Attendees"),
    opt(secret(text("points", "改善点等", "Points to improve"), kOfCenter))};
constexpr TypeSpec kFeedbackHeld{
    .type = "feedback.held",
    .group = "planning",
    .stream_kind = "feedback",
    .stream_field = "feedback_id",
    .fields = kFeedbackHeldFields,
    .signers = kHeadquarters,
    .purposes = kForEvaluation,
    .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture, RuleId::kFeedbackAttendance>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "contract_5y",
    .label_ja = "フィードバック委員会の面談",
    .label_en = "Feedback held",
    .source = "001 II.5; 003 3(1)(2)",
    .step = {.from = kFromNothing, .to = "held"}};

constexpr const TypeSpec* kRows[] = {
    &kPolicyIssued, &kPlanDrafted, &kPlanBureauConfirmed, &kPlanSubmitted,   &kPlanReturned,
    &kPlanAccepted, &kTargetSet,   &kEvaluationRanked,    &kResultPublished, &kFeedbackHeld};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> planning_rows() {
  return rows::kRows;
}

}  // namespace ledger
