// Goal: one byte string has exactly one text in hex, base64 and base64url, and nothing reads past its end.
// Method: RFC 4648 vectors, tables of texts to refuse, an exhaustive canonicity property over short texts,
// and the bounded reader at every length.
#include "ledger/base/bytes.h"

#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/seeded_random.h"

namespace ledger {
namespace {

struct Vector {
  const char* bytes;
  const char* hex;
  const char* base64;
  const char* base64url;
};

TEST(Bytes, EncodesTheVectorsOfRfc4648AndDecodesThemBack) {
  const std::vector<Vector> rows = {
      {"", "", "", ""},
      {"f", "66", "Zg==", "Zg"},
      {"fo", "666f", "Zm8=", "Zm8"},
      {"foo", "666f6f", "Zm9v", "Zm9v"},
      {"foob", "666f6f62", "Zm9vYg==", "Zm9vYg"},
      {"fooba", "666f6f6261", "Zm9vYmE=", "Zm9vYmE"},
      {"foobar", "666f6f626172", "Zm9vYmFy", "Zm9vYmFy"},
      {"\xfb\xff\xfe", "fbfffe", "+//+", "-__-"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.hex);
    EXPECT_EQ(to_hex(row.bytes), row.hex);
    EXPECT_EQ(from_hex(row.hex), Bytes(row.bytes));
    EXPECT_EQ(to_base64(row.bytes), row.base64);
    EXPECT_EQ(from_base64(row.base64), Bytes(row.bytes));
    EXPECT_EQ(to_base64url(row.bytes), row.base64url);
    EXPECT_EQ(from_base64url(row.base64url), Bytes(row.bytes));
  }
}

TEST(Bytes, RefusesHexThatIsNotLowerCasePairs) {
  for (const char* text : {"0", "0g", "g0", "AB", "aB", " 00", "00 ", "0x00", "0-", "00\n", "é"}) {
    EXPECT_EQ(from_hex(text), std::nullopt) << text;
  }
  EXPECT_EQ(from_hex(std::string_view("0\0", 2)), std::nullopt);
}

TEST(Bytes, RefusesBase64ThatIsNotCanonical) {
  for (const char* text : {"Z",     "Zg",         "Zg=",   "Zg===", "Zg==Zg==", "=",
                           "==",    "====",       "Z===",  "Zm9v=", "Zm9v==",   "Zm8",
                           "Zm8==", "Zm9vZg==\n", " Zm9v", "Zm9v ", "Zm\n9v",   "Zm9!",
                           "-__-",  "Zh==",       "Zm9=",  "Zg=a",  "Z=g=",     "Zm9vYh=="}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  }
}

TEST(Bytes, RefusesBase64urlThatIsNotCanonical) {
  for (const char* text : {"Z", "Zm9vZ", "Zg==", "Zm8=", "Zg=", "+//+", "Zh", "Zm9", "Zm9v\n", " Zg", "Z g",
                           "Zm9vYh", "Zm9v.", "Z%67"}) {
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
  }
  EXPECT_EQ(from_base64url(std::string_view("Zm\0v", 4)), std::nullopt);
}

// Whatever is accepted must be the only text of its bytes.
TEST(Bytes, AcceptedBase64IsTheTextThatEncodingGives) {
  const std::string alphabet = "AQZaz059+/-_= ";
  std::size_t accepted = 0;
  for (std::size_t number = 0; number < alphabet.size() * alphabet.size() * alphabet.size() * alphabet.size();
       ++number) {
    std::string text;
    for (std::size_t rest = number, i = 0; i < 4; ++i, rest /= alphabet.size())
      text += alphabet[rest % alphabet.size()];
    if (const auto bytes = from_base64(text)) {
      ASSERT_EQ(to_base64(*bytes), text);
      ++accepted;
    }
    for (std::size_t length = 2; length <= 4; ++length) {
      const std::string part = text.substr(0, length);
      if (const auto bytes = from_base64url(part)) {
        ASSERT_EQ(to_base64url(*bytes), part);
        ++accepted;
      }
    }
  }
  EXPECT_GT(accepted, 10'000U);
}

TEST(Bytes, RandomBytesSurviveEveryEncoding) {
  tests::SeededRandom random(20260401);
  SCOPED_TRACE(random.trace());
  for (std::size_t length = 0; length < 200; ++length) {
    const Bytes bytes = random.bytes(length);
    ASSERT_EQ(from_hex(to_hex(bytes)), bytes);
    ASSERT_EQ(from_base64(to_base64(bytes)), bytes);
    ASSERT_EQ(from_base64url(to_base64url(bytes)), bytes);
  }
}

TEST(Bytes, ComparesWholeStringsInConstantTime) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_constant_time("Secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secrets"));
  EXPECT_FALSE(equal_constant_time("secret", ""));
  EXPECT_FALSE(equal_constant_time(std::string_view("\x80", 1), std::string_view("\0", 1)));
}

TEST(Bytes, WritesBigEndianAndReadsItBack) {
  Bytes out;
  put_u16(out, 0x0102);
  put_u32(out, 0x03040506);
  put_u64(out, 0x0708090a0b0c0d0eULL);
  out += "tail";
  EXPECT_EQ(to_hex(out), "0102030405060708090a0b0c0d0e7461696c");
  ByteReader reader(out);
  EXPECT_EQ(reader.take_u8(), 0x01);
  EXPECT_EQ(reader.take_u8(), 0x02);
  EXPECT_EQ(reader.take_u32(), 0x03040506U);
  EXPECT_EQ(reader.take_u64(), 0x0708090a0b0c0d0eULL);
  EXPECT_EQ(reader.rest(), "tail");
  EXPECT_EQ(reader.take(4), ByteView("tail"));
  EXPECT_TRUE(reader.empty());
}

TEST(Bytes, ReaderRefusesWhatIsNotThereAndKeepsTheRest) {
  const Bytes bytes(7, '\xff');
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    SCOPED_TRACE(length);
    ByteReader reader(ByteView(bytes).substr(0, length));
    EXPECT_EQ(reader.take_u64(), std::nullopt);
    EXPECT_EQ(reader.take(length + 1), std::nullopt);
    EXPECT_EQ(reader.take(std::numeric_limits<std::size_t>::max()), std::nullopt);
    EXPECT_EQ(reader.rest().size(), length);
    EXPECT_EQ(reader.take_u32().has_value(), length >= 4);
  }
  ByteReader empty("");
  EXPECT_EQ(empty.take_u8(), std::nullopt);
  EXPECT_EQ(empty.take_u16(), std::nullopt);
  EXPECT_EQ(empty.take(0), ByteView());
}

