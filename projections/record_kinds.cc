#include "projections/record_kinds.h"

#include <algorithm>
#include <concepts>
#include <type_traits>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/records.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::JsonValue;

namespace {

using Text = std::string_view;

// --- codes of enumerations: values count from 1 ---

template <typename E>
constexpr Text kCodes[] = {Text{}};
template <>
constexpr Text kCodes<ledger::SignatureAlgorithm>[] = {"Ed25519", "ES256"};
template <>
constexpr Text kCodes<ledger::KeyPurpose>[] = {"author", "attestor", "log", "tls"};
template <>
constexpr Text kCodes<ledger::PrincipalKind>[] = {"personal", "system"};
template <>
constexpr Text kCodes<ledger::ConsentState>[] = {"granted", "refused", "withdrawn"};
template <>
constexpr Text kCodes<ledger::CaseState>[] = {"open", "closed", "transferred", "discontinued"};
template <>
constexpr Text kCodes<ledger::ReferralState>[] = {"made", "accepted", "declined", "completed"};
template <>
constexpr Text kCodes<ledger::MatchState>[] = {"proposed", "rejected", "merged"};
template <>
constexpr Text kCodes<ledger::ApplicationState>[] = {"received", "document_passed", "interview_passed",
                                                     "failed",   "selected",        "not_selected",
                                                     "excluded", "cancelled"};
template <>
constexpr Text kCodes<ledger::InterimState>[] = {"proposed", "approved", "ended"};
template <>
constexpr Text kCodes<ledger::RescissionStep>[] = {"interviewed", "reported", "allowed", "refused",
                                                   "rescinded"};
template <>
constexpr Text kCodes<ledger::AppointmentStep>[] = {"nominated", "selected", "reported", "approved"};

template <typename E>
JsonValue code_value(E member) {
  static_assert(!kCodes<E>[0].empty(), "name the codes of this enumeration above");
  const auto index = static_cast<std::size_t>(member);
  if (index == 0 || index > std::size(kCodes<E>)) return JsonValue(static_cast<std::int64_t>(index));
  return JsonValue(kCodes<E>[index - 1]);
}

// --- names ---

struct Name {
  Text text;
  Text link;   // behind '>'
  Text inner;  // inside (…)
  bool raw = false;
};

// Cuts the first name off a comma-separated list; commas inside (…) do not separate.
Name take_name(Text& list) {
  std::size_t depth = 0;
  std::size_t end = 0;
  for (; end < list.size() && (depth > 0 || list[end] != ','); ++end) {
    if (list[end] == '(') ++depth;
    if (list[end] == ')') --depth;
  }
  Name name;
  name.text = list.substr(0, end);
  list = end < list.size() ? list.substr(end + 1) : Text();
  if (const std::size_t open = name.text.find('('); open != Text::npos) {
    name.inner = name.text.substr(open + 1, name.text.size() - open - 2);
    name.text = name.text.substr(0, open);
  }
  if (const std::size_t arrow = name.text.find('>'); arrow != Text::npos) {
    name.link = name.text.substr(arrow + 1);
    name.text = name.text.substr(0, arrow);
  }
  if (name.text.ends_with('!')) {
    name.raw = true;
    name.text.remove_suffix(1);
  }
  return name;
}

// --- values ---

// Takes members in order, as the codec does, and names them; what says nothing is left out.
class MemberReader {
 public:
  explicit MemberReader(Text names) : names_(names) {}
  template <typename... Members>
  bool operator()(Members&... members) {
    (take(members), ...);
    return true;
  }
  JsonValue value() && {
    LEDGER_CHECK(names_.empty());  // the table names members that the record does not have
    return JsonValue(std::move(object_));
  }

 private:
  template <typename T>
  void take(T& member) {
    LEDGER_CHECK(!names_.empty());  // the record has a member that the table does not name
    const Name name = take_name(names_);
    JsonValue value = read(member, name);
    if (!value.is_null()) object_.emplace_back(std::string(name.text), std::move(value));
  }

