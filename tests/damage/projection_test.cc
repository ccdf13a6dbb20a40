// Goal: a flipped byte, a deleted or an older file in the database of the read models gives no wrong answer:
// while nobody has noticed, what a server reads is right or an error; the scrub beside it notices, or there
// is nothing to notice; and the start after that has every row right. The ledger's own files stay as they
// are. Method: read models of a real ledger on disk, one byte flipped in a copy, opened, followed and
// scrubbed as a server does, opened again, then compared row by row with a fold from position 0. A stride
// here; every byte with DAICHO_DAMAGE=all. Faults: F25
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <thread>
#include <utility>

#include "ledger/base/metrics.h"
#include "ledger/journal/recovery.h"
#include "ledger/store/memory_kv.h"
#include "ops/projection_opening.h"
#include "ops/projection_scrub.h"
#include "projections/rebuild.h"
#include "tests/damage/disk_ledger.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

namespace tests {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPatienceMicros = 60'000'000;

class ProjectionDamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::move(ops::open_store_read_only(ledger_.folder())).value();
    const auto head = ledger::inspect_log(*store_.kv, "");
    view_ = *ledger::open_view(*store_.kv, head->head);
    cell_.store(view_);
    ASSERT_EQ(serve_twice(place_), "");
  }

  // How the rows that a server would answer from compare with a fold from 0.
  enum class Rows { kEqual, kUnreadable, kDifferent };
  struct Served {
    Rows rows = Rows::kEqual;
    bool renewed = false;  // removed at the start, and folded again
    bool marked = false;   // left to the next start
    std::string text;
  };

  // Opens as a server does, lets the projector catch up, compares, scrubs.
  Served serve(const std::string& place) {
    auto followed = ops::follow_projections(place, registry_, cell_, metrics_, clock_);
    if (!followed.ok()) return {Rows::kDifferent, false, false, "no start: " + followed.status().to_string()};
    Served served;
    served.renewed = !followed->damage.ok();
    followed->projector->start();
    followed->projector->wait_until("", view_->head.size, kPatienceMicros);
    followed->projector->stop();
    const ledger::Status projector = followed->projector->status();
    const auto [rows, text] = compare(*followed->kv);
    served.rows = projector.ok() ? rows : Rows::kUnreadable;
    served.text = projector.ok() ? text : projector.to_string();
    served.marked = scrub(*followed->kv, place);
    return served;
  }

  std::pair<Rows, std::string> compare(const ledger::Kv& kv) {
    ledger::MemoryKv fresh(projections::family_names(registry_).size());
    const auto compared = projections::compare_with_rebuild({kv.snapshot(), &registry_}, fresh, *view_,
                                                            [](auto, auto) { return true; });
    if (!compared.ok()) return {Rows::kUnreadable, compared.status().to_string()};
    for (const auto& one : *compared) {
      if (!one.equal) return {Rows::kDifferent, one.projection + " differs in " + one.difference_in};
      if (one.size < view_->head.size) return {Rows::kDifferent, one.projection + " is behind"};
    }
    return {Rows::kEqual, ""};
  }

  // Waits until every file was looked at.
  bool scrub(const ledger::Kv& kv, const std::string& place) {
    ledger::Metrics metrics;
    ops::ProjectionScrub scrub({kv, place, metrics, clock_});
    scrub.start();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::microseconds(kPatienceMicros);
    while (!scrub.damaged() && metrics.render().find("verified_total 1") == std::string::npos) {
      if (std::chrono::steady_clock::now() > deadline) ADD_FAILURE() << "no end of a look";
      if (HasFailure()) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    scrub.stop();
    EXPECT_EQ(scrub.damaged(), fs::exists(ops::damage_mark_of(place)));
    return scrub.damaged();
  }

  // Twice, as two starts do, unless nothing was wrong. "" when nothing wrong was ever served and the last one
  // serves everything.
  std::string serve_twice(const std::string& place, bool* found = nullptr) {
    const Served first = serve(place);
    if (found != nullptr) *found = first.renewed || first.marked;
    if (first.rows == Rows::kDifferent) return first.text;
    if (first.rows == Rows::kUnreadable && !first.marked) return "not noticed: " + first.text;
    if (first.rows == Rows::kEqual && !first.marked) return "";
    const Served second = serve(place);
    if (second.rows != Rows::kEqual) return "at the second start: " + second.text;
    if (second.renewed != first.marked) return "the mark and the second start disagree";
    return second.marked ? "damaged still" : "";
  }

  std::string copy() {
    const std::string to = dir_ / ("copy" + std::to_string(copies_++));
    fs::copy(place_, to, fs::copy_options::recursive);
    return to;
  }

  TempDir dir_;
  DiskLedger ledger_{3};
  const std::string place_ = dir_ / "projections";
  const projections::Registry registry_ = projections::standard_registry();
  ledger::Metrics metrics_;
  const ManualClock clock_;
  ops::ReadOnlyStore store_;
  std::shared_ptr<const ledger::LedgerView> view_;
  ledger::ViewCell cell_;
  int copies_ = 0;
};

