// Goal: what the service writes by itself names the reader, stands in the right stream and fails closed.
// Method: internal events appended to a real ledger and read back; stream names by table.
#include "api/internal_event.h"

#include <gtest/gtest.h>

#include "ledger/base/time.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

TEST(InternalEvent, StreamsAreByScopeAndJapaneseMonth) {
  struct Row {
    std::string_view scope;
    std::string_view at;
    std::string_view stream;
  };
  const std::vector<Row> rows = {{"c40", "2026-06-03T01:00:00Z", "access/c40/2026-06"},
                                 {"", "2026-06-03T01:00:00Z", "access/hq/2026-06"},
                                 {"hq", "2026-06-30T14:59:59Z", "access/hq/2026-06"},
                                 {"hq", "2026-06-30T15:00:00Z", "access/hq/2026-07"},
                                 {"hq", "2026-12-31T15:00:00Z", "access/hq/2027-01"}};
  for (const Row& row : rows)
    EXPECT_EQ(api::access_stream(row.scope, *ledger::parse_rfc3339(row.at)).value, row.stream);
}

TEST(InternalEvent, IdsAreFreshAndOfTheirTime) {
  const ledger::UnixMicros at(1'780'448'400'123'456);
  const auto first = api::new_event_id(at);
  const auto second = api::new_event_id(at);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(*first, *second);
  EXPECT_TRUE(ledger::format_event_id(*first).starts_with(ledger::format_event_id(*second).substr(0, 13)));
  EXPECT_TRUE(ledger::parse_event_id(ledger::format_event_id(*first)).has_value());
}

TEST(InternalEvent, ALogViewIsAnEventOfItsReader) {
  ApiFixture fixture;
  const api::Request request = request_of("GET", "/");
  const std::uint64_t before = fixture.size();
  const auto receipt =
      api::record_log_view(fixture.call(request, "p-auditor", "auditor", "auditor"), "denials", 7);
  ASSERT_TRUE(receipt.ok()) << receipt.status().to_string();
  EXPECT_EQ(fixture.ledger.receipt_fault(*receipt), "");
  const ledger::Event event = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(event.type, "auditlog.viewed");
  EXPECT_EQ(event.purpose, "audit") << "the question itself is the purpose when none is named";
  EXPECT_EQ(event.attested_by->principal.value, "auditor");
  EXPECT_EQ(event.number("result_count"), 7);
  EXPECT_EQ(event.number("view_position"), static_cast<std::int64_t>(before));
}

TEST(InternalEvent, ALogViewThatCantBeRecordedIsUnavailable) {
  ApiFixture fixture;
  const api::Request request = request_of("GET", "/");
  const api::Call call = fixture.call(request, "p-auditor", "auditor", "auditor");
  fixture.close_writer();
  EXPECT_EQ(api::record_log_view(call, "access", 1).status().reason(), "access.not_recorded");
  fixture.appender.refusal = ledger::denied("role.missing", "not any more");
  EXPECT_EQ(api::record_log_view(call, "access", 1).status().reason(), "role.missing");
  fixture.appender.refusal = ledger::Status();
  const auto by_mirror =
      api::record_log_view(fixture.call(request, "p-mirror", "mirror", "mirror"), "access", 1);
  EXPECT_EQ(by_mirror.status().code(), ledger::StatusCode::kPermissionDenied) << "the writer judges the role";
}

TEST(InternalEvent, NobodyIsAttestedByNothing) {
  EXPECT_EQ(api::attested_by(api::Caller{}).principal.value, "");
  ApiFixture fixture;
  const api::Request request = request_of("GET", "/");
  const ledger::AttestedBy by =
      api::attested_by(fixture.call(request, "p-auditor", "auditor", "auditor").caller);
  EXPECT_EQ(by.principal.value, "auditor");
  EXPECT_EQ(by.via, "mtls");
}

}  // namespace
}  // namespace tests
