// Goal: what nothing refers to goes after its time, by an event, and what something refers to never does.
// Method: the clock moved past the limit; a discard against a reference in one group, in both orders.
#include "api/attachment_keeper.h"

#include <gtest/gtest.h>

#include "api/internal_event.h"
#include "ledger/domain/attachment.h"
#include "ledger/store/attachment_rows.h"
#include "tests/unit/api/attachment_story.h"

namespace tests {
namespace {

using ledger::JsonValue;

class AttachmentKeeperTest : public ::testing::Test, protected AttachmentStory {
 protected:
  static constexpr std::int64_t kHourMicros = 3600LL * 1'000'000;
  ledger::VerifiedEvent discard(const JsonValue& reference) {
    EventBuilder builder(ledger::kAttachmentDiscardedType);
    builder.id(fixture.ledger.event("policy.parameter_set", "p-admin").build().id);
    builder.by("service", "system", "", "").attested("service").purpose("administration");
    builder.at(ledger::format_recorded_at(fixture.ledger.clock().now()));
    builder.set("attachment_id", reference.text("attachment")).set("reason", "never_referred");
    return fixture.ledger.internal_event(builder);
  }
  bool here(const JsonValue& reference) {
    return *ledger::has_attachment(*fixture.ledger.view()->reader, id_of(reference));
  }
  api::AttachmentKeeper keeper{*fixture.context};
};

TEST_F(AttachmentKeeperTest, DiscardsWhatIsOldAndUnreferred) {
  const JsonValue kept = stored(), left = stored();
  append(financials(kept));
  fixture.ledger.clock().advance(23 * kHourMicros);
  const JsonValue young = stored();
  std::uint64_t before = fixture.size();
  ASSERT_TRUE(keeper.discard_old().ok());
  EXPECT_EQ(fixture.size(), before);
  fixture.ledger.clock().advance(kHourMicros);
  ASSERT_TRUE(keeper.discard_old().ok());
  ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"attachment.discarded"});
  const ledger::Event event = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(event.text("attachment_id"), left.text("attachment"));
  EXPECT_EQ(event.actor.role, "system");
  EXPECT_TRUE(here(kept) && here(young));
  EXPECT_FALSE(here(left));
  EXPECT_EQ(read(left).status, 410);
  EXPECT_EQ(read(kept).status, 200);
  before = fixture.size();
  ASSERT_TRUE(keeper.discard_old().ok());
  EXPECT_EQ(fixture.size(), before) << "once";
  EXPECT_EQ(
      code_of(upload(std::string(kPdf), "subject=business/b-1&id=" + std::string(left.text("attachment")))),
      "attachment.gone");
}

// What the audit counts: each document that stands, here or lost; what was discarded is neither.
TEST_F(AttachmentKeeperTest, TheAuditCountsWhatStands) {
  const JsonValue kept = stored(), lost = stored(), left = stored();
  append(financials(kept));
  EXPECT_EQ(fixture.ledger.audit().attachments_stored, 3U);
  fixture.ledger.must_append(discard(left));
  const ledger::AuditReport whole = fixture.ledger.audit();
  EXPECT_TRUE(whole.clean());
  EXPECT_EQ(whole.attachments_stored, 2U);
  EXPECT_EQ(whole.attachments_absent, 0U);
  ledger::WriteBatch batch;
  ledger::erase_attachment_rows(id_of(lost), batch);
  ASSERT_TRUE(fixture.ledger.kv().write(batch, ledger::Durability::kSynced).ok());
  EXPECT_EQ(fixture.ledger.audit().attachments_absent, 1U) << "as after a restore from a mirror";
  batch = ledger::WriteBatch();
  batch.put(ledger::kVault, ledger::attachment_key(id_of(left)), ledger::Bytes(60, 'x'));
  ASSERT_TRUE(fixture.ledger.kv().write(batch, ledger::Durability::kSynced).ok());
  EXPECT_FALSE(fixture.ledger.audit().clean()) << "what was discarded is there again";
  fixture.ledger.expect_damage();
}

TEST_F(AttachmentKeeperTest, GoesOnWhenTheLogTakesNothingNow) {
  const JsonValue left = stored();
  fixture.ledger.clock().advance(25 * kHourMicros);
  fixture.close_writer();
  EXPECT_EQ(keeper.discard_old().reason(), "journal.closed");
  fixture.appender.refusal = ledger::Status();
  EXPECT_TRUE(keeper.discard_old().ok());
  EXPECT_FALSE(here(left));
}

TEST_F(AttachmentKeeperTest, AReferenceAndADiscardNeverBothHold) {
  const JsonValue first = stored(), second = stored();
  {
    ledger::Writer::Batch batch;
    batch.push_back(fixture.ledger.attested_event(financials(first), "gw-c40"));
    batch.push_back(discard(first));
    EXPECT_EQ(fixture.ledger.append(std::move(batch)).status().reason(), "attachment.in_use");
  }
  {
    ledger::Writer::Batch batch;
    batch.push_back(discard(second));
    batch.push_back(fixture.ledger.attested_event(financials(second), "gw-c40"));
    EXPECT_EQ(fixture.ledger.append(std::move(batch)).status().reason(), "attachment.unknown");
  }
  EXPECT_TRUE(here(first) && here(second)) << "a refused batch changes nothing";
  append(financials(first));
  EXPECT_EQ(fixture.ledger.append(discard(first)).status().reason(), "attachment.in_use");
  fixture.ledger.must_append(discard(second));
  EXPECT_EQ(fixture.ledger.append(discard(second)).status().reason(), "step.order");
}

}  // namespace
}  // namespace tests
