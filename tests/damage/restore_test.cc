// Goal: a backup is whole or refused, restores read-only until it is shown to be the newest, never makes two
// ledgers that sign, and the doctor names what is wrong. Method: one real ledger, backups of it, copies and
// damage in real folders.
// Faults: F24, F29, F30, F37
#include "ops/restore.h"

#include <filesystem>
#include <gtest/gtest.h>

#include "ops/backup.h"
#include "ops/backup_manifest.h"
#include "ops/doctor.h"
#include "tests/damage/disk_ledger.h"

namespace tests {
namespace {

namespace fs = std::filesystem;

class RestoreTest : public ::testing::Test {
 protected:
  void SetUp() override { back_up("backup"); }
  void back_up(const std::string& name) {
    const auto report = ops::make_backup({ledger_.folder(), dir_ / name, ""}, clock());
    ASSERT_TRUE(report.ok()) << report.status().to_string();
    EXPECT_EQ(report->size.value, ledger_.size());
  }
  ops::RestoreOptions options(const std::string& to) const {
    ops::RestoreOptions options;
    options.from = dir_ / "backup";
    options.to = ops::data_folder(dir_ / to);
    return options;
  }
  const ledger::Clock& clock() { return ledger_.fixture().clock(); }

  TempDir dir_;
  DiskLedger ledger_{3};
};

TEST_F(RestoreTest, IsReadOnlyUntilSomethingShowsThatItIsTheNewest) {
  const auto report = ops::restore_backup(options("r"), clock());
  ASSERT_TRUE(report.ok()) << report.status().to_string();
  EXPECT_FALSE(report->may_write);
  EXPECT_EQ(report->held_back.reason(), "anchor.backup");
  EXPECT_TRUE(report->disclosures_lost.empty());
  const Opening opening = ledger_.open(options("r").to);
  EXPECT_EQ(opening.verdict, Opening::Verdict::kRefused);
  EXPECT_EQ(opening.reason, "anchor.backup");
}

TEST_F(RestoreTest, GoesOnUnderTheNewestAnchorAndOnlyOneCopyDoes) {
  for (const std::string to : {"r1", "r2"}) {
    ops::RestoreOptions asked = options(to);
    asked.anchor = ledger_.folder().anchor;
    const auto report = ops::restore_backup(asked, clock());
    ASSERT_TRUE(report.ok()) << report.status().to_string();
    EXPECT_TRUE(report->may_write) << report->held_back.to_string();
    EXPECT_EQ(report->anchor, ledger_.folder().anchor);
  }
  ops::DataFolder first = options("r1").to, second = options("r2").to;
  first.anchor = second.anchor = ledger_.folder().anchor;
  ASSERT_EQ(ledger_.open(first).verdict, Opening::Verdict::kHarmless);
  ASSERT_TRUE(ledger_.append_to(first).ok());
  // The other copy lacks what the first has signed by now.
  EXPECT_EQ(ledger_.append_to(second).reason(), "anchor.store_behind");
  EXPECT_EQ(ledger_.append_to(ledger_.folder()).reason(), "anchor.store_behind");
}

TEST_F(RestoreTest, AnOlderBackupIsToldWhatItLacks) {
  const std::string from = std::to_string(ledger_.size());
  ledger_.append();
  ledger_.append();
  ops::RestoreOptions asked = options("r");
  asked.anchor = ledger_.folder().anchor;
  const auto report = ops::restore_backup(asked, clock());
  ASSERT_TRUE(report.ok());
  EXPECT_FALSE(report->may_write);
  EXPECT_EQ(report->held_back.reason(), "anchor.store_behind");
  const std::string range = "positions " + from + " to " + std::to_string(ledger_.size() - 1) + " missing";
  EXPECT_NE(report->held_back.message().find(range), std::string::npos) << report->held_back.message();

  DiskLedger::write_mirror(ledger_.folder(), dir_ / "mirror", false);
  asked.anchor.clear();
  asked.mirror.tiles = dir_ / "mirror";
  const auto mirrored = ops::restore_backup(asked, clock());
  ASSERT_TRUE(mirrored.ok());
  EXPECT_EQ(mirrored->held_back.reason(), "restore.mirror_ahead");
  EXPECT_NE(mirrored->held_back.message().find(range), std::string::npos) << mirrored->held_back.message();
  EXPECT_EQ(ledger_.open(asked.to).reason, "anchor.backup") << "nothing was promoted";
}

TEST_F(RestoreTest, AMirrorMakesOneWriterPerBackup) {
  DiskLedger::write_mirror(ledger_.folder(), dir_ / "mirror", false);
  ops::RestoreOptions asked = options("r1");
  asked.mirror.tiles = dir_ / "mirror";
  const auto first = ops::restore_backup(asked, clock());
  ASSERT_TRUE(first.ok()) << first.status().to_string();
  EXPECT_TRUE(first->may_write) << first->held_back.to_string();
  EXPECT_EQ(ledger_.open(asked.to).verdict, Opening::Verdict::kHarmless);
  EXPECT_TRUE(ledger_.append_to(asked.to).ok());

  asked.to = ops::data_folder(dir_ / "r2");
  EXPECT_EQ(ops::restore_backup(asked, clock()).status().reason(), "restore.claimed");
  EXPECT_EQ(ledger_.open(asked.to).reason, "anchor.backup") << "the second copy may not sign";
}

TEST_F(RestoreTest, AMirrorThatIsOlderDamagedOrForeignPromotesNothing) {
  DiskLedger::write_mirror(ledger_.folder(), dir_ / "older", false);
  ledger_.append();
  fs::remove_all(dir_ / "backup");
  back_up("backup");
  ops::RestoreOptions asked = options("r");
  asked.mirror.tiles = dir_ / "older";
  EXPECT_EQ(ops::restore_backup(asked, clock())->held_back.reason(), "restore.mirror_behind");
  asked.mirror.tiles = dir_ / "nowhere";
  EXPECT_EQ(ops::restore_backup(asked, clock())->held_back.reason(), "file.missing");

  DiskLedger::write_mirror(ledger_.folder(), dir_ / "mirror", false);
  asked.mirror.tiles = dir_ / "mirror";
  for (const std::string& name : DiskLedger::files_of(asked.mirror.tiles)) {
    const std::string path = asked.mirror.tiles + "/" + name;
    const std::string bytes = *ops::read_file(path);
    std::string damaged = bytes;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    DiskLedger::rewrite(path, damaged);
    EXPECT_FALSE(ops::restore_backup(asked, clock())->may_write) << name;
    fs::remove(path);
    EXPECT_FALSE(ops::restore_backup(asked, clock())->may_write) << name << " gone";
    DiskLedger::rewrite(path, bytes);
  }
  EXPECT_TRUE(ops::restore_backup(asked, clock())->may_write);
}

TEST_F(RestoreTest, ADamagedBackupIsRefusedByFile) {
  const std::string backup = dir_ / "backup";
  for (const std::string& name : DiskLedger::files_of(backup)) {
    if (name == ops::kManifestName) continue;
    const std::string bytes = *ops::read_file(backup + "/" + name);
    if (bytes.empty()) continue;
    std::string damaged = bytes;
    damaged[damaged.size() / 3] = static_cast<char>(damaged[damaged.size() / 3] ^ 4);
    DiskLedger::rewrite(backup + "/" + name, damaged);
    const auto refused = ops::restore_backup(options("r"), clock()).status();
    EXPECT_EQ(refused.reason(), "backup.damaged") << name;
    EXPECT_NE(refused.message().find(name), std::string::npos) << refused.message();
    fs::remove(backup + "/" + name);
    EXPECT_EQ(ops::restore_backup(options("r"), clock()).status().reason(), "backup.damaged") << name;
    DiskLedger::rewrite(backup + "/" + name, bytes);
  }
  ASSERT_TRUE(ops::write_new_file(backup + "/stray", "x").ok());
  EXPECT_EQ(ops::restore_backup(options("r"), clock()).status().reason(), "backup.damaged");
  fs::remove(backup + "/stray");
  fs::remove(backup + "/manifest.json");
  EXPECT_EQ(ops::restore_backup(options("r"), clock()).status().reason(), "backup.missing");
  EXPECT_FALSE(fs::exists(options("r").to.root)) << "nothing was restored";
}

TEST_F(RestoreTest, PlacesAreChecked) {
  const ops::DataFolder& folder = ledger_.folder();
  const auto reason = [&](const std::string& to, const std::string& keys) {
    return ops::make_backup({folder, to, keys}, clock()).status().reason();
  };
  EXPECT_EQ(reason(dir_ / "backup", ""), "backup.exists");
  EXPECT_EQ(reason(folder.root + "/backup", ""), "backup.place");
  EXPECT_EQ(reason(dir_ / "b2", dir_ / "b2/keys"), "backup.place");
  EXPECT_EQ(reason(dir_ / "b2", folder.root + "/keys"), "backup.place");
  EXPECT_EQ(ops::restore_backup({dir_ / "backup", ledger_.folder(), "", {}}, clock()).status().reason(),
            "restore.exists");
  const auto report = ops::make_backup({folder, dir_ / "b2", dir_ / "keys"}, clock());
  ASSERT_TRUE(report.ok()) << report.status().to_string();
  EXPECT_GE(report->keyring_files_count, 3U);
  EXPECT_EQ(ledger_.open_keyring(dir_ / "keys").verdict, Opening::Verdict::kHarmless);
}

TEST_F(RestoreTest, ABackupIsTakenBesideAWriter) {
  const auto writer = ops::open_store(ledger_.folder(), ledger_.fixture().signer());
  ASSERT_TRUE(writer.ok());
  const auto report = ops::make_backup({ledger_.folder(), dir_ / "live", ""}, clock());
  ASSERT_TRUE(report.ok()) << report.status().to_string();
  EXPECT_TRUE(report->beside_server);
  EXPECT_EQ(report->size.value, ledger_.size());
}

TEST_F(RestoreTest, WhatRecoveryRefusesIsNotBackedUp) {
  ops::DataFolder folder = ledger_.copy();
  ledger_.append();
  folder.anchor = ledger_.folder().anchor;
  EXPECT_EQ(ops::make_backup({folder, dir_ / "b2", ""}, clock()).status().reason(), "anchor.store_behind");
  EXPECT_FALSE(fs::exists(dir_ / "b2"));
}

// --- the doctor ---

std::string codes_of(const ops::DoctorReport& report) {
  std::string codes;
  for (const ops::DoctorFinding& finding : report.findings) {
    if (finding.code.starts_with("secrets.")) continue;  // the test ledger's keys are in memory
    EXPECT_FALSE(finding.label_ja.empty() || finding.todo.empty()) << finding.code;
    codes += (codes.empty() ? "" : " ") + finding.code;
  }
  return codes;
}

TEST_F(RestoreTest, TheDoctorNamesWhatIsWrong) {
  struct Row {
    const char* name;
    std::function<void(ops::DataFolder&)> stage;
    const char* codes;
  };
  const ops::DataFolder old = ledger_.copy();
  ledger_.append();
  ledger_.append();
  const auto flip = [](const std::string& path, std::size_t at) {
    std::string bytes = *ops::read_file(path);
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    DiskLedger::rewrite(path, bytes);
  };
  const Row rows[] = {
      {"healthy", [](ops::DataFolder&) {}, ""},
      {"no ledger", [](ops::DataFolder& d) { fs::remove(d.identity_file()); }, "ledger.missing"},
      {"bad identity", [](ops::DataFolder& d) { DiskLedger::rewrite(d.identity_file(), "{}"); },
       "identity.malformed"},
      {"no database", [](ops::DataFolder& d) { fs::remove_all(d.database()); }, "store.missing"},
      {"no anchor", [](ops::DataFolder& d) { fs::remove_all(d.anchor); }, "anchor.missing"},
      {"anchor newer", [&](ops::DataFolder& d) { d = old, d.anchor = ledger_.folder().anchor; },
       "anchor.store_behind"},
      {"anchor older", [&](ops::DataFolder& d) { d.anchor = old.anchor; }, "anchor.rolled_back"},
      {"no keyring", [](ops::DataFolder& d) { fs::remove_all(d.keyring); }, "keyring.missing"},
      {"keyring open to others", [](ops::DataFolder& d) { fs::permissions(d.keyring, fs::perms::all); },
       "keyring.permissions"},
      {"a ring is gone",
       [](ops::DataFolder& d) {
         for (const auto& name : DiskLedger::files_of(d.keyring)) {
           if (name.ends_with(".ring")) fs::remove(d.keyring + "/" + name);
         }
       },
       "keyring.key_missing"},
      {"a key file is gone",
       [](ops::DataFolder& d) {
         for (const auto& name : DiskLedger::files_of(d.keyring)) {
           if (name.ends_with(".kek")) fs::remove(d.keyring + "/" + name);
         }
       },
       "keyring.kek_missing keyring.kek_missing"},  // of two scopes
      {"a table is damaged",
       [&](ops::DataFolder& d) {
         for (const auto& name : DiskLedger::files_of(d.database())) {
           if (name.ends_with(".sst")) return flip(d.database() + "/" + name, 20);
         }
       },
       "kv.corrupt"},
      {"the log is damaged",
       [&](ops::DataFolder& d) {
         for (const auto& name : DiskLedger::files_of(d.database())) {
           const std::string path = d.database() + "/" + name;
           if (name.ends_with(".log") && fs::file_size(path) > 0) return flip(path, fs::file_size(path) / 2);
         }
       },
       "store.corrupt"},
  };
  for (const Row& row : rows) {
    ops::DataFolder folder = ledger_.copy();
    row.stage(folder);
    const auto before = ops::list_backup_files(folder.root);
    const std::string codes = codes_of(ops::examine(folder, {.free_bytes_min = 0}));
    EXPECT_EQ(codes, row.codes) << row.name;
    EXPECT_EQ(*ops::list_backup_files(folder.root), *before) << row.name << ": it wrote";
  }
  EXPECT_EQ(codes_of(ops::examine(ledger_.copy(), {.free_bytes_min = ~0ULL})), "disk.low disk.low disk.low");
  const auto restored = ops::restore_backup(options("r"), clock());
  ASSERT_TRUE(restored.ok());
  EXPECT_EQ(codes_of(ops::examine(options("r").to, {.free_bytes_min = 0})), "anchor.backup keyring.missing");
}

}  // namespace
}  // namespace tests
