// TypedEvents: the events of a type from a position on, in the order of the log.
//
// Place in the flow: what the service does by itself looks for its causes here, through the projection that
// lists types by month. Threads: any.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "api/context.h"
#include "ledger/event/event.h"

namespace ops {

struct TypedEvent {
  ledger::Position position;
  ledger::Event event;
};

// Precondition: the projection has folded the view. Errors of log and projection.
ledger::Result<std::vector<TypedEvent>> events_since(const api::ApiContext& context,
                                                     const ledger::LedgerView& view, ledger::Position first,
                                                     std::string_view type);

}  // namespace ops
