#include "tests/bench/store_sizes.h"

#include <memory>
#include <rocksdb/db.h>
#include <rocksdb/metadata.h>
#include <rocksdb/options.h>
#include <vector>

namespace bench {

ledger::Result<std::map<std::string, std::uint64_t>> store_sizes(const std::string& database) {
  const rocksdb::DBOptions options;
  std::vector<std::string> names;
  if (const auto status = rocksdb::DB::ListColumnFamilies(options, database, &names); !status.ok())
    return ledger::unavailable("file.io", status.ToString());
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  const auto status = rocksdb::DB::OpenForReadOnly(options, database, families, &handles, &opened);
  if (!status.ok()) return ledger::unavailable("file.io", status.ToString());
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::vector<rocksdb::LiveFileMetaData> files;
  db->GetLiveFilesMetaData(&files);
  std::map<std::string, std::uint64_t> sizes;
  for (const rocksdb::LiveFileMetaData& file : files) sizes[file.column_family_name] += file.size;
  for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle);
  return sizes;
}

}  // namespace bench
