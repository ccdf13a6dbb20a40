#include "ops/generate/deferred.h"

#include "ledger/base/check.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "ops/author_signing.h"

namespace ops::generate {

namespace {

constexpr std::string_view kMember = "deferred";
constexpr std::string_view kPosition = "position";
constexpr std::string_view kLeafHash = "leaf_hash";

ledger::Status malformed(std::string message, std::string pointer) {
  return ledger::invalid("line.malformed", std::move(message))
      .at(std::move(pointer))
      .want("{\"deferred\":{\"person\":…,\"receipt_of\":…,\"fill\":{…},\"event\":{…}}}");
}

}  // namespace

security::PrivateKey demo_key(std::string_view seed, std::string_view person, int number) {
  std::string text = "daicho demonstration key v1:";
  text.append(seed).append(":").append(person).append(":") += std::to_string(number);
  auto key = security::PrivateKey::from_raw(ledger::SignatureAlgorithm::kEd25519,
                                            ledger::view_of(ledger::sha256(text)));
  LEDGER_CHECK(key.ok());  // every 32 bytes are an Ed25519 seed
  return std::move(key).value();
}

std::string demo_salt_seed(std::string_view seed) {
  return "daicho demonstration salt v1:" + std::string(seed);
}

bool is_deferred_line(std::string_view line) {
  return line.starts_with("{\"deferred\":");
}

ledger::Result<Deferred> parse_deferred(const ledger::JsonValue& line) {
  const ledger::JsonValue* body = line.find(kMember);
  if (body == nullptr || !body->is_object()) return malformed("this is no directive line", "/deferred");
  Deferred deferred;
  deferred.person = body->text("person");
  if (deferred.person.empty()) return malformed("the directive names no person", "/deferred/person");
  deferred.receipt_of = body->text("receipt_of");
  if (deferred.receipt_of.empty()) return malformed("the directive names no event", "/deferred/receipt_of");
  const ledger::JsonValue* fill = body->find("fill");
  if (fill == nullptr || !fill->is_object()) return malformed("nothing to fill in", "/deferred/fill");
  for (const auto& [field, part] : fill->as_object()) {
    const bool position = part.is_string() && part.as_string() == kPosition;
    if (!position && !(part.is_string() && part.as_string() == kLeafHash)) {
      return malformed("a receipt has no such part", "/deferred/fill/" + ledger::pointer_token(field));
    }
    deferred.fill.emplace_back(field, position ? ReceiptPart::kPosition : ReceiptPart::kLeafHash);
  }
  const ledger::JsonValue* event = body->find("event");
  const ledger::JsonValue* data = event == nullptr ? nullptr : event->find("data");
  if (data == nullptr || !data->is_object())
    return malformed("the directive holds no event", "/deferred/event");
  deferred.event = *event;
  return deferred;
}

ledger::Result<std::string> sign_deferred(const Deferred& deferred, const TargetReceipt& receipt,
                                          std::string_view origin, std::string_view seed) {
  ledger::JsonValue event(ledger::JsonValue::Object{});
  if (!deferred.event.is_object()) return malformed("the directive holds no event", "/deferred/event");
  for (const auto& [name, value] : deferred.event.as_object()) {
    ledger::JsonValue member = value;
    if (name == "data" && member.is_object()) {
      for (const auto& [field, part] : deferred.fill) {
        if (member.find(field) != nullptr)
          return malformed("a field to fill in is there", "/deferred/event/data");
        member.add(field, part == ReceiptPart::kPosition
                              ? ledger::JsonValue(static_cast<std::int64_t>(receipt.position.value))
                              : ledger::JsonValue(ledger::to_hex(ledger::view_of(receipt.leaf_hash))));
      }
    }
    event.add(name, std::move(member));
  }
  return sign_event_with_seed(event, origin, demo_key(seed, deferred.person), demo_salt_seed(seed));
}

std::string format_deferred(const Deferred& deferred) {
  ledger::JsonWriter json;
  json.begin_object().key(kMember).begin_object();
  json.member("person", deferred.person).member("receipt_of", deferred.receipt_of);
  json.key("fill").begin_object();
  for (const auto& [field, part] : deferred.fill) {
    json.member(field, part == ReceiptPart::kPosition ? kPosition : kLeafHash);
  }
  json.end_object().member("event", deferred.event).end_object().end_object();
  return json.take();
}

}  // namespace ops::generate
