// Goal: an emergency access covers exactly what it was opened for, while it is open. Method: one sample event
// in a lived programme; each fact of the read and of the access is changed alone, times at both boundaries.
#include "ledger/domain/break_glass.h"

#include <gtest/gtest.h>

#include "ledger/base/time.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {
namespace {

ledger::UnixMicros at(std::string_view text) {
  return *ledger::parse_rfc3339(text);
}

class BreakGlassTest : public ::testing::Test {
 protected:
  // 10:00 to 11:00, b-1 at c40, by p-aud, reviewed by p-bureau.
  BreakGlassTest() {
    const ledger::Event event = programme.sample("access.break_glass", R"({"grant_id":"g-1"})").build();
    EXPECT_TRUE(programme.append(event).ok());
    access = *ledger::break_glass_of(event);
  }
  std::string lacks(const ledger::BreakGlass& asked, const ledger::EmergencyRead& read) const {
    return std::string(ledger::break_glass_lacks(programme.state(), asked, read));
  }
  Programme programme = Programme::lived();
  ledger::BreakGlass access;
  const ledger::EmergencyRead fitting{ledger::PersonId("p-aud"), "c40", "b-1",
                                      at("2026-05-01T10:00:00+09:00")};
};

TEST_F(BreakGlassTest, OneThingThatDoesNotFit) {
  EXPECT_EQ(lacks(access, fitting), "");
  const struct {
    const char* lacking;
    void (*change)(ledger::BreakGlass&, ledger::EmergencyRead&);
  } rows[] = {
      {"person", [](auto&, auto& read) { read.person.value = "p-bureau"; }},
      {"business", [](auto&, auto& read) { read.business = "b-2"; }},
      {"business", [](auto& made, auto& read) { made.business = read.business = ""; }},
      {"center", [](auto&, auto& read) { read.center = "c13"; }},
      {"time", [](auto&, auto& read) { read.at = at("2026-05-01T09:59:59.999999+09:00"); }},
      {"", [](auto&, auto& read) { read.at = at("2026-05-01T10:59:59.999999+09:00"); }},
      {"time", [](auto&, auto& read) { read.at = at("2026-05-01T11:00:00+09:00"); }},
      {"reviewed", [](auto& made, auto&) { made.stream.value = "break_glass/g-2"; }},
      {"reviewer", [](auto& made, auto&) { made.reviewer.value = "p-none"; }},
      {"reviewer", [](auto& made, auto&) { made.reviewer.value = "p-co"; }},
      {"reviewer", [](auto& made, auto&) { made.reviewer = made.person; }},
      {"", [](auto& made, auto&) { made.reviewer.value = "p-hq"; }},
  };
  for (const auto& row : rows) {
    ledger::BreakGlass asked = access;
    ledger::EmergencyRead read = fitting;
    row.change(asked, read);
    EXPECT_EQ(lacks(asked, read), row.lacking);
  }
}

TEST_F(BreakGlassTest, TheReviewEndsIt) {
  ASSERT_TRUE(
      programme.append(programme.sample("break_glass.reviewed", R"({"grant_id":"g-1"})").build()).ok());
  EXPECT_EQ(lacks(access, fitting), "reviewed");
}

TEST_F(BreakGlassTest, OtherEventsOpenNothing) {
  EXPECT_FALSE(ledger::break_glass_of(programme.sample("break_glass.reviewed").build()).has_value());
  EXPECT_FALSE(ledger::break_glass_of(programme.sample("record.viewed").build()).has_value());
  EXPECT_EQ(access.reviewer.value, "p-bureau");
  EXPECT_EQ(access.stream.value, "break_glass/g-1");
}

}  // namespace
}  // namespace tests
