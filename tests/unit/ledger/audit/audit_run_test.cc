// Goal: how an audit runs (threads, progress, options) does not change what it finds, and its report is
// written as documented. Method: one clean ledger, audited in several ways; a report made by hand.
#include <gtest/gtest.h>

#include "ledger/audit/audit.h"
#include "ledger/base/json_writer.h"
#include "ledger/store/memory_kv.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/audit/forged_ledger.h"

namespace ledger {
namespace {

class AuditRunTest : public testing::Test {
 public:
  AuditRunTest() {
    fixture_.must_append(fixture_.attested_event(fixture_.person("p-1")));
    fixture_.must_append(
        {fixture_.signed_event(fixture_.policy(1)), fixture_.signed_event(fixture_.policy(2))});
  }

  tests::LedgerFixture fixture_;
};

TEST_F(AuditRunTest, ThreadsDoNotChangeTheReport) {
  AuditOptions options = fixture_.audit_options();
  for (const unsigned threads : {0U, 2U, 3U, 64U}) {
    options.threads = threads;
    const auto report = audit_ledger(fixture_.kv(), options);
    ASSERT_TRUE(report.ok());
    EXPECT_TRUE(report->clean());
    EXPECT_EQ(report->signatures_verified, report->size.value);
  }
}

TEST_F(AuditRunTest, TellsItsProgress) {
  AuditOptions options = fixture_.audit_options();
  std::uint64_t done = 0, total = 0;
  options.progress = [&](std::uint64_t now, std::uint64_t of) {
    EXPECT_GT(now, done);
    done = now;
    total = of;
  };
  ASSERT_TRUE(audit_ledger(fixture_.kv(), options).ok());
  EXPECT_EQ(done, fixture_.audit().size.value);
  EXPECT_EQ(total, fixture_.audit().size.value);
}

TEST_F(AuditRunTest, BadOptionsAreAnErrorAndAMissingLedgerIsAFinding) {
  AuditOptions options = fixture_.audit_options();
  options.verifier = nullptr;
  EXPECT_EQ(audit_ledger(fixture_.kv(), options).status().reason(), "audit.options");
  options = fixture_.audit_options();
  options.origin.clear();
  EXPECT_EQ(audit_ledger(fixture_.kv(), options).status().code(), StatusCode::kInvalidArgument);
  const MemoryKv nothing(kLedgerFamilyCount);
  options = fixture_.audit_options();
  EXPECT_EQ(tests::found_in(*audit_ledger(nothing, options)), "L01");
}

TEST(AuditReport, IsWrittenAsJson) {
  AuditReport report;
  report.size = TreeSize(3);
  report.signatures_verified = 2;
  report.not_checked = {"L19"};
  report.findings.push_back({"L06", "tile \"0\"", std::nullopt});
  report.findings.push_back({"L11", "refused", Position(2)});
  JsonWriter json;
  write_audit_report(report, json);
  EXPECT_EQ(
      json.take(),
      R"({"clean":false,"size":3,"root":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",)"
      R"("signatures_verified":2,"checkpoints_verified":0,"disclosures_stored":0,"disclosures_absent":0,)"
      R"("attachments_stored":0,"attachments_absent":0,)"
      R"("not_checked":["L19"],"findings":[{"invariant":"L06","message":"tile \"0\""},)"
      R"({"invariant":"L11","message":"refused","position":2}],"truncated":false})");
}

}  // namespace
}  // namespace ledger
