#include "ledger/store/rocks_kv.h"

#include <algorithm>
#include <atomic>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/iterator.h>
#include <rocksdb/options.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/write_batch.h>
#include <set>
#include <string_view>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/diag.h"
#include "ledger/store/directory_sync.h"
#include "ledger/store/engine_stop.h"
#include "ledger/store/rocks_files.h"
#include "ledger/store/rocks_load.h"
#include "ledger/store/rocks_options.h"

namespace ledger {
namespace {

// Few threads read at once; each shard must hold the largest block many times over.
constexpr int kCacheShardBits = 4;
// Of the cache, what indices and filters have before rows.
constexpr double kCacheHighShare = 0.5;
// What RocksDB puts before a row of a batch: kind, family and two lengths.
constexpr std::size_t kRowHeadBytesMax = 16;

// RocksDB asserts that a slice has an address, even an empty one.
rocksdb::Slice slice(ByteView bytes) {
  return rocksdb::Slice(bytes.data() == nullptr ? "" : bytes.data(), bytes.size());
}
ByteView view(const rocksdb::Slice& bytes) {
  return ByteView(bytes.data(), bytes.size());
}

Status read_error(const rocksdb::Status& status) {
  if (status.IsCorruption()) return data_loss("kv.corrupt", status.ToString());
  return unavailable("kv.io", status.ToString());
}

Status open_error(const rocksdb::Status& status) {
  const std::string text = status.ToString();
  if (status.IsCorruption()) return data_loss("store.corrupt", text);
  // RocksDB has no code for a lock that is held: by another process, or by this one.
  const bool lock_held = text.find("While lock file") != std::string::npos ||
                         text.find("lock hold by current process") != std::string::npos;
  if (status.IsIOError() && lock_held) return unavailable("store.locked", text);
  return unavailable("store.open_failed", text);
}

// Of a database that is there: a file that another one names and that is gone is as lost as a damaged one.
Status existing_error(const rocksdb::Status& status) {
  return status.IsPathNotFound() ? data_loss("store.corrupt", status.ToString()) : open_error(status);
}

// RocksDB counts every comparison of keys in counters of the thread, which nobody reads here: a tenth of what
// a row costs. The level is the thread's, and threads come from everywhere.
void count_nothing() {
  thread_local bool told = false;
  if (told) return;
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  told = true;
}

// What both a live database and a snapshot read from. Handles are in FamilyId order.
class Families {
 public:
  Families(rocksdb::DB& db, std::vector<rocksdb::ColumnFamilyHandle*> handles)
      : db_(db), handles_(std::move(handles)) {}

  rocksdb::ColumnFamilyHandle* handle(FamilyId family) const {
    LEDGER_CHECK(family.value < handles_.size());
    return handles_[family.value];
  }
  std::size_t count() const { return handles_.size(); }
  const std::vector<rocksdb::ColumnFamilyHandle*>& handles() const { return handles_; }

  Result<std::optional<Bytes>> get(const rocksdb::ReadOptions& options, FamilyId family, ByteView key) const {
    count_nothing();
    Bytes value;
    const rocksdb::Status status = db_.Get(options, handle(family), slice(key), &value);
    if (status.ok()) return std::optional<Bytes>(std::move(value));
    if (status.IsNotFound()) return std::optional<Bytes>();
    return read_error(status);
  }

  Status scan(rocksdb::ReadOptions options, FamilyId family, ByteView from, ByteView to,
              const KvReader::Visitor& visit, bool forward) const {
    if (!to.empty() && from >= to) return Status();
    count_nothing();
    const rocksdb::Slice lower = slice(from);
    const rocksdb::Slice upper = slice(to);
    options.iterate_lower_bound = &lower;
    if (!to.empty()) options.iterate_upper_bound = &upper;
    const std::unique_ptr<rocksdb::Iterator> rows(db_.NewIterator(options, handle(family)));
    forward ? rows->SeekToFirst() : rows->SeekToLast();
    while (rows->Valid() && visit(view(rows->key()), view(rows->value()))) {
      forward ? rows->Next() : rows->Prev();
    }
    return rows->status().ok() ? Status() : read_error(rows->status());
  }

 private:
  rocksdb::DB& db_;
  const std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

class RocksSnapshot final : public KvReader {
 public:
  RocksSnapshot(rocksdb::DB& db, const Families& families)
      : db_(db), families_(families), snapshot_(db.GetSnapshot()) {
    options_.snapshot = snapshot_;
  }
  ~RocksSnapshot() override {
    if (snapshot_ != nullptr) db_.ReleaseSnapshot(snapshot_);
  }
  RocksSnapshot(const RocksSnapshot&) = delete;
  RocksSnapshot& operator=(const RocksSnapshot&) = delete;

  Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const override {
    return families_.get(options_, family, key);
  }
  Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    return families_.scan(options_, family, from, to, visit, true);
  }
  Status scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    return families_.scan(options_, family, from, to, visit, false);
  }

