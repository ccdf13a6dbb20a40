#include "ledger/store/rocks_load.h"

#include <algorithm>
#include <numeric>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/metadata.h>
#include <rocksdb/options.h>
#include <rocksdb/sst_file_writer.h>
#include <string_view>

namespace ledger {
namespace {

// A lookup may have to ask each file: with so many they are merged into one sorted run.
constexpr std::size_t kFilesMax = 16;
// What the engine lets be in its first level; below, each level is one sorted run anyway.
constexpr std::size_t kFirstLevelFilesMax = 3;
// What a family gets less of than this with a batch, the engine takes as any other file.
constexpr std::size_t kLargeBytes = 1U << 20;
constexpr unsigned kMergeThreads = 2;
constexpr std::string_view kUnfinishedPrefix = "unfinished-load-";

rocksdb::Slice slice(ByteView bytes) {
  return rocksdb::Slice(bytes.data() == nullptr ? "" : bytes.data(), bytes.size());
}

Status write_failed(const rocksdb::Status& status) {
  return status.ok() ? Status() : unavailable("kv.write_failed", status.ToString());
}

// Numbers of a family's mutations by key, the last one of each key.
using Numbers = std::vector<std::size_t>;
void order_by_key(const WriteBatch& batch, Numbers& numbers) {
  const auto key = [&batch](std::size_t number) { return batch.op(number).key; };
  const auto less = [&key](std::size_t a, std::size_t b) { return key(a) < key(b); };
  if (!std::is_sorted(numbers.begin(), numbers.end(), less)) {
    std::stable_sort(numbers.begin(), numbers.end(), less);
  }
  // Of equal ones, unique keeps the first it meets: from the back.
  const auto kept = std::unique(numbers.rbegin(), numbers.rend(),
                                [&key](std::size_t a, std::size_t b) { return key(a) == key(b); });
  numbers.erase(numbers.begin(), kept.base());
}

std::vector<Numbers> numbers_by_family(const WriteBatch& batch, std::size_t families) {
  std::vector<Numbers> all(families);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const WriteBatch::Op op = batch.op(i);
    LEDGER_CHECK(!op.end.has_value() && !op.key.empty() && op.family.value < families);
    all[op.family.value].push_back(i);
  }
  return all;
}

rocksdb::Status write_rows(rocksdb::SstFileWriter& file, const WriteBatch& batch, const Numbers& numbers) {
  for (const std::size_t number : numbers) {
    const WriteBatch::Op op = batch.op(number);
    const rocksdb::Status status =
        op.value ? file.Put(slice(op.key), slice(*op.value)) : file.Delete(slice(op.key));
    if (!status.ok()) return status;
  }
  return rocksdb::Status::OK();
}

// One file with these rows, and what naming it in the manifest takes.
rocksdb::Status write_file(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family, const WriteBatch& batch,
                           const Numbers& numbers, rocksdb::IngestExternalFileArg& named) {
  rocksdb::Options options = db.GetOptions(family);
  // As what is flushed: these rows are soon written again, and then as small as they get.
  const bool compressed = !options.compression_per_level.empty();
  if (compressed) options.compression = options.compression_per_level.front();
  options.compression_per_level.clear();
  const std::string path =
      db.GetName() + "/" + std::string(kUnfinishedPrefix) + std::to_string(family->GetID());
  rocksdb::SstFileWriter file(rocksdb::EnvOptions(options), options, family, false);
  rocksdb::Status status = file.Open(path);
  if (status.ok()) status = write_rows(file, batch, numbers);
  rocksdb::ExternalSstFileInfo info;
  if (status.ok()) status = file.Finish(&info);
  named.column_family = family;
  named.external_files = {path};
  named.files_checksums = {info.file_checksum};
  named.files_checksum_func_names = {info.file_checksum_func_name};
  named.options.move_files = true;
  named.options.failed_move_fall_back_to_copy = false;
  named.options.write_global_seqno = false;    // it stands in the manifest, and the file keeps its checksum
  named.options.verify_file_checksum = false;  // made of the bytes as they were written, a moment ago
  return status;
}

}  // namespace

