// Goal: every diagnostic is one line of valid JSON, short enough to be written in one piece, whatever its
// fields hold. Method: exact lines, hostile fields read back with the JSON reader, and threads that share one
// stderr.
#include "ledger/base/diag.h"

#include <algorithm>
#include <climits>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include "ledger/base/json_reader.h"
#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

// Sends what is written to stderr into a file for as long as it lives.
class CapturedStderr {
 public:
  CapturedStderr() : kept_(::dup(STDERR_FILENO)) {
    const int file = ::open((directory_ / "stderr").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    ::dup2(file, STDERR_FILENO);
    ::close(file);
  }
  ~CapturedStderr() { restore(); }
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;

  std::vector<std::string> lines() {
    restore();
    std::ifstream file(directory_ / "stderr");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

 private:
  void restore() {
    if (kept_ < 0) return;
    ::dup2(kept_, STDERR_FILENO);
    ::close(kept_);
    kept_ = -1;
  }

  tests::TempDir directory_;
  int kept_;
};

TEST(DiagLine, WritesLevelEventAndFieldsInOrder) {
  EXPECT_EQ(diag_line(DiagLevel::kInfo, "started", {}), "{\"level\":\"info\",\"event\":\"started\"}\n");
  EXPECT_EQ(
      diag_line(DiagLevel::kWarning, "queue_full", {{"depth", std::uint64_t{1024}}, {"route", "/v1/events"}}),
      "{\"level\":\"warning\",\"event\":\"queue_full\",\"depth\":1024,\"route\":\"/v1/events\"}\n");
  EXPECT_EQ(diag_line(DiagLevel::kError, "x", {{"text", std::string("5")}}),
            "{\"level\":\"error\",\"event\":\"x\",\"text\":\"5\"}\n");
}

TEST(DiagLine, HostileFieldsStayInsideTheirString) {
  constexpr char kHostile[] = "a\"}\n{\"level\":\"info\"\\\r\x1b[2J\0\x7f";
  const std::string hostile(kHostile, sizeof(kHostile) - 1);
  const std::string line = diag_line(DiagLevel::kError, "x", {{"text", hostile}});
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto tree = read_json(line);
  ASSERT_TRUE(tree.ok()) << tree.status().to_string();
  EXPECT_EQ(tree->text("text"), hostile);
  EXPECT_EQ(tree->as_object().size(), 3U);
}

TEST(DiagLine, NeverIsLongerThanOneAtomicWrite) {
  for (std::size_t length = PIPE_BUF - 120; length < PIPE_BUF + 20; ++length) {
    const std::string line =
        diag_line(DiagLevel::kInfo, "x", {{"first", "1"}, {"long", std::string(length, 'y')}, {"last", "2"}});
    ASSERT_LE(line.size(), static_cast<std::size_t>(PIPE_BUF));
    const auto tree = read_json(line);
    ASSERT_TRUE(tree.ok()) << length;
    EXPECT_EQ(tree->text("first"), "1");
    const bool whole = tree->find("long") != nullptr && tree->text("last") == "2";
    EXPECT_NE(whole, tree->find("truncated") != nullptr) << length;
  }
}

TEST(Diag, WritesAStatusWithItsReason) {
  CapturedStderr captured;
  diag(DiagLevel::kError, "journal_closed", unavailable("store.io", "disk gone").at("/x").by_rule("R-1"));
  diag(DiagLevel::kInfo, "started");
  const auto lines = captured.lines();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(
      lines[0],
      "{\"level\":\"error\",\"event\":\"journal_closed\",\"code\":\"unavailable\",\"reason\":\"store.io\","
      "\"message\":\"disk gone\",\"pointer\":\"/x\",\"rule\":\"R-1\"}");
  EXPECT_EQ(lines[1], "{\"level\":\"info\",\"event\":\"started\"}");
}

TEST(Diag, LinesOfSeveralThreadsDoNotMix) {
  CapturedStderr captured;
  std::vector<std::thread> threads;
  for (std::uint64_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([thread] {
      for (std::uint64_t i = 0; i < 200; ++i) {
        diag(DiagLevel::kInfo, "tick",
             {{"thread", thread}, {"i", i}, {"fill", std::string(static_cast<std::size_t>(i * 15), 'z')}});
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const auto lines = captured.lines();
  ASSERT_EQ(lines.size(), 800U);
  std::vector<std::int64_t> next(4, 0);
  for (const auto& line : lines) {
    const auto tree = read_json(line);
    ASSERT_TRUE(tree.ok()) << line;
    const auto thread = static_cast<std::size_t>(tree->find("thread")->as_int());
    ASSERT_EQ(tree->find("i")->as_int(), next.at(thread)++);
  }
}

}  // namespace
}  // namespace ledger
