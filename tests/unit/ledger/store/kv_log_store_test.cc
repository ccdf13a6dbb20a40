// Goal: a group is stored entirely or refused, a fenced or failed writer never writes again, and families of
// different ages are found and named. Method: the memory database with faults for decisions, RocksDB for
// reopening.
#include "ledger/store/kv_log_store.h"

#include <gmock/gmock.h>
#include <limits>

#include "ledger/base/sha256.h"
#include "ledger/store/entry_codec.h"
#include "ledger/store/memory_kv.h"
#include "ledger/store/rocks_kv.h"
#include "tests/unit/ledger/store/temp_directory.h"

namespace ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kOrigin = "ledger.example/one";

Hash32 root_at(std::uint64_t size) {
  return sha256("root of " + std::to_string(size));
}
LogHead empty_head() {
  return {TreeSize(0), sha256(ByteView()), TreeSize(0), sha256(ByteView())};
}
std::string text_at(std::uint64_t position) {
  return "entry " + std::to_string(position);
}

LogGroup group_after(const LogHead& head, std::uint64_t count) {
  LogGroup group;
  const std::uint64_t size = head.size.value + count;
  group.head = {TreeSize(size), root_at(size), head.size, head.root};
  for (std::uint64_t i = head.size.value; i < size; ++i) group.entries.push_back(text_at(i));
  group.checkpoint = "note for " + std::to_string(size);
  return group;
}

EventId id_of(std::uint8_t number) {
  EventId id;
  id.bytes.fill(number);
  return id;
}

void put(Kv& kv, FamilyId family, ByteView key, ByteView value) {
  WriteBatch batch;
  batch.put(family, key, value);
  ASSERT_TRUE(kv.write(batch, Durability::kSynced).ok());
}
void erase(Kv& kv, FamilyId family, ByteView key) {
  WriteBatch batch;
  batch.erase(family, key);
  ASSERT_TRUE(kv.write(batch, Durability::kSynced).ok());
}

std::vector<std::string> texts(const LogStore& store, std::uint64_t from, std::uint64_t count) {
  std::vector<std::string> texts;
  std::uint64_t next = from;
  EXPECT_TRUE(store
                  .read(Position(from), count,
                        [&](Position position, std::string_view text) {
                          EXPECT_EQ(position, Position(next++));
                          texts.emplace_back(text);
                          return true;
                        })
                  .ok());
  return texts;
}

class KvLogStoreTest : public ::testing::Test {
 protected:
  KvLogStoreTest() {
    EXPECT_TRUE(store_.create().ok());
    auto opened = store_.open();
    EXPECT_TRUE(opened.ok()) << opened.status().to_string();
    epoch_ = opened->epoch;
    head_ = opened->head;
  }
  void append(std::uint64_t count) {
    const LogGroup group = group_after(head_, count);
    ASSERT_EQ(store_.commit(epoch_, head_, group, WriteBatch()), CommitOutcome::kDurable);
    head_ = group.head;
  }
  std::string open_reason() { return KvLogStore(kv_, std::string(kOrigin)).inspect().status().reason(); }

  MemoryKv kv_{kLedgerFamilyCount};
  KvLogStore store_{kv_, std::string(kOrigin)};
  Epoch epoch_;
  LogHead head_;
};

TEST_F(KvLogStoreTest, BeginsEmptyAndCountsEpochs) {
  EXPECT_EQ(epoch_, Epoch(1));
  EXPECT_EQ(head_, empty_head());
  EXPECT_EQ(store_.inspect()->epoch, Epoch(1));
  EXPECT_EQ(KvLogStore(kv_, std::string(kOrigin)).open()->epoch, Epoch(2));
  EXPECT_EQ(store_.create().reason(), "store.exists");
  EXPECT_EQ(*read_origin(kv_), kOrigin);
}

