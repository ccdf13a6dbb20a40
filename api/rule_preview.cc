#include "api/rule_preview.h"

#include <algorithm>
#include <optional>

#include "ledger/domain/decide.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Status;

// The log of the view, and the elements that come before.
class SeenEvents final : public ledger::EventSource {
 public:
  SeenEvents(const Call& call, std::span<const ledger::VerifiedEvent> before)
      : call_(call), before_(before) {}
  Result<std::optional<ledger::LoggedEvent>> find(const ledger::EventId& id) const override {
    for (std::size_t i = 0; i < before_.size(); ++i) {
      const ledger::Event& event = before_[i].event();
      if (event.id == id) {
        const ledger::Position position(call_.view->head.size.value + i);
        return std::optional(ledger::LoggedEvent{position, {}, call_.view->last_recorded_at, event});
      }
    }
    auto stored = ledger::event_by_id(*call_.view, id);
    if (stored.status().code() == ledger::StatusCode::kNotFound) return std::optional<ledger::LoggedEvent>();
    if (!stored.ok()) return stored.status();
    return std::optional(ledger::LoggedEvent{stored->position, stored->leaf_hash, stored->entry.recorded_at,
                                             std::move(stored->signed_event.event)});
  }

 private:
  const Call& call_;
  std::span<const ledger::VerifiedEvent> before_;
};

}  // namespace

Status judged_by_rules(const Call& call, std::span<const ledger::VerifiedEvent> events, bool batch) {
  const ledger::KvState state(*call.view->reader);
  ledger::StateOverlay overlay(state, {});
  const ledger::UnixMicros recorded_at = std::max(call.context.clock.now(), call.view->last_recorded_at);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (ledger::event_by_id(*call.view, events[i].event().id).ok()) continue;
    const SeenEvents seen(call, events.first(i));
    const ledger::Position position(call.view->head.size.value + i);
    const ledger::DecideInput input{events[i].event(), events[i].signed_event().jws.kid, position,
                                    recorded_at};
    Status refused = ledger::decide(input, overlay, seen).status();
    if (!refused.ok()) return std::move(refused).under(element_prefix(i, batch));
  }
  return state.health();
}

std::string element_prefix(std::size_t element, bool batch) {
  return batch ? "/" + std::to_string(element) : std::string();
}

}  // namespace api
