// Goal: a ledger is written on only when store, anchor, checkpoint, tree, entries and state digest agree;
// everything else is refused with its reason and left as it was. Method: a table of damages to a copy of a
// good ledger, the crash between database and anchor, and older or foreign copies of the anchor.
#include "ledger/journal/recovery.h"

#include <filesystem>
#include <gtest/gtest.h>

#include "ledger/base/sha256.h"
#include "ledger/journal/kv_state.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/vkey.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/database_dump.h"

namespace ledger {
namespace {

using tests::LedgerFixture;
namespace fs = std::filesystem;

std::string signed_note(const std::string& origin, TreeSize size, const Hash32& root,
                        std::string_view holder) {
  const auto key = tests::private_key_of(holder);
  merkle::Note note;
  note.text = *merkle::format_checkpoint({origin, size, root, {}});
  note.signatures.push_back({origin,
                             merkle::compute_key_id(origin, merkle::KeyType::kEd25519, key.public_key()),
                             *key.sign(note.text)});
  return *merkle::format_note(note);
}

Bytes flipped(Bytes bytes, std::size_t at) {
  bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
  return bytes;
}

struct Damage {
  const char* name;
  void (*apply)(const LedgerFixture& fixture, const MemoryKv& kv, WriteBatch& batch);
  const char* reason;
};

Bytes value_of(const MemoryKv& kv, FamilyId family, ByteView key) {
  return kv.get(family, key)->value();
}
TreeSize size_of(const LedgerFixture& fixture) {
  return fixture.view()->head.size;
}

constexpr Damage kDamages[] = {
    {"checkpoint missing",
     [](const LedgerFixture& f, const MemoryKv&, WriteBatch& b) {
       b.erase(kCheckpoints, checkpoint_key(size_of(f)));
     },
     "recovery.checkpoint"},
    {"checkpoint signed by another key",
     [](const LedgerFixture& f, const MemoryKv&, WriteBatch& b) {
       b.put(kCheckpoints, checkpoint_key(size_of(f)),
             signed_note("ledger.test", size_of(f), f.view()->head.root, "stranger"));
     },
     "recovery.checkpoint"},
    {"checkpoint of another root",
     [](const LedgerFixture& f, const MemoryKv&, WriteBatch& b) {
       b.put(kCheckpoints, checkpoint_key(size_of(f)),
             signed_note("ledger.test", size_of(f), sha256("x"), "log"));
     },
     "recovery.checkpoint"},
    {"checkpoint of another size",
     [](const LedgerFixture& f, const MemoryKv&, WriteBatch& b) {
       b.put(kCheckpoints, checkpoint_key(size_of(f)),
             signed_note("ledger.test", TreeSize(1), f.view()->head.root, "log"));
     },
     "recovery.checkpoint"},
    {"checkpoint of another origin",
     [](const LedgerFixture& f, const MemoryKv&, WriteBatch& b) {
       b.put(kCheckpoints, checkpoint_key(size_of(f)),
             signed_note("ledger.other", size_of(f), f.view()->head.root, "log"));
     },
     "recovery.checkpoint"},
    {"checkpoint is no note",
     [](const LedgerFixture& f, const MemoryKv&, WriteBatch& b) {
       b.put(kCheckpoints, checkpoint_key(size_of(f)), "garbage");
     },
     "recovery.checkpoint"},
    {"a leaf hash changed",
     [](const LedgerFixture&, const MemoryKv& kv, WriteBatch& b) {
       b.put(kTiles, tile_key(0, 0, 0), flipped(value_of(kv, kTiles, tile_key(0, 0, 0)), 3));
     },
     "recovery.root"},
    {"a tile row missing",
     [](const LedgerFixture&, const MemoryKv&, WriteBatch& b) { b.erase(kTiles, tile_key(0, 0, 1)); },
     "store.tile_missing"},
    {"an entry with another time",
     [](const LedgerFixture&, const MemoryKv& kv, WriteBatch& b) {
       b.put(kEntries, entry_key(Position(3)), flipped(value_of(kv, kEntries, entry_key(Position(3))), 8));
     },
     "recovery.entry"},
    {"an entry that is none",
     [](const LedgerFixture&, const MemoryKv&, WriteBatch& b) {
       b.put(kEntries, entry_key(Position(3)), Bytes("\0no entry", 9));
     },
     "recovery.entry"},
    {"an entry of no layout",
     [](const LedgerFixture&, const MemoryKv&, WriteBatch& b) {
       b.put(kEntries, entry_key(Position(3)), "\x07");
     },
     "entry.stored_malformed"},
    {"an entry missing",
     [](const LedgerFixture&, const MemoryKv&, WriteBatch& b) { b.erase(kEntries, entry_key(Position(3))); },
     "store.entry_missing"},
    {"the last entry missing",
     [](const LedgerFixture& f, const MemoryKv&, WriteBatch& b) {
       b.erase(kEntries, entry_key(last_position(size_of(f))));
     },
     "store.entry_missing"},
    {"state digest missing",
     [](const LedgerFixture&, const MemoryKv&, WriteBatch& b) { b.erase(kMeta, meta_key(kStateDigestName)); },
     "state.digest_missing"},
    {"a family of another age",
     [](const LedgerFixture&, const MemoryKv&, WriteBatch& b) {
       b.put(kState, kHeadKey, encode_head(TreeSize(1), Hash32{}));
     },
     "store.family_head"},
};

TEST(Recovery, RefusesEveryDamageAndLeavesItAsItIs) {
  LedgerFixture fixture;
  fixture.expect_damage();
  for (const Damage& damage : kDamages) {
    SCOPED_TRACE(damage.name);
    const auto kv = fixture.kv().reopened();
    WriteBatch batch;
    damage.apply(fixture, *kv, batch);
    ASSERT_TRUE(kv->write(batch, Durability::kSynced).ok());
    const DatabaseDump before = dump_of(*kv);
    const AnchorScan anchor = fixture.anchor().scan();
    KvLogStore log(*kv, std::string(tests::kTestOrigin));
    const Status status = recover({*kv, log, fixture.anchor(), fixture.signer(), fixture.clock()}).status();
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.reason(), damage.reason) << status.to_string();
    EXPECT_EQ(status.code(), StatusCode::kDataLoss);
    EXPECT_FALSE(status.message().empty());
    EXPECT_EQ(dump_of(*kv), before);
    EXPECT_EQ(fixture.anchor().scan().newest, anchor.newest);
  }
}

TEST(Recovery, AnotherLedgersKeyOrNameIsRefused) {
  LedgerFixture fixture;
  const auto other_key = security::LogSigner::make("ledger.test", tests::private_key_of("stranger"));
  KvLogStore log(fixture.kv(), "ledger.test");
  EXPECT_EQ(recover({fixture.kv(), log, fixture.anchor(), *other_key, fixture.clock()}).status().reason(),
            "recovery.checkpoint");
  const auto other_name = security::LogSigner::make("ledger.other", tests::private_key_of("log"));
  KvLogStore foreign(fixture.kv(), "ledger.other");
  EXPECT_EQ(
      recover({fixture.kv(), foreign, fixture.anchor(), *other_name, fixture.clock()}).status().reason(),
      "store.origin");
}

TEST(Recovery, GoesOnWhereTheLedgerStood) {
  LedgerFixture fixture;
  const Receipt before = fixture.must_append(fixture.attested_event(fixture.person("p-1")));
  const LogHead head = fixture.view()->head;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(fixture.reopen().ok());
    EXPECT_EQ(fixture.view()->head, head);
    EXPECT_EQ(fixture.view()->last_recorded_at, before.recorded_at);
  }
  const Receipt after = fixture.must_append(fixture.signed_event(fixture.policy(1)));
  EXPECT_EQ(after.position, Position(before.position.value + 1));
  EXPECT_EQ(fixture.receipt_fault(after), "");
}

