#include "projections/fold.h"

#include <algorithm>
#include <deque>
#include <future>
#include <memory>
#include <utility>

#include "ledger/merkle/hash.h"
#include "ledger/merkle/proof.h"
#include "ledger/store/tile_store.h"
#include "projections/written_keys.h"

namespace projections {

using ledger::Kv;
using ledger::LedgerView;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;
using ledger::WriteBatch;
using ledger::merkle::CompactRange;

namespace {

// Rows are gathered up to here before they are written, unless the lane has arrived.
constexpr std::size_t kRunBytesMax = 64U << 20;
// From here on a run is worth files of its own.
constexpr std::size_t kLoadBytesMin = 4U << 20;
constexpr std::size_t kParkedBytes = 128;  // about what a parked event takes in a run
// About what an event leaves in the rows of one projection.
constexpr std::uint64_t kRowsPerEvent = 3;

// Range [0, size) of the view's tree when its root is the cursor's; nullopt when the cursor is not of this
// log.
Result<std::optional<CompactRange>> range_at(const LedgerView& view, const Cursor& cursor) {
  const auto none = std::optional<CompactRange>();
  if (cursor.size > view.head.size) return none;
  const ledger::KvTileSource tiles(*view.reader);
  const ledger::merkle::TileNodeReader nodes(tiles);
  LEDGER_ASSIGN(const std::vector<ledger::Hash32> hashes,
                ledger::merkle::range_hashes(ledger::Position(0), ledger::next_position(cursor.size), nodes));
  LEDGER_ASSIGN(CompactRange range, CompactRange::from_hashes(0, cursor.size.value, hashes));
  if (range.root() != cursor.root) return none;
  return std::optional<CompactRange>(std::move(range));
}

bool is_environment_failure(const Status& status) {
  return status.code() == ledger::StatusCode::kDataLoss || status.code() == ledger::StatusCode::kUnavailable;
}

// What one target has gathered since the last write.
struct Gathered {
  std::unique_ptr<WrittenKeys> written;  // of rows that began at 0; null for others
  OwnRows rows;
  std::vector<std::pair<ledger::Position, std::string>> parked;  // with the reason
  Status failure;
};

void apply_items(const Target& target, std::span<const LogItem> items, Gathered& gathered) {
  for (const LogItem& item : items) {
    if (item.opaque) continue;
    const Status applied = item.status.ok() ? target.projection->apply(item, gathered.rows) : item.status;
    if (applied.ok()) {
      gathered.rows.keep_event();
      continue;
    }
    // An unreadable entry is poison whatever its code; a projection that can't read its own rows is not.
    if (item.status.ok() && is_environment_failure(applied)) {
      gathered.failure = applied;
      return;
    }
    gathered.rows.drop_event();
    gathered.parked.emplace_back(item.position, std::string(applied.reason()));
  }
}

// Runs `work(i)` for each i below `count`: all but the last on threads of their own, where they can be had.
template <typename Work>
void for_each_at_once(std::size_t count, const Work& work) {
  std::vector<std::future<void>> others;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    others.push_back(std::async(std::launch::async | std::launch::deferred, [&work, i] { work(i); }));
  }
  if (count > 0) work(count - 1);
  for (std::future<void>& other : others) other.get();
}

// Chunks of the log folded in memory for one lane, until they are written as one batch.
class Run {
 public:
  // `expected`: events that will be added, about. Only more than a chunk of them are loaded as files: whoever
  // folds so many ends the loads, and who follows the log chunk by chunk never has any to end.
  Run(Kv& kv, const LedgerView& view, std::span<Target* const> lane, std::uint64_t expected)
      : kv_(kv), view_(view), lane_(lane), loads_(expected > kChunkEventsMax), range_(lane.front()->range) {
    const bool begins = loads_ && range_.end() == 0;
    for (const Target* target : lane_) {
      LEDGER_CHECK(target->size() == lane_.front()->size());
      auto written =
          begins ? std::make_unique<WrittenKeys>(kv, target->rows(), expected * kRowsPerEvent) : nullptr;
      const ledger::KvReader& stored = begins ? static_cast<const ledger::KvReader&>(*written) : kv;
      gathered_.push_back({std::move(written), OwnRows(stored, target->rows()), {}, {}});
    }
  }

