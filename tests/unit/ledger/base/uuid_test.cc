// Goal: an event id has exactly one text, and only version 7 of the RFC 9562 variant is an event id. Method:
// the RFC's example, a table of texts to refuse, every version and variant, and a round trip over random ids.
#include "ledger/base/uuid.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "ledger/base/bytes.h"
#include "tests/support/seeded_random.h"

namespace ledger {
namespace {

// RFC 9562 appendix A.6.
constexpr const char* kExample = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

TEST(EventIdText, ReadsTheExampleOfTheRfc) {
  const auto id = parse_event_id(kExample);
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(to_hex(view_of(*id)), "017f22e279b07cc398c4dc0c0c07398f");
  EXPECT_EQ(format_event_id(*id), kExample);
}

TEST(EventIdText, RefusesEveryOtherShape) {
  for (const char* text :
       {"", "017f22e2", "017f22e279b07cc398c4dc0c0c07398f", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}", "urn:uuid:017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        " 017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2-79b0-7cc3-98c4dc-0c0c07398f", "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c0-398f", "017f22e2_79b0_7cc3_98c4_dc0c0c07398f",
        "------------------------------------", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff", "017f22e2-79b0-7cc3-98c4-dc0c0c07398\n"}) {
    EXPECT_EQ(parse_event_id(text), std::nullopt) << text;
  }
}

TEST(EventIdText, AcceptsVersionSevenAndItsVariantOnly) {
  const std::string digits = "0123456789abcdef";
  for (const char version : digits) {
    for (const char variant : digits) {
      std::string text = kExample;
      text[14] = version;
      text[19] = variant;
      const bool right = version == '7' && std::string("89ab").find(variant) != std::string::npos;
      EXPECT_EQ(parse_event_id(text).has_value(), right) << text;
    }
  }
}

TEST(MakeEventId, CarriesTheMillisecondsAndTheRandomBits) {
  std::array<std::uint8_t, 10> random{};
  random.fill(0xff);
  const UnixMicros time(1'645'557'742'000'999);
  EXPECT_EQ(format_event_id(make_event_id(time, random)), "017f22e2-79b0-7fff-bfff-ffffffffffff");
  random.fill(0);
  EXPECT_EQ(format_event_id(make_event_id(time, random)), "017f22e2-79b0-7000-8000-000000000000");
  EXPECT_EQ(format_event_id(make_event_id(UnixMicros(0), random)), "00000000-0000-7000-8000-000000000000");
}

TEST(MakeEventId, RandomIdsRoundTripAndSortByTime) {
  tests::SeededRandom random(9562);
  SCOPED_TRACE(random.trace());
  std::set<EventId> seen;
  EventId last;
  std::int64_t micros = 1'780'000'000'000'000;
  for (int i = 0; i < 1'000; ++i) {
    std::array<std::uint8_t, 10> bits{};
    for (auto& byte : bits) byte = static_cast<std::uint8_t>(random.below(256));
    micros += random.between(1'000, 1'000'000);
    const EventId id = make_event_id(UnixMicros(micros), bits);
    ASSERT_EQ(parse_event_id(format_event_id(id)), id);
    ASSERT_LT(last, id);
    ASSERT_TRUE(seen.insert(id).second);
    last = id;
  }
}

}  // namespace
}  // namespace ledger
