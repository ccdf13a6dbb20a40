// Goal: an abort while a database is opened ends with the reason and exit code of a damaged store; any other
// abort stays one. Method: children that abort inside and outside of the guard's life.
#include "ledger/store/engine_stop.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <memory>

#include "tests/unit/ledger/store/temp_directory.h"

namespace ledger {
namespace {

TEST(EngineStop, AnAbortInsideNamesTheDatabase) {
  EXPECT_EXIT(
      {
        const EngineStop stop("/somewhere/\"db\"");
        std::abort();
      },
      ::testing::ExitedWithCode(kExitDamaged),
      R"("level":"error","event":"store.corrupt","path":"/somewhere/\\"db\\"","text":".*backup.*")");
}

TEST(EngineStop, AnAbortOutsideIsAnAbort) {
  EXPECT_EXIT(
      {
        { const EngineStop stop("/somewhere"); }
        std::abort();
      },
      ::testing::KilledBySignal(SIGABRT), "");
}

TEST(EngineStop, OfTwoThatLiveAtOnceOnlyTheFirstGuards) {
  EXPECT_EXIT(
      {
        const EngineStop first("/first");
        const EngineStop second("/second");
        std::abort();
      },
      ::testing::ExitedWithCode(kExitDamaged), "/first");
  EXPECT_EXIT(
      {
        auto first = std::make_unique<EngineStop>("/first");
        const EngineStop second("/second");
        first.reset();
        std::abort();
      },
      ::testing::KilledBySignal(SIGABRT), "");
  EXPECT_EXIT(
      {
        { const EngineStop first("/first"); }
        const EngineStop second("/second");
        std::abort();
      },
      ::testing::ExitedWithCode(kExitDamaged), "/second");
}

TEST(EngineStop, ADatabaseThatIsMadeAgainGetsAMark) {
  const testing::TempDirectory dir;
  const std::string mark = dir / "mark";
  EXPECT_EXIT(
      {
        const EngineStop stop("/somewhere", mark);
        std::abort();
      },
      ::testing::ExitedWithCode(kExitDamaged), "start once more");
  EXPECT_TRUE(std::filesystem::exists(mark));
  std::filesystem::remove(mark);
  EXPECT_EXIT(
      {
        { const EngineStop stop("/somewhere", mark); }
        std::abort();
      },
      ::testing::KilledBySignal(SIGABRT), "");
  EXPECT_FALSE(std::filesystem::exists(mark)) << "an abort of another reason";
}

}  // namespace
}  // namespace ledger
