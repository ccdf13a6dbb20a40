// Goal: a run refuses what it can't complete before anything is sent, and counts what was answered.
// Method: runs that end before a connection is needed; what a server answers is judged end to end
// (tests/e2e).
#include "ops/append_run.h"

#include <gtest/gtest.h>
#include <sstream>

namespace tests {
namespace {

struct Ended {
  ledger::Status status;
  ops::AppendTotals totals;
  std::size_t progress = 0;
};

Ended run(const std::string& text, const std::string& demo_seed = {}, ops::RemoteOptions remote = {}) {
  std::istringstream in(text);
  ops::EventLines lines(in, 10, 1000);
  ops::AppendRun append(std::move(remote), demo_seed, {});
  Ended ended;
  ended.status = append.run(lines, [&](const ops::AppendTotals&) { ++ended.progress; });
  ended.totals = append.totals();
  return ended;
}

TEST(AppendRun, NothingToSendIsDone) {
  const Ended ended = run("\n\n");
  EXPECT_TRUE(ended.status.ok());
  EXPECT_EQ(ended.totals.requests, 0U);
  EXPECT_EQ(ended.totals.last_position, -1);
  EXPECT_EQ(ended.progress, 0U);
}

TEST(AppendRun, ADeferredLineNeedsTheDemonstrationSeed) {
  const Ended ended = run("\n{\"deferred\":{}}\n");
  EXPECT_EQ(ended.status.reason(), "line.deferred");
  EXPECT_NE(ended.status.message().find("line 2"), std::string::npos) << ended.status.message();
  EXPECT_EQ(ended.totals.requests, 0U);
}

TEST(AppendRun, AMalformedLineEndsTheRun) {
  const Ended ended = run("{\"as\":\"gw\"}\n");
  EXPECT_EQ(ended.status.reason(), "line.malformed");
  EXPECT_EQ(ended.totals.events, 0U);
}

TEST(AppendRun, ASenderThatCantConnectEndsTheRun) {
  ops::RemoteOptions remote;
  remote.identities = "/nowhere";
  const Ended ended = run("{\"as\":\"gw\",\"event\":{}}\n", "", remote);
  EXPECT_TRUE(ended.status.reason().starts_with("client.")) << ended.status.to_string();
  EXPECT_EQ(ended.totals.requests, 0U);
}

}  // namespace
}  // namespace tests
