// Goal: what a backup lacks and a mirror has is put back byte for byte and nothing else is; what a mirror
// can't give is listed. Method: backups of a real ledger, mirrors of its later state, whole, cut and changed.
// Faults: F29, F37
#include <filesystem>
#include <gtest/gtest.h>

#include "ops/backup.h"
#include "ops/restore.h"
#include "tests/damage/disk_ledger.h"

namespace tests {
namespace {

namespace fs = std::filesystem;

class ReingestRestoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ops::make_backup({ledger_.folder(), dir_ / "backup", ""}, clock()).ok());
    backed_up_ = ledger_.size();
    ledger_.append();
    ledger_.append(true);
    ledger_.append();
    mirror_ = DiskLedger::write_mirror(ledger_.folder(), dir_ / "mirror", true);
  }
  const ledger::Clock& clock() { return ledger_.fixture().clock(); }
  ops::RestoreOptions options(const std::string& to) const {
    ops::RestoreOptions options;
    options.from = dir_ / "backup";
    options.to = ops::data_folder(dir_ / to);
    options.mirror.tiles = mirror_;
    return options;
  }
  // A restored folder has no keyring of its own.
  void give_keyring(const ops::DataFolder& folder) {
    fs::copy(ledger_.folder().keyring, folder.keyring, fs::copy_options::recursive);
  }

  TempDir dir_;
  DiskLedger ledger_{3};
  std::uint64_t backed_up_ = 0;
  std::string mirror_;
};

TEST_F(ReingestRestoreTest, AMirrorBringsBackWhatTheBackupLacks) {
  const auto report = ops::restore_backup(options("r"), clock());
  ASSERT_TRUE(report.ok()) << report.status().to_string();
  EXPECT_TRUE(report->may_write) << report->held_back.to_string();
  EXPECT_EQ(report->size.value, ledger_.size());
  EXPECT_EQ(report->reingested_count, ledger_.size() - backed_up_);
  // The fields of the one event with confidential fields that the backup did not have.
  ASSERT_EQ(report->disclosures_lost.size(), 1U);
  EXPECT_EQ(report->disclosures_lost.front().position.value, backed_up_ + 1);
  EXPECT_GE(report->disclosures_lost.front().fields_count, 1U);
  give_keyring(options("r").to);
  const Opening opening = ledger_.open(options("r").to);
  EXPECT_EQ(opening.verdict, Opening::Verdict::kHarmless) << opening.reason << " " << opening.message;
  EXPECT_TRUE(ledger_.append_to(options("r").to).ok());
}

TEST_F(ReingestRestoreTest, UnderTheNewestAnchorNothingIsClaimed) {
  ops::RestoreOptions asked = options("r");
  asked.anchor = ledger_.folder().anchor;
  const auto report = ops::restore_backup(asked, clock());
  ASSERT_TRUE(report.ok()) << report.status().to_string();
  EXPECT_TRUE(report->may_write) << report->held_back.to_string();
  EXPECT_EQ(report->anchor, asked.anchor);
  asked.to.anchor = asked.anchor;
  EXPECT_EQ(ledger_.open(asked.to).verdict, Opening::Verdict::kHarmless);
  // A mirror that is behind the newest anchor can't make it whole.
  ledger_.append();
  asked.to = ops::data_folder(dir_ / "r2");
  const auto behind = ops::restore_backup(asked, clock());
  ASSERT_TRUE(behind.ok());
  EXPECT_EQ(behind->held_back.reason(), "anchor.store_behind");
  EXPECT_EQ(behind->reingested_count, 3U);
}

TEST_F(ReingestRestoreTest, AnEarlierCheckpointIsEnoughAndIsNotPassed) {
  const std::string earlier = DiskLedger::write_mirror(ledger_.folder(), dir_ / "earlier", true);
  const std::uint64_t size = ledger_.size();
  ledger_.append();
  fs::remove_all(mirror_);
  DiskLedger::write_mirror(ledger_.folder(), mirror_, true);
  // A mirror keeps the partial tiles of the checkpoints that it has published.
  fs::copy(earlier + "/tile", mirror_ + "/tile",
           fs::copy_options::recursive | fs::copy_options::skip_existing);
  ops::RestoreOptions asked = options("r");
  asked.mirror.checkpoint_file = earlier + "/checkpoint";
  const auto report = ops::restore_backup(asked, clock());
  ASSERT_TRUE(report.ok()) << report.status().to_string();
  EXPECT_EQ(report->size.value, size) << "up to the checkpoint that was given, not to the mirror's";
}

TEST_F(ReingestRestoreTest, NothingIsPutBackFromAMirrorThatIsCutOrChanged) {
  std::size_t cases = 0;
  for (const std::string& name : DiskLedger::files_of(mirror_)) {
    const std::string path = mirror_ + "/" + name;
    const std::string bytes = *ops::read_file(path);
    const auto expect_refused = [&](const std::string& what) {
      const std::string to = "r" + std::to_string(cases++);
      const auto report = ops::restore_backup(options(to), clock());
      ASSERT_TRUE(report.ok()) << name << what << report.status().to_string();
      EXPECT_FALSE(report->may_write) << name << what;
      EXPECT_EQ(report->size.value, backed_up_) << name << what;
      EXPECT_EQ(report->reingested_count, 0U);
      EXPECT_EQ(ledger_.open(options(to).to).reason, "anchor.backup") << name << what;
      if (name != "checkpoint") {
        EXPECT_TRUE(report->held_back.reason().starts_with("restore.mirror_"))
            << name << what << report->held_back.to_string();
      }
    };
    for (const std::size_t at : {bytes.size() - 3, bytes.size() * 9 / 10}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ 2);
      DiskLedger::rewrite(path, damaged);
      expect_refused(" changed at " + std::to_string(at));
    }
    fs::remove(path);
    expect_refused(" gone");
    DiskLedger::rewrite(path, bytes);
  }
  EXPECT_GE(cases, 9U) << "checkpoint, tile and entries";
  EXPECT_TRUE(ops::restore_backup(options("whole"), clock())->may_write);
}

}  // namespace
}  // namespace tests