 private:
  rocksdb::DB& db_;
  const Families& families_;
  const rocksdb::Snapshot* const snapshot_;  // null for a database that never changes
  rocksdb::ReadOptions options_;
};

class RocksKv final : public Kv {
 public:
  // `handles` in the order of the families; `unused` is the one of "default".
  RocksKv(std::unique_ptr<rocksdb::DB> db, std::vector<rocksdb::ColumnFamilyHandle*> handles,
          rocksdb::ColumnFamilyHandle* unused, bool read_only)
      : db_(std::move(db)),
        unused_(unused),
        families_(*db_, std::move(handles)),
        read_only_(read_only),
        load_(*db_, families_.handles()) {}

  ~RocksKv() override {
    for (std::uint32_t i = 0; i < families_.count(); ++i) {
      db_->DestroyColumnFamilyHandle(families_.handle(FamilyId(i))).PermitUncheckedError();
    }
    db_->DestroyColumnFamilyHandle(unused_).PermitUncheckedError();
    // Everything promised is in the synced WAL; whatever closing fails to do, recovery does.
    db_->Close().PermitUncheckedError();
  }
  RocksKv(const RocksKv&) = delete;
  RocksKv& operator=(const RocksKv&) = delete;

  Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const override {
    return families_.get(rocksdb::ReadOptions(), family, key);
  }
  Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    return families_.scan(rocksdb::ReadOptions(), family, from, to, visit, true);
  }
  Status scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    return families_.scan(rocksdb::ReadOptions(), family, from, to, visit, false);
  }

  Status write(const WriteBatch& batch, Durability durability) override {
    if (read_only_) return unavailable("kv.read_only", "the database was opened for reading only");
    if (failed_.load()) {
      return unavailable("kv.write_failed", "the database is read-only since an earlier write failed");
    }
    count_nothing();
    rocksdb::WriteBatch rows(batch.bytes() + batch.size() * kRowHeadBytesMax);
    rocksdb::Status status;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const WriteBatch::Op op = batch.op(i);
      rocksdb::ColumnFamilyHandle* family = families_.handle(op.family);
      status = op.end     ? rows.DeleteRange(family, slice(op.key), slice(*op.end))
               : op.value ? rows.Put(family, slice(op.key), slice(*op.value))
                          : rows.Delete(family, slice(op.key));
      if (!status.ok()) break;
    }
    rocksdb::WriteOptions options;
    options.sync = durability == Durability::kSynced;
    // Checksums each row from here into the memtable: a flip in memory on the way becomes an error.
    options.protection_bytes_per_key = 8;
    if (status.ok()) status = db_->Write(options, &rows);
    if (status.ok()) return Status();
    failed_.store(true);
    return unavailable("kv.write_failed", status.ToString());
  }

  Status load(const WriteBatch& batch) override {
    if (read_only_ || failed_.load()) return write(batch, Durability::kBuffered);
    count_nothing();
    return closing_when_failed(load_.load(batch));
  }
  Status end_loads() override { return closing_when_failed(load_.end()); }
  Status erase_all(FamilyId family) override {
    LEDGER_TRY(Kv::erase_all(family));
    return read_only_ ? Status() : closing_when_failed(drop_erased_files(*db_, families_.handle(family)));
  }

  Status settle() override {
    // After a failed write the engine's state is unknown: recovery is to judge the log as it is.
    if (read_only_ || failed_.load()) return Status();
    std::vector<rocksdb::ColumnFamilyHandle*> all{unused_};
    for (std::uint32_t i = 0; i < families_.count(); ++i) all.push_back(families_.handle(FamilyId(i)));
    const rocksdb::Status flushed = db_->Flush(rocksdb::FlushOptions(), all);
    return flushed.ok() ? Status() : unavailable("kv.not_settled", flushed.ToString());
  }

  std::shared_ptr<const KvReader> snapshot() const override {
    return std::make_shared<const RocksSnapshot>(*db_, families_);
  }

  Status verify_checksums() const override {
    // Blocks first, then whole files: block checksums do not cover every byte of a table's footer.
    const rocksdb::Status blocks = db_->VerifyChecksum(rocksdb::ReadOptions());
    if (!blocks.ok()) return read_error(blocks);
    const rocksdb::Status files = db_->VerifyFileChecksums(rocksdb::ReadOptions());
    return files.ok() ? Status() : read_error(files);
  }

  Status verify_files(const KeepOn& keep_on) const override { return verify_live_files(*db_, keep_on); }

  std::vector<std::uint64_t> family_bytes() const override {
    std::vector<std::uint64_t> totals(families_.count(), 0);
    for (std::uint32_t i = 0; i < totals.size(); ++i) {
      // Stays 0 when the property is not available.
      db_->GetIntProperty(families_.handle(FamilyId(i)), rocksdb::DB::Properties::kLiveSstFilesSize,
                          &totals[i]);
    }
    return totals;
  }

 private:
  Status closing_when_failed(Status status) {
    if (!status.ok()) failed_.store(true);
    return status;
  }

  const std::unique_ptr<rocksdb::DB> db_;
  rocksdb::ColumnFamilyHandle* const unused_;
  const Families families_;
  const bool read_only_;
  RocksLoad load_;
  std::atomic<bool> failed_{false};
};

