#include "api/authorisation.h"
#include "api/handlers.h"
#include "api/query_args.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/uuid.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/tlog_proof.h"

namespace api {
namespace {

using ledger::Result;

void write_hashes(const std::vector<ledger::Hash32>& hashes, ledger::JsonWriter& json) {
  json.key("hashes").begin_array();
  for (const ledger::Hash32& hash : hashes) json.value(ledger::to_base64(ledger::view_of(hash)));
  json.end_array();
}

Result<std::uint64_t> required_number(const Call& call, std::string_view name) {
  LEDGER_ASSIGN(const auto number, query_number(call, name));
  if (!number) {
    return ledger::invalid("query.missing", "the query member \"" + std::string(name) + "\" is missing")
        .at("?" + std::string(name))
        .want("a decimal number");
  }
  return *number;
}

Response json_response(ledger::JsonWriter& json) {
  Response response;
  response.content_type = "application/json";
  response.body = json.take();
  return response;
}

}  // namespace

Result<Response> get_receipt(const Call& call) {
  const auto id = ledger::parse_event_id(call.captures.front());
  if (!id) return ledger::invalid("event.id", "this is no event id").want("a lower-case UUIDv7");
  LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_by_id(*call.view, *id));
  LEDGER_TRY(require(call, security::Action::kReceipts, target_of(call, stored.signed_event.event)).status());
  LEDGER_ASSIGN(const ledger::Receipt receipt, ledger::receipt_for(*call.view, *id));
  ledger::JsonWriter json;
  ledger::write_receipt(receipt, json);
  Response response = json_response(json);
  response.set_header("ETag", "\"" + ledger::to_hex(ledger::view_of(receipt.leaf_hash)) + "\"");
  return response;
}

Result<Response> get_inclusion(const Call& call) {
  LEDGER_ASSIGN(const std::uint64_t position, required_number(call, "position"));
  LEDGER_ASSIGN(const auto asked, query_number(call, "size"));
  const ledger::TreeSize size(asked.value_or(call.view->head.size.value));
  LEDGER_ASSIGN(const auto hashes, ledger::inclusion_at(*call.view, ledger::Position(position), size));
  ledger::JsonWriter json;
  json.begin_object().member("position", position).member("size", size.value);
  write_hashes(hashes, json);
  if (size == call.view->head.size) json.member("checkpoint", call.view->checkpoint);
  json.end_object();
  return json_response(json);
}

Result<Response> get_consistency(const Call& call) {
  LEDGER_ASSIGN(const std::uint64_t from, required_number(call, "from"));
  LEDGER_ASSIGN(const auto asked, query_number(call, "to"));
  const ledger::TreeSize to(asked.value_or(call.view->head.size.value));
  LEDGER_ASSIGN(const auto hashes, ledger::consistency_between(*call.view, ledger::TreeSize(from), to));
  ledger::JsonWriter json;
  json.begin_object().member("from", from).member("to", to.value);
  write_hashes(hashes, json);
  if (to == call.view->head.size) json.member("checkpoint", call.view->checkpoint);
  json.end_object();
  return json_response(json);
}

}  // namespace api
