#include "ledger/store/memory_kv.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/mutex.h"

namespace ledger {
namespace {

struct Version {
  std::uint64_t sequence = 0;
  std::optional<Bytes> value;  // nullopt: erased
};
using Family = std::map<Bytes, std::vector<Version>, std::less<>>;

constexpr std::uint64_t kNewest = ~std::uint64_t{0};

const std::optional<Bytes>* visible(const std::vector<Version>& versions, std::uint64_t sequence) {
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    if (version->sequence <= sequence) return &version->value;
  }
  return nullptr;
}

// Keeps what a snapshot at `oldest_pinned` or later can still see.
void drop_invisible(std::vector<Version>& versions, std::uint64_t oldest_pinned) {
  std::size_t first = versions.size() - 1;
  while (first > 0 && versions[first].sequence > oldest_pinned) --first;
  versions.erase(versions.begin(), versions.begin() + static_cast<std::ptrdiff_t>(first));
}

}  // namespace

struct MemoryKv::Shared {
  using Row = std::pair<Bytes, Bytes>;

  explicit Shared(std::size_t family_count) : families(family_count) {}

  const Family& family(FamilyId id) const LEDGER_REQUIRES(mutex) {
    LEDGER_CHECK(id.value < families.size());
    return families[id.value];
  }

  std::optional<Bytes> get(FamilyId id, ByteView key, std::uint64_t sequence) const LEDGER_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    const auto row = family(id).find(key);
    if (row == family(id).end()) return std::nullopt;
    const std::optional<Bytes>* value = visible(row->second, sequence);
    return value == nullptr ? std::nullopt : *value;
  }

  // First visible row at or behind `from` (behind it only, when `exclusive`) and below `to`.
  std::optional<Row> next(FamilyId id, ByteView from, bool exclusive, ByteView to,
                          std::uint64_t sequence) const LEDGER_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    const Family& rows = family(id);
    for (auto row = exclusive ? rows.upper_bound(from) : rows.lower_bound(from);
         row != rows.end() && (to.empty() || row->first < to); ++row) {
      const std::optional<Bytes>* value = visible(row->second, sequence);
      if (value != nullptr && value->has_value()) return Row(row->first, **value);
    }
    return std::nullopt;
  }

  // Last visible row below `to` (empty: of the whole family) and not below `from`.
  std::optional<Row> previous(FamilyId id, ByteView from, ByteView to, std::uint64_t sequence) const
      LEDGER_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    const Family& rows = family(id);
    auto row = to.empty() ? rows.end() : rows.lower_bound(to);
    while (row != rows.begin()) {
      --row;
      if (row->first < from) break;
      const std::optional<Bytes>* value = visible(row->second, sequence);
      if (value != nullptr && value->has_value()) return Row(row->first, **value);
    }
    return std::nullopt;
  }

  void apply(const WriteBatch& batch) LEDGER_REQUIRES(mutex) {
    ++newest;
    const std::uint64_t oldest_pinned = pinned.empty() ? kNewest : *pinned.begin();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const WriteBatch::Op op = batch.op(i);
      LEDGER_CHECK(op.family.value < families.size());
      Family& rows = families[op.family.value];
      if (!op.end) {
        change(rows, rows.try_emplace(Bytes(op.key)).first, op.value, oldest_pinned);
        continue;
      }
      for (auto row = rows.lower_bound(op.key); row != rows.end() && row->first < *op.end;) {
        row = change(rows, row, std::nullopt, oldest_pinned);
      }
    }
  }

  // Gives the row behind the changed one.
  Family::iterator change(Family& rows, Family::iterator row, std::optional<ByteView> value,
                          std::uint64_t oldest_pinned) LEDGER_REQUIRES(mutex) {
    std::vector<Version>& versions = row->second;
    if (!versions.empty() && versions.back().sequence == newest) versions.pop_back();
    versions.push_back({newest, value ? std::optional<Bytes>(*value) : std::nullopt});
    drop_invisible(versions, oldest_pinned);
    return versions.size() == 1 && !value ? rows.erase(row) : std::next(row);
  }

  mutable Mutex mutex;
  std::vector<Family> families LEDGER_GUARDED_BY(mutex);
  std::uint64_t newest LEDGER_GUARDED_BY(mutex) = 0;
  std::multiset<std::uint64_t> pinned LEDGER_GUARDED_BY(mutex);  // sequences of the snapshots alive
  WriteFault fault LEDGER_GUARDED_BY(mutex) = WriteFault::kNone;
  std::uint64_t countdown LEDGER_GUARDED_BY(mutex) = 0;
  bool failed LEDGER_GUARDED_BY(mutex) = false;
};

