#include "api/authorisation.h"
#include "api/handlers.h"
#include "api/internal_event.h"
#include "api/query_args.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/codes.h"
#include "ledger/journal/reader.h"
#include "ledger/store/kv_log_store.h"
#include "projections/access_log.h"

namespace api {
namespace {

using ledger::Result;

// Longest that an audit answer waits for the projection to hold everything up to the request's view: an
// auditor's list must not silently end before the newest accesses.
constexpr std::int64_t kCatchUpMicros = 5'000'000;

void write_texts(std::string_view name, const std::vector<std::string>& texts, ledger::JsonWriter& json) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void write_row(const projections::AccessRow& row, ledger::JsonWriter& json) {
  const auto optional = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) json.member(name, text);
  };
  json.begin_object()
      .member("position", row.position.value)
      .member("recorded_at", ledger::format_recorded_at(row.at))
      .member("kind", projections::access_kind_name(row.kind))
      .member("event", ledger::format_event_id(row.event));
  json.key("actor").begin_object().member("person", row.person).member("role", row.role);
  optional("org", row.org);
  optional("center", row.center);
  optional("on_behalf_of", row.on_behalf_of);
  json.end_object().member("purpose", row.purpose);
  optional("record", row.record);
  optional("record_center", row.record_center);
  optional("business", row.business);
  optional("consent_ref", row.consent_ref);
  optional("break_glass_ref", row.break_glass_ref);
  write_texts("record_ids", row.record_ids, json);
  write_texts("field_classes", row.field_classes, json);
  optional("rule", row.rule);
  optional("action", row.action);
  json.member("count", row.count);
  if (row.view_position) json.member("view_position", row.view_position->value);
  json.end_object();
}

// Centre of the record that is asked about, from the first event of its stream; empty when there is none.
Result<std::string> center_of_record(const Call& call, const ledger::StreamId& record) {
  LEDGER_ASSIGN(const auto positions,
                ledger::read_stream(*call.view->reader, record, ledger::StreamVersion(0), 1));
  if (positions.empty()) return std::string();
  LEDGER_ASSIGN(const ledger::StoredEvent first, ledger::event_at(*call.view, positions.front()));
  return target_of(call, first.signed_event.event).center;
}

Result<projections::AccessFilter> read_filter(const Call& call, bool denials) {
  projections::AccessFilter filter;
  LEDGER_ASSIGN(const std::string actor, query_text(call, "actor"));
  filter.actor = ledger::PersonId(actor);
  if (denials) {
    filter.kind = projections::AccessKind::kDenied;
    return filter;
  }
  LEDGER_ASSIGN(const std::string record, query_text(call, "record"));
  if (!record.empty()) {
    LEDGER_ASSIGN(filter.record, ledger::parse_stream_id(record));
  }
  LEDGER_ASSIGN(filter.business, query_text(call, "business"));
  if (record.empty() && actor.empty() && filter.business.empty()) {
    return ledger::invalid("query.missing", "the question is missing").want("record, business or actor");
  }
  return filter;
}

Result<Target> target_of_question(const Call& call, const projections::AccessFilter& filter) {
  Target target;
  target.data_class = security::DataClass::kAccessLog;
  target.subject = filter.actor;
  target.business = filter.business;
  // A question that names no record is one about all centres, unless it is about the asker alone.
  target.center = std::string(ledger::kScopeNation);
  if (!filter.record.value.empty()) {
    LEDGER_ASSIGN(target.center, center_of_record(call, filter.record));
  } else if (!filter.business.empty()) {
    LEDGER_ASSIGN(target.center, center_of_record(call, ledger::StreamId("business/" + filter.business)));
  }
  return target;
}

// How far the access log reaches: to `wanted`, unless it is far behind or too many wait already.
ledger::TreeSize catch_up(const Call& call, ledger::TreeSize wanted) {
  const auto wait_until = [&](std::int64_t micros) {
    return call.context.projector->wait_until(projections::AccessLog::kName, wanted, micros);
  };
  ledger::TreeSize reached = wait_until(WaitPlaces::kBriefMicros);
  if (reached >= wanted || call.context.waits == nullptr) return reached;
  call.context.waits->wait(kCatchUpMicros, [&](std::int64_t slice_micros) {
    reached = wait_until(slice_micros);
    return reached >= wanted;
  });
  return reached;
}

Result<Response> answer_access(const Call& call, bool denials) {
  LEDGER_ASSIGN(const projections::AccessFilter filter, read_filter(call, denials));
  LEDGER_ASSIGN(const Target target, target_of_question(call, filter));
  LEDGER_TRY(require(call, denials ? security::Action::kAuditDenials : security::Action::kAuditAccess, target)
                 .status());
  LEDGER_ASSIGN(projections::Bounds bounds, query_bounds(call));
  LEDGER_ASSIGN(const projections::PageRequest page, query_page(call));
  const ledger::TreeSize reached = catch_up(call, bounds.as_of);
  if (reached < bounds.as_of) {
    return ledger::unavailable("projection.behind", "the access log has read " +
                                                        std::to_string(reached.value) + " of " +
                                                        std::to_string(bounds.as_of.value) + " entries");
  }
  LEDGER_ASSIGN(const auto rows,
                projections::access_rows(call.context.projector->snapshot(), filter, bounds, page));
  ledger::JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const projections::AccessRow& row : rows.rows) write_row(row, json);
  json.end_array()
      .member("next", rows.next)
      .member("more", rows.more)
      .member("reflects", rows.reflects.value)
      .end_object();
  LEDGER_ASSIGN(const ledger::Receipt recorded,
                record_log_view(call, denials ? "denials" : "access", rows.rows.size()));
  Response response;
  response.content_type = "application/json";
  response.body = json.take();
  response.set_header("Ledger-Position", std::to_string(rows.reflects.value));
  response.set_header("Daicho-Access-Event", ledger::format_event_id(recorded.id));
  return response;
}

}  // namespace

Result<Response> get_access(const Call& call) {
  return answer_access(call, false);
}

Result<Response> get_denials(const Call& call) {
  return answer_access(call, true);
}

}  // namespace api