  // Projections see their own rows only, so each may apply on a thread of its own. Beginning a thread costs
  // as much as some ten events: worth it for a chunk that is full, as they are while catching up.
  Status add(std::span<const LogItem> items) {
    LEDGER_CHECK(!items.empty());
    const auto apply = [&](std::size_t i) { apply_items(*lane_[i], items, gathered_[i]); };
    if (items.size() < kChunkEventsMax) {
      for (std::size_t i = 0; i < lane_.size(); ++i) apply(i);
    } else {
      for_each_at_once(lane_.size(), apply);
    }
    for (const Gathered& one : gathered_) LEDGER_TRY(one.failure);
    for (const LogItem& item : items) {
      LEDGER_CHECK(item.position.value == range_.end());
      range_.append_leaf(item.leaf_hash);
    }
    LEDGER_CHECK(size() <= view_.head.size);
    return {};
  }

  TreeSize size() const { return TreeSize(range_.end()); }
  std::size_t bytes() const {
    std::size_t bytes = 0;
    for (const Gathered& one : gathered_) bytes += one.rows.bytes() + one.parked.size() * kParkedBytes;
    return bytes;
  }

  // Rows, parked events and cursors, and with them the targets, move to size().
  Status write() {
    LEDGER_TRY(hand_over());
    return taken_over(write_handed_over());
  }

  // The same on a thread of its own, so that the next chunks can be added meanwhile; done when end_write
  // says so.
  Status begin_write() {
    LEDGER_TRY(end_write());
    LEDGER_TRY(hand_over());
    writing_ = std::async(std::launch::async | std::launch::deferred, [this] { return write_handed_over(); });
    return {};
  }
  Status end_write() { return writing_.valid() ? taken_over(writing_.get()) : Status(); }

 private:
  // What is being written: not touched by add().
  struct HandedOver {
    CompactRange range;
    std::vector<std::vector<std::pair<ledger::Position, std::string>>> parked;  // by target
  };

  Status hand_over() {
    if (size() == view_.head.size && range_.root() != view_.head.root) {
      return ledger::data_loss(
          "projection.log_mismatch",
          "the entries read do not hash to the root at size " + std::to_string(size().value));
    }
    handed_over_.range = range_;
    handed_over_.parked.clear();
    for (Gathered& one : gathered_) {
      one.rows.hand_over();
      handed_over_.parked.push_back(std::exchange(one.parked, {}));
    }
    return {};
  }

  Status write_handed_over() {
    const TreeSize size(handed_over_.range.end());
    const ledger::Hash32 root = handed_over_.range.root();
    WriteBatch batch;
    for (std::size_t i = 0; i < lane_.size(); ++i) {
      // The cursor's keys come before those of the rows.
      put_cursor(batch, lane_[i]->rows(), {lane_[i]->projection->version(), size, root});
      const std::size_t first = batch.size();
      gathered_[i].rows.put_handed_over(batch);
      if (gathered_[i].written != nullptr) gathered_[i].written->add(batch, first);
      for (const auto& [position, reason] : handed_over_.parked[i]) {
        put_parked(batch, lane_[i]->rows(), position, reason);
      }
    }
    const bool load = loads_ && batch.bytes() >= kLoadBytesMin;
    return load ? kv_.load(batch) : kv_.write(batch, ledger::Durability::kBuffered);
  }

  Status taken_over(Status written) {
    LEDGER_TRY(written);
    for (std::size_t i = 0; i < lane_.size(); ++i) {
      gathered_[i].rows.forget_handed_over();
      lane_[i]->range = handed_over_.range;
      lane_[i]->parked_count += handed_over_.parked[i].size();
    }
    return {};
  }

  Kv& kv_;
  const LedgerView& view_;
  const std::span<Target* const> lane_;
  const bool loads_;
  CompactRange range_;
  std::vector<Gathered> gathered_;
  HandedOver handed_over_;
  std::future<Status> writing_;  // last: what it uses must outlive it
};

// Decodes ahead on threads of its own. A chunk may turn out shorter than asked for (its bytes are bounded):
// what was begun behind it then begins again where it really ended.
class DecodeAhead {
 public:
  DecodeAhead(const LedgerView& view, TreeSize from, TreeSize to) : view_(view), next_(from), to_(to) {}

