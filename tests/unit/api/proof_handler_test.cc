// Goal: proofs that the API hands out verify, for every size it is asked about, and nothing is proven that is
// not so. Method: each proof is checked with the verifier of ledger/merkle against roots that the test
// computed.
#include <gtest/gtest.h>

#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/verify.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

using ledger::JsonValue;

class ProofHandlerTest : public ::testing::Test {
 protected:
  ledger::Hash32 root_of(std::uint64_t size) const {
    ledger::merkle::CompactRange range;
    for (std::uint64_t at = 0; at < size; ++at) range.append_leaf(fixture.event_at(at).leaf_hash);
    return range.root();
  }
  static std::vector<ledger::Hash32> hashes_of(const JsonValue& json) {
    std::vector<ledger::Hash32> hashes;
    for (const JsonValue& hash : json.find("hashes")->as_array()) {
      hashes.push_back(ledger::to_hash32(*ledger::from_base64(hash.as_string())));
    }
    return hashes;
  }
  ApiFixture fixture;
};

TEST_F(ProofHandlerTest, InclusionInTheNewestAndInOlderTrees) {
  for (const std::uint64_t size : {fixture.size(), fixture.size() - 1, std::uint64_t{3}}) {
    const JsonValue json =
        json_of(fixture.get("/v1/proofs/inclusion?position=2&size=" + std::to_string(size), "mirror"));
    EXPECT_TRUE(ledger::merkle::verify_inclusion(ledger::Position(2), ledger::TreeSize(size),
                                                 fixture.event_at(2).leaf_hash, hashes_of(json),
                                                 root_of(size))
                    .ok());
    EXPECT_EQ(json.find("checkpoint") != nullptr, size == fixture.size());
  }
}

TEST_F(ProofHandlerTest, ConsistencyBetweenAnyTwoTrees) {
  for (std::uint64_t from = 1; from <= fixture.size(); from += 3) {
    const JsonValue json =
        json_of(fixture.get("/v1/proofs/consistency?from=" + std::to_string(from), "mirror"));
    EXPECT_TRUE(ledger::merkle::verify_consistency(ledger::TreeSize(from), ledger::TreeSize(fixture.size()),
                                                   root_of(from), root_of(fixture.size()), hashes_of(json))
                    .ok())
        << from;
  }
}

TEST_F(ProofHandlerTest, AReceiptIsAgainstTheNewestCheckpoint) {
  const api::Response response = fixture.get("/v1/receipts/" + fixture.business_events.front(), "gw-c40");
  const auto receipt = ledger::parse_receipt(json_of(response));
  ASSERT_TRUE(receipt.ok());
  EXPECT_EQ(fixture.ledger.receipt_fault(*receipt), "");
  EXPECT_NE(receipt->tlog_proof.find("\n" + std::to_string(fixture.size()) + "\n"), std::string::npos);
  EXPECT_EQ(*response.header("ETag"), "\"" + ledger::to_hex(ledger::view_of(receipt->leaf_hash)) + "\"");
}

TEST_F(ProofHandlerTest, WhatCantBeProvenIsRefused) {
  struct Row {
    std::string_view target;
    int status;
    std::string_view code;
  };
  const std::vector<Row> rows = {
      {"/v1/proofs/inclusion", 400, "query.missing"},
      {"/v1/proofs/inclusion?position=", 400, "query.missing"},
      {"/v1/proofs/inclusion?position=x", 400, "query.number"},
      {"/v1/proofs/inclusion?position=5&size=5", 404, "proof.position_beyond_size"},
      {"/v1/proofs/inclusion?position=0&size=0", 404, "proof.position_beyond_size"},
      {"/v1/proofs/inclusion?position=0&size=18446744073709551615", 404, "position.beyond_head"},
      {"/v1/proofs/consistency", 400, "query.missing"},
      {"/v1/proofs/consistency?from=0", 404, "proof.from_empty"},
      {"/v1/proofs/consistency?from=5&to=4", 404, "proof.sizes_reversed"},
      {"/v1/proofs/consistency?from=5&to=99999", 404, "position.beyond_head"},
      {"/v1/receipts/0", 400, "event.id"},
      {"/v1/receipts/01890a5d-ac96-774b-bcce-b302099a8057", 404, "event.unknown"},
  };
  for (const Row& row : rows) {
    const api::Response response = fixture.get(row.target, "auditor");
    EXPECT_EQ(response.status, row.status) << row.target << response.body;
    EXPECT_EQ(code_of(response), row.code) << row.target;
  }
}

}  // namespace
}  // namespace tests
