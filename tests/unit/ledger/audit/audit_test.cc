// Goal: a clean ledger is clean, and for each invariant L01..L19 a ledger that breaks it is reported under
// exactly its id, with the ids that must follow named in the row. Method: a table of corruptions to a copy of
// one real ledger, or to a ledger forged anew from changed entries where changing rows would trip other
// checks first.
#include "ledger/audit/audit.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

#include "ledger/base/sha256.h"
#include "ledger/journal/kv_state.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/note.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/audit/forged_ledger.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

// Checksums of files are RocksDB's work (rocks_kv_test.cc flips a byte on disk); here only the answer counts.
class DamagedFiles final : public Kv {
 public:
  explicit DamagedFiles(const Kv& base) : base_(base) {}
  Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const override {
    return base_.get(family, key);
  }
  Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    return base_.scan(family, from, to, visit);
  }
  Status scan_reverse(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    return base_.scan_reverse(family, from, to, visit);
  }
  Status write(const WriteBatch&, Durability) override { return unavailable("kv.write_failed", "read only"); }
  std::shared_ptr<const KvReader> snapshot() const override { return base_.snapshot(); }
  Status verify_checksums() const override { return data_loss("kv.corrupt", "000012.sst: block checksum"); }
  Status verify_files(const KeepOn&) const override { return verify_checksums(); }
  std::vector<std::uint64_t> family_bytes() const override { return base_.family_bytes(); }

 private:
  const Kv& base_;
};

// A ledger under corruption: a copy of the fixture's, or one forged from its entries.
struct Scene {
  explicit Scene(LedgerFixture& from)
      : fixture(from), kv(from.kv().reopened()), options(from.audit_options()) {
    options.files = kv.get();
  }
  void put(FamilyId family, const Bytes& key, ByteView value) {
    WriteBatch batch;
    batch.put(family, key, value);
    ASSERT_TRUE(kv->write(batch, Durability::kSynced).ok());
  }
  void erase(FamilyId family, const Bytes& key) {
    WriteBatch batch;
    batch.erase(family, key);
    ASSERT_TRUE(kv->write(batch, Durability::kSynced).ok());
  }
  void flip(FamilyId family, const Bytes& key, std::size_t at) {
    Bytes value = kv->get(family, key)->value();
    value.at(at) = static_cast<char>(value.at(at) ^ 1);
    put(family, key, value);
  }
  // Key of the first row of a family behind its head row that begins with `tag`.
  Bytes first_key(FamilyId family, char tag = '\1') const {
    Bytes found;
    const Status status = kv->scan(family, Bytes(1, tag), {}, [&](ByteView key, ByteView) {
      found = Bytes(key);
      return false;
    });
    EXPECT_TRUE(status.ok() && !found.empty());
    return found;
  }
  // Everything is derived anew from the changed entries.
  void forge_from(const tests::EntryTexts& entries) {
    tests::ForgedLedger forged = tests::forge(entries, fixture.signer());
    kv = std::move(forged.kv);
    options.files = kv.get();
    options.anchor = forged.anchor;
  }
  tests::EntryTexts entries() const { return tests::entries_of(fixture.kv()); }
  TreeSize size() const { return fixture.view()->head.size; }

  LedgerFixture& fixture;
  std::unique_ptr<MemoryKv> kv;
  std::unique_ptr<Kv> wrapped;
  AuditOptions options;
};

struct Corruption {
  const char* invariant;
  const char* name;
  void (*apply)(Scene& scene);
  const char* follows;  // ids that can't stay away once this one is broken
};

