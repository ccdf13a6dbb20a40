// Goal: the audit finds every kind of damage that it claims to find, and nothing in a ledger that is whole.
// Method: one healthy ledger is copied and damaged for one invariant after the other, also by somebody who
// can write consistent rows; the invariant's id must be among the findings.
#include "ledger/audit/audit.h"

#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_reader.h"
#include "ledger/event/entry.h"
#include "ledger/store/entry_codec.h"
#include "ledger/store/kv_log_store.h"
#include "tests/support/ledger_fixture.h"

namespace ledger {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using tests::LedgerFixture;

// A database whose files do not match their checksums.
class DamagedFiles final : public Kv {
 public:
  explicit DamagedFiles(const Kv& kv) : kv_(kv) {}
  Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const override {
    return kv_.get(family, key);
  }
  Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    return kv_.scan(family, from, to, visit);
  }
  Status scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    return kv_.scan_reverse(family, from, to, visit);
  }
  Status write(const WriteBatch&, Durability) override {
    return unavailable("kv.read_only", "a test's view");
  }
  std::shared_ptr<const KvReader> snapshot() const override { return kv_.snapshot(); }
  Status verify_checksums() const override { return data_loss("kv.corrupt", "block checksum mismatch"); }
  std::vector<std::uint64_t> family_bytes() const override { return kv_.family_bytes(); }

 private:
  const Kv& kv_;
};

class Audit : public ::testing::Test {
 protected:
  void SetUp() override {
    ledger_.must_append(ledger_.attested_event(ledger_.person("p-one")));
    ledger_.must_append(ledger_.signed_event(ledger_.policy(3)));
    ledger_.must_append(ledger_.attested_event(ledger_.person("p-two")));
    copy_ = ledger_.kv().reopened();
    options_ = ledger_.audit_options();
  }

  std::set<std::string> findings() const {
    const auto report = audit_ledger(*copy_, options_);
    EXPECT_TRUE(report.ok());
    std::set<std::string> ids;
    for (const AuditFinding& finding : report->findings) ids.insert(finding.invariant);
    return ids;
  }

  void put(FamilyId family, ByteView key, ByteView value) {
    WriteBatch batch;
    batch.put(family, key, value);
    ASSERT_TRUE(copy_->write(batch, Durability::kSynced).ok());
  }
  void erase(FamilyId family, ByteView key) {
    WriteBatch batch;
    batch.erase(family, key);
    ASSERT_TRUE(copy_->write(batch, Durability::kSynced).ok());
  }
  Bytes get(FamilyId family, ByteView key) const {
    const auto value = copy_->get(family, key);
    EXPECT_TRUE(value.ok() && value->has_value());
    return value.ok() ? value->value_or("") : Bytes();
  }
  // First key of a family behind its head row.
  Bytes first_key(FamilyId family) const {
    Bytes found;
    EXPECT_TRUE(copy_
                    ->scan(family, "\x01", {},
                           [&](ByteView key, ByteView) {
                             found = Bytes(key);
                             return false;
                           })
                    .ok());
    EXPECT_FALSE(found.empty());
    return found;
  }

  Position last() const { return Position(ledger_.size() - 1); }
  Entry entry_at(Position position) const {
    const auto text = read_entry(*copy_, position);
    EXPECT_TRUE(text.ok());
    const auto entry = parse_entry(*text);
    EXPECT_TRUE(entry.ok());
    return *entry;
  }
  void put_entry(Position position, const Entry& entry) {
    const auto text = encode_entry(entry);
    ASSERT_TRUE(text.ok()) << text.status().to_string();
    put(kEntries, entry_key(position), encode_stored_entry(*text));
  }
  // Replaces the event of an entry by another signed one.
  void put_event(Position position, const std::string& sd_jwt) {
    Entry entry = entry_at(position);
    entry.jws = sd_jwt.substr(0, sd_jwt.find('~'));
    put_entry(position, entry);
  }

  mutable LedgerFixture ledger_;
  std::unique_ptr<MemoryKv> copy_;
  AuditOptions options_;
};

TEST_F(Audit, WholeLedgerIsClean) {
  const auto report = audit_ledger(*copy_, options_);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->clean());
  EXPECT_EQ(report->size.value, ledger_.size());
  EXPECT_EQ(report->root, ledger_.view()->head.root);
  EXPECT_EQ(report->signatures_verified, ledger_.size());
  EXPECT_EQ(report->disclosures_absent, 0U);
  EXPECT_GT(report->disclosures_stored, 0U);
  EXPECT_GT(report->checkpoints_verified, 0U);
}

