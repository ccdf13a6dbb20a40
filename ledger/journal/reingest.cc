#include "ledger/journal/reingest.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "ledger/base/limits.h"
#include "ledger/domain/attachment.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/records.h"
#include "ledger/event/entry.h"
#include "ledger/event/sd_jwt.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tree_edge.h"
#include "ledger/merkle/verify.h"
#include "ledger/store/attachment_rows.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/tile_store.h"

namespace ledger {
namespace {

Status refused_entry(Position position, const std::string& why) {
  return data_loss("reingest.entry",
                   "the mirror's entry at position " + std::to_string(position.value) + ": " + why);
}

// One group of entries, folded as the writer folded it when it was appended.
class Replay final : public EventSource {
 public:
  Replay(const ReingestParts& parts, StateDigest digest, merkle::TreeEdge edge)
      : parts_(parts), base_(parts.kv), overlay_(base_, digest), edge_(std::move(edge)) {}

  Result<std::optional<LoggedEvent>> find(const EventId& id) const override {
    const auto found = logged_.find(id);
    if (found != logged_.end()) return std::optional<LoggedEvent>(found->second);
    return ViewEvents(parts_.kv).find(id);
  }

  Status add(const std::string& text) {
    const Position position = next_position(edge_.size());
    const Hash32 leaf = merkle::leaf_hash(text);
    if (position.value == 0 || !is_conformance(overlay_)) {
      LEDGER_TRY(add_event(position, leaf, text));
    } else if (const Status opaque = check_opaque_leaf(text); !opaque.ok()) {
      return refused_entry(position, opaque.message());
    }
    edge_.append(leaf);
    return overlay_.health();
  }

  const merkle::TreeEdge& edge() const { return edge_; }
  merkle::TreeEdge take_edge() { return std::move(edge_); }
  const StateDigest& digest() const { return overlay_.digest(); }

  WriteBatch rows() {
    for (const auto& [stream, head] : streams_) {
      rows_.put(kStreams, stream_head_key(stream), encode_stream_head(head));
    }
    for (const auto& [key, record] : overlay_.changes()) {
      record ? rows_.put(kState, state_key(key), *record) : rows_.erase(kState, state_key(key));
    }
    rows_.put(kMeta, meta_key(kStateDigestName), view_of(overlay_.digest().value()));
    add_tile_rows(edge_, rows_);
    return std::move(rows_);
  }

 private:
  Status add_event(Position position, const Hash32& leaf, const std::string& text) {
    const auto entry = parse_entry(text);
    if (!entry.ok()) return refused_entry(position, entry.status().message());
    auto parsed = parse_logged_jws(entry->jws);
    if (!parsed.ok()) return refused_entry(position, parsed.status().message());
    const Event& event = parsed->event;
    const Status fields = check_logged_fields(event);
    if (!fields.ok()) return refused_entry(position, fields.message());
    if (event.aud != parts_.origin) return refused_entry(position, "it was signed for " + event.aud);
    LEDGER_ASSIGN(const auto stored, find(event.id));
    if (stored) return refused_entry(position, "its event is in the log already");

    const auto terms = decide({event, parsed->jws.kid, position, entry->recorded_at}, overlay_, *this);
    if (!terms.ok()) return refused_entry(position, terms.status().to_string());
    if (*terms != entry->ix) return refused_entry(position, "its index terms are not those of its event");
    // After decide(): the genesis brings its own key.
    const auto key = find_key(overlay_, parsed->jws.kid);
    if (!key || key->algorithm != parsed->jws.algorithm ||
        !parts_.verifier.verify(key->algorithm, key->public_key, parsed->jws.signing_input(),
                                parsed->jws.signature)) {
      return refused_entry(position, "its signature does not verify");
    }
    LEDGER_TRY(add_to_stream(event.stream, position));
    if (const auto discarded = discarded_attachment(event)) erase_attachment_rows(*discarded, rows_);
    rows_.put(kDedup, dedup_key(event.id), encode_dedup({position, parsed->payload_digest}));
    logged_.emplace(event.id, LoggedEvent{position, leaf, entry->recorded_at, event});
    return Status();
  }

  Status add_to_stream(const StreamId& stream, Position position) {
    const auto found = streams_.find(stream);
    StreamHead head;
    if (found != streams_.end()) {
      head = found->second;
    } else {
      LEDGER_ASSIGN(const auto stored, read_stream_head(parts_.kv, stream));
      head = stored.value_or(StreamHead{});
    }
    head = {StreamVersion(head.version.value + 1), position};
    streams_[stream] = head;
    rows_.put(kStreams, stream_version_key(stream, head.version), encode_stream_position(position));
    return Status();
  }

  const ReingestParts& parts_;
  KvState base_;
  StateOverlay overlay_;
  merkle::TreeEdge edge_;
  std::map<StreamId, StreamHead> streams_;
  std::unordered_map<EventId, LoggedEvent, EventIdHasher> logged_;
  WriteBatch rows_;
};

// Whether the tree of `edge` is the target's beginning, by the mirror's own nodes.
Status check_prefix(const merkle::TreeEdge& edge, const ReingestTarget& target,
                    const merkle::NodeReader& mirrored) {
  Status proven = edge.root() == target.root ? Status() : data_loss("", "another root");
  if (edge.size() < target.size) {
    LEDGER_ASSIGN(const merkle::Proof proof, merkle::consistency_proof(edge.size(), target.size, mirrored));
    proven = merkle::verify_consistency(edge.size(), target.size, edge.root(), target.root, proof);
  }
  if (proven.ok()) return proven;
  return data_loss("reingest.not_a_prefix",
                   "the tree of the first " + std::to_string(edge.size().value) +
                       " entries is no part of the one that the checkpoint signs at size " +
                       std::to_string(target.size.value));
}

}  // namespace

Result<std::uint64_t> reingest(const ReingestParts& parts, const ReingestTarget& target,
                               const merkle::NodeReader& mirrored, const EntryFetcher& fetch) {
  LEDGER_ASSIGN(const LogStore::Opened opened, parts.log.open());
  LogHead head = opened.head;
  LEDGER_ASSIGN(StateDigest digest, read_state_digest(parts.kv));
  LEDGER_ASSIGN(merkle::TreeEdge edge, merkle::TreeEdge::restore(KvTileSource(parts.kv), head.size));
  if (edge.root() != head.root) {
    return data_loss("recovery.root", "the stored tiles do not give the stored root");
  }
  LEDGER_TRY(check_prefix(edge, target, mirrored));

  while (head.size < target.size) {
    const std::uint64_t end = std::min(target.size.value, head.size.value + kGroupEventsMax);
    LogGroup group;
    LEDGER_ASSIGN(group.entries, fetch(next_position(head.size), Position(end)));
    if (group.entries.size() != end - head.size.value) {
      return data_loss("reingest.entry", "the mirror gave another number of entries than it was asked for");
    }
    Replay replay(parts, digest, std::move(edge));
    for (const std::string& text : group.entries) LEDGER_TRY(replay.add(text));
    LEDGER_TRY(check_prefix(replay.edge(), target, mirrored));
    group.head = {replay.edge().size(), replay.edge().root(), head.size, head.root};
    if (group.head.size == target.size) group.checkpoint = target.checkpoint;
    if (parts.log.commit(opened.epoch, head, group, replay.rows()) != CommitOutcome::kDurable) {
      return unavailable("reingest.not_written", "the entries could not be stored; run the restore again");
    }
    head = group.head;
    digest = replay.digest();
    edge = replay.take_edge();
  }
  return target.size.value - opened.head.size.value;
}

}  // namespace ledger
