// Goal: progress never gets into what a program or a file reads.
// Method: standard error is captured, so it is no terminal; nothing may be written, whatever is shown.
#include "ops/progress.h"

#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"

namespace tests {
namespace {

TEST(Progress, IsSilentUnlessStderrIsATerminal) {
  ManualClock clock;
  testing::internal::CaptureStderr();
  {
    ops::Progress progress("append", clock);
    for (std::uint64_t done = 0; done <= 10; ++done) {
      progress.show(done, 10);
      progress.show(done, 0);
      clock.advance(200'000);
    }
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace tests
