// Goal: each comparison names what it found, counts what it verified, and reports an unreadable table instead
// of taking it for an equal one. Method: the functions of compare.h alone, on a real ledger that crosses a
// tile border and on readers that fail.
#include "ledger/audit/compare.h"

#include <gtest/gtest.h>

#include "ledger/merkle/hash.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/audit/forged_ledger.h"
#include "tests/unit/ledger/journal/faulty_parts.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

class CompareTest : public testing::Test {
 protected:
  CompareTest() {
    Writer::Batch batch;
    for (std::int64_t i = 0; i < 270; ++i) batch.push_back(fixture_.signed_event(fixture_.policy(i)));
    fixture_.must_append(std::move(batch));
    fixture_.must_append(fixture_.attested_event(fixture_.person("p-1")));
    options_ = fixture_.audit_options();
    entries_ = tests::entries_of(fixture_.kv());
    fold_.add(Position(0), entries_);
    EXPECT_TRUE(report_.clean()) << tests::found_in(report_);
  }
  std::unique_ptr<MemoryKv> changed(const WriteBatch& batch) {
    auto kv = fixture_.kv().reopened();
    EXPECT_TRUE(kv->write(batch, Durability::kSynced).ok());
    return kv;
  }

  LedgerFixture fixture_;
  AuditOptions options_;
  AuditReport report_;
  Findings findings_{report_, 100};
  tests::EntryTexts entries_;
  Fold fold_{fixture_.kv(), options_, findings_, report_};
};

TEST_F(CompareTest, ATrueLedgerAgreesEverywhere) {
  compare_tiles(fixture_.kv(), fold_.leaves(), findings_);
  compare_checkpoints(fixture_.kv(), fold_.leaves(), options_, *fold_.genesis_log_key(), findings_, report_);
  compare_state(fixture_.kv(), fold_.state(), findings_);
  compare_dedup(fixture_.kv(), fold_, findings_);
  compare_streams(fixture_.kv(), fold_, findings_);
  compare_vault(fixture_.kv(), fold_, findings_, report_);
  EXPECT_TRUE(report_.clean()) << tests::found_in(report_);
  EXPECT_EQ(report_.checkpoints_verified, 4U);
  EXPECT_EQ(report_.disclosures_absent, 0U);
}

TEST_F(CompareTest, AnUnreadableTableIsAFindingOfItsOwn) {
  struct Row {
    FamilyId family;
    const char* invariant;
  };
  for (const Row& row : {Row{kTiles, "L06"}, Row{kCheckpoints, "L08"}, Row{kState, "L13"}, Row{kDedup, "L14"},
                         Row{kStreams, "L15"}, Row{kVault, "L16"}}) {
    FaultyReads reads(fixture_.kv());
    reads.broken = row.family;
    AuditReport report;
    Findings findings(report, 100);
    compare_tiles(reads, fold_.leaves(), findings);
    compare_checkpoints(reads, fold_.leaves(), options_, *fold_.genesis_log_key(), findings, report);
    compare_state(reads, fold_.state(), findings);
    compare_dedup(reads, fold_, findings);
    compare_streams(reads, fold_, findings);
    compare_vault(reads, fold_, findings, report);
    EXPECT_EQ(tests::found_in(report), row.invariant);
  }
}

TEST_F(CompareTest, EveryLevelOfTheTreeIsCompared) {
  struct Row {
    const char* name;
    Bytes key;
    std::optional<Bytes> value;
  };
  const Bytes full = fixture_.kv().get(kTiles, tile_key(0, 0, 0))->value();
  ASSERT_EQ(full.size(), merkle::kTileBytes);
  Bytes changed_last = full;
  changed_last.back() = static_cast<char>(changed_last.back() ^ 1);
  const Row rows[] = {{"last hash of a full tile", tile_key(0, 0, 0), changed_last},
                      {"full tile missing", tile_key(0, 0, 0), std::nullopt},
                      {"full tile too long", tile_key(0, 0, 0), full + Bytes(32, 'x')},
                      {"root of the full tile", tile_key(1, 0, 0), Bytes(32, 'x')},
                      {"upper tile missing", tile_key(1, 0, 0), std::nullopt},
                      {"piece left behind a full tile", tile_key(0, 0, 9), Bytes(32, 'x')},
                      {"key of another shape", tile_key(0, 0, 0) + "x", Bytes(32, 'x')}};
  for (const Row& row : rows) {
    WriteBatch batch;
    if (row.value) {
      batch.put(kTiles, row.key, *row.value);
    } else {
      batch.erase(kTiles, row.key);
    }
    const auto kv = changed(batch);
    AuditReport report;
    Findings findings(report, 100);
    compare_tiles(*kv, fold_.leaves(), findings);
    EXPECT_EQ(tests::found_in(report), "L06") << row.name;
  }
}

// Rows of attachments that no attachment.stored of the log stands behind.
TEST_F(CompareTest, NoAttachmentWithoutItsEvent) {
  struct Row {
    const char* name;
    Bytes key;
  };
  EventId unknown;
  const EventId known = fold_.events().begin()->first;
  const Row rows[] = {{"content of no event", attachment_key(unknown)},
                      {"content of another kind of event", attachment_key(known)},
                      {"a key of another length", attachment_key(known) + "x"},
                      {"a reference to nothing", attachment_use_key(unknown, known)},
                      {"a reference cut short", attachment_use_prefix(known)},
                      {"the mark of nothing", unreferred_key(unknown)},
                      {"no kind of row", Bytes(17, '\x07')}};
  for (const Row& row : rows) {
    WriteBatch batch;
    batch.put(kVault, row.key, Bytes(40, 'x'));
    const auto kv = changed(batch);
    AuditReport report;
    Findings findings(report, 100);
    compare_vault(*kv, fold_, findings, report);
    EXPECT_EQ(tests::found_in(report), "L16") << row.name;
    EXPECT_EQ(report.attachments_stored, 0U) << row.name;
  }
}

// Erasure takes sealed rows away; that is counted, not found.
TEST_F(CompareTest, AnAbsentSealedRowIsCounted) {
  WriteBatch batch;
  std::size_t erased = 0;
  ASSERT_TRUE(fixture_.kv()
                  .scan(kVault, Bytes(1, '\1'), Bytes(1, '\2'),
                        [&](ByteView key, ByteView) {
                          batch.erase(kVault, key);
                          return ++erased < 2;
                        })
                  .ok());
  const auto kv = changed(batch);
  AuditReport report;
  Findings findings(report, 100);
  compare_vault(*kv, fold_, findings, report);
  EXPECT_TRUE(report.clean());
  EXPECT_EQ(report.disclosures_absent, 2U);
  EXPECT_GT(report.disclosures_stored, 2U);
}

}  // namespace
}  // namespace ledger
