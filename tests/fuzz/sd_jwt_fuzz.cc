// Oracles: what was accepted is written back as the same text, also when it is put together from its parts;
// its digests are recomputed here; the log's form of it reads the same; a payload rebuilt from the event
// reads as the same event and is a fixed point. The mutator changes header, payload or disclosures as JSON
// trees and mostly corrects the digests, so that fields are reached and not only base64.
#include <algorithm>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "ledger/event/sd_jwt.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {
namespace {

using ledger::JsonValue;

ledger::EventDraft draft_of(const ledger::Event& event) {
  return {event.aud,
          event.id,
          event.type,
          event.version,
          event.stream,
          event.expected_version,
          event.occurred_at_text,
          event.actor,
          event.attested_by,
          event.purpose,
          event.refs,
          event.data};
}

void check_rebuilt(const ledger::SignedEvent& parsed) {
  const std::string payload = ledger::build_payload(draft_of(parsed.event), parsed.disclosures);
  const auto event = ledger::parse_event(payload);
  require(event.ok(), "a rebuilt payload is refused");
  require(event->sd_digests == parsed.event.sd_digests, "a rebuilt payload has other digests");
  require(event->data == parsed.event.data, "a rebuilt payload has other data");
  require(event->occurred_at == parsed.event.occurred_at, "a rebuilt payload has another time");
  require(ledger::build_payload(draft_of(*event), parsed.disclosures) == payload,
          "a rebuilt payload is no fixed point");
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

void mutate_encoded(std::string& part, Random& random) {
  const auto bytes = ledger::from_base64url(part);
  if (!bytes) return;
  auto tree = ledger::read_json(*bytes);
  if (!tree.ok()) return;
  mutate_json(*tree, random);
  part = ledger::to_base64url(ledger::write_json(*tree));
}

void mutate_disclosures(std::vector<std::string>& disclosures, Random& random) {
  const std::size_t at = disclosures.empty() ? 0 : below(random, disclosures.size());
  switch (disclosures.empty() ? 3 : below(random, 4)) {
    case 0:
      disclosures.erase(disclosures.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 1:
      disclosures.push_back(std::string(disclosures[at]));
      break;
    case 2:
      mutate_encoded(disclosures[at], random);
      break;
    default: {
      std::string salt(16, 's');
      for (char& c : salt) c = static_cast<char>(below(random, 256));
      disclosures.push_back(
          ledger::make_disclosure(salt, mutate_text("name", random), JsonValue(JsonValue::Array{})).encoded);
      break;
    }
  }
}

// Puts the digests of `disclosures` into data._sd, as an honest sender would.
void correct_digests(std::string& payload, const std::vector<std::string>& disclosures) {
  const auto bytes = ledger::from_base64url(payload);
  if (!bytes) return;
  auto tree = ledger::read_json(*bytes);
  if (!tree.ok() || !tree->is_object()) return;
  std::vector<std::string> digests;
  for (const std::string& one : disclosures) {
    digests.push_back(ledger::to_base64url(ledger::view_of(ledger::sha256(one))));
  }
  std::sort(digests.begin(), digests.end());
  for (auto& [name, data] : tree->as_object()) {
    if (name != "data" || !data.is_object()) continue;
    std::erase_if(data.as_object(), [](const auto& member) { return member.first == "_sd"; });
    if (digests.empty()) continue;
    JsonValue::Array items;
    for (const std::string& digest : digests) items.emplace_back(digest);
    data.as_object().emplace_back("_sd", JsonValue(std::move(items)));
  }
  payload = ledger::to_base64url(ledger::write_json(*tree));
}

}  // namespace

bool try_input(std::string_view input) {
  const auto parsed = ledger::parse_sd_jwt(input);
  if (!parsed.ok()) return false;
  require(ledger::format_sd_jwt(*parsed) == input, "an SD-JWT is written back as another text");
  for (const ledger::Disclosure& one : parsed->disclosures) {
    require(one.digest == ledger::sha256(one.encoded), "a disclosure has another digest");
  }
  require(parsed->disclosures.size() == parsed->event.sd_digests.size(), "digests and disclosures differ");
  const auto logged = ledger::parse_logged_jws(parsed->jws.text);
  require(logged.ok() && logged->payload_digest == parsed->payload_digest,
          "the log's form reads differently");
  const auto joined =
      ledger::assemble(parsed->jws.signing_input(), parsed->jws.signature, parsed->disclosures);
  require(joined.ok() && ledger::format_sd_jwt(*joined) == input, "the parts join to another text");
  check_rebuilt(*parsed);
  canary([&] {
    return parsed->event.refs.size() == planted(1, 3, 6) && parsed->event.version == planted(0, 20, 99);
  });
  return true;
}

std::vector<std::string> seeds() {
  return vector_texts("event/sd_jwt.ndjson", "text");
}

}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> parts = fuzz::split(text, '~');
  std::vector<std::string> jws = fuzz::split(parts.front(), '.');
  const std::size_t kind = fuzz::below(random, 8);
  if (kind == 0 || jws.size() != 3 || parts.size() < 2) return LLVMFuzzerMutate(data, size, size_max);
  std::vector<std::string> disclosures(parts.begin() + 1, parts.end() - 1);
  if (kind == 1) {
    fuzz::mutate_encoded(jws[0], random);
  } else if (kind < 5) {
    fuzz::mutate_encoded(jws[1], random);
  } else {
    fuzz::mutate_disclosures(disclosures, random);
  }
  if (fuzz::below(random, 8) != 0) fuzz::correct_digests(jws[1], disclosures);
  std::string out = jws[0] + "." + jws[1] + "." + jws[2] + "~";
  for (const std::string& one : disclosures) out += one + "~";
  out += parts.back();
  return fuzz::put_input(out, data, size, size_max);
}
