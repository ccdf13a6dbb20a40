#include "tests/unit/ledger/audit/forged_ledger.h"

#include <map>
#include <set>

#include "ledger/base/check.h"
#include "ledger/base/sha256.h"
#include "ledger/domain/decide.h"
#include "ledger/journal/kv_state.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/tree_edge.h"
#include "ledger/store/tile_store.h"

namespace tests {

using namespace ledger;

namespace {

// What the entries say, collected as the tables want it.
class Forger final : public EventSource {
 public:
  void add(const std::string& text) {
    const Position position(leaves_++);
    const auto entry = parse_entry(text);
    if (!entry.ok()) return;
    const auto event = parse_logged_jws(entry->jws);
    if (!event.ok()) return;
    StateOverlay overlay(state_, state_.digest());
    if (decide({event->event, event->jws.kid, position, entry->recorded_at}, overlay, *this).ok()) {
      state_.apply(overlay);
    }
    events_.emplace(event->event.id,
                    LoggedEvent{position, merkle::leaf_hash(text), entry->recorded_at, event->event});
    dedup_.emplace(dedup_key(event->event.id), encode_dedup({position, event->payload_digest}));
    streams_[event->event.stream].push_back(position);
  }

  Result<std::optional<LoggedEvent>> find(const EventId& id) const override {
    const auto found = events_.find(id);
    if (found == events_.end()) return std::optional<LoggedEvent>();
    return std::optional<LoggedEvent>(found->second);
  }

  void add_rows(WriteBatch& apply) const {
    for (const auto& [key, value] : dedup_) apply.put(kDedup, key, value);
    for (const auto& [stream, positions] : streams_) {
      for (std::size_t i = 0; i < positions.size(); ++i) {
        apply.put(kStreams, stream_version_key(stream, StreamVersion(i + 1)),
                  encode_stream_position(positions[i]));
      }
      apply.put(kStreams, stream_head_key(stream),
                encode_stream_head({StreamVersion(positions.size()), positions.back()}));
    }
    for (const auto& [key, record] : state_.records()) apply.put(kState, state_key(key), record);
    apply.put(kMeta, meta_key(kStateDigestName), view_of(state_.digest().value()));
  }

 private:
  std::uint64_t leaves_ = 0;
  MemoryState state_;
  std::map<EventId, LoggedEvent> events_;
  std::map<Bytes, Bytes> dedup_;
  std::map<StreamId, std::vector<Position>> streams_;
};

std::string rebuilt(const Entry& entry) {
  auto text = encode_entry(entry);
  LEDGER_CHECK(text.ok());
  return std::move(text).value();
}

}  // namespace

EntryTexts entries_of(const KvReader& reader) {
  EntryTexts texts;
  const Status status =
      read_entries(reader, Position(0), ~std::uint64_t{0}, [&](Position, std::string_view text) {
        texts.emplace_back(text);
        return true;
      });
  LEDGER_CHECK(status.ok());
  return texts;
}

Entry parsed(const std::string& entry) {
  auto result = parse_entry(entry);
  LEDGER_CHECK(result.ok());
  return std::move(result).value();
}

std::string with_recorded_at(const std::string& entry, UnixMicros time) {
  Entry changed = parsed(entry);
  changed.recorded_at = time;
  return rebuilt(changed);
}

std::string with_terms(const std::string& entry, IndexTerms terms) {
  Entry changed = parsed(entry);
  changed.ix = std::move(terms);
  return rebuilt(changed);
}

std::string with_jws(const std::string& entry, std::string jws) {
  Entry changed = parsed(entry);
  changed.jws = std::move(jws);
  return rebuilt(changed);
}

std::string jws_of(const std::string& sd_jwt) {
  return sd_jwt.substr(0, sd_jwt.find('~'));
}

ForgedLedger forge(const EntryTexts& entries, const security::LogSigner& signer) {
  ForgedLedger forged;
  forged.kv = std::make_unique<MemoryKv>(kLedgerFamilyCount);
  KvLogStore log(*forged.kv, std::string(kTestOrigin));
  LEDGER_CHECK(log.create().ok());
  const auto opened = log.open();
  LEDGER_CHECK(opened.ok());
  Forger forger;
  merkle::TreeEdge edge;
  LogGroup group;
  group.entries = entries;
  for (const std::string& text : entries) {
    edge.append(merkle::leaf_hash(text));
    forger.add(text);
  }
  group.head = {edge.size(), edge.root(), opened->head.size, opened->head.root};
  merkle::Note note;
  note.text = *merkle::format_checkpoint({signer.name(), group.head.size, group.head.root, {}});
  note.signatures.push_back({signer.name(), signer.vkey().key_id, *signer.sign(note.text)});
  group.checkpoint = *merkle::format_note(note);
  WriteBatch apply;
  forger.add_rows(apply);
  add_tile_rows(edge, apply);
  LEDGER_CHECK(log.commit(opened->epoch, opened->head, group, apply) == CommitOutcome::kDurable);
  AnchorRecord record;
  record.sequence = 1;
  record.origin_hash = sha256(signer.name());
  record.head = group.head;
  forged.anchor.newest = record;
  return forged;
}

std::string found_in(const AuditReport& report) {
  std::set<std::string> ids;
  for (const AuditFinding& finding : report.findings) ids.insert(finding.invariant);
  std::string joined;
  for (const std::string& id : ids) joined += (joined.empty() ? "" : " ") + id;
  return joined;
}

}  // namespace tests
