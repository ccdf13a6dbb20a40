#include "ledger/journal/receipt.h"

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"

namespace ledger {
namespace {

Result<std::string> string_member(const JsonValue& json, std::string_view name) {
  const JsonValue* member = json.find(name);
  if (member == nullptr || !member->is_string()) {
    return invalid("receipt.malformed", "a receipt needs the text member \"" + std::string(name) + "\"")
        .at("/" + std::string(name))
        .want("a string");
  }
  return member->as_string();
}

}  // namespace

void write_receipt(const Receipt& receipt, JsonWriter& json) {
  json.begin_object()
      .member("id", format_event_id(receipt.id))
      .member("position", receipt.position.value)
      .member("recorded_at", format_recorded_at(receipt.recorded_at))
      .member("leaf_hash", to_hex(view_of(receipt.leaf_hash)))
      .member("entry", receipt.entry)
      .member("proof", receipt.tlog_proof);
  if (receipt.stored_before) json.member("stored_before", true);
  json.end_object();
}

Result<Receipt> parse_receipt(const JsonValue& json) {
  if (!json.is_object()) return invalid("receipt.malformed", "a receipt is a JSON object").want("an object");
  Receipt receipt;
  LEDGER_ASSIGN(const std::string id, string_member(json, "id"));
  const auto parsed_id = parse_event_id(id);
  if (!parsed_id) {
    return invalid("receipt.malformed", "the receipt's id is not a UUIDv7")
        .at("/id")
        .want("a lower-case UUIDv7");
  }
  receipt.id = *parsed_id;
  const JsonValue* position = json.find("position");
  if (position == nullptr || !position->is_int() || position->as_int() < 0) {
    return invalid("receipt.malformed", "the receipt's position is not a number")
        .at("/position")
        .want("an integer >= 0");
  }
  receipt.position = Position(static_cast<std::uint64_t>(position->as_int()));
  LEDGER_ASSIGN(const std::string recorded_at, string_member(json, "recorded_at"));
  const auto time = parse_rfc3339(recorded_at);
  if (!time.ok() || format_recorded_at(*time) != recorded_at) {
    return invalid("receipt.malformed", "the receipt's time is not as the ledger writes it")
        .at("/recorded_at")
        .want("UTC with six fractional digits");
  }
  receipt.recorded_at = *time;
  LEDGER_ASSIGN(const std::string leaf_hash, string_member(json, "leaf_hash"));
  const auto leaf = from_hex(leaf_hash);
  if (!leaf || leaf->size() != 32) {
    return invalid("receipt.malformed", "the receipt's leaf hash is not SHA-256 in hex")
        .at("/leaf_hash")
        .want("64 lower-case hex digits");
  }
  receipt.leaf_hash = to_hash32(*leaf);
  LEDGER_ASSIGN(receipt.entry, string_member(json, "entry"));
  LEDGER_ASSIGN(receipt.tlog_proof, string_member(json, "proof"));
  return receipt;
}

}  // namespace ledger
