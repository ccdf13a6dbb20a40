#include "ledger/domain/attachment.h"
#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kFormats[] = {"json", "csv", "pdf", "evidence_pack"};
constexpr Text kFieldClasses[] = {"public", "confidential"};
constexpr Text kResults[] = {"justified", "unjustified"};
constexpr Text kMethods[] = {"client_certificate", "author_signature"};
constexpr Text kReasons[] = {"certificate_unknown", "certificate_expired", "certificate_revoked",
                             "principal_unbound", "signature_invalid"};
constexpr Text kDiscardReasons[] = {"never_referred"};

constexpr Text kFromNothing[] = {""};
constexpr Text kFromOpen[] = {"open"};
constexpr Text kFromStored[] = {"stored"};

// The output itself is not copied into the log; its hash and who took it are.
constexpr FieldSpec kRecordExportedFields[] = {
    id("export_id", "出力", "Output"),
    id("center_id", "記録の拠点", "Centre of the records"),
    code("format", kFormats, "形式", "Format"),
    count("rows", 0, 1000000000, "件数", "Rows"),
    code_list("field_classes", kFieldClasses, 1, "項目の区分", "Classes of fields"),
    opt(id("business_id", "事業者", "Business")),
    opt(event_ref("consent_ref", "根拠とする同意", "Consent relied upon")),
    of_kind(FieldKind::kHash, "content_sha256", "内容のハッシュ", "Hash of the content")};
constexpr Text kRecordExportedTerms[] = {"access/business/{business}", "access/actor/{actor}",
                                         "access/center/{center_id}/{rym}"};
constexpr TypeSpec kRecordExported{.type = "record.exported",
                                   .group = "access",
                                   .stream_kind = "access",
                                   .stream_field = "center_id,@month",
                                   .fields = kRecordExportedFields,
                                   .signers = kReaders,
                                   .way_in = WayIn::kInternal,
                                   .purposes = kForAnything,
                                   .rules = kRules<RuleId::kAccessConsent, RuleId::kAccessHandler>,
                                   .terms = kRecordExportedTerms,
                                   .retention = "access_5y",
                                   .label_ja = "記録の出力",
                                   .label_en = "Record exported",
                                   .source = "001 annex 7, 10, 15"};

constexpr FieldSpec kRecordPrintedFields[] = {
    id("export_id", "出力", "Output"),
    id("center_id", "記録の拠点", "Centre of the records"),
    code("format", kFormats, "形式", "Format"),
    count("rows", 0, 1000000000, "件数", "Rows"),
    code_list("field_classes", kFieldClasses, 1, "項目の区分", "Classes of fields"),
    opt(id("business_id", "事業者", "Business")),
    opt(event_ref("consent_ref", "根拠とする同意", "Consent relied upon")),
    of_kind(FieldKind::kHash, "content_sha256", "内容のハッシュ", "Hash of the content")};
constexpr Text kRecordPrintedTerms[] = {"access/business/{business}", "access/actor/{actor}",
                                        "access/center/{center_id}/{rym}"};
constexpr TypeSpec kRecordPrinted{.type = "record.printed",
                                  .group = "access",
                                  .stream_kind = "access",
                                  .stream_field = "center_id,@month",
                                  .fields = kRecordPrintedFields,
                                  .signers = kReaders,
                                  .way_in = WayIn::kInternal,
                                  .purposes = kForAnything,
                                  .rules = kRules<RuleId::kAccessConsent, RuleId::kAccessHandler>,
                                  .terms = kRecordPrintedTerms,
                                  .retention = "access_5y",
                                  .label_ja = "記録の印刷",
                                  .label_en = "Record printed",
                                  .source = "001 annex 7, 10, 15"};

