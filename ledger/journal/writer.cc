#include "ledger/journal/writer.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "ledger/base/limits.h"
#include "ledger/base/sha256.h"
#include "ledger/domain/attachment.h"
#include "ledger/domain/records.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "ledger/journal/retry.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/tlog_proof.h"
#include "ledger/merkle/vkey.h"
#include "ledger/store/attachment_rows.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/tile_store.h"

namespace ledger {
namespace {

constexpr std::string_view kClockConfirmed = "clock.confirmed";

// One accepted event before its group is sealed.
struct Staged {
  Acknowledgement ack;
  VerifiedEvent* source = nullptr;  // null: an opaque leaf, which no table but the log knows of
  Entry entry;                      // what ack.entry says
};

struct StreamChange {
  StreamHead head;
  std::vector<std::pair<StreamVersion, Position>> added;
};

using StreamChanges = std::map<StreamId, StreamChange>;
using StagedIndex = std::unordered_map<EventId, std::size_t, EventIdHasher>;

void add_sealed(const VerifiedEvent& event, LogGroup& group) {
  for (const SealedRow& row : event.sealed()) group.sealed.push_back(row);
  if (event.attachment()) group.attachments.push_back(*event.attachment());
  for (const EventId& attachment : event.refers_to()) {
    group.attachment_uses.push_back({attachment, event.event().id});
  }
  if (const auto discarded = discarded_attachment(event.event())) {
    group.attachments_discarded.push_back(*discarded);
  }
}

std::string batch_prefix(std::size_t batch_size, std::size_t element) {
  return batch_size > 1 ? "/" + std::to_string(element) : std::string();
}

}  // namespace

// Everything that a group would change, on copies.
class Writer::Group : public EventSource {
 public:
  Group(const Kv& kv, StateCache& cache, const Recovered& now)
      : kv_(kv),
        base_(kv, cache),
        overlay(base_, now.digest),
        last_recorded_at(now.last_recorded_at),
        first(next_position(now.head.size)) {}

  Result<std::optional<LoggedEvent>> find(const EventId& id) const override {
    if (const Staged* found = find_staged(id); found != nullptr) {
      return std::optional<LoggedEvent>(LoggedEvent{found->ack.position, found->ack.leaf_hash,
                                                    found->ack.recorded_at, found->source->event()});
    }
    return ViewEvents(kv_).find(id);
  }

  const Staged* find_staged(const EventId& id) const {
    const auto found = by_id.find(id);
    return found == by_id.end() ? nullptr : &staged[found->second];
  }

  Result<StreamHead> stream_head(const StreamId& stream) const {
    if (const auto found = streams.find(stream); found != streams.end()) return found->second.head;
    LEDGER_ASSIGN(const auto stored, read_stream_head(kv_, stream));
    return stored.value_or(StreamHead{});
  }

  Position next() const { return Position(first.value + staged.size()); }

  // `head` is the stream's head before this event.
  void add(Staged item, const StreamHead& head) {
    StreamChange& change = streams[item.source->event().stream];
    change.head = {StreamVersion(head.version.value + 1), item.ack.position};
    change.added.emplace_back(change.head.version, item.ack.position);
    by_id.emplace(item.ack.id, staged.size());
    last_recorded_at = item.ack.recorded_at;
    staged.push_back(std::move(item));
  }

  void add_leaf(Acknowledgement ack) { staged.push_back({std::move(ack), nullptr, {}}); }

  // Forgets everything staged from index `from` on; the overlay is rolled back by the caller.
  void drop_from(std::size_t from, UnixMicros recorded_at) {
    while (staged.size() > from) {
      const Staged& last = staged.back();
      by_id.erase(last.ack.id);
      auto slot = streams.find(last.source->event().stream);
      slot->second.added.pop_back();
      if (slot->second.added.empty()) {
        streams.erase(slot);
      } else {
        slot->second.head = {slot->second.added.back().first, slot->second.added.back().second};
      }
      staged.pop_back();
    }
    last_recorded_at = recorded_at;
  }

  bool refers_to(const EventId& attachment) const {
    return std::any_of(staged.begin(), staged.end(), [&](const Staged& one) {
      if (one.source == nullptr) return false;
      const auto& named = one.source->refers_to();
      return std::find(named.begin(), named.end(), attachment) != named.end();
    });
  }
  bool discards(const EventId& attachment) const {
    return std::any_of(staged.begin(), staged.end(), [&](const Staged& one) {
      return one.source != nullptr && discarded_attachment(one.source->event()) == attachment;
    });
  }
  bool stores(const EventId& attachment) const {
    const Staged* found = find_staged(attachment);
    return found != nullptr && found->source->attachment().has_value();
  }

