#include "api/caller.h"

#include "ledger/domain/codes.h"
#include "ledger/domain/roles.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Status;

constexpr std::size_t kPersonsShownMax = 2;

std::string header_text(const Request& request, std::string_view name) {
  const std::string* value = request.header(name);
  return value == nullptr ? std::string() : *value;
}

Result<ledger::PersonId> choose_person(const ledger::StateView& state, const ledger::PrincipalId& principal,
                                       const std::string& asked) {
  if (!asked.empty()) {
    const ledger::PersonId person(asked);
    if (ledger::is_segment(asked) && ledger::find_principal_binding(state, principal, person)) return person;
    return ledger::denied("caller.person",
                          "this credential does not speak for the person that Daicho-Person names")
        .by_rule("policy.principal_unbound");
  }
  const auto persons = ledger::persons_of(state, principal, kPersonsShownMax);
  if (persons.size() == 1) return persons.front();
  if (persons.empty()) {
    return ledger::denied("caller.person", "this credential is bound to no person at present")
        .by_rule("policy.principal_unbound");
  }
  return ledger::invalid("caller.person_ambiguous", "this credential speaks for several persons")
      .want("a Daicho-Person header with one of them");
}

// The grant that the caller acts under: of the asked role, else of the only one.
Result<ledger::HeldRole> choose_role(const ledger::StateView& state, const ledger::PersonId& person,
                                     const std::string& asked) {
  const auto held = ledger::roles_of(state, person);
  const ledger::HeldRole* chosen = nullptr;
  for (const ledger::HeldRole& role : held) {
    if (!asked.empty() && role.role != asked) continue;
    if (chosen != nullptr && chosen->role != role.role) {
      return ledger::invalid("caller.role_ambiguous", "this person holds several roles")
          .want("a Daicho-Role header with one of them");
    }
    if (chosen == nullptr) chosen = &role;
  }
  if (chosen != nullptr) return *chosen;
  return ledger::denied("caller.role", asked.empty() ? "this person holds no role at present"
                                                     : "this person does not hold the role \"" + asked + "\"")
      .by_rule("policy.role_missing");
}

void fill_scope(const ledger::HeldRole& role, ledger::Actor& actor, const ledger::StateView& state) {
  const std::string& scope = role.grant.scope;
  if (scope == ledger::kScopeNation) return;
  if (ledger::find(state, ledger::center_record(scope))) {
    actor.center = scope;
    actor.org = ledger::impl_body_of(state, scope);
  } else {
    actor.org = scope;
  }
}

}  // namespace

Result<Caller> resolve_principal(const ApiContext& context, const Request& request) {
  security::Credential credential;
  credential.certificate = request.peer.get();
  LEDGER_ASSIGN(const auto principal, context.authenticator.authenticate(credential));
  if (!principal) {
    return ledger::unauthenticated("credential.missing", "this request carries no credential")
        .want("a client certificate that is bound to a principal of this ledger");
  }
  Caller caller;
  caller.principal = *principal;
  return caller;
}

Status resolve_caller(const Request& request, const ledger::StateView& state, Caller& caller) {
  const security::Principal& principal = *caller.principal;
  LEDGER_ASSIGN(caller.actor.person,
                choose_person(state, principal.id, header_text(request, "daicho-person")));
  LEDGER_ASSIGN(const ledger::HeldRole role,
                choose_role(state, caller.actor.person, header_text(request, "daicho-role")));
  caller.actor.role = role.role;
  fill_scope(role, caller.actor, state);
  if (const auto person = ledger::find(state, ledger::person_record(caller.actor.person.value))) {
    caller.actor.licence = person->licence;
  }
  const std::string on_behalf_of = header_text(request, "daicho-on-behalf-of");
  if (!on_behalf_of.empty() && !ledger::is_segment(on_behalf_of)) {
    return ledger::invalid("caller.on_behalf_of", "Daicho-On-Behalf-Of is no person id");
  }
  caller.actor.on_behalf_of = on_behalf_of;
  caller.purpose = header_text(request, "daicho-purpose");
  if (!caller.purpose.empty() && ledger::find_code(ledger::purposes(), caller.purpose) == nullptr) {
    return ledger::invalid("purpose.unknown", "Daicho-Purpose is no purpose of the programme")
        .want("one of the purposes that GET /v1/catalogue lists");
  }
  return state.health();
}

}  // namespace api
