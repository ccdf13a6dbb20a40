// Goal: a receipt file is read back exactly as it was written and nothing else is taken for one. Method:
// round trip, and a table of single changes to a good receipt with the pointer that each is refused at.
#include "ledger/journal/receipt.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "tests/support/ledger_fixture.h"

namespace ledger {
namespace {

Receipt sample() {
  Receipt receipt;
  receipt.id = tests::numbered_event_id(7);
  receipt.position = Position(41);
  receipt.recorded_at = UnixMicros(1'780'448'400'000'001);
  receipt.leaf_hash = to_hash32(Bytes(32, '\xab'));
  receipt.entry = R"({"v":1,"event":"a.b.c"})";
  receipt.tlog_proof = "c2sp.org/tlog-proof@v1\nindex 41\n";
  return receipt;
}

std::string text_of(const Receipt& receipt) {
  JsonWriter json;
  write_receipt(receipt, json);
  return json.take();
}

TEST(Receipt, IsReadBackAsItWasWritten) {
  const Receipt receipt = sample();
  const auto read = parse_receipt(*read_json(text_of(receipt)));
  ASSERT_TRUE(read.ok()) << read.status().to_string();
  EXPECT_EQ(read->id, receipt.id);
  EXPECT_EQ(read->position, receipt.position);
  EXPECT_EQ(read->recorded_at, receipt.recorded_at);
  EXPECT_EQ(read->leaf_hash, receipt.leaf_hash);
  EXPECT_EQ(read->entry, receipt.entry);
  EXPECT_EQ(read->tlog_proof, receipt.tlog_proof);
  EXPECT_EQ(text_of(*read), text_of(receipt));
}

TEST(Receipt, OfARealLedgerSurvivesTheFile) {
  tests::LedgerFixture fixture;
  const Receipt receipt = fixture.must_append(fixture.attested_event(fixture.person("p-1")));
  const auto read = parse_receipt(*read_json(text_of(receipt)));
  ASSERT_TRUE(read.ok()) << read.status().to_string();
  EXPECT_EQ(fixture.receipt_fault(*read), "");
}

struct Row {
  const char* member;
  const char* json;  // empty: left out
};

TEST(Receipt, RefusesEverythingElseWithAPointer) {
  const Row rows[] = {
      {"id", ""},
      {"id", "7"},
      {"id", R"("")"},
      {"id", R"("01977600-0000-4000-8000-000000000001")"},
      {"id", R"("01977600-0000-7000-8000-00000000000A")"},
      {"position", ""},
      {"position", "-1"},
      {"position", R"("41")"},
      {"position", "null"},
      {"recorded_at", ""},
      {"recorded_at", "1780448400000001"},
      {"recorded_at", R"("yesterday")"},
      {"recorded_at", R"("2026-06-03T01:00:00Z")"},
      {"recorded_at", R"("2026-06-03T10:00:00.000001+09:00")"},
      {"leaf_hash", ""},
      {"leaf_hash", R"("abab")"},
      {"leaf_hash", R"("ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB")"},
      {"entry", ""},
      {"entry", "{}"},
      {"proof", ""},
      {"proof", "[]"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.member) + " = " + row.json);
    JsonValue json = *read_json(text_of(sample()));
    std::erase_if(json.as_object(), [&](const auto& member) { return member.first == row.member; });
    if (*row.json != '\0') json.add(row.member, *read_json(row.json));
    const Status status = parse_receipt(json).status();
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(status.reason(), "receipt.malformed");
    EXPECT_EQ(status.pointer(), std::string("/") + row.member);
    EXPECT_FALSE(status.expected().empty());
  }
  for (const char* text : {"[]", "null", "1", R"("receipt")"}) {
    const Status status = parse_receipt(*read_json(text)).status();
    ASSERT_FALSE(status.ok()) << text;
    EXPECT_EQ(status.reason(), "receipt.malformed");
  }
}

}  // namespace
}  // namespace ledger
