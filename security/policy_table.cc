#include "security/policy.h"

// The rows stand in the order of the programme's visibility matrix (§1.14): ● full, ◐ under consent or
// limits, ○ figures only, – nothing. Roles by column: co, sub_cco, prod_supporter · cco, prod_lead ·
// impl_lead, impl_staff · the same at another centre · bureau_officer · hq_staff, hq_adviser · smea_officer ·
// auditor · sec_staff. Support organisations have no role, so they see nothing here. Whether an adviser sat
// in on a session is not in decision state; hq_adviser is held to the purpose of support instead.

namespace security {
namespace {

using Text = std::string_view;
using enum Action;
using enum DataClass;

constexpr Text kCoordinators[] = {"co", "sub_cco", "prod_supporter"};
constexpr Text kHeads[] = {"cco", "prod_lead"};
constexpr Text kImpl[] = {"impl_lead", "impl_staff"};
constexpr Text kConsultants[] = {"co", "sub_cco", "prod_supporter", "cco", "prod_lead"};
constexpr Text kCenterRoles[] = {"co",        "sub_cco",   "prod_supporter", "cco",
                                 "prod_lead", "impl_lead", "impl_staff"};
constexpr Text kHeadsAndImpl[] = {"cco", "prod_lead", "impl_lead", "impl_staff"};
constexpr Text kBureau[] = {"bureau_officer"};
constexpr Text kHqStaff[] = {"hq_staff"};
constexpr Text kHqAdviser[] = {"hq_adviser"};
constexpr Text kHq[] = {"hq_staff", "hq_adviser"};
constexpr Text kEmergencyRoles[] = {"sec_staff", "hq_staff", "bureau_officer"};
constexpr Text kSmea[] = {"smea_officer"};
constexpr Text kAuditor[] = {"auditor"};
constexpr Text kSecurity[] = {"sec_staff"};
constexpr Text kAdmin[] = {"admin"};
constexpr Text kMirror[] = {"mirror"};
constexpr Text kReaders[] = {
    "smea_officer", "bureau_officer", "hq_staff", "hq_adviser", "impl_lead",      "impl_staff",
    "cco",          "sub_cco",        "co",       "prod_lead",  "prod_supporter", "auditor",
    "sec_staff"};
constexpr Text kPeople[] = {"admin",      "smea_officer", "bureau_officer", "hq_staff",
                            "hq_adviser", "impl_lead",    "impl_staff",     "cco",
                            "sub_cco",    "co",           "prod_lead",      "prod_supporter",
                            "auditor",    "sec_staff"};
constexpr Text kEveryRole[] = {"admin",      "smea_officer", "bureau_officer", "hq_staff",
                               "hq_adviser", "impl_lead",    "impl_staff",     "cco",
                               "sub_cco",    "co",           "prod_lead",      "prod_supporter",
                               "auditor",    "sec_staff",    "mirror"};

constexpr Action kOpen[] = {kReadConfidential};
constexpr Action kPublic[] = {kReadEvent, kReceipts, kReadState};
constexpr Action kPublicAndOpen[] = {kReadEvent, kReceipts, kReadState, kReadConfidential};
constexpr Action kAccess[] = {kReadEvent, kReceipts, kAuditAccess};
constexpr Action kAccessAndDenials[] = {kReadEvent, kReceipts, kAuditAccess, kAuditDenials};
constexpr Action kAppend[] = {kAppendEvent};
constexpr Action kProofs[] = {kLogProof};
constexpr Action kMirroring[] = {kLogMirror};
constexpr Action kFigureReads[] = {kFigures};
constexpr Action kReports[] = {kSecurityReport};
constexpr Action kPolicyReads[] = {kPolicyRead};
constexpr Action kMetrics[] = {kMetricsRead};
constexpr Action kOperate[] = {kOperations};
constexpr Action kOperateCritical[] = {kOperationsCritical};

constexpr DataClass kNoClass[] = {kNone};
constexpr DataClass kMaster[] = {kBusinessMaster};
constexpr DataClass kNarrative[] = {kCaseNarrative};
constexpr DataClass kMasterAndNarrative[] = {kBusinessMaster, kCaseNarrative};
constexpr DataClass kStatements[] = {kFinancials};
constexpr DataClass kCaseClasses[] = {kCaseNarrative, kFinancials, kConsent};
constexpr DataClass kConsents[] = {kConsent};
constexpr DataClass kMoney[] = {kContractFee};
constexpr DataClass kSelection[] = {kScreening};
constexpr DataClass kAnswers[] = {kSurvey};
constexpr DataClass kWorkers[] = {kRoster};
constexpr DataClass kAccesses[] = {kAccessLog};
constexpr DataClass kPersons[] = {kPerson};
constexpr DataClass kLedgerOnly[] = {kLedger};
constexpr DataClass kReportOnly[] = {kReport};
constexpr DataClass kSupportClasses[] = {kBusinessMaster, kCaseNarrative, kFinancials,
                                         kConsent,        kReport,        kPerson};
constexpr DataClass kSharedClasses[] = {kBusinessMaster, kCaseNarrative, kConsent};
constexpr DataClass kBureauClasses[] = {kBusinessMaster, kCaseNarrative, kFinancials, kConsent,
                                        kContractFee,    kScreening,     kReport,     kPerson};
constexpr DataClass kBusinessClasses[] = {kBusinessMaster, kCaseNarrative, kFinancials, kConsent,
                                          kContractFee,    kScreening,     kSurvey};
constexpr DataClass kBreakGlass[] = {kBusinessMaster, kCaseNarrative, kFinancials};
constexpr DataClass kAggregateSmea[] = {kBusinessMaster, kCaseNarrative, kFinancials,
                                        kConsent,        kContractFee,   kSurvey};
constexpr DataClass kAuditorPublic[] = {kBusinessMaster, kCaseNarrative, kFinancials, kConsent, kContractFee,
                                        kScreening,      kSurvey,        kRoster,     kReport,  kPerson};
constexpr DataClass kSecurityPublic[] = {kPerson, kRoster, kConsent};
constexpr DataClass kEveryClass[] = {kLedger,     kPerson,  kBusinessMaster, kCaseNarrative,
                                     kFinancials, kConsent, kContractFee,    kScreening,
                                     kSurvey,     kRoster,  kAccessLog,      kReport};

constexpr Text kCasework[] = {"support", "referral", "report"};
constexpr Text kManagement[] = {"support", "referral", "report", "evaluation", "legal", "administration"};
constexpr Text kBodyWork[] = {"report", "evaluation", "legal", "administration"};
constexpr Text kClause[] = {"support", "referral", "survey_analysis"};
constexpr Text kOversight[] = {"report", "evaluation", "survey_analysis", "legal", "audit"};
constexpr Text kHqWork[] = {"support", "report", "evaluation", "survey_analysis"};
constexpr Text kSupportOnly[] = {"support"};
constexpr Text kAuditing[] = {"audit"};
constexpr Text kProtecting[] = {"security"};
constexpr Text kProtectingOrLegal[] = {"security", "legal"};
constexpr Text kOfficial[] = {"evaluation", "report"};
constexpr Text kEmergency[] = {"security", "legal", "audit"};
constexpr Text kAdministering[] = {"administration", "security"};

constexpr Effect kYes = Effect::kAllow;
constexpr Effect kNo = Effect::kDeny;
constexpr Reach kAnywhere = Reach::kAnywhere;
constexpr Reach kOwn = Reach::kOwn;
constexpr Reach kOther = Reach::kOther;
using C = Condition;

constexpr PolicyRow kRows[] = {
    // Business master
    {"policy.co.business_master.list", kYes, kCoordinators, kOpen, kMaster, kOwn, C::kNone, kCasework,
     "003 3(1)(2)iii"},
    {"policy.cco.business_master", kYes, kHeads, kOpen, kMaster, kOwn, C::kNone, kManagement, "001 II.1"},
    {"policy.impl.business_master", kYes, kImpl, kOpen, kMaster, kOwn, C::kNone, kManagement, "001 I.2"},
    {"policy.bureau.business_master.shared", kYes, kBureau, kOpen, kMaster, kOwn, C::kSharedWithMeti,
     kOversight, "001 II.4"},
    {"policy.hq.business_master.shared", kYes, kHqStaff, kOpen, kMaster, kOwn, C::kSharedWithHq, kHqWork,
     "001 II.4"},
    // Case narrative
    {"policy.co.case_narrative.assigned", kYes, kCoordinators, kOpen, kNarrative, kOwn, C::kAssigned,
     kCasework, "001 II.1"},
    {"policy.cco.case_narrative", kYes, kHeads, kOpen, kNarrative, kOwn, C::kNone, kManagement, "001 II.1"},
    {"policy.impl.case_narrative.limited", kYes, kImpl, kOpen, kNarrative, kOwn, C::kNone, kBodyWork,
     "001 II.4, IX"},
    {"policy.bureau.case_narrative.shared", kYes, kBureau, kOpen, kNarrative, kOwn, C::kSharedWithMeti,
     kOversight, "001 II.4"},
    {"policy.hq.case_narrative.shared", kYes, kHqStaff, kOpen, kNarrative, kOwn, C::kSharedWithHq, kHqWork,
     "001 II.4"},
    // Financial statements
    {"policy.co.financials.assigned", kYes, kCoordinators, kOpen, kStatements, kOwn, C::kAssigned, kCasework,
     "003 2(2)(3)"},
    {"policy.cco.financials", kYes, kHeads, kOpen, kStatements, kOwn, C::kNone, kManagement, "003 2(2)(3)"},
    {"policy.impl.financials.limited", kYes, kImpl, kOpen, kStatements, kOwn, C::kNone, kBodyWork,
     "001 II.4, IX"},
    {"policy.bureau.financials.shared", kYes, kBureau, kOpen, kStatements, kOwn, C::kSharedWithMeti,
     kOversight, "001 II.4"},
    {"policy.hq.financials.shared", kYes, kHqStaff, kOpen, kStatements, kOwn, C::kSharedWithHq, kHqWork,
     "001 II.4"},
    // An adviser of the headquarters supports cases; other purposes are the staff's.
    {"policy.adviser.business_master.shared", kYes, kHqAdviser, kOpen, kMaster, kOwn, C::kSharedWithHq,
     kSupportOnly, "002 slide 2"},
    {"policy.adviser.case.shared", kYes, kHqAdviser, kOpen, kCaseClasses, kOwn, C::kSharedWithHq,
     kSupportOnly, "002 slide 2"},
    // Other centres and the businesses that agreed to it
    {"policy.other_center.case.shared", kYes, kConsultants, kOpen, kMasterAndNarrative, kOther,
     C::kSharedWithCenters, kClause, "001 II.4"},
    {"policy.other_body.case.shared", kYes, kImpl, kOpen, kMasterAndNarrative, kOther, C::kSharedWithBodies,
     kClause, "001 II.4"},
    {"policy.other_center.case.referred", kYes, kCenterRoles, kOpen, kMasterAndNarrative, kOther,
     C::kReferredHere, kCasework, "001 I.2(2)"},
    // Emergency access: matrix "– (break-glass)". Who oversees opens it for one business, for a short time,
    // with another person as reviewer; each read names it. The agency stays with aggregates.
    {"policy.auditor.break_glass", kYes, kAuditor, kOpen, kBreakGlass, kAnywhere, C::kGlassBroken, kAuditing,
     "001 annex 3"},
    {"policy.overseer.break_glass", kYes, kEmergencyRoles, kOpen, kBreakGlass, kOwn, C::kGlassBroken,
     kEmergency, "001 annex 10, 11"},
    // Consents and provision records
    {"policy.co.consent.assigned", kYes, kCoordinators, kOpen, kConsents, kOwn, C::kAssigned, kCasework,
     "001 II.4"},
    {"policy.cco.consent", kYes, kHeads, kOpen, kConsents, kOwn, C::kNone, kManagement, "001 II.4"},
    {"policy.impl.consent", kYes, kImpl, kOpen, kConsents, kOwn, C::kNone, kManagement, "001 II.4"},
    {"policy.other_center.consent.shared", kYes, kConsultants, kOpen, kConsents, kOther,
     C::kSharedWithCenters, kClause, "001 II.4"},
    {"policy.other_body.consent.shared", kYes, kImpl, kOpen, kConsents, kOther, C::kSharedWithBodies, kClause,
     "001 II.4"},
    {"policy.other_center.consent.referred", kYes, kCenterRoles, kOpen, kConsents, kOther, C::kReferredHere,
     kCasework, "001 I.2(2)"},
    {"policy.bureau.consent", kYes, kBureau, kOpen, kConsents, kOwn, C::kNone, kOversight, "001 II.4"},
    {"policy.hq.consent", kYes, kHqStaff, kOpen, kConsents, kOwn, C::kNone, kHqWork, "001 II.4"},
    {"policy.auditor.consent", kYes, kAuditor, kOpen, kConsents, kAnywhere, C::kNone, kAuditing,
     "001 annex 3"},
    {"policy.security.consent.limited", kYes, kSecurity, kOpen, kConsents, kOwn, C::kNone, kProtecting,
     "001 annex 10"},
    // Contracts, fees, days: amounts are public fields, so the public part follows the matrix too
    {"policy.consultant.contract_fee.self",
     kYes,
     kConsultants,
     kPublicAndOpen,
     kMoney,
     kAnywhere,
     C::kSelf,
     {},
     "001 IX"},
    {"policy.cco.contract_fee.coordinators",
     kYes,
     kHeads,
     kPublicAndOpen,
     kMoney,
     kOwn,
     C::kCoordinator,
     {},
     "001 II.1"},
    {"policy.impl.contract_fee", kYes, kImpl, kPublicAndOpen, kMoney, kOwn, C::kNone, {}, "001 IX"},
    {"policy.bureau.contract_fee", kYes, kBureau, kOpen, kMoney, kOwn, C::kNone, kOversight, "001 V, IX"},
    {"policy.auditor.contract_fee", kYes, kAuditor, kOpen, kMoney, kAnywhere, C::kNone, kAuditing,
     "001 annex 3"},
    // Screening: applicants and their future colleagues learn no reasons (000 5(5))
    {"policy.bureau.screening", kYes, kBureau, kOpen, kSelection, kOwn, C::kNone, kOversight, "000 4"},
    {"policy.auditor.screening", kYes, kAuditor, kOpen, kSelection, kAnywhere, C::kNone, kAuditing,
     "001 annex 3"},
    // Survey answers
    {"policy.hq.survey", kYes, kHqStaff, kPublicAndOpen, kAnswers, kAnywhere, C::kNone, {}, "003 3(1)(2)ii"},
    {"policy.auditor.survey.limited", kYes, kAuditor, kOpen, kAnswers, kAnywhere, C::kNone, kAuditing,
     "001 annex 3"},
    // Plans, evaluation, activities, figures of few businesses. Plan and criticism are between implementing
    // body, chief coordinator, bureau and headquarters (001 II.2(3), II.5); the agency evaluates (001
    // I.4(3)).
    // Coordinators and other centres see the public part.
    {"policy.center.report.open", kYes, kHeadsAndImpl, kOpen, kReportOnly, kOwn, C::kNone, kManagement,
     "001 I.4(1), II.2"},
    {"policy.bureau.report.open", kYes, kBureau, kOpen, kReportOnly, kOwn, C::kNone, kOversight,
     "001 II.2(3)"},
    {"policy.hq.report.open", kYes, kHqStaff, kOpen, kReportOnly, kOwn, C::kNone, kHqWork,
     "001 II.2(3), II.5"},
    {"policy.smea.report.open", kYes, kSmea, kOpen, kReportOnly, kAnywhere, C::kNone, kOfficial,
     "001 I.4(3)"},
    {"policy.auditor.report.open", kYes, kAuditor, kOpen, kReportOnly, kAnywhere, C::kNone, kAuditing,
     "001 annex 3"},
    // Worker roster
    {"policy.consultant.roster.self",
     kYes,
     kCoordinators,
     kPublicAndOpen,
     kWorkers,
     kAnywhere,
     C::kSelf,
     {},
     "001 annex 4"},
    {"policy.impl.roster.limited", kYes, kImpl, kPublicAndOpen, kWorkers, kOwn, C::kNone, kProtectingOrLegal,
     "001 annex 4"},
    {"policy.bureau.roster", kYes, kBureau, kPublicAndOpen, kWorkers, kOwn, C::kNone, {}, "001 annex 4"},
    {"policy.auditor.roster.limited", kYes, kAuditor, kOpen, kWorkers, kAnywhere, C::kNone, kAuditing,
     "001 annex 3"},
    {"policy.security.roster", kYes, kSecurity, kOpen, kWorkers, kOwn, C::kNone, kProtecting, "001 annex 4"},
    // Access log: search terms are confidential and opened by those who protect or audit
    {"policy.consultant.access_log.self",
     kYes,
     kCoordinators,
     kAccess,
     kAccesses,
     kAnywhere,
     C::kSelf,
     {},
     "001 annex 15"},
    {"policy.center.access_log", kYes, kHeadsAndImpl, kAccess, kAccesses, kOwn, C::kNone, {}, "001 annex 15"},
    {"policy.bureau.access_log",
     kYes,
     kBureau,
     kAccessAndDenials,
     kAccesses,
     kOwn,
     C::kNone,
     {},
     "001 annex 3"},
    {"policy.hq.access_log",
     kYes,
     kHqStaff,
     kAccessAndDenials,
     kAccesses,
     kAnywhere,
     C::kNone,
     {},
     "001 annex 15"},
    {"policy.auditor.access_log",
     kYes,
     kAuditor,
     kAccessAndDenials,
     kAccesses,
     kAnywhere,
     C::kNone,
     {},
     "001 annex 3"},
    {"policy.security.access_log",
     kYes,
     kSecurity,
     kAccessAndDenials,
     kAccesses,
     kOwn,
     C::kNone,
     {},
     "001 annex 10"},
    {"policy.auditor.access_log.terms", kYes, kAuditor, kOpen, kAccesses, kAnywhere, C::kNone, kAuditing,
     "001 annex 3"},
    {"policy.security.access_log.terms", kYes, kSecurity, kOpen, kAccesses, kOwn, C::kNone, kProtecting,
     "001 annex 10"},
    // Figures
    {"policy.reader.figures",
     kYes,
     kReaders,
     kFigureReads,
     kNoClass,
     kAnywhere,
     C::kNone,
     {},
     "003 3(3)(2)i"},
    // People: names and contacts
    {"policy.any.person.self",
     kYes,
     kPeople,
     kPublicAndOpen,
     kPersons,
     kAnywhere,
     C::kSelf,
     {},
     "001 annex 4"},
    {"policy.center.person", kYes, kHeadsAndImpl, kOpen, kPersons, kOwn, C::kNone, kManagement, "001 II.1"},
    {"policy.center.person.directory",
     kYes,
     kCenterRoles,
     kPublicAndOpen,
     kPersons,
     kAnywhere,
     C::kCoordinatorAnywhere,
     {},
     "003 3(1)(2)iii"},
    {"policy.bureau.person", kYes, kBureau, kOpen, kPersons, kOwn, C::kNone, kOversight, "001 II"},
    {"policy.hq.person", kYes, kHqStaff, kOpen, kPersons, kOwn, C::kNone, kHqWork, "001 II.4"},
    {"policy.auditor.person", kYes, kAuditor, kOpen, kPersons, kAnywhere, C::kNone, kAuditing, "001 annex 3"},
    {"policy.security.person", kYes, kSecurity, kOpen, kPersons, kOwn, C::kNone, kProtecting, "001 annex 4"},
    {"policy.admin.person", kYes, kAdmin, kPublicAndOpen, kPersons, kAnywhere, C::kNone, kAdministering,
     "001 annex 15(3)"},
    // Public part of entries
    {"policy.any.ledger.public", kYes, kPeople, kPublic, kLedgerOnly, kAnywhere, C::kNone, {}, "design"},
    {"policy.any.ledger.names", kYes, kPeople, kOpen, kLedgerOnly, kAnywhere, C::kNone, {}, "001 I.2"},
    {"policy.center.public",
     kYes,
     kCenterRoles,
     kPublic,
     kSupportClasses,
     kOwn,
     C::kNone,
     {},
     "003 3(1)(2)iii"},
    {"policy.other_center.public.shared",
     kYes,
     kConsultants,
     kPublic,
     kSharedClasses,
     kOther,
     C::kSharedWithCenters,
     {},
     "001 II.4"},
    {"policy.other_body.public.shared",
     kYes,
     kImpl,
     kPublic,
     kSharedClasses,
     kOther,
     C::kSharedWithBodies,
     {},
     "001 II.4"},
    {"policy.other_center.public.referred",
     kYes,
     kCenterRoles,
     kPublic,
     kSharedClasses,
     kOther,
     C::kReferredHere,
     {},
     "001 I.2(2)"},
    {"policy.other_center.report",
     kYes,
     kCenterRoles,
     kPublic,
     kReportOnly,
     kAnywhere,
     C::kNone,
     {},
     "003 3(3)(2)i"},
    {"policy.bureau.public", kYes, kBureau, kPublic, kBureauClasses, kOwn, C::kNone, {}, "001 V"},
    {"policy.hq.public", kYes, kHq, kPublic, kSupportClasses, kOwn, C::kNone, {}, "001 II.4"},
    {"policy.smea.report", kYes, kSmea, kPublic, kReportOnly, kAnywhere, C::kNone, {}, "001 I.4"},
    {"policy.auditor.public",
     kYes,
     kAuditor,
     kPublic,
     kAuditorPublic,
     kAnywhere,
     C::kNone,
     {},
     "001 annex 3"},
    {"policy.security.public", kYes, kSecurity, kPublic, kSecurityPublic, kOwn, C::kNone, {}, "001 annex 10"},
    // Writing: the writer judges type, role and scope at its position
    {"policy.any.append", kYes, kPeople, kAppend, kEveryClass, kAnywhere, C::kNone, {}, "design"},
    {"policy.auditor.append.no_business",
     kNo,
     kAuditor,
     kAppend,
     kBusinessClasses,
     kAnywhere,
     C::kNone,
     {},
     "001 annex 3"},
    // The log itself and the service
    {"policy.mirror.log", kYes, kMirror, kMirroring, kNoClass, kAnywhere, C::kNone, {}, "design"},
    {"policy.any.proof", kYes, kEveryRole, kProofs, kNoClass, kAnywhere, C::kNone, {}, "design"},
    {"policy.any.policy", kYes, kEveryRole, kPolicyReads, kNoClass, kAnywhere, C::kNone, {}, "design"},
    {"policy.security.report", kYes, kSecurity, kReports, kNoClass, kOwn, C::kNone, {}, "001 annex 1"},
    {"policy.impl.security_report", kYes, kImpl, kReports, kNoClass, kOwn, C::kNone, {}, "001 annex 1"},
    {"policy.bureau.security_report", kYes, kBureau, kReports, kNoClass, kOwn, C::kNone, {}, "001 annex 1"},
    {"policy.auditor.security_report",
     kYes,
     kAuditor,
     kReports,
     kNoClass,
     kAnywhere,
     C::kNone,
     {},
     "001 annex 3"},
    {"policy.admin.metrics", kYes, kAdmin, kMetrics, kNoClass, kAnywhere, C::kNone, {}, "001 annex 15(3)"},
    {"policy.security.metrics", kYes, kSecurity, kMetrics, kNoClass, kAnywhere, C::kNone, {}, "001 annex 10"},
    {"policy.admin.operations", kYes, kAdmin, kOperate, kNoClass, kAnywhere, C::kNone, {}, "001 annex 15(3)"},
    {"policy.admin.operations.two_persons",
     kYes,
     kAdmin,
     kOperateCritical,
     kNoClass,
     kAnywhere,
     C::kSecondPerson,
     {},
     "001 annex 8"},
    // Refusals that no other row may lift
    {"policy.smea.aggregate_only",
     kNo,
     kSmea,
     kPublicAndOpen,
     kAggregateSmea,
     kAnywhere,
     C::kNone,
     {},
     "001 I.4"},
    {"policy.hq.contract_fee.aggregate_only",
     kNo,
     kHq,
     kPublicAndOpen,
     kMoney,
     kAnywhere,
     C::kNone,
     {},
     "001 IX"},
    {"policy.admin.no_business",
     kNo,
     kAdmin,
     kPublicAndOpen,
     kBusinessClasses,
     kAnywhere,
     C::kNone,
     {},
     "001 annex 15(3)"},
    {"policy.mirror.no_fields", kNo, kMirror, kOpen, kEveryClass, kAnywhere, C::kNone, {}, "design"},
};

}  // namespace

std::span<const PolicyRow> policy_rows() {
  return kRows;
}

}  // namespace security
