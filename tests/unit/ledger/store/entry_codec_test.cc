// Goal: every text comes back byte for byte, entries of the usual shape smaller, and arbitrary stored bytes
// never do harm. Method: a table of near misses of layout 1, and random entries, opaque leaves and damaged
// rows (seed printed).
#include "ledger/store/entry_codec.h"

#include <gtest/gtest.h>
#include <random>

#include "ledger/base/time.h"

namespace ledger {
namespace {

constexpr char kVerbatim = '\x00';
constexpr char kSplit = '\x01';

std::string entry_text(std::string_view time, std::string_view terms, std::string_view event) {
  std::string text = R"({"v":1,"recorded_at":")";
  text.append(time).append(R"(","ix":)").append(terms).append(R"(,"event":")").append(event).append(R"("})");
  return text;
}

constexpr std::string_view kTime = "2026-06-03T01:00:00.000000Z";

void expect_layout(const std::string& text, char layout) {
  const Bytes stored = encode_stored_entry(text);
  ASSERT_FALSE(stored.empty());
  EXPECT_EQ(stored.front(), layout) << text;
  const auto back = decode_stored_entry(stored);
  ASSERT_TRUE(back.ok()) << text;
  EXPECT_EQ(*back, text);
}

TEST(EntryCodec, SplitsWhatLooksLikeAnEntry) {
  expect_layout(entry_text(kTime, "[]", "YWJj.eHl6.c2ln"), kSplit);
  expect_layout(entry_text(kTime, R"([["a/b",1,0]])", "YWJj.eHl6.c2ln"), kSplit);
  expect_layout(entry_text("1970-01-01T00:00:00.000000Z", "[]", "YQ.Yg.Yw"), kSplit);
  expect_layout(entry_text("9999-12-31T14:59:59.999999Z", "[]", "YQ.Yg.Yw"), kSplit);
  expect_layout(entry_text(kTime, "", ".."), kSplit);
  expect_layout(entry_text(kTime, R"([],"event":"x")", "YQ.Yg.Yw"), kSplit);
}

TEST(EntryCodec, PartsAreThoseOfTheText) {
  const std::string text = entry_text(kTime, R"([["a/b",1,0]])", "YWJj.eHl6eg.c2ln");
  const Bytes stored = encode_stored_entry(text);
  const auto parts = stored_entry_parts(stored);
  ASSERT_TRUE(parts.ok() && parts->has_value());
  EXPECT_EQ(format_recorded_at((*parts)->recorded_at), kTime);
  EXPECT_EQ((*parts)->terms, R"([["a/b",1,0]])");
  EXPECT_EQ((*parts)->header, "abc");
  EXPECT_EQ((*parts)->payload, "xyzz");
  EXPECT_EQ((*parts)->signature, "sig");
  EXPECT_EQ(text_of(**parts), text);
  EXPECT_EQ(event_in_text(**parts, text), "YWJj.eHl6eg.c2ln");
  const auto verbatim = stored_entry_parts(encode_stored_entry("no entry"));
  ASSERT_TRUE(verbatim.ok());
  EXPECT_FALSE(verbatim->has_value());
}

TEST(EntryCodec, LayoutOneIsFrozenAsBytes) {
  const Bytes stored = encode_stored_entry(entry_text("1970-01-01T00:00:01.000002Z", "[1]", "YQ.YmI.Y2Nj"));
  EXPECT_EQ(to_hex(stored),
            "0100000000000f4242000300010002"
            "5b315d"
            "61"
            "6262"
            "636363");
}

TEST(EntryCodec, KeepsEverythingElseVerbatim) {
  const std::string good = entry_text(kTime, "[]", "YQ.Yg.Yw");
  const std::string texts[] = {
      "",
      "x",
      std::string(1, '\0'),
      std::string(1, '\x01'),
      good + " ",
      " " + good,
      good.substr(0, good.size() - 1),
      good.substr(0, 40),
      entry_text("2026-06-03T01:00:00.000000z", "[]", "YQ.Yg.Yw"),
      entry_text("2026-06-03T01:00:00.00000+0", "[]", "YQ.Yg.Yw"),
      entry_text("2026-06-03T10:00:00.0+09:00", "[]", "YQ.Yg.Yw"),  // an instant, but spelt otherwise
      entry_text("2026-06-31T01:00:00.000000Z", "[]", "YQ.Yg.Yw"),  // no such day
      entry_text("1969-12-31T23:59:59.999999Z", "[]", "YQ.Yg.Yw"),
      entry_text("2026-06-03T01:00:00Z", "[]", "YQ.Yg.Yw"),
      entry_text("9999-12-31T15:00:00.000000Z", "[]", "YQ.Yg.Yw"),  // the year 10000 in JST
      entry_text(kTime, "[]", "YQ.Yg"),
      entry_text(kTime, "[]", "YQ.Yg.Yw.ZA"),
      entry_text(kTime, "[]", "YQ==.Yg.Yw"),  // padded
      entry_text(kTime, "[]", "YR.Yg.Yw"),    // spare bits set
      entry_text(kTime, "[]", "YQ.Y+.Yw"),    // standard alphabet
      entry_text(kTime, "[]", "YQ.Y.Yw"),     // one left-over character
      entry_text(kTime, std::string(70000, ' '), "YQ.Yg.Yw"),
      entry_text(kTime, "[]", "YQ." + to_base64url(Bytes(70000, 'p')) + ".Yw"),
      R"({"v":1,"recorded_at":"2026-06-03T01:00:00.000000Z","ix":"})",
      R"({"v":2,"recorded_at":"2026-06-03T01:00:00.000000Z","ix":[],"event":"YQ.Yg.Yw"})",
  };
  for (const std::string& text : texts) expect_layout(text, kVerbatim);
}

