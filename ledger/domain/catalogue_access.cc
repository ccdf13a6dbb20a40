#include "ledger/domain/catalogue_fields.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kFieldClasses[] = {"public", "confidential"};
constexpr std::int64_t kIdsMax = kAccessIdsMax;
// Administrators and mirrors read no records.
constexpr Text kReaders[] = {
    "smea_officer", "bureau_officer", "hq_staff", "hq_adviser", "impl_lead",      "impl_staff",
    "cco",          "sub_cco",        "co",       "prod_lead",  "prod_supporter", "auditor",
    "sec_staff"};
constexpr Text kLogReaders[] = {"auditor",   "bureau_officer", "hq_staff", "sec_staff", "smea_officer",
                                "impl_lead", "impl_staff",     "cco",      "prod_lead", "admin"};

constexpr FieldSpec kViewedFields[] = {
    of_kind(FieldKind::kStreamId, "record", "閲覧した記録", "Record that was read"),
    id("center_id", "記録の拠点", "Centre of the record"),
    id_list("record_ids", 0, kIdsMax, "表示した事象", "Events returned"),
    code_list("field_classes", kFieldClasses, 1, "表示した項目の区分", "Classes of fields returned"),
    count("view_position", 0, std::int64_t{1} << 53, "参照した位置", "Position of the view"),
    opt(event_ref("consent_ref", "根拠とする同意", "Consent relied upon")),
    opt(event_ref("break_glass_ref", "根拠とする緊急閲覧", "Emergency access relied upon")),
    opt(id("business_id", "事業者", "Business"))};
constexpr Text kViewedTerms[] = {"access/record/{record}", "access/business/{business}",
                                 "access/actor/{actor}", "access/center/{center_id}/{rym}"};
constexpr TypeSpec kViewed{
    .type = "record.viewed",
    .group = "access",
    .stream_kind = "access",
    .stream_field = "center_id,@month",
    .fields = kViewedFields,
    .signers = kReaders,
    .way_in = WayIn::kInternal,
    .purposes = kForAnything,
    .rules = kRules<RuleId::kAccessRecord, RuleId::kAccessConsent, RuleId::kAccessHandler>,
    .terms = kViewedTerms,
    .retention = "access_5y",
    .label_ja = "記録の閲覧",
    .label_en = "Record viewed",
    .source = "001 annex 10, 15"};

constexpr FieldSpec kSearchedFields[] = {
    id("center_id", "検索した拠点", "Centre searched"),
    count("result_count", 0, std::int64_t{1} << 53, "件数", "Number of results"),
    secret(text("terms", "検索語", "Search terms"), kOfQuery)};
constexpr Text kSearchedTerms[] = {"access/actor/{actor}", "access/center/{center_id}/{rym}"};
constexpr TypeSpec kSearched{.type = "record.searched",
                             .group = "access",
                             .stream_kind = "access",
                             .stream_field = "center_id,@month",
                             .fields = kSearchedFields,
                             .signers = kReaders,
                             .way_in = WayIn::kInternal,
                             .purposes = kForAnything,
                             .rules = kRules<RuleId::kAccessHandler>,
                             .terms = kSearchedTerms,
                             .retention = "access_5y",
                             .label_ja = "記録の検索",
                             .label_en = "Records searched",
                             .source = "001 annex 10, 15"};

constexpr FieldSpec kLogFields[] = {
    id("query", "照会の種類", "Kind of question"),
    count("result_count", 0, std::int64_t{1} << 53, "件数", "Number of results"),
    count("view_position", 0, std::int64_t{1} << 53, "参照した位置", "Position of the view")};
constexpr Text kLogTerms[] = {"access/actor/{actor}", "access/center/{scope}/{rym}"};
constexpr TypeSpec kLogViewed{.type = "auditlog.viewed",
                              .group = "access",
                              .stream_kind = "access",
                              .stream_field = "@scope,@month",
                              .fields = kLogFields,
                              .signers = kLogReaders,
                              .way_in = WayIn::kInternal,
                              .purposes = kForAnything,
                              .terms = kLogTerms,
                              .retention = "access_5y",
                              .label_ja = "閲覧記録の参照",
                              .label_en = "Audit log viewed",
                              .source = "001 annex 15"};

constexpr FieldSpec kFigureFields[] = {
    id("query", "照会の種類", "Kind of question"), id("about", "照会の範囲", "Scope asked about"),
    opt(id("period", "照会の期間", "Period asked about")),
    count("result_count", 0, std::int64_t{1} << 53, "件数", "Number of results"),
    count("view_position", 0, std::int64_t{1} << 53, "参照した位置", "Position of the view")};
constexpr TypeSpec kFigureViewed{.type = "figure.viewed",
                                 .group = "access",
                                 .stream_kind = "access",
                                 .stream_field = "@scope,@month",
                                 .fields = kFigureFields,
                                 .signers = kReaders,
                                 .way_in = WayIn::kInternal,
                                 .purposes = kForAnything,
                                 .terms = kLogTerms,
                                 .retention = "access_5y",
                                 .label_ja = "指標の参照",
                                 .label_en = "Figure viewed",
                                 .source = "003 3(3)(2); 001 annex 15"};

// No role is asked for: lacking one is the commonest ground of a denial.
constexpr FieldSpec kDeniedFields[] = {id("rule", "拒否した規則", "Rule that refused"),
                                       id("action", "拒否した操作", "Action refused"),
                                       count("count", 1, 1'000'000, "回数", "Number of refusals"),
                                       instant("minute", "集計した分", "Minute that is summed up")};
constexpr Text kDeniedTerms[] = {"denied/actor/{actor}={count}"};
constexpr TypeSpec kDenied{.type = "access.denied",
                           .group = "access",
                           .stream_kind = "access",
                           .stream_field = "@scope,@month",
                           .fields = kDeniedFields,
                           .way_in = WayIn::kInternal,
                           .purposes = kForAnything,
                           .terms = kDeniedTerms,
                           .retention = "access_5y",
                           .label_ja = "拒否の記録",
                           .label_en = "Access denied",
                           .source = "001 annex 10, 15"};

constexpr const TypeSpec* kRows[] = {&kViewed, &kSearched, &kLogViewed, &kFigureViewed, &kDenied};

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> access_rows() {
  return rows::kRows;
}

}  // namespace ledger
