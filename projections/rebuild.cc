#include "projections/rebuild.h"

#include <algorithm>

#include "ledger/base/sha256.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::FamilyId;
using ledger::Kv;
using ledger::KvReader;
using ledger::LedgerView;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;

namespace {

constexpr std::size_t kFetchRows = 1024;

// Rows of one key range, fetched in runs, so that two databases can be walked side by side. Keys come without
// the range's prefix.
class RowStream {
 public:
  RowStream(const KvReader& reader, FamilyId family, Bytes prefix)
      : reader_(reader), family_(family), prefix_(std::move(prefix)), from_(prefix_) {}

  // False at the end; then row() means nothing.
  Result<bool> next() {
    if (++at_ < fetched_.size()) return true;
    fetched_.clear();
    at_ = 0;
    LEDGER_TRY(
        reader_.scan(family_, from_, ledger::prefix_end(prefix_), [this](ByteView key, ByteView value) {
          fetched_.emplace_back(key.substr(prefix_.size()), value);
          from_ = Bytes(key) + '\0';
          return fetched_.size() < kFetchRows;
        }));
    return !fetched_.empty();
  }
  const std::pair<Bytes, Bytes>& row() const { return fetched_[at_]; }

 private:
  const KvReader& reader_;
  const FamilyId family_;
  const Bytes prefix_;
  Bytes from_;
  std::vector<std::pair<Bytes, Bytes>> fetched_;
  std::size_t at_ = 0;
};

// Counts equal rows; stops at the first difference. False: they differ, and `result` says where.
Result<bool> compare_rows(RowStream& stored, RowStream& fresh, std::string_view where, Comparison& result) {
  while (true) {
    LEDGER_ASSIGN(const bool has_stored, stored.next());
    LEDGER_ASSIGN(const bool has_fresh, fresh.next());
    if (!has_stored && !has_fresh) return true;
    if (has_stored && has_fresh && stored.row() == fresh.row()) {
      ++result.rows_count;
      continue;
    }
    result.difference_in = where;
    const bool stored_first = has_stored && (!has_fresh || stored.row().first <= fresh.row().first);
    result.difference_key_hex = ledger::to_hex(stored_first ? stored.row().first : fresh.row().first);
    return false;
  }
}

Result<Comparison> compare_one(const KvReader& stored, FamilyId stored_rows, const KvReader& fresh,
                               const Target& target) {
  Comparison result;
  result.projection = target.projection->name();
  result.size = target.size();
  LEDGER_ASSIGN(const std::optional<Cursor> stored_cursor, read_cursor(stored, stored_rows));
  LEDGER_ASSIGN(const std::optional<Cursor> fresh_cursor, read_cursor(fresh, target.rows()));
  if (stored_cursor != fresh_cursor) {
    result.difference_in = "cursor";
    return result;
  }
  RowStream rows_a(stored, stored_rows, {});
  RowStream rows_b(fresh, target.rows(), {});
  LEDGER_ASSIGN(const bool rows_equal, compare_rows(rows_a, rows_b, "rows", result));
  if (!rows_equal) return result;
  RowStream parked_a(stored, kParkedRows, parked_prefix(stored_rows));
  RowStream parked_b(fresh, kParkedRows, parked_prefix(target.rows()));
  LEDGER_ASSIGN(result.equal, compare_rows(parked_a, parked_b, "parked", result));
  return result;
}

Result<std::vector<std::size_t>> numbers_of(const Registry& registry, const std::vector<std::string>& names) {
  std::vector<std::size_t> numbers;
  for (std::size_t number = 0; number < registry.size(); ++number) {
    if (names.empty()) numbers.push_back(number);
  }
  for (const std::string& name : names) {
    const std::optional<std::size_t> number = registry.find(name);
    if (!number.has_value()) {
      return ledger::not_found("projection.unknown", "no projection is called " + name);
    }
    if (std::find(numbers.begin(), numbers.end(), *number) == numbers.end()) numbers.push_back(*number);
  }
  return numbers;
}

// The rows of a projection that a comparison looks at: those in use, or what has grown of the first ones.
Result<OwnSnapshot> compared_rows(const Snapshot& stored, std::size_t number) {
  const Projection& projection = stored.registry->at(number);
  const auto own = stored.rows_of(projection.name());
  if (own.ok() && own->version == projection.version()) return own;
  if (!own.ok() && own.status().reason() != "projection.not_ready") return own;
  LEDGER_ASSIGN(const Slot slot, active_slot(*stored.reader, projection.name()));
  const FamilyId rows = rows_family(number, other_slot(slot));
  LEDGER_ASSIGN(const auto cursor, read_agreed_cursor(*stored.reader, rows));
  if (cursor.has_value() && cursor->projection_version == projection.version()) {
    return OwnSnapshot{stored.reader.get(), rows, cursor->size, cursor->projection_version};
  }
  return ledger::unavailable("projection.not_ready", "no rows of version " +
                                                         std::to_string(projection.version()) + " of " +
                                                         std::string(projection.name()) + " are stored");
}

std::vector<Target*> pointers_to(std::vector<Target>& targets) {
  std::vector<Target*> lane;
  lane.reserve(targets.size());
  for (Target& target : targets) lane.push_back(&target);
  return lane;
}

// Folds all targets from 0, each to its own size: those of smaller sizes drop out as the lane passes them.
Status fold_each_to(Kv& kv, const LedgerView& view, std::vector<Target>& targets,
                    const std::vector<TreeSize>& sizes, const Progress& progress) {
  std::vector<TreeSize> stops = sizes;
  std::sort(stops.begin(), stops.end());
  stops.erase(std::unique(stops.begin(), stops.end()), stops.end());
  for (const TreeSize stop : stops) {
    std::vector<Target*> lane;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (sizes[i] >= stop) lane.push_back(&targets[i]);
    }
    LEDGER_TRY(fold_to(kv, view, lane, stop, progress));
  }
  return {};
}

}  // namespace

