// The route table: every path of the API as a row of data; the OpenAPI description and the tests read the
// same rows.
//
// Place in the flow: the pipeline matches a request against this table, so a route that is not here does not
// exist. Constant data; any thread.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/context.h"
#include "api/later.h"
#include "api/message.h"
#include "ledger/base/status.h"
#include "security/policy.h"

namespace api {

// Who a request comes from, once authentication and the choice of role and purpose are done. Anonymous when
// the route allows it and no credential was shown.
struct Caller {
  std::optional<security::Principal> principal;
  ledger::Actor actor;  // person, role, org, center, on_behalf_of; empty when anonymous
  std::string purpose;
  bool anonymous() const { return !principal.has_value(); }
};

// An event that passed admission and goes to the writer: whoever is named here has proven it.
struct AppendAttempt {
  std::string type;
  ledger::Actor actor;
};

// A read model that an answer is made from: version and size of its rows. Version 0: none answered.
struct ReadModel {
  std::string name;
  std::uint32_t version = 0;
  ledger::TreeSize size;
};

struct Route;

// One request on its way through a handler.
struct Call {
  const ApiContext& context;
  const Request& request;
  std::string request_id;
  std::vector<std::string>
      captures;  // of the route's {…} segments, in order; {…+} captures the rest with slashes
  Caller caller;
  std::shared_ptr<const ledger::LedgerView> view;  // the one view that this request answers from
  const Route* route = nullptr;
  // Decision state at `view`, read once per request; null: who asks reads for itself.
  const ledger::StateView* state = nullptr;
  // Where append_events leaves what it tried, so that a refusal is recorded under the right name.
  std::optional<AppendAttempt>* attempt = nullptr;
  // Where read_models() notes what was read.
  std::vector<ReadModel>* read_models = nullptr;
  // Where a handler that waits for something leaves the rest of its work; its response is then ignored. Null:
  // it has to wait itself. The call outlives what is left here.
  std::optional<Later<ledger::Result<Response>>>* later = nullptr;
};

using Handler = ledger::Result<Response> (*)(const Call& call);

enum class Access : std::uint8_t {
  kAnonymous,      // health, checkpoint, description
  kOptional,       // anonymous, or authenticated when a credential is shown; the handler decides
  kEventSigned,    // the event's own signature authenticates (POST /v1/events)
  kAuthenticated,  // a principal that speaks for a person in a live role
};

struct RouteParameter {
  std::string_view name;
  std::string_view place;  // "query" or "path"
  bool required = false;
  std::string_view schema;  // JSON Schema text, e.g. {"type":"integer","minimum":0}
  std::string_view description_en;
  std::string_view description_ja;
};

struct Route {
  std::string_view method{};
  std::string_view pattern{};  // "/v1/streams/{stream+}"
  std::string_view operation_id{};
  Handler handler = nullptr;
  Access access = Access::kAuthenticated;
  // Asked of the policy by the pipeline, with data class `none`; without it the handler asks, because only it
  // knows which records and classes are meant.
  std::optional<security::Action> action{};
  bool may_disclose =
      false;  // can return confidential fields: must answer 503 when the read can't be recorded
  // Needs neither an append nor a projection; every other route answers 503 on a ledger served read-only.
  bool served_read_only = true;
  std::size_t body_bytes_max = 0;
  std::span<const RouteParameter> parameters{};
  std::string_view request_types{};    // comma-separated media types; empty: no body; "*/*": any or none
  int success = 0;                     // status of the success answer; 0: 201 for POST, else 200
  std::string_view response_type{};    // of the success answer
  std::string_view response_schema{};  // name of a component schema, or empty for text and bytes
  std::string_view summary_en{};
  std::string_view summary_ja{};
};

std::span<const Route> routes();
// Those of them about figures; part of routes().
std::span<const Route> figure_routes();
// Further rows that a conformance ledger has, and no other.
std::span<const Route> conformance_routes();

struct Match {
  const Route* route = nullptr;
  std::vector<std::string> captures;
};
// Exact literals win over captures. not_found route.unknown; invalid_argument route.method (405; message
// lists the methods that the path has).
ledger::Result<Match> match_route(std::string_view method, std::string_view path, bool conformance = false);

// OpenAPI 3.1 description of the table above (GET /openapi.json).
std::string openapi_json(const ApiContext& context);

}  // namespace api