TEST_F(KvLogStoreTest, PutsAnAssignmentOnceAndAgainOnlyWhenItChanges) {
  const auto append_sealed = [&](KvLogStore& store, Epoch epoch, const Bytes& key_id) {
    LogGroup group = group_after(head_, 1);
    for (const std::string_view digest : {"d1", "d2"}) {
      group.sealed.push_back({id_of(7), sha256(digest), "sealed", "person/1", "hq", key_id});
    }
    ASSERT_EQ(store.commit(epoch, head_, group, WriteBatch()), CommitOutcome::kDurable);
    head_ = group.head;
  };
  const auto assigned = [&] { return read_key_assignment(kv_, "person/1", "hq").value(); };
  append_sealed(store_, epoch_, "key one");
  EXPECT_EQ(assigned(), "key one");
  erase(kv_, kVault, vault_assignment_key("person/1", "hq"));  // so that a second put would show
  append_sealed(store_, epoch_, "key one");
  EXPECT_EQ(assigned(), std::nullopt);
  append_sealed(store_, epoch_, "key two");
  EXPECT_EQ(assigned(), "key two");
  // Another object does not rely on what this one has seen.
  erase(kv_, kVault, vault_assignment_key("person/1", "hq"));
  KvLogStore other(kv_, std::string(kOrigin));
  const Epoch epoch = other.open().value().epoch;
  append_sealed(other, epoch, "key two");
  EXPECT_EQ(assigned(), "key two");
}

TEST_F(KvLogStoreTest, AnUncreatedDatabaseIsMissing) {
  MemoryKv fresh(kLedgerFamilyCount);
  KvLogStore store(fresh, std::string(kOrigin));
  EXPECT_EQ(store.open().status().reason(), "store.missing");
  EXPECT_EQ(store.inspect().status().code(), StatusCode::kNotFound);
  EXPECT_EQ(read_origin(fresh).status().reason(), "store.missing");
  EXPECT_EQ(store.commit(Epoch(0), LogHead(), group_after(LogHead(), 1), WriteBatch()),
            CommitOutcome::kRefused);
  EXPECT_EQ(read_entries(fresh, Position(0), 1, {}).reason(), "store.family_head");
}

TEST_F(KvLogStoreTest, StoresAGroupWithEverythingThatBelongsToIt) {
  LogGroup group = group_after(head_, 3);
  group.sealed.push_back({id_of(7), sha256("d1"), "sealed one", "person/1", "hq", "key one"});
  group.sealed.push_back({id_of(7), sha256("d2"), "sealed two", "person/2", "hq", "key two"});
  WriteBatch apply;
  apply.put(kDedup, dedup_key(id_of(7)), encode_dedup({Position(1), sha256("payload")}));
  apply.put(kState, state_key("role"), "state row");
  ASSERT_EQ(store_.commit(epoch_, head_, group, apply), CommitOutcome::kDurable);

  EXPECT_EQ(store_.inspect()->head, group.head);
  EXPECT_THAT(texts(store_, 0, 10), ElementsAre("entry 0", "entry 1", "entry 2"));
  EXPECT_EQ(*read_checkpoint(kv_, TreeSize(3)), "note for 3");
  EXPECT_EQ(*read_checkpoint(kv_, TreeSize(2)), std::nullopt);
  EXPECT_EQ(read_sealed(kv_, id_of(7))->size(), 2U);
  EXPECT_THAT(*read_sealed(kv_, id_of(8)), IsEmpty());
  EXPECT_EQ(*read_key_assignment(kv_, "person/1", "hq"), "key one");
  EXPECT_EQ(*read_key_assignment(kv_, "person/1", "kinki"), std::nullopt);
  EXPECT_EQ((*read_dedup(kv_, id_of(7)))->position, Position(1));
  EXPECT_EQ((*read_dedup(kv_, id_of(7)))->payload_digest, sha256("payload"));
  for (std::uint32_t family = 0; family < kLedgerFamilyCount; ++family) {
    EXPECT_EQ(*kv_.get(FamilyId(family), kHeadKey), encode_head(group.head.size, group.head.root)) << family;
  }
}

