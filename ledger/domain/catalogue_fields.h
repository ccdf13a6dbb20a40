// Builders for catalogue rows: they make a row of data read like a row, and are gone after compilation.
//
// Private to catalogue_*.cc.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "ledger/base/limits.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/effects.h"
#include "ledger/domain/flags.h"
#include "ledger/domain/rules.h"

namespace ledger::rows {

using Text = std::string_view;
using Codes = std::span<const std::string_view>;

// Where something is published: consents and publications speak of the same.
inline constexpr Text kPublicationMedia[] = {"website",   "social_media", "press_release", "newspaper",
                                             "broadcast", "leaflet",      "case_book",     "forum"};

template <RuleId... kIds>
inline constexpr std::array<RuleId, sizeof...(kIds)> kRules{kIds...};
template <EffectId... kIds>
inline constexpr std::array<EffectId, sizeof...(kIds)> kEffects{kIds...};

template <FlagId... kIds>
inline constexpr std::array<FlagId, sizeof...(kIds)> kFlags{kIds...};

constexpr FieldSpec of_kind(FieldKind kind, Text name, Text ja, Text en) {
  FieldSpec field;
  field.name = name;
  field.kind = kind;
  field.label_ja = ja;
  field.label_en = en;
  return field;
}
constexpr FieldSpec id(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kId, name, ja, en);
}
constexpr FieldSpec event_ref(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kEventRef, name, ja, en);
}
constexpr FieldSpec date(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kDate, name, ja, en);
}
constexpr FieldSpec instant(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kInstant, name, ja, en);
}
constexpr FieldSpec year_month(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kYearMonth, name, ja, en);
}
constexpr FieldSpec flag(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kBool, name, ja, en);
}
constexpr FieldSpec key(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kKey, name, ja, en);
}
constexpr FieldSpec text(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kText, name, ja, en);
}
// A document: its hash, or an attachment of this ledger.
constexpr FieldSpec document(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kDocument, name, ja, en);
}
// Papers kept elsewhere in words, or an attachment of this ledger.
constexpr FieldSpec papers(Text name, Text ja, Text en) {
  return of_kind(FieldKind::kPapers, name, ja, en);
}
constexpr FieldSpec fiscal_year(Text name, Text ja, Text en) {
  FieldSpec field = of_kind(FieldKind::kFiscalYear, name, ja, en);
  field.min = 2014;
  field.max = 2100;
  return field;
}
constexpr FieldSpec code(Text name, Codes codes, Text ja, Text en) {
  FieldSpec field = of_kind(FieldKind::kCode, name, ja, en);
  field.codes = codes;
  return field;
}
// `min`..`max` members.
constexpr FieldSpec code_list(Text name, Codes codes, std::int64_t min, Text ja, Text en) {
  FieldSpec field = of_kind(FieldKind::kCodeList, name, ja, en);
  field.codes = codes;
  field.min = min;
  field.max = static_cast<std::int64_t>(codes.size());
  return field;
}
constexpr FieldSpec bounded(FieldKind kind, Text name, std::int64_t min, std::int64_t max, Text ja, Text en) {
  FieldSpec field = of_kind(kind, name, ja, en);
  field.min = min;
  field.max = max;
  return field;
}
constexpr FieldSpec id_list(Text name, std::int64_t min, std::int64_t max, Text ja, Text en) {
  return bounded(FieldKind::kIdList, name, min, max, ja, en);
}
constexpr FieldSpec count(Text name, std::int64_t min, std::int64_t max, Text ja, Text en) {
  return bounded(FieldKind::kCount, name, min, max, ja, en);
}
constexpr FieldSpec bytes(Text name, std::int64_t min, std::int64_t max, Text ja, Text en) {
  return bounded(FieldKind::kBytes, name, min, max, ja, en);
}
constexpr FieldSpec yen(Text name, std::int64_t min, Text ja, Text en) {
  return bounded(FieldKind::kYen, name, min, kAmountYenMax, ja, en);
}

constexpr FieldSpec opt(FieldSpec field) {
  field.required = false;
  return field;
}
constexpr FieldSpec secret(FieldSpec field, SubjectRef subject) {
  field.field_class = FieldClass::kConfidential;
  field.subject = subject;
  return field;
}

inline constexpr SubjectRef kOfBusiness{"business", "business_id"};
inline constexpr SubjectRef kOfPerson{"person", "person_id"};
inline constexpr SubjectRef kOfOrg{"org", "org_id"};
inline constexpr SubjectRef kOfActor{"person", ""};
inline constexpr SubjectRef kOfQuery{"query", "center_id"};

inline constexpr Text kConsultants[] = {"cco", "sub_cco", "co", "prod_lead", "prod_supporter"};
inline constexpr Text kConsultantsAndStaff[] = {"cco",       "sub_cco",        "co",
                                                "prod_lead", "prod_supporter", "impl_staff"};
inline constexpr Text kCenterHeads[] = {"cco", "prod_lead"};
inline constexpr Text kImplBody[] = {"impl_lead", "impl_staff"};
inline constexpr Text kBureau[] = {"bureau_officer"};
inline constexpr Text kAdmins[] = {"admin"};
inline constexpr Text kRegistrars[] = {"admin", "hq_staff", "bureau_officer", "impl_lead"};
inline constexpr Text kOrgRegistrars[] = {"admin", "hq_staff", "bureau_officer", "impl_lead", "impl_staff"};
inline constexpr Text kPersonRegistrars[] = {"admin", "hq_staff", "bureau_officer", "impl_lead",
                                             "impl_staff"};
inline constexpr Text kEveryone[] = {"admin",      "smea_officer", "bureau_officer", "hq_staff",
                                     "hq_adviser", "impl_lead",    "impl_staff",     "cco",
                                     "sub_cco",    "co",           "prod_lead",      "prod_supporter",
                                     "auditor",    "sec_staff"};

inline constexpr Text kForSupport[] = {"support"};
inline constexpr Text kForReferral[] = {"referral", "support"};
inline constexpr Text kForReport[] = {"report"};
inline constexpr Text kForAdministration[] = {"administration"};
inline constexpr Text kForKeys[] = {"security", "administration"};
inline constexpr Text kForAnything[] = {"support", "referral", "report", "evaluation",    "survey_analysis",
                                        "audit",   "security", "legal",  "administration"};

}  // namespace ledger::rows

namespace ledger {

// The groups' rows; catalogue.cc joins them.
std::span<const TypeSpec* const> ledger_rows();
std::span<const TypeSpec* const> people_rows();
std::span<const TypeSpec* const> business_rows();
std::span<const TypeSpec* const> consent_rows();
std::span<const TypeSpec* const> consultation_rows();
std::span<const TypeSpec* const> referral_rows();
std::span<const TypeSpec* const> identity_rows();
std::span<const TypeSpec* const> provision_rows();
std::span<const TypeSpec* const> support_step_rows();
// Made from the rows that they correct.
std::span<const TypeSpec* const> correction_rows();
std::span<const TypeSpec* const> contract_rows();
// mandate: applications, contract procedures, posts; working days, money.
std::span<const TypeSpec* const> mandate_rows();
std::span<const TypeSpec* const> money_rows();
std::span<const TypeSpec* const> report_rows();
std::span<const TypeSpec* const> access_rows();

}  // namespace ledger
