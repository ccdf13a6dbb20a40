#include "ops/generation.h"

#include <algorithm>
#include <map>

#include "ledger/audit/fold.h"
#include "ledger/base/limits.h"
#include "ledger/domain/generation.h"
#include "ledger/domain/records.h"
#include "ledger/domain/roles.h"
#include "ledger/event/entry.h"
#include "ledger/event/sd_jwt.h"
#include "ledger/journal/recovery.h"
#include "ledger/journal/verified_prefix.h"
#include "ledger/merkle/note.h"
#include "ops/read_only_store.h"
#include "ops/store_opening.h"
#include "security/key_file.h"
#include "security/note_verifier.h"

namespace ops {
namespace {

using ledger::JsonValue;
using ledger::Result;
using ledger::Status;

// What the entries of a view give: decision state, and every event id.
struct Folded {
  ledger::MemoryState state;
  std::map<ledger::EventId, ledger::Position> events;
};

Result<Folded> fold_view(const ledger::LedgerView& view, const std::string& origin) {
  const security::OpenSslVerifier verifier;
  ledger::AuditOptions options;
  options.origin = origin;
  options.verifier = &verifier;
  ledger::AuditReport report;
  ledger::Findings findings(report, 1);
  ledger::Fold fold(*view.reader, options, findings, report);
  std::vector<std::string> texts;
  ledger::Position from(0);
  const auto add = [&] {
    fold.add(from, texts);
    from = ledger::Position(from.value + texts.size());
    texts.clear();
    return report.findings.empty();
  };
  LEDGER_TRY(ledger::read_entries(*view.reader, from, view.head.size.value,
                                  [&](ledger::Position, std::string_view text) {
                                    texts.emplace_back(text);
                                    return texts.size() < ledger::kGroupEventsMax || add();
                                  }));
  add();
  fold.finish();
  if (!report.findings.empty()) {
    const ledger::AuditFinding& found = report.findings.front();
    return ledger::data_loss("generation.unsound", "the entries that verify break the ledger's own rules (" +
                                                       found.invariant + "): " + found.message);
  }
  Folded folded;
  folded.state = fold.state();
  for (const auto& [id, event] : fold.events()) folded.events.emplace(id, event.position);
  return folded;
}

Result<std::string> log_signature(const std::string& note_text, const LedgerIdentity& identity,
                                  std::string& public_key) {
  LEDGER_ASSIGN(const auto note, ledger::merkle::parse_note(note_text));
  LEDGER_ASSIGN(const auto key, security::Ed25519NoteVerifier::parse(identity.log_vkey));
  for (const auto& line : note.signatures) {
    if (line.name != key.name() || line.key_id != key.key_id()) continue;
    LEDGER_ASSIGN(const auto vkey, ledger::merkle::parse_vkey(identity.log_vkey));
    public_key = ledger::to_base64url(vkey.public_key);
    return ledger::to_base64url(line.blob);
  }
  return ledger::data_loss("recovery.checkpoint", "the old checkpoint is not signed by the old log");
}

std::string next_origin(const std::string& previous, std::uint64_t generation) {
  const std::string suffix = "/g" + std::to_string(generation - 1);
  const std::string stem =
      previous.ends_with(suffix) ? previous.substr(0, previous.size() - suffix.size()) : previous;
  return stem + "/g" + std::to_string(generation);
}

// An administrator of the old ledger opens the new one: the old log itself says who may.
Result<std::string> administrator(const std::string& key_file, const ledger::StateView& state,
                                  const ledger::Clock& clock) {
  LEDGER_ASSIGN(const security::PrivateKey key, security::load_private_key(key_file, nullptr));
  const auto enrolled = ledger::find_key(state, key.kid());
  const ledger::UnixMicros now = clock.now();
  const bool valid = enrolled && enrolled->purpose == ledger::KeyPurpose::kAuthor && !enrolled->revoked &&
                     enrolled->valid_from <= now && now < enrolled->valid_to;
  if (valid && ledger::holds_role(state, enrolled->person, "admin", "", now)) return enrolled->person.value;
  return ledger::forbidden_by_rule("generation.admin",
                                   key_file + " is no valid key of an administrator of the old ledger")
      .want("the author key of an administrator, as the old ledger knows it");
}

Status check_loss(const VerifiedStore& previous, const std::optional<ledger::TreeSize>& acknowledged,
                  ledger::TreeSize& known) {
  known = previous.view->head.size;
  if (previous.state.reason.reason() == "service.asked_read_only") {
    return ledger::forbidden_by_rule("generation.not_needed",
                                     "the old ledger is whole and may write: a second one would be a fork");
  }
  if (!previous.state.missing_known && !acknowledged) {
    return ledger::forbidden_by_rule("generation.loss_unknown",
                                     "nothing here says how many entries the old ledger had acknowledged")
        .want(
            "--previous-anchor-dir with the newest live anchor, or --acknowledged with the largest size "
            "that a receipt, checkpoint or mirror shows");
  }
  if (previous.state.anchor_size) known = std::max(known, *previous.state.anchor_size);
  if (acknowledged) known = std::max(known, *acknowledged);
  return Status();
}

void add_previous(JsonValue& data, const GenerationReport& report, const ledger::LedgerView& view,
                  const std::string& log_key, const std::string& signature,
                  const std::vector<ledger::Bytes>& parts) {
  const auto number = [](std::uint64_t value) { return JsonValue(static_cast<std::int64_t>(value)); };
  const std::uint64_t size = report.previous_size.value;
  data.add("previous_origin", JsonValue(report.previous_origin));
  data.add("previous_log_key", JsonValue(log_key));
  data.add("previous_size", number(size));
  data.add("previous_root", JsonValue(ledger::to_hex(ledger::view_of(view.head.root))));
  data.add("previous_signature", JsonValue(signature));
  data.add("previous_anchor_size", number(report.known_size.value));
  if (report.known_size > report.previous_size) {
    data.add("lost_from", number(size));
    data.add("lost_to", number(report.known_size.value - 1));
  }
  data.add("state_parts", number(parts.size()));
  data.add("state_digest", JsonValue(ledger::to_hex(ledger::view_of(ledger::import_digest(parts)))));
}

// The genesis of a ledger, from its first entry.
Result<ledger::Event> read_genesis(const ledger::KvReader& reader) {
  LEDGER_ASSIGN(const std::string text, ledger::read_entry(reader, ledger::Position(0)));
  LEDGER_ASSIGN(const ledger::Entry entry, ledger::parse_entry(text));
  LEDGER_ASSIGN(ledger::SignedEvent event, ledger::parse_logged_jws(entry.jws));
  return std::move(event.event);
}

}  // namespace

Result<GenerationReport> found_generation(GenerationOptions options, const ledger::Clock& clock) {
  LEDGER_ASSIGN(const VerifiedStore previous, open_verified_store(options.previous));
  GenerationReport report;
  report.reason = previous.state.reason;
  report.previous_origin = previous.identity.origin;
  report.previous_size = previous.view->head.size;
  LEDGER_TRY(check_loss(previous, options.acknowledged, report.known_size));
  LEDGER_ASSIGN(const Folded folded, fold_view(*previous.view, report.previous_origin));
  const auto genesis = ledger::find(folded.state, ledger::genesis_record());
  if (!genesis || genesis->conformance) {
    return ledger::forbidden_by_rule("generation.conformance", "this ledger has no state to carry over");
  }
  report.generation = genesis->generation + 1;
  LEDGER_ASSIGN(options.next.admin_person, administrator(options.next.admin_key_file, folded.state, clock));
  if (options.next.origin.empty()) {
    options.next.origin = next_origin(report.previous_origin, report.generation);
  }
  report.origin = options.next.origin;

  Succession succession;
  succession.generation = static_cast<std::int64_t>(report.generation);
  LEDGER_ASSIGN(succession.parts, ledger::make_import_parts(folded.state.records(), folded.events));
  std::string log_key;
  LEDGER_ASSIGN(const std::string signature,
                log_signature(previous.view->checkpoint, previous.identity, log_key));
  add_previous(succession.genesis_members, report, *previous.view, log_key, signature, succession.parts);
  for (const ledger::Bytes& part : succession.parts) {
    report.records_count += ledger::decode_import_rows(part).value().size();
  }
  report.parts_count = succession.parts.size();
  const ledger::Bytes waiting = ledger::pending_record(ledger::EventId()).bytes.substr(0, 1);
  folded.state.scan(waiting, [&](ledger::ByteView, ledger::ByteView) { return ++report.waiting_count > 0; });
  options.next.succession = std::move(succession);
  LEDGER_ASSIGN(report.founded, found_ledger(options.next, clock));
  return report;
}

Status verify_generation(const DataFolder& folder, const DataFolder& previous) {
  LEDGER_ASSIGN(const ReadOnlyStore next, open_store_read_only(folder));
  LEDGER_ASSIGN(const ledger::Event genesis, read_genesis(*next.kv));
  if (genesis.number("generation") <= 1) {
    return ledger::not_found("generation.none", next.identity.origin + " follows no other ledger");
  }
  LEDGER_ASSIGN(const ReadOnlyStore old, open_store_read_only(previous));
  if (old.identity.origin != genesis.text("previous_origin")) {
    return ledger::data_loss("generation.differs", "the old ledger is " + old.identity.origin)
        .want(std::string(genesis.text("previous_origin")));
  }
  const auto root = ledger::from_hex(genesis.text("previous_root"));
  const auto signature = ledger::from_base64url(genesis.text("previous_signature"));
  if (!root || !signature) return ledger::data_loss("generation.differs", "the genesis names no checkpoint");
  const ledger::HeadRow head{ledger::TreeSize(static_cast<std::uint64_t>(genesis.number("previous_size"))),
                             ledger::to_hash32(*root)};
  LEDGER_ASSIGN(const auto log_key, security::Ed25519NoteVerifier::parse(old.identity.log_vkey));
  LEDGER_ASSIGN(const auto prefix, ledger::find_verified_prefix(*old.kv, log_key, head, *signature));
  LEDGER_TRY(prefix.ended);
  LEDGER_ASSIGN(const Folded folded, fold_view(*prefix.view, old.identity.origin));
  LEDGER_ASSIGN(const auto parts, ledger::make_import_parts(folded.state.records(), folded.events));
  const ledger::Hash32 digest = ledger::import_digest(parts);
  if (ledger::to_hex(ledger::view_of(digest)) == genesis.text("state_digest")) return Status();
  return ledger::data_loss("generation.differs",
                           "the old entries give another state than the one that was carried over");
}

}  // namespace ops
