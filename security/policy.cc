#include "security/policy.h"

#include <algorithm>
#include <array>

#include "ledger/domain/catalogue.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/records.h"
#include "ledger/domain/roles.h"

namespace security {
namespace {

using ledger::StateView;

constexpr std::string_view kNoRule = "policy.no_rule";
constexpr std::string_view kUnbound = "policy.principal_unbound";
constexpr std::string_view kRoleMissing = "policy.role_missing";
constexpr std::string_view kPurposeMissing = "policy.purpose_missing";
constexpr std::string_view kStateUnavailable = "policy.state_unavailable";

constexpr std::array<std::string_view, kActionCount> kActionNames = {
    "append.event", "read.event",          "receipts",  "read.confidential", "audit.access", "audit.denials",
    "log.mirror",   "log.proof",           "figures",   "security.report",   "policy.read",  "metrics.read",
    "operations",   "operations.critical", "read.state"};
constexpr std::array<std::string_view, kDataClassCount> kDataClassNames = {
    "none",         "ledger",    "person", "business_master", "case_narrative", "financials", "consent",
    "contract_fee", "screening", "survey", "roster",          "access_log",     "report"};
constexpr std::array<std::string_view, 3> kReachNames = {"anywhere", "own", "other"};
constexpr std::array<std::string_view, 12> kConditionNames = {"none",
                                                              "self",
                                                              "assigned",
                                                              "coordinator",
                                                              "coordinator_anywhere",
                                                              "shared_with_meti",
                                                              "shared_with_hq",
                                                              "shared_with_other_center",
                                                              "shared_with_other_impl_body",
                                                              "referred_here",
                                                              "second_person",
                                                              "break_glass"};

template <typename E>
constexpr std::size_t ordinal(E value) {
  return static_cast<std::size_t>(value);
}

template <typename T, typename U>
bool contains(std::span<const T> list, const U& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool is_coordinator(const AccessRequest& request, const StateView& state, std::string_view center) {
  if (request.subject.value.empty()) return false;
  for (const std::string_view role : {"co", "sub_cco", "prod_supporter"}) {
    if (ledger::holds_role(state, request.subject, role, center, request.now)) return true;
  }
  return false;
}

bool is_assigned(const AccessRequest& request, const StateView& state) {
  if (request.case_id.empty()) return false;
  const auto found = ledger::find(state, ledger::case_record(request.case_id));
  return found.has_value() && found->assigned == request.person && found->center == request.center &&
         (request.business.empty() || request.business == found->business);
}

// The consent to sharing that names `recipient`.
std::optional<ledger::EventId> shared_with(const AccessRequest& request, const StateView& state,
                                           std::string_view recipient) {
  if (request.business.empty()) return std::nullopt;
  const auto consent = ledger::sharing_in_force(state, request.business);
  if (!consent.has_value() || !contains(std::span<const std::string>(consent->recipients), recipient)) {
    return std::nullopt;
  }
  return consent->event;
}

// A consent to refer the business to a centre or organisation where the asker holds the role now.
std::optional<ledger::EventId> referred_here(const AccessRequest& request, const StateView& state) {
  if (request.business.empty()) return std::nullopt;
  const ledger::Day today = ledger::day_of(request.now);
  const auto record = ledger::find(state, ledger::role_record(request.person.value, request.role));
  if (!record.has_value()) return std::nullopt;
  for (const ledger::RoleGrant& grant : record->grants) {
    if (today < grant.from || today > grant.to) continue;
    const auto consent = ledger::referral_consent_on(state, request.business, grant.scope, today);
    if (consent.has_value()) return consent->event;
  }
  return std::nullopt;
}

bool second_person_stands_by(const AccessRequest& request, const StateView& state) {
  if (request.second.value.empty() || request.second == request.person) return false;
  return ledger::holds_role(state, request.second, request.role, "", request.now);
}

struct Met {
  bool met = false;
  std::optional<ledger::EventId> consent;
  std::string_view lacking;
  std::optional<ledger::EventId> emergency{};
};

Met by_emergency(const AccessRequest& request, const StateView& state) {
  if (!request.emergency) return {false, std::nullopt, "break_glass"};
  const ledger::EmergencyRead read{request.person, request.center, request.business, request.now};
  const bool covered = ledger::break_glass_lacks(state, *request.emergency, read).empty();
  return {covered, std::nullopt, "break_glass", request.emergency->event};
}

Met by_consent(std::optional<ledger::EventId> consent) {
  return {consent.has_value(), consent, "consent"};
}

Met judge(Condition condition, const AccessRequest& request, const StateView& state) {
  switch (condition) {
    case Condition::kNone:
      return {true, std::nullopt, {}};
    case Condition::kSelf:
      return {!request.subject.value.empty() && request.subject == request.person, std::nullopt, "subject"};
    case Condition::kAssigned:
      return {is_assigned(request, state), std::nullopt, "assignment"};
    case Condition::kCoordinator:
      return {!request.center.empty() && is_coordinator(request, state, request.center), std::nullopt,
              "subject"};
    case Condition::kCoordinatorAnywhere:
      return {is_coordinator(request, state, ""), std::nullopt, "subject"};
    case Condition::kSharedWithMeti:
      return by_consent(shared_with(request, state, "meti"));
    case Condition::kSharedWithHq:
      return by_consent(shared_with(request, state, "hq"));
    case Condition::kSharedWithCenters:
      return by_consent(shared_with(request, state, "other_center"));
    case Condition::kSharedWithBodies:
      return by_consent(shared_with(request, state, "other_impl_body"));
    case Condition::kReferredHere:
      return by_consent(referred_here(request, state));
    case Condition::kSecondPerson:
      return {second_person_stands_by(request, state), std::nullopt, "second_person"};
    case Condition::kGlassBroken:
      return by_emergency(request, state);
  }
  return {};
}

bool within(Reach reach, const AccessRequest& request, const StateView& state) {
  if (reach == Reach::kAnywhere) return true;
  // A record whose place is not known is nobody's own and nobody's neighbour's.
  if (request.center.empty()) return false;
  const bool own = ledger::holds_role(state, request.person, request.role, request.center, request.now);
  if (reach == Reach::kOwn) return own;
  return !own && ledger::find(state, ledger::center_record(request.center)).has_value();
}

bool speaks_of(const PolicyRow& row, const AccessRequest& request) {
  return contains(row.roles, request.role) && contains(row.actions, request.action) &&
         contains(row.classes, request.data_class);
}

void write_list(ledger::JsonWriter& json, std::string_view name, std::span<const std::string_view> items) {
  json.key(name).begin_array();
  for (const std::string_view item : items) json.value(item);
  json.end_array();
}

void write_row(ledger::JsonWriter& json, const PolicyRow& row) {
  json.begin_object();
  json.member("id", row.id);
  json.member("effect", std::string_view(row.effect == Effect::kAllow ? "allow" : "deny"));
  write_list(json, "roles", row.roles);
  json.key("actions").begin_array();
  for (const Action action : row.actions) json.value(action_name(action));
  json.end_array();
  json.key("data_classes").begin_array();
  for (const DataClass data_class : row.classes) json.value(data_class_name(data_class));
  json.end_array();
  json.member("scope", kReachNames[ordinal(row.reach)]);
  json.member("condition", kConditionNames[ordinal(row.condition)]);
  write_list(json, "purposes", row.purposes);
  json.member("source", row.source);
  json.end_object();
}

}  // namespace

std::string_view action_name(Action action) {
  return kActionNames[ordinal(action)];
}
std::string_view data_class_name(DataClass data_class) {
  return kDataClassNames[ordinal(data_class)];
}

std::optional<DataClass> data_class_of(std::string_view type) {
  const auto rows = ledger::catalogue_rows();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const ledger::TypeSpec* row) { return row->type == type; });
  if (found == rows.end()) return std::nullopt;
  const std::string_view group = (*found)->group;
  if (group == "people") {
    const std::string_view family = type.substr(0, type.find('.'));
    return family == "person" || family == "licence" || family == "role" || family == "handler"
               ? DataClass::kPerson
               : DataClass::kLedger;
  }
  if (group == "business") {
    return type == "business.financials_submitted" ? DataClass::kFinancials : DataClass::kBusinessMaster;
  }
  // A principal's credential names a person.
  if (group == "ledger") return type.starts_with("principal.") ? DataClass::kPerson : DataClass::kLedger;
  if (group == "consent") return DataClass::kConsent;
  if (group == "consultation" || group == "referral") return DataClass::kCaseNarrative;
  if (group == "contract") return DataClass::kContractFee;
  if (group == "report" || group == "planning" || group == "activity") return DataClass::kReport;
  if (group == "survey") return DataClass::kSurvey;
  // Rosters, devices, findings: security evidence.
  if (group == "security") return DataClass::kRoster;
  if (group == "access") return DataClass::kAccessLog;
  return std::nullopt;
}