RocksLoad::RocksLoad(rocksdb::DB& db, std::vector<rocksdb::ColumnFamilyHandle*> families) : db_(db) {
  for (rocksdb::ColumnFamilyHandle* handle : families) families_.push_back({handle});
}

Status RocksLoad::load(const WriteBatch& batch) {
  std::vector<Numbers> numbers = numbers_by_family(batch, families_.size());
  std::vector<rocksdb::IngestExternalFileArg> files;
  std::vector<Family*> large;
  for (std::size_t i = 0; i < families_.size(); ++i) {
    if (numbers[i].empty()) continue;
    const std::size_t bytes = std::accumulate(
        numbers[i].begin(), numbers[i].end(), std::size_t{0}, [&batch](std::size_t sum, std::size_t number) {
          const WriteBatch::Op op = batch.op(number);
          return sum + op.key.size() + op.value.value_or(ByteView()).size();
        });
    order_by_key(batch, numbers[i]);
    files.emplace_back();
    LEDGER_TRY(write_failed(write_file(db_, families_[i].handle, batch, numbers[i], files.back())));
    Numbers().swap(numbers[i]);
    if (bytes >= kLargeBytes) large.push_back(&families_[i]);
  }
  for (Family* family : large) LEDGER_TRY(take_from_engine(*family));
  if (!files.empty()) LEDGER_TRY(write_failed(db_.IngestExternalFiles(files)));
  for (Family* family : large) {
    if (++family->files == kFilesMax) LEDGER_TRY(merge(*family));
  }
  return Status();
}

Status RocksLoad::end() {
  for (Family& family : families_) {
    if (!family.ours) continue;
    const std::size_t free_levels = static_cast<std::size_t>(family.free_level);
    if (family.files > free_levels + kFirstLevelFilesMax) LEDGER_TRY(merge(family));
    family.ours = false;
    LEDGER_TRY(write_failed(db_.SetOptions(family.handle, {{"disable_auto_compactions", "false"}})));
  }
  return Status();
}

Status RocksLoad::take_from_engine(Family& family) {
  if (family.ours) return Status();
  family.ours = true;
  family.files = 0;
  family.free_level = db_.NumberLevels(family.handle) - 1;
  return write_failed(db_.SetOptions(family.handle, {{"disable_auto_compactions", "true"}}));
}

// In one pass into the lowest level that no earlier merge has filled, so that no row is written again with
// each; when all are filled, everything into the last one.
Status RocksLoad::merge(Family& family) {
  if (family.free_level == 0) family.free_level = db_.NumberLevels(family.handle) - 1;
  const int into = family.free_level--;
  family.files = 0;
  rocksdb::ColumnFamilyMetaData stored;
  db_.GetColumnFamilyMetaData(family.handle, &stored);
  std::vector<std::string> names;
  for (const rocksdb::LevelMetaData& level : stored.levels) {
    if (level.level > into) continue;
    for (const rocksdb::SstFileMetaData& file : level.files) names.push_back(file.name);
  }
  if (names.empty()) return Status();
  rocksdb::CompactionOptions options;
  options.compression = rocksdb::kDisableCompressionOption;  // as the level has it
  options.output_file_size_limit = db_.GetOptions(family.handle).target_file_size_base;
  options.max_subcompactions = kMergeThreads;
  return write_failed(db_.CompactFiles(options, family.handle, names, into));
}

Status drop_erased_files(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
  std::uint64_t snapshots = 0;
  if (!db.GetIntProperty(rocksdb::DB::Properties::kNumSnapshots, &snapshots) || snapshots > 0)
    return Status();
  return write_failed(rocksdb::DeleteFilesInRange(&db, family, nullptr, nullptr));
}

void remove_unfinished_loads(const std::string& folder) {
  rocksdb::Env* env = rocksdb::Env::Default();
  std::vector<std::string> names;
  if (!env->GetChildren(folder, &names).ok()) return;
  for (const std::string& name : names) {
    // What can't be removed takes room, nothing else: the next load writes over it.
    if (name.starts_with(kUnfinishedPrefix)) env->DeleteFile(folder + "/" + name).PermitUncheckedError();
  }
}

}  // namespace ledger