Status rebuild(Kv& kv, const Registry& registry, const LedgerView& view,
               const std::vector<std::string>& names, const Progress& progress) {
  LEDGER_TRY(prepare_store(kv, registry));
  LEDGER_ASSIGN(const std::vector<std::size_t> numbers, numbers_of(registry, names));
  std::vector<Target> targets;
  std::vector<FamilyId> old_rows;
  ledger::WriteBatch take_over;
  for (const std::size_t number : numbers) {
    const std::string_view name = registry.at(number).name();
    LEDGER_ASSIGN(const Slot slot, active_slot(kv, name));
    LEDGER_ASSIGN(Target target, open_empty_target(kv, registry, number, other_slot(slot)));
    put_take_over(take_over, name, number, target.slot);
    old_rows.push_back(rows_family(number, slot));
    targets.push_back(std::move(target));
  }
  if (targets.empty()) return {};
  LEDGER_TRY(fold_to(kv, view, pointers_to(targets), view.head.size, progress));
  LEDGER_TRY(kv.end_loads());
  LEDGER_TRY(kv.write(take_over, ledger::Durability::kSynced));
  for (const FamilyId rows : old_rows) LEDGER_TRY(empty_slot(kv, rows));
  return {};
}

Result<ledger::Hash32> digest_rows(const OwnSnapshot& own, const std::function<bool()>& go_on) {
  ledger::Sha256 digest;
  const auto add = [&digest](ByteView bytes) {
    Bytes length;
    ledger::put_u32(length, static_cast<std::uint32_t>(bytes.size()));
    digest.update(length).update(bytes);
  };
  for (RowStream rows :
       {RowStream(*own.reader, own.rows, {}), RowStream(*own.reader, kParkedRows, parked_prefix(own.rows))}) {
    for (std::uint64_t count = 0;; ++count) {
      LEDGER_ASSIGN(const bool more, rows.next());
      if (!more) break;
      add(rows.row().first);
      add(rows.row().second);
      if (count % kFetchRows == 0 && !go_on()) {
        return ledger::unavailable("projection.cancelled", "the digest was cancelled on request");
      }
    }
  }
  return digest.finish();
}

Result<std::vector<Comparison>> compare_with_rebuild(const Snapshot& stored, Kv& fresh,
                                                     const LedgerView& view, const Progress& progress) {
  const Registry& registry = *stored.registry;
  LEDGER_TRY(prepare_store(fresh, registry));
  std::vector<Target> targets;
  std::vector<TreeSize> sizes;
  std::vector<FamilyId> stored_rows;
  for (std::size_t number = 0; number < registry.size(); ++number) {
    LEDGER_ASSIGN(const OwnSnapshot own, compared_rows(stored, number));
    if (own.size > view.head.size) {
      return ledger::forbidden_by_rule("projection.beyond_view",
                                       "the stored rows reach further than the view");
    }
    sizes.push_back(own.size);
    stored_rows.push_back(own.rows);
    LEDGER_ASSIGN(Target target, open_empty_target(fresh, registry, number, Slot::kA));
    targets.push_back(std::move(target));
  }
  LEDGER_TRY(fold_each_to(fresh, view, targets, sizes, progress));
  std::vector<Comparison> comparisons;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    LEDGER_ASSIGN(Comparison comparison, compare_one(*stored.reader, stored_rows[i], fresh, targets[i]));
    comparisons.push_back(std::move(comparison));
  }
  return comparisons;
}

}  // namespace projections
