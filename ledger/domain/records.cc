#include "ledger/domain/records.h"

#include <algorithm>
#include <concepts>
#include <type_traits>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/domain/codes.h"

namespace ledger {

namespace {

constexpr std::uint8_t kRecordVersion = 1;

// Writes members in order: integers big-endian, texts with a 16-bit length, lists with a 16-bit count.
class RecordWriter {
 public:
  explicit RecordWriter(Bytes& out) : out_(out) {}
  template <typename... Members>
  bool operator()(Members&... members) {
    (write(members), ...);
    return true;
  }

 private:
  template <typename T>
  void write(T& member) {
    if constexpr (std::is_enum_v<T> || std::is_same_v<T, bool> || std::is_same_v<T, std::uint8_t>) {
      out_.push_back(static_cast<char>(member));
    } else if constexpr (std::is_same_v<T, std::string>) {
      LEDGER_CHECK(member.size() <= 0xFFFF);
      put_u16(out_, static_cast<std::uint16_t>(member.size()));
      out_ += member;
    } else if constexpr (std::is_same_v<T, EventId>) {
      out_ += view_of(member);
    } else if constexpr (std::is_same_v<T, UnixMicros>) {
      put_u64(out_, static_cast<std::uint64_t>(member.value));
    } else if constexpr (std::integral<T> && sizeof(T) == 4) {
      put_u32(out_, static_cast<std::uint32_t>(member));
    } else if constexpr (std::integral<T> && sizeof(T) == 8) {
      put_u64(out_, static_cast<std::uint64_t>(member));
    } else if constexpr (requires { member.fields(*this); }) {
      member.fields(*this);
    } else {
      LEDGER_CHECK(member.size() <= 0xFFFF);
      put_u16(out_, static_cast<std::uint16_t>(member.size()));
      for (auto& item : member) write(item);
    }
  }
  Bytes& out_;
};

class RecordReader {
 public:
  explicit RecordReader(ByteView bytes) : in_(bytes) {}
  template <typename... Members>
  bool operator()(Members&... members) {
    return (read(members) && ...);
  }
  bool at_end() const { return in_.empty(); }

