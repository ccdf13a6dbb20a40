#include <algorithm>
#include <string_view>

#include "ledger/domain/record_tags.h"
#include "ledger/domain/records.h"

namespace ledger {

namespace {

template <typename R, typename... Parts>
RecordKey<R> make_key(char tag, const Parts&... parts) {
  RecordKey<R> key;
  std::size_t size = 1;
  ((size += parts.size() + 1), ...);
  key.bytes.reserve(size);
  key.bytes.push_back(tag);
  bool first = true;
  [[maybe_unused]] const auto append = [&](std::string_view part) {
    if (!first) key.bytes.push_back('\0');
    first = false;
    key.bytes += part;
  };
  (append(parts), ...);
  return key;
}

// Big-endian with the sign bit flipped, so that byte order is day order.
Bytes day_bytes(Day day) {
  Bytes bytes;
  put_u32(bytes, static_cast<std::uint32_t>(day) ^ 0x8000'0000U);
  return bytes;
}

}  // namespace

RecordKey<KeyRecord> key_record(std::string_view kid) {
  return make_key<KeyRecord>(kKeyTag, kid);
}
RecordKey<GenesisRecord> genesis_record() {
  return make_key<GenesisRecord>(kGenesisTag);
}
RecordKey<GenerationRecord> generation_record() {
  return make_key<GenerationRecord>(kGenerationTag);
}
RecordKey<PastEventRecord> past_event_record(const EventId& event) {
  return make_key<PastEventRecord>(kPastEventTag, view_of(event));
}
RecordKey<PolicyRecord> policy_record(std::string_view name) {
  return make_key<PolicyRecord>(kPolicyTag, name);
}
RecordKey<PrincipalRecord> principal_record(std::string_view principal) {
  return make_key<PrincipalRecord>(kPrincipalTag, principal);
}
RecordKey<BindingRecord> binding_record(std::string_view principal, std::string_view person) {
  return make_key<BindingRecord>(kBindingTag, principal, person);
}
RecordKey<RoleRecord> role_record(std::string_view person, std::string_view role) {
  return make_key<RoleRecord>(kRoleTag, person, role);
}
RecordKey<PersonRecord> person_record(std::string_view person) {
  return make_key<PersonRecord>(kPersonTag, person);
}
RecordKey<LicenceRecord> licence_record(std::string_view licence) {
  return make_key<LicenceRecord>(kLicenceTag, licence);
}
RecordKey<OrgRecord> org_record(std::string_view org) {
  return make_key<OrgRecord>(kOrgTag, org);
}
RecordKey<CenterRecord> center_record(std::string_view center) {
  return make_key<CenterRecord>(kCenterTag, center);
}
RecordKey<PrefectureRecord> prefecture_record(std::string_view pref_code) {
  return make_key<PrefectureRecord>(kPrefectureTag, pref_code);
}
RecordKey<BusinessRecord> business_record(std::string_view business) {
  return make_key<BusinessRecord>(kBusinessTag, business);
}
RecordKey<ConsentRecord> sharing_record(std::string_view business) {
  return make_key<ConsentRecord>(kSharingTag, business);
}
RecordKey<ConsentRecord> referral_consent_record(std::string_view business, std::string_view recipient) {
  return make_key<ConsentRecord>(kReferralConsentTag, business, recipient);
}
RecordKey<CaseRecord> case_record(std::string_view case_id) {
  return make_key<CaseRecord>(kCaseTag, case_id);
}
RecordKey<SessionRecord> session_record(std::string_view session) {
  return make_key<SessionRecord>(kSessionTag, session);
}
RecordKey<PersonDayRecord> person_day_record(std::string_view person, Day day) {
  return make_key<PersonDayRecord>(kPersonDayTag, person, day_bytes(day));
}
RecordKey<IssueRecord> issue_record(std::string_view issue) {
  return make_key<IssueRecord>(kIssueTag, issue);
}
RecordKey<ReferralRecord> referral_record(std::string_view referral) {
  return make_key<ReferralRecord>(kReferralTag, referral);
}
RecordKey<MatchRecord> match_record(std::string_view business, std::string_view other) {
  return make_key<MatchRecord>(kMatchTag, std::min(business, other), std::max(business, other));
}
RecordKey<ConsentRecord> publication_consent_record(std::string_view business, std::string_view medium) {
  return make_key<ConsentRecord>(kPublicationTag, business, medium);
}
RecordKey<ProvisionRecord> provision_record(std::string_view provision) {
  return make_key<ProvisionRecord>(kProvisionTag, provision);
}
RecordKey<SupportStepRecord> productivity_plan_record(std::string_view plan) {
  return make_key<SupportStepRecord>(kPlanTag, plan);
}
RecordKey<SupportStepRecord> follow_up_record(std::string_view follow_up) {
  return make_key<SupportStepRecord>(kFollowUpTag, follow_up);
}
RecordKey<CorrectionRecord> correction_record(const EventId& corrected) {
  return make_key<CorrectionRecord>(kCorrectionTag, view_of(corrected));
}
RecordKey<CallRecord> call_record(std::string_view call) {
  return make_key<CallRecord>(kCallTag, call);
}
RecordKey<AppointmentRecord> appointment_record(std::string_view person, std::string_view role,
                                                std::string_view center) {
  return make_key<AppointmentRecord>(kAppointmentTag, person, role, center);
}
RecordKey<ChiefRecord> chief_record(std::string_view center) {
  return make_key<ChiefRecord>(kChiefTag, center);
}
RecordKey<ContractRecord> contract_record(std::string_view contract) {
  return make_key<ContractRecord>(kContractTag, contract);
}
RecordKey<EngagementRecord> engagement_record(std::string_view person, std::string_view center) {
  return make_key<EngagementRecord>(kEngagementTag, person, center);
}
RecordKey<EntrustmentRecord> entrustment_record(std::string_view center, int fiscal_year) {
  return make_key<EntrustmentRecord>(kEntrustmentTag, center, std::to_string(fiscal_year));
}
RecordKey<FeeRecord> fee_record(std::string_view contract) {
  return make_key<FeeRecord>(kFeeTag, contract);
}
RecordKey<AssignmentRecord> assignment_record(std::string_view assignment) {
  return make_key<AssignmentRecord>(kAssignmentTag, assignment);
}
RecordKey<WorkDayRecord> work_day_record(std::string_view person, Day day) {
  return make_key<WorkDayRecord>(kWorkDayTag, person, day_bytes(day));
}
RecordKey<MonthRecord> month_record(std::string_view center) {
  return make_key<MonthRecord>(kMonthTag, center);
}
RecordKey<ReportRecord> report_record(std::string_view center, std::string_view year_month) {
  return make_key<ReportRecord>(kReportTag, center, year_month);
}
RecordKey<PendingRecord> pending_record(const EventId& event) {
  return make_key<PendingRecord>(kPendingTag, view_of(event));
}

RecordKey<OccurrenceRecord> occurrence_record(std::string_view kind, std::string_view subject) {
  return make_key<OccurrenceRecord>(kOccurrenceTag, kind, subject);
}
RecordKey<StageRecord> stage_record(std::string_view stream) {
  return make_key<StageRecord>(kStageTag, stream);
}
RecordKey<ApplicationRecord> application_record(std::string_view application) {
  return make_key<ApplicationRecord>(kApplicationTag, application);
}
RecordKey<ApplicantRecord> applicant_record(std::string_view applicant, int fiscal_year) {
  return make_key<ApplicantRecord>(kApplicantTag, applicant, std::to_string(fiscal_year));
}
RecordKey<SelectionRecord> selection_record(std::string_view call, std::string_view center) {
  return make_key<SelectionRecord>(kSelectionTag, call, center);
}
RecordKey<CallOutcomeRecord> call_outcome_record(std::string_view call, std::string_view center) {
  return make_key<CallOutcomeRecord>(kCallOutcomeTag, call, center);
}
RecordKey<ConsultationRecord> consultation_record(const EventId& event) {
  return make_key<ConsultationRecord>(kConsultationTag, view_of(event));
}
RecordKey<ChiefPostRecord> chief_post_record(std::string_view center) {
  return make_key<ChiefPostRecord>(kChiefPostTag, center);
}
RecordKey<InterimRecord> interim_record(std::string_view center) {
  return make_key<InterimRecord>(kInterimTag, center);
}
RecordKey<RescissionRecord> rescission_record(std::string_view contract) {
  return make_key<RescissionRecord>(kRescissionTag, contract);
}
RecordKey<WorkTermRecord> work_term_record(std::string_view contract) {
  return make_key<WorkTermRecord>(kWorkTermTag, contract);
}
RecordKey<WorkDayRecord> reported_day_record(std::string_view person, Day day) {
  return make_key<WorkDayRecord>(kReportedDayTag, person, day_bytes(day));
}
RecordKey<AccountRecord> account_record(std::string_view contract) {
  return make_key<AccountRecord>(kAccountTag, contract);
}
RecordKey<FundRecord> fund_record(std::string_view contract, std::string_view fund) {
  return make_key<FundRecord>(kFundTag, contract, fund);
}
RecordKey<SubcontractRecord> subcontract_record(std::string_view subcontract) {
  return make_key<SubcontractRecord>(kSubcontractTag, subcontract);
}
RecordKey<CostRecord> cost_record(std::string_view cost) {
  return make_key<CostRecord>(kCostTag, cost);
}
RecordKey<PaymentRecord> payment_record(std::string_view payment) {
  return make_key<PaymentRecord>(kPaymentTag, payment);
}
RecordKey<InspectionRecord> inspection_record(std::string_view inspection) {
  return make_key<InspectionRecord>(kInspectionTag, inspection);
}
RecordKey<SanctionRecord> sanction_record(std::string_view org) {
  return make_key<SanctionRecord>(kSanctionTag, org);
}

}  // namespace ledger
