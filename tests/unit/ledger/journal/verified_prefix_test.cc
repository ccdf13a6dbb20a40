// Goal: what is read of a damaged ledger is exactly an earlier state of it, the newest that its own signed
// checkpoints and its anchor allow. Method: the views that the ledger had published, compared row by row with
// the prefixes found later; a table of damages, each with the size that must remain.
// Faults: F18, F24
#include "ledger/journal/verified_prefix.h"

#include <gtest/gtest.h>

#include "ledger/base/sha256.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/vkey.h"
#include "ledger/store/kv_log_store.h"
#include "security/note_verifier.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/database_dump.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

// What a prefix must show as it once was; state and vault rows stay as stored, tiles are compared by hash.
DatabaseDump log_rows(const KvReader& reader) {
  DatabaseDump dump = dump_of(reader);
  std::erase_if(dump, [](const auto& row) {
    const FamilyId family(row.first.first);
    if (row.first.second == kHeadKey) return true;  // asked for by key, never by walking a family
    return family != kEntries && family != kCheckpoints && family != kDedup && family != kStreams;
  });
  return dump;
}

class VerifiedPrefixTest : public ::testing::Test {
 protected:
  VerifiedPrefixTest()
      : key_(*security::Ed25519NoteVerifier::parse(merkle::format_vkey(ledger_.signer().vkey()))) {
    views_.push_back(ledger_.view());
    for (std::int64_t value = 0; value < 4; ++value) {
      ledger_.must_append({ledger_.signed_event(ledger_.policy(2 * value)),
                           ledger_.signed_event(ledger_.policy(2 * value + 1)),
                           ledger_.attested_event(ledger_.person("p-" + std::to_string(value)))});
      views_.push_back(ledger_.view());
    }
    size_ = ledger_.size();
  }
  HeadRow head_of(std::size_t view) const { return {views_[view]->head.size, views_[view]->head.root}; }
  Result<VerifiedPrefix> find(const std::optional<HeadRow>& bound) const {
    return find_verified_prefix(ledger_.kv(), key_, bound);
  }
  std::string signed_note(TreeSize size, const Hash32& root, std::string_view holder) const {
    const auto key = tests::private_key_of(holder);
    const std::string origin(tests::kTestOrigin);
    merkle::Note note;
    note.text = *merkle::format_checkpoint({origin, size, root, {}});
    note.signatures.push_back({origin,
                               merkle::compute_key_id(origin, merkle::KeyType::kEd25519, key.public_key()),
                               *key.sign(note.text)});
    return *merkle::format_note(note);
  }

  mutable LedgerFixture ledger_;
  const security::Ed25519NoteVerifier key_;
  std::vector<std::shared_ptr<const LedgerView>> views_;
  std::uint64_t size_ = 0;
};

TEST_F(VerifiedPrefixTest, IsTheViewThatWasPublishedThen) {
  for (std::size_t i = 0; i < views_.size(); ++i) {
    SCOPED_TRACE(i);
    const auto prefix = find(head_of(i));
    ASSERT_TRUE(prefix.ok()) << prefix.status().to_string();
    EXPECT_TRUE(prefix->ended.ok());
    const LedgerView& then = *views_[i];
    const LedgerView& now = *prefix->view;
    EXPECT_EQ(now.head.size, then.head.size);
    EXPECT_EQ(now.head.root, then.head.root);
    EXPECT_EQ(now.checkpoint, then.checkpoint);
    EXPECT_EQ(now.last_recorded_at, then.last_recorded_at);
    EXPECT_TRUE(log_rows(*now.reader) == log_rows(*then.reader));
    const auto width = static_cast<unsigned>(then.head.size.value);
    EXPECT_EQ(*tile_bytes(now, 0, 0, width), *tile_bytes(then, 0, 0, width));
    const auto last = event_at(now, last_position(now.head.size));
    ASSERT_TRUE(last.ok());
    EXPECT_EQ(ledger_.receipt_fault(*receipt_for(now, last->signed_event.event.id)), "");
    EXPECT_EQ(event_at(now, Position(now.head.size.value)).status().reason(), "position.beyond_head");
  }
}