// Rows of the stored tables and heads.
constexpr Corruption kStored[] = {
    {"L01", "another origin", [](Scene& s) { s.put(kMeta, meta_key("origin"), "ledger.other"); }, ""},
    {"L01", "no format version",
     [](Scene& s) { s.put(kMeta, meta_key("format_version"), Bytes("\0\0\0\x63", 4)); }, ""},
    {"L02", "a family of another age",
     [](Scene& s) { s.put(kState, Bytes(kHeadKey), encode_head(TreeSize(1), Hash32{})); }, ""},
    {"L02", "a family without head row", [](Scene& s) { s.erase(kVault, Bytes(kHeadKey)); }, ""},
    {"L03", "the anchor is ahead", [](Scene& s) { s.options.anchor->newest->head.size.value += 5; }, ""},
    {"L03", "the anchor has another root",
     [](Scene& s) { s.options.anchor->newest->head.root = sha256("x"); }, ""},
    {"L04", "an entry is missing", [](Scene& s) { s.erase(kEntries, entry_key(Position(2))); }, ""},
    {"L04", "the last entry is missing",
     [](Scene& s) { s.erase(kEntries, entry_key(last_position(s.size()))); }, ""},
    {"L04", "an entry beyond the head",
     [](Scene& s) {
       s.put(kEntries, entry_key(Position(s.size().value + 3)),
             s.kv->get(kEntries, entry_key(Position(1)))->value());
     },
     ""},
    {"L05", "a stored entry of no layout", [](Scene& s) { s.put(kEntries, entry_key(Position(2)), "\x07"); },
     ""},
    {"L06", "a hash of a tile", [](Scene& s) { s.flip(kTiles, tile_key(0, 0, 0), 5); }, ""},
    {"L06", "a tile row is missing", [](Scene& s) { s.erase(kTiles, tile_key(0, 0, 1)); }, ""},
    {"L06", "a tile beyond the tree", [](Scene& s) { s.put(kTiles, tile_key(0, 7, 0), Bytes(32, 'x')); }, ""},
    {"L06", "a tile whose position passes 64 bits",
     [](Scene& s) { s.put(kTiles, tile_key(0, std::uint64_t{1} << 56, 0), Bytes(32, 'x')); }, ""},
    {"L06", "a level above the tree", [](Scene& s) { s.put(kTiles, tile_key(1, 0, 0), Bytes(32, 'x')); }, ""},
    {"L06", "a row inside a tile that nobody reads",
     [](Scene& s) { s.put(kTiles, tile_key(0, 0, 200), Bytes(32, 'x')); }, ""},
    {"L06", "a row that repeats a hash", [](Scene& s) { s.put(kTiles, tile_key(0, 0, 3), Bytes(32, 'x')); },
     ""},
    {"L08", "a signature of a checkpoint",
     [](Scene& s) { s.flip(kCheckpoints, checkpoint_key(TreeSize(1)), 120); }, ""},
    {"L08", "the head has no checkpoint", [](Scene& s) { s.erase(kCheckpoints, checkpoint_key(s.size())); },
     ""},
    {"L08", "a checkpoint of a size that never was",
     [](Scene& s) {
       s.put(kCheckpoints, checkpoint_key(TreeSize(s.size().value + 1)), s.fixture.view()->checkpoint);
     },
     ""},
    {"L08", "a second checkpoint of the head's size",
     [](Scene& s) { s.put(kCheckpoints, checkpoint_key(s.size()) + "x", s.fixture.view()->checkpoint); }, ""},
    {"L08", "a checkpoint under another size's key",
     [](Scene& s) { s.put(kCheckpoints, checkpoint_key(TreeSize(2)), s.fixture.view()->checkpoint); }, ""},
    {"L13", "a changed record", [](Scene& s) { s.flip(kState, s.first_key(kState), 0); }, ""},
    {"L13", "a missing record", [](Scene& s) { s.erase(kState, s.first_key(kState)); }, ""},
    {"L13", "a surplus record", [](Scene& s) { s.put(kState, state_key("zz"), "x"); }, ""},
    {"L13", "another digest", [](Scene& s) { s.flip(kMeta, meta_key(kStateDigestName), 0); }, ""},
    {"L13", "no digest", [](Scene& s) { s.erase(kMeta, meta_key(kStateDigestName)); }, ""},
    {"L14", "another position", [](Scene& s) { s.flip(kDedup, s.first_key(kDedup), 7); }, ""},
    {"L14", "another payload digest", [](Scene& s) { s.flip(kDedup, s.first_key(kDedup), 20); }, ""},
    {"L14", "a missing row", [](Scene& s) { s.erase(kDedup, s.first_key(kDedup)); }, ""},
    {"L14", "an id that no event has",
     [](Scene& s) { s.put(kDedup, dedup_key(tests::numbered_event_id(777'777)), Bytes(40, '\0')); }, ""},
    {"L15", "another stream version", [](Scene& s) { s.flip(kStreams, s.first_key(kStreams), 7); }, ""},
    {"L15", "a missing version row", [](Scene& s) { s.erase(kStreams, s.first_key(kStreams, '\2')); }, ""},
    {"L15", "a stream of no event",
     [](Scene& s) { s.put(kStreams, stream_head_key(StreamId("case/k-1")), Bytes(16, '\0')); }, ""},
    {"L16", "a sealed row of no event",
     [](Scene& s) {
       s.put(kVault, vault_key(tests::numbered_event_id(777'777), sha256("x")), Bytes(60, 'x'));
     },
     ""},
    {"L16", "a sealed row of no field of its event",
     [](Scene& s) {
       Bytes key = s.first_key(kVault);
       key.back() = static_cast<char>(key.back() ^ 1);
       s.put(kVault, key, s.kv->get(kVault, s.first_key(kVault))->value());
     },
     ""},
    {"L16", "a sealed row cut short", [](Scene& s) { s.put(kVault, s.first_key(kVault), "\1short"); }, ""},
    {"L16", "a sealed row whose key is nobody's", [](Scene& s) { s.flip(kVault, s.first_key(kVault), 4); },
     ""},
    {"L16", "an assignment is missing", [](Scene& s) { s.erase(kVault, s.first_key(kVault, '\2')); }, ""},
    {"L19", "a file does not match its checksum",
     [](Scene& s) {
       s.wrapped = std::make_unique<DamagedFiles>(*s.kv);
       s.options.files = s.wrapped.get();
     },
     ""},
};

// The root in every place where heads stand, with an anchor to match: only the entries know better.
void change_every_root(Scene& s) {
  const Hash32 wrong = sha256("another tree");
  for (std::uint32_t family = 0; family < kLedgerFamilyCount; ++family) {
    s.put(FamilyId(family), Bytes(kHeadKey), encode_head(s.size(), wrong));
  }
  const LogHead head = s.fixture.view()->head;
  s.put(kMeta, meta_key("last_group"),
        encode_head(head.size, wrong) + encode_head(head.previous_size, head.previous_root));
  s.options.anchor->newest->head.root = wrong;
}

void append_event_of_another_ledger(Scene& s) {
  tests::EntryTexts entries = s.entries();
  // The same event as the last one, signed by the same author, but for another ledger.
  const auto last = parse_logged_jws(tests::parsed(entries.back()).jws);
  EventDraft draft = tests::draft_of(last->event);
  draft.aud = "ledger.other";
  entries.back() = tests::with_jws(entries.back(), tests::jws_of(tests::sd_jwt_text(draft, {}, "p-admin")));
  s.forge_from(entries);
}

void append_with_jws(Scene& s, const std::string& jws) {
  tests::EntryTexts entries = s.entries();
  entries.push_back(tests::with_jws(entries.back(), jws));
  s.forge_from(entries);
}

// Entries that say something wrong, with everything else derived from them.
constexpr Corruption kForged[] = {
    {"L05", "an entry that is not canonical",
     [](Scene& s) {
       tests::EntryTexts entries = s.entries();
       entries.push_back(entries.back());
       entries.back().insert(1, " ");
       s.forge_from(entries);
     },
     ""},
    {"L05", "an entry whose event is no event", [](Scene& s) { append_with_jws(s, "e30.e30.e30"); }, ""},
    {"L05", "an event that its catalogue row does not allow",
     [](Scene& s) {
       append_with_jws(s,
                       tests::jws_of(tests::sd_jwt_text(s.fixture.policy(1).set("extra", "x"), "p-admin")));
     },
     // The forger, who only asks decide(), has taken it into state and tables.
     "L13 L14 L15"},
    {"L07", "another root in every head", change_every_root, ""},
    {"L09", "recorded time goes back",
     [](Scene& s) {
       tests::EntryTexts entries = s.entries();
       const UnixMicros before = tests::parsed(entries[entries.size() - 2]).recorded_at;
       entries.back() = tests::with_recorded_at(entries.back(), UnixMicros(before.value - 1));
       s.forge_from(entries);
     },
     ""},
    {"L10", "a signature that does not verify",
     [](Scene& s) {
       tests::EntryTexts entries = s.entries();
       std::string jws = tests::parsed(entries.back()).jws;
       const std::size_t dot = jws.rfind('.') + 1;
       Bytes signature = *from_base64url(jws.substr(dot));
       signature[3] = static_cast<char>(signature[3] ^ 1);
       entries.back() = tests::with_jws(entries.back(), jws.substr(0, dot) + to_base64url(signature));
       s.forge_from(entries);
     },
     ""},
    {"L10", "a key that was never enrolled",
     [](Scene& s) { append_with_jws(s, tests::jws_of(tests::sd_jwt_text(s.fixture.policy(5), "stranger"))); },
     "L11"},
    {"L11", "an event that a rule forbids",
     [](Scene& s) {
       append_with_jws(s, tests::jws_of(tests::sd_jwt_text(s.fixture.event("role.revoked", "p-admin")
                                                               .set("person_id", "p-bureau")
                                                               .set("role", "auditor")
                                                               .set("scope", "nation"),
                                                           "p-admin")));
     },
     ""},
    {"L12", "a term that the event does not give",
     [](Scene& s) {
       tests::EntryTexts entries = s.entries();
       IndexTerms terms = tests::parsed(entries.back()).ix;
       terms.front().plus += 1;
       entries.back() = tests::with_terms(entries.back(), terms);
       s.forge_from(entries);
     },
     ""},
    {"L12", "no terms at all",
     [](Scene& s) {
       tests::EntryTexts entries = s.entries();
       entries.back() = tests::with_terms(entries.back(), {});
       s.forge_from(entries);
     },
     ""},
    {"L14", "an event that stands in the log twice",
     [](Scene& s) {
       tests::EntryTexts entries = s.entries();
       entries.push_back(entries.back());
       s.forge_from(entries);
     },
     ""},
    {"L17", "an event that was signed for another ledger", append_event_of_another_ledger, ""},
    {"L18", "a second genesis",
     [](Scene& s) { append_with_jws(s, tests::jws_of(tests::sd_jwt_text(s.fixture.genesis(), "p-admin"))); },
     "L11"},
    {"L18", "a first entry that is no genesis", [](Scene& s) { s.forge_from({s.entries().back()}); },
     "L10 L11"},
};

// A conformance ledger's entries, changed; the kind follows from the genesis alone.
constexpr Corruption kOpaque[] = {
    {"L05", "a leaf that reads as an entry",
     [](Scene& s) {
       tests::EntryTexts entries = s.entries();
       entries.push_back(entries.front());
       s.forge_from(entries);
     },
     // The forger took the event in it for one.
     "L15"},
    {"L05", "a leaf that begins as an entry",
     [](Scene& s) {
       tests::EntryTexts entries = s.entries();
       entries.push_back(R"({"v":1,"recorded_at":"soon")");
       s.forge_from(entries);
     },
     ""},
    {"L05", "an empty leaf",
     [](Scene& s) {
       tests::EntryTexts entries = s.entries();
       entries.emplace_back();
       s.forge_from(entries);
     },
     ""},
    {"L06", "a hash of a leaf", [](Scene& s) { s.flip(kTiles, tile_key(0, 0, 1), 5); }, ""},
    {"L14", "an id that no event has",
     [](Scene& s) { s.put(kDedup, dedup_key(tests::numbered_event_id(777'777)), Bytes(40, '\0')); }, ""},
};

// People, fields in the vault, and groups of one and of several entries; the last entry is a policy event.
class AuditTest : public testing::Test {
 public:
  AuditTest() {
    fixture_.must_append(fixture_.attested_event(fixture_.person("p-1")));
    fixture_.clock().advance(1'000'000);
    fixture_.must_append(
        {fixture_.signed_event(fixture_.policy(1)), fixture_.signed_event(fixture_.policy(2))});
    fixture_.clock().advance(1'000'000);
    fixture_.must_append(fixture_.signed_event(fixture_.policy(3)));
  }
  void expect_found(const Corruption& row) { expect_found(row, fixture_); }
  static void expect_found(const Corruption& row, LedgerFixture& fixture) {
    SCOPED_TRACE(std::string(row.invariant) + ": " + row.name);
    Scene scene(fixture);
    row.apply(scene);
    const auto report = audit_ledger(*scene.kv, scene.options);
    ASSERT_TRUE(report.ok());
    EXPECT_FALSE(report->clean());
    std::set<std::string> expected{row.invariant};
    std::istringstream follows(row.follows);
    for (std::string id; follows >> id;) expected.insert(id);
    std::string joined;
    for (const std::string& id : expected) joined += (joined.empty() ? "" : " ") + id;
    std::string messages;
    for (const AuditFinding& finding : report->findings) {
      messages += finding.invariant + " " + finding.message + "\n";
      EXPECT_FALSE(finding.message.empty());
    }
    EXPECT_EQ(tests::found_in(*report), joined) << messages;
    EXPECT_FALSE(report->truncated);
  }

  LedgerFixture fixture_;
};

TEST_F(AuditTest, AnOrdinaryLedgerMayNotHoldOpaqueLeaves) {
  expect_found({"L05", "an opaque leaf",
                [](Scene& s) {
                  tests::EntryTexts entries = s.entries();
                  entries.emplace_back("an opaque leaf");
                  s.forge_from(entries);
                },
                ""});
}

TEST(AuditConformance, LeavesAreCleanAndWhatIsNoneIsFound) {
  LedgerFixture fixture(LedgerFixture::Start::kConformance);
  fixture.must_append_leaves({"a", "b"});
  fixture.must_append_leaves({"a"});
  const AuditReport report = fixture.audit();
  EXPECT_EQ(tests::found_in(report), "");
  EXPECT_EQ(report.size, TreeSize(4));
  EXPECT_EQ(report.signatures_verified, 1U);
  for (const Corruption& row : kOpaque) AuditTest::expect_found(row, fixture);
}

TEST_F(AuditTest, AnEmptyAndAFoundedLedgerAreClean) {
  LedgerFixture empty(LedgerFixture::Start::kEmpty);
  EXPECT_EQ(tests::found_in(empty.audit()), "");
  EXPECT_EQ(empty.audit().size, TreeSize(0));
  LedgerFixture founded(LedgerFixture::Start::kFounded);
  EXPECT_EQ(tests::found_in(founded.audit()), "");
  EXPECT_EQ(founded.audit().signatures_verified, 1U);
}

TEST_F(AuditTest, ACleanLedgerIsCleanAndCounted) {
  const AuditReport report = fixture_.audit();
  EXPECT_TRUE(report.clean()) << tests::found_in(report);
  EXPECT_EQ(report.size, fixture_.view()->head.size);
  EXPECT_EQ(report.root, fixture_.view()->head.root);
  EXPECT_EQ(report.signatures_verified, report.size.value);
  EXPECT_EQ(report.checkpoints_verified, 5U);
  EXPECT_GT(report.disclosures_stored, 5U);
  EXPECT_EQ(report.disclosures_absent, 0U);
  EXPECT_TRUE(report.not_checked.empty());
}

// What the forger writes is clean when the entries are: so each row below is about its own change.
TEST_F(AuditTest, AForgeryFromTrueEntriesIsClean) {
  Scene scene(fixture_);
  scene.forge_from(scene.entries());
  const auto report = audit_ledger(*scene.kv, scene.options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(tests::found_in(*report), "");
  EXPECT_GT(report->disclosures_absent, 0U) << "it has no vault";
}

TEST_F(AuditTest, FindsEveryCorruptionOfStoredRows) {
  for (const Corruption& row : kStored) expect_found(row);
}

TEST_F(AuditTest, FindsEveryForgedEntry) {
  for (const Corruption& row : kForged) expect_found(row);
}

TEST_F(AuditTest, EveryInvariantHasACorruption) {
  std::set<std::string> covered;
  for (const Corruption& row : kStored) covered.insert(row.invariant);
  for (const Corruption& row : kForged) covered.insert(row.invariant);
  for (int i = 1; i <= 19; ++i) {
    const std::string id = std::string(i < 10 ? "L0" : "L") + std::to_string(i);
    EXPECT_TRUE(covered.contains(id)) << id;
  }
  EXPECT_EQ(covered.size(), 19U);
}

// The anchor as it lies on disk: a byte flipped in its newest slot.
TEST_F(AuditTest, ADamagedAnchorFileIsFound) {
  fixture_.expect_damage();
  const std::uint64_t newest = fixture_.anchor().scan().newest->sequence;
  const std::string path = fixture_.anchor_directory() + "/anchor.ring";
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(((newest - 1) % kAnchorSlots) * kAnchorSlotBytes + 60));
  file.put('\x55');
  file.close();
  const auto scan = read_anchor(fixture_.anchor_directory());
  ASSERT_TRUE(scan.ok()) << scan.status().to_string();
  AuditOptions options = fixture_.audit_options();
  options.anchor = *scan;
  const auto report = audit_ledger(fixture_.kv(), options);
  ASSERT_TRUE(report.ok());
  // One torn record behind the previous head is what a crash leaves; the next group makes it damage.
  EXPECT_EQ(tests::found_in(*report), "");
  fixture_.must_append(fixture_.signed_event(fixture_.policy(4)));
  EXPECT_EQ(tests::found_in(*audit_ledger(fixture_.kv(), options)), "L03");
}

TEST_F(AuditTest, OptionsLeaveChecksOutAndSaySo) {
  Scene scene(fixture_);
  scene.options.anchor.reset();
  scene.options.files = nullptr;
  scene.options.verify_event_signatures = false;
  const auto report = audit_ledger(*scene.kv, scene.options);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->clean());
  EXPECT_EQ(report->not_checked, (std::vector<std::string>{"L19", "L10", "L03"}));
  EXPECT_EQ(report->signatures_verified, 0U);
}

TEST_F(AuditTest, TheLogKeyMayComeFromTheGenesis) {
  Scene scene(fixture_);
  scene.options.log_public_key.reset();
  const auto report = audit_ledger(*scene.kv, scene.options);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->clean());
  EXPECT_EQ(report->checkpoints_verified, 5U);
  scene.options.log_public_key = tests::private_key_of("stranger").public_key();
  EXPECT_EQ(tests::found_in(*audit_ledger(*scene.kv, scene.options)), "L08");
}

TEST_F(AuditTest, FindingsAreBounded) {
  Scene scene(fixture_);
  scene.options.log_public_key = tests::private_key_of("stranger").public_key();
  scene.options.findings_max = 2;
  const auto report = audit_ledger(*scene.kv, scene.options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->findings.size(), 2U);
  EXPECT_TRUE(report->truncated);
}

}  // namespace
}  // namespace ledger
