#include "tests/bench/event_maker.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "ledger/base/bytes.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ops/author_signing.h"
#include "ops/generate/deferred.h"

namespace bench {
namespace {

using ledger::JsonValue;
using ledger::SignatureAlgorithm;

// Ids tell times from here on, a hundred microseconds apart, as a busy day's ids would.
constexpr std::int64_t kFirstIdMicros = 1'777'000'000'000'000;
constexpr std::int64_t kIdStepMicros = 100;

ledger::EventId numbered_id(std::uint64_t number, std::string_view what) {
  const ledger::Hash32 hash = ledger::sha256("daicho bench id", what, std::to_string(number));
  std::array<std::uint8_t, 10> random{};
  std::copy_n(hash.begin(), random.size(), random.begin());
  return ledger::make_event_id(
      ledger::UnixMicros(kFirstIdMicros + static_cast<std::int64_t>(number) * kIdStepMicros), random);
}

JsonValue with(const JsonValue& object, std::string_view name, JsonValue value) {
  JsonValue out(JsonValue::Object{});
  for (const auto& [key, old] : object.as_object()) out.add(key, key == name ? std::move(value) : old);
  return out;
}

ledger::Result<security::PrivateKey> es256_key(const std::string& seed, std::string_view person) {
  const ledger::Hash32 scalar = ledger::sha256("daicho bench ES256 key:", seed, person);
  return security::PrivateKey::from_raw(SignatureAlgorithm::kEs256, ledger::view_of(scalar));
}

}  // namespace

ledger::Result<EventMaker> EventMaker::make(Options options) {
  EventMaker maker(std::move(options));
  LEDGER_TRY(maker.take_lines());
  return maker;
}

ledger::Status EventMaker::take_lines() {
  std::ifstream in(options_.generated_file);
  if (!in) return ledger::unavailable("file.io", options_.generated_file + ": can't be read");
  std::string text;
  while (std::getline(in, text)) {
    if (text.find("\"type\":\"consultation.opened\"") == std::string::npos || !text.starts_with("{\"as\":"))
      continue;
    LEDGER_ASSIGN(const JsonValue line, ledger::read_json(text));
    const JsonValue* event = line.find("event");
    const JsonValue* actor = event == nullptr ? nullptr : event->find("actor");
    const JsonValue* data = event == nullptr ? nullptr : event->find("data");
    if (actor == nullptr || data == nullptr) continue;
    if (sender_.empty()) sender_ = std::string(line.text("as"));
    if (line.text("as") != sender_) continue;
    const std::string person(actor->text("person"));
    LEDGER_ASSIGN(security::PrivateKey es256, es256_key(options_.seed, person));
    templates_.push_back({*event, ops::generate::demo_key(options_.seed, person), std::move(es256)});
  }
  if (!templates_.empty()) return ledger::Status();
  return ledger::invalid("bench.templates", options_.generated_file + ": no consultation.opened in it");
}

std::string EventMaker::event_id(std::uint64_t number) const {
  return ledger::format_event_id(numbered_id(number, "event"));
}

ledger::Result<JsonValue> EventMaker::fill(std::uint64_t number) const {
  const JsonValue& from = templates_[number % templates_.size()].event;
  const std::string case_id = ledger::format_event_id(numbered_id(number, "case"));
  JsonValue event = with(from, "id", JsonValue(event_id(number)));
  event = with(event, "aud", JsonValue(options_.origin));
  event = with(event, "stream", JsonValue("case/" + case_id));
  return with(event, "data", with(*from.find("data"), "case_id", JsonValue(case_id)));
}

ledger::Result<std::string> EventMaker::event(std::uint64_t number, WayIn way) const {
  LEDGER_ASSIGN(const JsonValue event, fill(number));
  if (way == WayIn::kAttested) {
    ledger::JsonWriter json;
    json.value(event);
    return json.take();
  }
  const Template& from = templates_[number % templates_.size()];
  const security::PrivateKey& key = way == WayIn::kEd25519 ? from.ed25519 : from.es256;
  return ops::sign_event_with_seed(event, options_.origin, key, ops::generate::demo_salt_seed(options_.seed));
}

std::string EventMaker::public_key(std::string_view kid) const {
  for (const Template& one : templates_) {
    if (one.ed25519.kid().value == kid) return one.ed25519.public_key();
    if (one.es256.kid().value == kid) return one.es256.public_key();
  }
  return {};
}

ledger::Result<std::string> EventMaker::enrolments() const {
  std::string out;
  std::set<std::string> seen;
  for (const Template& one : templates_) {
    const std::string kid = one.es256.kid().value;
    if (!seen.insert(kid).second) continue;
    const JsonValue& author = *one.event.find("actor");
    const std::string at(one.event.text("occurred_at"));
    const std::string lead = "p-" + std::string(author.text("center").substr(1)) + "-lead";
    ledger::JsonWriter json;
    json.begin_object()
        .member("aud", options_.origin)
        .member("id", ledger::format_event_id(numbered_id(seen.size(), "enrolment")))
        .member("type", "key.enrolled")
        .member("v", 1)
        .member("stream", "key/" + kid)
        .member("occurred_at", at);
    json.key("actor").begin_object().member("person", lead).member("role", "impl_lead");
    json.member("org", author.text("org")).member("center", author.text("center")).end_object();
    json.member("purpose", "administration").key("data").begin_object();
    json.member("kid", kid).member("algorithm", "ES256");
    json.member("public_key", ledger::to_base64url(one.es256.public_key()));
    json.member("purpose", "author").member("person_id", author.text("person"));
    json.member("valid_from", at).end_object().end_object();
    LEDGER_ASSIGN(const JsonValue event, ledger::read_json(json.take()));
    LEDGER_ASSIGN(const std::string line,
                  ops::sign_event_with_seed(event, options_.origin,
                                            ops::generate::demo_key(options_.seed, lead), options_.seed));
    out += line + "\n";
  }
  return out;
}

}  // namespace bench
