// Caller: from a proven principal to the person, role and purpose a request acts under.
//
// Headers: Daicho-Person (needed when the principal speaks for more than one person), Daicho-Role (needed
// when the person holds more than one live role), Daicho-Purpose (needed for every read of confidential
// fields; one of the catalogue's purposes), Daicho-On-Behalf-Of. Whatever is named must be bound and live in
// decision state; nothing is taken on trust. Any thread.
#pragma once

#include "api/routes.h"
#include "ledger/domain/state.h"

namespace api {

// The principal alone, for requests whose events name person and role themselves (POST /v1/events).
// unauthenticated credential.missing | credential.unknown …
ledger::Result<Caller> resolve_principal(const ApiContext& context, const Request& request);

// Fills in person, role, scope and purpose of a caller whose principal is known. What was found out before a
// refusal stays in `caller`, so that the denial is recorded under the right name. permission_denied
// caller.person | caller.role; invalid_argument caller.person_ambiguous | caller.role_ambiguous |
// caller.on_behalf_of | purpose.unknown.
ledger::Status resolve_caller(const Request& request, const ledger::StateView& state, Caller& caller);

}  // namespace api