TEST(Recovery, OpensAnEmptyLedger) {
  LedgerFixture fixture(LedgerFixture::Start::kEmpty);
  ASSERT_TRUE(fixture.reopen().ok());
  EXPECT_EQ(fixture.view()->head.size, TreeSize(0));
  EXPECT_EQ(fixture.view()->checkpoint, "");
}

TEST(Recovery, RehashesNoMoreThanTheNewestEntries) {
  LedgerFixture fixture;
  Writer::Batch batch;
  while (batch.size() < kRecoveryRehashCount) {
    batch.push_back(fixture.signed_event(fixture.policy(static_cast<std::int64_t>(batch.size()))));
  }
  fixture.must_append(std::move(batch));
  const std::uint64_t first_checked = fixture.size() - kRecoveryRehashCount;
  for (const auto& [position, accepted] : {std::pair{first_checked - 1, true}, {first_checked, false}}) {
    const auto kv = fixture.kv().reopened();
    WriteBatch damage;
    damage.put(kEntries, entry_key(Position(position)),
               flipped(value_of(*kv, kEntries, entry_key(Position(position))), 8));
    ASSERT_TRUE(kv->write(damage, Durability::kSynced).ok());
    KvLogStore log(*kv, "ledger.test");
    EXPECT_EQ(recover({*kv, log, fixture.anchor(), fixture.signer(), fixture.clock()}).ok(), accepted)
        << "older damage is the scrub's work";
  }
}

// Database and anchor of a ledger at several moments, in any combination.
class AnchorCases : public testing::Test {
 protected:
  struct Moment {
    std::unique_ptr<MemoryKv> kv;
    std::string anchor;
  };
  Moment moment() {
    Moment now{fixture_.kv().reopened(), copies_ / std::to_string(count_++)};
    fs::copy(fixture_.anchor_directory(), now.anchor);
    return now;
  }
  // Recovers with the database of one moment and the anchor of another.
  Status recover_with(const Moment& database, const Moment& anchor) {
    return reopen(database.kv->reopened(), anchor.anchor);
  }
  Status reopen(std::unique_ptr<MemoryKv> kv, const std::string& anchor) {
    fs::copy(anchor, fixture_.anchor_directory(),
             fs::copy_options::overwrite_existing | fs::copy_options::recursive);
    return fixture_.reopen_with(std::move(kv));
  }
  void append_one() { fixture_.must_append(fixture_.signed_event(fixture_.policy(value_++))); }

