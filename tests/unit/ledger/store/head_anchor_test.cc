// Goal: no damaged, torn, mixed or foreign ring is ever taken for the newest head, and the accept rules are
// exactly the written ones. Method: real ring files with every byte flipped and writes torn at every 64
// bytes, and one decision table.
// Faults: F21, F29, F35, F36
#include "ledger/store/head_anchor.h"

#include <random>
#include <sys/stat.h>

#include "ledger/base/sha256.h"
#include "tests/unit/ledger/store/file_size_limit.h"
#include "tests/unit/ledger/store/temp_directory.h"

namespace ledger {
namespace {

using testing::read_file;
using testing::TempDirectory;
using testing::write_file;

const Hash32 kOrigin = sha256("ledger.example/one");

Hash32 root_at(std::uint64_t size) {
  return sha256("root of " + std::to_string(size));
}

LogHead head_at(std::uint64_t size, std::uint64_t previous) {
  return {TreeSize(size), root_at(size), TreeSize(previous), root_at(previous)};
}

// Groups of ten entries: record n is for size 10·n.
AnchorRecord record_of(std::uint64_t group) {
  AnchorRecord record;
  record.origin_hash = kOrigin;
  record.head = head_at(group * 10, group * 10 - 10);
  record.time = UnixMicros(static_cast<std::int64_t>(group) * 1000);
  record.signature = Bytes(64, static_cast<char>(group));
  return record;
}

class HeadAnchorTest : public ::testing::Test {
 protected:
  // A ring of `count` records, given back as bytes.
  Bytes ring_of(std::uint64_t count) {
    std::filesystem::remove_all(directory());
    auto anchor = HeadAnchor::create(directory());
    EXPECT_TRUE(anchor.ok()) << anchor.status().to_string();
    for (std::uint64_t group = 1; group <= count; ++group) {
      EXPECT_TRUE((*anchor)->write(record_of(group)).ok());
    }
    return read_file(ring());
  }
  AnchorScan scan_of(const Bytes& bytes) {
    write_file(ring(), bytes);
    auto scan = read_anchor(directory());
    EXPECT_TRUE(scan.ok()) << scan.status().to_string();
    return scan.ok() ? *scan : AnchorScan();
  }
  std::string refusal_of(const Bytes& bytes) {
    write_file(ring(), bytes);
    const auto scan = read_anchor(directory());
    const auto opened = HeadAnchor::open(directory());
    EXPECT_EQ(scan.status().reason(), opened.status().reason());
    return scan.status().reason();
  }
  std::string directory() const { return place_ / "anchor"; }
  std::string ring() const { return directory() + "/anchor.ring"; }

  static std::uint64_t newest_group(const AnchorScan& scan) {
    return scan.newest ? scan.newest->sequence : 0;
  }
  static std::size_t slot_at(std::uint64_t group) { return (group - 1) % kAnchorSlots * kAnchorSlotBytes; }
  static AnchorVerdict judge(const AnchorScan& scan, std::uint64_t store_group) {
    return judge_anchor(scan, head_at(store_group * 10, store_group * 10 - 10), kOrigin).verdict;
  }

