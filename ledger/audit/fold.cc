#include "ledger/audit/fold.h"

#include <algorithm>
#include <thread>

#include "ledger/domain/catalogue.h"
#include "ledger/domain/records.h"
#include "ledger/event/entry.h"
#include "ledger/merkle/hash.h"

namespace ledger {
namespace {

constexpr std::string_view kGenesisType = "ledger.genesis";

bool says_conformance(const Event& event) {
  const JsonValue* said = event.field("conformance");
  return event.type == kGenesisType && said != nullptr && said->is_bool() && said->as_bool();
}

}  // namespace

void Findings::add(std::string_view invariant, std::string message, std::optional<Position> position) {
  if (report_.findings.size() >= max_) {
    report_.truncated = true;
    return;
  }
  report_.findings.push_back({std::string(invariant), std::move(message), position});
}

struct Fold::Parsed {
  Position position;
  Hash32 leaf{};
  Entry entry;
  SignedEvent event;
  Bytes public_key;  // empty: no key known at this position
};

// Events by id from the fold's own index, so that a damaged idempotency table can't mislead the rules.
class Fold::Source final : public EventSource {
 public:
  explicit Source(const Fold& fold) : fold_(fold) {}
  Result<std::optional<LoggedEvent>> find(const EventId& id) const override {
    const auto found = fold_.events_.find(id);
    if (found == fold_.events_.end()) return std::optional<LoggedEvent>();
    const Position position = found->second.position;
    LEDGER_ASSIGN(const std::string text, read_entry(fold_.reader_, position));
    LEDGER_ASSIGN(const Entry entry, parse_entry(text));
    LEDGER_ASSIGN(SignedEvent event, parse_logged_jws(entry.jws));
    return std::optional<LoggedEvent>(
        LoggedEvent{position, fold_.leaves_[position.value], entry.recorded_at, std::move(event.event)});
  }

 private:
  const Fold& fold_;
};

Fold::Fold(const KvReader& reader, const AuditOptions& options, Findings& findings, AuditReport& report)
    : reader_(reader), options_(options), findings_(findings), report_(report) {}

void Fold::add(Position from, const std::vector<std::string>& texts) {
  std::vector<Parsed> chunk;
  chunk.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Parsed parsed;
    parsed.position = Position(from.value + i);
    parsed.leaf = merkle::leaf_hash(texts[i]);
    leaves_.push_back(parsed.leaf);
    if (conformance_ && parsed.position.value > 0) {
      if (const Status leaf = check_opaque_leaf(texts[i]); !leaf.ok()) {
        findings_.add("L05", leaf, parsed.position);
      }
      continue;
    }
    auto entry = parse_entry(texts[i]);
    if (!entry.ok()) {
      findings_.add("L05", entry.status(), parsed.position);
      continue;
    }
    auto event = parse_logged_jws(entry->jws);
    if (!event.ok()) {
      findings_.add("L05", event.status(), parsed.position);
      continue;
    }
    parsed.entry = std::move(entry).value();
    parsed.event = std::move(event).value();
    if (const Status fields = check_logged_fields(parsed.event.event); !fields.ok()) {
      findings_.add("L05", fields, parsed.position);
      continue;
    }
    if (parsed.position.value == 0) conformance_ = says_conformance(parsed.event.event);
    chunk.push_back(std::move(parsed));
  }
  for (Parsed& parsed : chunk) {
    // The genesis brings its own key; every other key must stand in the state before its event.
    fold_one(parsed);
    if (const auto key = find_key(state_, parsed.event.jws.kid);
        key && key->algorithm == parsed.event.jws.algorithm) {
      parsed.public_key = key->public_key;
    }
  }
  if (options_.verify_event_signatures) verify_signatures(chunk);
}

void Fold::fold_one(const Parsed& parsed) {
  const Event& event = parsed.event.event;
  const bool is_genesis = event.type == kGenesisType;
  if (is_genesis != (parsed.position.value == 0)) {
    findings_.add("L18",
                  is_genesis ? "a genesis stands behind other entries" : "the first entry is no genesis",
                  parsed.position);
  }
  if (is_genesis && parsed.position.value == 0) genesis_log_key_ = from_base64url(event.text("log_key"));
  if (event.aud != options_.origin) {
    findings_.add("L17", "the event was signed for \"" + event.aud + "\"", parsed.position);
  }
  if (parsed.entry.recorded_at < last_recorded_at_) {
    findings_.add("L09", "recorded_at goes back", parsed.position);
  }
  last_recorded_at_ = std::max(last_recorded_at_, parsed.entry.recorded_at);

  StateOverlay overlay(state_, state_.digest());
  const Source source(*this);
  const auto terms =
      decide({event, parsed.event.jws.kid, parsed.position, parsed.entry.recorded_at}, overlay, source);
  if (!terms.ok()) {
    findings_.add("L11", terms.status(), parsed.position);
  } else {
    state_.apply(overlay);
    if (*terms != parsed.entry.ix) {
      findings_.add("L12", "the entry's index terms are not those of its event and state", parsed.position);
    }
  }
  if (!events_.emplace(event.id, Folded{parsed.position, parsed.event.payload_digest, event.sd_digests})
           .second) {
    findings_.add("L14", "the event id is in the log twice", parsed.position);
  }
  streams_[event.stream].positions.push_back(parsed.position);
}

void Fold::verify_signatures(const std::vector<Parsed>& parsed) {
  std::vector<char> valid(parsed.size(), 0);
  const std::size_t threads = std::clamp<std::size_t>(options_.threads, 1, 64);
  const auto work = [&](std::size_t first) {
    for (std::size_t i = first; i < parsed.size(); i += threads) {
      const Jws& jws = parsed[i].event.jws;
      valid[i] =
          !parsed[i].public_key.empty() &&
          options_.verifier->verify(jws.algorithm, parsed[i].public_key, jws.signing_input(), jws.signature);
    }
  };
  std::vector<std::thread> pool;
  for (std::size_t t = 1; t < threads && t < parsed.size(); ++t) pool.emplace_back(work, t);
  work(0);
  for (std::thread& thread : pool) thread.join();
  for (std::size_t i = 0; i < parsed.size(); ++i) {
    if (valid[i]) {
      ++report_.signatures_verified;
    } else {
      findings_.add("L10", "the event's signature does not verify under an enrolled key", parsed[i].position);
    }
  }
}

}  // namespace ledger
