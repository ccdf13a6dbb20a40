// Goal: one flipped byte in any file of a ledger is refused at open, found by the audit, or harmless; never a
// wrong answer. Method: a real ledger on RocksDB, one byte flipped in a copy, opened as a server would,
// audited, compared with what was acknowledged. A stride here; with DAICHO_DAMAGE=all
// every byte of anchor, keyring, write-ahead log and tables.
// Faults: F18, F19, F20, F21
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "ledger/store/head_anchor.h"
#include "tests/damage/disk_ledger.h"
#include "tests/support/seeded_random.h"

namespace tests {
namespace {

namespace fs = std::filesystem;
using Verdict = Opening::Verdict;

bool flip_all() {
  const char* asked = std::getenv("DAICHO_DAMAGE");
  return asked != nullptr && std::string_view(asked) == "all";
}

// "1/2": every second flip, beginning with the first; processes beside each other share a whole run.
struct Shard {
  std::uint64_t number = 1, count = 1;
  static const Shard& asked() {
    static const Shard shard = [] {
      Shard read;
      const char* text = std::getenv("DAICHO_DAMAGE_SHARD");
      if (text == nullptr) return read;
      const std::string_view all(text);
      const std::size_t slash = all.find('/');
      read.number = std::strtoull(text, nullptr, 10);
      read.count = slash == all.npos ? 0 : std::strtoull(text + slash + 1, nullptr, 10);
      LEDGER_CHECK(read.number >= 1 && read.number <= read.count);
      return read;
    }();
    return shard;
  }
  bool takes(std::uint64_t flip) const { return flip % count == number - 1; }
};

struct Tally {
  std::uint64_t bytes = 0;
  std::array<std::uint64_t, 4> verdicts{};  // by Verdict
  std::map<std::string, std::uint64_t> reasons;
};

// One summary of the whole run, written at the end when asked for.
class Summary : public ::testing::Environment {
 public:
  static std::map<std::string, Tally>& tallies() {
    static std::map<std::string, Tally> tallies;
    return tallies;
  }
  // One for all flips; gone before the engine's and the cipher library's own statics are.
  static DiskLedger& ledger() {
    if (!ledger_) ledger_ = std::make_unique<DiskLedger>();
    return *ledger_;
  }
  void TearDown() override {
    ledger_.reset();
    const char* path = std::getenv("DAICHO_DAMAGE_SUMMARY");
    if (path == nullptr || tallies().empty()) return;
    ledger::JsonWriter json;
    json.begin_object();
    for (const auto& [file, tally] : tallies()) {
      json.key(file)
          .begin_object()
          .member("file_bytes", tally.bytes)
          .member("refused", tally.verdicts[0])
          .member("detected", tally.verdicts[1])
          .member("harmless", tally.verdicts[2])
          .member("wrong", tally.verdicts[3]);
      json.key("reasons").begin_object();
      for (const auto& [reason, count] : tally.reasons) json.member(reason, count);
      json.end_object().end_object();
    }
    std::ofstream(path) << json.end_object().take() << "\n";
  }

 private:
  static inline std::unique_ptr<DiskLedger> ledger_;
};
const auto* const kSummary = ::testing::AddGlobalTestEnvironment(new Summary());

DiskLedger& base() {
  return Summary::ledger();
}

// `judge` opens what `bytes` with byte `at` flipped gives. `whole`: every byte of it in a whole run; of other
// files a sample that is sixteen times as dense.
template <typename Judge>
void flip_bytes(const std::string& file, const std::string& bytes, std::size_t cases, bool whole,
                const Judge& judge) {
  Tally& tally = Summary::tallies()[file];
  tally.bytes = bytes.size();
  const std::size_t wanted = !flip_all() ? cases : whole ? bytes.size() : cases * 16;
  const std::size_t stride = std::max<std::size_t>(1, bytes.size() / std::max<std::size_t>(1, wanted));
  std::uint64_t flip = 0;
  SeededRandom random(20260611);
  SCOPED_TRACE(random.trace());
  for (std::size_t from = 0; from < bytes.size(); from += stride) {
    const std::size_t at = std::min(bytes.size() - 1, from + random.below(stride));
    if (!Shard::asked().takes(flip++)) continue;
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
    const Opening opening = judge(damaged, at);
    ++tally.verdicts[static_cast<std::size_t>(opening.verdict)];
    ++tally.reasons[opening.reason.empty() ? "harmless" : opening.reason];
    ASSERT_NE(opening.verdict, Verdict::kWrong)
        << file << " byte " << at << ": " << opening.reason << " " << opening.message;
  }
}

std::string bytes_of(const std::string& path) {
  return *ops::read_file(path);
}

const Opening kEngineStopped = {Verdict::kRefused, "engine_stopped",
                                "the engine ended the process at opening"};

// A copy that is used again as long as nothing was written into it: a refusal leaves it as it was, which
// open() itself checks.
class WorkingCopy {
 public:
  ~WorkingCopy() { drop(); }
  // `flipped`: of which byte a bit was flipped.
  Opening open_with(const std::string& name, const std::string& bytes, std::size_t flipped) {
    if (!made_) folder_ = base().copy();
    made_ = true;
    DiskLedger::rewrite(folder_.root + "/" + name, bytes);
    // An upper bit in a table may end the process that looks; a child each would take minutes.
    const bool stops = flipped % 8 == 7 && name.ends_with(".sst") && DiskLedger::engine_stops(folder_);
    const Opening opening = stops ? kEngineStopped : base().open(folder_);
    if (opening.verdict != Verdict::kRefused) drop();
    return opening;
  }