TEST(EntryCodec, IsSmallerThanTheTextByTheBase64Share) {
  const std::string event =
      to_base64url(Bytes(90, 'h')) + "." + to_base64url(Bytes(700, 'p')) + "." + to_base64url(Bytes(64, 's'));
  const std::string text = entry_text(kTime, "[]", event);
  EXPECT_LT(encode_stored_entry(text).size() * 100, text.size() * 75);
}

TEST(EntryCodec, RefusesDamagedRows) {
  const Bytes rows[] = {
      "",
      "\x02",
      "\xff rest",
      "\x01",
      Bytes("\x01\0\0\0\0\0\0\0\0", 9),
      Bytes("\x01\0\0\0\0\0\0\0\0\0\0\0\0\0", 14),                    // lengths cut
      Bytes("\x01\0\0\0\0\0\0\0\0\0\x01\0\0\0\0", 15),                // terms longer than the row
      Bytes("\x01\0\0\0\0\0\0\0\0\0\0\0\x01\0\0", 15),                // header longer than the row
      Bytes("\x01\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff", 15),              // payload longer than the row
      Bytes("\x01\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0", 15),  // before 1970
      Bytes("\x01\x03\x84\x44\x0c\xcc\x73\x60\x00\0\0\0\0\0\0", 15),  // after 9999
      Bytes("\x01\x03\x84\x44\x05\x41\x42\x9c\x00\0\0\0\0\0\0", 15),  // 9999 in UTC, 10000 in JST
  };
  for (const Bytes& row : rows) {
    const auto refused = decode_stored_entry(row);
    ASSERT_FALSE(refused.ok()) << to_hex(row);
    EXPECT_EQ(refused.status().code(), StatusCode::kDataLoss) << to_hex(row);
    EXPECT_EQ(refused.status().reason(), "entry.stored_malformed") << to_hex(row);
    EXPECT_EQ(stored_entry_parts(row).status().to_string(), refused.status().to_string()) << to_hex(row);
  }
}

class Random {
 public:
  explicit Random(std::uint32_t seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return random_() % limit; }
  Bytes bytes(std::size_t count_max) {
    Bytes bytes(below(count_max + 1), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_());
    return bytes;
  }
  std::string entry() {
    const std::int64_t micros = static_cast<std::int64_t>((std::uint64_t{random_()} << 21) ^ random_());
    std::string terms = "[";
    for (std::size_t i = below(4); i > 0; --i) {
      terms += R"(["count/session.held/)" + std::to_string(i) + R"(",1,0])" + (i > 1 ? "," : "");
    }
    return entry_text(
        format_recorded_at(UnixMicros(micros)), terms + "]",
        to_base64url(bytes(120)) + "." + to_base64url(bytes(900)) + "." + to_base64url(bytes(64)));
  }
  void damage(std::string& text) {
    switch (below(4)) {
      case 0:
        text.resize(below(text.size() + 1));
        break;
      case 1:
        text.insert(below(text.size() + 1), bytes(3));
        break;
      case 2:
        text.erase(below(text.size() + 1), below(4));
        break;
      default:
        if (!text.empty()) text[below(text.size())] = static_cast<char>(random_());
    }
  }

 private:
  std::mt19937 random_;
};

TEST(EntryCodec, GivesBackRandomEntriesOpaqueLeavesAndNearMisses) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  std::size_t split = 0;
  std::size_t verbatim = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text = round % 4 == 0 ? random.bytes(300) : random.entry();
    if (round % 4 == 1) random.damage(text);
    const Bytes stored = encode_stored_entry(text);
    ++(stored.front() == kSplit ? split : verbatim);
    if (round % 4 >= 2) {
      ASSERT_EQ(stored.front(), kSplit) << text;
    }
    const auto back = decode_stored_entry(stored);
    ASSERT_TRUE(back.ok()) << to_hex(text);
    ASSERT_EQ(*back, text);
  }
  EXPECT_GT(split, 2000U);
  EXPECT_GT(verbatim, 1000U);
}

TEST(EntryCodec, ReadsArbitraryRowsWithoutHarm) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  std::size_t refused = 0;
  for (int round = 0; round < 20000; ++round) {
    Bytes row = round % 2 == 0 ? kSplit + random.bytes(60) : encode_stored_entry(random.entry());
    if (round % 2 == 1) random.damage(row);
    const auto text = decode_stored_entry(row);
    if (!text.ok()) {
      ++refused;
      ASSERT_EQ(text.status().reason(), "entry.stored_malformed") << to_hex(row);
      continue;
    }
    // Whatever a row is read as is a text of its own: storing that text gives it back.
    const auto again = decode_stored_entry(encode_stored_entry(*text));
    ASSERT_TRUE(again.ok());
    ASSERT_EQ(*again, *text);
  }
  EXPECT_GT(refused, 1000U);
}

}  // namespace
}  // namespace ledger
