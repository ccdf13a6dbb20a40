#include <algorithm>
#include <iterator>

#include "ledger/domain/record_tags.h"
#include "ledger/domain/records.h"

namespace ledger {

namespace {

template <typename R>
bool decodes(ByteView record) {
  return decode_record<R>(record).has_value();
}

struct Importable {
  char tag;
  bool (*decodes)(ByteView record);
};
constexpr Importable kImportable[] = {{kPastEventTag, decodes<PastEventRecord>},
                                      {kPolicyTag, decodes<PolicyRecord>},
                                      {kRoleTag, decodes<RoleRecord>},
                                      {kPersonTag, decodes<PersonRecord>},
                                      {kLicenceTag, decodes<LicenceRecord>},
                                      {kOrgTag, decodes<OrgRecord>},
                                      {kCenterTag, decodes<CenterRecord>},
                                      {kPrefectureTag, decodes<PrefectureRecord>},
                                      {kBusinessTag, decodes<BusinessRecord>},
                                      {kSharingTag, decodes<ConsentRecord>},
                                      {kReferralConsentTag, decodes<ConsentRecord>},
                                      {kCaseTag, decodes<CaseRecord>},
                                      {kSessionTag, decodes<SessionRecord>},
                                      {kPersonDayTag, decodes<PersonDayRecord>},
                                      {kIssueTag, decodes<IssueRecord>},
                                      {kReferralTag, decodes<ReferralRecord>},
                                      {kMatchTag, decodes<MatchRecord>},
                                      {kPublicationTag, decodes<ConsentRecord>},
                                      {kProvisionTag, decodes<ProvisionRecord>},
                                      {kPlanTag, decodes<SupportStepRecord>},
                                      {kFollowUpTag, decodes<SupportStepRecord>},
                                      {kCorrectionTag, decodes<CorrectionRecord>},
                                      {kStageTag, decodes<StageRecord>},
                                      {kOccurrenceTag, decodes<OccurrenceRecord>},
                                      {kCallTag, decodes<CallRecord>},
                                      {kAppointmentTag, decodes<AppointmentRecord>},
                                      {kChiefTag, decodes<ChiefRecord>},
                                      {kContractTag, decodes<ContractRecord>},
                                      {kEngagementTag, decodes<EngagementRecord>},
                                      {kEntrustmentTag, decodes<EntrustmentRecord>},
                                      {kFeeTag, decodes<FeeRecord>},
                                      {kAssignmentTag, decodes<AssignmentRecord>},
                                      {kWorkDayTag, decodes<WorkDayRecord>},
                                      {kMonthTag, decodes<MonthRecord>},
                                      {kReportTag, decodes<ReportRecord>},
                                      {kApplicationTag, decodes<ApplicationRecord>},
                                      {kApplicantTag, decodes<ApplicantRecord>},
                                      {kSelectionTag, decodes<SelectionRecord>},
                                      {kCallOutcomeTag, decodes<CallOutcomeRecord>},
                                      {kConsultationTag, decodes<ConsultationRecord>},
                                      {kChiefPostTag, decodes<ChiefPostRecord>},
                                      {kInterimTag, decodes<InterimRecord>},
                                      {kRescissionTag, decodes<RescissionRecord>},
                                      {kWorkTermTag, decodes<WorkTermRecord>},
                                      {kAccountTag, decodes<AccountRecord>},
                                      {kFundTag, decodes<FundRecord>},
                                      {kSubcontractTag, decodes<SubcontractRecord>},
                                      {kCostTag, decodes<CostRecord>},
                                      {kPaymentTag, decodes<PaymentRecord>},
                                      {kInspectionTag, decodes<InspectionRecord>},
                                      {kSanctionTag, decodes<SanctionRecord>},
                                      {kReportedDayTag, decodes<WorkDayRecord>}};

}  // namespace

bool is_importable(ByteView key, ByteView record) {
  if (key.size() < 2) return false;
  if (key.front() == kKeyTag) {
    const auto held = decode_record<KeyRecord>(record);
    return held && held->purpose != KeyPurpose::kLog && held->purpose != KeyPurpose::kAttestor;
  }
  const auto* row = std::find_if(std::begin(kImportable), std::end(kImportable),
                                 [&](const Importable& one) { return one.tag == key.front(); });
  return row != std::end(kImportable) && row->decodes(record);
}

}  // namespace ledger