TEST(Bytes, ParsesDecimalOnlyInItsOneForm) {
  EXPECT_EQ(parse_decimal("0"), 0U);
  EXPECT_EQ(parse_decimal("7"), 7U);
  EXPECT_EQ(parse_decimal("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  for (const char* text : {"", "00", "01", "+1", "-1", "-0", " 1", "1 ", "1.0", "1e3", "0x10", "a", "1a",
                           "１", "18446744073709551616", "99999999999999999999999", "1,000", "1_000"}) {
    EXPECT_EQ(parse_decimal(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_decimal(std::string_view("1\0", 2)), std::nullopt);
}

TEST(Bytes, HashAndIdViewsShowTheirBytes) {
  Hash32 hash{};
  hash[0] = 1;
  hash[31] = 0xfe;
  EXPECT_EQ(to_hex(view_of(hash)), "01" + std::string(60, '0') + "fe");
  EXPECT_EQ(to_hash32(view_of(hash)), hash);
  EventId id;
  id.bytes[15] = 9;
  EXPECT_EQ(to_hex(view_of(id)), std::string(30, '0') + "09");
}

TEST(BytesDeathTest, AHashOfTheWrongLengthIsABug) {
  EXPECT_DEATH(to_hash32("short"), "check_failed");
  EXPECT_DEATH(to_hash32(std::string(33, 'x')), "check_failed");
}

}  // namespace
}  // namespace ledger
