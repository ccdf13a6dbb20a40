// Goal: files that are gone, of another age, of another ledger or of another format are refused with the
// reason and the exact missing range, and nothing acknowledged is lost by looking. Method: copies of one real
// ledger, each put into one of these states, opened as a server would.
// Faults: F24, F28, F29, F35, F36, F38, F39
#include <filesystem>
#include <functional>
#include <gtest/gtest.h>

#include "ledger/base/sha256.h"
#include "ledger/store/rocks_kv.h"
#include "tests/damage/disk_ledger.h"

namespace tests {
namespace {

namespace fs = std::filesystem;
using Verdict = Opening::Verdict;

void expect_refused(const Opening& opening, std::string_view reason, std::string_view says,
                    const std::string& what) {
  EXPECT_EQ(opening.verdict, Verdict::kRefused) << what << ": " << opening.reason << " " << opening.message;
  EXPECT_EQ(opening.reason, reason) << what << ": " << opening.message;
  EXPECT_NE(opening.message.find(says), std::string::npos) << what << ": " << opening.message;
}

std::vector<std::string> database_files(const ops::DataFolder& folder, std::string_view suffix) {
  std::vector<std::string> paths;
  for (const std::string& name : DiskLedger::files_of(folder.database())) {
    if (name.ends_with(suffix) && fs::file_size(folder.database() + "/" + name) > 0) {
      paths.push_back(folder.database() + "/" + name);
    }
  }
  return paths;
}

// Rows put into a closed database.
void write_rows(const ops::DataFolder& folder, const ledger::WriteBatch& batch) {
  ledger::RocksKvOptions options;
  options.path = folder.database();
  options.families = ledger::ledger_family_names();
  const auto kv = ledger::open_rocks_kv(options);
  ASSERT_TRUE(kv.ok()) << kv.status().to_string();
  ASSERT_TRUE((*kv)->write(batch, ledger::Durability::kSynced).ok());
}

std::string missing_range(std::uint64_t from, std::uint64_t to) {
  const std::string last = std::to_string(to - 1);
  return to - from == 1 ? "position " + last + " missing"
                        : "positions " + std::to_string(from) + " to " + last + " missing";
}

TEST(Staged, TheWriteAheadLogDeletedNamesWhatIsMissing) {
  DiskLedger ledger;
  std::uint64_t missing_from = ledger.size();
  for (std::size_t nth = 0;; ++nth) {
    const ops::DataFolder folder = ledger.copy();
    const auto logs = database_files(folder, ".log");
    ASSERT_FALSE(logs.empty());
    if (nth == logs.size()) break;
    fs::remove(logs[nth]);
    const Opening opening = ledger.open(folder);
    ASSERT_EQ(opening.verdict, Verdict::kRefused) << opening.reason;
    if (opening.reason == "anchor.store_behind") {
      const std::size_t at = opening.message.find("the store holds ");
      ASSERT_NE(at, std::string::npos);
      missing_from = std::stoull(opening.message.substr(at + 16));
      EXPECT_LT(missing_from, ledger.size());
      EXPECT_NE(opening.message.find(missing_range(missing_from, ledger.size())), std::string::npos)
          << opening.message;
    }
  }
  EXPECT_LT(missing_from, ledger.size()) << "no case lost acknowledged entries: nothing was tested";
}

TEST(Staged, AnyTableOrControlFileDeletedIsRefused) {
  DiskLedger ledger(2);
  std::size_t cases = 0;
  for (const std::string_view suffix : {".sst", "CURRENT"}) {
    const std::size_t count = database_files(ledger.folder(), suffix).size();
    EXPECT_GE(count, 1U) << suffix;
    for (std::size_t nth = 0; nth < count; ++nth, ++cases) {
      const ops::DataFolder folder = ledger.copy();
      fs::remove(database_files(folder, suffix)[nth]);
      const Opening opening = ledger.open(folder);
      EXPECT_EQ(opening.verdict, Verdict::kRefused) << suffix << " " << nth << " " << opening.reason;
    }
  }
  const ops::DataFolder folder = ledger.copy();
  for (const std::string& name : DiskLedger::files_of(folder.database())) {
    if (name.starts_with("MANIFEST")) fs::remove(folder.database() + "/" + name);
  }
  EXPECT_EQ(ledger.open(folder).verdict, Verdict::kRefused);
  EXPECT_GE(cases, 9U);
}

TEST(Staged, TheWholeDatabaseOrAnchorDeleted) {
  DiskLedger ledger(2);
  ops::DataFolder folder = ledger.copy();
  fs::remove_all(folder.database());
  expect_refused(ledger.open(folder), "store.missing", "no database", "no database");
  folder = ledger.copy();
  fs::remove_all(folder.anchor);
  expect_refused(ledger.open(folder), "anchor.missing", "no anchor ring", "no anchor");
  // Made anew beside a used store: an empty ring proves nothing.
  ASSERT_TRUE(ledger::HeadAnchor::create(folder.anchor).ok());
  expect_refused(ledger.open(folder), "anchor.missing",
                 "positions 0 to " + std::to_string(ledger.size() - 1) + " without proof", "ring made anew");
}

TEST(Staged, AnchorSlotsDeleted) {
  DiskLedger ledger;
  const auto scan = ledger::read_anchor(ledger.folder().anchor);
  ASSERT_TRUE(scan.ok());
  const std::uint64_t newest = scan->newest->sequence;
  for (std::uint64_t back = 0; back < newest; ++back) {
    const ops::DataFolder folder = ledger.copy();
    const std::string path = folder.anchor + "/anchor.ring";
    std::string ring = *ops::read_file(path);
    const std::size_t slot = (newest - back - 1) % ledger::kAnchorSlots * ledger::kAnchorSlotBytes;
    ring.replace(slot, ledger::kAnchorSlotBytes, ledger::kAnchorSlotBytes, '\0');
    DiskLedger::rewrite(path, ring);
    const Opening opening = ledger.open(folder);
    // Without the newest record the one before stands in, beside a store that is one group ahead of it;
    // without an older one nothing changes. In no case is an entry lost.
    EXPECT_EQ(opening.verdict, Verdict::kHarmless) << back << ": " << opening.reason << opening.message;
  }
}

TEST(Staged, AnOlderDataFolderPutBackNamesTheMissingRange) {
  DiskLedger ledger(1);
  std::vector<ops::DataFolder> older;
  std::vector<std::uint64_t> sizes;
  for (int k = 0; k < 6; ++k) {
    older.push_back(ledger.copy());
    sizes.push_back(ledger.size());
    ledger.append();
  }
  for (std::size_t i = 0; i < older.size(); ++i) {
    ops::DataFolder rolled_back = older[i];
    rolled_back.anchor = ledger.folder().anchor;  // the anchor on another medium was not rolled back
    expect_refused(ledger.open(rolled_back), "anchor.store_behind", missing_range(sizes[i], ledger.size()),
                   "k = " + std::to_string(older.size() - i));
    ops::DataFolder old_anchor = ledger.copy();
    old_anchor.anchor = older[i].anchor;
    if (i + 1 == older.size()) continue;  // one group behind: a crash between the two syncs looks like that
    expect_refused(ledger.open(old_anchor), "anchor.rolled_back", "without proof", "older anchor");
  }
}

TEST(Staged, AFamilyOfAnotherAgeIsNamed) {
  DiskLedger ledger(1);
  const auto store = ops::open_store_read_only(ledger.folder());
  ASSERT_TRUE(store.ok());
  const auto names = ledger::ledger_family_names();
  std::vector<ledger::Bytes> old_heads;
  for (std::uint32_t family = 0; family < ledger::kLedgerFamilyCount; ++family) {
    old_heads.push_back(**store->kv->get(ledger::FamilyId(family), ledger::kHeadKey));
  }
  ledger.append();
  for (std::uint32_t family = 0; family < ledger::kLedgerFamilyCount; ++family) {
    const ops::DataFolder folder = ledger.copy();
    ledger::WriteBatch batch;
    batch.put(ledger::FamilyId(family), ledger::kHeadKey, old_heads[family]);
    write_rows(folder, batch);
    expect_refused(ledger.open(folder), "store.family_head", "family " + names[family], names[family]);
  }
}

TEST(Staged, OtherOriginAndOtherFormat) {
  DiskLedger ledger(1);
  ledger::WriteBatch batch;
  batch.put(ledger::kMeta, ledger::meta_key("origin"), "ledger.other");
  ops::DataFolder folder = ledger.copy();
  write_rows(folder, batch);
  expect_refused(ledger.open(folder), "store.origin", "ledger.other", "other origin in the store");

  folder = ledger.copy();
  fs::remove_all(folder.anchor);
  auto anchor = ledger::HeadAnchor::create(folder.anchor);
  ASSERT_TRUE(anchor.ok());
  ASSERT_TRUE((*anchor)->write(ledger::empty_tree_record(ledger::sha256("ledger.other"))).ok());
  anchor->reset();
  expect_refused(ledger.open(folder), "anchor.origin", "another ledger", "other origin in the anchor");

  batch = ledger::WriteBatch();
  batch.put(ledger::kMeta, ledger::meta_key("format_version"), ledger::ByteView("\0\0\0\x63", 4));
  folder = ledger.copy();
  write_rows(folder, batch);
  expect_refused(ledger.open(folder), "store.format_version", "format version 99", "newer format");
}

TEST(Staged, ASecondInstanceIsKeptOutAlsoWithoutTheLockFile) {
  DiskLedger ledger(1);
  const ops::DataFolder folder = ledger.copy();
  const auto& signer = ledger.fixture().signer();
  const auto first = ops::open_store(folder, signer);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(ops::open_store(folder, signer).status().reason(), "anchor.locked");
  // Same database under a ring of its own: the database's lock decides.
  ops::DataFolder other_ring = folder;
  other_ring.anchor = ledger.copy().anchor;
  EXPECT_EQ(ops::open_store(other_ring, signer).status().reason(), "store.locked");
  // Same database through a copy of the folder, same anchor: the ring's own lock decides.
  ops::DataFolder twin = ledger.copy();
  twin.anchor = folder.anchor;
  EXPECT_EQ(ops::open_store(twin, signer).status().reason(), "anchor.locked");
}

}  // namespace
}  // namespace tests
