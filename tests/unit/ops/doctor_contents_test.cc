// Goal: the doctor counts what is there and names what is not. Method: attachment rows written as the store
// writes them, some lost afterwards; read models on a real disk, whole, half grown, and none.
#include "ops/doctor_contents.h"

#include <gtest/gtest.h>

#include "ledger/base/uuid.h"
#include "ledger/store/attachment_rows.h"
#include "ledger/store/memory_kv.h"
#include "ledger/store/rocks_kv.h"
#include "projections/fold.h"
#include "tests/support/temp_dir.h"

namespace tests {
namespace {

using ledger::Durability;
using ledger::TreeSize;
using ledger::WriteBatch;

ledger::EventId id(std::uint8_t number) {
  ledger::EventId id;
  id.bytes.fill(number);
  return id;
}

TEST(DoctorContents, CountsAttachmentsAndWhatWaits) {
  ledger::MemoryKv kv(ledger::kLedgerFamilyCount);
  ledger::LogGroup group;
  for (std::uint8_t number = 1; number <= 3; ++number) {
    group.attachments.push_back({id(number), "sealed bytes", ledger::UnixMicros(7), 1000U * number, "p-1"});
  }
  group.attachment_uses = {{id(1), id(8)}, {id(1), id(9)}, {id(2), id(9)}};
  WriteBatch batch;
  ledger::put_attachment_rows(group, batch);
  ASSERT_TRUE(kv.write(batch, Durability::kBuffered).ok());
  const auto report = ops::look_at_attachments(kv);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->count, 3U);
  EXPECT_EQ(report->bytes, 3 * std::string_view("sealed bytes").size());
  EXPECT_EQ(report->waiting, 1U);
  EXPECT_EQ(report->waiting_bytes, 3000U);
  EXPECT_EQ(report->references, 3U);
  EXPECT_EQ(report->missing_count, 0U);

  WriteBatch lost;
  lost.erase(ledger::kVault, ledger::attachment_key(id(1)));
  lost.erase(ledger::kVault, ledger::attachment_key(id(3)));
  ASSERT_TRUE(kv.write(lost, Durability::kBuffered).ok());
  const auto after = ops::look_at_attachments(kv);
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(after->count, 1U);
  EXPECT_EQ(after->missing_count, 1U) << "the one that waits is referred to by nothing";
  EXPECT_EQ(after->missing, std::vector<std::string>{ledger::format_event_id(id(1))});
}

TEST(DoctorContents, SaysOfEachReadModelWhatAnswersAndWhatGrows) {
  const TempDir dir;
  const std::string place = dir / "projections";
  EXPECT_EQ(ops::look_at_read_models(place).status().reason(), "store.missing");
  const projections::Registry registry = projections::standard_registry();
  {
    ledger::RocksKvOptions options;
    options.path = place;
    options.families = projections::family_names(registry);
    options.create_if_missing = true;
    const auto kv = ledger::open_rocks_kv(options).value();
    ASSERT_TRUE(projections::prepare_store(*kv, registry).ok());
    WriteBatch batch;
    using projections::Slot;
    projections::put_cursor(batch, projections::rows_family(0, Slot::kA), {1, TreeSize(9), {}});
    projections::put_parked(batch, projections::rows_family(0, Slot::kA), ledger::Position(3), "some.reason");
    projections::put_cursor(batch, projections::rows_family(0, Slot::kB), {1, TreeSize(4), {}});
    projections::put_cursor(batch, projections::rows_family(1, Slot::kA), {99, TreeSize(9), {}});
    ASSERT_TRUE(kv->write(batch, Durability::kSynced).ok());
  }
  const auto reports = ops::look_at_read_models(place);
  ASSERT_TRUE(reports.ok()) << reports.status().to_string();
  ASSERT_EQ(reports->size(), registry.size());
  const ops::ReadModelReport& whole = reports->at(0);
  EXPECT_EQ(whole.name, registry.at(0).name());
  EXPECT_TRUE(whole.answers);
  EXPECT_EQ(whole.size, TreeSize(9));
  EXPECT_EQ(whole.parked, 1U);
  ASSERT_TRUE(whole.growing.has_value());
  EXPECT_EQ(*whole.growing, TreeSize(4));
  EXPECT_FALSE(reports->at(1).answers) << "of a program that is newer";
  EXPECT_EQ(reports->at(1).rows_version, 99U);
  EXPECT_EQ(reports->at(2).rows_version, 0U);
  EXPECT_FALSE(reports->at(2).answers || reports->at(2).growing.has_value());
}

}  // namespace
}  // namespace tests
