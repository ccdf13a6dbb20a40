// Goal: a projection reads what it wrote before, and a refused event leaves nothing. Method: a family in
// memory and the three layers (staged, run, stored) in every order of shadowing; random events beside a map,
// seed printed.
#include "projections/own_rows.h"

#include <gtest/gtest.h>
#include <map>
#include <random>

#include "ledger/store/memory_kv.h"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::FamilyId;

class OwnRowsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ledger::WriteBatch batch;
    batch.put(FamilyId(1), "a", "stored");
    batch.put(FamilyId(0), "b", "of another family");
    ASSERT_TRUE(kv_.write(batch, ledger::Durability::kBuffered).ok());
  }
  std::optional<Bytes> get(ledger::ByteView key) { return own_.get(key).value(); }
  void store_handed_over() {
    ledger::WriteBatch batch;
    own_.put_handed_over(batch);
    for (std::size_t i = 1; i < batch.size(); ++i) ASSERT_LT(batch.op(i - 1).key, batch.op(i).key);
    ASSERT_TRUE(kv_.write(batch, ledger::Durability::kBuffered).ok());
    own_.forget_handed_over();
  }

  ledger::MemoryKv kv_{2};
  OwnRows own_{kv_, FamilyId(1)};
};

TEST_F(OwnRowsTest, ReadsStoredRowsOfItsFamilyOnly) {
  EXPECT_EQ(get("a"), "stored");
  EXPECT_FALSE(get("b").has_value());
}

TEST_F(OwnRowsTest, StagedShadowsChunkShadowsStored) {
  own_.put("a", "chunk");
  own_.keep_event();
  EXPECT_EQ(get("a"), "chunk");
  own_.put("a", "staged");
  own_.put("a", "staged again");
  EXPECT_EQ(get("a"), "staged again");
  own_.erase("a");
  EXPECT_FALSE(get("a").has_value());
  own_.drop_event();
  EXPECT_EQ(get("a"), "chunk");
}

TEST_F(OwnRowsTest, ScansWhatGetSees) {
  own_.put("a2", "chunk");
  own_.put("a3", "chunk");
  own_.keep_event();
  own_.put("a1", "staged");
  own_.put("b", "outside");
  own_.erase("a3");
  std::string seen;
  const auto visit = [&](ledger::ByteView key, ledger::ByteView value) {
    seen += std::string(key) + "=" + std::string(value) + " ";
    return key != "a1";
  };
  ASSERT_TRUE(own_.scan("a", visit).ok());
  EXPECT_EQ(seen, "a=stored a1=staged ");
  seen.clear();
  ASSERT_TRUE(own_.scan("a2", visit).ok());
  EXPECT_EQ(seen, "a2=chunk ");
}

TEST_F(OwnRowsTest, RowsHandedOverStandBetweenTheRunAndTheDatabase) {
  own_.put("a", "handed over");
  own_.put("a1", "handed over");
  own_.keep_event();
  own_.hand_over();
  EXPECT_EQ(own_.bytes(), 0U);
  EXPECT_EQ(get("a"), "handed over");
  own_.erase("a1");
  own_.keep_event();
  std::string seen;
  ASSERT_TRUE(own_.scan("a",
                        [&](ledger::ByteView key, ledger::ByteView value) {
                          seen += std::string(key) + "=" + std::string(value) + " ";
                          return true;
                        })
                  .ok());
  EXPECT_EQ(seen, "a=handed over ");
  store_handed_over();
  EXPECT_EQ(get("a"), "handed over");
  EXPECT_FALSE(get("a1").has_value()) << "erased by the run, stored meanwhile";
}

TEST_F(OwnRowsTest, DroppedEventLeavesNothingInTheBatch) {
  own_.put("x", "1");
  own_.erase("a");
  own_.drop_event();
  ledger::WriteBatch batch;
  own_.take_into(batch);
  EXPECT_TRUE(batch.empty());
  EXPECT_EQ(get("a"), "stored");
}

TEST_F(OwnRowsTest, BehavesLikeAMapThatForgetsRefusedEvents) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::map<Bytes, Bytes> model{{"a", "stored"}};
  const auto random_key = [&] { return std::to_string(random() % 2000); };
  std::size_t runs = 0;
  bool handed_over = false;
  for (int event = 0; event < 6000; ++event) {
    auto after = model;
    for (std::uint32_t i = random() % 4; i > 0; --i) {
      const Bytes key = random_key();
      if (random() % 4 == 0) {
        own_.erase(key);
        after.erase(key);
      } else {
        own_.put(key, Bytes(random() % 40, static_cast<char>('a' + event % 26)));
        after[key] = Bytes(*own_.get(key).value());
      }
      const Bytes other = random_key();
      const auto row = after.find(other);
      ASSERT_EQ(get(other), row == after.end() ? std::nullopt : std::optional<Bytes>(row->second));
    }
    if (random() % 5 == 0) {
      own_.drop_event();
    } else {
      own_.keep_event();
      model = std::move(after);
    }
    if (random() % 300 != 0) continue;
    // Half of the runs stay handed over, readable and not yet stored, until the next one ends.
    if (handed_over) {
      ASSERT_NO_FATAL_FAILURE(store_handed_over());
      handed_over = false;
    }
    own_.hand_over();
    if (random() % 2 == 0) {
      handed_over = true;
      continue;
    }
    ++runs;
    ASSERT_NO_FATAL_FAILURE(store_handed_over());
    std::map<Bytes, Bytes> stored;
    ASSERT_TRUE(kv_.scan(FamilyId(1), {}, {},
                         [&](ledger::ByteView key, ledger::ByteView value) {
                           stored.emplace(key, value);
                           return true;
                         })
                    .ok());
    ASSERT_EQ(stored, model);
  }
  EXPECT_GT(runs, 0U);
}

TEST_F(OwnRowsTest, CountsTheBytesOfTheRunUntilItIsTaken) {
  EXPECT_EQ(own_.bytes(), 0U);
  own_.put("abc", "12345");
  EXPECT_EQ(own_.bytes(), 0U) << "staged only";
  own_.keep_event();
  own_.erase("xy");
  own_.keep_event();
  own_.put("dropped", "dropped");
  own_.drop_event();
  EXPECT_EQ(own_.bytes(), 10U);
  ledger::WriteBatch batch;
  own_.take_into(batch);
  EXPECT_EQ(own_.bytes(), 0U);
}

TEST_F(OwnRowsTest, BatchHasTheLastMutationOfEachKeyInKeyOrder) {
  own_.put("z", "1");
  own_.put("a", "2");
  own_.keep_event();
  own_.put("z", "3");
  own_.erase("m");
  own_.keep_event();
  ledger::WriteBatch batch;
  own_.take_into(batch);
  ASSERT_EQ(batch.ops().size(), 3U);
  EXPECT_EQ(batch.ops()[0].key, "a");
  EXPECT_EQ(batch.ops()[1].key, "m");
  EXPECT_FALSE(batch.ops()[1].value.has_value());
  EXPECT_EQ(batch.ops()[2].value, "3");
  for (const auto& op : batch.ops()) EXPECT_EQ(op.family, FamilyId(1));
}

}  // namespace
}  // namespace projections
