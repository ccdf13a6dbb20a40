#include "ledger/store/rocks_kv.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <initializer_list>
#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/iterator.h>
#include <rocksdb/listener.h>
#include <rocksdb/options.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/sst_partitioner.h>
#include <rocksdb/table.h>
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

namespace ledger {
namespace {

// How much work a family's rows are worth when they are packed. Hashes and sealed rows do not get smaller.
enum class Packing { kNone, kFast, kSmall };

// How a family is read, what its values are like and where it grows. Families that are not named get the last
// row. Sizes of levels and tables are in sixteenths of a memtable.
//
// The head row stands before all other rows and comes with every group, so each new table spans its family
// and is merged with the whole first level. That level is therefore kept about as small as what comes in:
// what it holds soon moves on, and where nothing older lies in between, as in families that grow at their
// end, it moves without being read. Tables are small where a merge meets the last rows of the level below.
struct FamilyProfile {
  std::string_view name;
  bool point_lookups;  // asked for keys that may be absent: a bloom filter saves the read
  Packing packing;
  std::size_t block_bytes;
  std::size_t first_level_share;
  std::size_t table_share;
  std::size_t kind_bytes;  // of a key: a table ends where they change, so the head row lies in one of its own
};
constexpr std::array<FamilyProfile, 9> kProfiles = {{
    {"entries", false, Packing::kSmall, 16 << 10, 8, 32, 1},  // long texts with common parts: larger blocks
    {"tiles", false, Packing::kNone, 8 << 10, 4, 1, 2},       // each level of the tree grows at its own end
    {"checkpoints", false, Packing::kSmall, 4 << 10, 4, 32, 1},
    {"dedup", true, Packing::kFast, 4 << 10, 2, 2, 1},
    {"streams", true, Packing::kSmall, 4 << 10, 8, 2, 1},
    {"state", true, Packing::kSmall, 4 << 10, 8, 2, 1},
    {"vault", true, Packing::kNone, 8 << 10, 8, 8, 1},
    {"meta", true, Packing::kSmall, 4 << 10, 8, 2, 1},
    {"", true, Packing::kSmall, 8 << 10, 8, 2, 1},
}};
constexpr std::size_t kWholeShare = 16;
// Higher ones cost more time, and rows of a kilobyte get no smaller.
constexpr int kZstdLevel = 1;
constexpr double kBloomBitsPerKey = 10;
// Few threads read at once; each shard must hold the largest block many times over.
constexpr int kCacheShardBits = 4;
// Of the cache, what indices and filters have before rows.
constexpr double kCacheHighShare = 0.5;
constexpr double kMemtableBloomShare = 0.04;
// What RocksDB puts before a row of a batch: kind, family and two lengths.
constexpr std::size_t kRowHeadBytesMax = 16;

const FamilyProfile& profile_of(std::string_view name) {
  const auto found = std::find_if(kProfiles.begin(), kProfiles.end(),
                                  [&](const FamilyProfile& profile) { return profile.name == name; });
  return found == kProfiles.end() ? kProfiles.back() : *found;
}

// RocksDB asserts that a slice has an address, even an empty one.
rocksdb::Slice slice(ByteView bytes) {
  return rocksdb::Slice(bytes.data() == nullptr ? "" : bytes.data(), bytes.size());
}
ByteView view(const rocksdb::Slice& bytes) {
  return ByteView(bytes.data(), bytes.size());
}

// RocksDB's own messages, with ours. Not its LOG file: on a disk that takes no more, the second line after a
// failed one is a failed assertion in the distribution's build, and would end the process in place of the
// write that is about to be refused. A database opened for reading must not leave a file behind either.
class DiagLogger final : public rocksdb::Logger {
 public:
  explicit DiagLogger(std::string path) : path_(std::move(path)) {}

  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}  // headers: the options, at length
  [[gnu::format(printf, 3, 0)]] void Logv(rocksdb::InfoLogLevel level, const char* format,
                                          va_list arguments) override {
    // Warnings are about tuning, and come from every reader beside a server: not for an operator.
    if (level < rocksdb::ERROR_LEVEL || level > rocksdb::FATAL_LEVEL) return;
    std::array<char, 1024> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    diag(DiagLevel::kError, "rocksdb", {{"path", path_}, {"text", std::string_view(text.data())}});
  }

