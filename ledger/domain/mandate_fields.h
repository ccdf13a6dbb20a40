// Fields and row builders that the mandate's catalogue files share.
//
// Private to catalogue_mandate.cc and catalogue_money.cc.
#pragma once

#include "ledger/domain/catalogue_fields.h"

namespace ledger::rows {

// Applicants are persons or bodies; both files are sealed under the key of that id.
inline constexpr SubjectRef kOfApplicant{"person", "applicant_id"};
inline constexpr SubjectRef kOfCenter{"center", "center_id"};

inline constexpr Text kCallSigners[] = {"bureau_officer", "impl_lead"};
inline constexpr Text kContractSigners[] = {"bureau_officer", "impl_lead", "impl_staff"};
inline constexpr Text kOtherParty[] = {"party"};
inline constexpr Text kPerformers[] = {"impl_lead", "impl_staff", "cco", "sub_cco", "co", "prod_lead"};
// One list for all; check_ground knows which ground belongs to which kind (programme 1.3).
inline constexpr Text kGrounds[] = {
    "deviation", "false_application", "false_report", "law_violation", "trust_loss", "health", "unfit"};
inline constexpr Text kFalseReportTo[] = {"state", "impl_body", "hq"};

inline constexpr FieldSpec kCenterField = id("center_id", "拠点", "Centre");
inline constexpr FieldSpec kContractField = id("contract_id", "契約", "Contract");
inline constexpr FieldSpec kPersonField = id("person_id", "対象者", "Person");
inline constexpr FieldSpec kApplicationField = id("application_id", "応募", "Application");
inline constexpr FieldSpec kApplicantField =
    id("applicant_id", "応募者", "Applicant: person or organisation");

// Grounds are confidential: that of health must never be seen from outside, so none is.
constexpr FieldSpec ground(SubjectRef subject) {
  return secret(code("ground", kGrounds, "理由", "Ground"), subject);
}
constexpr FieldSpec false_report_to(SubjectRef subject) {
  return opt(
      secret(code("false_report_to", kFalseReportTo, "虚偽報告の相手", "To whom the false report was made"),
             subject));
}

// A row of the mandate: signed by its author, for administration, kept with the contract.
constexpr TypeSpec mandate_row(Text type, Text stream_kind, Text stream_field,
                               std::span<const FieldSpec> fields, std::span<const Text> signers,
                               std::span<const RuleId> rules, std::span<const EffectId> effects, Text ja,
                               Text en, Text source) {
  TypeSpec row;
  row.type = type;
  row.group = "contract";
  row.stream_kind = stream_kind;
  row.stream_field = stream_field;
  row.fields = fields;
  row.signers = signers;
  row.way_in = WayIn::kAuthorOnly;
  row.purposes = kForAdministration;
  row.rules = rules;
  row.effects = effects;
  row.retention = "contract_5y";
  row.label_ja = ja;
  row.label_en = en;
  row.source = source;
  return row;
}
constexpr TypeSpec countersigned(TypeSpec row, std::span<const Text> by) {
  row.countersigners = by;
  return row;
}
constexpr TypeSpec with_check(TypeSpec row, CrossCheck check) {
  row.cross_check = check;
  return row;
}
constexpr TypeSpec with_terms(TypeSpec row, std::span<const Text> terms) {
  row.terms = terms;
  return row;
}
constexpr TypeSpec with_flags(TypeSpec row, std::span<const FlagId> flags) {
  row.flags = flags;
  return row;
}
// Daily business: the centre's own system may attest it.
constexpr TypeSpec either_way(TypeSpec row) {
  row.way_in = WayIn::kEither;
  return row;
}

}  // namespace ledger::rows
