// Goal: an event may refer to an attachment only as it is, and what the rules refuse gets their answer.
// Method: true and false references over a real vault, alone and in batches; an erased subject; a repeated
// event.
#include "api/attachment_claims.h"

#include <gtest/gtest.h>

#include "ledger/domain/attachment.h"
#include "tests/unit/api/attachment_story.h"

namespace tests {
namespace {

using ledger::JsonValue;

class ErasedUnsealer final : public ledger::Unsealer {
 public:
  ledger::Result<std::string> open(const ledger::EventId&, const ledger::Hash32&,
                                   ledger::ByteView) const override {
    return ledger::not_found("vault.erased", "its key is gone");
  }
  ledger::Result<ledger::Bytes> open_attachment(const ledger::EventId&, ledger::ByteView) const override {
    return ledger::not_found("vault.erased", "its key is gone");
  }
};

JsonValue changed(const JsonValue& reference, std::string_view member, JsonValue value) {
  JsonValue copy{JsonValue::Object{}};
  for (const auto& [name, old] : reference.as_object()) copy.add(name, name == member ? value : old);
  return copy;
}

class AttachmentClaimsTest : public ::testing::Test, protected AttachmentStory {
 protected:
  ledger::Status check(const std::vector<EventBuilder>& builders) {
    return check_with(fixture.call(request, "p-staff", "impl_staff", "gw-c40"), builders);
  }
  ledger::Status check_with(const api::Call& call, const std::vector<EventBuilder>& builders) {
    std::vector<ledger::VerifiedEvent> events;
    for (const EventBuilder& one : builders) events.push_back(fixture.ledger.attested_event(one, "gw-c40"));
    return api::check_attachment_claims(call, events);
  }
  api::Request request = request_of("POST", "/v1/events");
};

TEST_F(AttachmentClaimsTest, EveryMemberMustBeTrue) {
  const JsonValue reference = stored();
  const JsonValue other = stored(std::string(kPdf), "subject=center/c40");
  EXPECT_TRUE(check({financials(reference)}).ok());
  EXPECT_TRUE(check({financials(JsonValue(std::string(64, 'a')))}).ok()) << "a document kept elsewhere";
  struct Row {
    JsonValue value;
    std::string_view code, pointer;
  };
  const std::string event = fixture.business_events.front();
  const std::vector<Row> rows = {
      {changed(reference, "attachment", JsonValue("01890000-0000-7000-8000-0000000000ff")),
       "attachment.unknown", "/attachment"},
      {changed(reference, "attachment", JsonValue(event)), "attachment.unknown", "/attachment"},
      {other, "attachment.subject", "/attachment"},
      {changed(reference, "sha256", JsonValue(std::string(64, 'a'))), "attachment.differs", "/sha256"},
      {changed(reference, "bytes", JsonValue(std::int64_t{1})), "attachment.differs", "/bytes"},
      {changed(reference, "media_type", JsonValue("image/png")), "attachment.differs", "/media_type"},
  };
  for (const Row& row : rows) {
    const ledger::Status status = check({financials(row.value)});
    ASSERT_FALSE(status.ok()) << row.code;
    EXPECT_EQ(status.reason(), row.code) << status.to_string();
    EXPECT_EQ(status.pointer(), "/data/evidence_sha256" + std::string(row.pointer));
    const ledger::Status second = check({financials(reference), financials(row.value)});
    EXPECT_TRUE(second.pointer().starts_with("/1/data/")) << second.to_string();
  }
}

TEST_F(AttachmentClaimsTest, WhatTheRulesRefuseGetsTheirAnswer) {
  const JsonValue wrong = changed(stored(), "bytes", JsonValue(std::int64_t{1}));
  EventBuilder unknown = financials(wrong);
  unknown.set("business_id", "b-unheard-of");
  EXPECT_EQ(check({unknown}).reason(), "reference.unknown");
}

TEST_F(AttachmentClaimsTest, ARepeatedEventIsNotJudgedAgain) {
  const JsonValue reference = stored();
  const EventBuilder first = financials(reference);
  append(first);
  const ErasedUnsealer erased;
  api::ApiContext context = fixture.context_with(erased);
  const api::Call call{context, request, "request-id", {}, {}, fixture.cell.load()};
  EXPECT_TRUE(check_with(call, {first}).ok());
  EventBuilder next = financials(reference);
  next.set("period_start", "2024-01-01").set("period_end", "2024-12-31").set("period_relation", "new");
  EXPECT_EQ(check_with(call, {next}).reason(), "attachment.erased");
}

TEST_F(AttachmentClaimsTest, TheApiRefusesAndTheWriterToo) {
  const JsonValue reference = stored();
  const std::uint64_t before = fixture.size();
  // Past the API, straight to the writer: nothing stands in for an attachment that is not there.
  const JsonValue unknown =
      changed(reference, "attachment", JsonValue("01890000-0000-7000-8000-0000000000ff"));
  const auto refused = fixture.ledger.append(fixture.ledger.attested_event(financials(unknown), "gw-c40"));
  EXPECT_EQ(refused.status().reason(), "attachment.unknown");
  EXPECT_EQ(fixture.size(), before);
  append(financials(reference));
  const api::Call call = fixture.call(request, "p-staff", "impl_staff", "gw-c40");
  const auto found = api::find_attachment(call, id_of(reference));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(api::subject_of_attachment(found->signed_event.event), "business/b-1");
  EXPECT_EQ(**api::stored_sha256(call, found->signed_event.event), reference.text("sha256"));
}

}  // namespace
}  // namespace tests
