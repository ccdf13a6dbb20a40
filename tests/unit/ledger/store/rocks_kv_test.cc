// Goal: the settings that carry promises hold on real files: damage is refused or found, a second instance
// and foreign families are kept out, reading writes nothing, and a failed write is final. Method: real
// databases, damaged on purpose.
#include "ledger/store/rocks_kv.h"

#include <map>

#include "tests/unit/ledger/store/file_size_limit.h"
#include "tests/unit/ledger/store/temp_directory.h"

namespace ledger {
namespace {

using testing::read_file;
using testing::write_file;

constexpr FamilyId kEntries{0};

class RocksKvTest : public ::testing::Test {
 protected:
  RocksKvTest() {
    options_.path = place_ / "db";
    options_.families = {"entries", "state"};
  }
  Result<std::unique_ptr<Kv>> open(bool create = false) {
    options_.create_if_missing = create;
    return open_rocks_kv(options_);
  }
  std::string refusal(bool create = false) {
    const auto opened = open(create);
    return opened.ok() ? "" : opened.status().reason();
  }
  // `count` synced rows in the write-ahead log of a database that is closed again.
  void fill(int count) {
    auto kv = open(true);
    ASSERT_TRUE(kv.ok()) << kv.status().to_string();
    for (int i = 0; i < count; ++i) put(**kv, i);
  }
  static void put(Kv& kv, int number) {
    WriteBatch batch;
    batch.put(kEntries, key_of(number), Bytes(500, static_cast<char>('a' + number % 26)));
    ASSERT_TRUE(kv.write(batch, Durability::kSynced).ok());
  }
  static Bytes key_of(int number) {
    Bytes key;
    put_u32(key, static_cast<std::uint32_t>(number));
    return key;
  }
  static int count_rows(const KvReader& reader) {
    int rows = 0;
    EXPECT_TRUE(reader
                    .scan(kEntries, "", "",
                          [&](ByteView key, ByteView) {
                            EXPECT_EQ(key, key_of(rows)) << "a prefix, never a hole";
                            ++rows;
                            return true;
                          })
                    .ok());
    return rows;
  }
  // The only file with this ending that is not empty.
  std::string file_ending(const std::string& ending) const {
    std::string found;
    for (const auto& file : std::filesystem::directory_iterator(options_.path)) {
      const std::string path = file.path().string();
      if (path.ends_with(ending) && std::filesystem::file_size(path) > 0) {
        EXPECT_EQ(found, "") << "more than one " << ending;
        found = path;
      }
    }
    EXPECT_NE(found, "") << ending;
    return found;
  }
  std::uintmax_t wal_bytes() const {
    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(options_.path)) {
      if (file.path().extension() == ".log") bytes += file.file_size();
    }
    return bytes;
  }
  static void flip_byte(const std::string& path, std::size_t at) {
    std::string bytes = read_file(path);
    ASSERT_LT(at, bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    write_file(path, bytes);
  }
  std::map<std::string, std::string> all_files() const {
    std::map<std::string, std::string> files;
    for (const auto& file : std::filesystem::directory_iterator(options_.path)) {
      files[file.path().filename().string()] = read_file(file.path().string());
    }
    return files;
  }

  const testing::TempDirectory place_;
  RocksKvOptions options_;
};

TEST_F(RocksKvTest, ASecondInstanceIsKeptOut) {
  auto first = open(true);
  ASSERT_TRUE(first.ok());
  const auto second = open();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(second.status().reason(), "store.locked");
  first->reset();
  EXPECT_EQ(refusal(), "");
}

TEST_F(RocksKvTest, NothingIsCreatedUnasked) {
  EXPECT_EQ(refusal(), "store.missing");
  EXPECT_FALSE(std::filesystem::exists(options_.path));
  options_.read_only = true;
  EXPECT_EQ(refusal(true), "store.missing");
  options_.read_only = false;
  fill(1);
  options_.error_if_exists = true;
  EXPECT_EQ(refusal(true), "store.exists");
  options_.path = place_ / "no/parent/here";
  options_.error_if_exists = false;
  EXPECT_EQ(refusal(true), "store.open_failed");
}

TEST_F(RocksKvTest, FamiliesMustBeTheKnownOnes) {
  fill(1);
  options_.families = {"entries"};
  const auto lacks = open(true);
  ASSERT_FALSE(lacks.ok());
  EXPECT_EQ(lacks.status().reason(), "store.unknown_family");
  EXPECT_NE(lacks.status().message().find("state"), std::string::npos);
  options_.families = {"entries", "state", "vault"};
  EXPECT_EQ(refusal(), "store.corrupt") << "a family that was there is gone";
  options_.read_only = true;
  EXPECT_EQ(refusal(true), "store.corrupt");
  options_.read_only = false;
  EXPECT_EQ(refusal(true), "") << "asked to create, it adds the family";
}

TEST_F(RocksKvTest, TheOrderOfFamiliesIsTheCallersNotTheFilesystems) {
  fill(3);
  options_.families = {"state", "entries"};
  const auto kv = open();
  ASSERT_TRUE(kv.ok());
  EXPECT_TRUE((*kv)->get(FamilyId(1), key_of(1))->has_value());
  EXPECT_FALSE((*kv)->get(FamilyId(0), key_of(1))->has_value());
}

TEST_F(RocksKvTest, AnUnknownFamilyNumberIsOurOwnMistake) {
  const auto kv = open(true);
  ASSERT_TRUE(kv.ok());
  EXPECT_DEATH(ignore_status((*kv)->get(FamilyId(2), "k").status()), "family");
}

TEST_F(RocksKvTest, ReadingWritesNothingAndWritingIsRefused) {
  fill(20);
  const auto before = all_files();
  options_.read_only = true;
  {
    const auto kv = open();
    ASSERT_TRUE(kv.ok()) << kv.status().to_string();
    EXPECT_EQ(count_rows(**kv), 20);
    EXPECT_EQ(count_rows(*(*kv)->snapshot()), 20);
    WriteBatch batch;
    batch.put(kEntries, "k", "v");
    EXPECT_EQ((*kv)->write(batch, Durability::kSynced).reason(), "kv.read_only");
    EXPECT_EQ(count_rows(**kv), 20);
  }
  EXPECT_EQ(all_files(), before);
}

TEST_F(RocksKvTest, ReadersMayLookWhileAWriterIsOpen) {
  auto writer = open(true);
  ASSERT_TRUE(writer.ok());
  put(**writer, 0);
  options_.read_only = true;
  const auto reader = open();
  ASSERT_TRUE(reader.ok()) << reader.status().to_string();
  EXPECT_EQ(count_rows(**reader), 1);
}

TEST_F(RocksKvTest, AFlippedBitInTheLogIsRefusedAndSalvageReadsUpToIt) {
  fill(100);
  const std::string log = file_ending(".log");
  flip_byte(log, read_file(log).size() / 2);
  const auto refused = open();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.status().reason(), "store.corrupt") << refused.status().to_string();
  EXPECT_EQ(refused.status().code(), StatusCode::kDataLoss);

