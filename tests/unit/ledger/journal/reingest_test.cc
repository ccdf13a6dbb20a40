// Goal: a ledger that lacks its newest entries gets exactly them back, folded as they were; no entry that the
// mirror made up or changed is stored, and a run that was cut goes on. Method: an older state of a ledger in
// memory, the newer one as its mirror; rows compared family by family; lies in a table.
// Faults: F37
#include "ledger/journal/reingest.h"

#include <gtest/gtest.h>

#include "ledger/base/limits.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/attachment.h"
#include "ledger/journal/recovery.h"
#include "ledger/store/attachment_rows.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/tile_store.h"
#include "security/signature.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/database_dump.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

class ReingestTest : public ::testing::Test {
 protected:
  // Remembers the ledger as it is now, then lets it go on by `count` events in one group.
  void go_on(std::size_t count) {
    old_ = ledger_.kv().reopened();
    Writer::Batch batch;
    for (std::size_t i = 0; i < count; ++i) {
      batch.push_back(ledger_.signed_event(ledger_.policy(static_cast<std::int64_t>(i))));
      if (batch.size() < kBatchEventsMax) continue;
      ledger_.must_append(std::move(batch));
      batch = {};
    }
    batch.push_back(ledger_.attested_event(ledger_.person("p-last")));
    ledger_.must_append(std::move(batch));
    const auto view = ledger_.view();
    target_ = {view->head.size, view->head.root, view->checkpoint};
  }
  Result<std::vector<std::string>> stored(Position from, Position to) const {
    std::vector<std::string> texts;
    LEDGER_TRY(read_entries(ledger_.kv(), from, to.value - from.value, [&](Position, std::string_view text) {
      texts.emplace_back(text);
      return true;
    }));
    return texts;
  }
  Result<std::uint64_t> run(const EntryFetcher& fetch) {
    KvLogStore log(*old_, origin_);
    const KvTileSource tiles(ledger_.kv());
    const merkle::TileNodeReader nodes(tiles);
    return reingest({*old_, log, verifier_, origin_}, target_, nodes, fetch);
  }
  EntryFetcher honest() const {
    return [this](Position from, Position to) { return stored(from, to); };
  }
  // Everything that the log determines; the mirror has no sealed fields.
  static DatabaseDump folded(const KvReader& reader) {
    DatabaseDump dump = dump_of(reader);
    std::erase_if(dump, [](const auto& row) {
      const FamilyId family(row.first.first);
      return family == kVault || family == kTiles || family == kCheckpoints ||
             (family == kMeta && row.first.second != meta_key("state_digest"));
    });
    return dump;
  }

  mutable LedgerFixture ledger_;
  const std::string origin_{tests::kTestOrigin};
  const security::OpenSslVerifier verifier_;
  std::unique_ptr<MemoryKv> old_;
  ReingestTarget target_;
};

TEST_F(ReingestTest, BringsBackWhatWasThere) {
  go_on(5);
  const auto added = run(honest());
  ASSERT_TRUE(added.ok()) << added.status().to_string();
  EXPECT_EQ(*added, 6U);
  EXPECT_TRUE(folded(*old_) == folded(ledger_.kv()));
  const auto judged = judge_ledger(*old_, ledger_.anchor().scan(), ledger_.signer());
  EXPECT_TRUE(judged.ok()) << judged.status().to_string();
  EXPECT_EQ(*run(honest()), 0U) << "nothing is missing any more";
}

