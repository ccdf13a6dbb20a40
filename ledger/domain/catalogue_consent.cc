#include "ledger/domain/catalogue_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kMethods[] = {"paper", "online", "oral_noted"};
constexpr Text kItems[] = {"identity", "profile", "consultation", "advice", "issue", "financials"};
constexpr Text kConsentTerms[] = {"business/{business}", "consent/{business}"};

// Purposes and recipients are ids, not codes: a wrong one must be refused as what it is, by the rule.
constexpr FieldSpec kGrantedFields[] = {
    id("business_id", "事業者", "Business"),
    id("text_version", "同意文の版", "Version of the clause"),
    id_list("clause_purposes", 1, 8, "利用目的", "Purposes of the clause"),
    id_list("recipients", 0, 8, "共有先", "Recipients"),
    code("method", kMethods, "取得方法", "Method"),
    instant("given_at", "取得日時", "Given at"),
    secret(text("given_by", "同意した者", "Given by"), kOfBusiness),
    opt(secret(document("evidence_sha256", "証拠書類のハッシュ", "Evidence (SHA-256)"), kOfBusiness))};
constexpr TypeSpec kGranted{.type = "consent.sharing_granted",
                            .group = "consent",
                            .stream_kind = "business",
                            .stream_field = "business_id",
                            .fields = kGrantedFields,
                            .signers = kConsultants,
                            .purposes = kForSupport,
                            .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture,
                                            RuleId::kSharingRecipients, RuleId::kSharingPurposes>,
                            .effects = kEffects<EffectId::kSharingDecided>,
                            .terms = kConsentTerms,
                            .retention = "provision_3y",
                            .label_ja = "情報共有の了承",
                            .label_en = "Consent to sharing given",
                            .source = "001 II.4"};

constexpr FieldSpec kRefusedFields[] = {
    id("business_id", "事業者", "Business"), id("text_version", "同意文の版", "Version of the clause"),
    code("method", kMethods, "確認方法", "Method"), instant("refused_at", "不同意の日時", "Refused at"),
    opt(secret(text("given_by", "回答した者", "Answered by"), kOfBusiness))};
constexpr TypeSpec kRefused{.type = "consent.sharing_refused",
                            .group = "consent",
                            .stream_kind = "business",
                            .stream_field = "business_id",
                            .fields = kRefusedFields,
                            .signers = kConsultants,
                            .purposes = kForSupport,
                            .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture>,
                            .effects = kEffects<EffectId::kSharingDecided>,
                            .terms = kConsentTerms,
                            .retention = "provision_3y",
                            .label_ja = "情報共有の不同意",
                            .label_en = "Consent to sharing refused",
                            .source = "001 II.4"};

constexpr FieldSpec kWithdrawnFields[] = {
    id("business_id", "事業者", "Business"), event_ref("grant", "撤回する了承", "Withdrawn consent"),
    instant("withdrawn_at", "撤回の日時", "Withdrawn at"),
    opt(secret(text("given_by", "撤回した者", "Withdrawn by"), kOfBusiness))};
constexpr TypeSpec kWithdrawn{
    .type = "consent.sharing_withdrawn",
    .group = "consent",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kWithdrawnFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture, RuleId::kSharingGranted>,
    .effects = kEffects<EffectId::kSharingWithdrawn>,
    .terms = kConsentTerms,
    .retention = "provision_3y",
    .label_ja = "情報共有の了承の撤回",
    .label_en = "Consent to sharing withdrawn",
    .source = "001 II.4"};

constexpr FieldSpec kReferralFields[] = {
    id("business_id", "事業者", "Business"),
    id("recipient", "提供先の組織", "Recipient organisation"),
    code_list("items", kItems, 1, "提供する情報", "Items"),
    code("method", kMethods, "取得方法", "Method"),
    instant("given_at", "取得日時", "Given at"),
    date("expires_on", "有効期限", "Last day of validity"),
    secret(text("given_by", "同意した者", "Given by"), kOfBusiness),
    opt(secret(document("evidence_sha256", "証拠書類のハッシュ", "Evidence (SHA-256)"), kOfBusiness))};
constexpr TypeSpec kReferral{
    .type = "consent.referral_granted",
    .group = "consent",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kReferralFields,
    .signers = kConsultants,
    .purposes = kForReferral,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture, RuleId::kOrgKnown, RuleId::kConsentExpiry>,
    .effects = kEffects<EffectId::kReferralConsented>,
    .terms = kConsentTerms,
    .retention = "provision_3y",
    .label_ja = "紹介の同意",
    .label_en = "Consent to a referral given",
    .source = "001 I.2, II.4"};

constexpr FieldSpec kPhase2Fields[] = {
    id("business_id", "事業者", "Business"), instant("agreed_at", "合意の日時", "Agreed at"),
    secret(text("given_by", "合意した者", "Agreed by"), kOfBusiness),
    opt(secret(document("evidence_sha256", "証拠書類のハッシュ", "Evidence (SHA-256)"), kOfBusiness))};
constexpr TypeSpec kPhase2{.type = "consent.phase2_agreed",
                           .group = "consent",
                           .stream_kind = "business",
                           .stream_field = "business_id",
                           .fields = kPhase2Fields,
                           .signers = kConsultants,
                           .purposes = kForSupport,
                           .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture>,
                           .effects = kEffects<EffectId::kPhase2Consented>,
                           .terms = kConsentTerms,
                           .retention = "support_5y",
                           .label_ja = "フェーズ2（経営支援）の合意",
                           .label_en = "Agreement to phase 2",
                           .source = "003 2(2)(3) iii"};

constexpr const TypeSpec* kRows[] = {&kGranted, &kRefused, &kWithdrawn, &kReferral, &kPhase2};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> consent_rows() {
  return rows::kRows;
}

}  // namespace ledger