TEST_F(VerifiedPrefixTest, WithoutABoundIsEverything) {
  const auto prefix = find(std::nullopt);
  ASSERT_TRUE(prefix.ok());
  EXPECT_EQ(prefix->view->head.size.value, size_);
  EXPECT_TRUE(prefix->ended.ok());
}

TEST_F(VerifiedPrefixTest, ABoundBeyondTheStoreSaysWhereItEnds) {
  const auto prefix = find(HeadRow{TreeSize(size_ + 2), sha256("later")});
  ASSERT_TRUE(prefix.ok());
  EXPECT_EQ(prefix->view->head.size.value, size_);
  EXPECT_EQ(prefix->ended.reason(), "store.entry_missing");
}

TEST_F(VerifiedPrefixTest, TwoHistoriesAreRefused) {
  EXPECT_EQ(find(HeadRow{TreeSize(size_), sha256("another")}).status().reason(), "anchor.root_differs");
}

TEST_F(VerifiedPrefixTest, AnotherLogsKeyVerifiesNothing) {
  const auto stranger =
      security::LogSigner::make(std::string(tests::kTestOrigin), tests::private_key_of("stranger"));
  const auto key = security::Ed25519NoteVerifier::parse(merkle::format_vkey(stranger->vkey()));
  EXPECT_EQ(find_verified_prefix(ledger_.kv(), *key, std::nullopt).status().reason(), "recovery.checkpoint");
}

TEST_F(VerifiedPrefixTest, ALedgerWithoutEntriesIsEmpty) {
  LedgerFixture empty(LedgerFixture::Start::kEmpty);
  const auto prefix = find_verified_prefix(empty.kv(), key_, std::nullopt);
  ASSERT_TRUE(prefix.ok()) << prefix.status().to_string();
  EXPECT_EQ(prefix->view->head.size, TreeSize(0));
  EXPECT_TRUE(prefix->ended.ok());
}

TEST_F(VerifiedPrefixTest, AConformanceLedgersLeavesVerify) {
  LedgerFixture leaves(LedgerFixture::Start::kConformance);
  leaves.must_append_leaves({"leaf one", "leaf two"});
  const auto prefix = find_verified_prefix(leaves.kv(), key_, std::nullopt);
  ASSERT_TRUE(prefix.ok()) << prefix.status().to_string();
  EXPECT_EQ(prefix->view->head.size, TreeSize(3));
}

