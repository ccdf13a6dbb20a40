#include <algorithm>

#include "api/handlers.h"
#include "api/query_args.h"
#include "api/rebuild_keeper.h"
#include "ledger/base/diag.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"

namespace api {
namespace {

using ledger::Result;
using projections::ProjectionState;

Response json_response(std::string body) {
  Response response;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

Result<ProjectionState> state_of(const Call& call, std::string_view name) {
  for (const ProjectionState& state : call.context.projector->states()) {
    if (state.name == name) return state;
  }
  std::string names;
  for (const ProjectionState& state : call.context.projector->states()) {
    names += (names.empty() ? "" : ", ") + std::string(state.name);
  }
  return ledger::not_found("projection.unknown", "there is no projection of this name").want(names);
}

std::uint64_t entries_per_s(const ProjectionState::Growth& growth, ledger::UnixMicros now) {
  const std::int64_t micros = now.value - growth.since.value;
  if (micros <= 0) return 0;
  return (growth.size.value - growth.from.value) * 1'000'000 / static_cast<std::uint64_t>(micros);
}

void write_state(const Call& call, const ProjectionState& state, ledger::JsonWriter& json) {
  // Rows may be ahead of the view that this request took.
  const std::uint64_t of = std::max(call.view->head.size, state.size).value;
  json.begin_object()
      .member("name", state.name)
      .member("version", std::uint64_t{state.version})
      .member("rows_version", std::uint64_t{state.rows_version})
      .member("answers", state.rows_version != 0)
      .member("size", state.size.value)
      .member("of", of)
      .member("parked", state.parked_count);
  if (state.growth) {
    json.key("rebuild")
        .begin_object()
        .member("from", state.growth->from.value)
        .member("size", state.growth->size.value)
        .member("of", std::max(of, state.growth->size.value))
        .member("since", ledger::format_recorded_at(state.growth->since))
        .member("entries_per_s", entries_per_s(*state.growth, call.context.clock.now()))
        .end_object();
  }
  if (state.taken_over) {
    json.key("taken_over")
        .begin_object()
        .member("size", state.taken_over->size.value)
        .member("at", ledger::format_recorded_at(state.taken_over->at))
        .end_object();
  }
  json.end_object();
}

// What questions about figures may hold together, and do.
void write_figures_memory(const Call& call, ledger::JsonWriter& json) {
  if (call.context.figures_memory == nullptr) return;
  const projections::figures::MemoryBudget::State state = call.context.figures_memory->state();
  json.key("figures_memory")
      .begin_object()
      .member("bytes_max", state.bytes_max)
      .member("question_bytes_max", state.question_bytes_max)
      .member("bytes", state.bytes_in_use)
      .member("questions", state.questions)
      .member("waiting", state.waiting)
      .member("refused", state.refused)
      .end_object();
}

}  // namespace

Result<Response> list_projections(const Call& call) {
  const ledger::Status projector = call.context.projector->status();
  ledger::JsonWriter json;
  json.begin_object().member("projector", projector.ok() ? std::string("ok") : projector.reason());
  json.key("items").begin_array();
  for (const ProjectionState& state : call.context.projector->states()) write_state(call, state, json);
  json.end_array();
  write_figures_memory(call, json);
  return json_response(json.end_object().take());
}

Result<Response> get_projection(const Call& call) {
  const std::string& name = call.captures.at(0);
  LEDGER_TRY(state_of(call, name).status());
  const projections::Projector& projector = *call.context.projector;
  const std::int64_t wait = prefer_wait_micros(call.request);
  bool waited = false;
  if (wait > 0 && call.context.waits != nullptr && projector.rebuilding(name)) {
    waited = call.context.waits->wait(wait, [&](std::int64_t slice_micros) {
      projector.wait_for_take_over(name, slice_micros);
      return !projector.rebuilding(name) || !projector.status().ok();
    });
  }
  // A projector that has stopped ends no rebuild.
  LEDGER_TRY(projector.status());
  LEDGER_ASSIGN(const ProjectionState state, state_of(call, name));
  ledger::JsonWriter json;
  write_state(call, state, json);
  Response response = json_response(json.take());
  if (waited) response.set_header("Preference-Applied", "wait=" + std::to_string(wait / 1'000'000));
  return response;
}

Result<Response> rebuild_projection(const Call& call) {
  const std::string& name = call.captures.at(0);
  LEDGER_TRY(state_of(call, name).status());
  LEDGER_TRY(call.context.projector->request_rebuild(name));
  if (call.context.rebuilds != nullptr) call.context.rebuilds->asked(call.caller, name);
  ledger::diag(ledger::DiagLevel::kInfo, "projection_rebuild_asked_for",
               {{"projection", name}, {"request_id", call.request_id}});
  LEDGER_ASSIGN(const ProjectionState state, state_of(call, name));
  ledger::JsonWriter json;
  write_state(call, state, json);
  Response response = json_response(json.take());
  response.status = 202;
  response.set_header("Location", "/v1/projections/" + name);
  return response;
}

}  // namespace api
