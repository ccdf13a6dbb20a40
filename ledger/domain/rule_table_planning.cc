#include "ledger/domain/evidence_rule_functions.h"
#include "ledger/domain/rule_table.h"

namespace ledger {

namespace {

constexpr StatusCode kBroken = StatusCode::kFailedPrecondition;
constexpr StatusCode kTaken = StatusCode::kConflict;
constexpr StatusCode kDenied = StatusCode::kPermissionDenied;
constexpr StatusCode kUnknown = StatusCode::kNotFound;

constexpr RuleOrder kAfter = RuleOrder::kAfterEvent;

constexpr RuleSpec kRules[] = {
    {RuleId::kStepNew, "step.exists", kTaken, "step.exists", "既に始まっています",
     "what the event would begin has begun already", "design", check_step_new},
    {RuleId::kStepBegun, "step.unknown", kUnknown, "reference.unknown", "始まっていません",
     "what the event goes on with has not begun", "design", check_step_begun, kAfter},
    {RuleId::kStepOrder, "step.order", kBroken, "step.order", "手続の順序が異なります",
     "the steps do not come in this order", "001 II.2, annex; programme 2.9, 2.10", check_step_order, kAfter},
    {RuleId::kStepCenter, "step.center", kBroken, "step.center", "別の拠点のものです",
     "it belongs to another centre", "001 I.1", check_step_center},
    {RuleId::kQualificationOwn, "qualification.not_own", kDenied, "qualification.not_own",
     "資格は本人が申告します", "a qualification is declared by its holder", "003 table 11",
     check_qualification_own},
    {RuleId::kPlanDrafter, "plan.drafter", kDenied, "plan.drafter", "計画の種別に応じた作成者ではありません",
     "the implementing body drafts the centre's plan, the productivity lead the other", "001 II.2; 000 2(3)",
     check_plan_drafter},
    {RuleId::kPlanVersion, "plan.version", kBroken, "plan.version", "計画の版が合いません",
     "not the next version, or not the one that was drafted", "001 II.2(3)", check_plan_version, kAfter},
    {RuleId::kIndicatorInForce, "indicator.not_in_force", kBroken, "indicator.not_in_force",
     "その年度の指標ではありません", "the indicator is not in force in that fiscal year", "003 6",
     check_indicator_in_force},
    {RuleId::kTargetSetter, "target.setter", kDenied, "target.setter", "目標を定める者ではありません",
     "centres set their own targets, the agency those of productivity centres", "001 I.4(1); 000 2(3)",
     check_target_setter},
    {RuleId::kEvaluationClosed, "evaluation.open_month", kBroken, "evaluation.open_month",
     "締め切っていない月を含みます", "the evaluation rests on a month that is not closed, or of another year",
     "003 3(1)(2)", check_evaluation_closed, kAfter},
    {RuleId::kComparisonOwn, "evaluation.other_centers", kBroken, "evaluation.other_centers",
     "他拠点とは比較しません", "a centre is compared with its own past, not with other centres", "003 6",
     check_comparison_own},
    {RuleId::kNoRanking, "result.ranking", kBroken, "result.ranking", "拠点間で順位付けをしません",
     "published values do not rank the centres", "003 6", check_no_ranking},
    {RuleId::kFeedbackAttendance, "feedback.attendance", kBroken, "feedback.attendance",
     "実施機関とチーフコーディネーターの出席が必要です",
     "implementing body and chief coordinator both attend", "001 II.5", check_feedback_attendance, kAfter},
    {RuleId::kCheckedReport, "report.other", kUnknown, "reference.unknown",
     "この拠点・月の報告ではありません", "no report of this centre and month", "001 II.4",
     check_checked_report, kAfter},
    {RuleId::kCheckedResult, "report.check_result", kBroken, "report.check_result",
     "結果と相違の内容が合いません", "a difference is listed exactly if there is one", "design",
     check_checked_result},
    {RuleId::kRestatedFormer, "restatement.unchanged", kBroken, "restatement.unchanged",
     "訂正前後の値が対応しないか同じです", "each restated figure stands against a different former one",
     "001 II.4", check_restated_former},
    {RuleId::kRestatedCauses, "restatement.cause", kBroken, "restatement.cause",
     "締切り後の事象ではありません", "a cause is no event after the cut-off", "001 II.4; design",
     check_restated_causes},
    {RuleId::kFigureScope, "figure.scope", kBroken, "figure.scope", "対象の範囲が正しくありません",
     "no such scope, or centre, month and year do not belong to it", "programme 3.0", check_figure_scope,
     kAfter},
    {RuleId::kFigureClosed, "figure.open_month", kBroken, "figure.open_month", "月が締め切られていません",
     "the month is not closed by every centre of the scope", "design", check_figure_closed, kAfter},
    {RuleId::kFigureCutOff, "figure.cut_off", kBroken, "figure.cut_off", "締切位置が合いません",
     "not the largest cut-off of the month's closings, or a position that is not there yet", "programme 3.0",
     check_figure_cut_off},
    {RuleId::kFigureDefinition, "figure.definition", kBroken, "figure.definition",
     "その版にない指標か、値を持たない指標です",
     "that version of the definitions has no such indicator, or none with a value", "003 6; programme 3.0",
     check_figure_definition},
    {RuleId::kFigureSmall, "figure.few_businesses", kBroken, "figure.few_businesses",
     "少数の事業者が特定される値は公開できません",
     "a value of too few businesses, or withheld for what others tell with it, is sealed", "design",
     check_figure_small},
    {RuleId::kSurveyKnown, "survey.unknown", kUnknown, "reference.unknown", "調査がありません",
     "the survey does not exist", "003 3(1)(2)", check_survey_known, kAfter},
    {RuleId::kSurveyOpen, "survey.over", kBroken, "survey.over", "回答期限を過ぎています",
     "the survey is over", "003 3(1)(2)", check_survey_open},
    {RuleId::kSurveyItems, "survey.item", kBroken, "survey.item", "設問にない項目です",
     "an answer to no item of the survey", "003 table 12", check_survey_items},
    {RuleId::kSurveySize, "survey.too_many_items", kBroken, "survey.too_many_items",
     "設問の数が上限を超えます", "the survey has more items than allowed", "003 fn 10", check_survey_size},
    {RuleId::kRatingSession, "rating.no_session", kBroken, "rating.no_session",
     "その者が対応した相談ではありません", "the person did not hold that session", "003 3(3)(2)",
     check_rating_session, kAfter},
    {RuleId::kReviewOwn, "review.not_own", kDenied, "review.not_own", "本人の回答ではありません",
     "the reviewer answers for himself", "003 3(3)(5)", check_review_own},
    {RuleId::kReviewOther, "review.self", kBroken, "review.self", "自分自身は評価しません",
     "nobody reviews himself", "003 3(3)(5)", check_review_other},
    {RuleId::kPublicationConsent, "consent.publication_missing", kDenied, "consent.missing",
     "公表の同意がありません", "an identifiable business has not consented to publication", "001 II.6",
     check_publication_consent, kAfter},
    {RuleId::kPublicationMedium, "consent.publication_medium", kDenied, "consent.publication_medium",
     "公表の同意がその媒体に及びません", "the consent to publication is for another medium",
     "001 II.6; design", check_publication_medium},
    {RuleId::kForumCoordinated, "forum.not_coordinated", kBroken, "forum.not_coordinated",
     "経済産業局と調整していません", "the forum between centres is not coordinated with the bureau",
     "001 II.3", check_forum_coordinated, kAfter},
    {RuleId::kTraineePledge, "trainee.no_pledge", kBroken, "trainee.no_pledge", "秘密保持の誓約がありません",
     "the trainee has not pledged secrecy", "001 IV.2(2)", check_trainee_pledge},
    {RuleId::kTraineeTerm, "trainee.term", kBroken, "trainee.term", "期間が逆転しています",
     "the traineeship ends before it begins", "003 3(3)(3)", check_trainee_term},
};

}  // namespace

std::span<const RuleSpec> planning_rules() {
  return kRules;
}

}  // namespace ledger
