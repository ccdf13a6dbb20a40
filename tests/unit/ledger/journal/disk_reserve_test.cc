// Goal: as the disk fills, business stops first, then everything, and both come back with the room.
// Method: a source of free bytes that the test sets; each level against each kind of event.
// Faults: F15
#include "ledger/journal/disk_reserve.h"

#include <gtest/gtest.h>

#include "ledger/domain/catalogue.h"

namespace ledger {
namespace {

class FakeSpace final : public DiskSpace {
 public:
  Result<std::uint64_t> free_bytes() const override { return free; }
  Result<std::uint64_t> free = std::uint64_t{1'000'000};
};

Event event_of(std::string type) {
  Event event;
  event.type = std::move(type);
  event.version = 1;
  return event;
}

TEST(DiskReserve, EachLevelTakesWhatItIsThereFor) {
  struct Row {
    std::uint64_t free;
    std::string business, access, key;  // reason, empty: taken
  };
  const std::vector<Row> rows = {
      {1001, "", "", ""},
      {1000, "", "", ""},
      {999, "storage.reserved", "", ""},
      {100, "storage.reserved", "", ""},
      {99, "storage.full", "storage.full", "storage.full"},
      {0, "storage.full", "storage.full", "storage.full"},
      {1000, "", "", ""},
  };
  FakeSpace space;
  Metrics metrics;
  DiskReserve reserve(space, {1000, 100}, metrics);
  const auto reason = [&](const char* type) {
    const Status status = reserve.admit(event_of(type));
    return status.ok() ? std::string() : status.reason();
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.free);
    space.free = row.free;
    reserve.sample();
    EXPECT_EQ(reason("session.held"), row.business);
    EXPECT_EQ(reason("record.viewed"), row.access);
    EXPECT_EQ(reason("key.revoked"), row.key);
  }
  EXPECT_NE(metrics.render().find("daicho_disk_free_bytes 1000\n"), std::string::npos);
}

TEST(DiskReserve, ASourceThatDoesNotTellChangesNothing) {
  FakeSpace space;
  Metrics metrics;
  DiskReserve reserve(space, {1000, 100}, metrics);
  space.free = std::uint64_t{500};
  reserve.sample();
  space.free = unavailable("file.io", "x");
  reserve.sample();
  EXPECT_EQ(reserve.admit(event_of("session.held")).reason(), "storage.reserved");
}

TEST(DiskReserve, NothingIsRefusedWithoutAReserve) {
  FakeSpace space;
  Metrics metrics;
  DiskReserve reserve(space, {0, 0}, metrics);
  space.free = std::uint64_t{0};
  reserve.sample();
  EXPECT_TRUE(reserve.admit(event_of("session.held")).ok());
}

TEST(DiskReserve, LimitsThatContradictEachOtherAreRefused) {
  EXPECT_TRUE(DiskReserve::check({100, 100}).ok());
  EXPECT_EQ(DiskReserve::check({99, 100}).reason(), "storage.reserve");
}

TEST(DiskReserve, WhatIsEssentialStandsInTheCatalogue) {
  std::size_t essential = 0;
  for (const TypeSpec* row : catalogue_rows()) {
    if (is_essential(event_of(std::string(row->type)))) ++essential;
  }
  EXPECT_EQ(essential, 20U) << "twelve kinds of access, eight ends of rights and keys";
  for (const char* type : {"consent.sharing_withdrawn", "role.revoked", "clock.confirmed", "access.denied"}) {
    EXPECT_TRUE(is_essential(event_of(type))) << type;
  }
  for (const char* type : {"role.granted", "session.held", "fee.paid", "no.such", ""}) {
    EXPECT_FALSE(is_essential(event_of(type))) << type;
  }
}

}  // namespace
}  // namespace ledger
