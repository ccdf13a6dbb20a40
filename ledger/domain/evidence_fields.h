// What the rows of planning, activities, security evidence and oversight share: who signs, whose keys seal.
//
// Private to catalogue_*.cc. 担当職員 of the security items is the officer of the bureau that entrusts, or of
// the agency. Constants.
#pragma once

#include "ledger/domain/catalogue_fields.h"

namespace ledger::rows {

inline constexpr SubjectRef kOfCenter{"center", "center_id"};
inline constexpr SubjectRef kOfContract{"contract", "contract_id"};
inline constexpr SubjectRef kOfSession{"session", "session_id"};
inline constexpr SubjectRef kOfRespondent{"respondent", "respondent"};
inline constexpr SubjectRef kOfNamedSubject{"@subject_kind", "subject_id"};

inline constexpr Text kAgency[] = {"smea_officer"};
inline constexpr Text kHeadquarters[] = {"hq_staff"};
inline constexpr Text kEvaluators[] = {"smea_officer", "hq_staff"};
inline constexpr Text kOfficers[] = {"bureau_officer", "smea_officer"};
inline constexpr Text kContractor[] = {"impl_lead", "impl_staff", "sec_staff"};
inline constexpr Text kWorkers[] = {"impl_lead", "impl_staff",     "cco",      "sub_cco", "co",
                                    "prod_lead", "prod_supporter", "sec_staff"};
inline constexpr Text kPlanners[] = {"impl_lead", "impl_staff", "prod_lead"};
inline constexpr Text kTargetSetters[] = {"impl_lead", "impl_staff", "smea_officer"};
inline constexpr Text kReporters[] = {"impl_lead", "impl_staff", "cco", "prod_lead"};
inline constexpr Text kWindowOpeners[] = {"impl_lead", "impl_staff", "smea_officer"};
inline constexpr Text kTrainers[] = {"hq_staff", "impl_lead", "impl_staff", "cco", "prod_lead"};
inline constexpr Text kReviewed[] = {"impl_lead", "impl_staff", "cco", "sub_cco", "co", "hq_adviser"};
inline constexpr Text kOperators[] = {"admin", "sec_staff"};
inline constexpr Text kVerifiers[] = {"admin", "sec_staff", "auditor", "bureau_officer"};
inline constexpr Text kBreakers[] = {"auditor", "sec_staff", "hq_staff", "bureau_officer", "smea_officer"};
inline constexpr Text kReviewersOfAccess[] = {"auditor",        "sec_staff",    "hq_staff",
                                              "bureau_officer", "smea_officer", "impl_lead"};
// Administrators and mirrors read no records.
inline constexpr Text kReaders[] = {
    "smea_officer", "bureau_officer", "hq_staff", "hq_adviser", "impl_lead",      "impl_staff",
    "cco",          "sub_cco",        "co",       "prod_lead",  "prod_supporter", "auditor",
    "sec_staff"};

inline constexpr Text kForEvaluation[] = {"evaluation", "report"};
inline constexpr Text kForSurvey[] = {"survey_analysis", "evaluation"};
inline constexpr Text kForSecurity[] = {"security"};

}  // namespace ledger::rows

namespace ledger {

// These groups' rows; catalogue.cc joins them.
std::span<const TypeSpec* const> center_rows();
std::span<const TypeSpec* const> planning_rows();
std::span<const TypeSpec* const> survey_rows();
std::span<const TypeSpec* const> activity_rows();
std::span<const TypeSpec* const> restatement_rows();
std::span<const TypeSpec* const> secplan_rows();
std::span<const TypeSpec* const> information_rows();
std::span<const TypeSpec* const> incident_rows();
std::span<const TypeSpec* const> system_rows();
std::span<const TypeSpec* const> release_rows();
std::span<const TypeSpec* const> oversight_rows();
std::span<const TypeSpec* const> operation_rows();

}  // namespace ledger