  template <typename T>
  static JsonValue read(T& member, const Name& name) {
    if constexpr (std::is_enum_v<T>) {
      return code_value(member);
    } else if constexpr (std::is_same_v<T, bool>) {
      return JsonValue(member);
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (member.empty()) return JsonValue();
      return JsonValue(name.raw ? ledger::to_base64url(member) : member);
    } else if constexpr (std::is_same_v<T, ledger::EventId>) {
      return member == ledger::EventId{} ? JsonValue() : JsonValue(ledger::format_event_id(member));
    } else if constexpr (std::is_same_v<T, ledger::UnixMicros>) {
      const bool never = member == ledger::kNoEnd || member.value == 0;
      return never ? JsonValue() : JsonValue(ledger::format_recorded_at(member));
    } else if constexpr (std::is_same_v<T, ledger::Day>) {
      const bool never = member == ledger::kNoLastDay || member == 0;
      return never ? JsonValue() : JsonValue(ledger::format_date(ledger::civil_from_days(member)));
    } else if constexpr (std::integral<T>) {
      return JsonValue(static_cast<std::int64_t>(member));
    } else if constexpr (requires(MemberReader & reader) { member.fields(reader); }) {
      MemberReader reader(name.inner);
      member.fields(reader);
      return std::move(reader).value();
    } else {
      JsonValue::Array items;
      for (auto& item : member) items.push_back(read(item, name));
      return JsonValue(std::move(items));
    }
  }

