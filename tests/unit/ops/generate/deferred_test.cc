// Goal: directive lines survive writing and reading, are filled from a receipt and signed with the derived
// key, and broken ones are refused. Method: one good directive, a table of damages, and the signature checked
// with the key.
#include "ops/generate/deferred.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/event/sd_jwt.h"

namespace ops::generate {
namespace {

constexpr std::string_view kOrigin = "ledger.example/test";
constexpr std::string_view kTarget = "01980000-0000-7000-8000-000000000001";

Deferred countersignature() {
  const std::string event = R"({"aud":"ledger.example/test","id":"01980000-0000-7000-8000-000000000002",)"
                            R"("type":"event.countersigned",)"
                            R"("v":1,"stream":"ledger/main","occurred_at":"2026-03-25T10:00:00+09:00",)"
                            R"("actor":{"person":"p-40-co-01","role":"co","org":"impl-40","center":"c40"},)"
                            R"("purpose":"administration",)"
                            R"("data":{"target":"01980000-0000-7000-8000-000000000001"}})";
  Deferred deferred;
  deferred.person = "p-40-co-01";
  deferred.receipt_of = kTarget;
  deferred.fill = {{"target_position", ReceiptPart::kPosition}, {"target_leaf", ReceiptPart::kLeafHash}};
  deferred.event = ledger::read_json(event).value();
  return deferred;
}

TargetReceipt receipt() {
  TargetReceipt target;
  target.position = ledger::Position(17);
  target.leaf_hash.fill(0xAB);
  return target;
}

TEST(DeferredTest, LinesSurviveWritingAndReading) {
  const std::string line = format_deferred(countersignature());
  EXPECT_TRUE(is_deferred_line(line));
  const auto read = parse_deferred(ledger::read_json(line).value());
  ASSERT_TRUE(read.ok()) << read.status().to_string();
  EXPECT_EQ(format_deferred(*read), line);
  EXPECT_EQ(read->receipt_of, kTarget);
  EXPECT_FALSE(is_deferred_line(R"({"as":"gw-c40","event":{}})"));
  EXPECT_FALSE(is_deferred_line(R"({"sd_jwt":"x"})"));
}

TEST(DeferredTest, TheReceiptIsFilledInAndTheKeySigns) {
  const auto text = sign_deferred(countersignature(), receipt(), kOrigin, "seed");
  ASSERT_TRUE(text.ok()) << text.status().to_string();
  const auto event = ledger::parse_sd_jwt(*text);
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(event->event.number("target_position"), 17);
  EXPECT_EQ(event->event.text("target_leaf"), ledger::to_hex(ledger::view_of(receipt().leaf_hash)));
  const security::PrivateKey key = demo_key("seed", "p-40-co-01");
  EXPECT_EQ(event->jws.kid, key.kid());
  const auto public_key = security::PublicKey::from_raw(key.algorithm(), key.public_key());
  EXPECT_TRUE(public_key->verify(event->jws.signing_input(), event->jws.signature));
  EXPECT_EQ(*text, sign_deferred(countersignature(), receipt(), kOrigin, "seed").value());
}

TEST(DeferredTest, KeysDifferBySeedPersonAndNumber) {
  const ledger::KeyId key = demo_key("seed", "p-a", 1).kid();
  EXPECT_EQ(key, demo_key("seed", "p-a").kid());
  EXPECT_NE(key, demo_key("seed", "p-a", 2).kid());
  EXPECT_NE(key, demo_key("seed", "p-b").kid());
  EXPECT_NE(key, demo_key("sees", "p-a").kid());
}

TEST(DeferredTest, FieldsThatAreThereAreNotOverwritten) {
  Deferred deferred = countersignature();
  deferred.fill.emplace_back("target", ReceiptPart::kPosition);
  EXPECT_EQ(sign_deferred(deferred, receipt(), kOrigin, "seed").status().reason(), "line.malformed");
}

TEST(DeferredTest, UnfilledEventsAreRefused) {
  Deferred deferred = countersignature();
  deferred.fill.clear();
  EXPECT_EQ(sign_deferred(deferred, receipt(), kOrigin, "seed").status().reason(), "field.missing");
}

TEST(DeferredTest, BrokenLinesAreRefused) {
  constexpr std::string_view kBroken[] = {
      R"({})",
      R"([])",
      R"({"deferred":1})",
      R"({"deferred":{}})",
      R"({"deferred":{"person":"","receipt_of":"x","fill":{},"event":{"data":{}}}})",
      R"({"deferred":{"person":"p","fill":{},"event":{"data":{}}}})",
      R"({"deferred":{"person":"p","receipt_of":"x","event":{"data":{}}}})",
      R"({"deferred":{"person":"p","receipt_of":"x","fill":[],"event":{"data":{}}}})",
      R"({"deferred":{"person":"p","receipt_of":"x","fill":{"a":"leaf"},"event":{"data":{}}}})",
      R"({"deferred":{"person":"p","receipt_of":"x","fill":{"a":1},"event":{"data":{}}}})",
      R"({"deferred":{"person":"p","receipt_of":"x","fill":{}}})",
      R"({"deferred":{"person":"p","receipt_of":"x","fill":{},"event":{}}})",
      R"({"deferred":{"person":"p","receipt_of":"x","fill":{},"event":{"data":[]}}})"};
  for (const std::string_view text : kBroken) {
    EXPECT_EQ(parse_deferred(ledger::read_json(text).value()).status().reason(), "line.malformed") << text;
  }
}

}  // namespace
}  // namespace ops::generate