  // Rows that are derived from the group's events: idempotency, streams, decision state.
  void add_rows(WriteBatch& apply) const {
    for (const Staged& one : staged) {
      if (one.source == nullptr) continue;
      apply.put(kDedup, dedup_key(one.ack.id),
                encode_dedup({one.ack.position, one.source->signed_event().payload_digest}));
    }
    // Kind by kind, each in key order: the engine finds a row's place from that of the row before.
    for (const auto& [stream, change] : streams) {
      apply.put(kStreams, stream_head_key(stream), encode_stream_head(change.head));
    }
    for (const auto& [stream, change] : streams) {
      for (const auto& [version, position] : change.added) {
        Bytes value;
        put_u64(value, position.value);
        apply.put(kStreams, stream_version_key(stream, version), value);
      }
    }
    for (const auto& [key, record] : overlay.changes()) {
      if (record) {
        apply.put(kState, state_key(key), *record);
      } else {
        apply.erase(kState, state_key(key));
      }
    }
    apply.put(kMeta, meta_key(kStateDigestName), view_of(overlay.digest().value()));
  }

 private:
  const Kv& kv_;
  CachedState base_;

 public:
  StateOverlay overlay;
  std::vector<Staged> staged;
  StagedIndex by_id;
  StreamChanges streams;
  UnixMicros last_recorded_at;
  const Position first;
  bool clock_confirmed = false;
};

Writer::Writer(Parts parts, Recovered recovered) : parts_(parts), now_(std::move(recovered)) {
  clock_offset_micros_ = parts_.clock.now().value - parts_.clock.monotonic_micros();
  clock_suspect_ = now_.last_recorded_at.value > parts_.clock.now().value + kClockJumpMicrosMax;
  edge_ = std::make_shared<const merkle::TreeEdge>(now_.edge);
  view_ = std::make_shared<const LedgerView>(
      LedgerView{now_.head, now_.checkpoint, now_.last_recorded_at, parts_.kv.snapshot()});
}

Writer::Outcome Writer::commit(std::vector<Batch>& batches) {
  Outcome outcome;
  const UnixMicros now = parts_.clock.now();
  const std::int64_t offset = now.value - parts_.clock.monotonic_micros();
  const std::int64_t jump = offset - clock_offset_micros_;
  if (jump > kClockJumpMicrosMax || jump < -kClockJumpMicrosMax) clock_suspect_ = true;
  if (!clock_suspect_) clock_offset_micros_ = offset;

  Group group(parts_.kv, state_cache_, now_);
  for (Batch& batch : batches) outcome.answers.push_back(decide_batch(batch, group));
  finish(group, outcome);
  if (outcome.view && group.clock_confirmed) {
    clock_suspect_ = false;
    clock_offset_micros_ = offset;
  }
  return outcome;
}

// Leaves carry no time, so no clock can make them wrong.
Writer::Outcome Writer::commit_leaves(const std::vector<std::string>& leaves) {
  Outcome outcome;
  Group group(parts_.kv, state_cache_, now_);
  for (const std::string& leaf : leaves) outcome.answers.push_back(stage_leaf(leaf, group));
  finish(group, outcome);
  return outcome;
}

void Writer::finish(Group& group, Outcome& outcome) {
  // A read failure means that a decision may rest on a record that was not seen: nothing of this may stand.
  outcome.fatal = group.overlay.health();
  if (outcome.fatal.ok() && !group.staged.empty()) outcome.fatal = seal(group);
  if (!outcome.fatal.ok()) return;

  if (!group.staged.empty()) {
    outcome.view = view_;
    outcome.appended_events = group.staged.size();
    hand_over(group, outcome);
  }
  for (Answer& answer : outcome.answers) {
    if (!answer.ok()) continue;
    answer->view = view_;
    answer->edge = edge_;
  }
}

// The group is durable: nothing of it is asked again, so its events may go.
void Writer::hand_over(Group& group, Outcome& outcome) {
  if (group.staged.front().source == nullptr) return;
  outcome.entries.reserve(group.staged.size());
  for (Staged& one : group.staged) {
    outcome.entries.push_back({one.ack.position, one.ack.leaf_hash, Status(), false, std::move(one.entry),
                               one.source->take_event()});
  }
}

// The receipt of an event that an earlier request stored; nullopt when its id is new.
Result<std::optional<Acknowledgement>> Writer::find_stored(const VerifiedEvent& event,
                                                           const Group& group) const {
  const EventId& id = event.event().id;
  if (const Staged* staged = group.find_staged(id); staged != nullptr) {
    LEDGER_TRY(check_retry(event, staged->source->signed_event().payload_digest, group.overlay));
    Acknowledgement ack = staged->ack;
    ack.stored_before = true;
    return std::optional<Acknowledgement>(std::move(ack));
  }
  LEDGER_ASSIGN(const auto row, read_dedup(parts_.kv, id));
  if (!row) return std::optional<Acknowledgement>();
  LEDGER_ASSIGN(StoredEvent stored, event_at(*view_, row->position));
  if (Status same = check_retry(event, row->payload_digest, group.overlay); !same.ok()) {
    return explain_refusal(std::move(same), event, stored, parts_.kv);
  }
  return std::optional<Acknowledgement>(Acknowledgement{
      id, stored.position, stored.entry.recorded_at, stored.leaf_hash, std::move(stored.entry_text), true});
}

// What no rule can see, since what names an attachment is confidential: one that is referred to is here, and
// none that an event refers to is discarded. At this position, so neither can slip in between.
Status Writer::check_attachments(const VerifiedEvent& verified, const Group& group) const {
  const auto discarded = discarded_attachment(verified.event());
  if (discarded) {
    LEDGER_ASSIGN(const auto uses, read_attachment_uses(parts_.kv, *discarded, 1));
    if (uses.empty() && !group.refers_to(*discarded)) return Status();
    return forbidden_by_rule("attachment.in_use", "an event refers to this attachment");
  }
  for (const EventId& attachment : verified.refers_to()) {
    LEDGER_ASSIGN(const bool stored, has_attachment(parts_.kv, attachment));
    if ((stored || group.stores(attachment)) && !group.discards(attachment)) continue;
    return unknown_attachment(attachment);
  }
  return Status();
}

Result<Acknowledgement> Writer::decide_event(VerifiedEvent& verified, Group& group) const {
  const Event& event = verified.event();
  LEDGER_ASSIGN(auto stored, find_stored(verified, group));
  if (stored) return *std::move(stored);
  const bool confirms_clock = event.type == kClockConfirmed;
  if (clock_suspect_ && !confirms_clock && !group.clock_confirmed) {
    return unavailable("clock.jumped",
                       "the server's clock jumped by more than five minutes; appends wait for an operator's "
                       "clock.confirmed event");
  }
  LEDGER_ASSIGN(const StreamHead head, group.stream_head(event.stream));
  if (event.expected_version && *event.expected_version != head.version) {
    return conflict("stream.version_conflict", "the stream is at version " +
                                                   std::to_string(head.version.value) + ", not " +
                                                   std::to_string(event.expected_version->value))
        .at("/expected_version")
        .want(std::to_string(head.version.value));
  }
  const UnixMicros recorded_at = std::max(parts_.clock.now(), group.last_recorded_at);
  const KeyId& kid = verified.signed_event().jws.kid;
  LEDGER_ASSIGN(IndexTerms terms, decide({event, kid, group.next(), recorded_at}, group.overlay, group));
  LEDGER_TRY(check_attachments(verified, group));
  Staged staged;
  staged.source = &verified;
  staged.ack.id = event.id;
  staged.ack.position = group.next();
  staged.ack.recorded_at = recorded_at;
  staged.entry = {recorded_at, std::move(terms), verified.signed_event().jws.text};
  LEDGER_ASSIGN(staged.ack.entry, encode_entry(staged.entry));
  staged.ack.leaf_hash = merkle::leaf_hash(staged.ack.entry);
  Acknowledgement ack = staged.ack;
  group.add(std::move(staged), head);
  group.clock_confirmed = group.clock_confirmed || confirms_clock;
  return ack;
}

Writer::Answer Writer::decide_batch(Batch& batch, Group& group) const {
  const std::size_t staged_before = group.staged.size();
  const std::size_t savepoint = group.overlay.savepoint();
  const UnixMicros recorded_before = group.last_recorded_at;
  const bool confirmed_before = group.clock_confirmed;
  Acknowledged acknowledged;
  std::unordered_set<EventId, EventIdHasher> ids;
  const auto refuse = [&](std::size_t element, Status status) -> Answer {
    group.overlay.rollback(savepoint);
    group.drop_from(staged_before, recorded_before);
    group.clock_confirmed = confirmed_before;
    return std::move(status).under(batch_prefix(batch.size(), element));
  };
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!ids.insert(batch[i].event().id).second) {
      return refuse(i,
                    invalid("batch.duplicate_id", "the same event id appears twice in one batch").at("/id"));
    }
    Result<Acknowledgement> ack = decide_event(batch[i], group);
    if (!ack.ok()) return refuse(i, ack.status());
    acknowledged.events.push_back(std::move(ack).value());
  }
  return acknowledged;
}

