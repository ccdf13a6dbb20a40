// Goal: what is stored, referred to and discarded can be read back as exactly that, and a spoilt row is
// named. Method: groups of each kind on the memory database, and rows written by hand.
#include "ledger/store/attachment_rows.h"

#include <gmock/gmock.h>

#include "ledger/store/memory_kv.h"

namespace ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

EventId id_of(std::uint8_t number) {
  EventId id;
  id.bytes.fill(number);
  return id;
}

class AttachmentRows : public ::testing::Test {
 protected:
  void write(const LogGroup& group) {
    WriteBatch batch;
    put_attachment_rows(group, batch);
    ASSERT_TRUE(kv.write(batch, Durability::kSynced).ok());
  }
  void put(ByteView key, ByteView value) {
    WriteBatch batch;
    batch.put(kVault, key, value);
    ASSERT_TRUE(kv.write(batch, Durability::kSynced).ok());
  }
  void store(std::uint8_t number) {
    LogGroup group;
    const std::string sealed = "sealed " + std::to_string(number);
    group.attachments.push_back({id_of(number), sealed, UnixMicros(1000 + number), 70U + number, "p-1"});
    write(group);
  }
  std::vector<EventId> unreferred(std::size_t count = 10) const {
    std::vector<EventId> ids;
    const auto rows = read_unreferred(kv, count);
    for (const UnreferredAttachment& one : *rows) ids.push_back(one.attachment);
    return ids;
  }
  MemoryKv kv{kLedgerFamilyCount};
};

TEST_F(AttachmentRows, StoredReferredToDiscarded) {
  EXPECT_FALSE(*has_attachment(kv, id_of(1)));
  EXPECT_FALSE(read_attachment(kv, id_of(1))->has_value());
  for (std::uint8_t number = 1; number <= 3; ++number) store(number);
  EXPECT_THAT(unreferred(), ElementsAre(id_of(1), id_of(2), id_of(3)));
  EXPECT_THAT(unreferred(2), ElementsAre(id_of(1), id_of(2)));
  const auto first = read_unreferred(kv, 1)->front();
  EXPECT_EQ(first.stored_at.value, 1001);
  EXPECT_EQ(first.bytes, 71U);
  EXPECT_EQ(first.person, "p-1");

  LogGroup used;
  used.attachment_uses = {{id_of(2), id_of(20)}, {id_of(2), id_of(21)}};
  write(used);
  EXPECT_THAT(unreferred(), ElementsAre(id_of(1), id_of(3)));
  EXPECT_THAT(*read_attachment_uses(kv, id_of(2), 10), ElementsAre(id_of(20), id_of(21)));
  EXPECT_THAT(*read_attachment_uses(kv, id_of(2), 1), ElementsAre(id_of(20)));
  EXPECT_THAT(*read_attachment_uses(kv, id_of(1), 10), IsEmpty());

  LogGroup discarded;
  discarded.attachments_discarded = {id_of(3)};
  write(discarded);
  EXPECT_THAT(unreferred(), ElementsAre(id_of(1)));
  EXPECT_FALSE(*has_attachment(kv, id_of(3)));
  EXPECT_FALSE(read_attachment(kv, id_of(3))->has_value());
  EXPECT_EQ(*read_attachment(kv, id_of(2)), "sealed 2");
  EXPECT_TRUE(*has_attachment(kv, id_of(1)));
  EXPECT_TRUE(*has_attachment(kv, id_of(2)));

  WriteBatch batch;
  erase_attachment_rows(id_of(1), batch);
  ASSERT_TRUE(kv.write(batch, Durability::kSynced).ok());
  EXPECT_THAT(unreferred(), IsEmpty());
}

TEST_F(AttachmentRows, StoredAndReferredToInOneGroup) {
  LogGroup group;
  group.attachments.push_back({id_of(1), "sealed", UnixMicros(1), 6, "p-1"});
  group.attachment_uses = {{id_of(1), id_of(9)}};
  write(group);
  EXPECT_THAT(unreferred(), IsEmpty());
  EXPECT_TRUE(*has_attachment(kv, id_of(1)));
}

TEST_F(AttachmentRows, ASpoiltRowIsNamed) {
  put(unreferred_key(id_of(1)), "short");
  EXPECT_EQ(read_unreferred(kv, 10).status().reason(), "store.row_malformed");
  put(attachment_use_prefix(id_of(2)) + "short", "");
  EXPECT_EQ(read_attachment_uses(kv, id_of(2), 10).status().reason(), "store.row_malformed");
}

}  // namespace
}  // namespace ledger
