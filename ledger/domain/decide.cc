#include "ledger/domain/decide.h"

#include "ledger/domain/codes.h"
#include "ledger/domain/corrections.h"
#include "ledger/domain/countersign.h"
#include "ledger/domain/effects.h"
#include "ledger/domain/generation.h"
#include "ledger/domain/key_id.h"
#include "ledger/domain/read_once.h"
#include "ledger/domain/records.h"
#include "ledger/domain/roles.h"
#include "ledger/domain/rules.h"
#include "ledger/domain/terms.h"
#include "ledger/index/path.h"

namespace ledger {

namespace {

constexpr std::string_view kGenesisType = "ledger.genesis";

// The genesis carries its own keys: it must be signed with the administrator's, and the three must differ.
Status check_genesis(const DecideInput& input) {
  const Event& event = input.event;
  const auto key_of = [&](std::string_view key, std::string_view algorithm) {
    const auto parsed = parse_algorithm(algorithm);
    const auto bytes = from_base64url(event.text(key));
    return parsed && bytes ? key_thumbprint(*parsed, *bytes) : std::nullopt;
  };
  const auto log = key_of("log_key", "Ed25519");
  const auto attestor = key_of("attestor_key", event.text("attestor_algorithm"));
  const auto admin = key_of("admin_key", event.text("admin_algorithm"));
  if (!log || !attestor || !admin) {
    return invalid("key.thumbprint", "a key of the genesis does not fit its algorithm").at("/data");
  }
  if (*log == *attestor || *log == *admin || *attestor == *admin) {
    return forbidden_by_rule("key.purpose_disjoint", "log, attestor and administrator need keys of their own")
        .at("/data");
  }
  if (event.attested() || input.kid != *admin) {
    return unauthenticated("key.unknown", "the genesis is signed with the key of the administrator it names");
  }
  if (event.actor.person.value != event.text("admin_person") || event.actor.role != "admin") {
    return denied("actor.key_mismatch", "the actor of the genesis is the administrator it names")
        .at("/actor");
  }
  return Status();
}

Status check_key(const DecideInput& input, const StateView& state) {
  const auto key = find_key(state, input.kid);
  if (!key) return unauthenticated("key.unknown", "the signing key is not enrolled");
  if (key->revoked) return unauthenticated("key.revoked", "the signing key is revoked");
  if (input.recorded_at < key->valid_from || input.recorded_at >= key->valid_to) {
    return unauthenticated("key.expired", "the signing key is not valid at this time");
  }
  const bool attested = input.event.attested();
  if (key->purpose != (attested ? KeyPurpose::kAttestor : KeyPurpose::kAuthor)) {
    return unauthenticated("key.purpose", attested ? "attested events are signed with an attestor key"
                                                   : "author-signed events are signed with an author key");
  }
  if (!attested && key->person != input.event.actor.person) {
    return denied("actor.key_mismatch", "the signing key belongs to another person").at("/actor/person");
  }
  return Status();
}

Status check_way_in(const TypeSpec& row, const Event& event) {
  if (row.way_in == WayIn::kEither || event.attested() == (row.way_in == WayIn::kInternal)) return Status();
  return invalid("event.way_in", "this type is not recorded in this way").at("/type");
}

// The service vouches for readers in what it records itself, and acts as "system"; everybody else is bound
// publicly.
Status check_principal(const TypeSpec& row, const Event& event, const StateView& state) {
  const bool system = event.actor.role == kSystemRole;
  const bool service = event.attested() && event.attested_by->principal.value == kServicePrincipal;
  const bool bound = !event.attested() || (service && (system || row.way_in == WayIn::kInternal)) ||
                     find_principal_binding(state, event.attested_by->principal, event.actor.person);
  if (bound && (!system || service)) return Status();
  return denied("actor.principal_unbound", "the principal is not bound to the acting person")
      .at("/actor/person")
      .want("a person for whom principal.bound names this principal");
}

Status check_actor(const DecideInput& input, const TypeSpec& row, const StateView& state) {
  if (input.event.type == kGenesisType) {
    if (input.position.value != 0 || find(state, genesis_record())) {
      return forbidden_by_rule("ledger.genesis_once", "a ledger has one genesis, at position 0").at("/type");
    }
    LEDGER_TRY(check_genesis(input));
    return check_genesis_generation(input.event);
  }
  const auto genesis = find(state, genesis_record());
  if (!genesis) {
    return forbidden_by_rule("ledger.genesis_first", "the first event of a ledger is its genesis")
        .at("/type");
  }
  if (genesis->conformance) {
    return forbidden_by_rule("ledger.leaves_only", "a conformance ledger holds opaque leaves and no events")
        .at("/type");
  }
  LEDGER_TRY(check_way_in(row, input.event));
  LEDGER_TRY(check_key(input, state));
  LEDGER_TRY(check_principal(row, input.event, state));
  LEDGER_TRY(check_generation(input.event, *genesis, state));
  return check_role(state, row, input.event);
}

// What becomes effective: the event itself, or the one that its signature completes.
struct Effective {
  const Event& event;
  const TypeSpec& row;
};

enum class Mode : std::uint8_t { kJudge, kReplay };

// Every check comes before the first write, so that a refusal leaves the overlay as it was.
class Decision {
 public:
  Decision(const DecideInput& input, StateOverlay& state, const EventSource& events,
           std::optional<RuleId> without, Mode mode = Mode::kJudge)
      : input_(input), state_(state), view_(state), events_(events), without_(without), mode_(mode) {}

