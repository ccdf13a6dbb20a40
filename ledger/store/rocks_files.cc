#include "ledger/store/rocks_files.h"

#include <algorithm>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/metadata.h>
#include <string>
#include <vector>

namespace ledger {
namespace {

constexpr std::size_t kPieceBytes = 1U << 20;

using LiveFile = rocksdb::LiveFileMetaData;

std::vector<LiveFile> live_files(rocksdb::DB& db) {
  std::vector<LiveFile> files;
  db.GetLiveFilesMetaData(&files);
  return files;
}

// A compaction may have replaced it since the list was made; what is still named must be there.
bool is_still_live(rocksdb::DB& db, const LiveFile& file) {
  const std::vector<LiveFile> now = live_files(db);
  return std::any_of(now.begin(), now.end(),
                     [&](const LiveFile& one) { return one.file_number == file.file_number; });
}

Status verify_file(rocksdb::DB& db, const LiveFile& file, const KeepOn& keep_on, Bytes& piece) {
  const std::string path = file.directory + "/" + file.relative_filename;
  rocksdb::FileChecksumGenContext context;
  context.file_name = path;
  context.requested_checksum_func_name = file.file_checksum_func_name;
  const auto checksum = rocksdb::GetFileChecksumGenCrc32cFactory()->CreateFileChecksumGenerator(context);
  if (checksum == nullptr) return data_loss("kv.corrupt", path + " has no checksum that can be computed");
  std::unique_ptr<rocksdb::SequentialFile> bytes;
  rocksdb::Status status = rocksdb::Env::Default()->NewSequentialFile(path, &bytes, rocksdb::EnvOptions());
  if (status.IsPathNotFound()) {
    return is_still_live(db, file) ? data_loss("kv.corrupt", path + " is gone") : Status();
  }
  while (status.ok()) {
    if (!keep_on()) return unavailable("kv.verify_ended", "verification was ended before " + path);
    rocksdb::Slice read;
    status = bytes->Read(piece.size(), &read, piece.data());
    if (read.empty()) break;
    checksum->Update(read.data(), read.size());
  }
  if (!status.ok()) return unavailable("kv.io", status.ToString());
  checksum->Finalize();
  if (checksum->GetChecksum() == file.file_checksum) return Status();
  return data_loss("kv.corrupt", path + " differs from its checksum");
}

}  // namespace

Status verify_live_files(rocksdb::DB& db, const KeepOn& keep_on) {
  Bytes piece(kPieceBytes, '\0');
  for (const LiveFile& file : live_files(db)) LEDGER_TRY(verify_file(db, file, keep_on, piece));
  return Status();
}

}  // namespace ledger
