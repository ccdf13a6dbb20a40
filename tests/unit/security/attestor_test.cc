// Goal: the attestor's signatures verify under the key that its kid names, for both algorithms. Method: sign
// and check with the ledger's own verifier, also against another key and another text.
#include "security/attestor.h"

#include <gtest/gtest.h>

namespace security {
namespace {

TEST(Attestor, SignsUnderItsKid) {
  for (const SignatureAlgorithm algorithm : {SignatureAlgorithm::kEd25519, SignatureAlgorithm::kEs256}) {
    auto key = PrivateKey::generate(algorithm);
    ASSERT_TRUE(key.ok());
    const Attestor attestor(*key);
    EXPECT_EQ(attestor.kid(), key->kid());
    EXPECT_EQ(attestor.algorithm(), algorithm);
    EXPECT_EQ(attestor.kid(), *jwk_thumbprint(algorithm, key->public_key()));
    auto signature = attestor.sign("header.payload");
    ASSERT_TRUE(signature.ok());
    const OpenSslVerifier verifier;
    EXPECT_TRUE(verifier.verify(algorithm, key->public_key(), "header.payload", *signature));
    EXPECT_FALSE(verifier.verify(algorithm, key->public_key(), "header.Payload", *signature));
    auto other = PrivateKey::generate(algorithm);
    EXPECT_FALSE(verifier.verify(algorithm, other->public_key(), "header.payload", *signature));
    EXPECT_NE(Attestor(*other).kid(), attestor.kid());
  }
}

}  // namespace
}  // namespace security
