// Goal: an abort while a database is opened ends with the reason and exit code of a damaged store; any other
// abort stays one. Method: children that abort inside and outside of the guard's life.
#include "ledger/store/engine_stop.h"

#include <csignal>
#include <cstdlib>
#include <gtest/gtest.h>
#include <memory>

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

}  // namespace
}  // namespace ledger
