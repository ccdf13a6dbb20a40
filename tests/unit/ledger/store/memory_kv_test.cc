// Goal: injected faults behave as real ones do: the outcome is unknown to the writer and final for the
// object. Method: both faults at several countdowns; what is stored is judged through a reopened copy.
// (kv_conformance_test.cc covers everything else.)
#include "ledger/store/memory_kv.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

constexpr FamilyId kFamily{0};

Status put(Kv& kv, const Bytes& key) {
  WriteBatch batch;
  batch.put(kFamily, key, "v");
  return kv.write(batch, Durability::kSynced);
}

std::string keys_of(const KvReader& reader) {
  std::string keys;
  EXPECT_TRUE(reader
                  .scan(kFamily, "", "",
                        [&](ByteView key, ByteView) {
                          keys += key;
                          return true;
                        })
                  .ok());
  return keys;
}

struct FaultRow {
  WriteFault fault;
  std::uint64_t countdown;
  std::string stored;  // after the attempts a, b, c, d
};

TEST(MemoryKv, AfterAFaultEveryLaterWriteFails) {
  const FaultRow rows[] = {
      {WriteFault::kNone, 0, "abcd"},          {WriteFault::kFailsNothingStored, 0, ""},
      {WriteFault::kFailsButStored, 0, "a"},   {WriteFault::kFailsNothingStored, 2, "ab"},
      {WriteFault::kFailsButStored, 2, "abc"}, {WriteFault::kFailsButStored, 9, "abcd"},
  };
  for (const FaultRow& row : rows) {
    MemoryKv kv(1);
    kv.inject(row.fault, row.countdown);
    std::uint64_t succeeded = 0;
    for (const char* key : {"a", "b", "c", "d"}) {
      const Status status = put(kv, key);
      if (status.ok()) {
        ++succeeded;
        continue;
      }
      EXPECT_EQ(status.code(), StatusCode::kUnavailable);
      EXPECT_EQ(status.reason(), "kv.write_failed");
    }
    const bool met = row.fault != WriteFault::kNone && row.countdown < 4;
    EXPECT_EQ(succeeded, met ? row.countdown : 4);
    EXPECT_EQ(keys_of(kv), row.stored);
    const auto reopened = kv.reopened();
    EXPECT_EQ(keys_of(*reopened), row.stored);
    EXPECT_TRUE(put(*reopened, "z").ok());
    EXPECT_EQ(keys_of(kv), row.stored) << "a reopened copy is a database of its own";
  }
}

TEST(MemoryKv, AnUnknownFamilyIsOurOwnMistake) {
  MemoryKv kv(1);
  EXPECT_DEATH(ignore_status(kv.get(FamilyId(1), "k").status()), "families");
}

}  // namespace
}  // namespace ledger
