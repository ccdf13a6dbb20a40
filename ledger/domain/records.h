// Records: typed keys, reading and writing of decision state, and the questions that other folders ask of it.
//
// Place in the flow: rules and terms read, effects write, security/ and api/ ask. Keys are one tag byte ‖ ids
// joined by 0x00. A record that doesn't decode is damaged state: the process stops rather than take a revoked
// key for an unknown one. Pure over the view; any thread that owns its view.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/domain/contract_records.h"
#include "ledger/domain/evidence_records.h"
#include "ledger/domain/generation_records.h"
#include "ledger/domain/mandate_records.h"
#include "ledger/domain/record_types.h"
#include "ledger/domain/state.h"
#include "ledger/domain/support_records.h"

namespace ledger {

// Key of a record of type R: the type travels with the key, so that nobody decodes one as another.
template <typename R>
struct RecordKey {
  Bytes bytes;
};

RecordKey<KeyRecord> key_record(std::string_view kid);
RecordKey<GenesisRecord> genesis_record();
RecordKey<GenerationRecord> generation_record();
RecordKey<PastEventRecord> past_event_record(const EventId& event);
RecordKey<PolicyRecord> policy_record(std::string_view name);
RecordKey<PrincipalRecord> principal_record(std::string_view principal);
RecordKey<BindingRecord> binding_record(std::string_view principal, std::string_view person);
RecordKey<RoleRecord> role_record(std::string_view person, std::string_view role);
RecordKey<PersonRecord> person_record(std::string_view person);
RecordKey<LicenceRecord> licence_record(std::string_view licence);
RecordKey<OrgRecord> org_record(std::string_view org);
RecordKey<CenterRecord> center_record(std::string_view center);
RecordKey<PrefectureRecord> prefecture_record(std::string_view pref_code);
RecordKey<BusinessRecord> business_record(std::string_view business);
RecordKey<ConsentRecord> sharing_record(std::string_view business);
RecordKey<ConsentRecord> referral_consent_record(std::string_view business, std::string_view recipient);
RecordKey<CaseRecord> case_record(std::string_view case_id);
RecordKey<SessionRecord> session_record(std::string_view session);
RecordKey<PersonDayRecord> person_day_record(std::string_view person, Day day);
RecordKey<IssueRecord> issue_record(std::string_view issue);
RecordKey<ReferralRecord> referral_record(std::string_view referral);
// support life cycles
// One record for both orders of the pair.
RecordKey<MatchRecord> match_record(std::string_view business, std::string_view other);
RecordKey<ConsentRecord> publication_consent_record(std::string_view business, std::string_view medium);
RecordKey<ProvisionRecord> provision_record(std::string_view provision);
RecordKey<SupportStepRecord> productivity_plan_record(std::string_view plan);
RecordKey<SupportStepRecord> follow_up_record(std::string_view follow_up);
RecordKey<CorrectionRecord> correction_record(const EventId& corrected);
RecordKey<CallRecord> call_record(std::string_view call);
RecordKey<AppointmentRecord> appointment_record(std::string_view person, std::string_view role,
                                                std::string_view center);
RecordKey<ChiefRecord> chief_record(std::string_view center);
RecordKey<ContractRecord> contract_record(std::string_view contract);
RecordKey<EngagementRecord> engagement_record(std::string_view person, std::string_view center);
RecordKey<EntrustmentRecord> entrustment_record(std::string_view center, int fiscal_year);
RecordKey<FeeRecord> fee_record(std::string_view contract);
RecordKey<AssignmentRecord> assignment_record(std::string_view assignment);
RecordKey<WorkDayRecord> work_day_record(std::string_view person, Day day);
RecordKey<MonthRecord> month_record(std::string_view center);
RecordKey<ReportRecord> report_record(std::string_view center, std::string_view year_month);
RecordKey<PendingRecord> pending_record(const EventId& event);
// mandate
RecordKey<ApplicationRecord> application_record(std::string_view application);
RecordKey<ApplicantRecord> applicant_record(std::string_view applicant, int fiscal_year);
RecordKey<SelectionRecord> selection_record(std::string_view call, std::string_view center);
RecordKey<CallOutcomeRecord> call_outcome_record(std::string_view call, std::string_view center);
RecordKey<ConsultationRecord> consultation_record(const EventId& event);
RecordKey<ChiefPostRecord> chief_post_record(std::string_view center);
RecordKey<InterimRecord> interim_record(std::string_view center);
RecordKey<RescissionRecord> rescission_record(std::string_view contract);
RecordKey<WorkTermRecord> work_term_record(std::string_view contract);
RecordKey<WorkDayRecord> reported_day_record(std::string_view person, Day day);
RecordKey<AccountRecord> account_record(std::string_view contract);
RecordKey<FundRecord> fund_record(std::string_view contract, std::string_view fund);
RecordKey<SubcontractRecord> subcontract_record(std::string_view subcontract);
RecordKey<CostRecord> cost_record(std::string_view cost);
RecordKey<PaymentRecord> payment_record(std::string_view payment);
RecordKey<InspectionRecord> inspection_record(std::string_view inspection);
RecordKey<SanctionRecord> sanction_record(std::string_view org);
RecordKey<StageRecord> stage_record(std::string_view stream);
RecordKey<OccurrenceRecord> occurrence_record(std::string_view kind, std::string_view subject);

template <typename R>
Bytes encode_record(const R& record);
// nullopt when `bytes` are not exactly one record of this type in a known version.
template <typename R>
std::optional<R> decode_record(ByteView bytes);
template <typename R>
std::optional<R> find(const StateView& state, const RecordKey<R>& key);
template <typename R>
void put(StateOverlay& state, const RecordKey<R>& key, const R& record) {
  state.put(key.bytes, encode_record(record));
}

// Whether a record of an earlier generation may be carried over as it is: a whole record of a type that rests
// on nothing but public facts. Not the ledger's own (genesis, generation, its keys), not the bindings of
// principals, not what waits for a countersignature.
bool is_importable(ByteView key, ByteView record);

// --- questions ---

// Whether the genesis says `conformance`: behind it stand opaque leaves and no event.
bool is_conformance(const StateView& state);
std::optional<KeyRecord> find_key(const StateView& state, const KeyId& kid);
// Live binding of `principal` to `person` at this state.
std::optional<BindingRecord> find_principal_binding(const StateView& state, const PrincipalId& principal,
                                                    const PersonId& person);
// Persons whom `principal` may speak for, ascending, at most `limit`.
std::vector<PersonId> persons_of(const StateView& state, const PrincipalId& principal, std::size_t limit);
// The consent to sharing that is in force now; nullopt: undecided, refused or withdrawn.
std::optional<ConsentRecord> sharing_in_force(const StateView& state, std::string_view business);
// A consent to referring `business` to `recipient` that is valid on `day`.
std::optional<ConsentRecord> referral_consent_on(const StateView& state, std::string_view business,
                                                 std::string_view recipient, Day day);
// Value of a numeric policy parameter: the last one set, else its default.
std::int64_t parameter_value(const StateView& state, std::string_view name);
// Which value of a policy parameter ruled, of one with choices its index, and the event that set it; nullopt:
// its default.
struct ParameterRuling {
  std::string name;
  std::int64_t value = 0;
  std::optional<EventId> event;
};
ParameterRuling parameter_ruling(const StateView& state, std::string_view name);
// Whether figures of "YYYY-MM" at `center` are closed.
bool month_closed(const StateView& state, std::string_view center, std::string_view year_month);

// JST day number of an instant, and of a "YYYY-MM-DD" text; precondition of the latter: a valid date.
Day day_of(UnixMicros time);
Day day_of(std::string_view date);

}  // namespace ledger
