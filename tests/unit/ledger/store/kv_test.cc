// Goal: a prefix scan's upper bound is exact. Method: a table of prefixes, with the bytes at the border of
// overflow.
#include "ledger/store/kv.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

struct PrefixRow {
  Bytes prefix;
  Bytes end;
};

TEST(PrefixEnd, IsTheSmallestKeyBehindEveryKeyWithThePrefix) {
  const PrefixRow rows[] = {
      {"a", "b"},
      {"ab", "ac"},
      {Bytes("\x00", 1), "\x01"},
      {Bytes("a\x00", 2), "a\x01"},
      {"a\x7f", "a\x80"},
      {"a\xfe", "a\xff"},
      {"a\xff", "b"},
      {"a\xff\xff", "b"},
      {"\xfe\xff", "\xff"},
  };
  for (const PrefixRow& row : rows) {
    const Bytes end = prefix_end(row.prefix);
    EXPECT_EQ(end, row.end) << to_hex(row.prefix);
    EXPECT_LT(row.prefix + Bytes(40, '\xff'), end) << to_hex(row.prefix);
    EXPECT_FALSE(end.starts_with(row.prefix)) << to_hex(row.prefix);
  }
}

TEST(PrefixEnd, IsEmptyWhenNothingIsGreater) {
  EXPECT_EQ(prefix_end(""), "");
  EXPECT_EQ(prefix_end("\xff"), "");
  EXPECT_EQ(prefix_end("\xff\xff\xff"), "");
}

TEST(WriteBatch, KeepsOrderAndTellsErasingFromStoringNothing) {
  WriteBatch batch;
  EXPECT_TRUE(batch.empty());
  batch.put(FamilyId(1), "k", "");
  batch.erase(FamilyId(2), "k");
  ASSERT_EQ(batch.ops().size(), 2U);
  EXPECT_EQ(batch.ops()[0].value, Bytes());
  EXPECT_EQ(batch.ops()[1].value, std::nullopt);
  EXPECT_EQ(batch.ops()[1].family, FamilyId(2));
}

TEST(WriteBatch, CountsTheBytesOfKeysAndValues) {
  WriteBatch batch;
  EXPECT_EQ(batch.bytes(), 0U);
  batch.put(FamilyId(0), "key", "value");
  batch.erase(FamilyId(1), "gone");
  batch.erase_range(FamilyId(1), "a", "b");
  EXPECT_EQ(batch.bytes(), 3U + 5U + 4U + 2U);
}

TEST(WriteBatch, AppendsAnotherOneBehindItsOwn) {
  WriteBatch batch;
  batch.put(FamilyId(1), "a", "1");
  WriteBatch other;
  other.put(FamilyId(2), "b", "2");
  other.erase_range(FamilyId(3), "c", "d");
  batch.append(other);
  ASSERT_EQ(batch.ops().size(), 3U);
  EXPECT_EQ(batch.ops()[0].key, "a");
  EXPECT_EQ(batch.ops()[1].value, "2");
  EXPECT_EQ(batch.ops()[1].end, std::nullopt);
  EXPECT_EQ(batch.ops()[2].family, FamilyId(3));
  EXPECT_EQ(batch.ops()[2].end, "d");
}

TEST(WriteBatchDeathTest, ARangeThatEndsBeforeItBeginsIsABug) {
  WriteBatch batch;
  EXPECT_DEATH(batch.erase_range(FamilyId(1), "b", "b"), "");
  EXPECT_DEATH(batch.erase_range(FamilyId(1), "b", "a"), "");
}

}  // namespace
}  // namespace ledger
