#include "ledger/journal/verified_prefix.h"

#include <limits>
#include <vector>

#include "ledger/journal/recovery.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/tree_edge.h"
#include "ledger/store/entry_codec.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/memory_kv.h"
#include "ledger/store/prefix_reader.h"
#include "ledger/store/tile_store.h"

namespace ledger {
namespace {

// Leaves between two takes of tile rows: bounds what the edge holds beside them.
constexpr std::uint64_t kTakeTilesEvery = kGroupEventsMax;

ByteView tag_of(const Bytes& key) {
  return ByteView(key).substr(0, 1);
}

// One pass over the entries: the tree, its tiles, and which of the stated heads it had on the way.
class Recomputation {
 public:
  Recomputation(std::vector<HeadRow> stated, std::uint64_t end) : stated_(std::move(stated)), end_(end) {}

  // Entries as far as they can be read without a gap; what stopped it is in ended().
  void run(const KvReader& rows) {
    const Bytes first = entry_key(Position(0));
    const Status read =
        rows.scan(kEntries, first, prefix_end(tag_of(first)), [&](ByteView key, ByteView value) {
          if (edge_.size().value >= end_) return false;
          if (key != entry_key(Position(edge_.size().value))) return stop("no entry at position ");
          const auto text = decode_stored_entry(value);
          if (!text.ok()) return stop("no readable entry at position ");
          add(*text);
          return true;
        });
    if (!read.ok()) ended_ = read;
    take_tiles();
  }

  // Stated heads that the recomputed tree had, ascending.
  const std::vector<HeadRow>& matched() const { return matched_; }
  TreeSize read() const { return edge_.size(); }
  const Status& ended() const { return ended_; }
  std::shared_ptr<const KvReader> tiles() const { return tiles_; }

 private:
  bool stop(const char* what) {
    ended_ = data_loss("store.entry_missing", what + std::to_string(edge_.size().value));
    return false;
  }

  void add(std::string_view text) {
    edge_.append(merkle::leaf_hash(text));
    if (edge_.size().value % kTakeTilesEvery == 0) take_tiles();
    while (next_ < stated_.size() && stated_[next_].size < edge_.size()) ++next_;
    for (; next_ < stated_.size() && stated_[next_].size == edge_.size(); ++next_) {
      if (stated_[next_].root == edge_.root()) matched_.push_back(stated_[next_]);
    }
  }

  void take_tiles() {
    WriteBatch batch;
    add_tile_rows(edge_, batch);
    // Memory without an injected fault takes every write.
    if (!batch.empty()) LEDGER_CHECK(tiles_->write(batch, Durability::kBuffered).ok());
  }