TEST_F(KvLogStoreTest, RefusesAnotherEpochOrHeadAndStoresNothing) {
  append(2);
  LogHead other_root = head_;
  other_root.root = sha256("x");
  LogHead other_previous = head_;
  other_previous.previous_size = TreeSize(1);
  const std::pair<Epoch, LogHead> wrong[] = {{Epoch(0), head_},
                                             {Epoch(epoch_.value + 1), head_},
                                             {epoch_, empty_head()},
                                             {epoch_, other_root},
                                             {epoch_, other_previous}};
  for (const auto& [epoch, expected] : wrong) {
    EXPECT_EQ(store_.commit(epoch, expected, group_after(expected, 1), WriteBatch()),
              CommitOutcome::kRefused);
  }
  EXPECT_EQ(store_.inspect()->head, head_);
  EXPECT_EQ(texts(store_, 0, 10).size(), 2U);
  append(1);
}

TEST_F(KvLogStoreTest, AFencedWriterIsRefusedEvenWithTheRightHead) {
  append(2);
  KvLogStore successor(kv_, std::string(kOrigin));
  const auto opened = successor.open();
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->head, head_);
  EXPECT_EQ(store_.commit(epoch_, head_, group_after(head_, 1), WriteBatch()), CommitOutcome::kRefused);
  ASSERT_EQ(successor.commit(opened->epoch, head_, group_after(head_, 5), WriteBatch()),
            CommitOutcome::kDurable);
  EXPECT_EQ(store_.commit(epoch_, head_, group_after(head_, 1), WriteBatch()), CommitOutcome::kRefused);
  EXPECT_EQ(store_.commit(opened->epoch, head_, group_after(head_, 1), WriteBatch()),
            CommitOutcome::kRefused);
  EXPECT_EQ(texts(successor, 0, 100).size(), 7U);
}

TEST_F(KvLogStoreTest, AHeadThatChangedUnderTheWriterIsRefused) {
  append(2);
  put(kv_, kMeta, meta_key("last_group"),
      encode_head(TreeSize(9), root_at(9)) + encode_head(TreeSize(2), root_at(2)));
  EXPECT_EQ(store_.commit(epoch_, head_, group_after(head_, 1), WriteBatch()), CommitOutcome::kRefused);
}

TEST_F(KvLogStoreTest, AfterAnUnknownOutcomeItRefusesForEver) {
  for (const WriteFault fault : {WriteFault::kFailsNothingStored, WriteFault::kFailsButStored}) {
    MemoryKv kv(kLedgerFamilyCount);
    KvLogStore store(kv, std::string(kOrigin));
    ASSERT_TRUE(store.create().ok());
    const auto opened = store.open();
    ASSERT_TRUE(opened.ok());
    kv.inject(fault);
    const LogGroup group = group_after(opened->head, 2);
    EXPECT_EQ(store.commit(opened->epoch, opened->head, group, WriteBatch()), CommitOutcome::kUnknown);
    kv.inject(WriteFault::kNone);
    EXPECT_EQ(store.commit(opened->epoch, opened->head, group, WriteBatch()), CommitOutcome::kRefused);
    EXPECT_EQ(store.commit(opened->epoch, group.head, group_after(group.head, 1), WriteBatch()),
              CommitOutcome::kRefused);
    EXPECT_EQ(store.open().status().reason(), "store.closed");

    const auto reopened = kv.reopened();
    KvLogStore next(*reopened, std::string(kOrigin));
    const auto again = next.open();
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->head, fault == WriteFault::kFailsButStored ? group.head : opened->head);
    EXPECT_GT(again->epoch, opened->epoch);
  }
}

TEST_F(KvLogStoreTest, AFailedFenceClosesTheStore) {
  kv_.inject(WriteFault::kFailsButStored);
  KvLogStore store(kv_, std::string(kOrigin));
  EXPECT_EQ(store.open().status().reason(), "kv.write_failed");
  EXPECT_EQ(store.open().status().reason(), "store.closed");
  EXPECT_EQ(store.commit(Epoch(2), head_, group_after(head_, 1), WriteBatch()), CommitOutcome::kRefused);
}

TEST_F(KvLogStoreTest, AGroupThatDoesNotContinueTheHeadIsOurOwnMistake) {
  append(2);
  LogGroup skips = group_after(head_, 2);
  skips.entries.pop_back();
  EXPECT_DEATH(store_.commit(epoch_, head_, skips, WriteBatch()), "entries.size");
  LogGroup empty = group_after(head_, 0);
  EXPECT_DEATH(store_.commit(epoch_, head_, empty, WriteBatch()), "entries.empty");
  LogGroup elsewhere = group_after(head_, 1);
  elsewhere.head.previous_root = sha256("x");
  EXPECT_DEATH(store_.commit(epoch_, head_, elsewhere, WriteBatch()), "previous_root");
}

