// AttachmentStory: the API fixture with a hand for documents: upload, refer, read. p-staff acts through
// gw-c40; business b-1 files its statements (決算書) with a document or a hash.
#pragma once

#include "ledger/base/sha256.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {

class AttachmentStory {
 public:
  static constexpr std::string_view kPdf = "%PDF-1.7 MARKERqzw4242confidential";

  api::Response upload(std::string content = std::string(kPdf),
                       const std::string& query = "subject=business/b-1", std::string_view as = "gw-c40") {
    return fixture.send(request_of("POST", "/v1/attachments?" + query, as,
                                   {{"content-type", "application/pdf"}, {"daicho-purpose", "report"}},
                                   std::move(content)));
  }
  // The reference of a document that was taken.
  ledger::JsonValue stored(std::string content = std::string(kPdf),
                           const std::string& query = "subject=business/b-1") {
    const api::Response answer = upload(std::move(content), query);
    EXPECT_EQ(answer.status, 201) << answer.body;
    const ledger::JsonValue body = json_of(answer);
    const ledger::JsonValue* reference = body.find("reference");
    return reference == nullptr ? ledger::JsonValue() : *reference;
  }
  static ledger::EventId id_of(const ledger::JsonValue& reference) {
    return *ledger::parse_event_id(reference.text("attachment"));
  }

  EventBuilder financials(const ledger::JsonValue& evidence) {
    EventBuilder builder = fixture.ledger.event("business.financials_submitted", "p-staff");
    builder.by("p-staff", "impl_staff", "impl-40", "c40").set("business_id", "b-1");
    builder.set("business_kind", "sole_proprietor")
        .set("form", "kessansho")
        .set("submitted_on", "2026-05-01");
    builder.set("period_start", "2025-01-01").set("period_end", "2025-12-31");
    builder.set("sales", std::int64_t{1}).set("operating_profit", std::int64_t{1});
    builder.set("depreciation", std::int64_t{1}).set("welfare_cost", std::int64_t{1});
    builder.set("wages", std::int64_t{1}).set("evidence_sha256", evidence);
    return builder;
  }
  void append(const EventBuilder& builder) {
    fixture.ledger.must_append(fixture.ledger.attested_event(builder, "gw-c40"));
    publish();
  }
  void publish() { fixture.cell.store(fixture.ledger.view()); }

  api::Response read(const ledger::JsonValue& reference, std::string_view as = "gw-c40",
                     const std::string& purpose = "report") {
    std::vector<api::Header> headers;
    if (!purpose.empty()) headers.push_back({"daicho-purpose", purpose});
    return fixture.get("/v1/attachments/" + std::string(reference.text("attachment")), as, headers);
  }

  ApiFixture fixture;
};

}  // namespace tests
