// Goal: POST /v1/events takes one event or a batch, both ways in, and answers receipts that mean what they
// say. Method: real events through the pipeline onto a ledger in memory; refused batches must leave nothing.
#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"
#include "tests/unit/api/schema_check.h"

namespace tests {
namespace {

using ledger::JsonValue;

constexpr std::string_view kNdjson = "application/x-ndjson";

class AppendHandlerTest : public ::testing::Test {
 protected:
  std::string signed_text(std::int64_t value) { return sd_jwt_text(fixture.ledger.policy(value), "p-admin"); }
  ApiFixture fixture;
};

TEST_F(AppendHandlerTest, OneAttestedEventGivesAReceiptThatVerifies) {
  const std::uint64_t before = fixture.size();
  const api::Response response = fixture.post_event(fixture.business_text("b-2"), "gw-c40");
  ASSERT_EQ(response.status, 201) << response.body;
  const JsonValue json = json_of(response);
  const auto receipt = ledger::parse_receipt(json);
  ASSERT_TRUE(receipt.ok());
  EXPECT_EQ(fixture.ledger.receipt_fault(*receipt), "");
  EXPECT_EQ(receipt->position.value, before);
  EXPECT_EQ(*response.header("ETag"), "\"" + std::string(json.text("leaf_hash")) + "\"");
  EXPECT_EQ(*response.header("Location"), "/v1/events/" + std::string(json.text("id")));
  EXPECT_EQ(*response.header("Ledger-Position"), std::to_string(before + 1));
  EXPECT_EQ(response.body.find(kMarker), std::string::npos);
  const ledger::Event event = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(event.attested_by->principal.value, "gw-c40");
  EXPECT_EQ(event.attested_by->via, "mtls");
}

TEST_F(AppendHandlerTest, TheSameAgainIsTheSameReceipt) {
  const std::string text = fixture.business_text("b-2");
  const api::Response first = fixture.post_event(text, "gw-c40");
  const std::uint64_t size = fixture.size();
  const api::Response again = fixture.post_event(text, "gw-c40");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(fixture.size(), size);
  EXPECT_EQ(json_of(again).text("leaf_hash"), json_of(first).text("leaf_hash"));
  ASSERT_NE(json_of(again).find("stored_before"), nullptr);
  EXPECT_TRUE(json_of(again).find("stored_before")->as_bool());
}

TEST_F(AppendHandlerTest, AnAuthorNeedsNoCertificate) {
  const api::Response response = fixture.post_event(signed_text(1), "", "application/sd-jwt");
  ASSERT_EQ(response.status, 201) << response.body;
  const auto receipt = ledger::parse_receipt(json_of(response));
  ASSERT_TRUE(receipt.ok());
  EXPECT_EQ(fixture.ledger.receipt_fault(*receipt), "");
}

TEST_F(AppendHandlerTest, ABatchSharesOneCheckpointAndOrder) {
  const std::uint64_t before = fixture.size();
  const std::string body = signed_text(1) + "\r\n" + signed_text(2) + "\n";
  const api::Response response = fixture.post_event(body, "", kNdjson);
  ASSERT_EQ(response.status, 201) << response.body;
  const JsonValue json = json_of(response);
  const auto& receipts = json.find("receipts")->as_array();
  ASSERT_EQ(receipts.size(), 2U);
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    EXPECT_EQ(receipts[i].find("position")->as_int(), static_cast<std::int64_t>(before + i));
  }
  EXPECT_EQ(response.header("ETag"), nullptr);
  EXPECT_EQ(fixture.appender.appends, 1U) << "one group";
}

TEST_F(AppendHandlerTest, LaterElementsSeeEarlierOnes) {
  const std::string enrol = sd_jwt_text(fixture.ledger.key_enrolled("p-sec-key", "p-auditor"), "p-admin");
  EventBuilder by_new_key = fixture.ledger.event("org.registered", "p-bureau");
  by_new_key.set("org_id", "sup-9").set("kind", "support_org").set("name", "n");
  const std::string key_of_bureau =
      sd_jwt_text(fixture.ledger.key_enrolled("p-bureau-2", "p-bureau"), "p-admin");
  const std::string body = enrol + "\n" + key_of_bureau + "\n" + sd_jwt_text(by_new_key, "p-bureau-2");
  EXPECT_EQ(fixture.post_event(body, "", kNdjson).status, 201);
}

TEST_F(AppendHandlerTest, AShortReceiptOnRequest) {
  const api::Request request = request_of(
      "POST", "/v1/events", "gw-c40", {{"content-type", "application/json"}, {"prefer", "return=minimal"}},
      fixture.business_text("b-2"));
  const api::Response response = fixture.send(request);
  ASSERT_EQ(response.status, 201);
  const JsonValue json = json_of(response);
  EXPECT_EQ(json.find("entry"), nullptr);
  EXPECT_EQ(json.find("proof"), nullptr);
  EXPECT_FALSE(json.find("stored_before")->as_bool());
  EXPECT_EQ(*response.header("Preference-Applied"), "return=minimal");
}

// What the writer tells later is answered as if somebody had waited for it.
TEST_F(AppendHandlerTest, AnAppendThatHoldsNoThreadGivesTheSameAnswer) {
  fixture.appender.later = true;
  const std::string text = fixture.business_text("b-2");
  const auto request =
      request_of("POST", "/v1/events", "gw-c40", {{"content-type", "application/json"}}, text);
  const std::uint64_t before = fixture.size();
  api::Answer answer = fixture.pipeline->handle(request);
  ASSERT_TRUE(std::holds_alternative<api::Later<api::Response>>(answer));
  const auto& later = std::get<api::Later<api::Response>>(answer);
  bool told = false;
  later.waiting->notify([&] { told = true; });
  EXPECT_FALSE(told) << "nothing is said before the writer has";
  fixture.appender.deliver();
  EXPECT_TRUE(told);
  const api::Response response = later.finish();
  ASSERT_EQ(response.status, 201) << response.body;
  const auto receipt = ledger::parse_receipt(json_of(response));
  ASSERT_TRUE(receipt.ok());
  EXPECT_EQ(fixture.ledger.receipt_fault(*receipt), "");
  EXPECT_EQ(receipt->position.value, before);
  ASSERT_NE(response.header("Request-Id"), nullptr);
  fixture.appender.later = false;
  const api::Response again = fixture.post_event(text, "gw-c40");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(json_of(again).text("leaf_hash"), json_of(response).text("leaf_hash"));
}

TEST_F(AppendHandlerTest, ARefusalThatIsToldLaterIsAProblemAndIsCounted) {
  fixture.appender.later = true;
  fixture.appender.refusal = ledger::conflict("stream.version_conflict", "for the test").at("/stream");
  api::Answer answer = fixture.pipeline->handle(request_of(
      "POST", "/v1/events", "gw-c40", {{"content-type", "application/json"}, {"accept-language", "ja"}},
      fixture.business_text("b-2")));
  fixture.appender.deliver();
  const api::Response response = std::get<api::Later<api::Response>>(answer).finish();
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(code_of(response), "stream.version_conflict");
  EXPECT_EQ(*response.header("Content-Language"), "ja");
  fixture.appender.later = false;
  fixture.appender.refusal = ledger::Status();
  const std::uint64_t before = fixture.size();
  ASSERT_TRUE(fixture.denials->flush(true).ok());
  EXPECT_EQ(fixture.types_since(before), std::vector<std::string>{"append.rejected"});
}

TEST_F(AppendHandlerTest, WhoGivesUpIsToldThatTheOutcomeIsUnknown) {
  fixture.appender.later = true;
  const std::string text = fixture.business_text("b-2");
  api::Answer answer = fixture.pipeline->handle(
      request_of("POST", "/v1/events", "gw-c40", {{"content-type", "application/json"}}, text));
  const api::Response response = std::get<api::Later<api::Response>>(answer).finish();
  EXPECT_EQ(response.status, 504);
  EXPECT_EQ(code_of(response), "append.unknown");
  fixture.appender.deliver();
  fixture.appender.later = false;
  EXPECT_EQ(fixture.post_event(text, "gw-c40").status, 200) << "sent again it is there";
}

TEST_F(AppendHandlerTest, ALargeBatchWaitsOnItsThread) {
  fixture.appender.later = true;
  std::string body;
  for (std::int64_t i = 0; body.size() <= 64U << 10; ++i) body += signed_text(i) + "\n";
  api::Answer answer = fixture.pipeline->handle(
      request_of("POST", "/v1/events", "", {{"content-type", std::string(kNdjson)}}, body));
  ASSERT_TRUE(std::holds_alternative<api::Response>(answer));
  EXPECT_EQ(std::get<api::Response>(answer).status, 201);
}

TEST_F(AppendHandlerTest, BothFormsMeetTheDescription) {
  const JsonValue description = json_of(fixture.get("/openapi.json"));
  const JsonValue* schema = description.find("components")->find("schemas")->find("Receipts");
  const api::Response one = fixture.post_event(fixture.business_text("b-2"), "gw-c40");
  const api::Response two = fixture.post_event(signed_text(1) + "\n" + signed_text(2), "", kNdjson);
  EXPECT_EQ(schema_fault(json_of(one), *schema, description), "");
  EXPECT_EQ(schema_fault(json_of(two), *schema, description), "");
}

TEST_F(AppendHandlerTest, WhatIsRefusedLeavesNothing) {
  struct Row {
    std::string_view name;
    std::string body;
    std::string_view as;
    std::string_view media_type;
    int status;
    std::string_view code;
    std::string_view pointer;
  };
  const std::string good = fixture.business_text("b-3");
  std::string unbound = good;
  unbound.replace(unbound.find("p-staff"), 7, "p-sec-x");
  std::string internal = good;
  internal.replace(internal.find("business.registered"), 19, "record.viewed");
  const std::string attested = "application/json";
  const std::vector<Row> rows = {
      {"attested without certificate", good, "", attested, 401, "credential.missing", ""},
      {"attested by a stranger", good, "stranger", attested, 401, "credential.unbound", ""},
      {"author-signed by a stranger", signed_text(1), "stranger", "application/sd-jwt", 401,
       "credential.unbound", ""},
      {"person not bound", unbound, "gw-c40", attested, 403, "actor.principal_unbound", "/actor/person"},
      {"another principal", good, "auditor", attested, 403, "actor.principal_unbound", "/actor/person"},
      {"internal type", internal, "gw-c40", attested, 400, "event.way_in", "/type"},
      {"author-signed text as JSON", signed_text(1), "gw-c40", attested, 400, "json.malformed", ""},
      {"JSON as author-signed text", good, "gw-c40", "application/sd-jwt", 400, "sd_jwt.malformed", ""},
      {"empty batch", "", "gw-c40", kNdjson, 400, "batch.empty_line", "/0"},
      {"only a line break", "\n", "gw-c40", kNdjson, 400, "batch.empty_line", "/0"},
      {"empty line inside", good + "\n\n" + good, "gw-c40", kNdjson, 400, "batch.empty_line", "/1"},
      {"carriage return alone", good + "\n\r\n" + good, "gw-c40", kNdjson, 400, "batch.empty_line", "/1"},
      {"mixed batch", good + "\n" + signed_text(1), "gw-c40", kNdjson, 400, "batch.mixed", "/1"},
      {"mixed the other way", signed_text(1) + "\n" + good, "gw-c40", kNdjson, 400, "batch.mixed", "/1"},
      {"one malformed", good + "\n{}", "gw-c40", kNdjson, 400, "event.missing_member", "/1/id"},
      {"one id twice", good + "\n" + good, "gw-c40", kNdjson, 400, "batch.duplicate_id", "/1/id"},
      {"batch without certificate", good + "\n" + good, "", kNdjson, 401, "credential.missing", "/0"},
  };
  const std::uint64_t before = fixture.size();
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const api::Response response = fixture.post_event(row.body, row.as, row.media_type);
    EXPECT_EQ(response.status, row.status) << response.body;
    EXPECT_EQ(code_of(response), row.code);
    if (!row.pointer.empty()) {
      EXPECT_EQ(json_of(response).find("errors")->as_array().front().text("pointer"), row.pointer);
    }
    EXPECT_EQ(response.body.find(kMarker), std::string::npos);
    EXPECT_EQ(fixture.size(), before);
  }
}