TEST_F(ProjectionDamageTest, OneByteOfAnyFile) {
  const char* asked = std::getenv("DAICHO_DAMAGE");
  const bool all = asked != nullptr && std::string_view(asked) == "all";
  SeededRandom random(20260612);
  SCOPED_TRACE(random.trace());
  const auto before = DiskLedger::digests_of(ledger_.folder());
  std::size_t found_count = 0, harmless_count = 0;
  for (const std::string& name : DiskLedger::files_of(place_)) {
    const std::string bytes = *ops::read_file(place_ + "/" + name);
    const std::size_t stride = all ? 1 : std::max<std::size_t>(1, bytes.size() / 6);
    for (std::size_t from = 0; from < bytes.size(); from += stride) {
      const std::size_t at = std::min(bytes.size() - 1, from + random.below(stride));
      const std::string place = copy();
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
      DiskLedger::rewrite(place + "/" + name, damaged);
      bool found = false;
      ASSERT_EQ(serve_twice(place, &found), "") << name << " byte " << at;
      ++(found ? found_count : harmless_count);
      fs::remove_all(place);
    }
  }
  EXPECT_GE(found_count, 10U) << "tables and the engine's own files";
  EXPECT_GE(harmless_count, 1U);
  EXPECT_EQ(DiskLedger::digests_of(ledger_.folder()), before) << "the ledger's files were touched";
}

// What the engine leaves that could not even open the database, and what a crash leaves of a removal.
TEST_F(ProjectionDamageTest, AMarkAloneIsEnough) {
  for (const char* why : {"", "000012.sst differs from its checksum"}) {
    ASSERT_TRUE(ops::leave_damage_mark(place_, why).ok());
    ASSERT_TRUE(ops::leave_damage_mark(place_, "the first one stays").ok());
    const Served served = serve(place_);
    EXPECT_TRUE(served.renewed);
    EXPECT_EQ(served.text, "");
    EXPECT_FALSE(fs::exists(ops::damage_mark_of(place_)));
    EXPECT_FALSE(serve(place_).renewed);
  }
  ASSERT_TRUE(ops::leave_damage_mark(place_, "").ok());
  fs::remove_all(place_);
  EXPECT_EQ(serve_twice(place_), "");
}

TEST_F(ProjectionDamageTest, AnyFileGoneOrCut) {
  for (const std::string& name : DiskLedger::files_of(place_)) {
    std::string place = copy();
    fs::remove(place + "/" + name);
    EXPECT_EQ(serve_twice(place), "") << name << " gone";
    fs::remove_all(place);
    place = copy();
    const std::string bytes = *ops::read_file(place + "/" + name);
    DiskLedger::rewrite(place + "/" + name, bytes.substr(0, bytes.size() / 2));
    EXPECT_EQ(serve_twice(place), "") << name << " cut";
    fs::remove_all(place);
  }
}

}  // namespace
}  // namespace tests
