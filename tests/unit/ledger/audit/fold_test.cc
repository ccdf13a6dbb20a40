// Goal: the fold derives leaves, tables and state from entry texts alone, goes on behind a bad entry, and
// bounds its findings. Method: the entries of a real ledger, whole and in chunks, with single entries
// exchanged.
#include "ledger/audit/fold.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/journal/kv_state.h"
#include "ledger/merkle/hash.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/audit/forged_ledger.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

class FoldTest : public testing::Test {
 protected:
  FoldTest() {
    fixture_.must_append({fixture_.attested_event(fixture_.person("p-1")),
                          fixture_.signed_event(fixture_.policy(1)),
                          fixture_.signed_event(fixture_.policy(2))});
    options_ = fixture_.audit_options();
    entries_ = tests::entries_of(fixture_.kv());
  }
  LedgerFixture fixture_;
  AuditOptions options_;
  tests::EntryTexts entries_;
  AuditReport report_;
  Findings findings_{report_, 100};
};

TEST_F(FoldTest, DerivesTreeTablesAndState) {
  Fold fold(fixture_.kv(), options_, findings_, report_);
  fold.add(Position(0), entries_);
  fold.finish();
  EXPECT_TRUE(report_.clean()) << tests::found_in(report_);
  ASSERT_EQ(fold.leaves().size(), entries_.size());
  EXPECT_EQ(fold.leaves().back(), merkle::leaf_hash(entries_.back()));
  EXPECT_EQ(fold.events().size(), entries_.size());
  EXPECT_EQ(fold.streams().at(StreamId("policy/demo")).positions.size(), 2U);
  EXPECT_EQ(fold.state().digest().value(), read_state_digest(fixture_.kv())->value());
  EXPECT_EQ(*fold.genesis_log_key(), fixture_.signer().public_key());
  EXPECT_EQ(report_.signatures_verified, entries_.size());
}

TEST_F(FoldTest, ChunksAndThreadsMakeNoDifference) {
  entries_[entries_.size() - 3] = "not an entry";
  // The last signature is another one's: found by whichever thread verifies it.
  const std::string jws = tests::jws_of(tests::sd_jwt_text(fixture_.person("p-10"), "p-bureau"));
  const std::string forged = jws.substr(0, jws.rfind('.') + 1) + std::string(86, 'A');
  entries_.push_back(tests::with_jws(entries_.back(), forged));
  Fold whole(fixture_.kv(), options_, findings_, report_);
  whole.add(Position(0), entries_);
  whole.finish();
  const std::string found = tests::found_in(report_);
  EXPECT_NE(found.find("L05"), std::string::npos);
  EXPECT_NE(found.find("L10"), std::string::npos);
  for (const unsigned threads : {1U, 2U, 5U, 64U}) {
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{3}, entries_.size()}) {
      SCOPED_TRACE(std::to_string(threads) + " threads, chunks of " + std::to_string(chunk));
      options_.threads = threads;
      AuditReport report;
      Findings findings(report, 100);
      Fold pieces(fixture_.kv(), options_, findings, report);
      for (std::size_t i = 0; i < entries_.size(); i += chunk) {
        const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(i);
        const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(std::min(i + chunk, entries_.size()));
        pieces.add(Position(i), {begin, end});
      }
      pieces.finish();
      pieces.finish();  // nothing is counted twice
      EXPECT_EQ(report.findings.size(), report_.findings.size());
      EXPECT_EQ(pieces.leaves(), whole.leaves());
      EXPECT_EQ(pieces.state().digest().value(), whole.state().digest().value());
      EXPECT_EQ(report.signatures_verified, report_.signatures_verified);
    }
  }
}

TEST_F(FoldTest, GoesOnBehindABadEntry) {
  const std::size_t bad = entries_.size() - 2;
  entries_[bad] = "not an entry";
  Fold fold(fixture_.kv(), options_, findings_, report_);
  fold.add(Position(0), entries_);
  fold.finish();
  ASSERT_EQ(report_.findings.size(), 1U);
  EXPECT_EQ(report_.findings.front().invariant, "L05");
  EXPECT_EQ(report_.findings.front().position, Position(bad));
  EXPECT_EQ(fold.leaves().size(), entries_.size()) << "a bad entry is a leaf all the same";
  EXPECT_EQ(fold.leaves()[bad], merkle::leaf_hash("not an entry"));
  EXPECT_EQ(fold.events().size(), entries_.size() - 1);
}

TEST_F(FoldTest, SignaturesAreJudgedUnderTheKeyOfTheirPosition) {
  // A revoked key has signed the entries before its revocation, and they stay good.
  fixture_.must_append(fixture_.signed_event(fixture_.person("p-9")));
  fixture_.must_append(fixture_.signed_event(fixture_.event("key.revoked", "p-admin")
                                                 .set("kid", tests::private_key_of("p-bureau").kid().value)
                                                 .set("reason", "left")));
  entries_ = tests::entries_of(fixture_.kv());
  Fold fold(fixture_.kv(), options_, findings_, report_);
  fold.add(Position(0), entries_);
  fold.finish();
  EXPECT_TRUE(report_.clean()) << tests::found_in(report_);
  // One that it signs afterwards is refused by the rules, although its signature verifies.
  const std::string late = tests::jws_of(tests::sd_jwt_text(fixture_.person("p-10"), "p-bureau"));
  fold.add(Position(entries_.size()), {tests::with_jws(entries_.back(), late)});
  fold.finish();
  EXPECT_EQ(tests::found_in(report_), "L11");
}

TEST_F(FoldTest, BoundsItsFindings) {
  Findings findings(report_, 1);
  Fold fold(fixture_.kv(), options_, findings, report_);
  fold.add(Position(0), {"x", "y", "z"});
  EXPECT_EQ(report_.findings.size(), 1U);
  EXPECT_TRUE(report_.truncated);
}

}  // namespace
}  // namespace ledger