TEST_F(KvLogStoreTest, NamesTheFamilyOfAnotherAge) {
  append(4);
  const std::vector<std::string>& names = ledger_family_names();
  for (std::uint32_t family = 0; family < kLedgerFamilyCount; ++family) {
    const FamilyId id(family);
    const Bytes good = **kv_.get(id, kHeadKey);
    put(kv_, id, kHeadKey, encode_head(TreeSize(1), root_at(1)));
    const Status older = store_.inspect().status();
    EXPECT_EQ(older.reason(), "store.family_head");
    EXPECT_THAT(older.message(), HasSubstr("family " + names[family] + " "));
    EXPECT_THAT(older.message(), HasSubstr("size 1"));
    EXPECT_THAT(older.message(), HasSubstr("size 4"));
    put(kv_, id, kHeadKey, encode_head(TreeSize(4), root_at(1)));
    EXPECT_THAT(store_.inspect().status().message(), HasSubstr("family " + names[family] + " "));
    erase(kv_, id, kHeadKey);
    EXPECT_THAT(store_.inspect().status().message(), HasSubstr("no head row"));
    put(kv_, id, kHeadKey, "short");
    EXPECT_EQ(open_reason(), "store.row_malformed");
    EXPECT_EQ(KvLogStore(kv_, std::string(kOrigin)).open().status().reason(), "store.row_malformed");
    put(kv_, id, kHeadKey, good);
    EXPECT_TRUE(store_.inspect().ok());
  }
}

TEST_F(KvLogStoreTest, AWholeFamilyOfAnotherAgeIsNamedAlsoWhenItIsMeta) {
  append(4);
  const auto old = kv_.reopened();
  append(3);
  for (const FamilyId family : {kState, kVault, kEntries, kMeta}) {
    auto mixed = kv_.reopened();
    WriteBatch swap;
    ASSERT_TRUE(mixed
                    ->scan(family, "", "",
                           [&](ByteView key, ByteView) {
                             swap.erase(family, key);
                             return true;
                           })
                    .ok());
    ASSERT_TRUE(old->scan(family, "", "",
                          [&](ByteView key, ByteView value) {
                            swap.put(family, key, value);
                            return true;
                          })
                    .ok());
    ASSERT_TRUE(mixed->write(swap, Durability::kSynced).ok());
    const Status status = KvLogStore(*mixed, std::string(kOrigin)).open().status();
    EXPECT_EQ(status.reason(), "store.family_head");
    EXPECT_THAT(status.message(), HasSubstr("family " + ledger_family_names()[family.value] + " "));
    EXPECT_THAT(status.message(), HasSubstr("size 4"));
    EXPECT_THAT(status.message(), HasSubstr("size 7"));
  }
}

TEST_F(KvLogStoreTest, RefusesDamagedOrForeignMeta) {
  append(2);
  const struct {
    const char* name;
    std::optional<Bytes> value;
    const char* reason;
  } rows[] = {
      {"format_version", Bytes("\0\0\0\x63", 4), "store.format_version"},
      {"format_version", Bytes("\1"), "store.row_malformed"},
      {"format_version", std::nullopt, "store.family_head"},
      {"origin", Bytes("ledger.example/two"), "store.origin"},
      {"origin", Bytes(), "store.origin"},
      {"origin", std::nullopt, "store.meta_missing"},
      {"epoch", Bytes("123"), "store.row_malformed"},
      {"epoch", std::nullopt, "store.meta_missing"},
      {"last_group", Bytes(79, 'x'), "store.row_malformed"},
      {"last_group", std::nullopt, "store.meta_missing"},
  };
  for (const auto& row : rows) {
    const Bytes good = **kv_.get(kMeta, meta_key(row.name));
    row.value ? put(kv_, kMeta, meta_key(row.name), *row.value) : erase(kv_, kMeta, meta_key(row.name));
    EXPECT_EQ(open_reason(), row.reason) << row.name;
    put(kv_, kMeta, meta_key(row.name), good);
  }
  EXPECT_EQ(open_reason(), "");
  EXPECT_TRUE(inspect_log(kv_, "").ok());
}