 private:
  template <typename T>
  bool read(T& member) {
    if constexpr (std::is_enum_v<T> || std::is_same_v<T, bool> || std::is_same_v<T, std::uint8_t>) {
      return store(in_.take_u8(), member);
    } else if constexpr (std::is_same_v<T, std::string>) {
      const auto size = in_.take_u16();
      const auto text = size ? in_.take(*size) : std::nullopt;
      if (text) member.assign(*text);
      return text.has_value();
    } else if constexpr (std::is_same_v<T, EventId>) {
      const auto bytes = in_.take(member.bytes.size());
      if (bytes) std::copy(u8(*bytes), u8(*bytes) + bytes->size(), member.bytes.begin());
      return bytes.has_value();
    } else if constexpr (std::is_same_v<T, UnixMicros>) {
      return store(in_.take_u64(), member.value);
    } else if constexpr (std::integral<T> && sizeof(T) == 4) {
      return store(in_.take_u32(), member);
    } else if constexpr (std::integral<T> && sizeof(T) == 8) {
      return store(in_.take_u64(), member);
    } else if constexpr (requires { member.fields(*this); }) {
      return member.fields(*this);
    } else {
      const auto count = in_.take_u16();
      if (!count) return false;
      for (std::uint16_t i = 0; i < *count; ++i) {
        if (!read(member.emplace_back())) return false;
      }
      return true;
    }
  }
  template <typename Raw, typename T>
  static bool store(const std::optional<Raw>& raw, T& member) {
    if (raw) member = static_cast<T>(*raw);
    return raw.has_value();
  }
  ByteReader in_;
};

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

constexpr char kKeyTag = 'k';
constexpr char kGenesisTag = 'g';
constexpr char kGenerationTag = 'G';
constexpr char kPastEventTag = 'P';
constexpr char kPolicyTag = 'y';
constexpr char kPrincipalTag = 'p';
constexpr char kBindingTag = 'b';
constexpr char kRoleTag = 'r';
constexpr char kPersonTag = 'n';
constexpr char kLicenceTag = 'l';
constexpr char kOrgTag = 'o';
constexpr char kCenterTag = 'c';
constexpr char kPrefectureTag = 'C';
constexpr char kBusinessTag = 'u';
constexpr char kSharingTag = 's';
constexpr char kReferralConsentTag = 'S';
constexpr char kCaseTag = 'a';
constexpr char kSessionTag = 'e';
constexpr char kPersonDayTag = 'v';
constexpr char kIssueTag = 'i';
constexpr char kReferralTag = 'f';
constexpr char kCallTag = 'q';
constexpr char kAppointmentTag = 'd';
constexpr char kChiefTag = 'D';
constexpr char kContractTag = 't';
constexpr char kEngagementTag = 'h';
constexpr char kEntrustmentTag = 'T';
constexpr char kFeeTag = 'w';
constexpr char kAssignmentTag = 'j';
constexpr char kWorkDayTag = 'W';
constexpr char kMonthTag = 'm';
constexpr char kReportTag = 'M';
constexpr char kPendingTag = 'z';
// mandate
constexpr char kApplicationTag = '0';
constexpr char kApplicantTag = '1';
constexpr char kSelectionTag = '2';
constexpr char kCallOutcomeTag = '3';
constexpr char kConsultationTag = '4';
constexpr char kChiefPostTag = '5';
constexpr char kInterimTag = '6';
constexpr char kRescissionTag = '7';
constexpr char kWorkTermTag = '8';
constexpr char kReportedDayTag = '9';
constexpr char kAccountTag = 'A';
constexpr char kSubcontractTag = 'B';
constexpr char kCostTag = 'E';
constexpr char kPaymentTag = 'J';
constexpr char kInspectionTag = 'H';
constexpr char kSanctionTag = 'I';

}  // namespace

template <typename R>
Bytes encode_record(const R& record) {
  Bytes bytes;
  bytes.push_back(static_cast<char>(kRecordVersion));
  RecordWriter writer(bytes);
  // fields() serves reading too and is therefore not const; writing changes nothing.
  const_cast<R&>(record).fields(writer);
  return bytes;
}

template <typename R>
std::optional<R> decode_record(ByteView bytes) {
  if (bytes.empty() || static_cast<std::uint8_t>(bytes[0]) != kRecordVersion) return std::nullopt;
  RecordReader reader(bytes.substr(1));
  R record;
  if (!record.fields(reader) || !reader.at_end()) return std::nullopt;
  return record;
}

template <typename R>
std::optional<R> find(const StateView& state, const RecordKey<R>& key) {
  const std::optional<Bytes> bytes = state.get(key.bytes);
  if (!bytes) return std::nullopt;
  std::optional<R> record = decode_record<R>(*bytes);
  LEDGER_CHECK(record.has_value());
  return record;
}

#define LEDGER_RECORD(R)                                \
  template Bytes encode_record<R>(const R&);            \
  template std::optional<R> decode_record<R>(ByteView); \
  template std::optional<R> find<R>(const StateView&, const RecordKey<R>&)
LEDGER_RECORD(KeyRecord);
LEDGER_RECORD(GenesisRecord);
LEDGER_RECORD(GenerationRecord);
LEDGER_RECORD(PastEventRecord);
LEDGER_RECORD(PolicyRecord);
LEDGER_RECORD(PrincipalRecord);
LEDGER_RECORD(BindingRecord);
LEDGER_RECORD(RoleRecord);
LEDGER_RECORD(PersonRecord);
LEDGER_RECORD(LicenceRecord);
LEDGER_RECORD(OrgRecord);
LEDGER_RECORD(CenterRecord);
LEDGER_RECORD(PrefectureRecord);
LEDGER_RECORD(BusinessRecord);
LEDGER_RECORD(ConsentRecord);
LEDGER_RECORD(CaseRecord);
LEDGER_RECORD(SessionRecord);
LEDGER_RECORD(PersonDayRecord);
LEDGER_RECORD(IssueRecord);
LEDGER_RECORD(ReferralRecord);
LEDGER_RECORD(CallRecord);
LEDGER_RECORD(AppointmentRecord);
LEDGER_RECORD(ChiefRecord);
LEDGER_RECORD(ContractRecord);
LEDGER_RECORD(EngagementRecord);
LEDGER_RECORD(EntrustmentRecord);
LEDGER_RECORD(FeeRecord);
LEDGER_RECORD(AssignmentRecord);
LEDGER_RECORD(WorkDayRecord);
LEDGER_RECORD(MonthRecord);
LEDGER_RECORD(ReportRecord);
LEDGER_RECORD(PendingRecord);
// mandate
LEDGER_RECORD(ApplicationRecord);
LEDGER_RECORD(ApplicantRecord);
LEDGER_RECORD(SelectionRecord);
LEDGER_RECORD(CallOutcomeRecord);
LEDGER_RECORD(ConsultationRecord);
LEDGER_RECORD(ChiefPostRecord);
LEDGER_RECORD(InterimRecord);
LEDGER_RECORD(RescissionRecord);
LEDGER_RECORD(WorkTermRecord);
LEDGER_RECORD(AccountRecord);
LEDGER_RECORD(SubcontractRecord);
LEDGER_RECORD(CostRecord);
LEDGER_RECORD(PaymentRecord);
LEDGER_RECORD(InspectionRecord);
LEDGER_RECORD(SanctionRecord);
#undef LEDGER_RECORD

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
                                      {kReportTag, decodes<ReportRecord>}};

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

