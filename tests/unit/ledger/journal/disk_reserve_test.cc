// Goal: as the disk fills, business stops first, then everything, and both come back with the room.
// Method: a source of free bytes that the test sets; each level against each kind of event.
// Faults: F15
#include "ledger/journal/disk_reserve.h"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>

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

// Every type of the catalogue is on one side or the other, and each that goes on has its reason.
TEST(DiskReserve, OnlyWhatHasAReasonIsEssential) {
  const std::map<std::string, std::set<std::string>> essential = {
      {"a read",
       {"record.viewed", "record.searched", "record.exported", "record.printed", "auditlog.viewed",
        "figure.viewed"}},
      {"who came in, who was turned away",
       {"auth.succeeded", "auth.failed", "access.denied", "append.rejected"}},
      {"an emergency, which a full disk may be", {"access.break_glass", "break_glass.reviewed"}},
      {"the end of a right", {"role.revoked", "licence.revoked", "principal.released"}},
      {"the end of a consent",
       {"consent.sharing_withdrawn", "consent.referral_withdrawn", "consent.publication_withdrawn"}},
      {"keys, and an erasure", {"key.enrolled", "key.rotated", "key.revoked", "key.destroyed"}},
      {"without it nothing is appended at all", {"clock.confirmed"}}};
  std::set<std::string> expected;
  for (const auto& [reason, types] : essential) expected.insert(types.begin(), types.end());
  std::set<std::string> found;
  std::set<std::string> access_but_business;
  for (const TypeSpec* row : catalogue_rows()) {
    const std::string type(row->type);
    const bool goes_on = is_essential(event_of(type));
    if (goes_on) found.insert(type);
    if (!goes_on && row->group == "access") access_but_business.insert(type);
    if (type.ends_with("_withdrawn")) {
      EXPECT_TRUE(goes_on) << type;
    }
  }
  EXPECT_EQ(found, expected);
  EXPECT_EQ(access_but_business, (std::set<std::string>{"attachment.discarded", "attachment.stored"}))
      << "it brings content of any size with it";
  for (const char* type : {"role.granted", "session.held", "fee.paid", "no.such", ""}) {
    EXPECT_FALSE(is_essential(event_of(type))) << type;
  }
}

}  // namespace
}  // namespace ledger