TEST_F(Audit, RefusesOptionsThatCouldNotFindAnything) {
  AuditOptions nobody = options_;
  nobody.verifier = nullptr;
  EXPECT_EQ(audit_ledger(*copy_, nobody).status().reason(), "audit.options");
  AuditOptions nameless = options_;
  nameless.origin.clear();
  EXPECT_EQ(audit_ledger(*copy_, nameless).status().reason(), "audit.options");
}

TEST_F(Audit, L01ForeignOrigin) {
  put(kMeta, meta_key("origin"), "another.ledger");
  EXPECT_THAT(findings(), Contains("L01"));
}

TEST_F(Audit, L02FamilyOfAnotherAge) {
  put(kDedup, kHeadKey, encode_head(TreeSize(ledger_.size() - 1), ledger_.view()->head.previous_root));
  EXPECT_THAT(findings(), Contains("L02"));
}

TEST_F(Audit, L03AnchorAheadOfTheStore) {
  ASSERT_TRUE(options_.anchor && options_.anchor->newest);
  options_.anchor->newest->head.size = TreeSize(ledger_.size() + 1);
  EXPECT_THAT(findings(), Contains("L03"));
}

TEST_F(Audit, L03BesideAWriterTheAnchorMustBeAPrefix) {
  options_.live = true;
  options_.anchor->newest->head.size = TreeSize(ledger_.size() - 1);
  options_.anchor->newest->head.root = ledger_.view()->head.previous_root;
  EXPECT_THAT(findings(), IsEmpty());
  options_.anchor->newest->head.root[0] ^= 1U;
  EXPECT_THAT(findings(), Contains("L03"));
}

TEST_F(Audit, L04EntryMissing) {
  erase(kEntries, entry_key(Position(2)));
  EXPECT_THAT(findings(), Contains("L04"));
}

TEST_F(Audit, L04EntryBeyondTheHead) {
  put(kEntries, entry_key(Position(ledger_.size())), get(kEntries, entry_key(last())));
  EXPECT_THAT(findings(), Contains("L04"));
}

TEST_F(Audit, L05EntryThatIsNone) {
  put(kEntries, entry_key(Position(2)), encode_stored_entry("{\"v\":1}"));
  EXPECT_THAT(findings(), Contains("L05"));
}

TEST_F(Audit, L06TileDamaged) {
  const Bytes key = first_key(kTiles);
  Bytes hashes = get(kTiles, key);
  hashes[0] = static_cast<char>(hashes[0] ^ 1);
  put(kTiles, key, hashes);
  EXPECT_THAT(findings(), Contains("L06"));
}

TEST_F(Audit, L06TileBeyondTheTree) {
  put(kTiles, tile_key(3, 7, 0), Bytes(32, 'x'));
  EXPECT_THAT(findings(), Contains("L06"));
}

TEST_F(Audit, L07HeadWithAnotherRoot) {
  Hash32 root = ledger_.view()->head.root;
  root[5] ^= 4U;
  const Bytes head = encode_head(TreeSize(ledger_.size()), root);
  for (std::uint32_t family = 0; family < kLedgerFamilyCount; ++family) put(FamilyId(family), kHeadKey, head);
  const Bytes group = get(kMeta, meta_key("last_group"));
  put(kMeta, meta_key("last_group"), head + group.substr(head.size()));
  EXPECT_THAT(findings(), Contains("L07"));
}

TEST_F(Audit, L08CheckpointSignedByAnotherKey) {
  Bytes note = get(kCheckpoints, checkpoint_key(TreeSize(ledger_.size())));
  const std::size_t at = note.size() - 20;
  note[at] = note[at] == 'A' ? 'B' : 'A';
  put(kCheckpoints, checkpoint_key(TreeSize(ledger_.size())), note);
  EXPECT_THAT(findings(), Contains("L08"));
}

TEST_F(Audit, L08HeadWithoutCheckpoint) {
  erase(kCheckpoints, checkpoint_key(TreeSize(ledger_.size())));
  EXPECT_THAT(findings(), Contains("L08"));
}

TEST_F(Audit, L09TimeGoesBack) {
  Entry entry = entry_at(last());
  entry.recorded_at = UnixMicros(entry.recorded_at.value - 60'000'000);
  put_entry(last(), entry);
  EXPECT_THAT(findings(), Contains("L09"));
}

