#include "api/rebuild_keeper.h"

#include "api/internal_event.h"
#include "ledger/base/diag.h"
#include "ledger/base/time.h"
#include "projections/rebuild.h"

namespace api {

namespace {

constexpr std::string_view kRebuiltType = "projection.rebuilt";
constexpr std::size_t kAskedMax = 256;
constexpr std::string_view kPurpose = "administration";

}  // namespace

void RebuildKeeper::asked(const Caller& caller, std::string_view projection) {
  const std::string_view purpose = caller.purpose == "security" ? "security" : kPurpose;
  const ledger::MutexLock lock(mutex_);
  if (asked_.size() == kAskedMax) {
    ledger::diag(ledger::DiagLevel::kWarning, "rebuild_not_recorded",
                 {{"projection", asked_.front().projection}});
    asked_.erase(asked_.begin());
  }
  asked_.push_back(
      {next_number_++, std::string(projection), caller.actor, attested_by(caller), std::string(purpose)});
}

std::vector<RebuildKeeper::Asked> RebuildKeeper::done() const {
  std::vector<Asked> done;
  const ledger::MutexLock lock(mutex_);
  for (const Asked& one : asked_) {
    if (!context_.projector->rebuilding(one.projection)) done.push_back(one);
  }
  return done;
}

void RebuildKeeper::keep(const Asked& one) {
  const ledger::MutexLock lock(mutex_);
  for (Asked& other : asked_) {
    if (other.number == one.number) other = one;
  }
}

void RebuildKeeper::forget(const Asked& one) {
  const ledger::MutexLock lock(mutex_);
  std::erase_if(asked_, [&](const Asked& other) { return other.number == one.number; });
}

ledger::Status RebuildKeeper::record_done(const std::function<bool()>& go_on) {
  LEDGER_TRY(context_.projector->status());
  for (const Asked& one : done()) {
    const ledger::Status recorded = record(one, go_on);
    if (is_transient(recorded)) return recorded;
    // The asker may have lost the role meanwhile: then nobody may say it in that name.
    if (!recorded.ok()) ledger::diag(ledger::DiagLevel::kWarning, "rebuild_not_recorded", recorded);
    forget(one);
  }
  return ledger::Status();
}

ledger::Result<ledger::AttestedRequest> RebuildKeeper::make_request(
    const Asked& one, const std::function<bool()>& go_on) const {
  const projections::Snapshot snapshot = context_.projector->snapshot();
  LEDGER_ASSIGN(const projections::OwnSnapshot own, snapshot.rows_of(one.projection));
  LEDGER_ASSIGN(const ledger::Hash32 digest, projections::digest_rows(own, go_on));
  const ledger::UnixMicros now = context_.clock.now();
  const std::string at = ledger::format_recorded_at(now);
  ledger::AttestedRequest request;
  request.draft.aud = context_.origin;
  LEDGER_ASSIGN(request.draft.id, new_event_id(now));
  request.draft.type = kRebuiltType;
  request.draft.stream = ledger::StreamId("ledger/main");
  request.draft.occurred_at = at;
  request.draft.actor = one.actor;
  request.draft.purpose = one.purpose;
  ledger::JsonValue data{ledger::JsonValue::Object{}};
  data.add("projection", ledger::JsonValue(one.projection));
  data.add("to_size", ledger::JsonValue(static_cast<std::int64_t>(own.size.value)));
  data.add("digest", ledger::JsonValue(ledger::to_hex(ledger::view_of(digest))));
  data.add("rebuilt_on", ledger::JsonValue(ledger::format_date(ledger::jst_date(now))));
  request.draft.public_data = std::move(data);
  return request;
}

ledger::Status RebuildKeeper::record(Asked one, const std::function<bool()>& go_on) {
  if (!one.request) {
    LEDGER_ASSIGN(one.request, make_request(one, go_on));
    keep(one);
  }
  LEDGER_ASSIGN(ledger::VerifiedEvent event, context_.admission.admit_attested(*one.request, one.by));
  std::vector<ledger::VerifiedEvent> events;
  events.push_back(std::move(event));
  return context_.appender.append(std::move(events)).status();
}

}  // namespace api
