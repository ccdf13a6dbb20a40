#include "ledger/domain/catalogue_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kMethods[] = {"paper", "online", "oral_noted"};
constexpr Text kItems[] = {"identity", "profile", "consultation", "advice", "issue", "financials"};
constexpr Text kRecipientKinds[] = {"meti",         "hq",          "other_impl_body",
                                    "other_center", "support_org", "other_ministry"};
constexpr Text kBases[] = {"sharing_consent", "referral_consent", "law", "officer_approval"};
constexpr Text kRecordKinds[] = {"article_29", "exempt"};
constexpr Text kWays[] = {"system", "paper", "email", "oral", "meeting"};
constexpr Text kObtained[] = {"from_business_with_consent", "by_law", "published"};
constexpr Text kConsentTerms[] = {"business/{business}", "consent/{business}"};
constexpr Text kProvisionTerms[] = {"business/{business}", "provision/{business}"};

constexpr FieldSpec kGivenBy = secret(text("given_by", "同意した者", "Given by"), kOfBusiness);

constexpr FieldSpec kReferralWithdrawnFields[] = {
    id("business_id", "事業者", "Business"), id("recipient", "提供先の組織", "Recipient organisation"),
    event_ref("grant", "撤回する同意", "Withdrawn consent"),
    instant("withdrawn_at", "撤回の日時", "Withdrawn at"),
    opt(secret(text("given_by", "撤回した者", "Withdrawn by"), kOfBusiness))};
constexpr TypeSpec kReferralWithdrawn{
    .type = "consent.referral_withdrawn",
    .group = "consent",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kReferralWithdrawnFields,
    .signers = kConsultants,
    .purposes = kForReferral,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture, RuleId::kReferralConsentLive>,
    .effects = kEffects<EffectId::kReferralConsentWithdrawn>,
    .terms = kConsentTerms,
    .retention = "provision_3y",
    .label_ja = "紹介の同意の撤回",
    .label_en = "Consent to a referral withdrawn",
    .source = "001 I.2, II.4"};

constexpr FieldSpec kPublicationFields[] = {
    id("business_id", "事業者", "Business"),
    code("medium", kPublicationMedia, "掲載媒体", "Medium"),
    code("method", kMethods, "取得方法", "Method"),
    instant("given_at", "取得日時", "Given at"),
    date("expires_on", "有効期限", "Last day of validity"),
    kGivenBy,
    opt(secret(document("text_sha256", "掲載内容のハッシュ", "Agreed text (SHA-256)"), kOfBusiness))};
constexpr TypeSpec kPublication{
    .type = "consent.publication_granted",
    .group = "consent",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kPublicationFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture, RuleId::kConsentExpiry>,
    .effects = kEffects<EffectId::kPublicationConsented>,
    .terms = kConsentTerms,
    .retention = "provision_3y",
    .label_ja = "事例公表の同意",
    .label_en = "Consent to publication given",
    .source = "001 II.6; 000 2(1)(4)"};

constexpr FieldSpec kPublicationWithdrawnFields[] = {
    id("business_id", "事業者", "Business"), code("medium", kPublicationMedia, "掲載媒体", "Medium"),
    event_ref("grant", "撤回する同意", "Withdrawn consent"),
    instant("withdrawn_at", "撤回の日時", "Withdrawn at"),
    opt(secret(text("given_by", "撤回した者", "Withdrawn by"), kOfBusiness))};
constexpr TypeSpec kPublicationWithdrawn{
    .type = "consent.publication_withdrawn",
    .group = "consent",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kPublicationWithdrawnFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture, RuleId::kPublicationLive>,
    .effects = kEffects<EffectId::kPublicationWithdrawn>,
    .terms = kConsentTerms,
    .retention = "provision_3y",
    .label_ja = "事例公表の同意の撤回",
    .label_en = "Consent to publication withdrawn",
    .source = "001 II.6"};

constexpr FieldSpec kRecordedFields[] = {
    id("provision_id", "提供", "Provision"),
    id("business_id", "事業者", "Business"),
    id("center_id", "提供した拠点", "Providing centre"),
    id("recipient", "提供先（組織・拠点）", "Recipient organisation or centre"),
    code("recipient_kind", kRecipientKinds, "提供先の種別", "Kind of recipient"),
    code_list("items", kItems, 1, "提供した情報", "Items"),
    code("basis", kBases, "提供の根拠", "Basis"),
    opt(event_ref("consent_ref", "根拠とする同意", "Consent relied upon")),
    code("record_kind", kRecordKinds, "第三者提供記録の要否（個人情報保護法29条）",
         "Record under article 29, or exempt"),
    code("method", kWays, "提供方法", "Method"),
    instant("provided_at", "提供日時", "Provided at"),
    opt(secret(text("note", "提供の内容", "Note"), kOfBusiness))};
constexpr TypeSpec kRecorded{
    .type = "provision.recorded",
    .group = "consent",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kRecordedFields,
    .signers = kConsultantsAndStaff,
    .purposes = kForReferral,
    .rules = kRules<RuleId::kProvisionNew, RuleId::kBusinessKnown, RuleId::kCenterKnown, RuleId::kDateFuture,
                    RuleId::kProvisionRecipient, RuleId::kProvisionConsent, RuleId::kProvisionItems,
                    RuleId::kProvisionRecord>,
    .effects = kEffects<EffectId::kProvisionRecorded>,
    .terms = kProvisionTerms,
    .retention = "provision_3y",
    .label_ja = "第三者提供の記録",
    .label_en = "Provision recorded",
    .source = "001 II.4, annex 9"};

constexpr FieldSpec kReceivedFields[] = {
    id("provision_id", "受領", "Provision"),
    id("business_id", "事業者", "Business"),
    id("center_id", "受領した拠点", "Receiving centre"),
    id("provider", "提供元（組織・拠点）", "Provider"),
    code("how_obtained", kObtained, "提供元の取得の経緯", "How the provider obtained it"),
    opt(event_ref("consent_ref", "提供元の同意", "Consent relied upon")),
    code_list("items", kItems, 1, "受領した情報", "Items"),
    instant("received_at", "受領日時", "Received at"),
    opt(secret(text("note", "受領の内容", "Note"), kOfBusiness))};
constexpr TypeSpec kReceived{
    .type = "provision.received",
    .group = "consent",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kReceivedFields,
    .signers = kConsultantsAndStaff,
    .purposes = kForReferral,
    .rules = kRules<RuleId::kProvisionNew, RuleId::kBusinessKnown, RuleId::kCenterKnown, RuleId::kDateFuture,
                    RuleId::kProvisionProvider>,
    .effects = kEffects<EffectId::kProvisionRecorded>,
    .terms = kProvisionTerms,
    .retention = "provision_3y",
    .label_ja = "第三者提供の受領の記録",
    .label_en = "Provision received",
    .source = "001 II.4; programme 1.10"};

constexpr const TypeSpec* kRows[] = {&kReferralWithdrawn, &kPublication, &kPublicationWithdrawn, &kRecorded,
                                     &kReceived};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> provision_rows() {
  return rows::kRows;
}

}  // namespace ledger