Decision authorise(const AccessRequest& request, const StateView& state) {
  const auto refused = [](std::string_view rule, std::string_view lacking = {}) {
    return Decision{false, rule, lacking, std::nullopt, std::nullopt};
  };
  const bool bound = ledger::find_principal_binding(state, request.principal, request.person).has_value();
  const bool held = bound && ledger::holds_role(state, request.person, request.role, "", request.now);
  if (!state.health().ok()) return refused(kStateUnavailable);
  if (!bound) return refused(kUnbound);
  if (!held) return refused(kRoleMissing);
  if (request.action == Action::kReadConfidential &&
      ledger::find_code(ledger::purposes(), request.purpose) == nullptr) {
    return refused(kPurposeMissing);
  }
  const PolicyRow* allowing = nullptr;
  std::optional<ledger::EventId> consent, emergency;
  std::string_view lacking;
  for (const PolicyRow& row : policy_rows()) {
    if (!speaks_of(row, request)) continue;
    const bool reached = within(row.reach, request, state);
    const bool purposed = row.purposes.empty() || contains(row.purposes, request.purpose);
    const Met met = reached && purposed ? judge(row.condition, request, state) : Met{};
    if (reached && purposed && met.met) {
      if (row.effect == Effect::kDeny) return refused(row.id);
      if (allowing == nullptr) {
        allowing = &row;
        consent = met.consent;
        emergency = met.emergency;
      }
    } else if (row.effect == Effect::kAllow) {
      // The last thing missing says more than the first: a row that failed on consent came nearer than one
      // that failed on scope.
      if (reached && purposed) {
        lacking = met.lacking;
      } else if (lacking.empty() || (reached && lacking == "scope")) {
        lacking = reached ? "purpose" : "scope";
      }
    }
  }
  if (!state.health().ok()) return refused(kStateUnavailable);
  if (allowing == nullptr) return refused(kNoRule, lacking);
  return Decision{true, allowing->id, {}, consent, emergency};
}

void write_policy(ledger::JsonWriter& json) {
  json.begin_object();
  json.member("default", kNoRule);
  json.member("precedence", std::string_view("deny"));
  constexpr std::string_view kBefore[] = {kUnbound, kRoleMissing, kPurposeMissing, kStateUnavailable};
  write_list(json, "before_rows", kBefore);
  json.key("rows").begin_array();
  for (const PolicyRow& row : policy_rows()) write_row(json, row);
  json.end_array();
  json.end_object();
}

}  // namespace security
