#include "projections/fold.h"

#include <algorithm>
#include <future>

#include "ledger/merkle/hash.h"
#include "ledger/merkle/proof.h"
#include "ledger/store/tile_store.h"

namespace projections {

using ledger::Kv;
using ledger::LedgerView;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;
using ledger::WriteBatch;
using ledger::merkle::CompactRange;

namespace {

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

// Rows of one target for all items; returns the number of parked ones.
Result<std::uint64_t> apply_items(const Kv& kv, const Target& target, std::span<const LogItem> items,
                                  WriteBatch& batch) {
  OwnRows own(kv, target.rows());
  std::uint64_t parked_count = 0;
  for (const LogItem& item : items) {
    if (item.opaque) continue;
    const Status applied = item.status.ok() ? target.projection->apply(item, own) : item.status;
    if (applied.ok()) {
      own.keep_event();
      continue;
    }
    // An unreadable entry is poison whatever its code; a projection that can't read its own rows is not.
    if (item.status.ok() && is_environment_failure(applied)) return applied;
    own.drop_event();
    put_parked(batch, target.rows(), item.position, applied.reason());
    ++parked_count;
  }
  own.take_into(batch);
  return parked_count;
}

}  // namespace

Result<Target> open_empty_target(Kv& kv, const Registry& registry, std::size_t number, Slot slot) {
  Target target;
  target.projection = &registry.at(number);
  target.number = number;
  target.slot = slot;
  target.restarted = true;
  LEDGER_TRY(empty_slot(kv, target.rows()));
  WriteBatch batch;
  put_cursor(batch, target.rows(), {target.projection->version(), TreeSize(0), ledger::merkle::empty_root()});
  LEDGER_TRY(kv.write(batch, ledger::Durability::kBuffered));
  return target;
}

Result<Target> open_target(Kv& kv, const Registry& registry, std::size_t number, Slot slot,
                           const LedgerView& view) {
  LEDGER_ASSIGN(const std::optional<Cursor> cursor, read_cursor(kv, rows_family(number, slot)));
  if (cursor.has_value() && cursor->projection_version == registry.at(number).version()) {
    LEDGER_ASSIGN(std::optional<CompactRange> range, range_at(view, *cursor));
    if (range.has_value()) {
      Target target;
      target.projection = &registry.at(number);
      target.number = number;
      target.slot = slot;
      target.range = std::move(*range);
      return target;
    }
  }
  return open_empty_target(kv, registry, number, slot);
}

Status fold_chunk(Kv& kv, const LedgerView& view, std::span<Target* const> lane,
                  std::span<const LogItem> items) {
  LEDGER_CHECK(!lane.empty() && !items.empty());
  CompactRange range = lane.front()->range;
  for (const LogItem& item : items) {
    LEDGER_CHECK(item.position.value == range.end());
    range.append_leaf(item.leaf_hash);
  }
  const TreeSize size(range.end());
  const ledger::Hash32 root = range.root();
  LEDGER_CHECK(size <= view.head.size);
  if (size == view.head.size && root != view.head.root) {
    return ledger::data_loss("projection.log_mismatch", "the entries read do not hash to the root at size " +
                                                            std::to_string(size.value));
  }
  WriteBatch batch;
  std::vector<std::uint64_t> parked_counts;
  for (const Target* target : lane) {
    LEDGER_CHECK(ledger::next_position(target->size()) == items.front().position);
    LEDGER_ASSIGN(const std::uint64_t parked_count, apply_items(kv, *target, items, batch));
    parked_counts.push_back(parked_count);
    put_cursor(batch, target->rows(), {target->projection->version(), size, root});
  }
  LEDGER_TRY(kv.write(batch, ledger::Durability::kBuffered));
  for (std::size_t i = 0; i < lane.size(); ++i) {
    lane[i]->range = range;
    lane[i]->parked_count += parked_counts[i];
  }
  return {};
}

Status fold_to(Kv& kv, const LedgerView& view, std::span<Target* const> lane, TreeSize to,
               const Progress& progress) {
  LEDGER_CHECK(!lane.empty() && to <= view.head.size);
  const auto decode_from = [&view, to](TreeSize from) {
    // Falls back to decoding in place where no further thread can be had.
    return std::async(std::launch::async | std::launch::deferred,
                      [&view, from, to] { return decode_chunk(view, from, to); });
  };
  TreeSize at = lane.front()->size();
  if (at == to) return {};
  auto decoding = decode_from(at);
  while (at < to) {
    LEDGER_ASSIGN(const std::vector<LogItem> items, decoding.get());
    at = TreeSize(at.value + items.size());
    if (at < to) decoding = decode_from(at);
    LEDGER_TRY(fold_chunk(kv, view, lane, items));
    if (progress && !progress(at, to)) {
      return ledger::unavailable("projection.cancelled", "the fold was cancelled on request");
    }
  }
  return {};
}

}  // namespace projections