  // Precondition: not at the end.
  Result<std::vector<LogItem>> take() {
    begin_more();
    LEDGER_ASSIGN(std::vector<LogItem> items, decoding_.front().get());
    const TreeSize end(items.back().position.value + 1);
    decoding_.pop_front();
    starts_.pop_front();
    const TreeSize expected = starts_.empty() ? next_ : starts_.front();
    if (end != expected) {
      for (auto& wrong : decoding_) wrong.wait();
      decoding_.clear();
      starts_.clear();
      next_ = end;
    }
    begin_more();
    return items;
  }

 private:
  static constexpr std::size_t kChunksAhead = 2;

  void begin_more() {
    while (decoding_.size() < kChunksAhead && next_ < to_) {
      // Falls back to decoding in place where no further thread can be had.
      decoding_.push_back(std::async(std::launch::async | std::launch::deferred,
                                     [this, from = next_] { return decode_chunk(view_, from, to_); }));
      starts_.push_back(next_);
      next_ = TreeSize(std::min(next_.value + kChunkEventsMax, to_.value));
    }
  }

  const LedgerView& view_;
  TreeSize next_;  // where the next chunk to begin starts
  const TreeSize to_;
  std::deque<TreeSize> starts_;  // of what is being decoded
  std::deque<std::future<Result<std::vector<LogItem>>>> decoding_;
};

}  // namespace

Result<Target> open_empty_target(Kv& kv, const Registry& registry, std::size_t number, Slot slot) {
  Target target;
  target.projection = &registry.at(number);
  target.number = number;
  target.slot = slot;
  LEDGER_TRY(empty_slot(kv, target.rows()));
  WriteBatch batch;
  put_cursor(batch, target.rows(), {target.projection->version(), TreeSize(0), ledger::merkle::empty_root()});
  LEDGER_TRY(kv.write(batch, ledger::Durability::kBuffered));
  return target;
}

Result<std::optional<Target>> resume_target(const ledger::KvReader& kv, const Registry& registry,
                                            std::size_t number, Slot slot, const LedgerView& view) {
  const auto none = std::optional<Target>();
  LEDGER_ASSIGN(const std::optional<Cursor> cursor, read_agreed_cursor(kv, rows_family(number, slot)));
  if (!cursor.has_value() || cursor->projection_version != registry.at(number).version()) return none;
  LEDGER_ASSIGN(std::optional<CompactRange> range, range_at(view, *cursor));
  if (!range.has_value()) return none;
  Target target;
  target.projection = &registry.at(number);
  target.number = number;
  target.slot = slot;
  target.range = std::move(*range);
  LEDGER_ASSIGN(target.parked_count, count_parked(kv, target.rows()));
  return std::optional<Target>(std::move(target));
}

Result<std::optional<Cursor>> older_rows(const ledger::KvReader& kv, const Registry& registry,
                                         std::size_t number, Slot slot, const LedgerView& view) {
  const auto none = std::optional<Cursor>();
  LEDGER_ASSIGN(const std::optional<Cursor> cursor, read_agreed_cursor(kv, rows_family(number, slot)));
  const Projection& projection = registry.at(number);
  if (!cursor.has_value() || cursor->projection_version >= projection.version() ||
      cursor->projection_version < projection.oldest_readable()) {
    return none;
  }
  LEDGER_ASSIGN(const std::optional<CompactRange> range, range_at(view, *cursor));
  return range.has_value() ? cursor : none;
}

Status fold_chunk(Kv& kv, const LedgerView& view, std::span<Target* const> lane,
                  std::span<const LogItem> items) {
  LEDGER_CHECK(!lane.empty());
  Run run(kv, view, lane, items.size());
  LEDGER_TRY(run.add(items));
  return run.write();
}

Status fold_to(Kv& kv, const LedgerView& view, std::span<Target* const> lane, TreeSize to,
               const Progress& progress) {
  LEDGER_CHECK(!lane.empty() && to <= view.head.size);
  if (lane.front()->size() == to) return {};
  DecodeAhead ahead(view, lane.front()->size(), to);
  Run run(kv, view, lane, to.value - lane.front()->size().value);
  while (run.size() < to) {
    LEDGER_ASSIGN(const std::vector<LogItem> items, ahead.take());
    LEDGER_TRY(run.add(items));
    const bool go_on = !progress || progress(run.size(), to);
    if (run.size() == to || run.bytes() >= kRunBytesMax || !go_on) LEDGER_TRY(run.begin_write());
    if (go_on) continue;
    LEDGER_TRY(run.end_write());
    return ledger::unavailable("projection.cancelled", "the fold was cancelled on request");
  }
  return run.end_write();
}

}  // namespace projections