TEST_F(Audit, L10SignatureDamaged) {
  Entry entry = entry_at(last());
  const std::size_t at = entry.jws.size() - 10;
  entry.jws[at] = entry.jws[at] == 'A' ? 'B' : 'A';
  put_entry(last(), entry);
  EXPECT_THAT(findings(), Contains("L10"));
}

TEST_F(Audit, L11EventThatARuleForbids) {
  put_event(last(), tests::sd_jwt_text(ledger_.event("policy.parameter_set", "p-bureau")
                                           .stream("policy/figures.k_min")
                                           .set("name", "figures.k_min")
                                           .set("value", std::int64_t{1}),
                                       "p-bureau"));
  EXPECT_THAT(findings(), Contains("L11"));
}

TEST_F(Audit, L12TermsThatTheEventDoesNotGive) {
  Entry entry = entry_at(last());
  ASSERT_FALSE(entry.ix.empty());
  entry.ix.front().plus += 1;
  put_entry(last(), entry);
  EXPECT_THAT(findings(), Contains("L12"));
}

TEST_F(Audit, L13StateRecordChangedMissingOrSurplus) {
  const Bytes key = first_key(kState);
  const Bytes record = get(kState, key);
  put(kState, key, record + "x");
  EXPECT_THAT(findings(), Contains("L13"));
  erase(kState, key);
  EXPECT_THAT(findings(), Contains("L13"));
  put(kState, key, record);
  EXPECT_THAT(findings(), IsEmpty());
  put(kState, state_key("\x7fsurplus"), "x");
  EXPECT_THAT(findings(), Contains("L13"));
}

TEST_F(Audit, L13DigestOfAnotherState) {
  put(kMeta, meta_key("state_digest"), Bytes(32, 'x'));
  EXPECT_THAT(findings(), Contains("L13"));
}

TEST_F(Audit, L14IdempotencyRowMissingOrWrong) {
  const Bytes key = first_key(kDedup);
  Bytes row = get(kDedup, key);
  row[7] = static_cast<char>(row[7] ^ 1);
  put(kDedup, key, row);
  EXPECT_THAT(findings(), Contains("L14"));
  erase(kDedup, key);
  EXPECT_THAT(findings(), Contains("L14"));
}

TEST_F(Audit, L15StreamRowMissing) {
  erase(kStreams, first_key(kStreams));
  EXPECT_THAT(findings(), Contains("L15"));
}

TEST_F(Audit, L16SealedRowOfNoEvent) {
  EventId nobody;
  nobody.bytes.fill(7);
  put(kVault, vault_key(nobody, Hash32{}), Bytes(60, 'x'));
  EXPECT_THAT(findings(), Contains("L16"));
}

TEST_F(Audit, L17EventSignedForAnotherLedger) {
  EventDraft draft = tests::draft_of(ledger_.policy(4).build());
  draft.aud = "another.ledger";
  put_event(last(), tests::sd_jwt_text(draft, {}, "p-admin"));
  EXPECT_THAT(findings(), Contains("L17"));
}

TEST_F(Audit, L18GenesisTwice) {
  put_entry(last(), entry_at(Position(0)));
  EXPECT_THAT(findings(), Contains("L18"));
}

TEST_F(Audit, L18NoGenesisFirst) {
  put_entry(Position(0), entry_at(last()));
  EXPECT_THAT(findings(), Contains("L18"));
}

TEST_F(Audit, L19FilesDoNotMatchTheirChecksums) {
  const DamagedFiles files(*copy_);
  options_.files = &files;
  EXPECT_THAT(findings(), Contains("L19"));
}

TEST_F(Audit, SaysWhatItLeftOut) {
  options_.anchor.reset();
  options_.files = nullptr;
  options_.verify_event_signatures = false;
  const auto report = audit_ledger(*copy_, options_);
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(report->not_checked, ::testing::UnorderedElementsAre("L03", "L10", "L19"));
}

TEST_F(Audit, ReportIsJsonAndBounded) {
  options_.findings_max = 1;
  erase(kStreams, first_key(kStreams));
  erase(kDedup, first_key(kDedup));
  const auto report = audit_ledger(*copy_, options_);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->truncated);
  JsonWriter json;
  write_audit_report(*report, json);
  const auto parsed = read_json(json.take());
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed->find("clean")->as_bool());
  EXPECT_EQ(parsed->find("findings")->as_array().size(), 1U);
}

}  // namespace
}  // namespace ledger