TEST_F(VerifiedPrefixTest, EveryDamageLeavesTheNewestPrefixBeforeIt) {
  ledger_.expect_damage();
  const TreeSize last = head_of(4).size;
  const TreeSize second = head_of(2).size;
  struct Damage {
    const char* name;
    FamilyId family;
    Bytes key;
    std::optional<Bytes> value;
    std::size_t view;  // that remains
    const char* ended;
  };
  const Damage damages[] = {
      {"the last entry is gone", kEntries, entry_key(last_position(last)), {}, 3, "store.entry_missing"},
      {"an entry in the middle is gone",
       kEntries,
       entry_key(Position(second.value + 1)),
       {},
       2,
       "store.entry_missing"},
      {"an entry is no row", kEntries, entry_key(Position(second.value)), "\x07", 2, "store.entry_missing"},
      {"an entry is another text", kEntries, entry_key(Position(second.value)), Bytes("\0other", 6), 2,
       "recovery.root"},
      {"the newest checkpoint is gone", kCheckpoints, checkpoint_key(last), {}, 3, "recovery.root"},
      {"it is no note", kCheckpoints, checkpoint_key(last), "garbage", 3, "recovery.root"},
      {"it is signed by a stranger", kCheckpoints, checkpoint_key(last),
       signed_note(last, head_of(4).root, "stranger"), 3, "recovery.root"},
      {"it states another root", kCheckpoints, checkpoint_key(last), signed_note(last, sha256("x"), "log"), 3,
       "recovery.root"},
      {"it is another size's", kCheckpoints, checkpoint_key(last), views_[2]->checkpoint, 3, "recovery.root"},
      {"a tile is another", kTiles, tile_key(0, 0, 0), Bytes(32, 'x'), 4, ""},
      {"a head row is of another age", kEntries, Bytes(kHeadKey), encode_head(TreeSize(1), Hash32{}), 4, ""},
      {"a head row is gone", kStreams, Bytes(kHeadKey), {}, 4, ""},
  };
  for (const Damage& damage : damages) {
    SCOPED_TRACE(damage.name);
    const auto kv = ledger_.kv().reopened();
    WriteBatch batch;
    damage.value ? batch.put(damage.family, damage.key, *damage.value)
                 : batch.erase(damage.family, damage.key);
    ASSERT_TRUE(kv->write(batch, Durability::kSynced).ok());
    const DatabaseDump before = dump_of(*kv);
    const auto prefix = find_verified_prefix(*kv, key_, head_of(4));
    ASSERT_TRUE(prefix.ok()) << prefix.status().to_string();
    EXPECT_EQ(prefix->view->head.size, views_[damage.view]->head.size);
    EXPECT_EQ(prefix->view->checkpoint, views_[damage.view]->checkpoint);
    EXPECT_TRUE(log_rows(*prefix->view->reader) == log_rows(*views_[damage.view]->reader));
    EXPECT_EQ(prefix->ended.reason(), damage.ended);
    EXPECT_TRUE(dump_of(*kv) == before);
  }
}

TEST_F(VerifiedPrefixTest, TheAnchorsSignatureStandsInForADamagedCheckpoint) {
  ledger_.expect_damage();
  const TreeSize last = head_of(4).size;
  const Bytes anchored = ledger_.anchor().scan().newest->signature;
  ASSERT_EQ(anchored.size(), 64U);
  Bytes other = anchored;
  other.front() = static_cast<char>(other.front() ^ 1);
  const std::optional<Bytes> damages[] = {
      std::nullopt, "garbage", signed_note(last, head_of(4).root, "stranger"), views_[2]->checkpoint};
  for (const auto& damage : damages) {
    SCOPED_TRACE(damage.value_or("gone"));
    const auto kv = ledger_.kv().reopened();
    WriteBatch batch;
    const Bytes key = checkpoint_key(last);
    damage ? batch.put(kCheckpoints, key, *damage) : batch.erase(kCheckpoints, key);
    ASSERT_TRUE(kv->write(batch, Durability::kSynced).ok());
    const auto prefix = find_verified_prefix(*kv, key_, head_of(4), anchored);
    ASSERT_TRUE(prefix.ok()) << prefix.status().to_string();
    EXPECT_EQ(prefix->view->head.size, last);
    EXPECT_EQ(prefix->view->checkpoint, views_[4]->checkpoint);
    EXPECT_TRUE(prefix->ended.ok());
    const auto event = event_at(*prefix->view, last_position(last))->signed_event.event.id;
    EXPECT_EQ(ledger_.receipt_fault(*receipt_for(*prefix->view, event)), "");
    for (const Bytes& wrong : {other, Bytes(64, 'x'), Bytes("short")}) {
      const auto without = find_verified_prefix(*kv, key_, head_of(4), wrong);
      ASSERT_TRUE(without.ok());
      EXPECT_EQ(without->view->head.size, head_of(3).size) << "a signature that is not the log's";
    }
  }
  // The anchor of another history convinces nobody: its signature is over another root.
  EXPECT_EQ(find_verified_prefix(ledger_.kv(), key_, HeadRow{last, sha256("x")}, anchored).status().reason(),
            "anchor.root_differs");
}

}  // namespace
}  // namespace ledger
