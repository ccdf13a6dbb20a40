#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kForumKinds[] = {"regional", "inter_center"};
constexpr Text kHosts[] = {"impl_body", "other_body"};
constexpr Text kModes[] = {"sit_in", "trainee", "secondment", "lecture"};
constexpr Text kCauses[] = {"disaster",      "epidemic",        "bankruptcy",
                            "price_pass_on", "labour_shortage", "other_policy"};
constexpr Text kAwards[] = {"best_coordinator", "best_support", "special"};
constexpr Text kTrainings[] = {"national", "block", "sme_university", "on_the_job", "own"};
constexpr Text kIdentifiable[] = {"yes", "no"};

constexpr Text kFromNothing[] = {""};
constexpr Text kFromNothingCoordinated[] = {"", "coordinated"};
constexpr Text kFromAccepted[] = {"accepted"};
constexpr Text kFromOpen[] = {"open"};

constexpr FieldSpec kGoodpracticeReportedFields[] = {
    id("practice_id", "事例", "Practice"),
    id("center_id", "拠点", "Centre"),
    id_list("case_ids", 1, 20, "相談案件", "Cases"),
    code("identifiable", kIdentifiable, "事業者の特定可否", "Business identifiable"),
    opt(id("business_id", "事業者", "Business")),
    opt(event_ref("consent_ref", "公表の同意", "Consent to publication")),
    date("reported_on", "報告日", "Reported on"),
    secret(text("story", "事例の内容", "The practice"), kOfCenter)};
constexpr TypeSpec kGoodpracticeReported{
    .type = "goodpractice.reported",
    .group = "activity",
    .stream_kind = "goodpractice",
    .stream_field = "practice_id",
    .fields = kGoodpracticeReportedFields,
    .signers = kReporters,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture, RuleId::kPublicationConsent,
                    RuleId::kPublicationMedium>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "support_5y",
    .label_ja = "支援事例の報告",
    .label_en = "Good practice reported",
    .source = "001 II.4, II.6; 000 2(4)",
    .step = {.from = kFromNothing, .to = "reported"}};

// The notes know a reference to the coordination only; the bureau records it itself.
constexpr FieldSpec kForumCoordinatedFields[] = {id("forum_id", "フォーラム", "Forum"),
                                                 id("center_id", "拠点", "Centre"),
                                                 date("coordinated_on", "調整日", "Coordinated on")};
constexpr TypeSpec kForumCoordinated{
    .type = "forum.coordinated",
    .group = "activity",
    .stream_kind = "forum",
    .stream_field = "forum_id",
    .fields = kForumCoordinatedFields,
    .signers = kBureau,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "support_5y",
    .label_ja = "連携フォーラムの調整",
    .label_en = "Forum coordinated with the bureau",
    .source = "001 II.3",
    .step = {.from = kFromNothing, .to = "coordinated"}};

constexpr FieldSpec kForumHeldFields[] = {id("forum_id", "フォーラム", "Forum"),
                                          id("center_id", "拠点", "Centre"),
                                          code("kind", kForumKinds, "種別", "Kind"),
                                          code("host", kHosts, "主催", "Host"),
                                          id_list("org_ids", 1, 100, "参加機関", "Participants"),
                                          date("held_on", "開催日", "Held on")};
constexpr Text kForumHeldTerms[] = {
    "[kind=regional]figure/forums_regional/{center}/{period:held_on}",
    "[kind=inter_center]figure/forums_inter_center/{center}/{period:held_on}"};
constexpr TypeSpec kForumHeld{.type = "forum.held",
                              .group = "activity",
                              .stream_kind = "forum",
                              .stream_field = "forum_id",
                              .fields = kForumHeldFields,
                              .signers = kImplBody,
                              .purposes = kForReport,
                              .rules = kRules<RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kCenterKnown,
                                              RuleId::kDateFuture, RuleId::kForumCoordinated>,
                              .effects = kEffects<EffectId::kStepTaken, EffectId::kForumHeld>,
                              .terms = kForumHeldTerms,
                              .retention = "support_5y",
                              .label_ja = "連携フォーラムの開催",
                              .label_en = "Forum held",
                              .source = "001 II.3",
                              .step = {.from = kFromNothingCoordinated, .to = "held"}};

constexpr FieldSpec kKnowhowSharedFields[] = {id("share_id", "共有", "Sharing"),
                                              id("center_id", "拠点", "Centre"),
                                              code("mode", kModes, "方法", "Mode"),
                                              id("org_id", "相手方", "Organisation"),
                                              count("persons", 1, 10000, "人数", "Persons"),
                                              count("times", 1, 1000, "回数", "Times"),
                                              date("shared_on", "実施日", "Shared on")};
constexpr Text kKnowhowSharedTerms[] = {"figure/knowhow_persons/{center}/{period:shared_on}={persons}",
                                        "figure/knowhow_times/{center}/{period:shared_on}={times}"};
