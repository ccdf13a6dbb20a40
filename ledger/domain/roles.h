// Roles: who may act as what, where and when, answered from decision state.
//
// Place in the flow: decide() asks for every event; security/ asks before a read. A grant's scope is a
// centre, an organisation or "nation". It covers itself; a bureau's covers the centres of its prefectures and
// their implementing bodies, an implementing body's its own centre (both from center.established); a centre's
// covers its implementing body, in whose name its people act; those of the headquarters and the SME Agency,
// and "nation", cover everything. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/status.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/records.h"

namespace ledger {

struct HeldRole {
  std::string role;
  RoleGrant grant;
};

// All live grants of a person, past and future terms included, by role.
std::vector<HeldRole> roles_of(const StateView& state, const PersonId& person);

// Whether a grant for `granted` reaches `wanted` (a centre or organisation id).
bool scope_covers(const StateView& state, std::string_view granted, std::string_view wanted);

// Whether the person holds the role at `occurred_at` for `scope`; empty scope: anywhere.
bool holds_role(const StateView& state, const PersonId& person, std::string_view role, std::string_view scope,
                UnixMicros occurred_at);

// Implementing body of a centre; empty when the centre is not established.
std::string impl_body_of(const StateView& state, std::string_view center);

// Centre that an event is about: its `center_id`, else its case's, contract's or referral's; empty when none
// is named. Access events have none: their `center_id` is the record's, which readers of other centres may
// see.
std::string center_of(const StateView& state, const TypeSpec& row, const Event& event);
// Business that an event is about: `business_id`, else its case's or referral's; empty when none is named.
std::string business_of(const StateView& state, const Event& event);

// permission_denied role.missing | role.scope: the actor holds actor.role, which the row admits, at
// occurred_at, for actor.center, actor.org and every centre that the event is about. Rows without signers
// need no role, and "system" acts in what the service itself records.
Status check_role(const StateView& state, const TypeSpec& row, const Event& event);

}  // namespace ledger
