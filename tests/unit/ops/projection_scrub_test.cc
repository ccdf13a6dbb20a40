// Goal: damage is marked before it is told, nothing else is called damage, a stop ends a look at once, and a
// look comes when a day has passed or somebody asks. Method: a database whose files are as the test says.
#include "ops/projection_scrub.h"

#include <atomic>
#include <filesystem>
#include <gtest/gtest.h>
#include <thread>

#include "ledger/store/memory_kv.h"
#include "ops/projection_opening.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"

namespace tests {
namespace {

using ledger::Status;

constexpr std::int64_t kDayMicros = 24LL * 3600 * 1'000'000;

// Files that are as they are told to be; each look asks whether to go on `pieces` times.
class StatedFiles final : public ledger::Kv {
 public:
  ledger::Result<std::optional<ledger::Bytes>> get(ledger::FamilyId family,
                                                   ledger::ByteView key) const override {
    return base_.get(family, key);
  }
  Status scan(ledger::FamilyId family, ledger::ByteView from, ledger::ByteView to,
              const Visitor& visit) const override {
    return base_.scan(family, from, to, visit);
  }
  Status scan_reverse(ledger::FamilyId family, ledger::ByteView from, ledger::ByteView to,
                      const Visitor& visit) const override {
    return base_.scan_reverse(family, from, to, visit);
  }
  Status write(const ledger::WriteBatch& batch, ledger::Durability durability) override {
    return base_.write(batch, durability);
  }
  std::shared_ptr<const ledger::KvReader> snapshot() const override { return base_.snapshot(); }
  Status verify_checksums() const override { return found(); }
  Status verify_files(const ledger::KeepOn& keep_on) const override {
    ++begun;
    for (int piece = 0; endless || piece < 3; ++piece) {
      clock.advance(1);
      if (!keep_on()) return ledger::unavailable("kv.verify_ended", "ended");
    }
    ++ended;
    return found();
  }
  std::vector<std::uint64_t> family_bytes() const override { return base_.family_bytes(); }

  Status found() const {
    const int said = state.load();
    if (said == 1) return ledger::data_loss("kv.corrupt", "000012.sst differs from its checksum");
    return said == 2 ? ledger::unavailable("kv.io", "too many open files") : Status();
  }

  std::atomic<int> state{0};  // 1: damaged; 2: not to be told
  std::atomic<bool> endless{false};
  mutable std::atomic<int> begun{0}, ended{0};
  mutable ManualClock clock;

 private:
  ledger::MemoryKv base_{1};
};

class ProjectionScrubTest : public ::testing::Test {
 protected:
  template <typename Condition>
  void wait_for(Condition condition) {
    for (int i = 0; i < 60'000 && !condition(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ASSERT_TRUE(condition());
  }
  std::string mark() const { return ops::damage_mark_of(dir_ / "projections"); }
  bool marked() const { return std::filesystem::exists(mark()); }

  TempDir dir_;
  StatedFiles files_;
  ledger::Metrics metrics_;
  ops::ProjectionScrub scrub_{{files_, dir_ / "projections", metrics_, files_.clock}};
};

TEST_F(ProjectionScrubTest, WholeFilesLeaveNoMark) {
  scrub_.start();
  wait_for(
      [&] { return metrics_.render().find("daicho_projections_verified_total 1\n") != std::string::npos; });
  EXPECT_NE(metrics_.render().find("daicho_projections_damaged 0\n"), std::string::npos);
  EXPECT_FALSE(scrub_.damaged());
  EXPECT_FALSE(marked());
  scrub_.stop();
  scrub_.stop();
  EXPECT_EQ(files_.begun.load(), 1);
}

TEST_F(ProjectionScrubTest, DamageIsMarkedBeforeItIsToldAndEndsTheSearch) {
  files_.state = 1;
  scrub_.start();
  wait_for([&] {
    const bool told = scrub_.damaged();
    EXPECT_TRUE(!told || marked());
    return told;
  });
  EXPECT_NE(metrics_.render().find("daicho_projections_damaged 1\n"), std::string::npos);
  EXPECT_EQ(*ops::read_file(mark()), "000012.sst differs from its checksum");
  scrub_.look_again();
  scrub_.stop();
  EXPECT_EQ(files_.begun.load(), 1);
  EXPECT_TRUE(scrub_.damaged());
}

TEST_F(ProjectionScrubTest, WhatCouldNotBeReadIsNoDamageAndIsAskedAgain) {
  files_.state = 2;
  scrub_.start();
  wait_for([&] { return files_.ended.load() == 1; });
  EXPECT_FALSE(marked());
  files_.state = 1;
  scrub_.look_again();
  wait_for([&] { return scrub_.damaged(); });
  EXPECT_EQ(metrics_.render().find("daicho_projections_verified_total 1"), std::string::npos);
}

TEST_F(ProjectionScrubTest, AStopEndsALookThatWouldNotEnd) {
  files_.endless = true;
  files_.state = 1;
  scrub_.start();
  wait_for([&] { return files_.begun.load() == 1; });
  scrub_.stop();
  EXPECT_EQ(files_.ended.load(), 0);
  EXPECT_FALSE(scrub_.damaged());
  EXPECT_FALSE(marked()) << "nothing is proven by half a look";
}

TEST_F(ProjectionScrubTest, LooksAgainAfterADayAndNotBefore) {
  scrub_.start();
  wait_for([&] { return files_.ended.load() == 1; });
  scrub_.look_again();
  wait_for([&] { return files_.ended.load() == 2; });
  files_.clock.advance(kDayMicros - 1'000);
  scrub_.look_again();
  wait_for([&] { return files_.ended.load() == 3; });
  EXPECT_EQ(files_.begun.load(), 3) << "each was asked for";
  files_.clock.advance(kDayMicros);
  wait_for([&] { return files_.ended.load() == 4; });
}

}  // namespace
}  // namespace tests
