#include "ops/report_keeper.h"

#include <algorithm>

#include "api/internal_event.h"
#include "ledger/base/diag.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/contributions.h"
#include "ledger/domain/indicators.h"
#include "ledger/domain/records.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "ledger/store/kv_log_store.h"
#include "ops/figure_inputs.h"
#include "projections/activity_index.h"
#include "projections/figure_events.h"
#include "projections/figures/answers.h"
#include "projections/figures/behind.h"
#include "projections/figures/figure_loader.h"
#include "security/secret.h"

namespace ops {

namespace figures = projections::figures;
using ledger::JsonValue;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;

namespace {

constexpr std::string_view kSubmitted = "monthly_report.submitted";
constexpr std::string_view kChecked = "monthly_report.checked";
constexpr std::string_view kClosed = "month.closed";
constexpr std::string_view kFixed = "figure.fixed";
constexpr std::size_t kPageMax = 1000;

// Months in which something may have been recorded, from the one of `from` to the one of `to`.
std::vector<std::string> months_between(ledger::UnixMicros from, ledger::UnixMicros to) {
  std::vector<std::string> months;
  ledger::CivilDate date = ledger::jst_date(from);
  for (date.day = 1; date <= ledger::jst_date(to); date.month = date.month % 12 + 1) {
    months.push_back(ledger::year_month(date));
    if (date.month == 12) ++date.year;
  }
  return months;
}

// The figures that a reconciliation finds wrong, recomputed; those without a value cannot be wrong.
JsonValue wrong_figures(const JsonValue& reconciliation) {
  JsonValue wrong{JsonValue::Object{}};
  const JsonValue* figures = reconciliation.find("figures");
  if (figures == nullptr || !figures->is_object()) return wrong;
  for (const auto& [name, row] : figures->as_object()) {
    const JsonValue* recomputed = row.find("at_cut_off");
    if (row.text("state") == "wrong" && recomputed != nullptr && recomputed->is_int()) {
      wrong.add(name, *recomputed);
    }
  }
  return wrong;
}

// "c40-2026-04-va_sum": one closing fixes an indicator once, whoever tries again.
std::string figure_id(const ledger::Event& closing, std::string_view indicator) {
  std::string id(closing.text("center_id"));
  return id.append("-").append(closing.text("year_month")).append("-").append(indicator);
}

// The value's members: in clear, or sealed when too few businesses stand behind it.
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

}  // namespace

Result<std::vector<ReportKeeper::Cause>> ReportKeeper::new_events(const ledger::LedgerView& view,
                                                                  std::string_view type) const {
  std::vector<Cause> causes;
  LEDGER_ASSIGN(const ledger::StoredEvent first, ledger::event_at(view, next_));
  const projections::Snapshot snapshot = context_.projector->snapshot();
  const projections::Bounds bounds{view.head.size, {}, {}};
  for (const std::string& month : months_between(first.entry.recorded_at, view.last_recorded_at)) {
    projections::PageRequest page;
    page.limit = kPageMax;
    for (bool more = true; more;) {
      LEDGER_ASSIGN(const auto rows, projections::activity_by_type(snapshot, type, month, bounds, page));
      for (const projections::ActivityRow& row : rows.rows) {
        if (row.position < next_) continue;
        LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(view, row.position));
        causes.push_back({row.position, stored.signed_event.event});
      }
      more = rows.more;
      page.after = rows.next;
    }
  }
  return causes;
}

Status ReportKeeper::append(std::string_view type, const ledger::StreamId& stream, JsonValue data) const {
  return api::append_internal(context_, type, stream, api::system_actor(), api::attested_by_service(),
                              "report", std::move(data))
      .status();
}

// -- monthly reports ----------------------------------------------------------------------------------------

Result<bool> ReportKeeper::is_checked(const ledger::LedgerView& view, const Cause& report) const {
  LEDGER_ASSIGN(const auto positions,
                ledger::read_stream(*view.reader, report.event.stream, ledger::StreamVersion(0), kPageMax));
  const std::string id = ledger::format_event_id(report.event.id);
  for (const ledger::Position position : positions) {
    LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(view, position));
    const ledger::Event& event = stored.signed_event.event;
    if (event.type == kChecked && event.text("report") == id) return true;
  }
  return false;
}

Status ReportKeeper::check(const View& view, const Cause& report) const {
  LEDGER_ASSIGN(const bool is_done, is_checked(*view, report));
  if (is_done) return {};
  const std::string center(report.event.text("center_id")), month(report.event.text("year_month"));
  JsonValue ask{JsonValue::Object{}};
  ask.add("question", JsonValue("reconcile"));
  ask.add("center", JsonValue(center));
  ask.add("month", JsonValue(month));
  LEDGER_ASSIGN(const auto log,
                figures::load(context_.projector->snapshot(), ask, ledger::size_including(report.position)));
  LEDGER_ASSIGN(const auto parsed, figures::parse_ask(ask));
  LEDGER_ASSIGN(const JsonValue reconciliation, figures::answer(log, parsed));
  JsonValue wrong = wrong_figures(reconciliation);
  const bool is_equal = wrong.as_object().empty();
  JsonValue data{JsonValue::Object{}};
  data.add("center_id", JsonValue(center));
  data.add("year_month", JsonValue(month));
  data.add("report", JsonValue(ledger::format_event_id(report.event.id)));
  data.add("result", JsonValue(is_equal ? "equal" : "different"));
  if (!is_equal) data.add("recomputed", std::move(wrong));
  return append(kChecked, report.event.stream, std::move(data));
}

