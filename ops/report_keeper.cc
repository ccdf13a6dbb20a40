#include "ops/report_keeper.h"

#include <algorithm>

#include "api/internal_event.h"
#include "ledger/base/diag.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/codes.h"
#include "ledger/journal/reader.h"
#include "ledger/store/kv_log_store.h"
#include "projections/activity_index.h"
#include "projections/figure_events.h"
#include "projections/figures/answers.h"
#include "projections/figures/figure_loader.h"

namespace ops {

using ledger::JsonValue;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;

namespace {

constexpr std::string_view kSubmitted = "monthly_report.submitted";
constexpr std::string_view kChecked = "monthly_report.checked";
constexpr std::size_t kPageMax = 1000;

bool passes(const Status& status) {
  using ledger::StatusCode;
  return status.code() == StatusCode::kUnavailable || status.code() == StatusCode::kDeadlineExceeded ||
         status.code() == StatusCode::kResourceExhausted;
}

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

}  // namespace

Result<std::vector<ReportKeeper::Report>> ReportKeeper::new_reports(const ledger::LedgerView& view,
                                                                    TreeSize size) {
  std::vector<Report> reports;
  LEDGER_ASSIGN(const ledger::StoredEvent first, ledger::event_at(view, next_));
  const projections::Snapshot snapshot = context_.projector->snapshot();
  for (const std::string& month : months_between(first.entry.recorded_at, view.last_recorded_at)) {
    projections::PageRequest page;
    page.limit = kPageMax;
    for (bool more = true; more;) {
      LEDGER_ASSIGN(const auto rows,
                    projections::activity_by_type(snapshot, kSubmitted, month, {size, {}, {}}, page));
      for (const projections::ActivityRow& row : rows.rows) {
        if (row.position < next_) continue;
        LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(view, row.position));
        reports.push_back({row.position, stored.signed_event.event});
      }
      more = rows.more;
      page.after = rows.next;
    }
  }
  return reports;
}

Result<bool> ReportKeeper::is_checked(const ledger::LedgerView& view, const Report& report) const {
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

Status ReportKeeper::check(const Report& report, TreeSize size) {
  const std::string center(report.event.text("center_id")), month(report.event.text("year_month"));
  JsonValue ask{JsonValue::Object{}};
  ask.add("question", JsonValue("reconcile"));
  ask.add("center", JsonValue(center));
  ask.add("month", JsonValue(month));
  LEDGER_ASSIGN(const auto log, projections::figures::load(context_.projector->snapshot(), ask, size));
  LEDGER_ASSIGN(const auto parsed, projections::figures::parse_ask(ask));
  LEDGER_ASSIGN(const JsonValue reconciliation, projections::figures::answer(log, parsed));
  JsonValue wrong = wrong_figures(reconciliation);
  const bool is_equal = wrong.as_object().empty();
  JsonValue data{JsonValue::Object{}};
  data.add("center_id", JsonValue(center));
  data.add("year_month", JsonValue(month));
  data.add("report", JsonValue(ledger::format_event_id(report.event.id)));
  data.add("result", JsonValue(is_equal ? "equal" : "different"));
  if (!is_equal) data.add("recomputed", std::move(wrong));
  ledger::Actor actor;
  actor.role = ledger::kSystemRole;
  return api::append_internal(context_, kChecked, report.event.stream, actor,
                              {ledger::PrincipalId(std::string(ledger::kServicePrincipal)), "internal"},
                              "report", std::move(data))
      .status();
}

Status ReportKeeper::keep() {
  const auto view = context_.views.load();
  if (!context_.appender.writable()) return {};
  const TreeSize size = view->head.size;
  if (next_.value >= size.value) return {};
  // Not waited for: what the projections lack now is there at the next call.
  for (const std::string_view name : {projections::ActivityIndex::kName, projections::FigureEvents::kName}) {
    if (context_.projector->wait_until(name, size, 0) < size) return {};
  }
  LEDGER_ASSIGN(const std::vector<Report> reports, new_reports(*view, size));
  for (const Report& report : reports) {
    LEDGER_ASSIGN(const bool is_done, is_checked(*view, report));
    if (is_done) continue;
    const Status checked = check(report, size_including(report.position));
    if (passes(checked)) return checked;
    if (!checked.ok()) ledger::diag(ledger::DiagLevel::kWarning, "report_not_checked", checked);
    next_ = ledger::Position(report.position.value + 1);
  }
  next_ = ledger::next_position(size);
  return {};
}

}  // namespace ops
