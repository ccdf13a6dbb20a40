// Goal: an offline verifier accepts a receipt only when entry, event, signature, checkpoint, inclusion and
// disclosures hold, and names the step that does not. Method: golden vectors made by independent code, and
// single changes to what the verifier pins.
#include "security/receipt_verifier.h"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <set>

#include "ledger/base/json_reader.h"
#include "ledger/base/sha256.h"
#include "security/signature.h"

namespace security {
namespace {

using ledger::JsonValue;

std::string read_vector(const std::string& name) {
  std::ifstream file(std::string(DAICHO_RECEIPT_VECTORS) + "/" + name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_FALSE(text.empty()) << name;
  return text;
}

ReceiptTrust pinned() {
  const JsonValue identity = *ledger::read_json(read_vector("identity.json"));
  ReceiptTrust trust;
  trust.log = *ledger::merkle::parse_vkey(identity.text("log"));
  EXPECT_EQ(trust.log.name, identity.text("origin"));
  for (const JsonValue& key : identity.find("event_keys")->as_array()) {
    const auto algorithm = ledger::parse_algorithm(key.text("alg"));
    const auto raw = ledger::from_base64url(key.text("public_key"));
    const auto kid = jwk_thumbprint(*algorithm, *raw);
    EXPECT_EQ(kid->value, key.text("kid"));
    trust.event_keys[*kid] = {*algorithm, *raw};
  }
  return trust;
}

std::vector<std::string> disclosures_of(const JsonValue& json) {
  std::vector<std::string> texts;
  for (const JsonValue& text : json.find("disclosures")->as_array()) texts.push_back(text.as_string());
  return texts;
}

class ReceiptVerifierTest : public testing::Test {
 protected:
  ReceiptVerdict verify(const JsonValue& receipt, const std::vector<std::string>& disclosures) const {
    const auto parsed = ledger::parse_receipt(receipt);
    EXPECT_TRUE(parsed.ok()) << parsed.status().to_string();
    return parsed.ok() ? verify_receipt(*parsed, disclosures, trust_, verifier_) : ReceiptVerdict{};
  }
  // "step reason" of every step that failed.
  static std::vector<std::string> failures(const ReceiptVerdict& verdict) {
    std::vector<std::string> failed;
    for (const ReceiptStep& step : verdict.steps) {
      if (!step.status.ok()) failed.push_back(step.name + " " + step.status.reason());
    }
    return failed;
  }

  ReceiptTrust trust_ = pinned();
  OpenSslVerifier verifier_;
  JsonValue good_ = *ledger::read_json(read_vector("receipt.json"));
};

TEST_F(ReceiptVerifierTest, AcceptsTheGoldenReceipt) {
  const ReceiptVerdict verdict = verify(good_, disclosures_of(good_));
  EXPECT_EQ(failures(verdict), std::vector<std::string>());
  EXPECT_TRUE(verdict.valid());
  EXPECT_EQ(verdict.grade, "logged");
  std::vector<std::string> names;
  for (const ReceiptStep& step : verdict.steps) names.push_back(step.name);
  EXPECT_EQ(names, (std::vector<std::string>{"entry", "event", "signature", "disclosures", "checkpoint",
                                             "inclusion"}));
  EXPECT_TRUE(verify(good_, {}).valid()) << "showing a field is the holder's choice";
}

TEST_F(ReceiptVerifierTest, RefusesEveryMutationAtItsStep) {
  std::istringstream file(read_vector("mutated.ndjson"));
  std::set<std::string> names, steps;
  for (std::string line; std::getline(file, line);) {
    const JsonValue row = *ledger::read_json(line);
    SCOPED_TRACE(row.text("name"));
    EXPECT_TRUE(names.insert(std::string(row.text("name"))).second);
    steps.insert(std::string(row.text("step")));
    const ReceiptVerdict verdict = verify(*row.find("receipt"), disclosures_of(row));
    EXPECT_FALSE(verdict.valid());
    EXPECT_EQ(verdict.grade, "");
    const std::vector<std::string> failed = failures(verdict);
    ASSERT_FALSE(failed.empty());
    EXPECT_EQ(failed.front(), std::string(row.text("step")) + " " + std::string(row.text("reason")));
    if (row.find("only")->as_bool()) {
      EXPECT_EQ(failed.size(), 1U) << failed.back();
    }
  }
  EXPECT_GE(names.size(), 20U);
  EXPECT_EQ(steps,
            (std::set<std::string>{"entry", "event", "signature", "disclosures", "checkpoint", "inclusion"}));
}

TEST_F(ReceiptVerifierTest, TrustsOnlyWhatIsPinned) {
  const ReceiptTrust right = trust_;
  trust_.event_keys.clear();
  EXPECT_EQ(failures(verify(good_, {})), std::vector<std::string>{"signature key.not_pinned"});
  trust_ = right;
  trust_.event_keys.begin()->second.algorithm = SignatureAlgorithm::kEs256;
  EXPECT_EQ(failures(verify(good_, {})), std::vector<std::string>{"signature signature.invalid"});
  trust_ = right;
  trust_.event_keys.begin()->second.public_key = right.log.public_key;
  EXPECT_EQ(failures(verify(good_, {})), std::vector<std::string>{"signature signature.invalid"});
  // Another log key of the same name: its signature line is unknown, so there is no root to prove against.
  trust_ = right;
  trust_.log = *ledger::merkle::make_vkey(right.log.name, ledger::merkle::KeyType::kEd25519,
                                          right.event_keys.begin()->second.public_key);
  EXPECT_EQ(failures(verify(good_, {})),
            (std::vector<std::string>{"checkpoint note.no_known_signature", "inclusion proof.no_root"}));
  // Another ledger.
  trust_.log =
      *ledger::merkle::make_vkey("ledger.other", ledger::merkle::KeyType::kEd25519, right.log.public_key);
  EXPECT_EQ(failures(verify(good_, {})),
            (std::vector<std::string>{"event event.aud", "checkpoint checkpoint.origin",
                                      "inclusion proof.no_root"}));
}

TEST_F(ReceiptVerifierTest, WritesEveryStep) {
  ledger::JsonWriter json;
  write_verdict(verify(good_, {}), json);
  const JsonValue good = *ledger::read_json(json.take());
  EXPECT_TRUE(good.find("valid")->as_bool());
  EXPECT_EQ(good.text("grade"), "logged");
  EXPECT_EQ(good.find("steps")->as_array().size(), 6U);
  trust_.event_keys.clear();
  write_verdict(verify(good_, {}), json);
  const JsonValue bad = *ledger::read_json(json.take());
  EXPECT_FALSE(bad.find("valid")->as_bool());
  EXPECT_EQ(bad.find("steps")->as_array()[2].text("code"), "key.not_pinned");
}

}  // namespace
}  // namespace security
