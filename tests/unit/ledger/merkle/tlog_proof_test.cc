// Goal: proof files are written as C2SP tlog-proof@v1 and read back exactly. Method: one file byte for byte,
// round trips with and without optional parts, and fields that can't be written; malformed files are golden
// vectors (tests/vectors/merkle/tlog_proof.json).
#include "ledger/merkle/tlog_proof.h"

#include <gtest/gtest.h>

#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/verify.h"
#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

const std::string kCheckpoint =
    "example.com/audit\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n\xE2\x80\x94 example.com/audit "
    "AQIDBAU=\n";

TlogProof standard_proof() {
  return TlogProof{std::nullopt, Position(5), tests::ReferenceTree::standard().path(5, 8), kCheckpoint};
}

TEST(TlogProof, FormatsByteForByte) {
  TlogProof proof{Bytes("hello"), Position(0), {empty_root()}, kCheckpoint};
  EXPECT_EQ(
      *format_tlog_proof(proof),
      "c2sp.org/tlog-proof@v1\nextra aGVsbG8=\nindex 0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n" +
          kCheckpoint);
}

TEST(TlogProof, RoundTrips) {
  TlogProof with_extra = standard_proof();
  with_extra.extra = Bytes("\0\xFF", 2);
  TlogProof with_empty_extra = standard_proof();
  with_empty_extra.extra = Bytes();
  TlogProof without_hashes = standard_proof();
  without_hashes.hashes.clear();
  TlogProof largest = standard_proof();
  largest.index = Position(~std::uint64_t{0});
  largest.hashes.assign(kInclusionHashesMax, empty_root());
  largest.extra = Bytes(kTlogProofExtraBytesMax, 'x');
  for (const TlogProof& proof : {standard_proof(), with_extra, with_empty_extra, without_hashes, largest}) {
    const auto text = format_tlog_proof(proof);
    ASSERT_TRUE(text.ok()) << text.status().to_string();
    const auto parsed = parse_tlog_proof(*text);
    ASSERT_TRUE(parsed.ok()) << parsed.status().to_string();
    EXPECT_EQ(*parsed, proof);
  }
}

TEST(TlogProof, LeadsFromTheFileToTheRoot) {
  // The way of an offline verifier, without the signature check: file -> note -> checkpoint -> inclusion.
  const auto proof = parse_tlog_proof(*format_tlog_proof(standard_proof()));
  ASSERT_TRUE(proof.ok());
  const auto checkpoint = parse_checkpoint(parse_note(proof->checkpoint)->text);
  ASSERT_TRUE(checkpoint.ok());
  const Hash32 leaf = leaf_hash(tests::standard_entries()[5]);
  EXPECT_TRUE(verify_inclusion(proof->index, checkpoint->size, leaf, proof->hashes, checkpoint->root).ok());
  EXPECT_FALSE(verify_inclusion(Position(4), checkpoint->size, leaf, proof->hashes, checkpoint->root).ok());
}

TEST(TlogProof, WritesWhatItFormats) {
  TlogProof without_hashes = standard_proof();
  without_hashes.hashes.clear();
  for (const TlogProof& proof : {standard_proof(), without_hashes}) {
    EXPECT_EQ(write_tlog_proof(proof.index, proof.hashes, proof.checkpoint), *format_tlog_proof(proof));
  }
}

TEST(TlogProof, FormatRefuses) {
  struct Row {
    TlogProof proof;
    std::string_view reason;
  };
  std::vector<Row> rows(6, Row{standard_proof(), "tlog_proof.checkpoint"});
  rows[0].proof.checkpoint = "";
  rows[1].proof.checkpoint = "example.com/audit\n";
  rows[2].proof.checkpoint = "x\n\n\xE2\x80\x94 a AQIDBAU=\n";
  rows[3].proof.checkpoint.pop_back();
  rows[4] = {standard_proof(), "tlog_proof.too_long"};
  rows[4].proof.hashes.assign(kInclusionHashesMax + 1, empty_root());
  rows[5] = {standard_proof(), "tlog_proof.extra"};
  rows[5].proof.extra = Bytes(kTlogProofExtraBytesMax + 1, 'x');
  for (const Row& row : rows) EXPECT_EQ(format_tlog_proof(row.proof).status().reason(), row.reason);
}

TEST(TlogProof, SaysWhyTheCheckpointIsRefused) {
  TlogProof proof = standard_proof();
  proof.checkpoint = "a\n08\nx\n\n\xE2\x80\x94 a AQIDBAU=\n";
  EXPECT_NE(format_tlog_proof(proof).status().message().find("checkpoint.size"), std::string::npos);
}

}  // namespace
}  // namespace ledger::merkle
