// Goal: the verdict on a receipt follows from two texts alone, and unreadable texts are errors, not verdicts.
// Method: a real receipt of a ledger in memory, its identity, and mutations of both.
#include "ops/receipt_check.h"

#include <gtest/gtest.h>

#include "ops/data_folder.h"
#include "tests/support/ledger_fixture.h"

namespace tests {
namespace {

class ReceiptCheckTest : public ::testing::Test {
 protected:
  static ops::LedgerIdentity::EventKey key_of(std::string_view holder) {
    const security::PrivateKey key = private_key_of(holder);
    return {std::string(holder), key.kid().value, "Ed25519", ledger::to_base64url(key.public_key())};
  }
  static std::string replaced(std::string text, std::string_view old, std::string_view with) {
    const std::size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return at == std::string::npos ? text : text.replace(at, old.size(), with);
  }
  void SetUp() override {
    ledger::JsonWriter json;
    ledger::write_receipt(ledger.must_append(ledger.signed_event(ledger.person("p-1"))), json);
    receipt = json.take();
    identity.origin = kTestOrigin;
    identity.log_vkey = ledger::merkle::format_vkey(ledger.signer().vkey());
    identity.event_keys = {key_of("attestor"), key_of("p-admin"), key_of("p-bureau")};
  }
  // The names of the steps that failed.
  std::string failed(const std::string& receipt_text, const std::string& identity_text) {
    const auto verdict = ops::check_receipt_text(receipt_text, identity_text);
    if (!verdict.ok()) return verdict.status().reason();
    std::string names;
    for (const security::ReceiptStep& step : verdict->steps) {
      if (!step.status.ok()) names += (names.empty() ? "" : " ") + step.name;
    }
    EXPECT_EQ(verdict->valid(), names.empty());
    return names;
  }

  LedgerFixture ledger;
  std::string receipt;
  ops::LedgerIdentity identity;
};

TEST_F(ReceiptCheckTest, ATrueReceiptIsValid) {
  EXPECT_EQ(failed(receipt, ops::write_identity(identity)), "");
  const std::string disclosure = ledger.person("p-1").build_signed().disclosures.front().encoded;
  EXPECT_EQ(failed(replaced(receipt, "{", "{\"disclosures\":[\"" + disclosure + "\"],"),
                   ops::write_identity(identity)),
            "");
}

TEST_F(ReceiptCheckTest, WhatIsUntrueIsInTheVerdict) {
  const std::string pinned = ops::write_identity(identity);
  EXPECT_EQ(failed(replaced(receipt, "\"position\":", "\"position\":9"), pinned), "inclusion");
  EXPECT_EQ(failed(replaced(receipt, "index ", "index 9"), pinned), "inclusion");
  EXPECT_EQ(failed(replaced(receipt, "tlog-proof@v1", "tlog-proof@v2"), pinned), "checkpoint");
  const std::string other =
      ledger::make_disclosure(std::string(16, 'x'), "name", ledger::JsonValue("y")).encoded;
  EXPECT_EQ(failed(replaced(receipt, "{", "{\"disclosures\":[\"" + other + "\"],"), pinned), "disclosures");
  ops::LedgerIdentity fewer = identity;
  fewer.event_keys.pop_back();
  EXPECT_EQ(failed(receipt, ops::write_identity(fewer)), "signature");
}

TEST_F(ReceiptCheckTest, WhatCantBeReadIsAnError) {
  const std::string pinned = ops::write_identity(identity);
  for (const std::string_view bad : {"", "x", "[]", "{}", R"({"id":1})"}) {
    const std::string reason = failed(std::string(bad), pinned);
    EXPECT_TRUE(reason.starts_with("json.") || reason == "receipt.malformed") << bad << " " << reason;
  }
  EXPECT_EQ(failed(replaced(receipt, "{", "{\"disclosures\":7,"), pinned), "receipt.malformed");
  EXPECT_EQ(failed(replaced(receipt, "{", "{\"disclosures\":[7],"), pinned), "receipt.malformed");
  EXPECT_EQ(failed(receipt, "{}"), "identity.malformed");
}

TEST_F(ReceiptCheckTest, AnIdentityMustHoldTogether) {
  const auto reason = [&](const ops::LedgerIdentity& one) {
    return ops::parse_trust(ops::write_identity(one)).status().reason();
  };
  ASSERT_TRUE(ops::parse_trust(ops::write_identity(identity)).ok());
  ops::LedgerIdentity other = identity;
  other.origin = "other.test";
  EXPECT_EQ(reason(other), "identity.malformed") << "the log key carries its ledger's name";
  other = identity;
  other.log_vkey.back() = other.log_vkey.back() == 'A' ? 'B' : 'A';
  EXPECT_FALSE(ops::parse_trust(ops::write_identity(other)).ok());
  other = identity;
  other.event_keys[0].kid = other.event_keys[1].kid;
  EXPECT_EQ(reason(other), "identity.kid");
  other = identity;
  other.event_keys[0].algorithm = "EdDSA";
  EXPECT_EQ(reason(other), "identity.malformed");
  other = identity;
  other.event_keys[0].public_key = "!";
  EXPECT_EQ(reason(other), "identity.malformed");
  other = identity;
  other.event_keys[0].public_key = "AAAA";
  EXPECT_FALSE(ops::parse_trust(ops::write_identity(other)).ok());
}

}  // namespace
}  // namespace tests
