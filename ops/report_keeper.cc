#include "ops/report_keeper.h"

#include <algorithm>

#include "api/internal_event.h"
#include "ledger/base/diag.h"
#include "ops/fixing_causes.h"
#include "ops/report_check.h"
#include "projections/activity_index.h"
#include "projections/figure_events.h"

namespace ops {

using ledger::Status;
using ledger::TreeSize;

namespace {

constexpr std::string_view kSubmitted = "monthly_report.submitted";
// Loads of one call, a centre's year each; a wider scope counts as its centres.
constexpr std::size_t kCostMax = 8;

}  // namespace

bool ReportKeeper::is_folded(TreeSize size) const {
  // Not waited for: what the projections lack now is there at the next call.
  const std::string_view kNames[] = {projections::ActivityIndex::kName, projections::FigureEvents::kName};
  return std::all_of(std::begin(kNames), std::end(kNames), [&](std::string_view name) {
    return context_.projector->wait_until(name, size, 0) >= size;
  });
}

Status ReportKeeper::find_causes(const ledger::LedgerView& view) {
  std::vector<TypedEvent> found;
  for (const std::string_view type : {kMonthClosed, kResultPublished, kSubmitted}) {
    LEDGER_ASSIGN(std::vector<TypedEvent> events, events_since(context_, view, next_, type));
    std::move(events.begin(), events.end(), std::back_inserter(found));
  }
  std::sort(found.begin(), found.end(),
            [](const TypedEvent& a, const TypedEvent& b) { return a.position < b.position; });
  std::move(found.begin(), found.end(), std::back_inserter(causes_));
  next_ = ledger::next_position(view.head.size);
  return {};
}

Status ReportKeeper::fix_all(const View& view, const std::vector<Fixing>& fixings, std::size_t& cost) {
  for (const Fixing& fixing : fixings) {
    LEDGER_ASSIGN(const bool is_recalled, fixer_.recall(view));
    if (!is_recalled) {
      cost = kCostMax;
      return {};
    }
    LEDGER_ASSIGN(const bool has_loaded, fixer_.fix(view, fixing));
    if (has_loaded) cost += fixing.centers;
    if (cost >= kCostMax) return {};
  }
  return {};
}

Status ReportKeeper::answer(const View& view, const TypedEvent& cause, std::size_t& cost) {
  if (cause.event.type == kSubmitted) {
    ++cost;
    return check_report(context_, *view, cause);
  }
  LEDGER_ASSIGN(const std::vector<Fixing> fixings, fixings_of(*view, cause));
  return fix_all(view, fixings, cost);
}

Status ReportKeeper::keep() {
  has_more_ = false;
  const View view = context_.views.load();
  const TreeSize size = view->head.size;
  const bool is_idle = causes_.empty() && next_.value >= size.value;
  if (is_idle || !context_.appender.writable() || !is_folded(size)) return {};
  if (causes_.empty()) LEDGER_TRY(find_causes(*view));
  for (std::size_t cost = 0; !causes_.empty() && cost < kCostMax;) {
    const Status answered = answer(view, causes_.front(), cost);
    if (api::is_transient(answered)) return answered;
    if (!answered.ok()) ledger::diag(ledger::DiagLevel::kWarning, "report_not_answered", answered);
    // A cause that was interrupted is taken up again: what it has answered is passed over.
    if (cost < kCostMax || !answered.ok()) causes_.pop_front();
  }
  has_more_ = !causes_.empty();
  return {};
}

}  // namespace ops
