#include "ops/report_check.h"

#include "api/figure_answer.h"
#include "api/internal_event.h"
#include "ledger/base/uuid.h"
#include "ledger/journal/reader.h"
#include "ledger/store/kv_log_store.h"
#include "projections/figures/answers.h"

namespace ops {

namespace figures = projections::figures;
using ledger::JsonValue;
using ledger::Result;

namespace {

constexpr std::string_view kChecked = "monthly_report.checked";
constexpr std::size_t kStreamMax = 1000;

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

Result<bool> is_checked(const ledger::LedgerView& view, const TypedEvent& report) {
  LEDGER_ASSIGN(const auto positions,
                ledger::read_stream(*view.reader, report.event.stream, ledger::StreamVersion(0), kStreamMax));
  const std::string id = ledger::format_event_id(report.event.id);
  for (const ledger::Position position : positions) {
    LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(view, position));
    const ledger::Event& event = stored.signed_event.event;
    if (event.type == kChecked && event.text("report") == id) return true;
  }
  return false;
}

}  // namespace

ledger::Status check_report(const api::ApiContext& context, const ledger::LedgerView& view,
                            const TypedEvent& report) {
  LEDGER_ASSIGN(const bool is_done, is_checked(view, report));
  if (is_done) return {};
  const std::string center(report.event.text("center_id")), month(report.event.text("year_month"));
  JsonValue ask{JsonValue::Object{}};
  ask.add("question", JsonValue("reconcile"));
  ask.add("center", JsonValue(center));
  ask.add("month", JsonValue(month));
  LEDGER_ASSIGN(const auto log,
                figures::load(context.projector->snapshot(), ask, ledger::size_including(report.position),
                              nullptr, api::figure_limits(context)));
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
  return api::append_internal(context, kChecked, report.event.stream, api::system_actor(),
                              api::attested_by_service(), "report", std::move(data))
      .status();
}

}  // namespace ops