TEST_F(KvLogStoreTest, NoticesALostOrSurplusLastEntry) {
  append(3);
  erase(kv_, kEntries, entry_key(Position(2)));
  EXPECT_EQ(open_reason(), "store.entry_missing");
  put(kv_, kEntries, entry_key(Position(2)), encode_stored_entry(text_at(2)));
  EXPECT_EQ(open_reason(), "");
  put(kv_, kEntries, entry_key(Position(3)), encode_stored_entry(text_at(3)));
  EXPECT_EQ(open_reason(), "store.entry_missing");
  put(kv_, kEntries, "\x01 not a position", "x");
  EXPECT_EQ(open_reason(), "store.entry_missing");
}

TEST_F(KvLogStoreTest, ReadsRangesUpToTheHead) {
  append(3);
  append(2);
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(texts(store_, 0, kMax).size(), 5U);
  EXPECT_THAT(texts(store_, 1, 2), ElementsAre("entry 1", "entry 2"));
  EXPECT_THAT(texts(store_, 4, 2), ElementsAre("entry 4"));
  EXPECT_THAT(texts(store_, 5, 1), IsEmpty());
  EXPECT_THAT(texts(store_, 0, 0), IsEmpty());
  EXPECT_THAT(texts(store_, kMax, kMax), IsEmpty());
  int seen = 0;
  EXPECT_TRUE(store_.read(Position(0), 5, [&](Position, std::string_view) { return ++seen < 2; }).ok());
  EXPECT_EQ(seen, 2);
  EXPECT_EQ(*read_entry(kv_, Position(4)), "entry 4");
  EXPECT_EQ(read_entry(kv_, Position(5)).status().reason(), "store.entry_missing");
}

TEST_F(KvLogStoreTest, AHoleOrADamagedEntryIsNeverSkipped) {
  append(5);
  const auto visit_all = [](Position, std::string_view) { return true; };
  put(kv_, kEntries, entry_key(Position(3)), "\x07");
  EXPECT_EQ(store_.read(Position(0), 5, visit_all).reason(), "entry.stored_malformed");
  EXPECT_EQ(read_entry(kv_, Position(3)).status().reason(), "entry.stored_malformed");
  EXPECT_TRUE(store_.read(Position(0), 3, visit_all).ok());
  for (const std::uint64_t hole : {3U, 0U, 4U}) {
    const Bytes good = encode_stored_entry(text_at(hole));
    erase(kv_, kEntries, entry_key(Position(hole)));
    const Status status = store_.read(Position(0), 5, visit_all);
    EXPECT_EQ(status.reason(), "store.entry_missing");
    EXPECT_THAT(status.message(), HasSubstr("position " + std::to_string(hole)));
    put(kv_, kEntries, entry_key(Position(hole)), good);
  }
  EXPECT_TRUE(store_.read(Position(0), 5, visit_all).ok());
}

TEST_F(KvLogStoreTest, ASnapshotKeepsItsHead) {
  append(2);
  const auto snapshot = kv_.snapshot();
  append(3);
  EXPECT_EQ(inspect_log(*snapshot, kOrigin)->head.size, TreeSize(2));
  int seen = 0;
  EXPECT_TRUE(read_entries(*snapshot, Position(0), 10, [&](Position, std::string_view) {
                ++seen;
                return true;
              }).ok());
  EXPECT_EQ(seen, 2);
}

