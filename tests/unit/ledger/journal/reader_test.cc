// Goal: what a reader is given agrees with the view's head and with nothing newer: entries, proofs, tiles,
// bundles and the size at a time. Method: one ledger that crosses a tile border, every answer checked against
// hashes recomputed from its entries.
#include "ledger/journal/reader.h"

#include <gtest/gtest.h>

#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/verify.h"
#include "tests/support/ledger_fixture.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

// 300 entries in groups of different sizes; a minute passes between groups.
class ReaderTest : public testing::Test {
 protected:
  ReaderTest() {
    std::int64_t value = 0;
    for (const std::size_t count : {1U, 7U, 90U, 150U, 43U, 1U}) {
      fixture_.clock().advance(60'000'000);
      Writer::Batch batch;
      for (std::size_t i = 0; i < count; ++i) {
        batch.push_back(fixture_.signed_event(fixture_.policy(value++)));
      }
      fixture_.must_append(std::move(batch));
    }
    view_ = fixture_.view();
    for (std::uint64_t i = 0; i < size(); ++i) {
      entries_.push_back(*read_entry(*view_->reader, Position(i)));
      leaves_.push_back(merkle::leaf_hash(entries_.back()));
    }
  }
  std::uint64_t size() const { return view_->head.size.value; }
  Hash32 root_of(std::uint64_t count) const {
    merkle::CompactRange tree;
    for (std::uint64_t i = 0; i < count; ++i) tree.append_leaf(leaves_[i]);
    return tree.root();
  }

  LedgerFixture fixture_;
  std::shared_ptr<const LedgerView> view_;
  std::vector<std::string> entries_;
  std::vector<Hash32> leaves_;
};

TEST_F(ReaderTest, GivesEveryEntryByPositionAndById) {
  ASSERT_EQ(root_of(size()), view_->head.root);
  for (std::uint64_t i = 0; i < size(); ++i) {
    const auto stored = event_at(*view_, Position(i));
    ASSERT_TRUE(stored.ok()) << stored.status().to_string();
    EXPECT_EQ(stored->entry_text, entries_[i]);
    EXPECT_EQ(stored->leaf_hash, leaves_[i]);
    EXPECT_EQ(stored->entry.jws, stored->signed_event.jws.text);
    const auto by_id = event_by_id(*view_, stored->signed_event.event.id);
    ASSERT_TRUE(by_id.ok());
    EXPECT_EQ(by_id->position, Position(i));
  }
}

