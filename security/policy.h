// Policy: who may do what, as one table of rows (policy_table.cc), and the function that asks it.
//
// Place in the flow: decode → authenticate → *authorise* → admit or query. The door may refuse early with a
// recent view; for a recorded read the answer at the writer's position counts. The table is the visibility
// matrix of the programme (§1.14) and the surface of the API; what no row allows is denied (policy.no_rule),
// and a row that denies wins over any that allows. Three things hold before any row is asked: the principal
// is bound to the person, the person holds the role now, and a confidential read names a purpose of the
// programme. Every answer errs towards refusal: a record that can't be read counts as absent. Pure over the
// view; any thread that owns its view. Rows are constants.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/base/json_writer.h"
#include "ledger/base/types.h"
#include "ledger/domain/break_glass.h"
#include "ledger/domain/state.h"
#include "security/principal.h"

namespace security {

enum class Action : std::uint8_t {
  kAppendEvent,
  kReadEvent,         // public part of entries
  kReceipts,          // receipts hold the entry: as kReadEvent
  kReadConfidential,  // opened fields: a recorded read
  kAuditAccess,
  kAuditDenials,
  kLogMirror,
  kLogProof,
  kFigures,
  kSecurityReport,
  kPolicyRead,
  kMetricsRead,
  kOperations,
  kOperationsCritical,  // erasure, restore, key rotation, break-glass
  kReadState,           // what the public parts of entries add up to: as kReadEvent
};
inline constexpr std::size_t kActionCount = 15;
std::string_view action_name(Action action);  // e.g. "read.confidential"

enum class DataClass : std::uint8_t {
  kNone,    // the action is about no class
  kLedger,  // organisations, centres, keys, parameters
  kPerson,  // people, licences, roles, principals
  kBusinessMaster,
  kCaseNarrative,
  kFinancials,
  kConsent,
  kContractFee,
  kScreening,
  kSurvey,
  kRoster,
  kAccessLog,
  kReport,
};
inline constexpr std::size_t kDataClassCount = 13;
std::string_view data_class_name(DataClass data_class);  // e.g. "case_narrative"
// Class of an event type of the catalogue; nullopt: no such type, which nobody may read.
std::optional<DataClass> data_class_of(std::string_view type);

enum class Effect : std::uint8_t { kAllow, kDeny };

// Where the record is, seen from the grants of the asker's role.
enum class Reach : std::uint8_t {
  kAnywhere,  // the role is enough
  kOwn,       // a grant covers the record's centre or organisation
  kOther,     // no grant covers the record's centre, which is known
};

enum class Condition : std::uint8_t {
  kNone,
  kSelf,         // the record is about the asker, or by the asker
  kAssigned,     // the case (of this business) is assigned to the asker
  kCoordinator,  // the record is about a coordinator of the record's centre
  kCoordinatorAnywhere,
  kSharedWithMeti,  // the business agreed to sharing with these recipients (001 II.4)
  kSharedWithHq,
  kSharedWithCenters,
  kSharedWithBodies,
  kReferredHere,  // the business agreed to a referral to the asker's centre or organisation
  kSecondPerson,  // another person who may do the same stands by
  kGlassBroken,   // an emergency access of the asker covers it, and its reviewer, another person, stands by
};

struct PolicyRow {
  std::string_view id;
  Effect effect = Effect::kAllow;
  std::span<const std::string_view> roles;
  std::span<const Action> actions;
  std::span<const DataClass> classes;
  Reach reach = Reach::kOwn;
  Condition condition = Condition::kNone;
  std::span<const std::string_view> purposes;  // empty: any
  std::string_view source;                     // seed or programme section
};

std::span<const PolicyRow> policy_rows();

struct AccessRequest {
  ledger::PrincipalId principal;
  ledger::PersonId person;  // on whose behalf
  std::string role;         // the one the person acts in
  Action action = Action::kReadEvent;
  DataClass data_class = DataClass::kNone;
  std::string purpose;
  ledger::UnixMicros now;
  // What is asked for; empty: not known or none. `center` may be an organisation, or "nation" for a question
  // about all centres.
  std::string center, business, case_id;
  ledger::PersonId subject;  // whose contract, roster row or action it is
  ledger::PersonId second;   // who stands by, for critical operations
  // The emergency access that the asker names, as the log has it.
  std::optional<ledger::BreakGlass> emergency{};
};

struct Decision {
  bool allowed = false;
  std::string_view rule;  // id of the row, or policy.no_rule | policy.principal_unbound | policy.role_missing
                          // | policy.purpose_missing | policy.state_unavailable
  // For policy.no_rule: what the row that came nearest lacked: "scope", "purpose", "consent", "assignment",
  // "subject", "second_person", "break_glass"; empty when no row speaks of role, action and class.
  std::string_view lacking;
  std::optional<ledger::EventId> consent;    // that an allowing row relied upon
  std::optional<ledger::EventId> emergency;  // access.break_glass that it relied upon
};

Decision authorise(const AccessRequest& request, const ledger::StateView& state);

// {"rows":[…],"default":"policy.no_rule",…} for /v1/policy.
void write_policy(ledger::JsonWriter& json);

}  // namespace security
