#include "ledger/store/kv_copy.h"

namespace ledger {
namespace {

class ChunkWriter {
 public:
  explicit ChunkWriter(Kv& to) : to_(to) {}

  bool add(FamilyId family, ByteView key, ByteView value) {
    batch_.put(family, key, value);
    bytes_ += key.size() + value.size();
    if (bytes_ >= kCopyChunkBytes) write(Durability::kBuffered);
    return status_.ok();
  }
  // The last write is a synced one: it carries everything before it to the media.
  Status finish() {
    write(Durability::kSynced);
    return status_;
  }
  const Status& status() const { return status_; }

 private:
  void write(Durability durability) {
    if (status_.ok()) status_ = to_.write(batch_, durability);
    batch_ = WriteBatch();
    bytes_ = 0;
  }
  Kv& to_;
  WriteBatch batch_;
  std::size_t bytes_ = 0;
  Status status_;
};

}  // namespace

Status copy_rows(const KvReader& from, std::size_t families, Kv& to) {
  ChunkWriter writer(to);
  for (std::uint32_t family = 0; family < families; ++family) {
    LEDGER_TRY(from.scan(FamilyId(family), {}, {}, [&](ByteView key, ByteView value) {
      return writer.add(FamilyId(family), key, value);
    }));
    LEDGER_TRY(writer.status());
  }
  return writer.finish();
}

}  // namespace ledger
