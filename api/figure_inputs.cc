#include "api/figure_inputs.h"

#include "api/recorded_read.h"
#include "ledger/journal/reader.h"

namespace api {

ledger::Result<ledger::JsonValue::Object> FigureInputs::open(const ledger::EventId& event,
                                                             ledger::Position position) const {
  LEDGER_ASSIGN(ledger::StoredEvent stored, ledger::event_at(*view_, position));
  if (stored.signed_event.event.id != event) {
    return ledger::data_loss("projection.row_malformed", "a filed event is not the log's at its position");
  }
  LEDGER_ASSIGN(const DisclosedEvent opened, disclose(*view_, unsealer_, std::move(stored)));
  const std::string_view business = opened.stored.signed_event.event.text("business_id");
  if (!opened.withheld.empty() && !business.empty()) erased_.emplace(business);
  ledger::JsonValue::Object fields;
  for (const ledger::Disclosure& disclosure : opened.disclosures) {
    if (!disclosure.value.is_null()) fields.emplace_back(disclosure.name, disclosure.value);
  }
  return fields;
}

}  // namespace api