constexpr TypeSpec kKnowhowShared{
    .type = "knowhow.shared",
    .group = "activity",
    .stream_kind = "knowhow",
    .stream_field = "share_id",
    .fields = kKnowhowSharedFields,
    .signers = kCenterHeads,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kKnowhowSharedTerms,
    .retention = "support_5y",
    .label_ja = "支援ノウハウの共有",
    .label_en = "Know-how shared",
    .source = "003 3(3)(3), 6(5)",
    .step = {.from = kFromNothing, .to = "shared"}};

constexpr FieldSpec kTraineeAcceptedFields[] = {id("trainee_id", "受入れ", "Traineeship"),
                                                id("center_id", "拠点", "Centre"),
                                                id("person_id", "対象者", "Person"),
                                                id("org_id", "派遣元", "Sending organisation"),
                                                date("first_day", "初日", "First day"),
                                                date("last_day", "末日", "Last day"),
                                                flag("secrecy_pledged", "秘密保持の誓約", "Secrecy pledged")};
constexpr TypeSpec kTraineeAccepted{
    .type = "trainee.accepted",
    .group = "activity",
    .stream_kind = "trainee",
    .stream_field = "trainee_id",
    .fields = kTraineeAcceptedFields,
    .signers = kCenterHeads,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kPersonKnown, RuleId::kTraineePledge,
                    RuleId::kTraineeTerm>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "support_5y",
    .label_ja = "トレーニーの受入れ",
    .label_en = "Trainee accepted",
    .source = "003 3(3)(3); 001 IV.2(2)",
    .step = {.from = kFromNothing, .to = "accepted"}};

constexpr FieldSpec kTraineeCompletedFields[] = {id("trainee_id", "受入れ", "Traineeship"),
                                                 id("center_id", "拠点", "Centre"),
                                                 date("completed_on", "修了日", "Completed on")};
constexpr TypeSpec kTraineeCompleted{
    .type = "trainee.completed",
    .group = "activity",
    .stream_kind = "trainee",
    .stream_field = "trainee_id",
    .fields = kTraineeCompletedFields,
    .signers = kCenterHeads,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "support_5y",
    .label_ja = "トレーニーの修了",
    .label_en = "Traineeship completed",
    .source = "003 3(3)(3)",
    .step = {.from = kFromAccepted, .to = "completed"}};

constexpr FieldSpec kWindowOpenedFields[] = {
    id("window_id", "窓口", "Window"), id("center_id", "拠点", "Centre"),
    code("cause", kCauses, "事由", "Cause"), date("opened_on", "設置日", "Opened on")};
constexpr TypeSpec kWindowOpened{.type = "window.opened",
                                 .group = "activity",
                                 .stream_kind = "window",
                                 .stream_field = "window_id",
                                 .fields = kWindowOpenedFields,
                                 .signers = kWindowOpeners,
                                 .purposes = kForReport,
                                 .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture>,
                                 .effects = kEffects<EffectId::kStepTaken>,
                                 .retention = "support_5y",
                                 .label_ja = "特別相談窓口の設置",
                                 .label_en = "Special consultation window opened",
                                 .source = "001 I.2(6); 003 2(1)",
                                 .step = {.from = kFromNothing, .to = "open"}};

constexpr FieldSpec kWindowClosedFields[] = {id("window_id", "窓口", "Window"),
                                             id("center_id", "拠点", "Centre"),
                                             date("closed_on", "終了日", "Closed on")};
constexpr TypeSpec kWindowClosed{
    .type = "window.closed",
    .group = "activity",
    .stream_kind = "window",
    .stream_field = "window_id",
    .fields = kWindowClosedFields,
    .signers = kWindowOpeners,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "support_5y",
    .label_ja = "特別相談窓口の終了",
    .label_en = "Special consultation window closed",
    .source = "001 I.2(6)",
    .step = {.from = kFromOpen, .to = "closed"}};

constexpr FieldSpec kInitiativeRecordedFields[] = {
    id("initiative_id", "取組", "Initiative"), id("center_id", "拠点", "Centre"),
    fiscal_year("fy", "年度", "Fiscal year"), date("recorded_on", "記録日", "Recorded on"),
    secret(text("content", "内容", "Content"), kOfCenter)};
constexpr TypeSpec kInitiativeRecorded{
    .type = "initiative.recorded",
    .group = "activity",
    .stream_kind = "initiative",
    .stream_field = "initiative_id",
    .fields = kInitiativeRecordedFields,
    .signers = kReporters,
    .purposes = kForReport,
    .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "support_5y",
    .label_ja = "拠点独自の取組",
    .label_en = "Initiative of a centre recorded",
    .source = "003 6(8)",
    .step = {.from = kFromNothing, .to = "recorded"}};