constexpr FieldSpec kAccessBreakGlassFields[] = {
    id("grant_id", "緊急閲覧", "Emergency access"),
    id("center_id", "記録の拠点", "Centre of the records"),
    id("business_id", "事業者", "Business"),
    instant("opened_at", "開始日時", "Opened at"),
    instant("expires_at", "終了日時", "Expires at"),
    id("reviewer_id", "審査者", "Reviewer"),
    secret(text("justification", "理由", "Justification"), kOfBusiness)};
constexpr Text kAccessBreakGlassTerms[] = {"access/business/{business}", "access/actor/{actor}",
                                           "access/center/{center_id}/{rym}",
                                           "flag/break_glass/{center_id}/{rym}"};
constexpr TypeSpec kAccessBreakGlass{
    .type = "access.break_glass",
    .group = "access",
    .stream_kind = "break_glass",
    .stream_field = "grant_id",
    .fields = kAccessBreakGlassFields,
    .signers = kBreakers,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAnything,
    .rules = kRules<RuleId::kStepNew, RuleId::kBusinessKnown, RuleId::kPersonReviewer,
                    RuleId::kBreakGlassTerm, RuleId::kDateFuture>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kAccessBreakGlassTerms,
    .retention = "access_5y",
    .label_ja = "緊急閲覧の開始",
    .label_en = "Emergency access opened",
    .source = "001 annex 10, 15(3)",
    .step = {.from = kFromNothing, .to = "open", .keeps = "reviewer_id"}};

constexpr FieldSpec kBreakGlassReviewedFields[] = {
    id("grant_id", "緊急閲覧", "Emergency access"), code("result", kResults, "結果", "Result"),
    date("reviewed_on", "審査日", "Reviewed on"), opt(secret(text("note", "所見", "Note"), kOfActor))};
constexpr Text kBreakGlassReviewedTerms[] = {"access/actor/{actor}"};
constexpr TypeSpec kBreakGlassReviewed{
    .type = "break_glass.reviewed",
    .group = "access",
    .stream_kind = "break_glass",
    .stream_field = "grant_id",
    .fields = kBreakGlassReviewedFields,
    .signers = kReviewersOfAccess,
    .way_in = WayIn::kAuthorOnly,
    .purposes = kForAnything,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter, RuleId::kDateFuture,
                    RuleId::kReviewByNamed>,
    .effects = kEffects<EffectId::kStepTaken>,
    .terms = kBreakGlassReviewedTerms,
    .retention = "access_5y",
    .label_ja = "緊急閲覧の審査",
    .label_en = "Emergency access reviewed",
    .source = "001 annex 10, 15(3)",
    .step = {.from = kFromOpen, .to = "reviewed"}};

constexpr FieldSpec kAuthSucceededFields[] = {id("principal", "認証主体", "Principal"),
                                              code("method", kMethods, "方法", "Method"),
                                              count("count", 1, 1000000000, "回数", "Count"),
                                              instant("minute", "集計した分", "Minute that is summed up")};
constexpr TypeSpec kAuthSucceeded{.type = "auth.succeeded",
                                  .group = "access",
                                  .stream_kind = "access",
                                  .stream_field = "@scope,@month",
                                  .fields = kAuthSucceededFields,
                                  .way_in = WayIn::kInternal,
                                  .purposes = kForAnything,
                                  .retention = "access_5y",
                                  .label_ja = "認証の成功",
                                  .label_en = "Authentication succeeded",
                                  .source = "001 annex 10, 15"};

constexpr FieldSpec kAuthFailedFields[] = {code("method", kMethods, "方法", "Method"),
                                           code("reason", kReasons, "理由", "Reason"),
                                           count("count", 1, 1000000000, "回数", "Count"),
                                           instant("minute", "集計した分", "Minute that is summed up")};
constexpr TypeSpec kAuthFailed{.type = "auth.failed",
                               .group = "access",
                               .stream_kind = "access",
                               .stream_field = "@scope,@month",
                               .fields = kAuthFailedFields,
                               .way_in = WayIn::kInternal,
                               .purposes = kForAnything,
                               .retention = "access_5y",
                               .label_ja = "認証の失敗",
                               .label_en = "Authentication failed",
                               .source = "001 annex 10, 15"};

