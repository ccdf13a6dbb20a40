#include "api/internal_event.h"

#include <algorithm>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "security/secret.h"

namespace api {
namespace {

// Purpose of a question to the audit log when the caller names none: the question itself is the audit.
constexpr std::string_view kAuditPurpose = "audit";

}  // namespace

ledger::StreamId access_stream(std::string_view scope, ledger::UnixMicros at) {
  return ledger::StreamId("access/" + std::string(scope.empty() ? "hq" : scope) + "/" +
                          ledger::jst_year_month(at));
}

ledger::Result<ledger::EventId> new_event_id(ledger::UnixMicros at) {
  LEDGER_ASSIGN(const security::Secret random, security::Secret::random(10));
  std::array<std::uint8_t, 10> entropy{};
  std::copy_n(ledger::u8(random.view()), entropy.size(), entropy.begin());
  return ledger::make_event_id(at, entropy);
}

ledger::AttestedBy attested_by(const Caller& caller) {
  return caller.principal ? ledger::AttestedBy{caller.principal->id, caller.principal->via}
                          : ledger::AttestedBy{};
}

ledger::Result<ledger::Receipt> append_internal(const ApiContext& context, std::string_view type,
                                                const ledger::StreamId& stream, const ledger::Actor& actor,
                                                const ledger::AttestedBy& by, std::string_view purpose,
                                                ledger::JsonValue data) {
  const ledger::UnixMicros now = context.clock.now();
  ledger::AttestedRequest request;
  request.draft.aud = context.origin;
  LEDGER_ASSIGN(request.draft.id, new_event_id(now));
  request.draft.type = type;
  request.draft.stream = stream;
  request.draft.occurred_at = ledger::format_recorded_at(now);
  request.draft.actor = actor;
  request.draft.purpose = purpose;
  request.draft.public_data = std::move(data);
  LEDGER_ASSIGN(ledger::VerifiedEvent event, context.admission.admit_internal(request, by));
  std::vector<ledger::VerifiedEvent> events;
  events.push_back(std::move(event));
  LEDGER_ASSIGN(auto receipts, context.appender.append(std::move(events)));
  return std::move(receipts.front());
}

ledger::Result<ledger::Receipt> record_log_view(const Call& call, std::string_view query,
                                                std::size_t results) {
  ledger::JsonValue data{ledger::JsonValue::Object{}};
  data.add("query", ledger::JsonValue(query));
  data.add("result_count", ledger::JsonValue(static_cast<std::int64_t>(results)));
  data.add("view_position", ledger::JsonValue(static_cast<std::int64_t>(call.view->head.size.value)));
  const ledger::Actor& actor = call.caller.actor;
  const std::string scope = !actor.center.empty() ? actor.center : actor.org;
  auto receipt =
      append_internal(call.context, "auditlog.viewed", access_stream(scope, call.context.clock.now()), actor,
                      attested_by(call.caller),
                      call.caller.purpose.empty() ? kAuditPurpose : call.caller.purpose, std::move(data));
  if (receipt.ok()) return receipt;
  if (receipt.status().code() == ledger::StatusCode::kPermissionDenied) return receipt.status();
  return ledger::unavailable("access.not_recorded", "the access could not be recorded (" +
                                                        receipt.status().reason() + "), so nothing is shown");
}

}  // namespace api
