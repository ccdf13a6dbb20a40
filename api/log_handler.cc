#include "api/authorisation.h"
#include "api/handlers.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/tile.h"

namespace api {
namespace {

using ledger::Result;

// tlog-tiles: what is full never changes; a partial tile of a size that was published does not either.
constexpr const char* kImmutable = "public, max-age=31536000, immutable";
constexpr const char* kPrivateImmutable = "private, max-age=31536000, immutable";

}  // namespace

Result<Response> get_checkpoint(const Call& call) {
  if (call.view->checkpoint.empty()) {
    return ledger::not_found("checkpoint.none", "the ledger has no checkpoint yet");
  }
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = call.view->checkpoint;
  response.set_header("Cache-Control", "public, max-age=2");
  return response;
}

Result<Response> get_tile(const Call& call) {
  // Entries hold pseudonymous ids, refusals and amounts: personal data, so by default only mirrors get tiles.
  if (!call.context.open_tiles) {
    if (!call.caller.principal) {
      return ledger::unauthenticated("credential.missing", "tiles are served to mirrors only")
          .want("a client certificate of a principal with the role mirror");
    }
    LEDGER_TRY(require(call, security::Action::kLogMirror, {}).status());
  }
  const std::string path = "tile/" + call.captures.front();
  Response response;
  response.content_type = "application/octet-stream";
  response.set_header("Cache-Control", call.context.open_tiles ? kImmutable : kPrivateImmutable);
  if (path.starts_with("tile/entries/")) {
    LEDGER_ASSIGN(const auto id, ledger::merkle::parse_entry_bundle_path(path));
    LEDGER_ASSIGN(response.body, ledger::entry_bundle(*call.view, id.index, id.width));
    return response;
  }
  LEDGER_ASSIGN(const auto id, ledger::merkle::parse_tile_path(path));
  LEDGER_ASSIGN(response.body, ledger::tile_bytes(*call.view, id.level, id.index, id.width));
  return response;
}

// The contract of the public load and conformance tools: the body is the leaf, the answer its index.
Result<Response> add_leaf(const Call& call) {
  LEDGER_ASSIGN(const ledger::Position position, call.context.leaves->append_leaf(call.request.body));
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::to_string(position.value) + "\n";
  response.set_header("Ledger-Position", std::to_string(position.value + 1));
  return response;
}

}  // namespace api