constexpr FieldSpec kAppendRejectedFields[] = {
    id("rejected_type", "事象の種別", "Type of the event"), id("reason", "理由", "Reason"),
    count("count", 1, 1000000, "回数", "Count"), instant("minute", "集計した分", "Minute that is summed up")};
constexpr Text kAppendRejectedTerms[] = {"denied/actor/{actor}={count}"};
constexpr TypeSpec kAppendRejected{.type = "append.rejected",
                                   .group = "access",
                                   .stream_kind = "access",
                                   .stream_field = "@scope,@month",
                                   .fields = kAppendRejectedFields,
                                   .way_in = WayIn::kInternal,
                                   .purposes = kForAnything,
                                   .terms = kAppendRejectedTerms,
                                   .retention = "access_5y",
                                   .label_ja = "記録の拒否",
                                   .label_en = "Append rejected",
                                   .source = "001 annex 10, 15"};

// Executable types are no code of the field (001 annex 16(3)). Content and hash are sealed under the key of
// whom the document is about, so that erasing that subject erases the document. The event's id is the
// attachment's.
constexpr FieldSpec kAttachmentStoredFields[] = {
    id("attachment_id", "添付", "Attachment"),
    code("subject_kind", kAttachmentSubjects, "対象の種別", "Kind of subject"),
    id("subject_id", "対象", "Subject"),
    code("media_type", kAttachmentMediaTypes, "形式", "Media type"),
    count("bytes", 1, 1000000000, "大きさ", "Bytes"),
    secret(of_kind(FieldKind::kHash, "content_sha256", "内容のハッシュ", "Hash of the content"),
           kOfNamedSubject)};
constexpr TypeSpec kAttachmentStored{.type = kAttachmentStoredType,
                                     .group = "access",
                                     .stream_kind = "attachment",
                                     .stream_field = "attachment_id",
                                     .fields = kAttachmentStoredFields,
                                     .signers = kEveryone,
                                     .way_in = WayIn::kInternal,
                                     .purposes = kForAnything,
                                     .rules = kRules<RuleId::kStepNew>,
                                     .effects = kEffects<EffectId::kStepTaken>,
                                     .retention = "access_5y",
                                     .label_ja = "添付の保管",
                                     .label_en = "Attachment stored",
                                     .source = "001 annex 16(3); 001 IX",
                                     .step = {.from = kFromNothing, .to = "stored"}};

// By the service: what no event referred to in time is not kept (001 annex 7).
constexpr FieldSpec kAttachmentDiscardedFields[] = {id("attachment_id", "添付", "Attachment"),
                                                    code("reason", kDiscardReasons, "理由", "Reason")};
constexpr TypeSpec kAttachmentDiscarded{
    .type = kAttachmentDiscardedType,
    .group = "access",
    .stream_kind = "attachment",
    .stream_field = "attachment_id",
    .fields = kAttachmentDiscardedFields,
    .way_in = WayIn::kInternal,
    .purposes = kForAnything,
    .rules = kRules<RuleId::kStepBegun, RuleId::kStepOrder, RuleId::kStepCenter>,
    .effects = kEffects<EffectId::kStepTaken>,
    .retention = "access_5y",
    .label_ja = "未使用の添付の破棄",
    .label_en = "Unused attachment discarded",
    .source = "001 annex 7, 16(3)",
    .step = {.from = kFromStored, .to = "discarded"}};

constexpr const TypeSpec* kRows[] = {&kRecordExported,     &kRecordPrinted,    &kAccessBreakGlass,
                                     &kBreakGlassReviewed, &kAuthSucceeded,    &kAuthFailed,
                                     &kAppendRejected,     &kAttachmentStored, &kAttachmentDiscarded};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> oversight_rows() {
  return rows::kRows;
}

}  // namespace ledger