 private:
  const std::string path_;
};

// Out of room is an error like any other. Left alone, RocksDB waits for room, syncs the same log file again
// and goes on: the second sync says nothing about what the first one lost.
class NoRecovery final : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* auto_recovery) override {
    *auto_recovery = false;
  }
};

rocksdb::CompressionType first_supported(std::initializer_list<rocksdb::CompressionType> preferred) {
  const auto supported = rocksdb::GetSupportedCompressions();
  for (const auto wanted : preferred) {
    if (std::find(supported.begin(), supported.end(), wanted) != supported.end()) return wanted;
  }
  return rocksdb::kNoCompression;
}

// What was just written lies in the first level for a moment only, beside what is appended meanwhile: there
// speed counts, and the small size where rows stay.
std::vector<rocksdb::CompressionType> compression_by_level(Packing packing, int levels) {
  const auto fastest = first_supported({rocksdb::kLZ4Compression, rocksdb::kZSTD});
  const auto smallest = first_supported({rocksdb::kZSTD, rocksdb::kLZ4Compression});
  std::vector<rocksdb::CompressionType> all(static_cast<std::size_t>(levels),
                                            packing == Packing::kSmall ? smallest : fastest);
  all.front() = fastest;
  return all;
}

// See FamilyProfile.
void set_levels(rocksdb::ColumnFamilyOptions& family, const FamilyProfile& profile,
                std::size_t memtable_bytes) {
  // Newer versions of RocksDB would fill the last level first, and merge what is new with everything.
  family.level_compaction_dynamic_level_bytes = false;
  family.max_bytes_for_level_base = memtable_bytes * profile.first_level_share / kWholeShare;
  family.target_file_size_base = memtable_bytes * profile.table_share / kWholeShare;
  family.sst_partitioner_factory = rocksdb::NewSstPartitionerFixedPrefixFactory(profile.kind_bytes);
}

rocksdb::DBOptions database_options(const RocksKvOptions& options) {
  rocksdb::DBOptions db;
  db.create_if_missing = options.create_if_missing;
  db.create_missing_column_families = options.create_if_missing;
  db.error_if_exists = options.error_if_exists;
  db.paranoid_checks = true;
  // The default mode drops acknowledged writes behind one flipped bit and opens as if nothing were missing.
  db.wal_recovery_mode = options.salvage ? rocksdb::WALRecoveryMode::kPointInTimeRecovery
                                         : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db.recycle_log_file_num = 0;
  db.wal_bytes_per_sync = 0;
  // All families are flushed together: point-in-time recovery then never leaves one ahead of the others.
  db.atomic_flush = true;
  db.max_total_wal_size = 8 * options.write_buffer_bytes;
  db.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  // A background error stays an error; resuming in place would be a retried sync.
  db.max_bgerror_resume_count = 0;
  db.listeners.push_back(std::make_shared<NoRecovery>());
  db.bytes_per_sync = 1 << 20;
  // A Kv has one writing thread: nothing to take turns with.
  db.allow_concurrent_memtable_write = false;
  db.enable_write_thread_adaptive_yield = false;
  db.max_background_jobs = 2;
  // Per family, whether it has files or not: the default starts 16 threads for each, at every start.
  db.max_file_opening_threads = 4;
  db.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;
  db.info_log = std::make_shared<DiagLogger>(options.path);
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  return db;
}

rocksdb::ColumnFamilyOptions family_options(const RocksKvOptions& options, std::string_view name,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  const FamilyProfile& profile = profile_of(name);
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = profile.block_bytes;
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // In small parts: the filter of a whole table is larger than what a shard of the cache holds, so that each
  // row looked for would read millions of bits anew, and the larger the log the more.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = profile.point_lookups;
  table.pin_top_level_index_and_filter = true;
  table.format_version = 5;
  if (profile.point_lookups) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  rocksdb::ColumnFamilyOptions family;
  if (profile.point_lookups) {
    // An absent key is then mostly told without a walk through the memtable's list.
    family.memtable_prefix_bloom_size_ratio = kMemtableBloomShare;
    family.memtable_whole_key_filtering = true;
  }
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  family.write_buffer_size = options.write_buffer_bytes;
  family.compression = rocksdb::kNoCompression;
  if (profile.packing != Packing::kNone) {
    family.compression_per_level = compression_by_level(profile.packing, family.num_levels);
    family.compression_opts.level = kZstdLevel;
  }
  set_levels(family, profile, options.write_buffer_bytes);
  family.force_consistency_checks = true;
  return family;
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