  Result<IndexTerms> run() {
    const TypeSpec* row = find_type(input_.event.type, input_.event.version);
    if (row == nullptr)
      return invalid("event.unknown_type", "no such event type at this version").at("/type");
    LEDGER_TRY(check_actor(input_, *row, view_));
    LEDGER_TRY(check({input_.event, *row}));
    LEDGER_TRY(find_replaced(*row));
    add_generic_terms({input_.event, *row, input_.recorded_at, view_}, terms_);
    LEDGER_TRY(change(*row));
    return canonical_terms(std::move(terms_));
  }

  Status replay() {
    const TypeSpec* row = find_type(input_.event.type, input_.event.version);
    if (row == nullptr)
      return invalid("event.unknown_type", "no such event type at this version").at("/type");
    if (asks_replaced(*row)) {
      LEDGER_TRY(find_replaced(*row));
    }
    return change(*row);
  }

 private:
  Status change(const TypeSpec& row) {
    return input_.event.type == kCountersigned ? countersign() : take_effect_or_wait(row);
  }

  Status check(const Effective& effective) const {
    if (mode_ == Mode::kReplay) return Status();
    return check_rules({effective.event, effective.row, input_.position, input_.recorded_at, view_, events_},
                       without_);
  }

  void take_effect(const Effective& effective) {
    const Event* replaced = replaced_ ? &*replaced_ : nullptr;
    if (mode_ == Mode::kJudge) {
      add_row_terms({effective.event, effective.row, input_.recorded_at, view_, replaced}, terms_);
    }
    for (const EffectId id : effective.row.effects) {
      apply_effect(id, {effective.event, input_.position, input_.recorded_at, state_, replaced});
    }
  }

  // No type that corrects waits for countersignatures, so what is replaced is the input's own matter.
  Status find_replaced(const TypeSpec& row) {
    LEDGER_ASSIGN(auto facts, corrected_facts(view_, events_, row, input_.event));
    if (facts) replaced_ = std::move(facts->in_force);
    return Status();
  }

  Status take_effect_or_wait(const TypeSpec& row) {
    std::vector<std::string> roles = needed_roles(row, input_.event);
    if (roles.empty()) {
      take_effect({input_.event, row});
    } else {
      put(state_, pending_record(input_.event.id),
          begin_pending(view_, std::move(roles), input_.event, input_.recorded_at));
    }
    return Status();
  }

  Status countersign() {
    LEDGER_ASSIGN(const LoggedEvent target, find_target(view_, events_, input_.event));
    const auto key = pending_record(target.event.id);
    auto pending = find(view_, key);
    LEDGER_CHECK(pending.has_value());
    LEDGER_TRY(add_signature(*pending, input_.event.actor, input_.recorded_at));
    if (!pending->roles.empty()) {
      put(state_, key, *pending);
      return Status();
    }
    const TypeSpec* row = find_type(target.event.type, target.event.version);
    LEDGER_CHECK(row != nullptr);
    LEDGER_TRY(check({target.event, *row}));
    state_.erase(key.bytes);
    take_effect({target.event, *row});
    return Status();
  }

  const DecideInput& input_;
  StateOverlay& state_;
  ReadOnce view_;
  const EventSource& events_;
  std::optional<RuleId> without_;
  Mode mode_;
  std::optional<Event> replaced_;
  IndexTerms terms_;
};

}  // namespace

Result<IndexTerms> decide(const DecideInput& input, StateOverlay& state, const EventSource& events) {
  return Decision(input, state, events, std::nullopt).run();
}

Status replay(const LoggedInput& input, StateOverlay& state, const EventSource& events) {
  static const KeyId kUnasked;  // keys were judged when the event was accepted
  return Decision({input.event, kUnasked, input.position, input.recorded_at}, state, events, std::nullopt,
                  Mode::kReplay)
      .replay();
}

Result<IndexTerms> decide_without(RuleId rule, const DecideInput& input, StateOverlay& state,
                                  const EventSource& events) {
  return Decision(input, state, events, rule).run();
}

}  // namespace ledger
