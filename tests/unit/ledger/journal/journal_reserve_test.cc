// Goal: a journal without room refuses before it decides, answers each batch, and goes on when room returns.
// Method: the real journal over a source of free bytes that the test sets between submissions.
// Faults: F15
#include <gtest/gtest.h>

#include "ledger/journal/journal.h"
#include "tests/support/ledger_fixture.h"

namespace ledger {
namespace {

constexpr std::int64_t kForeverMicros = 60'000'000;

class SettableSpace final : public DiskSpace {
 public:
  Result<std::uint64_t> free_bytes() const override { return free.load(); }
  std::atomic<std::uint64_t> free{1'000'000};
};

TEST(JournalReserve, RefusesAndGoesOn) {
  tests::LedgerFixture fixture;
  fixture.release_writer();
  SettableSpace space;
  Metrics metrics;
  DiskReserve reserve(space, {1000, 100}, metrics);
  auto journal = Journal::open({fixture.kv(), fixture.log(), fixture.anchor(), fixture.signer(),
                                fixture.clock(), metrics, nullptr, &reserve});
  ASSERT_TRUE(journal.ok()) << journal.status().to_string();
  const auto submit = [&](std::int64_t value) {
    const auto receipts = (*journal)->submit({fixture.signed_event(fixture.policy(value))}, kForeverMicros);
    return receipts.ok() ? std::string() : receipts.status().reason();
  };
  const TreeSize before = (*journal)->view()->head.size;
  EXPECT_EQ(submit(1), "");
  space.free = 500;
  EXPECT_EQ(submit(2), "storage.reserved");
  space.free = 50;
  EXPECT_EQ(submit(3), "storage.full");
  EXPECT_EQ((*journal)->view()->head.size.value, before.value + 1) << "a refusal stores nothing";
  space.free = 5000;
  EXPECT_EQ(submit(2), "") << "the same event again, once there is room";
  EXPECT_TRUE((*journal)->is_open());
  (*journal)->stop();
  EXPECT_EQ((*journal)->view()->head.size.value, before.value + 2);
}

}  // namespace
}  // namespace ledger