// A document of the backup that was discarded after it.
TEST_F(ReingestTest, WhatWasDiscardedMeanwhileGoes) {
  tests::EventBuilder stored = ledger_.event(kAttachmentStoredType, "p-bureau");
  const EventId id = stored.build().id;
  stored.set("attachment_id", format_event_id(id)).set("subject_kind", "center").set("subject_id", "c40");
  stored.set("media_type", "application/pdf").set("bytes", std::int64_t{5});
  stored.set("content_sha256", std::string(64, 'a'));
  auto document = ledger_.admission().admit_attachment(tests::attested_request(stored),
                                                       {PrincipalId("gw"), "mtls"}, "%PDF-");
  ASSERT_TRUE(document.ok()) << document.status().to_string();
  ledger_.must_append(std::move(document).value());
  go_on(2);
  ASSERT_TRUE(*has_attachment(*old_, id));
  tests::EventBuilder discarded(kAttachmentDiscardedType);
  discarded.id(ledger_.policy(0).build().id).by("service", "system", "", "").attested("service");
  discarded.set("attachment_id", format_event_id(id)).set("reason", "never_referred");
  ledger_.must_append(ledger_.internal_event(discarded));
  const auto view = ledger_.view();
  target_ = {view->head.size, view->head.root, view->checkpoint};
  const auto brought = run(honest());
  ASSERT_TRUE(brought.ok()) << brought.status().to_string();
  EXPECT_FALSE(*has_attachment(*old_, id));
  EXPECT_FALSE(read_attachment(*old_, id)->has_value());
  EXPECT_EQ(folded(*old_), folded(ledger_.kv()));
}

TEST_F(ReingestTest, ARunThatWasCutGoesOn) {
  ledger_.expect_damage();
  go_on(kGroupEventsMax + 10);
  int asked = 0;
  const auto cut = run([&](Position from, Position to) -> Result<std::vector<std::string>> {
    if (++asked == 2) return unavailable("mirror.gone", "the mirror went away");
    return stored(from, to);
  });
  EXPECT_EQ(cut.status().reason(), "mirror.gone");
  const auto half = inspect_log(*old_, origin_);
  ASSERT_TRUE(half.ok());
  EXPECT_LT(half->head.size, target_.size);
  // What stands there is no ledger that recovery takes: nothing was signed for that size.
  EXPECT_FALSE(judge_ledger(*old_, ledger_.anchor().scan(), ledger_.signer()).ok());
  const auto rest = run(honest());
  ASSERT_TRUE(rest.ok()) << rest.status().to_string();
  EXPECT_EQ(*rest, target_.size.value - half->head.size.value);
  EXPECT_TRUE(folded(*old_) == folded(ledger_.kv()));
  EXPECT_TRUE(judge_ledger(*old_, ledger_.anchor().scan(), ledger_.signer()).ok());
}

TEST_F(ReingestTest, ALyingMirrorChangesNothing) {
  go_on(5);
  struct Lie {
    const char* name;
    void (*tell)(std::vector<std::string>& texts);
    const char* reason;
  };
  const Lie lies[] = {
      {"an entry is missing", [](auto& texts) { texts.pop_back(); }, "reingest.entry"},
      {"one too many", [](auto& texts) { texts.push_back(texts.back()); }, "reingest.entry"},
      {"twice the same", [](auto& texts) { texts[1] = texts[0]; }, "reingest.entry"},
      {"two exchanged", [](auto& texts) { std::swap(texts[1], texts[2]); }, "reingest"},
      {"no entry", [](auto& texts) { texts[1] = "garbage"; }, "reingest.entry"},
      {"another time", [](auto& texts) { texts[1][30] = texts[1][30] == '1' ? '2' : '1'; }, "reingest"},
      {"a signature changed",
       [](auto& texts) {
         char& last = texts[1][texts[1].size() - 20];
         last = last == 'A' ? 'B' : 'A';
       },
       "reingest.entry"},
      {"a leaf that is no event", [](auto& texts) { texts[0] = "leaf"; }, "reingest.entry"},
  };
  const DatabaseDump before = folded(*old_);
  for (const Lie& lie : lies) {
    const auto told = run([&](Position from, Position to) {
      auto texts = stored(from, to);
      lie.tell(*texts);
      return texts;
    });
    ASSERT_FALSE(told.ok()) << lie.name;
    EXPECT_TRUE(told.status().reason().starts_with(lie.reason)) << lie.name << told.status().to_string();
    EXPECT_TRUE(folded(*old_) == before) << lie.name;
  }
  // Of a history that is not this ledger's nothing is taken either.
  target_.root[0] ^= 1;
  EXPECT_EQ(run(honest()).status().reason(), "reingest.not_a_prefix");
  EXPECT_TRUE(folded(*old_) == before);
}

}  // namespace
}  // namespace ledger
