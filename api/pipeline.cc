#include "api/pipeline.h"

#include <algorithm>

#include "api/authorisation.h"
#include "api/caller.h"
#include "api/internal_event.h"
#include "api/problem.h"
#include "api/query_args.h"
#include "api/read_models.h"
#include "ledger/base/diag.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/read_once.h"
#include "ledger/journal/kv_state.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Status;

bool lists(std::string_view list, std::string_view item) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (list.substr(0, comma) == item) return true;
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return false;
}

Status check_body(const Route& route, const Request& request) {
  if (request.body.size() > route.body_bytes_max) {
    if (route.body_bytes_max == 0) return ledger::invalid("body.unexpected", "this route takes no body");
    return ledger::exhausted("body.too_large",
                             "the body is larger than " + std::to_string(route.body_bytes_max) + " bytes");
  }
  if (route.request_types.empty() || route.request_types == "*/*") return Status();
  if (!lists(route.request_types, media_type(request))) {
    return ledger::invalid("body.media_type", "the body's media type is not one that this route takes")
        .at("Content-Type")
        .want(std::string(route.request_types));
  }
  return Status();
}

// Whether the refusal judges the event: what only finds the ledger busy or closed says nothing about it.
bool is_verdict(ledger::StatusCode code) {
  switch (code) {
    case ledger::StatusCode::kInvalidArgument:
    case ledger::StatusCode::kNotFound:
    case ledger::StatusCode::kAlreadyExists:
    case ledger::StatusCode::kConflict:
    case ledger::StatusCode::kFailedPrecondition:
    case ledger::StatusCode::kOutOfRange:
      return true;
    default:
      return false;
  }
}

std::string make_request_id(const ledger::Clock& clock) {
  const auto id = new_event_id(clock.now());
  return id.ok() ? ledger::format_event_id(*id) : std::string("unidentified");
}

}  // namespace

Pipeline::Pipeline(const ApiContext& context, DenialRecorder& denials)
    : context_(context),
      denials_(denials),
      request_seconds_(context.metrics.histogram("daicho_request_seconds", "Time from request to answer.")) {}

// One request on its way, for as long as its answer takes.
struct Pipeline::Passage {
  Passage(const ApiContext& context, Request received)
      : started_micros(context.clock.monotonic_micros()),
        request(std::move(received)),
        call{context, request, make_request_id(context.clock), {}, {}, context.views.load()} {
    call.attempt = &attempt;
    call.read_models = &read;
    call.later = &later;
    if (!call.view) return;
    stored_state.emplace(*call.view->reader);
    state.emplace(*stored_state);
    call.state = &*state;
  }
  Passage(const Passage&) = delete;
  Passage& operator=(const Passage&) = delete;

  const std::int64_t started_micros;
  const Request request;
  Call call;
  std::optional<ledger::KvState> stored_state;
  std::optional<ledger::ReadOnce> state;
  std::optional<AppendAttempt> attempt;
  std::vector<ReadModel> read;
  std::optional<Later<Result<Response>>> later;
};

Answer Pipeline::handle(Request request) {
  auto passage = std::make_shared<Passage>(context_, std::move(request));
  Result<Response> answered = answer(passage->call);
  if (!passage->later) return conclude(*passage, std::move(answered));
  std::shared_ptr<Waiting> waiting = passage->later->waiting;
  return Later<Response>{std::move(waiting), [this, passage = std::move(passage)] {
                           return conclude(*passage, passage->later->finish());
                         }};
}

Response Pipeline::conclude(Passage& passage, Result<Response> answered) {
  const Call& call = passage.call;
  Response response;
  if (answered.ok()) {
    response = std::move(answered).value();
    if (const std::string models = read_models_header(passage.read); !models.empty()) {
      response.set_header("Daicho-Read-Models", models);
    }
  } else {
    const Status& refusal = answered.status();
    std::vector<Progress> progress;
    if (!passage.read.empty() && refusal.code() == ledger::StatusCode::kUnavailable) {
      progress = progress_of(passage.read, *context_.projector, call.view->head.size);
    }
    const std::string* language = call.request.header("accept-language");
    response = problem(refusal, choose_language(language), call.request_id, progress);
    note_refusal(call, refusal);
  }
  response.set_header("Request-Id", call.request_id);
  if (call.view && response.header("Ledger-Position") == nullptr) {
    response.set_header("Ledger-Position", std::to_string(call.view->head.size.value));
  }
  context_.metrics
      .counter("daicho_requests_total", "Requests by status.",
               "status=\"" + std::to_string(response.status) + "\"")
      .add();
  request_seconds_.observe_micros(context_.clock.monotonic_micros() - passage.started_micros);
  return response;
}

Result<Response> Pipeline::answer(Call& call) const {
  const bool head = call.request.method == "HEAD";
  LEDGER_ASSIGN(Match match, match_route(head ? "GET" : call.request.method, call.request.path,
                                         context_.leaves != nullptr));
  const Route& route = *match.route;
  // A HEAD would run a recorded read for an answer that nobody sees.
  if (head && route.may_disclose) {
    return ledger::invalid("route.method", "HEAD is not offered here").want(std::string(route.method));
  }
  call.route = &route;
  call.captures = std::move(match.captures);
  LEDGER_TRY(check_body(route, call.request));
  LEDGER_TRY(check_known_query(call, route));
  if (context_.read_only != nullptr && !route.served_read_only) return read_only_refusal(*context_.read_only);
  if (!call.view) return ledger::unavailable("ledger.not_ready", "the ledger is not open yet");
  const bool credential = call.request.peer != nullptr;
  const bool acting =
      route.access == Access::kAuthenticated || (route.access == Access::kOptional && credential);
  if (acting || (route.access == Access::kEventSigned && credential)) {
    LEDGER_ASSIGN(call.caller, resolve_principal(context_, call.request));
  }
  if (acting) LEDGER_TRY(resolve_caller(call.request, *call.state, call.caller));
  if (route.action) LEDGER_TRY(require(call, *route.action, {}).status());
  return route.handler(call);
}

void Pipeline::note_refusal(const Call& call, const Status& status) {
  const bool unauthenticated = status.code() == ledger::StatusCode::kUnauthenticated;
  if (status.code() == ledger::StatusCode::kDataLoss) {
    ledger::diag(ledger::DiagLevel::kError, "stored_data_does_not_verify", status);
  }
  const bool denied = unauthenticated || status.code() == ledger::StatusCode::kPermissionDenied;
  const bool rejected = *call.attempt && is_verdict(status.code());
  if (!denied && !rejected) return;
  if (context_.leaves != nullptr) return;     // a conformance ledger holds no events, and nothing to guard
  if (context_.read_only != nullptr) return;  // nothing can be appended: tallies would only grow
  Denial denial;
  if (call.caller.principal) denial.principal = call.caller.principal->id.value;
  denial.actor = call.caller.actor;
  denial.rule = status.rule().empty() ? status.reason() : status.rule();
  denial.action = call.route == nullptr ? "none" : std::string(call.route->operation_id);
  if (*call.attempt) {
    denial.actor = (*call.attempt)->actor;
    // Who signs with a key of their own may have shown no credential.
    if (denial.principal.empty()) denial.principal = "key:" + denial.actor.person.value;
  }
  if (rejected) {
    denial.rejected_type = (*call.attempt)->type;
    denial.rule = status.reason();
  }
  denials_.note(denial);
}

}  // namespace api
