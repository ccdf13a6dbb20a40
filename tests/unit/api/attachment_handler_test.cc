// Goal: a document is taken with its event or not at all, and leaves only after its read is on record, to who
// may open an event that refers to it. Method: the real pipeline and ledger; the writer closed, the places
// taken, the rows spoilt, one at a time.
#include <gtest/gtest.h>

#include "ledger/store/attachment_rows.h"
#include "tests/unit/api/attachment_story.h"
#include "tests/unit/api/schema_check.h"

namespace tests {
namespace {

using ledger::JsonValue;

class AttachmentHandlerTest : public ::testing::Test, protected AttachmentStory {};

TEST_F(AttachmentHandlerTest, TakenReferredToRead) {
  const std::uint64_t before = fixture.size();
  const api::Response answer = upload();
  ASSERT_EQ(answer.status, 201) << answer.body;
  const JsonValue description = json_of(fixture.get("/openapi.json"));
  const JsonValue& schema = *description.find("components")->find("schemas")->find("Attachment");
  EXPECT_EQ(schema_fault(json_of(answer), schema, description), "");
  const JsonValue reference = *json_of(answer).find("reference");
  EXPECT_EQ(*answer.header("Location"), "/v1/attachments/" + std::string(reference.text("attachment")));
  EXPECT_EQ(reference.text("sha256"), ledger::to_hex(ledger::view_of(ledger::sha256(kPdf))));
  ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"attachment.stored"});
  const ledger::StoredEvent stored = fixture.event_at(before);
  EXPECT_EQ(stored.signed_event.event.actor.person.value, "p-staff");
  EXPECT_EQ(stored.entry_text.find(std::string(reference.text("sha256"))), std::string::npos);

  EXPECT_EQ(code_of(read(reference)), "attachment.unreferred");
  append(financials(reference));
  const std::uint64_t unread = fixture.size();
  const api::Response shown = read(reference);
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.body, kPdf);
  EXPECT_EQ(shown.content_type, "application/pdf");
  ASSERT_EQ(fixture.types_since(unread), std::vector<std::string>{"record.viewed"});
  const ledger::Event viewed = fixture.event_at(unread).signed_event.event;
  EXPECT_EQ(*shown.header("Daicho-Access-Event"), ledger::format_event_id(viewed.id));
  EXPECT_EQ(viewed.text("record"), "attachment/" + std::string(reference.text("attachment")));
  EXPECT_EQ(viewed.text("business_id"), "b-1");
}

TEST_F(AttachmentHandlerTest, WhoMayNotOpenTheEventMayNotRead) {
  const JsonValue reference = stored();
  append(financials(reference));
  const std::uint64_t before = fixture.size();
  EXPECT_EQ(read(reference, "security", "security").status, 403);
  EXPECT_EQ(read(reference, "auditor", "audit").status, 403) << "financials need an emergency access";
  EXPECT_EQ(read(reference, "gw-c40", "survey_analysis").status, 403);
  EXPECT_EQ(read(reference, "").status, 401);
  EXPECT_EQ(code_of(read(reference, "gw-c40", "")), "purpose.missing");
  EXPECT_EQ(fixture.size(), before) << "nothing was read";
}

TEST_F(AttachmentHandlerTest, WithoutARecordNothingLeaves) {
  const JsonValue reference = stored();
  append(financials(reference));
  fixture.close_writer();
  const api::Response refused = read(reference);
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(code_of(refused), "access.not_recorded");
  EXPECT_EQ(refused.body.find(kMarker), std::string::npos);
  const api::Response unwritten = upload();
  EXPECT_EQ(unwritten.status, 503) << unwritten.body;
}

TEST_F(AttachmentHandlerTest, ARepeatedUploadIsOne) {
  const std::string id = "01890000-0000-7000-8000-000000000abc";
  const std::string query = "subject=business/b-1&id=" + id;
  ASSERT_EQ(upload(std::string(kPdf), query).status, 201);
  const std::uint64_t before = fixture.size();
  const api::Response again = upload(std::string(kPdf), query);
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(fixture.size(), before);
  EXPECT_EQ(code_of(upload(std::string(kPdf) + "x", query)), "attachment.id_reused");
  EXPECT_EQ(code_of(upload(std::string(kPdf), "subject=person/b-1&id=" + id)), "attachment.id_reused");
  EXPECT_EQ(code_of(upload(std::string(kPdf), query, "double")), "caller.role_ambiguous");
  EXPECT_EQ(code_of(upload(std::string(kPdf), "subject=business/b-1&id=" + fixture.business_events.front())),
            "attachment.id_reused");
}

