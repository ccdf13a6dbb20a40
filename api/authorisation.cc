#include "api/authorisation.h"

#include "ledger/domain/catalogue.h"
#include "ledger/domain/roles.h"
#include "ledger/event/event.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "ledger/store/kv_log_store.h"

namespace api {

namespace {

// The event that opened the emergency access which the caller names; nullopt: none is named, or none such.
ledger::Result<std::optional<ledger::BreakGlass>> named_emergency(const Call& call) {
  const std::string* grant = call.request.header("daicho-break-glass");
  if (grant == nullptr) return std::optional<ledger::BreakGlass>();
  if (!ledger::is_segment(*grant)) {
    return ledger::invalid("break_glass.malformed", "Daicho-Break-Glass is no id of an emergency access")
        .at("Daicho-Break-Glass")
        .want("the grant_id of an access.break_glass: 1 to 64 characters of A-Z a-z 0-9 . _ : -");
  }
  const ledger::StreamId stream("break_glass/" + *grant);
  LEDGER_ASSIGN(const auto first,
                ledger::read_stream(*call.view->reader, stream, ledger::StreamVersion(0), 1));
  if (first.empty()) return std::optional<ledger::BreakGlass>();
  LEDGER_ASSIGN(const ledger::StoredEvent opened, ledger::event_at(*call.view, first.front()));
  return ledger::break_glass_of(opened.signed_event.event);
}

// The state that the request shares, else one of its own.
class CallState {
 public:
  explicit CallState(const Call& call) : own_(*call.view->reader), shared_(call.state) {}
  const ledger::StateView& operator*() const { return shared_ != nullptr ? *shared_ : own_; }

 private:
  const ledger::KvState own_;
  const ledger::StateView* shared_;
};

}  // namespace

ledger::Result<security::Decision> require(const Call& call, security::Action action, const Target& target) {
  security::AccessRequest request;
  if (call.caller.principal) request.principal = call.caller.principal->id;
  request.person = call.caller.actor.person;
  request.role = call.caller.actor.role;
  request.action = action;
  request.data_class = target.data_class;
  request.purpose = call.caller.purpose;
  request.now = call.context.clock.now();
  request.center = target.center;
  request.business = target.business;
  request.case_id = target.case_id;
  request.subject = target.subject;
  if (action == security::Action::kReadConfidential) {
    LEDGER_ASSIGN(request.emergency, named_emergency(call));
  }
  const CallState state(call);
  const security::Decision decision = security::authorise(request, *state);
  LEDGER_TRY((*state).health());
  if (decision.allowed) return decision;
  std::string message =
      "the role \"" + request.role + "\" may not do " + std::string(security::action_name(action));
  if (target.data_class != security::DataClass::kNone) {
    message += " on " + std::string(security::data_class_name(target.data_class));
  }
  if (!target.center.empty()) message += " of " + target.center;
  if (!decision.lacking.empty()) message += "; what is lacking: " + std::string(decision.lacking);
  return ledger::denied("policy.denied", std::move(message)).by_rule(std::string(decision.rule));
}

Target target_of(const Call& call, const ledger::Event& event) {
  Target target;
  const ledger::TypeSpec* row = ledger::find_type(event.type, event.version);
  // A type that this binary does not know has no class that anybody may read.
  target.data_class = security::data_class_of(event.type).value_or(security::DataClass::kScreening);
  const CallState state(call);
  if (row != nullptr) target.center = ledger::center_of(*state, *row, event);
  if (target.center.empty())
    target.center = !event.actor.center.empty() ? event.actor.center : event.actor.org;
  target.business = ledger::business_of(*state, event);
  target.case_id = event.text("case_id");
  target.subject = ledger::PersonId(std::string(event.text("person_id")));
  return target;
}

}  // namespace api
