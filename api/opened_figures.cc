#include "api/opened_figures.h"

#include <map>
#include <span>

#include "api/authorisation.h"
#include "api/figure_answer.h"
#include "api/figure_inputs.h"
#include "api/read_models.h"
#include "api/recorded_read.h"
#include "ledger/base/limits.h"
#include "projections/figure_events.h"
#include "projections/figures/answers.h"
#include "projections/figures/fixed.h"

namespace api {

namespace figures = projections::figures;
using ledger::JsonValue;
using ledger::Result;
using ledger::Status;
using ledger::StoredEvent;

namespace {

constexpr std::string_view kFixedFigures = "fixed_figures";

// By business, where what a question would open lies. A fixed figure's own sealed value is no input of any.
// Positions, not events: whoever asks about everything holds a list of numbers only.
using Inputs = std::map<std::string, std::vector<ledger::Position>>;

Status too_many() {
  return ledger::exhausted("figures.too_many_inputs", "the question opens the records of more than " +
                                                          std::to_string(kOpenedBusinessesMax) +
                                                          " businesses")
      .want("a centre, or the fixed figures");
}

class InputsFound final : public figures::SealedInputs {
 public:
  explicit InputsFound(const ledger::LedgerView& view) : view_(view) {}
  Result<JsonValue::Object> open(const ledger::EventId& /*event*/, ledger::Position position) const override {
    LEDGER_ASSIGN(const StoredEvent stored, ledger::event_at(view_, position));
    const std::string business(stored.signed_event.event.text("business_id"));
    if (!business.empty()) found_[business].push_back(position);
    if (found_.size() > kOpenedBusinessesMax) return too_many();
    return JsonValue::Object{};
  }
  const Inputs& found() const { return found_; }

 private:
  const ledger::LedgerView& view_;
  mutable Inputs found_;
};

Status permit_all(const Call& call, const Inputs& inputs) {
  LEDGER_TRY(require_purpose(call));
  for (const auto& [business, positions] : inputs) {
    for (const ledger::Position position : positions) {
      LEDGER_ASSIGN(const StoredEvent stored, ledger::event_at(*call.view, position));
      const Target target = target_of(call, stored.signed_event.event);
      LEDGER_TRY(require(call, security::Action::kReadConfidential, target).status());
    }
  }
  return {};
}

Status record_all(const Call& call, const Inputs& inputs) {
  for (const auto& [business, positions] : inputs) {
    for (std::size_t first = 0; first < positions.size(); first += ledger::kAccessIdsMax) {
      const std::size_t end = std::min(positions.size(), first + ledger::kAccessIdsMax);
      std::vector<StoredEvent> page;
      std::vector<ledger::EventId> ids;
      for (std::size_t i = first; i < end; ++i) {
        LEDGER_ASSIGN(StoredEvent stored, ledger::event_at(*call.view, positions[i]));
        ids.push_back(stored.signed_event.event.id);
        page.push_back(std::move(stored));
      }
      LEDGER_TRY(record_access(call, ledger::StreamId("business/" + business), page, ids).status());
    }
  }
  return {};
}

}  // namespace

Result<JsonValue> answer_opened(const Call& call, const JsonValue& ask, ledger::TreeSize as_of,
                                figures::ListMax list_max) {
  LEDGER_ASSIGN(figures::Ask parsed, figures::parse_ask(ask));
  parsed.list_max = list_max;
  const projections::Snapshot snapshot = read_models(call, {projections::FigureEvents::kName});
  const figures::LoadLimits limits = figure_limits(call);
  const InputsFound found(*call.view);
  LEDGER_TRY(figures::load(snapshot, ask, as_of, &found, limits).status());
  LEDGER_TRY(permit_all(call, found.found()));
  LEDGER_TRY(record_all(call, found.found()));
  const FigureInputs inputs(call.view, call.context.unsealer);
  LEDGER_ASSIGN(const figures::FigureLog log, figures::load(snapshot, ask, as_of, &inputs, limits));
  parsed.erased = inputs.erased();
  LEDGER_ASSIGN(JsonValue answer, figures::answer(log, parsed));
  return parsed.question == kFixedFigures ? figures::shown_rows(answer, true) : std::move(answer);
}

}  // namespace api