  Text names_;
  JsonValue::Object object_;
};

template <typename R>
std::optional<JsonValue> read_record(const RecordKind& kind, ByteView bytes) {
  std::optional<R> record = ledger::decode_record<R>(bytes);
  if (!record) return std::nullopt;
  MemberReader reader(kind.members);
  record->fields(reader);
  return std::move(reader).value();
}

// --- the table ---

// `key` is one that records.h makes; only its tag is taken from it.
template <typename R>
RecordKind row(const ledger::RecordKey<R>& key, Text name, Text parts, Text members, Text ja, Text en) {
  return {key.bytes.front(), name, parts, members, ja, en, read_record<R>};
}

std::vector<RecordKind> common_kinds() {
  return {
      row(ledger::genesis_record(), "genesis", "", "origin,generation,catalogue,index_map,conformance,event",
          "台帳の設置", "Genesis"),
      row(ledger::generation_record(), "generation", "",
          "previous_origin,previous_size,parts,imported,digest!,expected!", "台帳の世代", "Generation"),
      row(ledger::past_event_record(ledger::EventId{}), "past_event", "event:event", "position",
          "前の台帳の事象", "Event of the ledger before"),
      row(ledger::policy_record(""), "parameter", "name", "is_code,number,code,event", "制度パラメータ",
          "Parameter"),
      row(ledger::principal_record(""), "principal", "principal", "kind,live_bindings", "認証主体",
          "Principal"),
      row(ledger::binding_record("", ""), "binding", "principal,person_id>person", "bound_at,event",
          "認証主体の結び付け", "Binding"),
      row(ledger::key_record(""), "key", "kid",
          "algorithm,public_key!,purpose,person_id>person,principal,valid_from,valid_to,revoked,enrolled_at,"
          "event",
          "鍵", "Key"),
      row(ledger::role_record("", ""), "role", "person_id,role", "grants(scope,from,to,event)", "役割",
          "Role"),
      row(ledger::person_record(""), "person", "person_id", "org_id,licence_id,event", "人", "Person"),
      row(ledger::licence_record(""), "licence", "licence_id", "person_id>person,active,event",
          "利用者ライセンス", "Licence"),
      row(ledger::org_record(""), "org", "org_id", "kind,center_id>center,event", "組織", "Organisation"),
      row(ledger::center_record(""), "center", "center_id", "pref_code,impl_body,bureau,event", "拠点",
          "Centre"),
      row(ledger::prefecture_record(""), "prefecture", "pref_code", "center_id", "都道府県", "Prefecture"),
      row(ledger::business_record(""), "business", "business_id",
          "kind,center_id,financials_submitted,phase2_agreed,criterion_i(met,met_on,event),"
          "criterion_ii(met,met_on,event),criterion_iii(met,met_on,event),phase,event,phase_since,number_"
          "state,merged_into>business,merge,"
          "successor>business,closed_down",
          "事業者", "Business"),
      row(ledger::sharing_record(""), "sharing_consent", "business_id",
          "state,event,recorded_at,recipients,items,given_on,expires_on", "情報共有の了承",
          "Consent to sharing"),
      row(ledger::referral_consent_record("", ""), "referral_consent", "business_id,recipient",
          "state,event,recorded_at,recipients,items,given_on,expires_on", "紹介の同意",
          "Consent to referral"),
      row(ledger::case_record(""), "case", "case_id",
          "business_id>business,center_id,state,assigned_to,sessions,event", "相談案件", "Case"),
      row(ledger::session_record(""), "session", "session_id",
          "case_id>case,started_at,minutes,support_orgs,joint,event", "相談", "Session"),
      row(ledger::person_day_record("", 0), "person_day", "person_id,day:day", "sessions(start,end)",
          "人ごと・日ごとの相談", "Sessions of a person on a day"),
      row(ledger::issue_record(""), "issue", "issue_id",
          "case_id>case,business_id>business,counted,resolved,outcome_confirmed,event,category,"
          "closed_unresolved,resolved_on,outcome_on,resolution,outcome",
          "課題", "Issue"),
      row(ledger::referral_record(""), "referral", "referral_id",
          "business_id>business,center_id,target,state,event,inbound,last_on", "紹介", "Referral"),
  };
}

std::vector<RecordKind> contract_kinds() {
  return {
      row(ledger::call_record(""), "call", "call_id", "kind,opens_at,closes_at,centers", "公募", "Call"),
      row(ledger::appointment_record("", "", ""), "appointment", "person_id,role,center_id>center",
          "step,term_from,term_to,event", "指名・選任", "Appointment"),
      row(ledger::chief_record(""), "chief", "center_id", "person_id,term_to", "チーフコーディネーターの指名",
          "Chief coordinator"),
      row(ledger::contract_record(""), "contract", "contract_id",
          "kind,center_id>center,person_id>person,org_id,start,end,honorarium,event", "契約", "Contract"),
      row(ledger::engagement_record("", ""), "engagement", "person_id,center_id", "terms(first,last)",
          "契約期間", "Engagement"),
      row(ledger::entrustment_record("", 0), "entrustment", "center_id,fiscal_year", "contract_id",
          "委託契約", "Entrustment"),
      row(ledger::fee_record(""), "fee", "contract_id", "rates(from,yen),approved_yen", "謝金単価", "Fee"),
      row(ledger::assignment_record(""), "assignment", "assignment_id",
          "contract_id>contract,person_id,performed_on,half,paid,eligible", "依頼業務", "Assignment"),
      row(ledger::work_day_record("", 0), "work_day", "person_id,day:day", "halves", "従事日", "Work day"),
      row(ledger::month_record(""), "month", "center_id", "last_closed,cut_off", "月次締め", "Month close"),
      row(ledger::report_record("", ""), "report", "center_id,year_month", "cut_off,submitted,closed",
          "月次報告", "Monthly report"),
      row(ledger::pending_record(ledger::EventId{}), "pending", "event:event", "expires_at,roles,signed_by",
          "連署待ち", "Waiting for countersignatures"),
      row(ledger::occurrence_record("", ""), "occurrence", "kind,subject", "times,last_on,event",
          "実施の回数", "Occurrences"),
      row(ledger::stage_record(""), "stage", "stream", "stage,center_id>center,kept,until,event",
          "手続の段階", "Stage of a procedure"),
  };
}

std::vector<RecordKind> support_kinds() {
  return {
      row(ledger::match_record("", ""), "match", "business_id>business,other_id>business", "state,proposal",
          "名寄せの候補", "Match of two businesses"),
      row(ledger::publication_consent_record("", ""), "publication_consent", "business_id>business,medium",
          "state,event,recorded_at,recipients,items,given_on,expires_on", "公表の同意",
          "Consent to publication"),
      row(ledger::provision_record(""), "provision", "provision_id", "business_id>business,event",
          "情報の提供", "Provision of data"),
      row(ledger::productivity_plan_record(""), "productivity_plan", "plan_id",
          "business_id>business,center_id>center,event", "生産性向上計画", "Productivity plan"),
      row(ledger::follow_up_record(""), "follow_up", "follow_up_id",
          "business_id>business,center_id>center,event", "フォローアップ", "Follow-up"),
      row(ledger::correction_record(ledger::EventId{}), "correction", "event:event", "latest,count", "訂正",
          "Correction"),
  };
}

std::vector<RecordKind> mandate_kinds() {
  return {
      row(ledger::application_record(""), "application", "application_id",
          "call_id,kind,center_id>center,applicant,state", "応募", "Application"),
      row(ledger::applicant_record("", 0), "applicant", "applicant,fiscal_year", "center_id>center",
          "年度の応募者", "Applicant of a year"),
      row(ledger::selection_record("", ""), "selection", "call_id,center_id>center", "application_id", "採択",
          "Selection"),
      row(ledger::call_outcome_record("", ""), "call_outcome", "call_id,center_id>center", "filled",
          "公募の結果", "Outcome of a call"),
      row(ledger::consultation_record(ledger::EventId{}), "consultation", "event:event",
          "contract_id>contract,matter", "協議", "Consultation"),
      row(ledger::chief_post_record(""), "chief_post", "center_id>center", "terms(contract_id,first,last)",
          "チーフコーディネーターの契約", "Chief coordinators' contracts"),
      row(ledger::interim_record(""), "interim", "center_id>center", "person_id>person,state", "代行",
          "Interim chief"),
      row(ledger::rescission_record(""), "rescission", "contract_id>contract", "step,event", "契約の解除",
          "Rescission"),
      row(ledger::work_term_record(""), "work_term", "contract_id>contract",
          "months(year_month,halves,approved),below_agreed,settled", "契約の勤務日数",
          "Working days of a contract"),
      row(ledger::reported_day_record("", 0), "reported_day", "person_id,day:day", "halves", "報告した従事日",
          "Work day reported"),
      row(ledger::account_record(""), "account", "contract_id>contract",
          "amount_yen,initial_yen,supplementary_yen,accepted_yen,advances_approved_yen,advances_paid_yen,"
          "subcontracted_yen,fixed_yen,is_fixed,submitted,delivered,inspected,settled",
          "委託費", "Account of an entrustment"),
      row(ledger::fund_record("", ""), "fund", "contract_id>contract,fund", "charged_yen", "財源別の経費",
          "Charges of a fund"),
      row(ledger::subcontract_record(""), "subcontract", "subcontract_id",
          "contract_id>contract,org_id,amount_yen,spent_yen,letter,approved", "再委託", "Subcontract"),
      row(ledger::cost_record(""), "cost", "cost_id", "contract_id>contract,amount_yen,disallowed_yen",
          "経費", "Cost"),
      row(ledger::payment_record(""), "payment", "payment_id", "contract_id>contract", "支払", "Payment"),
      row(ledger::inspection_record(""), "inspection", "inspection_id", "contract_id>contract,misuse", "検査",
          "Inspection"),
      row(ledger::sanction_record(""), "sanction", "org_id", "from,to", "契約の停止", "Sanction"),
  };
}

std::vector<RecordKind> make_kinds() {
  std::vector<RecordKind> kinds = common_kinds();
  for (const auto& part : {contract_kinds(), support_kinds(), mandate_kinds()}) {
    kinds.insert(kinds.end(), part.begin(), part.end());
  }
  return kinds;
}

char letter_of(Text link) {
  if (link == "business") return kLinkBusiness;
  if (link == "case") return kLinkCase;
  if (link == "center") return kLinkCenter;
  if (link == "person") return kLinkPerson;
  LEDGER_CHECK(link == "contract");
  return kLinkContract;
}

// The value of one key part, cut off `rest`.
std::string take_part(Text& name, ByteView& rest) {
  const bool day = name.ends_with(":day");
  const bool event = name.ends_with(":event");
  if (day || event) name.remove_suffix(day ? 4 : 6);
  const std::size_t size = day ? 4 : event ? 16 : std::min(rest.find('\0'), rest.size());
  const ByteView part = rest.substr(0, size);
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  if (day) {
    // As records.cc writes it: big-endian with the sign bit flipped.
    const auto number = ledger::ByteReader(part).take_u32().value_or(0x8000'0000U);
    return ledger::format_date(ledger::civil_from_days(static_cast<ledger::Day>(number ^ 0x8000'0000U)));
  }
  if (!event || part.size() != size) return std::string(part);
  ledger::EventId id;
  std::copy(part.begin(), part.end(), id.bytes.begin());
  return ledger::format_event_id(id);
}

JsonValue::Object key_parts(const RecordKind& kind, ByteView key) {
  JsonValue::Object parts;
  Text names = kind.key;
  ByteView rest = key.substr(1);
  while (!names.empty()) {
    Name name = take_name(names);
    std::string part = take_part(name.text, rest);
    parts.emplace_back(std::string(name.text), JsonValue(std::move(part)));
  }
  return parts;
}

void collect_links(Text names, const JsonValue& value, std::vector<RecordLink>& links) {
  while (!names.empty()) {
    const Name name = take_name(names);
    if (name.link.empty()) continue;
    if (const Text id = value.text(name.text); !id.empty()) {
      links.push_back({letter_of(name.link), std::string(id)});
    }
  }
}

}  // namespace

std::span<const RecordKind> record_kinds() {
  static const std::vector<RecordKind> kinds = make_kinds();
  return kinds;
}

const RecordKind* find_record_kind(Text name) {
  const auto kinds = record_kinds();
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

const RecordKind* kind_of_key(ByteView key) {
  if (key.empty()) return nullptr;
  const auto kinds = record_kinds();
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.tag == key.front(); });
  return found == kinds.end() ? nullptr : &*found;
}

std::optional<JsonValue> record_value(ByteView key, ByteView record) {
  const RecordKind* kind = kind_of_key(key);
  if (kind == nullptr) return std::nullopt;
  std::optional<JsonValue> members = kind->read(*kind, record);
  if (!members) return std::nullopt;
  JsonValue::Object object = key_parts(*kind, key);
  for (JsonValue::Member& member : members->as_object()) object.push_back(std::move(member));
  return JsonValue(std::move(object));
}

Bytes record_key(const RecordKind& kind, std::initializer_list<Text> parts) {
  Bytes key(1, kind.tag);
  bool first = true;
  for (const Text part : parts) {
    if (!first) key.push_back('\0');
    first = false;
    key += part;
  }
  return key;
}

std::vector<RecordLink> links_of(ByteView key, ByteView record) {
  std::vector<RecordLink> links;
  const RecordKind* kind = kind_of_key(key);
  const bool names_any =
      kind != nullptr && (kind->members.find('>') != Text::npos || kind->key.find('>') != Text::npos);
  if (!names_any) return links;
  const auto value = record_value(key, record);
  if (!value) return links;
  collect_links(kind->key, *value, links);
  collect_links(kind->members, *value, links);
  return links;
}

}  // namespace projections
