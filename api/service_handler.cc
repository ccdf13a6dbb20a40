#include <algorithm>

#include "api/catalogue_json.h"
#include "api/catalogue_schema.h"
#include "api/handlers.h"
#include "api/query_args.h"
#include "ledger/base/json_writer.h"
#include "projections/access_log.h"
#include "security/policy.h"

namespace api {
namespace {

using ledger::Result;

Response json_response(std::string body) {
  Response response;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

// Read-only is never ready: a balancer must not send writers here, and an operator must notice.
Result<Response> ready_read_only(const Call& call) {
  ledger::JsonWriter json;
  json.begin_object()
      .member("ready", false)
      .member("writable", false)
      .member("size", call.view->head.size.value);
  write_read_only(*call.context.read_only, json);
  Response response = json_response(json.end_object().take());
  response.status = 503;
  return response;
}

}  // namespace

// Alive: the process answers. Says nothing about whether it can write; that is readiness.
Result<Response> get_health(const Call& call) {
  ledger::JsonWriter json;
  json.begin_object()
      .member("status", "ok")
      .member("origin", call.context.origin)
      .member("version", call.context.version);
  if (call.context.read_only != nullptr) write_read_only(*call.context.read_only, json);
  return json_response(json.end_object().take());
}

Result<Response> get_ready(const Call& call) {
  if (call.context.read_only != nullptr) return ready_read_only(call);
  const bool writable = call.context.appender.writable();
  const ledger::Status projector = call.context.projector->status();
  const ledger::TreeSize reached = call.context.projector->wait_until("", ledger::TreeSize(0), 0);
  ledger::JsonWriter json;
  json.begin_object()
      .member("ready", writable && projector.ok())
      .member("writable", writable)
      .member("size", call.view->head.size.value)
      .member("projections_reached", reached.value)
      .member("projector", projector.ok() ? std::string("ok") : projector.reason());
  // Said, not red: who appends must come through while read models are folded.
  json.key("projections_growing").begin_array();
  for (const projections::ProjectionState& state : call.context.projector->states()) {
    if (!state.growth) continue;
    json.begin_object().member("name", state.name).member("answers", state.rows_version != 0);
    json.member("reached", state.growth->size.value);
    json.member("of", std::max(call.view->head.size, state.growth->size).value).end_object();
  }
  json.end_array();
  Response response = json_response(json.end_object().take());
  if (!writable || !projector.ok()) response.status = 503;
  return response;
}

Result<Response> get_metrics(const Call& call) {
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = call.context.metrics.render();
  return response;
}

Result<Response> get_openapi(const Call& call) {
  return json_response(openapi_json(call.context));
}

Result<Response> get_catalogue(const Call& call) {
  LEDGER_ASSIGN(const std::string type, query_text(call, "type"));
  if (type.empty()) return json_response(catalogue_json());
  const auto row = catalogue_type_json(type);
  if (!row) return ledger::not_found("event.unknown_type", "the catalogue has no such type");
  return json_response(*row);
}

Result<Response> get_catalogue_schema(const Call& call) {
  const auto schema = catalogue_schema_json(call.captures.at(0));
  if (!schema) return ledger::not_found("event.unknown_type", "the catalogue has no such type");
  return json_response(*schema);
}

Result<Response> get_policy(const Call&) {
  ledger::JsonWriter json;
  security::write_policy(json);
  return json_response(json.take());
}

}  // namespace api
