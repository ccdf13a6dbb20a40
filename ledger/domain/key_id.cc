#include "ledger/domain/key_id.h"

#include "ledger/base/sha256.h"

namespace ledger {

std::optional<KeyId> key_thumbprint(SignatureAlgorithm algorithm, ByteView public_key) {
  std::string jwk;
  if (algorithm == SignatureAlgorithm::kEd25519) {
    if (public_key.size() != 32) return std::nullopt;
    jwk = R"({"crv":"Ed25519","kty":"OKP","x":")" + to_base64url(public_key) + R"("})";
  } else {
    if (public_key.size() != 65 || public_key[0] != '\x04') return std::nullopt;
    jwk = R"({"crv":"P-256","kty":"EC","x":")" + to_base64url(public_key.substr(1, 32)) + R"(","y":")" +
          to_base64url(public_key.substr(33)) + R"("})";
  }
  return KeyId(to_base64url(view_of(sha256(jwk))));
}

}  // namespace ledger