Writer::Answer Writer::stage_leaf(const std::string& leaf, Group& group) const {
  if (!is_conformance(group.overlay)) {
    return forbidden_by_rule("ledger.no_leaves", "only a conformance ledger takes opaque leaves");
  }
  LEDGER_TRY(check_opaque_leaf(leaf));
  Acknowledgement ack;
  ack.position = group.next();
  ack.recorded_at = group.last_recorded_at;
  ack.entry = leaf;
  ack.leaf_hash = merkle::leaf_hash(leaf);
  group.add_leaf(ack);
  Acknowledged acknowledged;
  acknowledged.events.push_back(std::move(ack));
  return acknowledged;
}

Status Writer::seal(Group& group) {
  merkle::TreeEdge edge = now_.edge;
  LogGroup log_group;
  log_group.head.previous_size = now_.head.size;
  log_group.head.previous_root = now_.head.root;
  log_group.entries.reserve(group.staged.size());
  for (Staged& one : group.staged) {
    log_group.entries.push_back(std::move(one.ack.entry));  // the answers have their own
    if (one.source == nullptr) continue;
    add_sealed(*one.source, log_group);
  }
  // Second, separate hash of the bytes that are about to be stored: a bit that flipped since the first one
  // must not be signed (a log that signs a root its entries can't give is lost for good).
  for (std::size_t i = 0; i < log_group.entries.size(); ++i) {
    const Hash32 leaf = merkle::leaf_hash(log_group.entries[i]);
    LEDGER_CHECK(leaf == group.staged[i].ack.leaf_hash);
    edge.append(leaf);
  }
  log_group.head.size = edge.size();
  log_group.head.root = edge.root();

  LEDGER_ASSIGN(const merkle::Note note, sign_head(log_group.head));
  LEDGER_ASSIGN(log_group.checkpoint, merkle::format_note(note));

  WriteBatch apply;
  group.add_rows(apply);
  add_tile_rows(edge, apply);

  AnchorRecord record;
  record.origin_hash = sha256(parts_.signer.name());
  record.head = log_group.head;
  record.time = group.last_recorded_at;
  record.signature = note.signatures.front().blob;
  LEDGER_TRY(write_durably(log_group, std::move(apply), record));

  state_cache_.apply(group.overlay);
  now_.head = log_group.head;
  now_.edge = std::move(edge);
  now_.digest = group.overlay.digest();
  now_.last_recorded_at = group.last_recorded_at;
  now_.checkpoint = std::move(log_group.checkpoint);
  edge_ = std::make_shared<const merkle::TreeEdge>(now_.edge);
  view_ = std::make_shared<const LedgerView>(
      LedgerView{now_.head, now_.checkpoint, now_.last_recorded_at, parts_.kv.snapshot()});
  return Status();
}

