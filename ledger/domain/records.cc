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
LEDGER_RECORD(MatchRecord);
LEDGER_RECORD(ProvisionRecord);
LEDGER_RECORD(SupportStepRecord);
LEDGER_RECORD(CorrectionRecord);
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
LEDGER_RECORD(FundRecord);
LEDGER_RECORD(SubcontractRecord);
LEDGER_RECORD(CostRecord);
LEDGER_RECORD(PaymentRecord);
LEDGER_RECORD(InspectionRecord);
LEDGER_RECORD(SanctionRecord);
LEDGER_RECORD(StageRecord);
LEDGER_RECORD(OccurrenceRecord);
#undef LEDGER_RECORD

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
  return parameter_ruling(state, name).value;
}

ParameterRuling parameter_ruling(const StateView& state, std::string_view name) {
  const auto set = find(state, policy_record(name));
  if (set && !set->is_code) return {std::string(name), set->number, set->event};
  const ParameterSpec* spec = find_parameter(name);
  LEDGER_CHECK(spec != nullptr);
  if (set) {
    const auto choice = std::find(spec->choices.begin(), spec->choices.end(), set->code);
    if (choice != spec->choices.end()) return {std::string(name), choice - spec->choices.begin(), set->event};
  }
  return {std::string(name), spec->otherwise, std::nullopt};
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
