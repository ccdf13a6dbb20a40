#include "ops/figure_fixer.h"

#include <algorithm>
#include <map>
#include <optional>

#include "api/figure_answer.h"
#include "api/figure_inputs.h"
#include "api/internal_event.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/contributions.h"
#include "ledger/domain/indicators.h"
#include "ledger/domain/records.h"
#include "ledger/journal/kv_state.h"
#include "ledger/store/kv_log_store.h"
#include "ops/typed_events.h"
#include "projections/figures/behind.h"
#include "projections/figures/figure_loader.h"
#include "security/secret.h"

namespace ops {

namespace figures = projections::figures;
using ledger::JsonValue;
using ledger::Result;
using ledger::Status;

namespace {

constexpr std::string_view kFixed = "figure.fixed";
constexpr std::string_view kCenterScope = "center:";

std::string_view center_of(std::string_view scope) {
  return scope.rfind(kCenterScope, 0) == 0 ? scope.substr(kCenterScope.size()) : std::string_view();
}

// "c40-2026-04-va_sum", "nation-2026-04-va_sum", "p812-nation-va_sum": one closing, and one publication,
// fixes an indicator of a scope once, whoever tries again.
std::string figure_id(const Fixing& fixing, std::string_view indicator) {
  std::string id;
  if (fixing.month.empty()) {
    id.append("p").append(std::to_string(fixing.cut_off.value)).append("-").append(fixing.scope);
  } else {
    const std::string_view center = center_of(fixing.scope);
    id.append(center.empty() ? fixing.scope : center).append("-").append(fixing.month);
  }
  return id.append("-").append(indicator);
}

// The value's members: in clear, or sealed.
void add_value(const JsonValue& value, bool is_public, JsonValue& data) {
  const std::string prefix = is_public ? "" : "sealed_";
  if (value.is_int()) {
    data.add(prefix + "value", value);
    return;
  }
  const JsonValue* over = value.find("over");
  const JsonValue* under = value.find("under");
  if (over == nullptr || under == nullptr || !over->is_int() || !under->is_int()) return;
  data.add(prefix + "value", *over);
  if (under->as_int() != 1) data.add(prefix + "denominator", *under);
}

// The events of a scope's year up to the view, with opened inputs; one load serves the indicators that look
// at no other types than the one it was made for.
class ScopeYear {
 public:
  ScopeYear(const api::ApiContext& context, const FigureFixer::View& view, std::string scope, int fiscal_year)
      : context_(context),
        view_(view),
        scope_(std::move(scope)),
        fiscal_year_(fiscal_year),
        inputs_(view, context.unsealer) {}

  Status load_for(std::string_view indicator) {
    const figures::Types behind = figures::types_behind(indicator);
    if (log_ && std::includes(types_.begin(), types_.end(), behind.begin(), behind.end())) return {};
    JsonValue ask{JsonValue::Object{}};
    ask.add("indicator", JsonValue(indicator));
    ask.add("scope", JsonValue(scope_));
    ask.add("fy", JsonValue(static_cast<std::int64_t>(fiscal_year_)));
    facts_.reset();
    log_.reset();  // two at once would wait for each other's memory
    LEDGER_ASSIGN(log_, figures::load(context_.projector->snapshot(), ask, view_->head.size, &inputs_,
                                      api::figure_limits(context_)));
    types_ = behind;
    return {};
  }
  figures::KnownFacts& facts_at(ledger::Position cut_off) {
    if (!facts_ || cut_off_ != cut_off) facts_.emplace(figures::known_now(*log_).up_to(cut_off));
    cut_off_ = cut_off;
    return *facts_;
  }
  Result<figures::Answer> figure(std::string_view indicator, std::string_view definition,
                                 ledger::Position cut_off) {
    LEDGER_TRY(load_for(indicator));
    LEDGER_ASSIGN(const figures::Scope scope, figures::parse_scope(scope_));
    const figures::FigureOf of{indicator, definition, scope, fiscal_year_, cut_off};
    return figures::figure(facts_at(cut_off), of, inputs_.erased());
  }

