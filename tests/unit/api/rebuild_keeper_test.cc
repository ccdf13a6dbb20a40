// Goal: a rebuild that somebody asked for is in the log once, in that name, when its rows answer, with the
// digest that a fold to that size gives. Method: the real ledger and projector; the writer closed, the
// asker's role gone, the reading cut short.
#include "api/rebuild_keeper.h"

#include <gtest/gtest.h>

#include "projections/rebuild.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

class RebuildKeeperTest : public ::testing::Test {
 protected:
  static constexpr std::int64_t kLongMicros = 30'000'000;
  api::Caller caller(std::string_view person, std::string_view role, std::string_view principal) const {
    const api::Request request = request_of("GET", "/");
    return fixture.call(request, person, role, principal).caller;
  }
  void rebuilt(std::string_view name, const api::Caller& by) {
    ASSERT_TRUE(fixture.projector->request_rebuild(name).ok());
    keeper.asked(by, name);
    fixture.projector->wait_for_take_over(name, kLongMicros);
  }
  static bool always() { return true; }

  ApiFixture fixture;
  api::RebuildKeeper keeper{*fixture.context};
};

TEST_F(RebuildKeeperTest, WritesOnceWhatWasBuiltForWhom) {
  const api::Caller security = caller("p-sec", "sec_staff", "security");
  rebuilt("access_log", security);
  const std::uint64_t before = fixture.size();
  ASSERT_TRUE(keeper.record_done(always).ok());
  ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"projection.rebuilt"});
  const ledger::Event event = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(event.actor.person.value, "p-sec");
  EXPECT_EQ(event.text("projection"), "access_log");
  const auto to_size = static_cast<std::uint64_t>(event.number("to_size"));
  EXPECT_EQ(to_size, before);
  // What anybody gets who folds the log to that size.
  ledger::MemoryKv fresh(projections::family_names(fixture.registry).size());
  ASSERT_TRUE(projections::prepare_store(fresh, fixture.registry).ok());
  const std::size_t number = *fixture.registry.find("access_log");
  auto target = projections::open_empty_target(fresh, fixture.registry, number, projections::Slot::kA);
  projections::Target* lane[] = {&*target};
  ASSERT_TRUE(projections::fold_to(fresh, *fixture.cell.load(), lane, ledger::TreeSize(to_size), {}).ok());
  const projections::Snapshot folded{fresh.snapshot(), &fixture.registry};
  EXPECT_EQ(
      event.text("digest"),
      ledger::to_hex(ledger::view_of(*projections::digest_rows(*folded.rows_of("access_log"), always))));
  ASSERT_TRUE(keeper.record_done(always).ok());
  EXPECT_EQ(fixture.size(), before + 1) << "once";
}

TEST_F(RebuildKeeperTest, WhatCannotBeWrittenNowIsWrittenLater) {
  rebuilt("access_log", caller("p-sec", "sec_staff", "security"));
  const std::uint64_t before = fixture.size();
  EXPECT_EQ(keeper.record_done([] { return false; }).reason(), "projection.cancelled");
  fixture.close_writer();
  EXPECT_EQ(keeper.record_done(always).reason(), "journal.closed");
  EXPECT_EQ(fixture.size(), before);
  fixture.appender.refusal = ledger::Status();
  EXPECT_TRUE(keeper.record_done(always).ok());
  EXPECT_EQ(fixture.types_since(before), std::vector<std::string>{"projection.rebuilt"});
}

TEST_F(RebuildKeeperTest, EachThatWasAskedForIsRecordedHoweverSoonTheNextCame) {
  const std::uint64_t before = fixture.size();
  for (int i = 0; i < 2; ++i) rebuilt("access_log", caller("p-sec", "sec_staff", "security"));
  rebuilt("activity_index", caller("p-sec", "sec_staff", "security"));
  ASSERT_TRUE(keeper.record_done(always).ok());
  EXPECT_EQ(fixture.types_since(before), std::vector<std::string>(3, "projection.rebuilt"));
}

// Stored, but the answer got lost: the same event again is the same event.
TEST_F(RebuildKeeperTest, AnUnknownOutcomeIsAskedAgainUnchanged) {
  rebuilt("access_log", caller("p-sec", "sec_staff", "security"));
  const std::uint64_t before = fixture.size();
  fixture.appender.loses_next_answer = true;
  EXPECT_EQ(keeper.record_done(always).reason(), "append.unknown");
  EXPECT_EQ(fixture.size(), before + 1);
  fixture.ledger.clock().advance(5'000'000);
  EXPECT_TRUE(keeper.record_done(always).ok());
  EXPECT_EQ(fixture.types_since(before), std::vector<std::string>{"projection.rebuilt"});
}

TEST_F(RebuildKeeperTest, NothingIsSaidInTheNameOfWhoMayNotSayIt) {
  rebuilt("access_log", caller("p-staff", "impl_staff", "gw-c40"));
  const std::uint64_t before = fixture.size();
  EXPECT_TRUE(keeper.record_done(always).ok());
  EXPECT_TRUE(keeper.record_done(always).ok());
  EXPECT_EQ(fixture.size(), before);
}

}  // namespace
}  // namespace tests
