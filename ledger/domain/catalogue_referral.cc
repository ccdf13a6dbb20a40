#include "ledger/domain/catalogue_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kTargetKinds[] = {"support_org", "other_center"};
constexpr Text kItems[] = {"identity", "profile", "consultation", "advice", "issue", "financials"};
constexpr Text kDeclineReasons[] = {"out_of_scope", "no_capacity", "business_withdrew", "other"};
constexpr Text kBusinessTerms[] = {"business/{business}"};

constexpr FieldSpec kMadeFields[] = {id("referral_id", "紹介", "Referral"),
                                     id("case_id", "相談案件", "Case"),
                                     id("business_id", "事業者", "Business"),
                                     id("issue_id", "課題", "Issue"),
                                     id("target", "紹介先（組織・拠点）", "Target organisation or centre"),
                                     code("target_kind", kTargetKinds, "紹介先の種別", "Kind of target"),
                                     event_ref("consent_ref", "根拠とする同意", "Consent relied upon"),
                                     code_list("items", kItems, 1, "提供する情報", "Items"),
                                     date("made_on", "紹介日", "Made on"),
                                     opt(secret(text("note", "紹介の内容", "Note"), kOfBusiness))};
// Referrals made, each of them. The indicator `referrals` counts business × issue × target once in the period
// asked about, and is recomputed from the complete list of these, like every distinct count.
constexpr Text kMadeTerms[] = {"business/{business}", "provision/{business}",
                               "figure/referrals_made/{center}/{period:made_on}",
                               "[late:made_on]flag/month.late/{center}/{ym:made_on}"};
constexpr TypeSpec kMade{
    .type = "referral.made",
    .group = "referral",
    .stream_kind = "referral",
    .stream_field = "referral_id",
    .fields = kMadeFields,
    .signers = kConsultants,
    .purposes = kForReferral,
    .rules = kRules<RuleId::kReferralNew, RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kReferralIssue,
                    RuleId::kDateFuture, RuleId::kReferralSelf, RuleId::kReferralTarget,
                    RuleId::kReferralConsent, RuleId::kReferralItems>,
    .effects = kEffects<EffectId::kReferralMade>,
    .terms = kMadeTerms,
    .retention = "provision_3y",
    .label_ja = "支援機関への紹介",
    .label_en = "Referral made",
    .source = "001 I.2; 003 6(6)"};

constexpr FieldSpec kAcceptedFields[] = {id("referral_id", "紹介", "Referral"),
                                         date("accepted_on", "受入日", "Accepted on")};
constexpr TypeSpec kAccepted{.type = "referral.accepted",
                             .group = "referral",
                             .stream_kind = "referral",
                             .stream_field = "referral_id",
                             .fields = kAcceptedFields,
                             .signers = kConsultants,
                             .purposes = kForReferral,
                             .rules = kRules<RuleId::kReferralKnown, RuleId::kReferralOpen,
                                             RuleId::kDateFuture, RuleId::kReferralDateOrder>,
                             .effects = kEffects<EffectId::kReferralAnswered>,
                             .terms = kBusinessTerms,
                             .retention = "provision_3y",
                             .label_ja = "紹介の受入れ",
                             .label_en = "Referral accepted",
                             .source = "001 I.2"};

constexpr FieldSpec kDeclinedFields[] = {id("referral_id", "紹介", "Referral"),
                                         date("declined_on", "辞退日", "Declined on"),
                                         code("reason", kDeclineReasons, "理由", "Reason")};
constexpr TypeSpec kDeclined{.type = "referral.declined",
                             .group = "referral",
                             .stream_kind = "referral",
                             .stream_field = "referral_id",
                             .fields = kDeclinedFields,
                             .signers = kConsultants,
                             .purposes = kForReferral,
                             .rules = kRules<RuleId::kReferralKnown, RuleId::kReferralOpen,
                                             RuleId::kDateFuture, RuleId::kReferralDateOrder>,
                             .effects = kEffects<EffectId::kReferralAnswered>,
                             .terms = kBusinessTerms,
                             .retention = "provision_3y",
                             .label_ja = "紹介の辞退",
                             .label_en = "Referral declined",
                             .source = "001 I.2"};

constexpr FieldSpec kJointFields[] = {
    id("session_id", "面談", "Session"), id("case_id", "相談案件", "Case"),
    id("business_id", "事業者", "Business"),
    id_list("org_ids", 1, 10, "同席した支援機関", "Support organisations present"),
    opt(secret(text("staff", "同席した職員", "Their staff"), kOfBusiness))};
constexpr Text kJointTerms[] = {"business/{business}", "figure/joint_sessions/{center}/{period:@session}",
                                "[late:@session]flag/month.late/{center}/{ym:@session}"};
constexpr TypeSpec kJoint{.type = "joint_support.held",
                          .group = "referral",
                          .stream_kind = "case",
                          .stream_field = "case_id",
                          .fields = kJointFields,
                          .signers = kConsultants,
                          .purposes = kForReferral,
                          .rules = kRules<RuleId::kCaseKnown, RuleId::kCaseBusiness, RuleId::kSessionOfCase,
                                          RuleId::kJointOnce, RuleId::kJointOrg>,
                          .effects = kEffects<EffectId::kJointSupportHeld>,
                          .terms = kJointTerms,
                          .retention = "support_5y",
                          .label_ja = "連携（同席）支援",
                          .label_en = "Joint support held",
                          .source = "003 3(1)(2)ii, 6(6)",
                          .flags = kFlags<FlagId::kJointNoConsent>};

constexpr const TypeSpec* kRows[] = {&kMade, &kAccepted, &kDeclined, &kJoint};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> referral_rows() {
  return rows::kRows;
}

}  // namespace ledger
