#include "ledger/journal/recovery.h"

#include <algorithm>

#include "ledger/base/sha256.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/note.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/tile_store.h"

namespace ledger {
namespace {

Result<std::string> stored_checkpoint(const KvReader& reader, const LogHead& head) {
  LEDGER_ASSIGN(const auto note, read_checkpoint(reader, head.size));
  if (!note) {
    return data_loss("recovery.checkpoint", "the store has no signed checkpoint for its own size " +
                                                std::to_string(head.size.value));
  }
  return *note;
}

Status wrong_checkpoint(const LogHead& head, std::string_view why) {
  return data_loss("recovery.checkpoint",
                   "the stored checkpoint for size " + std::to_string(head.size.value) + std::string(why));
}

// The note of a checkpoint that states exactly this head.
Result<merkle::Note> checkpoint_for(const std::string& text, const LogHead& head,
                                    merkle::Checkpoint& checkpoint) {
  auto note = merkle::parse_note(text);
  if (!note.ok()) return wrong_checkpoint(head, " is no signed note: " + note.status().message());
  auto parsed = merkle::parse_checkpoint(note->text);
  if (!parsed.ok()) return wrong_checkpoint(head, " is no checkpoint: " + parsed.status().message());
  checkpoint = std::move(parsed).value();
  if (checkpoint.size != head.size || checkpoint.root != head.root) {
    return wrong_checkpoint(head, " states another size or root than the stored head");
  }
  return note;
}

// Ed25519 is deterministic: the stored signature is right exactly when signing again gives the same bytes.
Result<Bytes> check_checkpoint(const CheckpointSigner& signer, const std::string& text, const LogHead& head) {
  merkle::Checkpoint checkpoint;
  LEDGER_ASSIGN(const merkle::Note note, checkpoint_for(text, head, checkpoint));
  LEDGER_ASSIGN(Bytes expected, signer.sign(note.text));
  const bool ours = std::any_of(note.signatures.begin(), note.signatures.end(),
                                [&](const auto& line) { return line.blob == expected; });
  if (!ours || checkpoint.origin != signer.name()) {
    return wrong_checkpoint(head, " is not what this ledger's key signs for the stored head");
  }
  return expected;
}

// Of the only entry of a conformance ledger that has a time. On any other ledger an entry that is none is
// damage.
Result<UnixMicros> genesis_time(const KvReader& reader) {
  LEDGER_ASSIGN(const auto genesis, conformance_genesis(reader));
  if (genesis) return genesis->recorded_at;
  return data_loss("recovery.entry", "a stored entry is no entry, and this is no conformance ledger");
}

Result<UnixMicros> rehash_newest(const KvReader& reader, const merkle::TreeEdge& edge, const LogHead& head) {
  const std::uint64_t count = std::min(kRecoveryRehashCount, head.size.value);
  const Position from(head.size.value - count);
  const KvTileSource tiles(reader);
  const merkle::TileNodeReader stored(tiles);
  const merkle::FallbackNodeReader nodes(edge, stored);
  std::optional<UnixMicros> last;
  bool leaves = false;
  Status damage;
  std::uint64_t seen = 0;
  LEDGER_TRY(read_entries(reader, from, count, [&](Position position, std::string_view text) {
    const auto leaf = nodes.node(0, position.value);
    const auto entry = parse_entry(text);
    const bool opaque = !entry.ok() && position.value > 0 && check_opaque_leaf(text).ok();
    if (!leaf.ok() || !(entry.ok() || opaque) || *leaf != merkle::leaf_hash(text)) {
      damage = data_loss("recovery.entry", "the stored entry at position " + std::to_string(position.value) +
                                               " does not give its leaf hash");
      return false;
    }
    leaves = leaves || opaque;
    if (entry.ok()) last = entry->recorded_at;
    ++seen;
    return true;
  }));
  if (!damage.ok()) return damage;
  if (seen != count) {
    return data_loss("recovery.entry", "entries behind position " + std::to_string(from.value + seen) +
                                           " are missing although the head counts them");
  }
  if (!leaves && last) return *last;
  return genesis_time(reader);
}

}  // namespace

Result<JudgedLedger> judge_ledger(const KvReader& reader, const AnchorScan& anchor,
                                  const CheckpointSigner& signer) {
  LEDGER_ASSIGN(const LogStore::Opened opened, inspect_log(reader, signer.name()));
  const LogHead& head = opened.head;
  const AnchorJudgement judgement = judge_anchor(anchor, head, sha256(signer.name()));
  if (judgement.verdict == AnchorVerdict::kRefuse) return judgement.reason;

  JudgedLedger judged;
  Writer::Recovered& state = judged.state;
  state.head = head;
  if (head.size.value == 0) {
    state.head.root = merkle::empty_root();
    return judged;
  }
  LEDGER_ASSIGN(state.checkpoint, stored_checkpoint(reader, head));
  LEDGER_ASSIGN(judged.signature, check_checkpoint(signer, state.checkpoint, head));
  LEDGER_ASSIGN(state.edge, merkle::TreeEdge::restore(KvTileSource(reader), head.size));
  if (state.edge.root() != head.root) {
    return data_loss("recovery.root", "the stored tiles do not give the stored root at size " +
                                          std::to_string(head.size.value));
  }
  LEDGER_ASSIGN(state.last_recorded_at, rehash_newest(reader, state.edge, head));
  LEDGER_ASSIGN(state.digest, read_state_digest(reader));
  judged.rewrite_anchor = judgement.verdict == AnchorVerdict::kAcceptAndRewrite;
  return judged;
}

Result<std::unique_ptr<Writer>> recover(const Writer::Parts& parts) {
  LEDGER_ASSIGN(JudgedLedger judged, judge_ledger(parts.kv, parts.anchor.scan(), parts.signer));
  const LogHead seen = judged.state.head;
  LEDGER_ASSIGN(const LogStore::Opened opened, parts.log.open());
  LEDGER_CHECK(seen.size == opened.head.size);  // one owner: nobody else writes between the two
  judged.state.epoch = opened.epoch;

  if (judged.rewrite_anchor) {
    AnchorRecord record;
    record.origin_hash = sha256(parts.signer.name());
    record.head = seen;
    record.time = judged.state.last_recorded_at;
    record.signature = std::move(judged.signature);
    LEDGER_TRY(parts.anchor.write(record));
  }
  return std::make_unique<Writer>(parts, std::move(judged.state));
}

Result<std::shared_ptr<const LedgerView>> open_view(const Kv& kv, const LogHead& head) {
  return view_at(kv.snapshot(), head);
}

Result<std::shared_ptr<const LedgerView>> view_at(std::shared_ptr<const KvReader> reader,
                                                  const LogHead& head) {
  auto view = std::make_shared<LedgerView>();
  view->head = head;
  view->reader = std::move(reader);
  if (head.size.value > 0) {
    LEDGER_ASSIGN(view->checkpoint, stored_checkpoint(*view->reader, head));
    merkle::Checkpoint checkpoint;
    LEDGER_TRY(checkpoint_for(view->checkpoint, head, checkpoint).status());
    LEDGER_ASSIGN(const std::string text, read_entry(*view->reader, last_position(head.size)));
    const Result<Entry> entry = parse_entry(text);
    if (entry.ok()) {
      view->last_recorded_at = entry->recorded_at;
    } else {
      LEDGER_ASSIGN(view->last_recorded_at, genesis_time(*view->reader));
    }
  }
  return std::shared_ptr<const LedgerView>(std::move(view));
}

}  // namespace ledger