  options_.read_only = true;
  EXPECT_EQ(refusal(), "store.corrupt");
  options_.salvage = true;
  const auto before = all_files();
  {
    const auto salvaged = open();
    ASSERT_TRUE(salvaged.ok()) << salvaged.status().to_string();
    const int rows = count_rows(**salvaged);
    EXPECT_GT(rows, 40);
    EXPECT_LT(rows, 60);
  }
  EXPECT_EQ(all_files(), before);
}

TEST_F(RocksKvTest, ATornTailOfTheLogIsAnOrdinaryCrash) {
  fill(100);
  const std::string log = file_ending(".log");
  const std::string bytes = read_file(log);
  write_file(log, bytes.substr(0, bytes.size() - 7));
  const auto kv = open();
  ASSERT_TRUE(kv.ok()) << kv.status().to_string();
  EXPECT_EQ(count_rows(**kv), 99);
}

TEST_F(RocksKvTest, EveryFlippedByteOfATableIsFound) {
  fill(40);
  { ASSERT_TRUE(open().ok()); }  // recovery turns the log into a table
  const std::string table = file_ending(".sst");
  const std::size_t bytes = read_file(table).size();
  {
    const auto kv = open();
    ASSERT_TRUE(kv.ok());
    ASSERT_TRUE((*kv)->verify_checksums().ok());
    EXPECT_GT((*kv)->family_bytes()[0], 0U);
  }
  // Every byte of the footer and of what stands before it, and a sample of the rest.
  for (std::size_t at = 0; at < bytes; at += at + 80 < bytes ? 41 : 1) {
    flip_byte(table, at);
    const auto kv = open();
    const Status found = kv.ok() ? (*kv)->verify_checksums() : kv.status();
    EXPECT_EQ(found.code(), StatusCode::kDataLoss)
        << "byte " << at << " of " << bytes << ": " << found.to_string();
    flip_byte(table, at);
  }
  EXPECT_EQ(refusal(), "");
}

TEST_F(RocksKvTest, AMissingTableManifestOrCurrentIsDamageNotAbsence) {
  fill(40);
  { ASSERT_TRUE(open().ok()); }
  for (const std::string& name : {file_ending(".sst"), options_.path + "/CURRENT"}) {
    const std::string bytes = read_file(name);
    std::filesystem::remove(name);
    EXPECT_EQ(refusal(), "store.corrupt") << name;
    EXPECT_EQ(refusal(true), "store.corrupt") << name << ": never a fresh database over the remains";
    write_file(name, bytes);
  }
  const auto kv = open();
  ASSERT_TRUE(kv.ok()) << kv.status().to_string();
  EXPECT_EQ(count_rows(**kv), 40);
}

TEST_F(RocksKvTest, SettledNothingIsLeftToReplay) {
  fill(20);
  EXPECT_GT(wal_bytes(), 20U * 500) << "a plain close leaves it to the next open, as a crash does";
  {
    const auto kv = open();
    ASSERT_TRUE(kv.ok());
    put(**kv, 20);
    ASSERT_TRUE((*kv)->settle().ok());
    EXPECT_EQ(count_rows(**kv), 21);
    put(**kv, 21);
    ASSERT_TRUE((*kv)->settle().ok()) << "and again";
    ASSERT_TRUE((*kv)->settle().ok()) << "and with nothing to do";
  }
  EXPECT_EQ(wal_bytes(), 0U);
  options_.read_only = true;
  const auto kv = open();
  ASSERT_TRUE(kv.ok());
  EXPECT_EQ(count_rows(**kv), 22);
  EXPECT_TRUE((*kv)->settle().ok()) << "reading changes nothing";
  EXPECT_TRUE((*kv)->verify_checksums().ok());
}

// Without room the log stays what it was: the next open replays it.
TEST_F(RocksKvTest, ASettlingThatFailsLosesNothing) {
  {
    const auto kv = open(true);
    ASSERT_TRUE(kv.ok());
    for (int i = 0; i < 400; ++i) put(**kv, i);
    const testing::FileSizeLimit no_room(1 << 10);
    EXPECT_EQ((*kv)->settle().reason(), "kv.not_settled");
  }
  EXPECT_GT(wal_bytes(), 400U * 500);
  const auto kv = open();
  ASSERT_TRUE(kv.ok()) << kv.status().to_string();
  EXPECT_EQ(count_rows(**kv), 400);
}

TEST_F(RocksKvTest, AFailedWriteIsFinalUntilReopened) {
  {
    const auto kv = open(true);
    ASSERT_TRUE(kv.ok());
    for (int i = 0; i < 5; ++i) put(**kv, i);
    WriteBatch large;
    large.put(kEntries, key_of(5), Bytes(1 << 20, 'x'));
    Status failed;
    {
      const testing::FileSizeLimit no_room(200 << 10);
      failed = (*kv)->write(large, Durability::kSynced);
    }
    EXPECT_EQ(failed.code(), StatusCode::kUnavailable);
    EXPECT_EQ(failed.reason(), "kv.write_failed");
    WriteBatch small;
    small.put(kEntries, key_of(6), "x");
    EXPECT_EQ((*kv)->write(small, Durability::kSynced).reason(), "kv.write_failed")
        << "although there is room";
    EXPECT_EQ(count_rows(**kv), 5) << "reads go on";
  }
  const auto kv = open();
  ASSERT_TRUE(kv.ok()) << kv.status().to_string();
  EXPECT_EQ(count_rows(**kv), 5);
  put(**kv, 5);
}

TEST_F(RocksKvTest, MessagesThatCanNotBeWrittenEndNothing) {
  {
    const auto kv = open(true);
    ASSERT_TRUE(kv.ok());
    put(**kv, 0);
    const testing::FileSizeLimit no_room(1);
    WriteBatch more;
    more.put(kEntries, key_of(1), "x");
    EXPECT_EQ((*kv)->write(more, Durability::kSynced).reason(), "kv.write_failed");
    EXPECT_EQ(count_rows(**kv), 1) << "reads go on";
  }  // closing says something as well, still without room
  EXPECT_FALSE(std::filesystem::exists(options_.path + "/LOG"));
  const auto kv = open();
  ASSERT_TRUE(kv.ok()) << kv.status().to_string();
  EXPECT_EQ(count_rows(**kv), 1);
}

}  // namespace
}  // namespace ledger
