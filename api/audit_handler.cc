#include "api/authorisation.h"
#include "api/catch_up.h"
#include "api/csv.h"
#include "api/handlers.h"
#include "api/internal_event.h"
#include "api/query_args.h"
#include "api/read_models.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/codes.h"
#include "ledger/journal/reader.h"
#include "ledger/store/kv_log_store.h"
#include "projections/access_log.h"

namespace api {
namespace {

using ledger::Result;

constexpr std::string_view kCsv = "csv";

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

std::string json_of(const projections::Page<projections::AccessRow>& rows) {
  ledger::JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const projections::AccessRow& row : rows.rows) write_row(row, json);
  json.end_array()
      .member("next", rows.next)
      .member("more", rows.more)
      .member("reflects", rows.reflects.value)
      .end_object();
  return json.take();
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

std::string csv_of(const std::vector<projections::AccessRow>& rows) {
  std::string out;
  write_csv_row({"position",   "recorded_at",   "kind",     "event",        "person",
                 "role",       "org",           "center",   "on_behalf_of", "purpose",
                 "record",     "record_center", "business", "consent_ref",  "break_glass_ref",
                 "record_ids", "field_classes", "rule",     "action",       "count"},
                out);
  for (const projections::AccessRow& row : rows) {
    write_csv_row({std::to_string(row.position.value),
                   ledger::format_recorded_at(row.at),
                   std::string(projections::access_kind_name(row.kind)),
                   ledger::format_event_id(row.event),
                   row.person,
                   row.role,
                   row.org,
                   row.center,
                   row.on_behalf_of,
                   row.purpose,
                   row.record,
                   row.record_center,
                   row.business,
                   row.consent_ref,
                   row.break_glass_ref,
                   joined(row.record_ids),
                   joined(row.field_classes),
                   row.rule,
                   row.action,
                   std::to_string(row.count)},
                  out);
  }
  return out;
}

Result<std::string> asked_format(const Call& call) {
  LEDGER_ASSIGN(std::string format, query_text(call, "format"));
  if (format.empty() || format == "json" || format == kCsv) return format;
  return ledger::invalid("query.format", "the answer is not to be had in this format")
      .at("?format")
      .want("json or csv");
}

Result<Response> answer_access(const Call& call, bool denials) {
  LEDGER_ASSIGN(const std::string format, asked_format(call));
  LEDGER_ASSIGN(const projections::AccessFilter filter, read_filter(call, denials));
  LEDGER_ASSIGN(const Target target, target_of_question(call, filter));
  LEDGER_TRY(require(call, denials ? security::Action::kAuditDenials : security::Action::kAuditAccess, target)
                 .status());
  LEDGER_ASSIGN(projections::Bounds bounds, query_bounds(call));
  LEDGER_ASSIGN(const projections::PageRequest page, query_page(call));
  LEDGER_TRY(catch_up(call, projections::AccessLog::kName, bounds.as_of));
  LEDGER_ASSIGN(const auto rows, projections::access_rows(read_models(call, {projections::AccessLog::kName}),
                                                          filter, bounds, page));
  const bool csv = format == kCsv;
  Response response;
  response.content_type = csv ? "text/csv; charset=utf-8; header=present" : "application/json";
  response.body = csv ? csv_of(rows.rows) : json_of(rows);
  LEDGER_ASSIGN(const ledger::Receipt recorded,
                record_log_view(call, denials ? "denials" : "access", rows.rows.size()));
  response.set_header("Daicho-Access-Event", ledger::format_event_id(recorded.id));
  if (csv) {
    LEDGER_TRY(record_export(call, {target.center, target.business, rows.rows.size()}, response.body));
    response.set_header("Content-Disposition", "attachment; filename=\"access.csv\"");
    response.set_header("Daicho-Next", rows.next);
    response.set_header("Daicho-More", rows.more ? "true" : "false");
  }
  response.set_header("Ledger-Position", std::to_string(rows.reflects.value));
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
