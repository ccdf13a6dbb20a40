// Goal: a flipped byte, a deleted or an older file in the database of the read models gives no wrong answer:
// it is found and folded again, or harmless; the ledger's own files stay as they are. Method: read models of
// a real ledger on disk, one byte flipped in a copy, opened as a server would, then compared row by row with
// a fold from position 0. A stride here; every byte with DAICHO_DAMAGE=all. Faults: F25
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

#include "ledger/base/metrics.h"
#include "ledger/journal/recovery.h"
#include "ledger/store/memory_kv.h"
#include "ops/projection_opening.h"
#include "projections/projector.h"
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
    ASSERT_EQ(fold_and_compare(place_), "");
    // Once more over what is there: part of it becomes tables.
    ASSERT_EQ(fold_and_compare(place_), "");
  }

  // Opens as a server does, lets the projector catch up, compares everything with a fold from 0. "" when
  // equal.
  std::string fold_and_compare(const std::string& place, bool* found = nullptr) {
    auto opened = ops::open_projections(place, registry_);
    if (!opened.ok()) return "not opened: " + opened.status().to_string();
    if (found != nullptr) *found = !opened->damage.ok();
    {
      auto projector = projections::Projector::open({*opened->kv, cell_, registry_, metrics_, clock_});
      if (!projector.ok()) return "no projector: " + projector.status().to_string();
      (*projector)->start();
      const auto reached = (*projector)->wait_until("", view_->head.size, kPatienceMicros);
      (*projector)->stop();
      if (reached < view_->head.size) return "stopped: " + (*projector)->status().to_string();
    }
    ledger::MemoryKv fresh(projections::family_names(registry_).size());
    const auto compared = projections::compare_with_rebuild({opened->kv->snapshot(), &registry_}, fresh,
                                                            *view_, [](auto, auto) { return true; });
    if (!compared.ok()) return "not compared: " + compared.status().to_string();
    for (const auto& one : *compared) {
      if (!one.equal) return one.projection + " differs in " + one.difference_in;
    }
    return "";
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
      ASSERT_EQ(fold_and_compare(place, &found), "") << name << " byte " << at;
      ++(found ? found_count : harmless_count);
      fs::remove_all(place);
    }
  }
  EXPECT_GE(found_count, 10U) << "tables and the engine's own files";
  EXPECT_GE(harmless_count, 1U);
  EXPECT_EQ(DiskLedger::digests_of(ledger_.folder()), before) << "the ledger's files were touched";
}

TEST_F(ProjectionDamageTest, AnyFileGoneOrCut) {
  for (const std::string& name : DiskLedger::files_of(place_)) {
    std::string place = copy();
    fs::remove(place + "/" + name);
    EXPECT_EQ(fold_and_compare(place), "") << name << " gone";
    fs::remove_all(place);
    place = copy();
    const std::string bytes = *ops::read_file(place + "/" + name);
    DiskLedger::rewrite(place + "/" + name, bytes.substr(0, bytes.size() / 2));
    EXPECT_EQ(fold_and_compare(place), "") << name << " cut";
    fs::remove_all(place);
  }
}

}  // namespace
}  // namespace tests