// Whether the folder holds a database. CURRENT gone beside other files of a database is damage, not absence:
// creating a fresh database over the remains would finish them.
Result<bool> database_exists(const std::string& path) {
  rocksdb::Env* env = rocksdb::Env::Default();
  if (env->FileExists(path + "/CURRENT").ok()) return true;
  std::vector<std::string> names;
  if (!env->GetChildren(path, &names).ok()) return false;
  for (const std::string& name : names) {
    if (name.starts_with("MANIFEST-") || name.ends_with(".sst") || name.ends_with(".log")) {
      return data_loss("store.corrupt",
                       std::string(path).append(" holds ").append(name).append(" but no CURRENT file"));
    }
  }
  return false;
}

Status check_families_on_disk(const RocksKvOptions& options) {
  std::vector<std::string> on_disk;
  const auto listed = rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), options.path, &on_disk);
  if (!listed.ok()) return existing_error(listed);
  std::set<std::string> missing(options.families.begin(), options.families.end());
  for (const std::string& name : on_disk) {
    if (missing.erase(name) == 0 && name != rocksdb::kDefaultColumnFamilyName) {
      return invalid("store.unknown_family", options.path + " holds the family " + name +
                                                 ", which this version of the program does not know");
    }
  }
  if (missing.empty() || (options.create_if_missing && !options.read_only)) return Status();
  return data_loss("store.corrupt", options.path + " lacks the family " + *missing.begin());
}

Status check_place(const RocksKvOptions& options, bool exists) {
  if (exists && options.error_if_exists) {
    return already_exists("store.exists", "there is already a database at " + options.path);
  }
  if (exists) return check_families_on_disk(options);
  if (options.create_if_missing && !options.read_only) return Status();
  return not_found("store.missing", "there is no database at " + options.path);
}

}  // namespace

Result<std::unique_ptr<Kv>> open_rocks_kv(const RocksKvOptions& options) {
  LEDGER_CHECK(!options.salvage || options.read_only);
  LEDGER_ASSIGN(const bool exists, database_exists(options.path));
  LEDGER_TRY(check_place(options, exists));
  if (!exists) {
    // RocksDB would make the folder too, after calling it an error that it is not there.
    const rocksdb::Status made = rocksdb::Env::Default()->CreateDirIfMissing(options.path);
    if (!made.ok()) return open_error(made);
  }

  const auto cache = rocksdb::NewLRUCache(options.block_cache_bytes, kCacheShardBits, false, kCacheHighShare);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName, family_options(options, "", cache));
  for (const std::string& name : options.families) {
    descriptors.emplace_back(name, family_options(options, name, cache));
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* raw = nullptr;
  const rocksdb::DBOptions db_options = database_options(options);
  const EngineStop stop(options.path, options.damage_mark);
  const rocksdb::Status status =
      options.read_only ? rocksdb::DB::OpenForReadOnly(db_options, options.path, descriptors, &handles, &raw)
                        : rocksdb::DB::Open(db_options, options.path, descriptors, &handles, &raw);
  std::unique_ptr<rocksdb::DB> db(raw);
  if (!status.ok()) return exists ? existing_error(status) : open_error(status);
  LEDGER_CHECK(handles.size() == descriptors.size());
  if (!options.read_only) remove_unfinished_loads(options.path);  // nobody else has it open

  rocksdb::ColumnFamilyHandle* unused = handles.front();
  handles.erase(handles.begin());
  std::unique_ptr<Kv> kv =
      std::make_unique<RocksKv>(std::move(db), std::move(handles), unused, options.read_only);
  // RocksDB syncs its own folder, but not the entry that names it.
  if (!exists) LEDGER_TRY(sync_directory(parent_directory(options.path)));
  return kv;
}

}  // namespace ledger