TEST_F(KvLogStoreTest, ReadsAStreamByVersion) {
  const StreamId stream("case/1");
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  for (std::uint64_t version = 1; version <= 4; ++version) {
    put(kv_, kStreams, stream_version_key(stream, StreamVersion(version)),
        encode_stream_position(Position(version * 10)));
    put(kv_, kStreams, stream_version_key(StreamId("case/12"), StreamVersion(version)),
        encode_stream_position(Position(7)));
  }
  put(kv_, kStreams, stream_head_key(stream), encode_stream_head({StreamVersion(4), Position(40)}));
  const auto read = [&](std::uint64_t after, std::uint64_t count) {
    const auto positions = read_stream(kv_, stream, StreamVersion(after), count);
    EXPECT_TRUE(positions.ok());
    return positions.ok() ? *positions : std::vector<Position>();
  };
  EXPECT_THAT(read(0, 10), ElementsAre(Position(10), Position(20), Position(30), Position(40)));
  EXPECT_THAT(read(1, 2), ElementsAre(Position(20), Position(30)));
  EXPECT_THAT(read(3, kMax), ElementsAre(Position(40)));
  EXPECT_THAT(read(4, 1), IsEmpty());
  EXPECT_THAT(read(0, 0), IsEmpty());
  EXPECT_THAT(read(kMax, kMax), IsEmpty());
  EXPECT_EQ((*read_stream_head(kv_, stream))->version, StreamVersion(4));
  EXPECT_EQ((*read_stream_head(kv_, stream))->last, Position(40));

  for (const std::string& id : {std::string("case/2"), std::string(), std::string("case/1\0", 7)}) {
    EXPECT_THAT(*read_stream(kv_, StreamId(id), StreamVersion(0), 10), IsEmpty()) << id;
    EXPECT_EQ(read_stream_head(kv_, StreamId(id))->has_value(), false) << id;
  }
  EXPECT_EQ(*read_key_assignment(kv_, std::string_view("a\0b", 3), "hq"), std::nullopt);

  erase(kv_, kStreams, stream_version_key(stream, StreamVersion(2)));
  EXPECT_EQ(read_stream(kv_, stream, StreamVersion(0), 10).status().reason(), "store.stream_gap");
  EXPECT_EQ(read_stream(kv_, stream, StreamVersion(1), 10).status().reason(), "store.stream_gap");
  EXPECT_THAT(read(2, 10), ElementsAre(Position(30), Position(40)));
}

TEST_F(KvLogStoreTest, RowsOfTheWrongShapeAreDataLoss) {
  const StreamId stream("case/1");
  for (const std::size_t bytes : {0U, 7U, 9U, 39U, 41U}) {
    const Bytes value(bytes, 'x');
    put(kv_, kDedup, dedup_key(id_of(1)), value);
    EXPECT_EQ(read_dedup(kv_, id_of(1)).status().reason(), "store.row_malformed");
    put(kv_, kStreams, stream_head_key(stream), value);
    EXPECT_EQ(read_stream_head(kv_, stream).status().reason(), "store.row_malformed");
    put(kv_, kStreams, stream_version_key(stream, StreamVersion(1)), value);
    EXPECT_EQ(read_stream(kv_, stream, StreamVersion(0), 1).status().reason(), "store.row_malformed");
  }
  put(kv_, kVault, vault_prefix(id_of(1)) + "short", "sealed");
  EXPECT_EQ(read_sealed(kv_, id_of(1)).status().reason(), "store.row_malformed");
  EXPECT_EQ(read_dedup(kv_, id_of(2))->has_value(), false);
}

TEST(KvLogStoreOnRocks, HeadEpochAndEntriesSurviveReopening) {
  const testing::TempDirectory place;
  RocksKvOptions options;
  options.path = place / "db";
  options.families = ledger_family_names();
  options.create_if_missing = true;
  LogHead head = empty_head();
  for (std::uint64_t round = 1; round <= 4; ++round) {
    auto kv = open_rocks_kv(options);
    ASSERT_TRUE(kv.ok()) << kv.status().to_string();
    KvLogStore store(**kv, std::string(kOrigin));
    if (round == 1) {
      ASSERT_TRUE(store.create().ok());
    }
    const auto opened = store.open();
    ASSERT_TRUE(opened.ok()) << opened.status().to_string();
    EXPECT_EQ(opened->epoch, Epoch(round));
    EXPECT_EQ(opened->head, head);
    for (int i = 0; i < 3; ++i) {
      const LogGroup group = group_after(head, round);
      ASSERT_EQ(store.commit(opened->epoch, head, group, WriteBatch()), CommitOutcome::kDurable);
      head = group.head;
    }
    EXPECT_EQ(texts(store, 0, 1000).size(), head.size.value);
  }
}

}  // namespace
}  // namespace ledger