 private:
  const api::ApiContext& context_;
  const FigureFixer::View view_;
  const std::string scope_;
  const int fiscal_year_;
  const api::FigureInputs inputs_;
  figures::Types types_;
  std::optional<figures::FigureLog> log_;
  std::optional<figures::KnownFacts> facts_;
  ledger::Position cut_off_;
};

// Indicators over confidential inputs of a year, those that look at most types first.
std::vector<std::string_view> confidential_indicators(int fiscal_year) {
  const std::string_view definition = ledger::definition_version_of(fiscal_year);
  std::vector<std::string_view> found;
  for (const ledger::IndicatorSpec& spec : ledger::indicators()) {
    const bool is_meant = spec.kind == ledger::IndicatorKind::kConfidential &&
                          ledger::find_indicator(spec.id, definition) != nullptr;
    if (is_meant) found.push_back(spec.id);
  }
  std::stable_sort(found.begin(), found.end(), [](std::string_view a, std::string_view b) {
    return figures::types_behind(a).size() > figures::types_behind(b).size();
  });
  return found;
}

}  // namespace

// -- what stands in clear -----------------------------------------------------------------------------------

Status FigureFixer::list_stated(const View& view) {
  LEDGER_ASSIGN(const std::vector<TypedEvent> fixed,
                events_since(context_, *view, ledger::Position(0), kFixed));
  std::map<std::pair<std::string, int>, StatedGroup> groups;
  for (const TypedEvent& each : fixed) {
    const ledger::Event& event = each.event;
    if (event.field("value") == nullptr) continue;
    const std::string scope(event.text("scope"));
    const int fiscal_year = static_cast<int>(event.number("fy"));
    StatedGroup& group = groups[{scope, fiscal_year}];
    group.scope = scope;
    group.fiscal_year = fiscal_year;
    group.figures.push_back({std::string(event.text("indicator")),
                             std::string(event.text("definition_version")),
                             ledger::Position(static_cast<std::uint64_t>(event.number("cut_off"))),
                             event.number("contributors")});
  }
  to_read_.clear();
  for (auto& [key, group] : groups) to_read_.push_back(std::move(group));
  told_ = {};
  is_listed_ = true;
  return {};
}

Status FigureFixer::read_back(const View& view, const StatedGroup& group) {
  ScopeYear year(context_, view, group.scope, group.fiscal_year);
  const std::vector<std::string_view> widest = confidential_indicators(group.fiscal_year);
  if (!widest.empty()) LEDGER_TRY(year.load_for(widest.front()));
  for (const Stated& stated : group.figures) {
    LEDGER_ASSIGN(const figures::Answer answer,
                  year.figure(stated.indicator, stated.definition, stated.cut_off));
    told_.state(figures::stated_sums(answer, stated.contributors));
  }
  return {};
}

Result<bool> FigureFixer::recall(const View& view) {
  if (!is_listed_) LEDGER_TRY(list_stated(view));
  if (to_read_.empty()) return true;
  // Until it can be read, nothing is fixed: what is not known cannot be kept apart.
  LEDGER_TRY(read_back(view, to_read_.front()));
  to_read_.pop_front();
  return to_read_.empty();
}

// -- fixing -------------------------------------------------------------------------------------------------

Result<std::vector<std::string_view>> FigureFixer::missing(const Fixing& fixing) const {
  // Of now: another cause of the same turn may have fixed them.
  const View view = context_.views.load();
  std::vector<std::string_view> found;
  for (const std::string_view indicator : confidential_indicators(fixing.fiscal_year)) {
    const ledger::StreamId stream("figure/" + figure_id(fixing, indicator));
    LEDGER_ASSIGN(const auto fixed, ledger::read_stream(*view->reader, stream, ledger::StreamVersion(0), 1));
    if (fixed.empty()) found.push_back(indicator);
  }
  return found;
}

Status FigureFixer::append(const View& view, const Fixing& fixing, const figures::Answer& figure,
                           figures::KnownFacts& facts) {
  const std::string id = figure_id(fixing, figure.indicator);
  LEDGER_ASSIGN(const security::Secret salt, security::Secret::random(ledger::kContributionSaltBytes));
  LEDGER_ASSIGN(const ledger::Hash32 root, ledger::contributions_root(salt.view(), figure.contributions));
  const ledger::KvState state(*view->reader);
  const std::int64_t least = ledger::parameter_value(state, ledger::kParameterFigureMinimum);
  LEDGER_TRY(state.health());
  const std::string_view withheld = figures::withheld_by(told_, figure, least, facts);
  JsonValue data{JsonValue::Object{}};
  data.add("figure_id", JsonValue(id));
  data.add("scope", JsonValue(fixing.scope));
  if (!center_of(fixing.scope).empty()) data.add("center_id", JsonValue(center_of(fixing.scope)));
  data.add("fy", JsonValue(static_cast<std::int64_t>(fixing.fiscal_year)));
  if (!fixing.month.empty()) data.add("year_month", JsonValue(fixing.month));
  data.add("cut_off", JsonValue(static_cast<std::int64_t>(fixing.cut_off.value)));
  data.add("indicator", JsonValue(figure.indicator));
  data.add("definition_version", JsonValue(figure.definition));
  data.add("contributors", JsonValue(static_cast<std::int64_t>(figure.numerator.size())));
  add_value(figure.value, withheld.empty(), data);
  if (!withheld.empty()) data.add("withheld", JsonValue(withheld));
  data.add("salt", JsonValue(ledger::to_base64url(salt.view())));
  data.add("contributions_root", JsonValue(ledger::to_hex(ledger::view_of(root))));
  const bool is_stated = data.find("value") != nullptr;
  const Status appended =
      api::append_internal(context_, kFixed, ledger::StreamId("figure/" + id), api::system_actor(),
                           api::attested_by_service(), "report", std::move(data))
          .status();
  if (appended.ok() && is_stated) told_.state(figure.sums);
  // It may stand in the log all the same: what does is read back before the next decision.
  if (api::is_transient(appended)) is_listed_ = false;
  return appended;
}

Result<bool> FigureFixer::fix(const View& view, const Fixing& fixing) {
  LEDGER_ASSIGN(const std::vector<std::string_view> indicators, missing(fixing));
  if (indicators.empty()) return false;
  const std::string_view definition = ledger::definition_version_of(fixing.fiscal_year);
  ScopeYear year(context_, view, fixing.scope, fixing.fiscal_year);
  for (const std::string_view indicator : indicators) {
    LEDGER_ASSIGN(const figures::Answer answer, year.figure(indicator, definition, fixing.cut_off));
    LEDGER_TRY(append(view, fixing, answer, year.facts_at(fixing.cut_off)));
  }
  return true;
}

}  // namespace ops
