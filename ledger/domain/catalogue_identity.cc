#include "ledger/domain/catalogue_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kSources[] = {"nta", "gbizinfo", "document"};
// What a comparison of the sealed numbers gives. The signer states it; the API holds it against the vault
// before the event reaches the writer (api/number_comparison.h).
constexpr Text kNumberFindings[] = {"first", "equal", "different", "unknown"};
constexpr Text kNumberRelations[] = {"equal", "different", "one_absent", "both_absent", "unknown"};
constexpr Text kMatchMethods[] = {"corp_no", "name_addr", "tel", "manual"};
constexpr Text kRejections[] = {"different_business", "not_enough_evidence", "other"};
constexpr Text kUnmergeReasons[] = {"different_business", "wrong_survivor", "other"};
constexpr Text kSuccessions[] = {"incorporation", "merger", "succession"};
constexpr Text kCloseReasons[] = {"dissolved", "bankrupt", "retired", "startup_given_up", "unknown"};
constexpr Text kChief[] = {"cco"};
constexpr Text kChiefAndHq[] = {"cco", "hq_staff"};
constexpr Text kHq[] = {"hq_staff"};
constexpr Text kMatchSigners[] = {"cco",        "sub_cco", "co", "prod_lead", "prod_supporter",
                                  "impl_staff", "hq_staff"};
constexpr Text kVerifiers[] = {"impl_lead", "impl_staff", "cco"};
constexpr Text kBusinessTerms[] = {"business/{business}"};
constexpr Text kPairTerms[] = {"business/{business}", "business/{other_id}"};
constexpr Text kMergeTerms[] = {"business/{business}", "business/{absorbed_id}", "merge/{business}",
                                "merge/{absorbed_id}"};
constexpr Text kSuccessionTerms[] = {"business/{business}", "business/{successor_id}", "merge/{business}",
                                     "merge/{successor_id}"};

constexpr FieldSpec secret_text(Text name, Text ja, Text en) {
  return opt(secret(text(name, ja, en), kOfBusiness));
}

constexpr FieldSpec kVerifiedFields[] = {
    id("business_id", "事業者", "Business"), code("source", kSources, "確認元", "Source"),
    instant("looked_up_at", "確認日時", "Looked up at"),
    code("number_finding", kNumberFindings, "登録済みの法人番号との照合結果",
         "Comparison with the registered number"),
    secret(of_kind(FieldKind::kCorporateNumber, "corporate_number", "法人番号", "Corporate number"),
           kOfBusiness)};
constexpr TypeSpec kVerified{.type = "business.corporate_number_verified",
                             .group = "business",
                             .stream_kind = "business",
                             .stream_field = "business_id",
                             .fields = kVerifiedFields,
                             .signers = kVerifiers,
                             .purposes = kForSupport,
                             .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture,
                                             RuleId::kNumberCorporation, RuleId::kNumberDiffers>,
                             .effects = kEffects<EffectId::kNumberVerified>,
                             .terms = kBusinessTerms,
                             .retention = "support_5y",
                             .label_ja = "法人番号の確認",
                             .label_en = "Corporate number verified",
                             .source = "003 3(1); programme 2.3"};

constexpr FieldSpec kProposedFields[] = {
    id("business_id", "事業者", "Business"),
    id("other_id", "同一の可能性がある事業者", "Possibly the same business"),
    code("method", kMatchMethods, "照合方法", "Method"),
    count("score", 0, 1000, "一致度（千分率）", "Score (per mille)"), secret_text("note", "根拠", "Grounds")};
constexpr TypeSpec kProposed{
    .type = "business.match_proposed",
    .group = "business",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kProposedFields,
    .signers = kMatchSigners,
    .purposes = kForSupport,
    .rules =
        kRules<RuleId::kBusinessKnown, RuleId::kOtherBusinessKnown, RuleId::kPairDistinct, RuleId::kMatchNew>,
    .effects = kEffects<EffectId::kMatchProposed>,
    .terms = kPairTerms,
    .retention = "support_5y",
    .label_ja = "名寄せの候補",
    .label_en = "Match of businesses proposed",
    .source = "003 fn 3, 4; programme 3.0"};

constexpr FieldSpec kRejectedFields[] = {id("business_id", "事業者", "Business"),
                                         id("other_id", "同一の可能性があった事業者", "The other business"),
                                         code("reason", kRejections, "理由", "Reason"),
                                         date("decided_on", "判断日", "Decided on"),
                                         secret_text("note", "判断の根拠", "Grounds")};