 private:
  void drop() {
    if (made_) fs::remove_all(folder_.root);
    made_ = false;
  }
  ops::DataFolder folder_;
  bool made_ = false;
};

// Flips in every database file whose name the predicate takes; see flip_bytes.
template <typename Take>
std::size_t flip_database_files(std::size_t cases, bool whole, const Take& take) {
  std::size_t files_count = 0;
  for (const std::string& name : DiskLedger::files_of(base().folder().root)) {
    if (!name.starts_with("db/") || !take(fs::path(name).filename().string())) continue;
    ++files_count;
    WorkingCopy copy;
    flip_bytes(name, bytes_of(base().folder().root + "/" + name), cases, whole,
               [&](const std::string& damaged, std::size_t at) { return copy.open_with(name, damaged, at); });
  }
  return files_count;
}

TEST(Damage, TheUndamagedCopyOpensAndAuditsClean) {
  const Opening opening = base().open(base().copy());
  EXPECT_EQ(opening.verdict, Verdict::kHarmless) << opening.reason << " " << opening.message;
  const Opening keys = base().open_keyring(base().copy().keyring);
  EXPECT_EQ(keys.verdict, Verdict::kHarmless) << keys.reason << " " << keys.message;
}

// The store stays as it is, so the judgement over its head is the whole decision.
TEST(Damage, OneByteOfTheAnchor) {
  const ops::DataFolder folder = base().copy();
  const auto store = ops::open_store_read_only(folder);
  ASSERT_TRUE(store.ok());
  const auto head = ledger::inspect_log(*store->kv, kTestOrigin);
  ASSERT_TRUE(head.ok());
  const std::string path = folder.anchor + "/anchor.ring";
  const auto newest = store->anchor->newest->head;
  const auto judge = [&](const std::string& damaged, std::size_t) -> Opening {
    DiskLedger::rewrite(path, damaged);
    const auto scan = ledger::read_anchor(folder.anchor);
    if (!scan.ok()) return {Verdict::kRefused, scan.status().reason(), scan.status().message()};
    const auto judged = ledger::judge_anchor(*scan, head->head, ledger::sha256(kTestOrigin));
    if (judged.verdict == ledger::AnchorVerdict::kRefuse) {
      return {Verdict::kRefused, judged.reason.reason(), judged.reason.message()};
    }
    // Accepted: by the newest record, or by the one before it beside a store that is one group ahead.
    const bool sound = scan->newest && (scan->newest->head == newest ||
                                        judged.verdict == ledger::AnchorVerdict::kAcceptAndRewrite);
    return {sound ? Verdict::kHarmless : Verdict::kWrong, "", ""};
  };
  flip_bytes("anchor/anchor.ring", bytes_of(path), 4096, true, judge);
}

TEST(Damage, OneByteOfTheKeyring) {
  std::size_t files_count = 0;
  for (const std::string& name : DiskLedger::files_of(base().folder().root)) {
    if (!name.starts_with("keyring/")) continue;
    ++files_count;
    flip_bytes(name, bytes_of(base().folder().root + "/" + name), 64, true,
               [&](const std::string& damaged, auto) {
                 const ops::DataFolder folder = base().copy();
                 DiskLedger::rewrite(folder.root + "/" + name, damaged);
                 const Opening opening = base().open_keyring(folder.keyring);
                 fs::remove_all(folder.root);
                 return opening;
               });
  }
  EXPECT_GE(files_count, 3U) << "the keyring's own file, a key file and a ring";
}

TEST(Damage, OneByteOfTheWriteAheadLog) {
  EXPECT_GE(flip_database_files(60, true, [](const std::string& file) { return file.ends_with(".log"); }),
            1U);
}

TEST(Damage, OneByteOfATable) {
  EXPECT_GE(flip_database_files(16, true, [](const std::string& file) { return file.ends_with(".sst"); }), 8U)
      << "every family has a table";
}

// The upper bit of the properties' restart count is an assertion of the engine, which reads them before it
// compares their checksum.
TEST(Damage, AnAssertionOfTheEngineEndsAsADamagedStore) {
  const std::string restart_count("\x01\0\0\0", 4);
  std::size_t spots = 0;
  for (const std::string& name : DiskLedger::files_of(base().folder().root)) {
    if (!name.starts_with("db/") || !name.ends_with(".sst")) continue;
    const ops::DataFolder folder = base().copy();
    const std::string bytes = bytes_of(folder.root + "/" + name);
    for (std::size_t at = bytes.find(restart_count); at != std::string::npos;
         at = bytes.find(restart_count, at + 1)) {
      std::string damaged = bytes;
      damaged[at + 3] = static_cast<char>(damaged[at + 3] ^ '\x80');
      DiskLedger::rewrite(folder.root + "/" + name, damaged);
      ++spots;
      // A newer engine may refuse such a table by itself.
      if (!DiskLedger::engine_stops(folder)) {
        EXPECT_NE(base().open(folder).verdict, Verdict::kWrong) << name << " byte " << at + 3;
      }
    }
  }
  EXPECT_GE(spots, 8U) << "a properties block in the table of every family";
}

TEST(Damage, OneByteOfTheEnginesOwnFiles) {
  const std::size_t files_count = flip_database_files(
      24, false, [](const std::string& file) { return !file.ends_with(".log") && !file.ends_with(".sst"); });
  EXPECT_GE(files_count, 4U) << "CURRENT, IDENTITY, MANIFEST, OPTIONS";
}

}  // namespace
}  // namespace tests