TEST_F(AttachmentHandlerTest, MalformedUploads) {
  struct Row {
    std::string query, code;
  };
  const std::vector<Row> rows = {
      {"", "attachment.subject_malformed"},
      {"subject=b-1", "attachment.subject_malformed"},
      {"subject=query/c40", "attachment.subject_malformed"},
      {"subject=business/", "attachment.subject_malformed"},
      {"subject=business/b-1&id=1", "attachment.id"},
      {"subject=business/b-1&sha256=00", "attachment.sha256"},
      {"subject=business/b-1&name=x", "query.unknown"},
  };
  const std::uint64_t before = fixture.size();
  for (const Row& row : rows) EXPECT_EQ(code_of(upload(std::string(kPdf), row.query)), row.code) << row.query;
  EXPECT_EQ(upload("MZ").status, 415);
  EXPECT_EQ(code_of(upload(std::string(kPdf), "subject=business/b-1", "auditor")), "policy.denied");
  EXPECT_EQ(upload(std::string(kPdf), "subject=business/b-1", "mirror").status, 403);
  EXPECT_EQ(code_of(fixture.get("/v1/attachments/7", "gw-c40", {{"daicho-purpose", "report"}})),
            "attachment.id");
  const std::string other = fixture.business_events.front();
  EXPECT_EQ(fixture.get("/v1/attachments/" + other, "gw-c40", {{"daicho-purpose", "report"}}).status, 404);
  EXPECT_EQ(fixture.size(), before);
}

TEST_F(AttachmentHandlerTest, BoundsOfSizeNumberAndPlaces) {
  api::AttachmentPlaces places(1);
  fixture.context->attachments = {.bytes_max = 64, .unreferred_max = 3, .unreferred_per_person_max = 2};
  fixture.context->attachment_places = &places;
  EXPECT_EQ(upload("%PDF-" + std::string(60, ' ')).status, 413);
  EXPECT_EQ(upload("%PDF-" + std::string(59, ' ')).status, 201);
  const JsonValue reference = stored();
  EXPECT_EQ(code_of(upload()), "attachment.too_many_unreferred");
  const std::string by_other = "subject=person/p-bureau";
  EXPECT_EQ(upload(std::string(kPdf), by_other, "gw").status, 201) << "another person's";
  EXPECT_EQ(code_of(upload(std::string(kPdf), by_other, "gw")), "attachment.too_many_unreferred");
  append(financials(reference));
  EXPECT_EQ(upload().status, 201) << "what is referred to counts no more";
  {
    const api::AttachmentPlaces::Place place(&places);
    ASSERT_TRUE(place.taken());
    EXPECT_EQ(code_of(upload()), "attachment.busy");
    EXPECT_EQ(read(reference).status, 503);
  }
  EXPECT_EQ(read(reference).status, 200);
}

// Both looked for room before either was stored: one place is one place.
TEST_F(AttachmentHandlerTest, UploadsAtTheSameMomentDoNotPassTheBound) {
  fixture.context->attachments = {.unreferred_max = 9, .unreferred_per_person_max = 2};
  const JsonValue first = stored();
  api::Response inner;
  fixture.appender.meanwhile = [&] { inner = upload(std::string(kPdf) + "inner"); };
  EXPECT_EQ(upload().status, 201);
  EXPECT_EQ(code_of(inner), "attachment.too_many_unreferred") << inner.body;
  EXPECT_EQ(ledger::read_unreferred(*fixture.ledger.view()->reader, 9)->size(), 2U);
  append(financials(first));
  fixture.appender.meanwhile = [&] { inner = upload(std::string(kPdf), "subject=person/p-bureau", "gw"); };
  EXPECT_EQ(upload().status, 201);
  EXPECT_EQ(inner.status, 201) << "another person's, and there is room in all";
}

TEST_F(AttachmentHandlerTest, SpoiltAndLostContent) {
  const JsonValue reference = stored(), other = stored(std::string(kPdf) + "2");
  append(financials(reference));
  const auto spoil = [&](const std::optional<ledger::Bytes>& content) {
    ledger::WriteBatch batch;
    const ledger::Bytes key = ledger::attachment_key(id_of(reference));
    content ? batch.put(ledger::kVault, key, *content) : batch.erase(ledger::kVault, key);
    ASSERT_TRUE(fixture.ledger.kv().write(batch, ledger::Durability::kSynced).ok());
    // The view of the next append shows it.
    append(financials(ledger::JsonValue(std::string(64, 'a')))
               .set("period_start", "2024-01-01")
               .set("period_end", "2024-12-31")
               .set("period_relation", "new"));
  };
  const ledger::Bytes good = **ledger::read_attachment(*fixture.ledger.view()->reader, id_of(reference));
  fixture.ledger.expect_damage();
  spoil(**ledger::read_attachment(*fixture.ledger.view()->reader, id_of(other)));
  EXPECT_EQ(code_of(read(reference)), "vault.corrupt") << "another's content";
  ledger::Bytes flipped = good;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  spoil(flipped);
  EXPECT_EQ(code_of(read(reference)), "vault.corrupt");
  spoil(std::nullopt);
  EXPECT_EQ(read(reference).status, 410);
}

}  // namespace
}  // namespace tests