  const std::vector<HeadRow> stated_;
  const std::uint64_t end_;
  std::size_t next_ = 0;
  merkle::TreeEdge edge_;
  std::shared_ptr<MemoryKv> tiles_ = std::make_shared<MemoryKv>(kLedgerFamilyCount);
  std::vector<HeadRow> matched_;
  Status ended_;
};

// What the stored notes state, ascending; a note that says nothing about its own size is passed over.
std::vector<HeadRow> stated_heads(const KvReader& rows, std::string_view origin, std::uint64_t end) {
  std::vector<HeadRow> stated;
  const Bytes first = checkpoint_key(TreeSize(0));
  // Where the notes can't be read any further, earlier ones still count.
  ignore_status(rows.scan(kCheckpoints, first, prefix_end(tag_of(first)), [&](ByteView key, ByteView text) {
    const auto note = merkle::parse_note(text);
    const auto checkpoint =
        note.ok() ? merkle::parse_checkpoint(note->text) : Result<merkle::Checkpoint>(note.status());
    if (!checkpoint.ok() || checkpoint->origin != origin) return true;
    if (key != checkpoint_key(checkpoint->size) || checkpoint->size == TreeSize(0)) return true;
    if (checkpoint->size.value <= end) stated.push_back({checkpoint->size, checkpoint->root});
    return true;
  }));
  return stated;
}

// Whether the text is this log's signed statement of exactly this head.
bool states(const std::string& text, const merkle::NoteVerifier& log_key, const HeadRow& head) {
  const auto note = merkle::parse_note(text);
  const merkle::NoteVerifier* const known[] = {&log_key};
  if (!note.ok() || !merkle::verify_note(*note, known).ok()) return false;
  const auto checkpoint = merkle::parse_checkpoint(note->text);
  return checkpoint.ok() && checkpoint->size == head.size && checkpoint->root == head.root;
}

// The checkpoint that the anchor's record stands for; empty when its signature is not the log's.
std::string anchored_note(const merkle::NoteVerifier& log_key, const std::optional<HeadRow>& bound,
                          ByteView signature) {
  if (!bound || signature.empty()) return "";
  const std::string name(log_key.name());
  auto text = merkle::format_checkpoint({name, bound->size, bound->root, {}});
  if (!text.ok()) return "";
  const auto note =
      merkle::format_note({std::move(text).value(), {{name, log_key.key_id(), Bytes(signature)}}});
  return note.ok() && states(*note, log_key, *bound) ? *note : "";
}

// Of the newest checkpoint that is signed and states a root which the entries gave.
struct Believed {
  HeadRow head{TreeSize(0), merkle::empty_root()};
  std::string checkpoint;
};

Believed newest_believed(const KvReader& rows, const merkle::NoteVerifier& log_key,
                         const std::vector<HeadRow>& matched, const std::optional<HeadRow>& bound,
                         const std::string& anchored) {
  for (auto candidate = matched.rbegin(); candidate != matched.rend(); ++candidate) {
    const auto stored = read_checkpoint(rows, candidate->size);
    if (stored.ok() && *stored && states(**stored, log_key, *candidate)) return {*candidate, **stored};
    if (!anchored.empty() && *candidate == *bound) return {*candidate, anchored};
  }
  return {};
}

Status explain(const Recomputation& tree, TreeSize verified, TreeSize wanted) {
  if (verified >= wanted) return Status();
  const std::string from = "entries from position " + std::to_string(verified.value) + " on do not verify";
  if (!tree.ended().ok()) {
    return data_loss(tree.ended().reason(), from + ": " + tree.ended().message());
  }
  if (tree.read() < wanted) {
    return data_loss("store.entry_missing",
                     from + ": the store ends after " + std::to_string(tree.read().value) + " entries");
  }
  return data_loss("recovery.root", from + ": no signed checkpoint states the root that they give");
}

}  // namespace

Result<VerifiedPrefix> find_verified_prefix(const Kv& kv, const merkle::NoteVerifier& log_key,
                                            const std::optional<HeadRow>& bound, ByteView bound_signature) {
  const std::shared_ptr<const KvReader> rows = kv.snapshot();
  const std::uint64_t end = bound ? bound->size.value : std::numeric_limits<std::uint64_t>::max();
  std::vector<HeadRow> stated = stated_heads(*rows, log_key.name(), end);
  const std::string anchored = anchored_note(log_key, bound, bound_signature);
  // Of all sizes within the bound its own is the last.
  if (!anchored.empty() && (stated.empty() || stated.back() != *bound)) stated.push_back(*bound);
  const TreeSize stated_last = stated.empty() ? TreeSize(0) : stated.back().size;
  Recomputation tree(std::move(stated), end);
  tree.run(*rows);

  const Believed believed = newest_believed(*rows, log_key, tree.matched(), bound, anchored);
  const HeadRow& head = believed.head;
  if (bound && head.size == bound->size && head.root != bound->root) {
    return data_loss("anchor.root_differs", "anchor and store have different roots at size " +
                                                std::to_string(head.size.value) +
                                                ": two histories, and nothing here says which one is true");
  }
  TreeSize wanted = bound ? bound->size : tree.read();
  if (!bound) wanted = std::max(wanted, stated_last);
  if (head.size == TreeSize(0) && wanted > TreeSize(0)) {
    return data_loss("recovery.checkpoint",
                     "no checkpoint verifies; " + explain(tree, head.size, wanted).message());
  }
  VerifiedPrefix prefix;
  prefix.ended = explain(tree, head.size, wanted);
  LEDGER_ASSIGN(prefix.view,
                view_at(std::make_shared<PrefixReader>(rows, tree.tiles(), head, believed.checkpoint),
                        LogHead{head.size, head.root, head.size, head.root}));
  return prefix;
}

}  // namespace ledger
