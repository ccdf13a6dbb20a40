// Goal: a field refers to an attachment by exactly four well-formed members, and every field that may refer
// is found with the subject whose key seals it. Method: tables of good and spoilt references.
#include "ledger/domain/attachment.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "tests/support/event_builder.h"

namespace ledger {
namespace {

constexpr std::string_view kId = "01890000-0000-7000-8000-000000000001";

std::string reference(std::string_view attachment, std::string_view sha256, std::string_view media_type,
                      std::string_view bytes) {
  return R"({"attachment":")" + std::string(attachment) + R"(","sha256":")" + std::string(sha256) +
         R"(","media_type":")" + std::string(media_type) + R"(","bytes":)" + std::string(bytes) + "}";
}

TEST(Attachment, AReferenceHasFourWellFormedMembers) {
  const std::string hash(64, 'a');
  const std::string good = reference(kId, hash, "application/pdf", "7");
  struct Row {
    std::string text, reason, pointer;
  };
  const std::vector<Row> rows = {
      {good, "", ""},
      {reference(kId, hash, "text/csv", "1"), "", ""},
      {reference("7", hash, "application/pdf", "7"), "field.type", "/f/attachment"},
      {reference(kId, "ab", "application/pdf", "7"), "field.type", "/f/sha256"},
      {reference(kId, std::string(64, 'A'), "application/pdf", "7"), "field.type", "/f/sha256"},
      {reference(kId, hash, "application/x-msdownload", "7"), "field.code", "/f/media_type"},
      {reference(kId, hash, "application/pdf", R"("7")"), "field.type", "/f/bytes"},
      {reference(kId, hash, "application/pdf", "0"), "field.range", "/f/bytes"},
      {reference(kId, hash, "application/pdf", "1000000000001"), "field.range", "/f/bytes"},
      {good.substr(0, good.size() - 1) + R"(,"name":"x"})", "field.type", "/f"},
      {R"({"attachment":")" + std::string(kId) + R"("})", "field.type", "/f"},
      {R"("text")", "field.type", "/f"},
  };
  for (const Row& row : rows) {
    const Status status = check_attachment_ref(*read_json(row.text), "/f");
    EXPECT_EQ(status.ok() ? "" : status.reason(), row.reason) << row.text;
    EXPECT_EQ(status.ok() ? "" : status.pointer(), row.pointer) << row.text;
  }
  EXPECT_FALSE(is_sha256_hex(hash + "a"));
  const auto ref = attachment_ref_of(*read_json(good));
  ASSERT_TRUE(ref.has_value());
  EXPECT_EQ(ref->attachment, *parse_event_id(kId));
  EXPECT_EQ(ref->sha256, hash);
  EXPECT_EQ(ref->media_type, "application/pdf");
  EXPECT_EQ(ref->bytes, 7);
  EXPECT_FALSE(attachment_ref_of(JsonValue(hash)).has_value());
  EXPECT_FALSE(attachment_ref_of(JsonValue()).has_value());
}

TEST(Attachment, DocumentsAndPapersRefer) {
  const JsonValue value = *read_json(reference(kId, std::string(64, 'a'), "image/png", "9"));
  tests::EventBuilder financials("business.financials_submitted");
  financials.by("p-1", "co", "impl-40", "c40").set("business_id", "b-1").set("evidence_sha256", value);
  const auto of_document = attachment_refs(financials.build_signed());
  ASSERT_EQ(of_document.size(), 1U);
  EXPECT_EQ(of_document.front().field, "evidence_sha256");
  EXPECT_EQ(of_document.front().subject, "business/b-1");
  EXPECT_EQ(of_document.front().ref.bytes, 9);

  tests::EventBuilder cost("cost.recorded");
  cost.by("p-1", "impl_staff", "impl-40", "c40").set("center_id", "c40").set("evidence", value);
  EXPECT_EQ(attachment_refs(cost.build_signed()).front().subject, "center/c40");
  cost.set("evidence", "a folder in the office");
  EXPECT_TRUE(attachment_refs(cost.build_signed()).empty());
}

TEST(Attachment, WhatIsDiscarded) {
  tests::EventBuilder discarded(kAttachmentDiscardedType);
  discarded.set("attachment_id", kId).set("reason", "never_referred");
  EXPECT_EQ(discarded_attachment(discarded.build()), parse_event_id(kId));
  tests::EventBuilder stored(kAttachmentStoredType);
  stored.set("attachment_id", kId);
  EXPECT_FALSE(discarded_attachment(stored.build()).has_value());
  EXPECT_EQ(unknown_attachment(*parse_event_id(kId)).reason(), "attachment.unknown");
}

// An attachment's own hash goes with the subject it is about, not with the attachment.
TEST(Attachment, ItsHashIsSealedForItsSubject) {
  tests::EventBuilder stored(kAttachmentStoredType);
  stored.set("subject_kind", "business").set("subject_id", "b-1");
  const TypeSpec* row = find_type(kAttachmentStoredType, 1);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(subject_of(*find_field(*row, "content_sha256"), stored.build()), "business/b-1");
}

}  // namespace
}  // namespace ledger
