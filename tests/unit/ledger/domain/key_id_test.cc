// Goal: key ids are RFC 7638 thumbprints and keys of the wrong shape have none.
// Method: the published Ed25519 vector (RFC 8037 A.3), a digest written out by hand for P-256, wrong shapes.
#include "ledger/domain/key_id.h"

#include <gtest/gtest.h>

#include "ledger/base/sha256.h"

namespace ledger {

TEST(KeyId, MatchesThePublishedVector) {
  const auto key = from_base64url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
  ASSERT_TRUE(key.has_value());
  const auto kid = key_thumbprint(SignatureAlgorithm::kEd25519, *key);
  ASSERT_TRUE(kid.has_value());
  EXPECT_EQ(kid->value, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

TEST(KeyId, HashesTheCoordinatesOfP256InMemberOrder) {
  const Bytes x(32, 'x');
  const Bytes y(32, 'y');
  const auto kid = key_thumbprint(SignatureAlgorithm::kEs256, "\x04" + x + y);
  ASSERT_TRUE(kid.has_value());
  const std::string jwk =
      R"({"crv":"P-256","kty":"EC","x":")" + to_base64url(x) + R"(","y":")" + to_base64url(y) + R"("})";
  EXPECT_EQ(kid->value, to_base64url(view_of(sha256(jwk))));
  EXPECT_NE(key_thumbprint(SignatureAlgorithm::kEs256, "\x04" + y + x)->value, kid->value);
}

TEST(KeyId, RefusesKeysOfAnotherShape) {
  EXPECT_FALSE(key_thumbprint(SignatureAlgorithm::kEd25519, Bytes(31, 'k')));
  EXPECT_FALSE(key_thumbprint(SignatureAlgorithm::kEd25519, Bytes(33, 'k')));
  EXPECT_FALSE(key_thumbprint(SignatureAlgorithm::kEd25519, Bytes()));
  EXPECT_FALSE(key_thumbprint(SignatureAlgorithm::kEs256, Bytes(32, 'k')));
  EXPECT_FALSE(key_thumbprint(SignatureAlgorithm::kEs256, Bytes(65, '\x02')));
  EXPECT_FALSE(key_thumbprint(SignatureAlgorithm::kEs256, Bytes(64, '\x04')));
}

}  // namespace ledger
