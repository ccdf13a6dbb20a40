// Goal: rows come back as written and damaged rows are told apart. Method: round trips, then every cut and
// every appended byte of a good row, and key tables.
#include "projections/row_codec.h"

#include <gtest/gtest.h>

#include "ledger/base/uuid.h"

namespace projections {
namespace {

using ledger::Bytes;

struct Sample {
  std::uint8_t small = 0;
  std::uint32_t middle = 0;
  std::uint64_t large = 0;
  ledger::UnixMicros time;
  ledger::EventId id;
  ledger::Hash32 hash{};
  std::string text;
  ledger::Status status;
};

Bytes sample_row() {
  ledger::Hash32 hash{};
  hash.fill(0xab);
  return RowWriter(3)
      .u8(250)
      .u32(4'000'000'000U)
      .u64(1ULL << 63)
      .time(ledger::UnixMicros(-5))
      .id(ledger::make_event_id(ledger::UnixMicros(1'780'448'400'000'000), {1, 2, 3}))
      .hash(hash)
      .text("支援")
      .take();
}

Sample read_sample(ledger::ByteView row, std::uint8_t version) {
  RowReader in(row, version);
  Sample sample;
  sample.small = in.u8();
  sample.middle = in.u32();
  sample.large = in.u64();
  sample.time = in.time();
  sample.id = in.id();
  sample.hash = in.hash();
  sample.text = in.text();
  sample.status = in.finish();
  return sample;
}

TEST(RowCodec, RoundTrip) {
  const Sample sample = read_sample(sample_row(), 3);
  EXPECT_TRUE(sample.status.ok());
  EXPECT_EQ(sample.small, 250);
  EXPECT_EQ(sample.middle, 4'000'000'000U);
  EXPECT_EQ(sample.large, 1ULL << 63);
  EXPECT_EQ(sample.time.value, -5);
  EXPECT_EQ(sample.id, ledger::make_event_id(ledger::UnixMicros(1'780'448'400'000'000), {1, 2, 3}));
  EXPECT_EQ(sample.hash[31], 0xab);
  EXPECT_EQ(sample.text, "支援");
}

TEST(RowCodec, EveryCutIsRefused) {
  const Bytes row = sample_row();
  for (std::size_t length = 0; length < row.size(); ++length) {
    EXPECT_EQ(read_sample(row.substr(0, length), 3).status.reason(), "projection.row_malformed") << length;
  }
}

TEST(RowCodec, WrongVersionAndLeftOverBytesAreRefused) {
  EXPECT_EQ(read_sample(sample_row(), 2).status.reason(), "projection.row_malformed");
  EXPECT_EQ(read_sample(sample_row() + "x", 3).status.reason(), "projection.row_malformed");
  EXPECT_EQ(read_sample("", 3).status.reason(), "projection.row_malformed");
}

TEST(RowCodec, KeysOrderAsNumbersAndTextsDoNotMeet) {
  const Bytes c4 = text_key(1, "c4");
  const Bytes c40 = text_key(1, "c40");
  EXPECT_LT(numbered_key(c4, 255), numbered_key(c4, 256));
  EXPECT_LT(numbered_key(c4, UINT64_MAX), c40);
  EXPECT_NE(c40.substr(0, c4.size()), c4);
}

TEST(RowCodec, NumberOfKeyTakesExactlyItsOwnShape) {
  const Bytes prefix = text_key(1, "c4");
  EXPECT_EQ(number_of_key(prefix, numbered_key(prefix, 77)), 77U);
  EXPECT_FALSE(number_of_key(prefix, prefix).has_value());
  EXPECT_FALSE(number_of_key(prefix, numbered_key(prefix, 77) + "x").has_value());
  EXPECT_FALSE(number_of_key(prefix, numbered_key(text_key(2, "c4"), 77)).has_value());
}

}  // namespace
}  // namespace projections
