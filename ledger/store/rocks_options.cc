#include "ledger/store/rocks_options.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <initializer_list>
#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/options.h>
#include <rocksdb/sst_partitioner.h>
#include <rocksdb/table.h>
#include <utility>

#include "ledger/base/diag.h"

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
constexpr double kMemtableBloomShare = 0.04;

const FamilyProfile& profile_of(std::string_view name) {
  const auto found = std::find_if(kProfiles.begin(), kProfiles.end(),
                                  [&](const FamilyProfile& profile) { return profile.name == name; });
  return found == kProfiles.end() ? kProfiles.back() : *found;
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

}  // namespace

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

}  // namespace ledger