// -- figures over confidential inputs -----------------------------------------------------------------------

Status ReportKeeper::fix(const View& view, const Cause& closing, const figures::Answer& figure,
                         int fiscal_year) const {
  const ledger::Event& event = closing.event;
  const std::string id = figure_id(event, figure.indicator);
  LEDGER_ASSIGN(const security::Secret salt, security::Secret::random(ledger::kContributionSaltBytes));
  LEDGER_ASSIGN(const ledger::Hash32 root, ledger::contributions_root(salt.view(), figure.contributions));
  const ledger::KvState state(*view->reader);
  const std::int64_t least = ledger::parameter_value(state, ledger::kParameterFigureMinimum);
  LEDGER_TRY(state.health());
  const auto contributors = static_cast<std::int64_t>(figure.numerator.size());
  JsonValue data{JsonValue::Object{}};
  data.add("figure_id", JsonValue(id));
  data.add("scope", JsonValue(figure.scope));
  data.add("center_id", JsonValue(event.text("center_id")));
  data.add("fy", JsonValue(static_cast<std::int64_t>(fiscal_year)));
  data.add("year_month", JsonValue(event.text("year_month")));
  data.add("cut_off", JsonValue(event.number("cut_off")));
  data.add("indicator", JsonValue(figure.indicator));
  data.add("definition_version", JsonValue(figure.definition));
  data.add("contributors", JsonValue(contributors));
  add_value(figure.value, contributors >= least, data);
  data.add("salt", JsonValue(ledger::to_base64url(salt.view())));
  data.add("contributions_root", JsonValue(ledger::to_hex(ledger::view_of(root))));
  return append(kFixed, ledger::StreamId("figure/" + id), std::move(data));
}

Result<figures::FigureLog> ReportKeeper::load_for(const View& view, std::string_view indicator,
                                                  const std::string& center, int fiscal_year) const {
  JsonValue ask{JsonValue::Object{}};
  ask.add("indicator", JsonValue(indicator));
  ask.add("scope", JsonValue("center:" + center));
  ask.add("fy", JsonValue(static_cast<std::int64_t>(fiscal_year)));
  const FigureInputs inputs(view, context_.unsealer);
  return figures::load(context_.projector->snapshot(), ask, view->head.size, &inputs);
}

Status ReportKeeper::fix_figures(const View& view, const Cause& closing) const {
  const std::string center(closing.event.text("center_id"));
  const auto month = figures::month_period(closing.event.text("year_month"));
  if (!month) return {};
  const int fiscal_year = figures::fiscal_year_of(month->first);
  const std::string_view definition = ledger::definition_version_of(fiscal_year);
  const ledger::Position cut_off(static_cast<std::uint64_t>(closing.event.number("cut_off")));
  std::optional<figures::FigureLog> log;
  std::optional<figures::KnownFacts> facts;
  figures::Types loaded;
  for (const ledger::IndicatorSpec& spec : ledger::indicators()) {
    if (spec.kind != ledger::IndicatorKind::kConfidential ||
        ledger::find_indicator(spec.id, definition) == nullptr) {
      continue;
    }
    const ledger::StreamId stream("figure/" + figure_id(closing.event, spec.id));
    LEDGER_ASSIGN(const auto fixed, ledger::read_stream(*view->reader, stream, ledger::StreamVersion(0), 1));
    if (!fixed.empty()) continue;
    const figures::Types behind = figures::types_behind(spec.id);
    // What was loaded for one indicator serves those that look at no other types.
    if (!facts || !std::includes(loaded.begin(), loaded.end(), behind.begin(), behind.end())) {
      facts.reset();
      LEDGER_ASSIGN(log, load_for(view, spec.id, center, fiscal_year));
      facts.emplace(figures::known_now(*log).up_to(cut_off));
      loaded = behind;
    }
    const figures::FigureOf of{
        spec.id, definition, {figures::ScopeKind::kCenter, center}, fiscal_year, cut_off};
    LEDGER_ASSIGN(const figures::Answer figure, figures::figure(*facts, of, {}));
    LEDGER_TRY(fix(view, closing, figure, fiscal_year));
  }
  return {};
}

// -----------------------------------------------------------------------------------------------------------

Status ReportKeeper::answer(const View& view, const Cause& cause) const {
  return cause.event.type == kSubmitted ? check(view, cause) : fix_figures(view, cause);
}

Status ReportKeeper::keep() {
  const View view = context_.views.load();
  const TreeSize size = view->head.size;
  if (next_.value >= size.value || !context_.appender.writable()) return {};
  // Not waited for: what the projections lack now is there at the next call.
  for (const std::string_view name : {projections::ActivityIndex::kName, projections::FigureEvents::kName}) {
    if (context_.projector->wait_until(name, size, 0) < size) return {};
  }
  for (const std::string_view type : {kClosed, kSubmitted}) {
    LEDGER_ASSIGN(const std::vector<Cause> causes, new_events(*view, type));
    for (const Cause& cause : causes) {
      const Status answered = answer(view, cause);
      if (api::is_transient(answered)) return answered;
      if (!answered.ok()) ledger::diag(ledger::DiagLevel::kWarning, "report_not_answered", answered);
    }
  }
  next_ = ledger::next_position(size);
  return {};
}

}  // namespace ops
