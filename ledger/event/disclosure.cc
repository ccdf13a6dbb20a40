#include "ledger/event/disclosure.h"

#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "ledger/base/sha256.h"

namespace ledger {
namespace {

Status malformed(std::string message) {
  return invalid("disclosure.malformed", std::move(message)).want("base64url of [salt, name, value]");
}

Status check_size(std::string_view encoded) {
  if (encoded.size() <= kDisclosureBytesMax) return {};
  return invalid("disclosure.too_large", "a disclosure is larger than the service accepts")
      .want("at most " + std::to_string(kDisclosureBytesMax) + " bytes");
}

Status empty_name() {
  return malformed("the name is not a string").at("/1");
}

Status check_reserved(const std::string& name, const JsonValue& value) {
  if (is_sd_member(name)) {
    return invalid("disclosure.reserved_name", "a disclosed field is named like an SD-JWT member").at("/1");
  }
  if (std::optional<std::string> inside = find_sd_member(value)) {
    return invalid("disclosure.reserved_name", "a disclosed value contains an SD-JWT member")
        .at("/2" + *inside)
        .want("a value without \"_sd\", \"_sd_alg\" or \"...\"");
  }
  return {};
}

}  // namespace

bool is_sd_member(std::string_view name) {
  return name == "_sd" || name == "..." || name == "_sd_alg";
}

std::optional<std::string> find_sd_member(const JsonValue& tree) {
  if (tree.is_object()) {
    for (const auto& [name, value] : tree.as_object()) {
      if (is_sd_member(name)) return "/" + pointer_token(name);
      if (std::optional<std::string> inside = find_sd_member(value))
        return "/" + pointer_token(name) + *inside;
    }
  } else if (tree.is_array()) {
    const JsonValue::Array& items = tree.as_array();
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (std::optional<std::string> inside = find_sd_member(items[i]))
        return "/" + std::to_string(i) + *inside;
    }
  }
  return std::nullopt;
}

Disclosure make_disclosure(ByteView salt, std::string_view name, const JsonValue& value) {
  LEDGER_CHECK(salt.size() >= kSaltBytesMin);
  JsonWriter json;
  json.begin_array().value(to_base64url(salt)).value(name).value(value).end_array();
  Disclosure disclosure;
  disclosure.encoded = to_base64url(json.take());
  disclosure.digest = sha256(disclosure.encoded);
  disclosure.salt = Bytes(salt);
  disclosure.name = std::string(name);
  disclosure.value = value;
  return disclosure;
}

Status check_made(const Disclosure& disclosure) {
  LEDGER_TRY(check_size(disclosure.encoded));
  if (disclosure.name.empty()) return empty_name();
  return check_reserved(disclosure.name, disclosure.value);
}

Result<Disclosure> parse_disclosure(std::string_view encoded) {
  LEDGER_TRY(check_size(encoded));
  const std::optional<Bytes> json = from_base64url(encoded);
  if (!json || json->empty()) return malformed("a disclosure is not canonical base64url");
  LEDGER_ASSIGN(JsonValue tree, read_json(*json));
  if (!tree.is_array() || tree.as_array().size() != 3) {
    return malformed("a disclosure is not an array of three elements");
  }
  JsonValue::Array& parts = tree.as_array();
  if (!parts[0].is_string()) return malformed("the salt is not a string").at("/0");
  if (!parts[1].is_string() || parts[1].as_string().empty()) return empty_name();
  std::optional<Bytes> salt = from_base64url(parts[0].as_string());
  if (!salt) return malformed("the salt is not canonical base64url").at("/0");
  if (salt->size() < kSaltBytesMin) {
    return invalid("disclosure.salt_short", "the salt is too short to hide the value")
        .at("/0")
        .want("base64url of at least " + std::to_string(kSaltBytesMin) + " random bytes");
  }
  LEDGER_TRY(check_reserved(parts[1].as_string(), parts[2]));

  Disclosure disclosure;
  disclosure.encoded = std::string(encoded);
  disclosure.digest = sha256(encoded);
  disclosure.salt = std::move(*salt);
  disclosure.name = std::move(parts[1].as_string());
  disclosure.value = std::move(parts[2]);
  return disclosure;
}

}  // namespace ledger
