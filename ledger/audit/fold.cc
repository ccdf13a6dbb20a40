#include "ledger/audit/fold.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "ledger/domain/attachment.h"
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
  Status status;        // not ok: the text is no entry, or its event does not parse
  bool opaque = false;  // a leaf of a conformance ledger
  Entry entry;
  SignedEvent event;
  Bytes public_key;  // empty: no key known at this position
};

// Signatures of one chunk being verified on threads of their own, while the next chunk is read and folded.
class Fold::Verification {
 public:
  Verification(std::vector<Parsed> chunk, const SignatureVerifier& verifier, std::size_t threads)
      : chunk_(std::move(chunk)), valid_(chunk_.size(), 0), verifier_(verifier), threads_(threads) {
    for (std::size_t t = 0; t < threads_; ++t) pool_.emplace_back([this, t] { work(t); });
  }
  ~Verification() { join(); }
  Verification(const Verification&) = delete;
  Verification& operator=(const Verification&) = delete;

  void join() {
    for (std::thread& thread : pool_) {
      if (thread.joinable()) thread.join();
    }
  }
  // After join.
  void report_to(Findings& findings, AuditReport& report) const {
    for (std::size_t i = 0; i < chunk_.size(); ++i) {
      if (valid_[i] != 0) {
        ++report.signatures_verified;
      } else {
        findings.add("L10", "the event's signature does not verify under an enrolled key",
                     chunk_[i].position);
      }
    }
  }

 private:
  void work(std::size_t first) {
    for (std::size_t i = first; i < chunk_.size(); i += threads_) {
      const Jws& jws = chunk_[i].event.jws;
      const Bytes& key = chunk_[i].public_key;
      if (key.empty()) continue;
      valid_[i] = verifier_.verify(jws.algorithm, key, jws.signing_input(), jws.signature) ? 1 : 0;
    }
  }

  const std::vector<Parsed> chunk_;
  std::vector<char> valid_;  // each element written by one thread
  const SignatureVerifier& verifier_;
  const std::size_t threads_;
  std::vector<std::thread> pool_;
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
    : reader_(reader),
      options_(options),
      threads_(std::clamp<std::size_t>(options.threads, 1, 64)),
      findings_(findings),
      report_(report) {}

Fold::~Fold() = default;

Fold::Parsed Fold::parse(Position position, const std::string& text) const {
  Parsed parsed;
  parsed.position = position;
  parsed.leaf = merkle::leaf_hash(text);
  if (conformance_ && position.value > 0) {
    parsed.opaque = true;
    parsed.status = check_opaque_leaf(text);
    return parsed;
  }
  auto entry = parse_entry(text);
  if (!entry.ok()) {
    parsed.status = entry.status();
    return parsed;
  }
  auto event = parse_logged_jws(entry->jws);
  if (!event.ok()) {
    parsed.status = event.status();
    return parsed;
  }
  parsed.entry = std::move(entry).value();
  parsed.event = std::move(event).value();
  parsed.status = check_logged_fields(parsed.event.event);
  return parsed;
}

std::vector<Fold::Parsed> Fold::parse_chunk(Position from, const std::vector<std::string>& texts) {
  std::vector<Parsed> chunk(texts.size());
  std::size_t first = 0;
  if (from.value == 0 && !texts.empty()) {
    // The genesis says how to read what follows.
    chunk[first] = parse(from, texts[first]);
    conformance_ = chunk[first].status.ok() && says_conformance(chunk[first].event.event);
    ++first;
  }
  const auto work = [&](std::size_t begin) {
    for (std::size_t i = begin; i < texts.size(); i += threads_) {
      chunk[i] = parse(Position(from.value + i), texts[i]);
    }
  };
  std::vector<std::thread> pool;
  for (std::size_t t = 1; t < threads_ && first + t < texts.size(); ++t) pool.emplace_back(work, first + t);
  work(first);
  for (std::thread& thread : pool) thread.join();
  return chunk;
}

void Fold::add(Position from, const std::vector<std::string>& texts) {
  std::vector<Parsed> chunk = parse_chunk(from, texts);
  for (const Parsed& parsed : chunk) {
    leaves_.push_back(parsed.leaf);
    if (!parsed.status.ok()) findings_.add("L05", parsed.status, parsed.position);
  }
  std::erase_if(chunk, [](const Parsed& parsed) { return parsed.opaque || !parsed.status.ok(); });
  for (Parsed& parsed : chunk) {
    // The genesis brings its own key; every other key must stand in the state before its event.
    fold_one(parsed);
    if (const auto key = find_key(state_, parsed.event.jws.kid);
        key && key->algorithm == parsed.event.jws.algorithm) {
      parsed.public_key = key->public_key;
    }
  }
  if (!options_.verify_event_signatures) return;
  finish();
  verification_ = std::make_unique<Verification>(std::move(chunk), *options_.verifier, threads_);
}

void Fold::finish() {
  if (verification_ == nullptr) return;
  verification_->join();
  verification_->report_to(findings_, report_);
  verification_.reset();
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
  if (event.type == kAttachmentStoredType) attachments_.insert(event.id);
  if (const auto discarded = discarded_attachment(event)) attachments_.erase(*discarded);
  streams_[event.stream].positions.push_back(parsed.position);
}

}  // namespace ledger