  tests::TempDir copies_;
  LedgerFixture fixture_;
  int count_ = 0;
  std::int64_t value_ = 1;
};

TEST_F(AnchorCases, AnAnchorOneGroupBehindIsCaughtUp) {
  const Moment old = moment();
  append_one();
  const Moment now = moment();
  ASSERT_TRUE(recover_with(now, old).ok()) << "a crash between the two syncs";
  EXPECT_EQ(fixture_.anchor().scan().newest->head, fixture_.view()->head);
  EXPECT_EQ(fixture_.anchor().scan().newest->time, fixture_.view()->last_recorded_at);
  append_one();
}

TEST_F(AnchorCases, AnAnchorAheadMeansLostEntries) {
  const Moment old = moment();
  append_one();
  append_one();
  const Moment now = moment();
  const Status status = recover_with(old, now);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), "anchor.store_behind");
  EXPECT_EQ(status.code(), StatusCode::kDataLoss);
  ASSERT_TRUE(recover_with(now, now).ok());
}

TEST_F(AnchorCases, AnAnchorTwoGroupsBehindIsOfAnotherAge) {
  const Moment old = moment();
  append_one();
  append_one();
  const Moment now = moment();
  EXPECT_EQ(recover_with(now, old).reason(), "anchor.rolled_back");
  ASSERT_TRUE(recover_with(now, now).ok());
}

TEST_F(AnchorCases, TwoHistoriesOfOneSizeDoNotFit) {
  const Moment fork = moment();
  append_one();
  const Moment left = moment();
  ASSERT_TRUE(recover_with(fork, fork).ok());
  append_one();
  const Moment right = moment();
  ASSERT_NE(left.kv->get(kEntries, kHeadKey)->value(), right.kv->get(kEntries, kHeadKey)->value());
  EXPECT_EQ(recover_with(left, right).reason(), "anchor.root_differs");
  EXPECT_EQ(recover_with(right, left).reason(), "anchor.root_differs");
  ASSERT_TRUE(recover_with(right, right).ok());
}

TEST_F(AnchorCases, AForeignOrMissingAnchorIsRefused) {
  const Moment now = moment();
  LedgerFixture other(LedgerFixture::Start::kEmpty);
  // A ring of another origin: the same heads could not be told apart without it.
  AnchorRecord record = *fixture_.anchor().scan().newest;
  record.origin_hash = sha256("ledger.other");
  ASSERT_TRUE(other.anchor().write(record).ok());
  fs::copy(other.anchor_directory(), copies_ / "foreign");
  other.expect_damage();
  EXPECT_EQ(reopen(now.kv->reopened(), copies_ / "foreign").reason(), "anchor.origin");
  fs::remove_all(fixture_.anchor_directory());
  EXPECT_EQ(fixture_.reopen_with(now.kv->reopened()).reason(), "anchor.missing");
  fs::copy(now.anchor, fixture_.anchor_directory());
  ASSERT_TRUE(fixture_.reopen_with(now.kv->reopened()).ok());
}

TEST(OpenView, ShowsWhatIsStoredAndWritesNothing) {
  LedgerFixture fixture;
  const DatabaseDump before = dump_of(fixture.kv());
  const auto view = open_view(fixture.kv(), fixture.view()->head);
  ASSERT_TRUE(view.ok()) << view.status().to_string();
  EXPECT_EQ((*view)->head, fixture.view()->head);
  EXPECT_EQ((*view)->checkpoint, fixture.view()->checkpoint);
  EXPECT_EQ((*view)->last_recorded_at, fixture.view()->last_recorded_at);
  EXPECT_EQ(dump_of(fixture.kv()), before);
}

TEST(OpenView, RefusesAHeadThatIsNotSigned) {
  LedgerFixture fixture;
  LogHead head = fixture.view()->head;
  head.root = sha256("x");
  EXPECT_EQ(open_view(fixture.kv(), head).status().reason(), "recovery.checkpoint");
  head = fixture.view()->head;
  head.size = TreeSize(head.size.value + 1);
  EXPECT_EQ(open_view(fixture.kv(), head).status().reason(), "recovery.checkpoint");
  const auto kv = fixture.kv().reopened();
  WriteBatch batch;
  batch.put(kCheckpoints, checkpoint_key(fixture.view()->head.size), "garbage");
  ASSERT_TRUE(kv->write(batch, Durability::kSynced).ok());
  EXPECT_EQ(open_view(*kv, fixture.view()->head).status().reason(), "recovery.checkpoint");
}

}  // namespace
}  // namespace ledger
