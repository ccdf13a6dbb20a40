#include "projections/figures/scope.h"

#include <unordered_map>

namespace projections::figures {

namespace {

struct KindRow {
  ScopeKind kind;
  std::string_view word;
  FigureField field;  // of center.established; empty: every centre
};
constexpr KindRow kKinds[] = {
    {ScopeKind::kCenter, "center", "center_id"},
    {ScopeKind::kPrefecture, "prefecture", "pref_code"},
    {ScopeKind::kBureau, "bureau", "bureau"},
    {ScopeKind::kNation, "nation", {}},
};

const KindRow& row_of(ScopeKind kind) {
  for (const KindRow& row : kKinds) {
    if (row.kind == kind) return row;
  }
  return kKinds[0];
}

}  // namespace

ledger::Result<Scope> parse_scope(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view word = text.substr(0, colon);
  const std::string_view name = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  for (const KindRow& row : kKinds) {
    if (row.word == word && (row.kind == ScopeKind::kNation) == name.empty()) {
      return Scope{row.kind, std::string(name)};
    }
  }
  return ledger::invalid("figures.scope", "not a scope")
      .at("/scope")
      .want("center:<id>, prefecture:<code>, bureau:<id> or nation");
}

std::string scope_text(const Scope& scope) {
  const std::string word(row_of(scope.kind).word);
  return scope.kind == ScopeKind::kNation ? word : word + ":" + scope.name;
}

Centers centers_of(const Known& known, const Scope& scope) {
  if (scope.kind == ScopeKind::kCenter) return {scope.name};
  std::unordered_map<std::string_view, const FigureEvent*> latest;
  for (const FigureEvent* event : known.of_type("center.established")) {
    latest[event->text("center_id")] = event;
  }
  Centers centers;
  const FigureField field = row_of(scope.kind).field;
  for (const auto& [center, event] : latest) {
    if (field.empty() || event->text(field) == scope.name) centers.emplace(center);
  }
  return centers;
}

}  // namespace projections::figures
