// Goal: one signature has one text, and no header outside the profile gets as far as a key.
// Method: golden rows made by an independent program, bounds built here, and a walk over every header of the
// encoder.
#include "ledger/event/jws.h"

#include <gtest/gtest.h>

#include "ledger/base/limits.h"
#include "tests/unit/ledger/event/vector_file.h"

namespace ledger {
namespace {

const KeyId kKid(std::string(43, 'A'));

TEST(Jws, GoldenRows) {
  std::size_t refused = 0;
  for (const JsonValue& row : read_vectors("jws.ndjson")) {
    SCOPED_TRACE(row.text("name"));
    const Result<Jws> jws = parse_jws(row.text("text"));
    if (is_refusal(row)) {
      ++refused;
      ASSERT_FALSE(jws.ok());
      expect_refused_as(row, jws.status(), StatusCode::kInvalidArgument);
      continue;
    }
    ASSERT_TRUE(jws.ok()) << jws.status().to_string();
    EXPECT_EQ(algorithm_name(jws->algorithm), row.text("alg"));
    EXPECT_EQ(jws->kid.value, row.text("kid"));
    EXPECT_EQ(to_hex(jws->signature), row.text("signature"));
    EXPECT_EQ(jws->text, row.text("text"));
    EXPECT_EQ(std::string(jws->signing_input()) + "." + to_base64url(jws->signature), jws->text);
    EXPECT_TRUE(jws->signing_input().ends_with("." + to_base64url(jws->payload)));
  }
  EXPECT_GE(refused, 40U);
}

TEST(Jws, HeaderEncoderIsReadBack) {
  for (const SignatureAlgorithm algorithm : {SignatureAlgorithm::kEd25519, SignatureAlgorithm::kEs256}) {
    const std::string header = encode_jws_header(algorithm, kKid);
    EXPECT_EQ(from_base64url(header), "{\"alg\":\"" + std::string(algorithm_name(algorithm)) +
                                          "\",\"typ\":\"daicho-event+sd-jwt\",\"kid\":\"" + kKid.value +
                                          "\"}");
    const Result<Jws> jws =
        parse_jws(header + "." + to_base64url("{}") + "." + to_base64url(Bytes(64, '\x01')));
    ASSERT_TRUE(jws.ok()) << jws.status().to_string();
    EXPECT_EQ(jws->algorithm, algorithm);
    EXPECT_EQ(jws->kid, kKid);
    EXPECT_EQ(jws->payload, "{}");
  }
}

// Headers are remembered per thread. What is remembered must never stand for another text, whatever came
// before and however many there were.
TEST(Jws, ARememberedHeaderStandsForItsOwnTextOnly) {
  const std::string tail = "." + to_base64url("{}") + "." + to_base64url(Bytes(64, '\x01'));
  std::vector<std::pair<std::string, KeyId>> headers;
  for (unsigned i = 0; i < 1000; ++i) {
    Bytes thumbprint(32, '\0');
    thumbprint[0] = static_cast<char>(i >> 8);
    thumbprint[31] = static_cast<char>(i);
    const KeyId kid(to_base64url(thumbprint));
    const auto algorithm = i % 2 == 0 ? SignatureAlgorithm::kEd25519 : SignatureAlgorithm::kEs256;
    headers.emplace_back(encode_jws_header(algorithm, kid), kid);
  }
  for (int round = 0; round < 3; ++round) {
    for (std::size_t i = 0; i < headers.size(); ++i) {
      const auto& [header, kid] = headers[i];
      for (int twice = 0; twice < 2; ++twice) {
        const Result<Jws> jws = parse_jws(header + tail);
        ASSERT_TRUE(jws.ok());
        ASSERT_EQ(jws->kid, kid);
        ASSERT_EQ(jws->algorithm, i % 2 == 0 ? SignatureAlgorithm::kEd25519 : SignatureAlgorithm::kEs256);
      }
      // One character off: another key id, or no header at all; never the remembered one.
      std::string near = header;
      near[i % near.size()] = near[i % near.size()] == 'A' ? 'B' : 'A';
      const Result<Jws> other = parse_jws(near + tail);
      ASSERT_TRUE(!other.ok() || other->kid != kid);
      const Result<Jws> again = parse_jws(near + tail);
      ASSERT_EQ(again.ok(), other.ok());
      if (!other.ok()) {
        ASSERT_EQ(again.status().reason(), other.status().reason());
      }
    }
  }
  EXPECT_EQ(parse_jws(tail).status().reason(), "jws.malformed") << "an empty header is no remembered one";
}

TEST(Jws, SizeBoundIsExact) {
  const std::string head = encode_jws_header(SignatureAlgorithm::kEd25519, kKid) + ".";
  const std::string tail = "." + to_base64url(Bytes(64, '\x01'));
  std::size_t room = kJwsBytesMax - head.size() - tail.size();
  room -= room % 4 == 1 ? 1U : 0U;
  std::string payload(room, 'A');
  EXPECT_TRUE(parse_jws(head + payload + tail).ok());
  const Result<Jws> larger = parse_jws(head + payload + "AAAA" + tail);
  ASSERT_FALSE(larger.ok());
  EXPECT_EQ(larger.status().reason(), "jws.too_large");
}

TEST(Jws, AlgorithmNamesAreTheWrittenOnes) {
  EXPECT_EQ(parse_algorithm("Ed25519"), SignatureAlgorithm::kEd25519);
  EXPECT_EQ(parse_algorithm("ES256"), SignatureAlgorithm::kEs256);
  for (const char* name : {"EdDSA", "ed25519", "es256", "ES384", "none", "", "Ed25519 "}) {
    EXPECT_EQ(parse_algorithm(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace ledger
