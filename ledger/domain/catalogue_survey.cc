#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kReviewers[] = {"impl_body", "cco", "co", "adviser"};

constexpr Text kFromNothing[] = {""};

constexpr FieldSpec kSurveyIssuedFields[] = {
    id("survey_id", "調査", "Survey"), fiscal_year("fy", "年度", "Fiscal year"),
    count("version", 1, 99, "設問の版", "Version of the questions"), id_list("items", 1, 50, "設問", "Items"),
    date("open_until", "回答期限", "Open until")};
constexpr TypeSpec kSurveyIssued{
    .type = "survey.issued",
    .group = "survey",
    .stream_kind = "survey",
    .stream_field = "survey_id",
    .fields = kSurveyIssuedFields,
    .signers = kHeadquarters,
    .purposes = kForSurvey,
    .rules = kRules<RuleId::kStepNew, RuleId::kSurveySize>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "support_5y",
    .label_ja = "満足度調査の実施",
    .label_en = "Survey issued",
    .source = "001 I.4(3); 003 3(1)(2) table 12",
    .step = {.from = kFromNothing, .to = "open", .keeps = "items", .until = "open_until"}};

constexpr FieldSpec kSurveyAnsweredFields[] = {
    id("survey_id", "調査", "Survey"),
    id("respondent", "回答者の符号", "Respondent token"),
    id("center_id", "拠点", "Centre"),
    of_kind(FieldKind::kFigures, "answers", "回答", "Answers"),
    date("answered_on", "回答日", "Answered on"),
    opt(secret(text("comment", "自由記述", "Comment"), kOfRespondent))};
constexpr Text kSurveyAnsweredTerms[] = {"figure/survey_answers/{center}/{period:answered_on}"};
constexpr TypeSpec kSurveyAnswered{
    .type = "survey.answered",
    .group = "survey",
    .stream_kind = "answer",
    .stream_field = "survey_id,respondent",
    .fields = kSurveyAnsweredFields,
    .signers = kHeadquarters,
    .purposes = kForSurvey,
    .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture, RuleId::kSurveyKnown,
                    RuleId::kSurveyOpen, RuleId::kSurveyItems>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kSurveyAnsweredTerms,
    .retention = "support_5y",
    .label_ja = "満足度調査の回答",
    .label_en = "Survey answered",
    .source = "003 3(1)(2) table 12, 6",
    .step = {.from = kFromNothing, .to = "answered"}};

constexpr FieldSpec kCoRatingGivenFields[] = {
    id("session_id", "相談", "Session"), id("person_id", "評価された者", "Person rated"),
    count("score", 1, 5, "評点", "Score"), date("given_on", "評価日", "Given on"),
    opt(secret(text("comment", "自由記述", "Comment"), kOfSession))};
constexpr Text kCoRatingGivenTerms[] = {"figure/co_ratings/{center}/{period:given_on}={score}"};
constexpr TypeSpec kCoRatingGiven{
    .type = "co_rating.given",
    .group = "survey",
    .stream_kind = "rating",
    .stream_field = "session_id,person_id",
    .fields = kCoRatingGivenFields,
    .signers = kHeadquarters,
    .purposes = kForSurvey,
    .rules = kRules<RuleId::kStepNew, RuleId::kDateFuture, RuleId::kRatingSession>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kCoRatingGivenTerms,
    .retention = "support_5y",
    .label_ja = "事業者による評価",
    .label_en = "Coordinator rated by a business",
    .source = "003 3(3)(2)",
    .step = {.from = kFromNothing, .to = "given"}};

constexpr FieldSpec kReview360AnsweredFields[] = {
    id("round_id", "調査", "Round"),
    fiscal_year("fy", "年度", "Fiscal year"),
    id("center_id", "拠点", "Centre"),
    id("reviewer_id", "回答者", "Reviewer"),
    code("reviewer_kind", kReviewers, "回答者の立場", "Position of the reviewer"),
    id("about_id", "対象", "About"),
    of_kind(FieldKind::kFigures, "answers", "回答", "Answers"),
    opt(secret(text("comment", "自由記述", "Comment"), kOfActor))};
constexpr TypeSpec kReview360Answered{
    .type = "review360.answered",
    .group = "survey",
    .stream_kind = "review",
    .stream_field = "round_id,reviewer_id,about_id",
    .fields = kReview360AnsweredFields,
    .signers = kReviewed,
    .purposes = kForSurvey,
    .rules = kRules<RuleId::kStepNew, RuleId::kReviewOwn, RuleId::kReviewOther>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "support_5y",
    .label_ja = "360度調査の回答",
    .label_en = "360-degree review answered",
    .source = "003 3(3)(4)(5)",
    .step = {.from = kFromNothing, .to = "answered"}};

constexpr const TypeSpec* kRows[] = {&kSurveyIssued, &kSurveyAnswered, &kCoRatingGiven, &kReview360Answered};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> survey_rows() {
  return rows::kRows;
}

}  // namespace ledger
