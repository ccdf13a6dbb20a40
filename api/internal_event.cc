#include "api/internal_event.h"

#include <algorithm>
#include <array>

#include "ledger/base/sha256.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/codes.h"
#include "security/cipher.h"

namespace api {
namespace {

// Purpose of a question to the audit log when the caller names none: the question itself is the audit.
constexpr std::string_view kAuditPurpose = "audit";

// A question to the ledger about itself: appended in the asker's name before the answer leaves.
ledger::Result<ledger::Receipt> record_question(const Call& call, std::string_view type,
                                                ledger::JsonValue data) {
  data.add("view_position", ledger::JsonValue(static_cast<std::int64_t>(call.view->head.size.value)));
  const ledger::Actor& actor = call.caller.actor;
  const std::string scope = !actor.center.empty() ? actor.center : actor.org;
  auto receipt = append_internal(
      call.context, type, access_stream(scope, call.context.clock.now()), actor, attested_by(call.caller),
      call.caller.purpose.empty() ? kAuditPurpose : call.caller.purpose, std::move(data));
  if (receipt.ok() || receipt.status().code() == ledger::StatusCode::kPermissionDenied) return receipt;
  return ledger::unavailable("access.not_recorded", "the access could not be recorded (" +
                                                        receipt.status().reason() + "), so nothing is shown");
}

}  // namespace

ledger::StreamId access_stream(std::string_view scope, ledger::UnixMicros at) {
  return ledger::StreamId("access/" + std::string(scope.empty() ? "hq" : scope) + "/" +
                          ledger::jst_year_month(at));
}

ledger::Result<ledger::EventId> new_event_id(ledger::UnixMicros at) {
  std::array<std::uint8_t, 10> entropy{};
  LEDGER_ASSIGN(const ledger::Bytes random, security::random_bytes(entropy.size()));
  std::copy_n(ledger::u8(random), entropy.size(), entropy.begin());
  return ledger::make_event_id(at, entropy);
}

ledger::AttestedBy attested_by(const Caller& caller) {
  return caller.principal ? ledger::AttestedBy{caller.principal->id, caller.principal->via}
                          : ledger::AttestedBy{};
}

bool is_transient(const ledger::Status& status) {
  return status.code() == ledger::StatusCode::kUnavailable ||
         status.code() == ledger::StatusCode::kResourceExhausted ||
         status.code() == ledger::StatusCode::kDeadlineExceeded;
}

ledger::Actor system_actor() {
  ledger::Actor actor;
  actor.person = ledger::PersonId(std::string(ledger::kServicePrincipal));
  actor.role = ledger::kSystemRole;
  return actor;
}

ledger::AttestedBy attested_by_service() {
  return {ledger::PrincipalId(std::string(ledger::kServicePrincipal)), "internal"};
}

ledger::Result<ledger::VerifiedEvent> make_internal(const ApiContext& context, std::string_view type,
                                                    const ledger::StreamId& stream,
                                                    const ledger::Actor& actor, const ledger::AttestedBy& by,
                                                    std::string_view purpose, ledger::JsonValue data) {
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
  return context.admission.admit_internal(std::move(request), by);
}

ledger::Result<ledger::Receipt> append_internal(const ApiContext& context, std::string_view type,
                                                const ledger::StreamId& stream, const ledger::Actor& actor,
                                                const ledger::AttestedBy& by, std::string_view purpose,
                                                ledger::JsonValue data) {
  LEDGER_ASSIGN(ledger::VerifiedEvent event,
                make_internal(context, type, stream, actor, by, purpose, std::move(data)));
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
  return record_question(call, "auditlog.viewed", std::move(data));
}

ledger::Result<ledger::Receipt> record_figure_view(const Call& call, const FigureView& view) {
  ledger::JsonValue data{ledger::JsonValue::Object{}};
  data.add("query", ledger::JsonValue(view.query));
  data.add("about", ledger::JsonValue(view.about));
  if (!view.period.empty()) data.add("period", ledger::JsonValue(view.period));
  data.add("result_count", ledger::JsonValue(static_cast<std::int64_t>(view.results)));
  return record_question(call, "figure.viewed", std::move(data));
}

ledger::Status record_export(const Call& call, const Export& file, const std::string& content) {
  LEDGER_ASSIGN(const ledger::EventId export_id, new_event_id(call.context.clock.now()));
  const std::string center = file.center.empty() ? std::string(ledger::kScopeNation) : file.center;
  ledger::JsonValue::Array classes;
  classes.emplace_back("public");
  ledger::JsonValue data{ledger::JsonValue::Object{}};
  data.add("export_id", ledger::JsonValue(ledger::format_event_id(export_id)));
  data.add("center_id", ledger::JsonValue(center));
  data.add("format", ledger::JsonValue("csv"));
  data.add("rows", ledger::JsonValue(static_cast<std::int64_t>(file.rows)));
  data.add("field_classes", ledger::JsonValue(std::move(classes)));
  if (!file.business.empty()) data.add("business_id", ledger::JsonValue(file.business));
  data.add("content_sha256", ledger::JsonValue(ledger::to_hex(ledger::view_of(ledger::sha256(content)))));
  const auto receipt =
      append_internal(call.context, "record.exported", access_stream(center, call.context.clock.now()),
                      call.caller.actor, attested_by(call.caller),
                      call.caller.purpose.empty() ? kAuditPurpose : call.caller.purpose, std::move(data));
  if (receipt.ok() || receipt.status().code() == ledger::StatusCode::kPermissionDenied) {
    return receipt.status();
  }
  return ledger::unavailable("access.not_recorded", "the export could not be recorded (" +
                                                        receipt.status().reason() + "), so nothing leaves");
}

}  // namespace api