bool is_conformance(const StateView& state) {
  const auto genesis = find(state, genesis_record());
  return genesis && genesis->conformance;
}

std::optional<KeyRecord> find_key(const StateView& state, const KeyId& kid) {
  return find(state, key_record(kid.value));
}

std::optional<BindingRecord> find_principal_binding(const StateView& state, const PrincipalId& principal,
                                                    const PersonId& person) {
  return find(state, binding_record(principal.value, person.value));
}

std::vector<PersonId> persons_of(const StateView& state, const PrincipalId& principal, std::size_t limit) {
  std::vector<PersonId> persons;
  const Bytes prefix = binding_record(principal.value, "").bytes;
  state.scan(prefix, [&](ByteView key, ByteView) {
    if (persons.size() >= limit) return false;
    persons.emplace_back(std::string(key.substr(prefix.size())));
    return true;
  });
  return persons;
}

std::optional<ConsentRecord> sharing_in_force(const StateView& state, std::string_view business) {
  auto consent = find(state, sharing_record(business));
  if (consent && consent->state != ConsentState::kGranted) consent.reset();
  return consent;
}

std::optional<ConsentRecord> referral_consent_on(const StateView& state, std::string_view business,
                                                 std::string_view recipient, Day day) {
  auto consent = find(state, referral_consent_record(business, recipient));
  if (consent &&
      (consent->state != ConsentState::kGranted || day < consent->given_on || day > consent->expires_on))
    consent.reset();
  return consent;
}

std::int64_t parameter_value(const StateView& state, std::string_view name) {
  const auto set = find(state, policy_record(name));
  if (set && !set->is_code) return set->number;
  const ParameterSpec* spec = find_parameter(name);
  LEDGER_CHECK(spec != nullptr);
  return spec->otherwise;
}

bool month_closed(const StateView& state, std::string_view center, std::string_view year_month) {
  const auto month = find(state, month_record(center));
  return month && year_month <= month->last_closed;
}

Day day_of(UnixMicros time) {
  return static_cast<Day>(days_from_civil(jst_date(time)));
}

Day day_of(std::string_view date) {
  const auto civil = parse_date(date);
  LEDGER_CHECK(civil.has_value());
  return static_cast<Day>(days_from_civil(*civil));
}

}  // namespace ledger