TEST_F(ReaderTest, RefusesWhatIsNotThere) {
  const Status beyond = event_at(*view_, Position(size())).status();
  ASSERT_FALSE(beyond.ok());
  EXPECT_EQ(beyond.reason(), "position.beyond_head");
  EXPECT_EQ(beyond.code(), StatusCode::kOutOfRange);
  const EventId nobody = tests::numbered_event_id(999'999);
  EXPECT_EQ(event_by_id(*view_, nobody).status().reason(), "event.unknown");
  EXPECT_EQ(receipt_for(*view_, nobody).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(inclusion_at(*view_, Position(0), TreeSize(size() + 1)).status().reason(),
            "position.beyond_head");
  EXPECT_FALSE(inclusion_at(*view_, Position(5), TreeSize(5)).ok());
  EXPECT_FALSE(inclusion_at(*view_, Position(0), TreeSize(0)).ok());
  EXPECT_EQ(consistency_between(*view_, TreeSize(1), TreeSize(size() + 1)).status().reason(),
            "position.beyond_head");
  EXPECT_FALSE(consistency_between(*view_, TreeSize(9), TreeSize(8)).ok());
}

TEST_F(ReaderTest, ReceiptsVerifyOffline) {
  for (const std::uint64_t i : {0UL, 1UL, 255UL, 256UL, 257UL, size() - 1}) {
    const auto stored = event_at(*view_, Position(i));
    ASSERT_TRUE(stored.ok());
    const auto receipt = receipt_for(*view_, stored->signed_event.event.id);
    ASSERT_TRUE(receipt.ok()) << receipt.status().to_string();
    EXPECT_TRUE(receipt->stored_before);
    EXPECT_EQ(fixture_.receipt_fault(*receipt), "") << "position " << i;
  }
}

TEST_F(ReaderTest, ProofsHoldForEverySignedSize) {
  std::vector<std::uint64_t> sizes;
  ASSERT_TRUE(fixture_.kv()
                  .scan(kCheckpoints, Bytes(1, '\1'), {},
                        [&](ByteView key, ByteView) {
                          sizes.push_back(*ByteReader(key.substr(1)).take_u64());
                          return true;
                        })
                  .ok());
  ASSERT_GT(sizes.size(), 5U);
  for (const std::uint64_t from : sizes) {
    const auto consistency = consistency_between(*view_, TreeSize(from), view_->head.size);
    ASSERT_TRUE(consistency.ok()) << consistency.status().to_string();
    EXPECT_TRUE(merkle::verify_consistency(TreeSize(from), view_->head.size, root_of(from), view_->head.root,
                                           *consistency)
                    .ok())
        << from;
    const auto inclusion = inclusion_at(*view_, Position(from - 1), TreeSize(from));
    ASSERT_TRUE(inclusion.ok());
    EXPECT_TRUE(merkle::verify_inclusion(Position(from - 1), TreeSize(from), leaves_[from - 1], *inclusion,
                                         root_of(from))
                    .ok())
        << from;
  }
}

TEST_F(ReaderTest, SizeAtATimeCountsEntriesUpToIt) {
  const auto expected = [&](UnixMicros time) {
    std::uint64_t count = 0;
    for (std::uint64_t i = 0; i < size(); ++i) {
      if (event_at(*view_, Position(i))->entry.recorded_at <= time) ++count;
    }
    return TreeSize(count);
  };
  const std::int64_t first = tests::ManualClock::kStartMicros;
  for (const std::int64_t time : {std::int64_t{0}, first - 1, first, first + 1, first + 59'999'999,
                                  first + 60'000'000, first + 180'000'000, view_->last_recorded_at.value - 1,
                                  view_->last_recorded_at.value, view_->last_recorded_at.value + 1}) {
    const auto found = size_as_of(*view_, UnixMicros(time));
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(*found, expected(UnixMicros(time))) << time - first;
  }
}

TEST_F(ReaderTest, TilesAreCutToTheirWidth) {
  for (const unsigned width : {1U, 8U, 255U, 256U}) {
    const auto tile = tile_bytes(*view_, 0, 0, width);
    ASSERT_TRUE(tile.ok()) << width;
    ASSERT_EQ(tile->size(), width * 32U);
    EXPECT_EQ(ByteView(*tile).substr((width - 1) * 32U), view_of(leaves_[width - 1]));
  }
  const auto top = tile_bytes(*view_, 1, 0, 1);
  ASSERT_TRUE(top.ok());
  EXPECT_EQ(*top, view_of(root_of(256)));
  const auto last = tile_bytes(*view_, 0, 1, static_cast<unsigned>(size() - 256));
  ASSERT_TRUE(last.ok());
  EXPECT_EQ(ByteView(*last).substr(last->size() - 32), view_of(leaves_.back()));
  struct Row {
    unsigned level;
    std::uint64_t index;
    unsigned width;
  };
  for (const Row& row : {Row{0, 1, 256}, Row{0, 2, 1}, Row{1, 0, 2}, Row{1, 1, 1}, Row{2, 0, 1},
                         Row{0, 1, static_cast<unsigned>(size() - 255)}}) {
    const Status status = tile_bytes(*view_, row.level, row.index, row.width).status();
    ASSERT_FALSE(status.ok()) << row.level << " " << row.index << " " << row.width;
    EXPECT_EQ(status.reason(), "tile.unknown");
    EXPECT_EQ(status.code(), StatusCode::kNotFound);
  }
}

TEST_F(ReaderTest, BundlesHoldTheEntriesBelowTheirTile) {
  for (const auto& [index, width] : {std::pair<std::uint64_t, unsigned>{0, 256}, {0, 3}, {1, 2}}) {
    const auto bundle = entry_bundle(*view_, index, width);
    ASSERT_TRUE(bundle.ok());
    const auto texts = merkle::parse_entry_bundle(*bundle, width);
    ASSERT_TRUE(texts.ok());
    for (unsigned i = 0; i < width; ++i) EXPECT_EQ((*texts)[i], entries_[index * 256 + i]);
  }
  for (const auto& [index, width] : {std::pair<std::uint64_t, unsigned>{1, 256}, {2, 1}}) {
    EXPECT_EQ(entry_bundle(*view_, index, width).status().reason(), "tile.unknown");
  }
}

TEST_F(ReaderTest, AnOldViewStaysAsItWas) {
  const std::uint64_t before = size();
  const Receipt newer = fixture_.must_append(fixture_.signed_event(fixture_.policy(-1)));
  EXPECT_EQ(event_at(*view_, Position(before)).status().reason(), "position.beyond_head");
  EXPECT_EQ(event_by_id(*view_, newer.id).status().reason(), "event.unknown");
  EXPECT_TRUE(event_by_id(*fixture_.view(), newer.id).ok());
}

TEST_F(ReaderTest, ViewEventsFindWhatRulesAskFor) {
  const ViewEvents events(*view_->reader);
  const auto stored = event_at(*view_, Position(3));
  ASSERT_TRUE(stored.ok());
  const auto found = events.find(stored->signed_event.event.id);
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->position, Position(3));
  EXPECT_EQ((*found)->leaf_hash, leaves_[3]);
  EXPECT_EQ((*found)->recorded_at, stored->entry.recorded_at);
  EXPECT_EQ((*found)->event.type, stored->signed_event.event.type);
  const auto none = events.find(tests::numbered_event_id(999'999));
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->has_value());
}

TEST_F(ReaderTest, DamagedRowsAreDataLoss) {
  const auto damaged = fixture_.kv().reopened();
  const EventId id = event_at(*view_, Position(4))->signed_event.event.id;
  WriteBatch batch;
  batch.erase(kEntries, entry_key(Position(4)));
  ASSERT_TRUE(damaged->write(batch, Durability::kSynced).ok());
  const LedgerView view{view_->head, view_->checkpoint, view_->last_recorded_at, damaged->snapshot()};
  EXPECT_EQ(event_at(view, Position(4)).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(event_by_id(view, id).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(entry_bundle(view, 0, 256).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(ViewEvents(*view.reader).find(id).status().code(), StatusCode::kDataLoss);
}

}  // namespace
}  // namespace ledger