  const TempDirectory place_;
};

TEST_F(HeadAnchorTest, CreatesAnEmptyRingOfFixedSizeForItsOwnerOnly) {
  ASSERT_EQ(ring_of(0), Bytes(kAnchorSlots * kAnchorSlotBytes, '\0'));
  EXPECT_FALSE(std::filesystem::exists(ring() + ".new"));
  struct stat file {};
  ASSERT_EQ(stat(ring().c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  const auto opened = HeadAnchor::open(directory());
  ASSERT_TRUE(opened.ok());
  EXPECT_FALSE((*opened)->scan().newest.has_value());
  EXPECT_FALSE((*opened)->scan().newest_torn);
}

TEST_F(HeadAnchorTest, NeverReplacesARingAndReplacesTheDraftOfACrash) {
  const Bytes before = ring_of(3);
  EXPECT_EQ(HeadAnchor::create(directory()).status().reason(), "anchor.exists");
  EXPECT_EQ(read_file(ring()), before);
  std::filesystem::remove(ring());
  write_file(ring() + ".new", "half a ring");
  EXPECT_EQ(HeadAnchor::open(directory()).status().reason(), "anchor.missing");
  EXPECT_TRUE(HeadAnchor::create(directory()).ok());
}

TEST_F(HeadAnchorTest, SaysWhatIsMissing) {
  EXPECT_EQ(HeadAnchor::open(place_ / "nowhere").status().reason(), "anchor.missing");
  EXPECT_EQ(HeadAnchor::open(place_ / "nowhere").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(read_anchor(place_ / "nowhere").status().reason(), "anchor.missing");
  EXPECT_EQ(HeadAnchor::create(place_ / "no/parent").status().reason(), "anchor.io");
}

TEST_F(HeadAnchorTest, HasOneOwnerAndAnyReaders) {
  ring_of(2);
  auto owner = HeadAnchor::open(directory());
  ASSERT_TRUE(owner.ok());
  EXPECT_EQ(HeadAnchor::open(directory()).status().reason(), "anchor.locked");
  EXPECT_EQ(newest_group(*read_anchor(directory())), 2U);
  owner->reset();
  EXPECT_TRUE(HeadAnchor::open(directory()).ok());
}

TEST_F(HeadAnchorTest, GoesRoundTheRing) {
  ring_of(0);
  Hash32 previous{};
  for (std::uint64_t group = 1; group <= 3 * kAnchorSlots + 2; ++group) {
    auto anchor = HeadAnchor::open(directory());
    ASSERT_TRUE(anchor.ok()) << group << " " << anchor.status().to_string();
    ASSERT_EQ(newest_group((*anchor)->scan()), group - 1);
    ASSERT_FALSE((*anchor)->scan().newest_torn);
    ASSERT_TRUE((*anchor)->write(record_of(group)).ok());
    AnchorRecord expected = record_of(group);
    expected.sequence = group;
    expected.previous_record = previous;
    ASSERT_EQ((*anchor)->scan().newest, expected);
    previous = sha256(encode_anchor_record(expected));
    ASSERT_EQ(read_anchor(directory())->newest, expected);
  }
  EXPECT_EQ(read_file(ring()).size(), kAnchorSlots * kAnchorSlotBytes);
}

TEST_F(HeadAnchorTest, AnyFlippedByteOfTheNewestSlotLeavesTheOneBeforeAsStandIn) {
  for (const std::uint64_t count : {2U, 64U, 65U, 100U}) {
    const Bytes ring = ring_of(count);
    for (std::size_t at = 0; at < kAnchorSlotBytes; ++at) {
      Bytes damaged = ring;
      damaged[slot_at(count) + at] ^= static_cast<char>(1U << (at % 8));
      const AnchorScan scan = scan_of(damaged);
      ASSERT_EQ(newest_group(scan), count - 1) << "byte " << at;
      ASSERT_TRUE(scan.newest_torn) << "byte " << at;
      ASSERT_EQ(scan.damaged_run, 1U) << "byte " << at;
      ASSERT_EQ(judge(scan, count), AnchorVerdict::kAcceptAndRewrite);
      ASSERT_EQ(judge(scan, count - 1), AnchorVerdict::kRefuse);
    }
  }
}

TEST_F(HeadAnchorTest, AnyFlippedByteOfAnotherSlotLeavesTheNewest) {
  for (const std::uint64_t count : {1U, 63U, 64U, 100U}) {
    const Bytes ring = ring_of(count);
    for (std::uint64_t other = count + 1; other < count + kAnchorSlots; other += 1 + other % 7) {
      for (std::size_t at = 0; at < kAnchorSlotBytes; at += 7) {
        Bytes damaged = ring;
        damaged[slot_at(other) + at] ^= static_cast<char>(1U << (at % 8));
        const AnchorScan scan = scan_of(damaged);
        ASSERT_EQ(newest_group(scan), count) << "slot of " << other << " byte " << at;
        // Only where the next record goes, and only in one of the two sequences, is a flip ambiguous:
        // refused.
        const bool sequence = (at >= 16 && at < 24) || (at >= 472 && at < 480);
        ASSERT_EQ(scan.newest_torn, other == count + 1 && sequence) << "slot of " << other << " byte " << at;
        ASSERT_EQ(judge(scan, count), scan.newest_torn ? AnchorVerdict::kRefuse : AnchorVerdict::kAccept);
      }
    }
  }
}

TEST_F(HeadAnchorTest, AWriteTornAnywhereIsSeenAsTorn) {
  for (const std::uint64_t count : {0U, 1U, 63U, 64U, 100U}) {
    const Bytes before = ring_of(count);
    const Bytes after = ring_of(count + 1);
    const std::size_t slot = slot_at(count + 1);
    for (std::size_t cut = 0; cut <= kAnchorSlotBytes; cut += 64) {
      const std::size_t rest = kAnchorSlotBytes - cut;
      Bytes front_written = before;
      front_written.replace(slot, cut, after, slot, cut);
      Bytes back_written = before;
      back_written.replace(slot + cut, rest, after, slot + cut, rest);
      const bool torn = cut != 0 && cut != kAnchorSlotBytes;
      const AnchorScan front = scan_of(front_written);
      ASSERT_EQ(newest_group(front), count + (cut == kAnchorSlotBytes ? 1 : 0)) << count << " cut " << cut;
      ASSERT_EQ(front.newest_torn, torn) << count << " cut " << cut;
      const AnchorScan back = scan_of(back_written);
      ASSERT_EQ(newest_group(back), count + (cut == 0 ? 1 : 0)) << count << " cut " << cut;
      ASSERT_EQ(back.newest_torn, torn) << count << " cut " << cut;
      // The database is always a group ahead of a torn record; anything else lost a group. The very first
      // record is written by founding, beside an empty store: nothing can stand in for it.
      const bool accepted = count > 0;
      ASSERT_EQ(judge(front, count + 1) != AnchorVerdict::kRefuse, accepted || cut == kAnchorSlotBytes);
      ASSERT_EQ(judge(back, count + 1) != AnchorVerdict::kRefuse, accepted || cut == 0);
      if (torn && count > 0) {
        ASSERT_EQ(judge(front, count), AnchorVerdict::kRefuse);
      }
    }
  }
}

TEST_F(HeadAnchorTest, WritingGoesOnBehindATornRecord) {
  Bytes torn = ring_of(5);
  torn[slot_at(5) + 100] ^= 1;
  write_file(ring(), torn);
  auto anchor = HeadAnchor::open(directory());
  ASSERT_TRUE(anchor.ok());
  ASSERT_TRUE((*anchor)->write(record_of(5)).ok());
  ASSERT_TRUE((*anchor)->write(record_of(6)).ok());
  anchor->reset();
  const AnchorScan scan = scan_of(read_file(ring()));
  EXPECT_EQ(newest_group(scan), 6U);
  EXPECT_FALSE(scan.newest_torn);
}

TEST_F(HeadAnchorTest, TwoDamagedSlotsInARowAreNoTornWrite) {
  Bytes ring = ring_of(70);
  for (const std::uint64_t group : {70U, 69U}) ring[slot_at(group) + 200] ^= 1;
  const AnchorScan scan = scan_of(ring);
  EXPECT_EQ(newest_group(scan), 68U);
  EXPECT_EQ(scan.damaged_run, 2U);
  EXPECT_EQ(judge(scan, 69), AnchorVerdict::kRefuse);
  EXPECT_EQ(judge(scan, 70), AnchorVerdict::kRefuse);
}

TEST_F(HeadAnchorTest, AMisdirectedRecordIsNotTaken) {
  const Bytes ring = ring_of(3);
  const Bytes third = ring.substr(slot_at(3), kAnchorSlotBytes);
  Bytes elsewhere = ring;
  elsewhere.replace(slot_at(9), kAnchorSlotBytes, third);
  EXPECT_EQ(newest_group(scan_of(elsewhere)), 3U);
  Bytes moved = ring;
  moved.replace(slot_at(3), kAnchorSlotBytes, Bytes(kAnchorSlotBytes, '\0'));
  moved.replace(slot_at(4), kAnchorSlotBytes, third);
  EXPECT_EQ(newest_group(scan_of(moved)), 2U);
}

TEST_F(HeadAnchorTest, RefusesRingsThatCannotBeJudged) {
  const Bytes ring = ring_of(4);
  EXPECT_EQ(refusal_of(""), "anchor.size");
  EXPECT_EQ(refusal_of(ring.substr(1)), "anchor.size");
  EXPECT_EQ(refusal_of(ring + "x"), "anchor.size");
  EXPECT_EQ(refusal_of(Bytes(ring.size(), 'x')), "anchor.unreadable");
  Bytes only_fourth(ring.size(), '\0');
  only_fourth.replace(slot_at(4), 10, ring, slot_at(4), 10);
  EXPECT_EQ(refusal_of(only_fourth), "anchor.unreadable");
}

TEST_F(HeadAnchorTest, RefusesARecordThatDoesNotContinueTheOneBefore) {
  const Bytes ring = ring_of(4);
  auto other_fourth = record_of(4);
  other_fourth.sequence = 4;
  other_fourth.previous_record = sha256("another third record");
  Bytes mixed = ring;
  mixed.replace(slot_at(4), kAnchorSlotBytes, encode_anchor_record(other_fourth));
  EXPECT_EQ(refusal_of(mixed), "anchor.chain");
}

TEST_F(HeadAnchorTest, AFailedOrShortWriteIsFinal) {
  for (const rlim_t limit : {rlim_t{0}, rlim_t{300}, rlim_t{512 + 100}}) {
    ring_of(0);
    auto anchor = HeadAnchor::open(directory());
    ASSERT_TRUE(anchor.ok());
    Status first;
    Status second;
    {
      const testing::FileSizeLimit no_room(limit);
      first = (*anchor)->write(record_of(1));
      second = (*anchor)->write(record_of(2));
    }
    EXPECT_EQ(first.ok(), limit > 512) << limit;
    EXPECT_EQ(second.reason(), "anchor.write_failed") << limit;
    EXPECT_EQ((*anchor)->write(record_of(2)).reason(), "anchor.write_failed")
        << "although there is room again";
    anchor->reset();
    const AnchorScan scan = *read_anchor(directory());
    EXPECT_EQ(newest_group(scan), limit > 512 ? 1U : 0U) << limit;
    EXPECT_EQ(scan.newest_torn, limit != 0) << limit;
  }
}

TEST(AnchorRecord, LayoutIsFrozen) {
  AnchorRecord record = record_of(7);
  record.sequence = 0x0102030405060708;
  record.previous_record = sha256("previous");
  record.kind = AnchorKind::kBackup;
  const Bytes slot = encode_anchor_record(record);
  ASSERT_EQ(slot.size(), kAnchorSlotBytes);
  EXPECT_EQ(slot.substr(0, 8), "daicho-A");
  EXPECT_EQ(to_hex(slot.substr(8, 16)), "00010240000000000102030405060708");
  EXPECT_EQ(slot.substr(24, 32), view_of(kOrigin));
  EXPECT_EQ(to_hex(slot.substr(56, 8)), "0000000000000046");
  EXPECT_EQ(slot.substr(64, 32), view_of(root_at(70)));
  EXPECT_EQ(to_hex(slot.substr(96, 8)), "000000000000003c");
  EXPECT_EQ(slot.substr(104, 32), view_of(root_at(60)));
  EXPECT_EQ(to_hex(slot.substr(136, 8)), "0000000000001b58");
  EXPECT_EQ(slot.substr(144, 32), view_of(record.previous_record));
  EXPECT_EQ(slot.substr(176, 64), record.signature);
  EXPECT_EQ(slot.substr(240, 232), Bytes(232, '\0'));
  EXPECT_EQ(to_hex(slot.substr(472, 8)), "0102030405060708");
  EXPECT_EQ(slot.substr(480), view_of(sha256(slot.substr(0, 480))));
  EXPECT_EQ(decode_anchor_record(slot), record);
}

TEST(AnchorRecord, RoundTripsAndDecodesNothingElse) {
  AnchorRecord record = record_of(3);
  record.sequence = 3;
  record.time = UnixMicros(-5);
  for (const std::size_t bytes : {0U, 1U, 63U, 64U}) {
    record.signature = Bytes(bytes, 's');
    EXPECT_EQ(decode_anchor_record(encode_anchor_record(record)), record);
  }
  const Bytes slot = encode_anchor_record(record);
  for (std::size_t bytes = 0; bytes < 2 * kAnchorSlotBytes; ++bytes) {
    if (bytes == kAnchorSlotBytes) continue;
    EXPECT_EQ(decode_anchor_record((slot + slot).substr(0, bytes)), std::nullopt) << bytes;
  }
  for (std::size_t bit = 0; bit < kAnchorSlotBytes * 8; ++bit) {
    Bytes damaged = slot;
    damaged[bit / 8] ^= static_cast<char>(1U << (bit % 8));
    EXPECT_EQ(decode_anchor_record(damaged), std::nullopt) << "bit " << bit;
  }
  // Right checksum, wrong content: version, kind, signature length, reserved bytes, sequence copy, padding.
  for (const std::size_t at : {9U, 10U, 11U, 12U, 15U, 479U, 471U, 240U}) {
    Bytes forged = slot;
    forged[at] = '\x41';
    forged.replace(480, 32, view_of(sha256(forged.substr(0, 480))));
    EXPECT_EQ(decode_anchor_record(forged), std::nullopt) << "byte " << at;
  }
  record.sequence = 0;
  EXPECT_EQ(decode_anchor_record(encode_anchor_record(record)), std::nullopt) << "records count from 1";
  record.signature = Bytes(65, 's');
  EXPECT_DEATH(encode_anchor_record(record), "signature");
}

struct JudgeRow {
  const char* name;
  std::optional<LogHead> anchor;  // nullopt: empty ring
  std::size_t damaged_run;
  LogHead store;
  AnchorVerdict verdict;
  const char* reason;
  const char* says;  // part of the message
};

LogHead with_root(LogHead head, std::string_view root) {
  head.root = sha256(root);
  return head;
}
LogHead with_previous_root(LogHead head, std::string_view root) {
  head.previous_root = sha256(root);
  return head;
}

std::vector<JudgeRow> judge_rows() {
  constexpr auto kAccept = AnchorVerdict::kAccept;
  constexpr auto kRewrite = AnchorVerdict::kAcceptAndRewrite;
  constexpr auto kRefuse = AnchorVerdict::kRefuse;
  return {
      {"equal", head_at(20, 10), 0, head_at(20, 10), kAccept, "", ""},
      {"one group behind", head_at(10, 0), 0, head_at(20, 10), kRewrite, "", ""},
      {"torn, before it the previous head", head_at(10, 0), 1, head_at(20, 10), kRewrite, "", ""},
      {"torn, before it the store's head", head_at(20, 10), 1, head_at(20, 10), kRefuse, "anchor.torn",
       "from position 20 on"},
      {"two damaged, before them the previous head", head_at(10, 0), 2, head_at(20, 10), kRefuse,
       "anchor.torn", "from position 20 on"},
      {"store one entry behind", head_at(21, 20), 0, head_at(20, 10), kRefuse, "anchor.store_behind",
       "position 20 missing"},
      {"store behind", head_at(500, 400), 0, head_at(20, 10), kRefuse, "anchor.store_behind",
       "positions 20 to 499 missing"},
      {"store behind, newest torn", head_at(500, 400), 1, head_at(20, 10), kRefuse, "anchor.store_behind",
       "positions 20 to 499 missing"},
      {"store empty", head_at(20, 10), 0, head_at(0, 0), kRefuse, "anchor.store_behind",
       "positions 0 to 19 missing"},
      {"root differs", head_at(20, 10), 0, with_root(head_at(20, 10), "x"), kRefuse, "anchor.root_differs",
       "at size 20"},
      {"previous root differs", head_at(10, 0), 0, with_previous_root(head_at(20, 10), "x"), kRefuse,
       "anchor.root_differs", "at size 10"},
      {"root differs and torn", head_at(10, 0), 1, with_previous_root(head_at(20, 10), "x"), kRefuse,
       "anchor.root_differs", "at size 10"},
      {"anchor two groups behind", head_at(10, 0), 0, head_at(30, 20), kRefuse, "anchor.rolled_back",
       "positions 10 to 29 without proof"},
      {"anchor two groups behind and torn", head_at(10, 0), 1, head_at(30, 20), kRefuse, "anchor.torn",
       "from position 30 on"},
      {"anchor between the store's heads", head_at(15, 10), 0, head_at(20, 10), kRefuse, "anchor.rolled_back",
       "positions 15 to 19 without proof"},
      {"both empty at creation", std::nullopt, 0, head_at(0, 0), kAccept, "", ""},
      {"ring made anew, store of one group", std::nullopt, 0, head_at(3, 0), kRefuse, "anchor.missing",
       "positions 0 to 2 without proof"},
      {"ring made anew, store of one entry", std::nullopt, 0, head_at(1, 0), kRefuse, "anchor.missing",
       "position 0 without proof"},
      {"ring made anew, used store", std::nullopt, 0, head_at(20, 10), kRefuse, "anchor.missing",
       "positions 0 to 19 without proof"},
      {"only record torn, store of one group", std::nullopt, 1, head_at(3, 0), kRefuse, "anchor.torn",
       "from position 3 on"},
      {"only record torn, store empty", std::nullopt, 1, head_at(0, 0), kRefuse, "anchor.torn",
       "from position 0 on"},
      {"record of the empty tree, first group torn", head_at(0, 0), 1, head_at(3, 0), kRewrite, "", ""},
      {"record of the empty tree, torn, store empty", head_at(0, 0), 1, head_at(0, 0), kRefuse, "anchor.torn",
       "from position 0 on"},
      {"record of the empty tree, two groups", head_at(0, 0), 0, head_at(20, 10), kRefuse,
       "anchor.rolled_back", "positions 0 to 19 without proof"},
      {"record of the empty tree", head_at(0, 0), 0, head_at(0, 0), kAccept, "", ""},
      {"record of the empty tree, first group", head_at(0, 0), 0, head_at(3, 0), kRewrite, "", ""},
  };
}

TEST(JudgeAnchor, DecidesByTheWrittenRules) {
  for (const JudgeRow& row : judge_rows()) {
    AnchorScan scan;
    if (row.anchor) {
      scan.newest = AnchorRecord();
      scan.newest->origin_hash = kOrigin;
      scan.newest->head = *row.anchor;
    }
    scan.newest_torn = row.damaged_run > 0;
    scan.damaged_run = row.damaged_run;
    const AnchorJudgement judged = judge_anchor(scan, row.store, kOrigin);
    EXPECT_EQ(judged.verdict, row.verdict) << row.name;
    EXPECT_EQ(judged.reason.reason(), row.reason) << row.name;
    EXPECT_NE(judged.reason.message().find(row.says), std::string::npos)
        << row.name << ": " << judged.reason.message();
    EXPECT_EQ(judged.reason.ok(), row.verdict != AnchorVerdict::kRefuse) << row.name;
    if (!row.anchor) continue;

    scan.newest->origin_hash = sha256("ledger.example/two");
    EXPECT_EQ(judge_anchor(scan, row.store, kOrigin).reason.reason(), "anchor.origin") << row.name;
    scan.newest->origin_hash = kOrigin;
    scan.newest->kind = AnchorKind::kBackup;
    EXPECT_EQ(judge_anchor(scan, row.store, kOrigin).verdict, AnchorVerdict::kRefuse) << row.name;
    EXPECT_EQ(judge_anchor(scan, row.store, kOrigin).reason.reason(), "anchor.backup") << row.name;
    scan.newest->kind = AnchorKind::kLive;
    scan.any_backup = true;
    EXPECT_EQ(judge_anchor(scan, row.store, kOrigin).reason.reason(), "anchor.backup") << row.name;
  }
}

// A backup record that is torn or flipped must not uncover a live one.
TEST_F(HeadAnchorTest, NoDamageTurnsABackupsRingIntoALiveOne) {
  ring_of(0);
  AnchorRecord record = record_of(1);
  record.kind = AnchorKind::kBackup;
  ASSERT_TRUE((*HeadAnchor::open(directory()))->write(record).ok());
  const Bytes ring_bytes = read_file(ring());
  EXPECT_TRUE(scan_of(ring_bytes).any_backup);
  for (std::size_t at = 0; at < kAnchorSlotBytes; ++at) {
    Bytes damaged = ring_bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    write_file(ring(), damaged);
    const auto scan = read_anchor(directory());
    if (!scan.ok()) continue;
    for (const std::uint64_t group : {0U, 1U, 2U}) {
      const LogHead store = group == 0 ? head_at(0, 0) : head_at(group * 10, group * 10 - 10);
      EXPECT_EQ(judge_anchor(*scan, store, kOrigin).verdict, AnchorVerdict::kRefuse) << at;
    }
  }
}

TEST_F(HeadAnchorTest, ABackupRecordBehindALiveOneStillRefuses) {
  ring_of(1);
  AnchorRecord backup = record_of(2);
  backup.kind = AnchorKind::kBackup;
  auto anchor = HeadAnchor::open(directory());
  ASSERT_TRUE((*anchor)->write(backup).ok());
  EXPECT_TRUE((*anchor)->scan().any_backup);
  ASSERT_TRUE((*anchor)->write(record_of(3)).ok());
  EXPECT_EQ(judge_anchor((*anchor)->scan(), head_at(30, 20), kOrigin).reason.reason(), "anchor.backup");
  EXPECT_EQ(judge(*read_anchor(directory()), 3), AnchorVerdict::kRefuse);
}

}  // namespace
}  // namespace ledger
