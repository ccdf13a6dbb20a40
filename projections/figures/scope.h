// Scope: whom a figure is about: a centre, a prefecture, a bureau, the nation; always a set of centres.
//
// Place in the flow: asks carry it as text. Pure; any thread.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "ledger/base/status.h"
#include "projections/figures/figure_log.h"

namespace projections::figures {

enum class ScopeKind { kCenter, kPrefecture, kBureau, kNation };
struct Scope {
  ScopeKind kind = ScopeKind::kNation;
  std::string name;  // empty for the nation
  bool operator==(const Scope&) const = default;
};

// "center:c40", "prefecture:40", "bureau:bureau-kyushu", "nation". invalid_argument figures.scope.
ledger::Result<Scope> parse_scope(std::string_view text);
std::string scope_text(const Scope& scope);

using Centers = std::set<std::string, std::less<>>;
// Ids of its centres, by the latest establishment of each; a scope of one centre is that centre, established
// or not.
Centers centers_of(const Known& known, const Scope& scope);

}  // namespace projections::figures
