// Goal: the log key signs notes that its own printed verifier key accepts, and only an Ed25519 key under a
// valid name becomes one. Method: sign and verify through the note verifier, and a table of refused names and
// keys.
#include "security/log_signer.h"

#include <gtest/gtest.h>

#include "security/note_verifier.h"

namespace security {
namespace {

using ledger::Bytes;

const Bytes kSeed(32, '\x07');

TEST(LogSigner, SignsWhatItsVerifierKeyAccepts) {
  auto signer = LogSigner::from_seed("daicho.example/log", Secret(kSeed));
  ASSERT_TRUE(signer.ok()) << signer.status().to_string();
  EXPECT_EQ(signer->name(), "daicho.example/log");
  EXPECT_EQ(signer->public_key().size(), 32U);
  EXPECT_EQ(signer->vkey().public_key, signer->public_key());
  auto signature = signer->sign("text\n");
  ASSERT_TRUE(signature.ok());
  EXPECT_EQ(signature->size(), 64U);
  auto verifier = Ed25519NoteVerifier::parse(ledger::merkle::format_vkey(signer->vkey()));
  ASSERT_TRUE(verifier.ok()) << verifier.status().to_string();
  EXPECT_TRUE(verifier->verify("text\n", *signature));
  EXPECT_FALSE(verifier->verify("Text\n", *signature));
}

TEST(LogSigner, TheSameSeedIsTheSameKey) {
  EXPECT_EQ(LogSigner::from_seed("a", Secret(kSeed))->public_key(),
            LogSigner::from_seed("b", Secret(kSeed))->public_key());
  EXPECT_NE(LogSigner::from_seed("a", Secret(Bytes(32, '\x08')))->public_key(),
            LogSigner::from_seed("a", Secret(kSeed))->public_key());
}

TEST(LogSigner, RefusesNamesAndKeys) {
  for (const char* name : {"", "two words", "plus+sign", "new\nline", "tab\t", "\xff"}) {
    EXPECT_EQ(LogSigner::from_seed(name, Secret(kSeed)).status().reason(), "signer.name") << name;
  }
  EXPECT_EQ(LogSigner::from_seed("a", Secret("short")).status().reason(), "key.malformed");
  EXPECT_EQ(LogSigner::from_seed("a", Secret()).status().reason(), "key.malformed");
  auto other = PrivateKey::generate(SignatureAlgorithm::kEs256);
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(LogSigner::make("a", *other).status().reason(), "key.malformed");
}

}  // namespace
}  // namespace security