Result<merkle::Note> Writer::sign_head(const LogHead& head) const {
  const std::string& name = parts_.signer.name();
  merkle::Note note;
  LEDGER_ASSIGN(note.text, merkle::format_checkpoint({name, head.size, head.root, {}}));
  LEDGER_ASSIGN(Bytes signature, parts_.signer.sign(note.text));
  const std::uint32_t key_id =
      merkle::compute_key_id(name, merkle::KeyType::kEd25519, parts_.signer.public_key());
  note.signatures.push_back({name, key_id, std::move(signature)});
  return note;
}

// Order, always: database → anchor. A crash between the two leaves the anchor one group behind, which
// recovery accepts; the other order could leave an anchor for entries that no longer exist.
Status Writer::write_durably(const LogGroup& log_group, WriteBatch apply, const AnchorRecord& record) {
  switch (parts_.log.commit(now_.epoch, now_.head, log_group, std::move(apply))) {
    case CommitOutcome::kDurable:
      return parts_.anchor.write(record);
    case CommitOutcome::kRefused:
      return unavailable("journal.fenced", "another writer has taken over this ledger");
    case CommitOutcome::kUnknown:
      return unavailable("append.unknown",
                         "the write failed or is uncertain; recovery decides at the next start");
  }
  return unavailable("append.unknown", "unreachable");
}

Result<std::vector<Receipt>> make_receipts(Acknowledged acknowledged) {
  const LedgerView& view = *acknowledged.view;
  const KvTileSource tiles(*view.reader);
  const merkle::TileNodeReader stored(tiles);
  const merkle::FallbackNodeReader nodes(*acknowledged.edge, stored);
  std::vector<Receipt> receipts;
  receipts.reserve(acknowledged.events.size());
  for (Acknowledgement& ack : acknowledged.events) {
    LEDGER_ASSIGN(const merkle::Proof hashes, merkle::inclusion_proof(ack.position, view.head.size, nodes));
    receipts.push_back({ack.id, ack.position, ack.recorded_at, ack.leaf_hash, std::move(ack.entry),
                        merkle::write_tlog_proof(ack.position, hashes, view.checkpoint), ack.stored_before});
  }
  return receipts;
}

}  // namespace ledger