TEST_F(AppendHandlerTest, ATooLongBatchIsRefusedBeforeItIsRead) {
  std::string body;
  for (std::size_t i = 0; i <= ledger::kBatchEventsMax; ++i) body += "{}\n";
  const api::Response response = fixture.post_event(body, "gw-c40", kNdjson);
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(code_of(response), "batch.too_long");
}

TEST_F(AppendHandlerTest, WhatTheWriterSaysGoesOut) {
  struct Row {
    ledger::Status refusal;
    int status;
    bool retry;
  };
  const std::vector<Row> rows = {
      {ledger::unavailable("journal.closed", "x"), 503, true},
      {ledger::deadline_exceeded("append.unknown", "x"), 504, true},
      {ledger::exhausted("journal.queue_full", "x"), 503, true},
      {ledger::conflict("stream.version_conflict", "x"), 409, false},
  };
  for (const Row& row : rows) {
    fixture.appender.refusal = row.refusal;
    const api::Response response = fixture.post_event(fixture.business_text("b-5"), "gw-c40");
    EXPECT_EQ(response.status, row.status);
    EXPECT_EQ(code_of(response), row.refusal.reason());
    EXPECT_EQ(response.header("Retry-After") != nullptr, row.retry);
  }
}

TEST_F(AppendHandlerTest, WhatTheWriterRefusesIsRecordedUnderItsActor) {
  const std::uint64_t before = fixture.size();
  const api::Response alone = fixture.post_event(fixture.business_text("b-1"), "gw-c40");
  EXPECT_GE(alone.status, 409) << alone.body;
  const std::string batch = fixture.business_text("b-4") + "\n" + fixture.business_text("b-1");
  EXPECT_EQ(fixture.post_event(batch, "gw-c40", kNdjson).status, alone.status);
  EXPECT_EQ(fixture.size(), before) << "the answer does not wait for the record";
  ASSERT_TRUE(fixture.denials->flush(true).ok());
  ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"append.rejected"});
  const ledger::Event rejected = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(rejected.text("rejected_type"), "business.registered");
  EXPECT_EQ(rejected.text("reason"), code_of(alone));
  EXPECT_EQ(rejected.number("count"), 2);
  EXPECT_EQ(rejected.actor.person.value, "p-staff");
  EXPECT_EQ(rejected.attested_by->principal.value, "service");
}

TEST_F(AppendHandlerTest, NobodyIsBlamedForAnEventThatAnotherMadeUp) {
  const std::uint64_t before = fixture.size();
  // A credential of p-sec writes p-staff's name into an event.
  EXPECT_EQ(fixture.post_event(fixture.business_text("b-1"), "security").status, 403);
  ASSERT_TRUE(fixture.denials->flush(true).ok());
  ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"access.denied"});
  EXPECT_NE(fixture.event_at(before).signed_event.event.actor.person.value, "p-staff");
}

TEST_F(AppendHandlerTest, ABusyLedgerIsNoVerdict) {
  const std::uint64_t before = fixture.size();
  fixture.appender.refusal = ledger::exhausted("journal.full", "the queue is full");
  EXPECT_EQ(fixture.post_event(fixture.business_text("b-5"), "gw-c40").status, 429);
  fixture.appender.refusal = ledger::Status();
  ASSERT_TRUE(fixture.denials->flush(true).ok());
  EXPECT_EQ(fixture.size(), before);
}

}  // namespace
}  // namespace tests