namespace {

// The lock is taken per row, not per scan, so that a visitor may read from the same database.
template <typename Shared>
void scan_rows(const Shared& shared, FamilyId family, ByteView from, ByteView to, std::uint64_t sequence,
               const KvReader::Visitor& visit) {
  auto row = shared.next(family, from, false, to, sequence);
  while (row && visit(row->first, row->second)) row = shared.next(family, row->first, true, to, sequence);
}

template <typename Shared>
void scan_rows_reverse(const Shared& shared, FamilyId family, ByteView from, ByteView to,
                       std::uint64_t sequence, const KvReader::Visitor& visit) {
  auto row = shared.previous(family, from, to, sequence);
  while (row && visit(row->first, row->second)) {
    // An empty upper bound means "to the end", so the empty key, which nothing precedes, ends the scan.
    if (row->first.empty()) return;
    row = shared.previous(family, from, Bytes(row->first), sequence);
  }
}

}  // namespace

class MemoryKv::Snapshot final : public KvReader {
 public:
  explicit Snapshot(Shared& shared) : shared_(shared) {
    const MutexLock lock(shared_.mutex);
    sequence_ = shared_.newest;
    shared_.pinned.insert(sequence_);
  }
  ~Snapshot() override {
    const MutexLock lock(shared_.mutex);
    shared_.pinned.erase(shared_.pinned.find(sequence_));
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const override {
    return shared_.get(family, key, sequence_);
  }
  Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    scan_rows(shared_, family, from, to, sequence_, visit);
    return Status();
  }
  Status scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    scan_rows_reverse(shared_, family, from, to, sequence_, visit);
    return Status();
  }

 private:
  Shared& shared_;
  std::uint64_t sequence_ = 0;
};

MemoryKv::MemoryKv(std::size_t family_count) : shared_(std::make_unique<Shared>(family_count)) {}
MemoryKv::~MemoryKv() = default;

Result<std::optional<Bytes>> MemoryKv::get(FamilyId family, ByteView key) const {
  return shared_->get(family, key, kNewest);
}

Status MemoryKv::scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const {
  // One sequence for the whole scan: a concurrent write is seen entirely or not at all.
  return Snapshot(*shared_).scan(family, from, to, visit);
}

Status MemoryKv::scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const {
  return Snapshot(*shared_).scan_reverse(family, from, to, visit);
}

Status MemoryKv::write(const WriteBatch& batch, Durability) {
  const MutexLock lock(shared_->mutex);
  if (shared_->failed) {
    return unavailable("kv.write_failed", "the database is read-only since an earlier write failed");
  }
  if (shared_->fault != WriteFault::kNone && shared_->countdown-- == 0) {
    shared_->failed = true;
    if (shared_->fault == WriteFault::kFailsButStored) shared_->apply(batch);
    return unavailable("kv.write_failed", "injected fault");
  }
  shared_->apply(batch);
  return Status();
}

std::shared_ptr<const KvReader> MemoryKv::snapshot() const {
  return std::make_shared<const Snapshot>(*shared_);
}

Status MemoryKv::verify_checksums() const {
  return Status();
}

std::vector<std::uint64_t> MemoryKv::family_bytes() const {
  const MutexLock lock(shared_->mutex);
  std::vector<std::uint64_t> totals;
  for (const Family& family : shared_->families) {
    std::uint64_t total = 0;
    for (const auto& [key, versions] : family) {
      if (versions.back().value) total += key.size() + versions.back().value->size();
    }
    totals.push_back(total);
  }
  return totals;
}

void MemoryKv::inject(WriteFault fault, std::uint64_t countdown) {
  const MutexLock lock(shared_->mutex);
  shared_->fault = fault;
  shared_->countdown = countdown;
}

std::unique_ptr<MemoryKv> MemoryKv::reopened() const {
  const std::size_t family_count = family_bytes().size();
  auto copy = std::make_unique<MemoryKv>(family_count);
  WriteBatch everything;
  const auto snapshot_now = snapshot();
  for (std::size_t i = 0; i < family_count; ++i) {
    const FamilyId family(static_cast<std::uint32_t>(i));
    const Status scanned = snapshot_now->scan(family, {}, {}, [&](ByteView key, ByteView value) {
      everything.put(family, key, value);
      return true;
    });
    LEDGER_CHECK(scanned.ok());
  }
  LEDGER_CHECK(copy->write(everything, Durability::kSynced).ok());
  return copy;
}

}  // namespace ledger