constexpr FieldSpec kSeminarHeldFields[] = {
    id("seminar_id", "セミナー", "Seminar"), id("center_id", "拠点", "Centre"),
    date("held_on", "開催日", "Held on"), count("participants", 0, 100000, "参加者数", "Participants"),
    opt(secret(text("title", "演題", "Title"), kOfCenter))};
constexpr Text kSeminarHeldTerms[] = {"figure/seminar_participants/{center}/{period:held_on}={participants}"};
constexpr TypeSpec kSeminarHeld{.type = "seminar.held",
                                .group = "activity",
                                .stream_kind = "seminar",
                                .stream_field = "seminar_id",
                                .fields = kSeminarHeldFields,
                                .signers = kReporters,
                                .purposes = kForReport,
                                .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture>,
                                .effects = kEffects<EffectId::kStepTaken>,
                                .terms = kSeminarHeldTerms,
                                .retention = "support_5y",
                                .label_ja = "セミナーの開催",
                                .label_en = "Seminar held",
                                .source = "000 2(1)(4)",
                                .step = {.from = kFromNothing, .to = "held"}};

constexpr FieldSpec kPrPublishedFields[] = {
    id("publicity_id", "広報", "Publicity"),
    id("center_id", "拠点", "Centre"),
    code("medium", kPublicationMedia, "媒体", "Medium"),
    code("identifiable", kIdentifiable, "事業者の特定可否", "Business identifiable"),
    opt(id("business_id", "事業者", "Business")),
    opt(event_ref("consent_ref", "公表の同意", "Consent to publication")),
    date("published_on", "実施日", "Published on"),
    opt(secret(text("content", "内容", "Content"), kOfCenter))};
constexpr TypeSpec kPrPublished{.type = "pr.published",
                                .group = "activity",
                                .stream_kind = "publicity",
                                .stream_field = "publicity_id",
                                .fields = kPrPublishedFields,
                                .signers = kReporters,
                                .purposes = kForReport,
                                .rules = kRules<RuleId::kStepNew, RuleId::kCenterKnown, RuleId::kDateFuture,
                                                RuleId::kPublicationConsent, RuleId::kPublicationMedium>,
                                .effects = kEffects<EffectId::kStepTaken>,
                                .retention = "support_5y",
                                .label_ja = "広報の実施",
                                .label_en = "Publicity published",
                                .source = "001 I.2(5), II.6",
                                .step = {.from = kFromNothing, .to = "published"}};

constexpr FieldSpec kAwardGivenFields[] = {
    id("award_id", "表彰", "Award"),          id("person_id", "受賞者", "Person"),
    fiscal_year("fy", "年度", "Fiscal year"), code("kind", kAwards, "種別", "Kind"),
    date("given_on", "表彰日", "Given on"),   opt(secret(text("grounds", "功績", "Grounds"), kOfPerson))};
constexpr TypeSpec kAwardGiven{.type = "award.given",
                               .group = "activity",
                               .stream_kind = "award",
                               .stream_field = "award_id",
                               .fields = kAwardGivenFields,
                               .signers = kHeadquarters,
                               .purposes = kForReport,
                               .rules = kRules<RuleId::kStepNew, RuleId::kPersonKnown, RuleId::kDateFuture>,
                               .effects = kEffects<EffectId::kStepTaken>,
                               .retention = "support_5y",
                               .label_ja = "コーディネーターの表彰",
                               .label_en = "Coordinator awarded",
                               .source = "003 3(3)(5)",
                               .step = {.from = kFromNothing, .to = "given"}};

constexpr FieldSpec kTrainingHeldFields[] = {
    id("training_id", "研修", "Training"), code("kind", kTrainings, "種別", "Kind"),
    date("held_on", "実施日", "Held on"), id_list("attendees", 1, 100, "受講者", "Attendees"),
    opt(secret(text("content", "内容", "Content"), kOfActor))};
constexpr TypeSpec kTrainingHeld{.type = "training.held",
                                 .group = "activity",
                                 .stream_kind = "training",
                                 .stream_field = "training_id",
                                 .fields = kTrainingHeldFields,
                                 .signers = kTrainers,
                                 .purposes = kForReport,
                                 .rules = kRules<RuleId::kStepNew, RuleId::kDateFuture>,
                                 .effects = kEffects<EffectId::kStepTaken>,
                                 .retention = "support_5y",
                                 .label_ja = "研修の実施",
                                 .label_en = "Training held",
                                 .source = "002; 003 3(1)(2); 000 2(4)",
                                 .step = {.from = kFromNothing, .to = "held"}};

constexpr const TypeSpec* kRows[] = {
    &kGoodpracticeReported, &kForumCoordinated, &kForumHeld,    &kKnowhowShared,      &kTraineeAccepted,
    &kTraineeCompleted,     &kWindowOpened,     &kWindowClosed, &kInitiativeRecorded, &kSeminarHeld,
    &kPrPublished,          &kAwardGiven,       &kTrainingHeld};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> activity_rows() {
  return rows::kRows;
}

}  // namespace ledger