constexpr TypeSpec kRejected{
    .type = "business.match_rejected",
    .group = "business",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kRejectedFields,
    .signers = kChiefAndHq,
    .purposes = kForSupport,
    .rules =
        kRules<RuleId::kBusinessKnown, RuleId::kOtherBusinessKnown, RuleId::kDateFuture, RuleId::kMatchOpen>,
    .effects = kEffects<EffectId::kMatchRejected>,
    .terms = kPairTerms,
    .retention = "support_5y",
    .label_ja = "名寄せの候補の否定",
    .label_en = "Match of businesses rejected",
    .source = "programme 3.0"};

constexpr FieldSpec kMergedFields[] = {
    id("business_id", "統合先の事業者", "Surviving business"),
    id("absorbed_id", "統合される事業者", "Absorbed business"),
    code("number_relation", kNumberRelations, "法人番号の照合結果", "Comparison of the corporate numbers"),
    opt(event_ref("proposal", "名寄せの候補", "Proposal decided upon")),
    instant("decided_at", "判断日時", "Decided at"),
    secret_text("note", "判断の根拠", "Grounds")};
constexpr TypeSpec kMerged{
    .type = "business.merged",
    .group = "business",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kMergedFields,
    .signers = kChiefAndHq,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kOtherBusinessKnown, RuleId::kDateFuture,
                    RuleId::kPairDistinct, RuleId::kMergeRoots, RuleId::kMergeNumbers, RuleId::kMergeKinds,
                    RuleId::kMergeCenters, RuleId::kMergeProposal>,
    .effects = kEffects<EffectId::kBusinessMerged>,
    .terms = kMergeTerms,
    .retention = "support_5y",
    .label_ja = "名寄せ（事業者の統合）",
    .label_en = "Businesses merged",
    .source = "003 fn 3, 4; programme 3.0",
    .flags = kFlags<FlagId::kMergeRestates>};

constexpr FieldSpec kUnmergedFields[] = {id("business_id", "統合先の事業者", "Surviving business"),
                                         id("absorbed_id", "統合された事業者", "Absorbed business"),
                                         event_ref("merge", "取り消す統合", "Merge undone"),
                                         code("reason", kUnmergeReasons, "理由", "Reason"),
                                         secret_text("note", "判断の根拠", "Grounds")};
constexpr TypeSpec kUnmerged{
    .type = "business.unmerged",
    .group = "business",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kUnmergedFields,
    .signers = kHq,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kOtherBusinessKnown, RuleId::kUnmergeEffective>,
    .effects = kEffects<EffectId::kBusinessUnmerged>,
    .terms = kMergeTerms,
    .retention = "support_5y",
    .label_ja = "名寄せの取消し",
    .label_en = "Merge of businesses undone",
    .source = "programme 2.3",
    .flags = kFlags<FlagId::kMergeRestates>};

constexpr FieldSpec kSucceededFields[] = {
    id("business_id", "承継元の事業者", "Predecessor"), id("successor_id", "承継先の事業者", "Successor"),
    code("kind", kSuccessions, "承継の種別", "Kind of succession"),
    date("succeeded_on", "承継日", "Succeeded on"), secret_text("note", "承継の内容", "Details")};
constexpr TypeSpec kSucceeded{
    .type = "business.succeeded",
    .group = "business",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kSucceededFields,
    .signers = kChief,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kOtherBusinessKnown, RuleId::kDateFuture,
                    RuleId::kPairDistinct, RuleId::kSuccessionOnce, RuleId::kSuccessionCycle,
                    RuleId::kSuccessionKinds>,
    .effects = kEffects<EffectId::kBusinessSucceeded>,
    .terms = kSuccessionTerms,
    .retention = "support_5y",
    .label_ja = "事業者の承継（法人成り等）",
    .label_en = "Business succeeded",
    .source = "programme 2.3"};

constexpr FieldSpec kClosedFields[] = {id("business_id", "事業者", "Business"),
                                       date("closed_on", "廃業日", "Closed on"),
                                       code("reason", kCloseReasons, "理由", "Reason")};
constexpr TypeSpec kClosed{
    .type = "business.closed",
    .group = "business",
    .stream_kind = "business",
    .stream_field = "business_id",
    .fields = kClosedFields,
    .signers = kConsultants,
    .purposes = kForSupport,
    .rules = kRules<RuleId::kBusinessKnown, RuleId::kDateFuture, RuleId::kBusinessOpen>,
    .effects = kEffects<EffectId::kBusinessClosed>,
    .terms = kBusinessTerms,
    .retention = "support_5y",
    .label_ja = "事業者の廃業",
    .label_en = "Business closed",
    .source = "programme 2.3"};

constexpr const TypeSpec* kRows[] = {&kVerified, &kProposed,  &kRejected, &kMerged,
                                     &kUnmerged, &kSucceeded, &kClosed};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> identity_rows() {
  return rows::kRows;
}

}  // namespace ledger
